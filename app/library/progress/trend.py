"""Whether a letter went up or down, and whether that is more than chance. Pure.

The first calls are compared with the newest, as many of each, up to three. A change counts when it is at least the
smallest worth noticing and its 80 % interval leaves out zero (measurement page 8.2).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from app.library.progress.past import PastCall, Value, values_of
from perception.scoring.params import SMALLEST_CHANGE
from perception.types import LETTERS, Letter

FEWEST: Final = 4  # calls with a value
_SIDE: Final = 3  # calls on each side
_Z80: Final = 1.2816  # half of an 80 % interval in standard deviations

Direction = Literal["up", "down", "level", "unknown"]


@dataclass(frozen=True, slots=True)
class Change:
    """From `before` to `now`, points; low, high: 80 % interval of the difference. smallest: that is worth noticing."""

    before: float
    now: float
    low: float
    high: float
    smallest: float
    calls: int

    @property
    def difference(self) -> float:
        """Points up (positive) or down."""
        return self.now - self.before

    @property
    def direction(self) -> Direction:
        """up or down only where it is more than chance."""
        if abs(self.difference) < self.smallest or self.low <= 0.0 <= self.high:
            return "level"
        return "up" if self.difference > 0 else "down"


@dataclass(frozen=True, slots=True)
class Trend:
    """A letter over time. change: None with too few calls to tell."""

    letter: Letter
    values: tuple[Value, ...]
    change: Change | None

    @property
    def direction(self) -> Direction:
        """'unknown' with too few calls."""
        return self.change.direction if self.change is not None else "unknown"

    @property
    def words(self) -> str:
        """What the trend says, one or two plain sentences."""
        return _words(self)


def trends(calls: Iterable[PastCall]) -> tuple[Trend, ...]:
    """All seven letters."""
    known = tuple(calls)
    return tuple(_trend(letter, values_of(known, letter)) for letter in LETTERS)


def smallest_change(calls: int) -> float:
    """The smallest difference worth noticing between two means of so many calls each, points."""
    return SMALLEST_CHANGE / math.sqrt(calls)


def change_between(first: Sequence[Value], second: Sequence[Value]) -> Change:
    """The difference of two means. Both need at least one value; with one each it is a comparison of two calls."""
    spread = math.sqrt(_variance(first) / len(first) + _variance(second) / len(second))
    before, now = _mean(first), _mean(second)
    half = _Z80 * spread
    fewer = min(len(first), len(second))
    return Change(before, now, now - before - half, now - before + half, smallest_change(fewer), fewer)


def _trend(letter: Letter, values: tuple[Value, ...]) -> Trend:
    if len(values) < FEWEST:
        return Trend(letter, values, None)
    side = min(_SIDE, len(values) // 2)
    return Trend(letter, values, change_between(values[:side], values[-side:]))


def _variance(values: Sequence[Value]) -> float:
    """Of one call's value around the learner's mean: what the intervals say, or what was seen where that is more."""
    measured = sum(((one.high - one.low) / 2.0 / _Z80) ** 2 for one in values) / len(values)
    if len(values) < 2:
        return measured
    mean = _mean(values)
    seen = sum((one.value - mean) ** 2 for one in values) / (len(values) - 1)
    return max(measured, seen)


def _mean(values: Sequence[Value]) -> float:
    return sum(one.value for one in values) / len(values)


def _words(trend: Trend) -> str:
    change = trend.change
    if change is None:
        missing = FEWEST - len(trend.values)
        more = "one more call" if missing == 1 else f"{missing} more calls"
        return f"Too few calls to tell. It takes {more} in which this letter was measured."
    if change.direction == "level":
        return f"About the same: {change.before:.0f} in your first calls, {change.now:.0f} in your newest."
    way = "Up" if change.direction == "up" else "Down"
    return f"{way} from {change.before:.0f} to {change.now:.0f}. That is more than chance."
