"""Small logistic heads for measuring what signals carry, always judged on people they were not fitted on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Numbers = NDArray[np.intp]
RIDGE: Final = 1.0
FOLDS: Final = 5
_STEPS: Final = 30


def fitted(features: Array, truth: NDArray[np.bool_], *, ridge: float = RIDGE, balanced: float = 0.0) -> Array:
    """Weights of a logistic regression, the last one for the constant (not held back). features: (n, d), scaled.

    balanced: 0 every item weighs alike, 1 both answers weigh alike however rare one is, 0.5 half way.
    """
    x = np.column_stack((features, np.ones(len(features))))
    share = float(np.clip(truth.mean(), 1e-6, 1 - 1e-6))
    weight = np.where(truth, 0.5 / share, 0.5 / (1.0 - share)) ** balanced
    held = np.diag([ridge] * features.shape[1] + [1e-6])
    found = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ found, -30, 30)))
        gradient = x.T @ (weight * (p - truth)) + held @ found
        bend = (x * (weight * np.maximum(1e-6, p * (1.0 - p)))[:, None]).T @ x + held
        step = np.linalg.solve(bend, gradient)
        found -= step
        if np.abs(step).max() < 1e-6:
            break
    return found


def crossed(
    features: Array, truth: NDArray[np.bool_], folds: Numbers, *, ridge: float = RIDGE, balanced: float = 0.0
) -> Array:
    """Likelihood 0..1 of each item by a head fitted on the other folds; scaling is fitted there as well."""
    out = np.full(len(truth), np.nan)
    for one in np.unique(folds):
        here, others = folds == one, folds != one
        mean, spread = features[others].mean(0), features[others].std(0)
        scaled = (features - mean) / np.where(spread > 1e-9, spread, 1.0)
        weights = fitted(scaled[others], truth[others], ridge=ridge, balanced=balanced)
        out[here] = 1.0 / (1.0 + np.exp(-np.clip(scaled[here] @ weights[:-1] + weights[-1], -30, 30)))
    return out


def crossed_levels(
    features: Array, levels: Numbers, folds: Numbers, *, ridge: float = RIDGE, balanced: float = 0.5
) -> Numbers:
    """The level 0, 1 or 2 of each item by three heads, one a level, all fitted on the other folds."""
    each = [crossed(features, levels == level, folds, ridge=ridge, balanced=balanced) for level in range(3)]
    return np.argmax(np.column_stack(each), axis=1)


def folds_of(people: Sequence[str], count: int = FOLDS) -> Numbers:
    """A fold for each item; all items of one person are in the same."""
    order = {name: at for at, name in enumerate(dict.fromkeys(people))}
    return np.array([order[name] % count for name in people], dtype=np.intp)
