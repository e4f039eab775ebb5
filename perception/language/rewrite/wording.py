"""The templates and word lists of rewrites.toml as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, get_args

from perception.language.types import DismissingClass, JudgingClass
from perception.types import FeelingFamily

RewriteKind: TypeAlias = DismissingClass | JudgingClass | Literal["joining", "hindsight", "fix_first"]
Shape = Literal["voiced", "feeling_because", "feeling_fact", "feeling_thing", "feeling", "fact", "thing"]

KINDS: Final[tuple[RewriteKind, ...]] = (
    *get_args(DismissingClass), *get_args(JudgingClass), "joining", "hindsight", "fix_first",
)  # fmt: skip
SHAPES: Final[tuple[Shape, ...]] = get_args(Shape)


@dataclass(frozen=True, slots=True)
class NextStep:
    """What may follow the acknowledgement. step: with the step the CSM named; by: with the day the CSM named."""

    say: tuple[str, ...]
    why: str
    step: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FamilyWording:
    """How a family of feeling is said. verb: 'are' or 'feel'. words: by intensity 1..3."""

    verb: Literal["are", "feel"]
    about: str
    words: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """The word lists by which a clause of the customer is read; see the remarks in rewrites.toml."""

    fillers: frozenset[str]
    tails: frozenset[str]
    determiners: frozenset[str]
    subjects: frozenset[str]
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    plain_verbs: frozenset[str]
    third_verbs: frozenset[str]
    past_verbs: frozenset[str]
    not_past: frozenset[str]
    hanging: frozenset[str]
    harsh: frozenset[str]
    numbers: frozenset[str]
    trouble: frozenset[str]
    things: frozenset[str]
    step_verbs: frozenset[str]

    def is_past(self, word: str) -> bool:
        """Whether a small-letter word can be a verb of the past."""
        return word in self.past_verbs or (word.endswith("ed") and len(word) > 3 and word not in self.not_past)


@dataclass(frozen=True, slots=True)
class RewriteWording:
    """All that is needed to say it better."""

    acknowledge: Mapping[Shape, tuple[str, ...]]
    steps: Mapping[RewriteKind, NextStep]
    feelings: Mapping[FeelingFamily, FamilyWording]
    states: Mapping[str, str]
    spoken: Mapping[str, str]
    words: ClauseWords


def read_wording(table: Mapping[str, Any]) -> RewriteWording:
    """Build from the parsed file. Raises KeyError, TypeError, ValueError: a part is missing or of another form."""
    return RewriteWording(
        acknowledge={shape: tuple(table["acknowledge"][shape]) for shape in SHAPES},
        steps={kind: _step(table["next"][kind]) for kind in KINDS},
        feelings={family: _family(entry) for family, entry in table["feelings"].items()},
        states=dict(table["states"]),
        spoken=dict(table["spoken"]),
        words=ClauseWords(**{name: frozenset(table["words"][name]) for name in ClauseWords.__slots__}),
    )


def _step(entry: Mapping[str, Any]) -> NextStep:
    return NextStep(
        say=tuple(entry["say"]), why=entry["why"], step=tuple(entry.get("step", ())), by=tuple(entry.get("by", ()))
    )


def _family(entry: Mapping[str, Any]) -> FamilyWording:
    return FamilyWording(entry["verb"], entry["about"], {level: tuple(entry[str(level)]) for level in (1, 2, 3)})
