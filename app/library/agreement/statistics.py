"""How far two raters agree: quadratic-weighted kappa, ICC(A,1), mean difference, with bootstrap intervals. Pure.

Sources: Cohen 1968 (weighted kappa); Fleiss and Cohen 1973 (quadratic weights); McGraw and Wong 1996, table 4
(ICC(A,1), two-way, absolute agreement, single rater); Efron 1979 (bootstrap; percentile intervals over rated calls).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from perception.types import FloatArray

FEWEST: Final = 5  # rated calls; below that no interval says anything, so no number is given
RESAMPLES: Final = 2000
LEVEL: Final = 0.95  # of the intervals
_SEED: Final = 20260302  # the same calls always give the same interval

Measure = Callable[[FloatArray, FloatArray], FloatArray]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval. None where it cannot be told: too few calls, or no variation in them."""

    value: float | None
    low: float | None = None
    high: float | None = None


UNKNOWN: Final = Estimate(None)


def weighted_kappa(first: FloatArray, second: FloatArray) -> FloatArray:
    """Quadratic-weighted kappa along the last axis, -1..1; NaN where neither varies.

    With weights (i - j)^2 the sum over the table is 1 - E(x - y)^2 / (var x + var y + (mean x - mean y)^2), variances
    over n; the steps need not be counted into a table. first, second: (..., n) ratings of the same calls.
    """
    apart = np.mean((first - second) ** 2, axis=-1)
    by_chance = np.var(first, axis=-1) + np.var(second, axis=-1) + mean_difference(first, second) ** 2
    return _ratio(by_chance - apart, by_chance)


def icc_agreement(first: FloatArray, second: FloatArray) -> FloatArray:
    """ICC(A,1) of two raters along the last axis, at most 1; NaN where nothing varies. Both (..., n), n >= 2."""
    n = first.shape[-1]
    rows = 0.5 * (first + second)
    between_calls = 2.0 * np.var(rows, axis=-1, ddof=1)
    between_raters = n * 0.5 * mean_difference(first, second) ** 2
    rest = np.var(first - second, axis=-1, ddof=1) / 2.0
    return _ratio(between_calls - rest, between_calls + rest + 2.0 / n * (between_raters - rest))


def mean_difference(first: FloatArray, second: FloatArray) -> FloatArray:
    """How much higher the first rates than the second, on average, along the last axis."""
    return np.asarray(np.mean(first, axis=-1) - np.mean(second, axis=-1))


def estimate(measure: Measure, first: FloatArray, second: FloatArray) -> Estimate:
    """A figure over all calls with its bootstrap interval. first, second: (n,) ratings of the same calls.

    Resamples in which the figure cannot be told are left out; with fewer than half of them left, so is the interval.
    """
    if len(first) < FEWEST:
        return UNKNOWN
    value = float(measure(first, second))
    if not np.isfinite(value):
        return UNKNOWN
    chosen = np.random.default_rng(_SEED).integers(0, len(first), size=(RESAMPLES, len(first)))
    again = measure(first[chosen], second[chosen])
    again = again[np.isfinite(again)]
    if len(again) < RESAMPLES / 2:
        return Estimate(value)
    low, high = np.quantile(again, [(1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0])
    return Estimate(value, float(low), float(high))


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(np.abs(below) > 1e-12, above / below, np.nan))
