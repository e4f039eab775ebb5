"""A letter as a bar: its value, how sure that is, and what a person said of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.ui.words import mark_of
from perception.types import LetterScore


@dataclass(frozen=True, slots=True)
class Bar:
    """A value 0..100 with its interval. value None with an interval: the band alone; all None: not measured.

    mark: good, watch or unknown. said: what the learner said before, or a coach rated, 0..100, or None.
    """

    value: float | None
    low: float | None
    high: float | None
    mark: str
    said: float | None = None


def bar_of(score: LetterScore | None, said: float | None = None) -> Bar:
    """The bar of a letter; None is one that was left out."""
    if score is None or score.state == "not_enough":
        return Bar(None, None, None, "unknown", said)
    return Bar(score.value if score.state == "scored" else None, score.low, score.high, mark_of(score), said)


def bar_words(bar: Bar) -> str:
    """The bar for people who do not see it."""
    said = f"; you said {bar.said:.0f}" if bar.said is not None else ""
    return f"{_measured_words(bar)}{said}"


def _measured_words(bar: Bar) -> str:
    if bar.value is not None:
        sure = f", likely between {bar.low:.0f} and {bar.high:.0f}" if None not in (bar.low, bar.high) else ""
        return f"{bar.value:.0f} of 100{sure}"
    if bar.low is not None and bar.high is not None:
        return f"between {bar.low:.0f} and {bar.high:.0f} of 100"
    return "not enough evidence"
