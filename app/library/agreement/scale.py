"""The measured 0 to 100 beside the coach's 1 to 5. Pure.

The two scales meet at their ends and middle: 0 is 1, 50 is 3, 100 is 5. That is a rule, not a finding: what a coach
calls a 4 may lie elsewhere, which the mean difference then shows.
"""

from __future__ import annotations

from typing import Final

from perception.recording.review_notes import RATING_HIGHEST, RATING_LOWEST

_POINTS_A_STEP: Final = 100.0 / (RATING_HIGHEST - RATING_LOWEST)


def on_rating_scale(value: float) -> float:
    """A measured value, 0..100, on the scale 1..5, not rounded."""
    return RATING_LOWEST + min(100.0, max(0.0, value)) / _POINTS_A_STEP


def nearest_step(value: float) -> int:
    """The step of the rating scale nearest to a measured value 0..100; halves go up."""
    return int(on_rating_scale(value) + 0.5)


def on_measured_scale(rating: float) -> float:
    """A rating 1..5 on the measured scale 0..100."""
    return (rating - RATING_LOWEST) * _POINTS_A_STEP
