"""Figures of agreement between what is true and what was found, of two kinds; fast enough to choose numbers by."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Values = NDArray[np.float64]


def f1(truth: Mask, found: Mask, *, precision_counts: float = 1.0) -> float:
    """F1, or the F measure in which precision counts so many times as much as recall. 0 where nothing is right."""
    right = float((truth & found).sum())
    of_recall = 1.0 / precision_counts**2
    missed, wrong = float((truth & ~found).sum()), float((~truth & found).sum())
    return (1 + of_recall) * right / max(1e-9, (1 + of_recall) * right + of_recall * missed + wrong)


def precision(truth: Mask, found: Mask) -> float:
    """Share of what was found that is true; 1 where nothing was found."""
    return float((truth & found).sum() / found.sum()) if found.any() else 1.0


def recall(truth: Mask, found: Mask) -> float:
    """Share of what is true that was found; 1 where nothing is true."""
    return float((truth & found).sum() / truth.sum()) if truth.any() else 1.0


def kappa(truth: Mask, found: Mask) -> float:
    """Cohen's kappa; 0 where both say one thing only."""
    same = float((truth == found).mean())
    chance = float(truth.mean() * found.mean() + (1 - truth.mean()) * (1 - found.mean()))
    return (same - chance) / (1 - chance) if chance < 1 else 0.0


def auc(truth: Mask, values: Values) -> float:
    """Chance that a true one has the greater value; ties count half."""
    places = ranks(values)
    yes, no = int(truth.sum()), int((~truth).sum())
    return float((places[truth].sum() - yes * (yes + 1) / 2) / (yes * no))


def spearman(one: Values, two: Values) -> float:
    """Rank correlation."""
    return float(np.corrcoef(ranks(one), ranks(two))[0, 1])


def ranks(values: Values) -> Values:
    """Ranks from 1; equal values share their mean rank."""
    order = np.sort(values)
    return (np.searchsorted(order, values, "left") + np.searchsorted(order, values, "right") + 1) / 2.0


def line(name: str, **figures: float) -> str:
    """One line of a table."""
    return f"  {name:55s} " + "  ".join(f"{what} {value:.3f}" for what, value in figures.items())
