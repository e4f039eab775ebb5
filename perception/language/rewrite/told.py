"""What the customer told in the last turn, in pieces that can be said back: feeling, clauses, and what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from perception.language.feelings import feeling_hits
from perception.language.lexicon import FeelingWord, Lexicon
from perception.language.normalise import plain
from perception.language.rewrite.clauses import Clause, clauses_of
from perception.language.rewrite.wording import FamilyWording
from perception.language.turn import CustomerTurn
from perception.language.types import CustomerFeeling
from perception.types import FeelingFamily

_OF_SELF: Final = frozenset({"i", "we", "i'm", "we're", "i've", "we've"})
_TIES: Final = frozenset({
    "about", "that", "because", "by", "with", "over", "at", "for", "when", "after", "of", "in", "we", "the",
    "my", "our", "you",
})  # fmt: skip
_BEING: Final = frozenset({
    "am", "are", "feel", "feeling", "been", "was", "were", "so", "really", "very", "extremely",
})  # fmt: skip
_UNSAID: Final = frozenset({"my", "our", "your", "not", "pissed", "mad", "of", "by", "about", "to", "sick"})
_FIRST_WORDS: Final = 5
_WHOLE: Final = 5  # words of a clause of what cannot be done
_CANNOT: Final = frozenset({"can't", "cannot", "couldn't", "won't"})
_ENOUGH: Final = 2  # content words of a clause that tells of trouble
_MUCH: Final = 3  # of a clause that tells of none
_NOT_NAMING: Final = frozenset({"wrong", "whole", "same", "next", "right", "other", "entire"})
_THING_WORDS: Final = 2  # of description between "the" and the matter


@dataclass(frozen=True, slots=True)
class SaidFeeling:
    """The customer's strongest feeling as it can be said back. said: the customer's own words for it."""

    family: FeelingFamily
    intensity: int
    words: tuple[str, ...]
    verb: str
    about: str
    said: str
    own: bool


@dataclass(frozen=True, slots=True)
class Told:
    """The pieces, best first.

    voiced: a clause in which the customer says the feeling of themselves; of_other: of their team or boss.
    thing: (as said back, as the customer said it), None when none is known by name.
    """

    feeling: SaidFeeling | None
    voiced: Clause | None
    of_other: Clause | None
    facts: tuple[Clause, ...]
    thing: tuple[str, str] | None


def read_told(turn: CustomerTurn, lexicon: Lexicon) -> Told:
    """Find the pieces. All are empty when nothing can be said back safely."""
    strongest = next((one for one in turn.feelings if one.family != "relief_positive"), None)
    voiced: list[Clause] = []
    of_others: list[Clause] = []
    facts: list[Clause] = []
    for clause in clauses_of(turn.text, lexicon.rewrites.words):
        hits = [hit.word for hit in feeling_hits(plain(clause.said), lexicon)]
        if strongest is not None and _voices(clause, hits, strongest, lexicon):
            voiced.append(clause)
        elif strongest is not None and _of_another(clause, hits, strongest):
            of_others.append(clause)
        elif all(word.weak for word in hits) and _says_enough(clause, lexicon):
            facts.append(clause)
    facts.sort(key=lambda clause: -_worth(clause, strongest, lexicon))
    own = strongest if strongest is not None and not of_others and _is_meant(strongest, turn.text, lexicon) else None
    return Told(
        feeling=_said_feeling(own, lexicon) if own is not None else None,
        voiced=voiced[0] if voiced else None,
        of_other=of_others[0] if of_others else None,
        facts=tuple(facts),
        thing=_thing(turn.text, lexicon) if turn.complaint or turn.distressed else None,
    )


def _said_feeling(feeling: CustomerFeeling, lexicon: Lexicon) -> SaidFeeling:
    family: FamilyWording = lexicon.rewrites.feelings[feeling.family]
    own = _own_word(feeling, lexicon)
    words = (own,) if own else family.words[max(1, min(3, feeling.intensity))]
    return SaidFeeling(
        family=feeling.family,
        intensity=feeling.intensity,
        words=words,
        verb=family.verb,
        about=family.about,
        said=feeling.word,
        own=bool(own),
    )


def _is_meant(feeling: CustomerFeeling, text: str, lexicon: Lexicon) -> bool:
    """A word that often means something else must be said of the speaker ("I'm lost")."""
    parts = tuple(feeling.word.split())
    known = [word for word in lexicon.feeling_words.get(parts[0], ()) if word.words == parts]
    if not any(word.weak for word in known):
        return True
    said = rf"\b(?:i am|we are|i feel|we feel)(?: (?:so|really|very|completely|totally))* {re.escape(feeling.word)}\b"
    return re.search(said, plain(text)) is not None


def _own_word(feeling: CustomerFeeling, lexicon: Lexicon) -> str:
    """The customer's own word, made as strong as they said it; '' where it cannot be said back as it stands."""
    for text in _states(feeling.word, lexicon):
        parts = tuple(text.split())
        if lexicon.rewrites.words.harsh.intersection(parts) or _UNSAID.intersection(parts):
            continue
        for word in lexicon.feeling_words.get(parts[0], ()):
            if word.words != parts or word.family != feeling.family or word.form != "state" or word.weak:
                continue
            if feeling.intensity == word.intensity:
                return word.text
            if feeling.intensity == word.intensity + 1:
                return f"really {word.text}"
    return ""


