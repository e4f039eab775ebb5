"""The letters over time as the tracks draw them, from the courses of a result. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from app.library.review.series import LetterSeries
from perception.types import FloatArray, Scorecard


def letters_of(scorecard: Scorecard | None) -> Mapping[str, LetterSeries]:
    """By letter; {} for a result that was computed before letters were followed over time."""
    courses = scorecard.courses if scorecard is not None else ()
    return {
        one.letter: LetterSeries(
            one.letter, _column(one.t_s), _column(one.value), _column(one.low), _column(one.high), one.window_s
        )
        for one in courses
    }


def _column(values: tuple[float, ...] | tuple[float | None, ...]) -> FloatArray:
    return np.array(values, dtype=np.float64)
