"""The lexicons as one frozen value: word lists, feeling words and classes of precompiled patterns.

Built from parsed tables (one mapping a file, `Lexicon.from_tables`); reading the files is an adapter's task.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

from perception.errors import InvalidValueError
from perception.language.normalise import plain, stem, words
from perception.language.rewrite.wording import RewriteWording, read_wording
from perception.language.slips import slips_of
from perception.types import FeelingFamily

FeelingForm = Literal["state", "cause", "noun"]
FORMS: Final[tuple[FeelingForm, ...]] = get_args(FeelingForm)
FAMILIES: Final[tuple[FeelingFamily, ...]] = get_args(FeelingFamily)
GROUPS: Final = ("judging", "dismissing", "acts", "commitments", "questions", "reflections")

_RECOVERY: Final = "Reinstall Attune, or correct the file under assets/lexicons."


@dataclass(frozen=True, slots=True)
class PatternClass:
    """One class of wording. `matches` finds it in a plain sentence; a hit inside an `exempt` hit does not count."""

    name: str
    matches: re.Pattern[str]
    exempt: re.Pattern[str] | None
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()

    def find(self, sentence: str) -> int | None:
        """Where the class first occurs in a plain sentence, None when it does not."""
        hit = self.matches.search(sentence)
        if hit is None:
            return None
        if self.exempt is None:
            return hit.start()
        free = [span.span() for span in self.exempt.finditer(sentence)]
        while hit is not None:
            if not any(start < hit.end() and hit.start() < end for start, end in free):
                return hit.start()
            hit = self.matches.search(sentence, hit.start() + 1)
        return None

    def exempts(self, sentence: str) -> bool:
        """Whether the wording is there, but only where it does not count ("you should not have had to")."""
        return self.matches.search(sentence) is not None and self.find(sentence) is None


@dataclass(frozen=True, slots=True)
class FeelingWord:
    """A word or short phrase for a feeling of the customer. intensity: 1..3. weak: it often means something else."""

    words: tuple[str, ...]
    family: FeelingFamily
    form: FeelingForm
    intensity: int
    weak: bool = False

    @property
    def text(self) -> str:
        """The word as it is shown."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class SpokenFeeling:
    """How customers voice a feeling without its word."""

    family: FeelingFamily
    intensity: int
    matches: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class FeelingExamples:
    """What the feelings file claims of itself, for the test of the file."""

    named: tuple[str, ...]
    not_named: tuple[str, ...]
    voiced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All wording the language rules know. Immutable; safe to share between threads."""

    groups: Mapping[str, Mapping[str, PatternClass]]
    feeling_words: Mapping[str, tuple[FeelingWord, ...]]
    spoken: tuple[SpokenFeeling, ...]
    feeling_examples: Mapping[FeelingFamily, FeelingExamples]
    stop_words: frozenset[str]
    stop_stems: frozenset[str]
    negators: frozenset[str]
    service_stems: frozenset[str]
    problem_words: frozenset[str]
    backchannel_words: frozenset[str]
    backchannel_phrases: frozenset[str]
    rewrites: RewriteWording
    macros: Mapping[str, str] = field(default_factory=dict)
    slips: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_tables(cls, tables: Mapping[str, Mapping[str, Any]]) -> Lexicon:
        """Build from parsed tables, keyed by file stem ('common', 'feelings', 'judging', ...).

        Raises:
            InvalidValueError: a table is missing, or a pattern or word list is not well formed.
        """
        try:
            return _build(tables)
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            raise InvalidValueError(f"The word lists are not well formed ({fault}).", recovery=_RECOVERY) from fault
        except re.error as fault:
            raise InvalidValueError(f"A pattern of the word lists is wrong: {fault}.", recovery=_RECOVERY) from fault

    def pattern(self, group: str, name: str) -> PatternClass:
        """The class `name` of file `group`."""
        return self.groups[group][name]

    def content_stems(self, text: str) -> tuple[str, ...]:
        """Stems of the words of a plain text that carry content, in order, each once."""
        kept = dict.fromkeys(stem(word) for word in words(text) if word not in self.stop_words and len(word) > 1)
        return tuple(item for item in kept if item not in self.stop_stems)


def compile_patterns(patterns: Sequence[str], macros: Mapping[str, str]) -> re.Pattern[str]:
    """One alternation of whole-word patterns with `<name>` macros filled in. Raises re.error on a bad pattern."""
    filled = [_fill(pattern, macros).strip() for pattern in patterns]
    for pattern in filled:
        re.compile(pattern)
    return re.compile(r"(?<!\w)(?:" + "|".join(filled) + r")(?!\w)")


def _fill(pattern: str, macros: Mapping[str, str]) -> str:
    for _ in range(3):
        for name, value in macros.items():
            pattern = pattern.replace(f"<{name}>", value)
    return pattern


def _build(tables: Mapping[str, Mapping[str, Any]]) -> Lexicon:
    common = tables["common"]
    macros: dict[str, str] = dict(common["macros"])
    stop_words = frozenset(common["stop_words"]["words"])
    back = tables["backchannels"]["backchannels"]
    feelings = tables["feelings"]
    feeling_words = _feeling_words(feelings, frozenset(common["weak_feelings"]["words"]))
    single = [word for found in feeling_words.values() for word in found if len(word.words) == 1]
    return Lexicon(
        groups={group: _classes(tables[group], macros) for group in GROUPS},
        feeling_words=feeling_words,
        spoken=tuple(_spoken(feelings, macros)),
        feeling_examples={family: _feeling_examples(feelings[family]) for family in FAMILIES},
        stop_words=stop_words,
        stop_stems=frozenset(stem(word) for word in stop_words if len(word) > 3),
        negators=frozenset(common["negators"]["words"]),
        service_stems=frozenset(stem(word) for word in common["service_nouns"]["words"]),
        problem_words=frozenset(common["problem_words"]["words"]),
        backchannel_words=frozenset(back["words"]),
        backchannel_phrases=frozenset(back["phrases"]),
        rewrites=read_wording(tables["rewrites"]),
        macros=macros,
        slips=slips_of(word.text for word in single if word.family != "relief_positive"),
    )


def _classes(table: Mapping[str, Any], macros: Mapping[str, str]) -> dict[str, PatternClass]:
    known = {**macros, **table.get("macros", {})}
    return {
        name: PatternClass(
            name=name,
            matches=compile_patterns(entry["patterns"], known),
            exempt=compile_patterns(entry["exempt"], known) if entry.get("exempt") else None,
            examples=tuple(entry["examples"]),
            counter_examples=tuple(entry["counter_examples"]),
        )
        for name, entry in table.items()
        if name != "macros"
    }


def _feeling_words(table: Mapping[str, Any], weak: frozenset[str]) -> dict[str, tuple[FeelingWord, ...]]:
    by_first: dict[str, list[FeelingWord]] = {}
    for family in FAMILIES:
        for form in FORMS:
            for intensity, entries in table[family].get(form, {}).items():
                for entry in entries:
                    parts = tuple(words(plain(entry)))
                    word = FeelingWord(parts, family, form, int(intensity), weak=" ".join(parts) in weak)
                    by_first.setdefault(parts[0], []).append(word)
    # Longest phrase first, so that "not happy" wins over "not".
    return {first: tuple(sorted(found, key=lambda w: -len(w.words))) for first, found in by_first.items()}


def _spoken(table: Mapping[str, Any], macros: Mapping[str, str]) -> list[SpokenFeeling]:
    return [
        SpokenFeeling(family=family, intensity=int(level), matches=compile_patterns(patterns, macros))
        for family in FAMILIES
        for level, patterns in sorted(table[family].get("spoken", {}).items(), reverse=True)
    ]


def _feeling_examples(table: Mapping[str, Any]) -> FeelingExamples:
    return FeelingExamples(
        named=tuple(table["examples"]),
        not_named=tuple(table["counter_examples"]),
        voiced=tuple(table["customer_examples"]),
    )
