"""Agreement letter by letter: a coach with the measurement, or two coaches with each other. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.library.agreement.rated import RatedCall
from app.library.agreement.scale import on_rating_scale
from app.library.agreement.statistics import (
    FEWEST,
    Estimate,
    estimate,
    icc_agreement,
    mean_difference,
    weighted_kappa,
)
from perception.types import LETTERS, FloatArray, Letter

MACHINE: Final = ""  # in place of a coach's name
ENOUGH: Final = 20  # rated calls from which on intervals are narrow enough to decide anything
_GOOD: Final = 0.6
_FAIR: Final = 0.4
_SAME: Final = 0.25  # of a step: nobody can tell that apart
_PLENTY: Final = 0.5


@dataclass(frozen=True, slots=True)
class LetterAgreement:
    """How far two raters agree about a letter. calls: rated by both. kappa: of whole steps 1..5.

    icc: of the measured value not rounded. difference: how many steps the first rates above the second. words: what
    that means, one or two plain sentences.
    """

    letter: Letter
    calls: int
    kappa: Estimate
    icc: Estimate
    difference: Estimate
    words: str


def agreement(calls: Sequence[RatedCall], first: str, second: str = MACHINE) -> tuple[LetterAgreement, ...]:
    """Letter by letter. first, second: names of coaches; MACHINE is what was measured."""
    return tuple(_letter(letter, calls, first, second) for letter in LETTERS)


def coaches_of(calls: Sequence[RatedCall]) -> tuple[tuple[str, int], ...]:
    """Who rated and how many calls, the most first."""
    counts: dict[str, int] = {}
    for call in calls:
        for name in call.coaches:
            counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def rating_of(call: RatedCall, who: str, letter: Letter) -> float | None:
    """What somebody rated, 1..5, the measurement not rounded; None where they did not."""
    if who == MACHINE:
        value = call.measured.get(letter)
        return None if value is None else on_rating_scale(value)
    step = call.coaches.get(who, {}).get(letter)
    return None if step is None else float(step)


def _letter(letter: Letter, calls: Sequence[RatedCall], first: str, second: str) -> LetterAgreement:
    pairs = [(rating_of(call, first, letter), rating_of(call, second, letter)) for call in calls]
    known = np.array([pair for pair in pairs if None not in pair], dtype=np.float64).reshape(-1, 2)
    one, other = known[:, 0], known[:, 1]
    kappa = estimate(weighted_kappa, _steps(one), _steps(other))
    difference = estimate(mean_difference, one, other)
    return LetterAgreement(
        letter=letter,
        calls=len(known),
        kappa=kappa,
        icc=estimate(icc_agreement, one, other),
        difference=difference,
        words=agreement_words(len(known), kappa, difference, _names(first, second)),
    )


def _steps(ratings: FloatArray) -> FloatArray:
    return np.floor(ratings + 0.5)


def _names(first: str, second: str) -> tuple[str, str]:
    return tuple(name or "the measurement" for name in (first, second))  # type: ignore[return-value]


def agreement_words(calls: int, kappa: Estimate, difference: Estimate, names: tuple[str, str]) -> str:
    """What the figures mean, by the low end of the interval: what is not sure is not praised."""
    if calls < FEWEST:
        missing = FEWEST - calls
        return f"Too few calls to tell: {missing} more {'is' if missing == 1 else 'are'} needed."
    if kappa.value is None or kappa.low is None:
        return "All these calls were rated alike, so agreement cannot be told apart from chance." + _higher(
            difference, names
        )
    return _how_far(kappa.value, kappa.low) + _higher(difference, names) + _more(calls)


def _how_far(value: float, low: float) -> str:
    for least, sure, likely in (
        (_GOOD, "The two agree well.", "The two seem to agree well, but so few calls leave room for doubt."),
        (_FAIR, "The two agree in part.", "The two seem to agree in part, but so few calls leave room for doubt."),
    ):
        if value >= least:
            return sure if low >= least - 0.2 else likely
    return (
        "The two rarely agree. Read the rubric for this letter together, and look at the calls that lie furthest apart."
    )


def _higher(difference: Estimate, names: tuple[str, str]) -> str:
    if difference.value is None or difference.low is None or difference.high is None:
        return ""
    if difference.low <= 0.0 <= difference.high or abs(difference.value) < _SAME:
        return ""
    above, below = names if difference.value > 0 else names[::-1]
    size = "half a step or more" if abs(difference.value) >= _PLENTY else "less than half a step"
    return f" {above[:1].upper()}{above[1:]} rates higher than {below}, by {size}."


def _more(calls: int) -> str:
    return "" if calls >= ENOUGH else f" {ENOUGH - calls} more calls would make this surer."


def furthest_apart(calls: Sequence[RatedCall], letter: Letter, first: str, second: str = MACHINE) -> list[RatedCall]:
    """The calls about which two raters differ by a step or more, the furthest first."""
    apart = []
    for call in calls:
        one, other = rating_of(call, first, letter), rating_of(call, second, letter)
        if one is not None and other is not None and abs(one - other) >= 1.0:
            apart.append((abs(one - other), call))
    return [call for _, call in sorted(apart, key=lambda item: -item[0])]
