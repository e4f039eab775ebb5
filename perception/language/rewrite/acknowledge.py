"""The first half of a better wording: what the customer feels and told, in their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from perception.language.normalise import plain
from perception.language.rewrite.clauses import Clause
from perception.language.rewrite.told import SaidFeeling, Told
from perception.language.rewrite.wording import RewriteWording, Shape
from perception.types import FeelingFamily

_OF_US: Final = frozenset({"we", "us", "our", "ours", "we're", "we've", "we'll", "we'd"})
MOST_FACTS: Final = 2
_MADE_BY_TROUBLE: Final[frozenset[FeelingFamily]] = frozenset({"anger", "worry", "overwhelm", "disappointment"})
_STRONG: Final = {"so": "really", "extremely": "really", "very": "very"}


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """One sentence. uses: the customer's words in it."""

    text: str
    uses: tuple[str, ...]
    names_feeling: bool


def acknowledgements(told: Told, wording: RewriteWording, seed: int) -> Iterator[Acknowledgement]:
    """All that can be said, the fullest first; within a form the seed chooses which comes first."""
    for clause, names in ((told.voiced, True), (told.of_other, False)):
        if clause is not None:
            yield from _filled("voiced", wording, seed, {"voiced": _strengthened(clause)}, (clause.said,), names=names)
    if told.feeling is not None:
        yield from _with_feeling(told.feeling, told, wording, seed)
    for fact in told.facts[:MOST_FACTS]:
        yield from _of_fact(fact, _filled("fact", wording, seed, _parts_of(fact), (fact.said,), names=False))
    if told.thing is not None:
        yield from _filled("thing", wording, seed, {"thing": told.thing[0]}, (told.thing[1],), names=False)


def _with_feeling(feeling: SaidFeeling, told: Told, wording: RewriteWording, seed: int) -> Iterator[Acknowledgement]:
    said = list(_said(feeling, seed))
    for fact in told.facts[:MOST_FACTS]:
        shapes: tuple[Shape, ...] = ("feeling_because", "feeling_fact")
        for shape in shapes if _causes(fact, feeling, wording) else shapes[1:]:
            for parts in said:
                uses = _uses(feeling, fact.said)
                yield from _of_fact(fact, _filled(shape, wording, seed, parts | _parts_of(fact), uses, names=True))
    for parts in said:
        if told.thing is not None:
            filled = parts | {"thing": told.thing[0]}
            yield from _filled("feeling_thing", wording, seed, filled, _uses(feeling, told.thing[1]), names=True)
        if feeling.own:
            yield from _filled("feeling", wording, seed, parts, _uses(feeling), names=True)


def _filled(
    shape: Shape, wording: RewriteWording, seed: int, parts: Mapping[str, str], uses: tuple[str, ...], *, names: bool
) -> Iterator[Acknowledgement]:
    forms = wording.acknowledge[shape]
    start = seed // 7 % len(forms)
    boosted = parts.get("feeling", "").startswith(("really ", "completely "))
    for form in (*forms[start:], *forms[:start]):
        if boosted and "how {so}" in form:  # not "how really worried"
            continue
        text = form
        for name, value in parts.items():
            text = text.replace(f"{{{name}}}", value)
        yield Acknowledgement(text, uses, names)


def _said(feeling: SaidFeeling, seed: int) -> Iterator[dict[str, str]]:
    """The feeling as the forms say it, once for each word there is for it."""
    start = seed // 3 % len(feeling.words)
    for word in (*feeling.words[start:], *feeling.words[:start]):
        feels = f"you're {word}" if feeling.verb == "are" else f"you feel {word}"
        so = f"{word} you {feeling.verb}"
        yield {"feeling": word, "feels": feels, "so": so, "about": feeling.about}


def _parts_of(fact: Clause) -> dict[str, str]:
    return {"fact": fact.turned, "Fact": fact.opening}


def _of_fact(fact: Clause, said: Iterator[Acknowledgement]) -> Iterator[Acknowledgement]:
    """What the customer says of the CSM's side is given back as theirs ("I hear that ..."), not stated as a fact."""
    ours = not _OF_US.isdisjoint(fact.turned.split())
    return (one for one in said if not ours or f"that {fact.turned}" in one.text)


def _causes(fact: Clause, feeling: SaidFeeling, wording: RewriteWording) -> bool:
    """Whether a clause may be said to be why: it tells of trouble, and the feeling is one that trouble makes."""
    said = plain(fact.said)
    if wording.words.trouble.isdisjoint(said.split()):
        return False
    return feeling.said in said or feeling.family in _MADE_BY_TROUBLE


def _uses(feeling: SaidFeeling, *said: str) -> tuple[str, ...]:
    return (feeling.said, *said) if feeling.own else said


def _strengthened(clause: Clause) -> str:
    return " ".join(_STRONG.get(word, word) for word in clause.turned.split())
