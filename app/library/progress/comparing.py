"""Two calls of one learner side by side. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.library.progress.trend import smallest_change
from perception.types import LETTERS, ComponentScore, Letter, LetterScore, Scorecard


@dataclass(frozen=True, slots=True)
class ComponentPair:
    """A part of a letter in both calls. None: not measured in that call."""

    name: str
    unit: str
    first: float | None
    second: float | None


@dataclass(frozen=True, slots=True)
class LetterPair:
    """A letter in both calls; None where it was left out. difference: second minus first, None without both values.

    notable: the difference is worth noticing, and more than the two intervals explain.
    """

    letter: Letter
    first: LetterScore | None
    second: LetterScore | None
    difference: float | None
    notable: bool
    parts: tuple[ComponentPair, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What happened how often in a call. feelings: voiced; met: of these named or acknowledged."""

    feelings: int
    met: int
    interruptions: int
    talk_share: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both calls, letter by letter."""

    letters: tuple[LetterPair, ...]
    first: Counted
    second: Counted


def compare(first: Scorecard, second: Scorecard) -> Comparison:
    """Side by side."""
    pairs = tuple(_pair(letter, first.letters.get(letter), second.letters.get(letter)) for letter in LETTERS)
    return Comparison(pairs, _counted(first), _counted(second))


def _pair(letter: Letter, first: LetterScore | None, second: LetterScore | None) -> LetterPair:
    difference, notable = None, False
    if first is not None and second is not None and first.value is not None and second.value is not None:
        difference = second.value - first.value
        notable = abs(difference) >= smallest_change(1) and not _overlap(first, second)
    return LetterPair(letter, first, second, difference, notable, _parts(_by_id(first), _by_id(second)))


def _overlap(first: LetterScore, second: LetterScore) -> bool:
    """Whether either value lies within the other's interval."""
    for one, other in ((first, second), (second, first)):
        if one.low is None or one.high is None or (other.value is not None and one.low <= other.value <= one.high):
            return True
    return False


def _by_id(score: LetterScore | None) -> Mapping[str, ComponentScore]:
    return {part.id: part for part in score.components} if score is not None else {}


def _parts(first: Mapping[str, ComponentScore], second: Mapping[str, ComponentScore]) -> tuple[ComponentPair, ...]:
    pairs = []
    for key in dict.fromkeys((*first, *second)):
        one, other = first.get(key), second.get(key)
        known = one or other
        if known is not None:
            pairs.append(
                ComponentPair(known.name, known.unit, one.value if one else None, other.value if other else None)
            )
    return tuple(pairs)


def _counted(card: Scorecard) -> Counted:
    met = sum(moment.outcome in ("named", "acknowledged") for moment in card.moments)
    return Counted(len(card.moments), met, len(card.interruptions), card.talk_share)
