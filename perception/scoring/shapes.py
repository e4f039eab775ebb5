"""The few shapes all letters are made of (measurement page 0.2): ramps, a trapezoid, and the fusion of components.

All functions take arrays or numbers of any shape and give float64 arrays of that shape. NaN stays NaN: what was not
measured has no value.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from perception.scoring.params import PENALTY_FLOOR, Ramp, Trap
from perception.types import FloatArray


def up(x: ArrayLike, ramp: Ramp) -> FloatArray:
    """0 up to the first number, 1 from the second on, straight between (F0.1)."""
    a, b = ramp
    return np.clip((np.asarray(x, dtype=np.float64) - a) / (b - a), 0.0, 1.0)


def down(x: ArrayLike, ramp: Ramp) -> FloatArray:
    """1 up to the first number, 0 from the second on, straight between (F0.1)."""
    return 1.0 - up(x, ramp)


def trap(x: ArrayLike, corners: Trap) -> FloatArray:
    """A trapezoid: 0 up to a, 1 from b to c, 0 from d on (F0.2)."""
    a, b, c, d = corners
    return np.minimum(up(x, (a, b)), down(x, (c, d)))


def ratio(numerator: ArrayLike, denominator: ArrayLike) -> FloatArray:
    """numerator / denominator, NaN where the denominator is not positive."""
    top = np.asarray(numerator, dtype=np.float64)
    bottom = np.asarray(denominator, dtype=np.float64)
    blank = np.full(np.broadcast(top, bottom).shape, np.nan)
    return np.asarray(np.divide(top, bottom, out=blank, where=bottom > 0))


def coverage(n: ArrayLike, *, need: float, quality: float, cap: float = 1.0) -> FloatArray:
    """How far a component is carried by evidence, 0..1: quality x min(1, n / need), at most `cap` (F0.4)."""
    share = np.minimum(1.0, np.asarray(n, dtype=np.float64) / need)
    return np.asarray(np.minimum(quality * share, cap))


def combine(s: FloatArray, weights: FloatArray, coverages: FloatArray, penalties: FloatArray) -> FloatArray:
    """Letter score 0..100, NaN without any evidence (F0.3).

    s, coverages: (..., k) components, s may be NaN where the coverage is 0. weights: (k,). penalties: (..., j) 0..1.
    The product of all (1 - penalty) is at least PENALTY_FLOOR.
    """
    carried = weights * coverages
    base = ratio(np.sum(carried * np.where(coverages > 0, s, 0.0), axis=-1), np.sum(carried, axis=-1))
    factor = np.maximum(np.prod(1.0 - penalties, axis=-1), PENALTY_FLOOR)
    return np.asarray(100.0 * base * factor)
