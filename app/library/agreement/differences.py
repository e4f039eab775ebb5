"""Where a coach's rating and the measurement lie apart, letter by letter. Pure.

A rating says one of five steps, and the measurement says how sure it is. They lie apart where no value that the
measurement holds likely would be rated with that step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.library.agreement.scale import on_measured_scale
from perception.recording.review_notes import CoachRating
from perception.types import LETTERS, Letter, LetterScore, Scorecard

# Half of one step of the rating scale, in points of the measured one.
HALF_A_STEP: Final = on_measured_scale(1.5)


@dataclass(frozen=True, slots=True)
class Difference:
    """One letter that was rated and measured. rating: 1..5. value: 0..100, None for a band. low, high: its interval.

    apart: points between what the rating and the interval allow, 0 where they meet; above 0 the coach rated higher.
    """

    letter: Letter
    rating: int
    value: float | None
    low: float
    high: float
    apart: float

    @property
    def middle(self) -> float:
        """The measured value, or the middle of its band."""
        return self.value if self.value is not None else 0.5 * (self.low + self.high)


def differences(rating: CoachRating, scorecard: Scorecard) -> tuple[Difference, ...]:
    """Every letter that was both rated and measured, the widest apart first, then in the order of the letters."""
    found = [
        _difference(letter, rating.values[letter], score)
        for letter, score in _measured(scorecard).items()
        if letter in rating.values
    ]
    return tuple(sorted(found, key=lambda one: -abs(one.apart)))


def _measured(scorecard: Scorecard) -> Mapping[Letter, LetterScore]:
    known = ((letter, scorecard.letters.get(letter)) for letter in LETTERS)
    return {letter: score for letter, score in known if score is not None and score.state != "not_enough"}


def _difference(letter: Letter, rating: int, score: LetterScore) -> Difference:
    middle = score.value if score.value is not None else 0.0
    low = middle if score.low is None else score.low
    high = middle if score.high is None else score.high
    at = on_measured_scale(rating)
    above, below = at - HALF_A_STEP - high, low - (at + HALF_A_STEP)
    apart = above if above > 0 else -below if below > 0 else 0.0
    return Difference(letter, rating, score.value if score.state == "scored" else None, low, high, apart)