def _states(said: str, lexicon: Lexicon) -> list[str]:
    """How a word for a feeling, or for what makes it, may be said of a person, the likeliest first."""
    wording = lexicon.rewrites
    turns = [wording.spoken[word] for word in said.split() if word in wording.spoken]
    known = [wording.states[said]] if said in wording.states else []
    return [*turns, said, *known, *([f"{said[:-3]}ed"] if said.endswith("ing") else [])]


def _voices(clause: Clause, hits: Sequence[FeelingWord], feeling: CustomerFeeling, lexicon: Lexicon) -> bool:
    """Whether a clause says the feeling of the speaker, and what it is about."""
    said = plain(clause.said).replace(",", "").split()
    if said[0] not in _OF_SELF or len({word.words for word in hits if not word.weak or _is(word, feeling)}) != 1:
        return False
    place = _place(said, feeling)
    if place is None or not 0 < place <= _FIRST_WORDS or not _BEING.issuperset(said[1:place]):
        return False
    rest = said[place + len(feeling.word.split()) :]
    return len(rest) >= 2 and rest[0] in _TIES and bool(lexicon.content_stems(" ".join(rest)))


def _of_another(clause: Clause, hits: Sequence[FeelingWord], feeling: CustomerFeeling) -> bool:
    """Whether a clause says the feeling of the speaker's team, boss or the like."""
    said = plain(clause.said).split()
    place = _place(said, feeling)
    if place is None or said[0] not in ("my", "our") or len({word.words for word in hits}) != 1:
        return False
    return bool(_BEING.union({"is"}).intersection(said[2:place])) and _BEING.union({"is"}).issuperset(said[3:place])


def _is(word: FeelingWord, feeling: CustomerFeeling) -> bool:
    return word.form == "state" and word.family == feeling.family and word.text == feeling.word


def _place(said: Sequence[str], feeling: CustomerFeeling) -> int | None:
    """Which word of a plain clause the feeling's word begins at."""
    parts = feeling.word.split()
    return next((at for at in range(len(said)) if list(said[at : at + len(parts)]) == parts), None)


def _says_enough(clause: Clause, lexicon: Lexicon) -> bool:
    """Whether a clause tells of something that happened: trouble or a number, and what about; or very much."""
    content, marks = _content(clause, lexicon)
    said = clause.said.lower().split()
    if content and len(said) >= _WHOLE and not _CANNOT.isdisjoint(said[:4]):
        return True
    if marks and not lexicon.rewrites.words.things.isdisjoint(said):
        return True
    return content >= _MUCH or (content >= _ENOUGH and marks > 0) or (content > 0 and marks > 1)


def _content(clause: Clause, lexicon: Lexicon) -> tuple[int, int]:
    """Content words without numbers, and marks of trouble with numbers."""
    lists = lexicon.rewrites.words
    said = plain(clause.said).split()
    numbers = [word for word in said if word in lists.numbers or word[0].isdigit()]
    rest = " ".join(word for word in said if word not in numbers)
    troubles = lists.trouble.union(lexicon.problem_words).intersection(said)
    return len(lexicon.content_stems(rest)), len(troubles) + bool(numbers)


def _worth(clause: Clause, feeling: CustomerFeeling | None, lexicon: Lexicon) -> float:
    """How much a clause says of the trouble: trouble words and content count, long clauses less."""
    said = plain(clause.said)
    content, marks = _content(clause, lexicon)
    shows = feeling is not None and feeling.word in said
    return 2.0 * min(3, marks) + 3 * shows + 0.6 * min(5, content) - 0.25 * max(0, len(said.split()) - 10)


def _thing(text: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """The first matter that is called by its name: "the export", "my invoice" -> "your invoice"."""
    lists = lexicon.rewrites.words
    tokens = [token.strip('.,;:!?"“”()') for token in text.replace("’", "'").split()]
    small = [token.lower() for token in tokens]
    for at, word in enumerate(small):
        if word not in ("the", "my", "our", "your", "this", "that"):
            continue
        last = 0
        for reach in range(1, _THING_WORDS + 2):
            if at + reach >= len(small) or not _describes(small[at + reach], lexicon):
                break
            if small[at + reach] in lists.things:
                last = reach
        if last and small[at + 1] not in _NOT_NAMING:
            turned = {"my": "your", "our": "your", "your": "our"}.get(word, "the")
            said = tokens[at : at + last + 1]
            return " ".join([turned, *said[1:]]), " ".join(said)
    return None


def _describes(word: str, lexicon: Lexicon) -> bool:
    lists = lexicon.rewrites.words
    if word in lists.things:
        return True
    known = word in lexicon.stop_words or word in lists.auxiliaries or word in lists.harsh or word in lists.past_verbs
    return word.replace("-", "").isalnum() and not known and word not in lexicon.feeling_words
