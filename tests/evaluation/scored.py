"""Scores with yes-or-no labels: AUC and accuracy with intervals by person, and the curve as a picture of numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure as Drawing
from numpy.typing import NDArray

from tests.evaluation.tables import Figure, IntArray, by_person

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def auc(scores: Array, positive: Mask) -> float:
    """Chance that a positive scores above a negative, ties half; NaN without both."""
    if not positive.any() or positive.all():
        return float("nan")
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    _, inverse, counts = np.unique(scores[order], return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks[order] = (ends - (counts - 1) / 2.0)[inverse]
    n = int(positive.sum())
    return float((ranks[positive].sum() - n * (n + 1) / 2.0) / (n * (len(scores) - n)))


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores with labels and whose picture each is; pictures without a reading are left out and counted."""

    scores: Array
    positive: Mask
    people: NDArray[np.str_]

    @classmethod
    def of(cls, scores: Array, positive: Mask, people: Sequence[str], keep: Mask | None = None) -> Scored:
        """Only what was read, and only what `keep` keeps."""
        there = ~np.isnan(scores) if keep is None else ~np.isnan(scores) & keep
        return cls(scores[there], positive[there], np.asarray(people)[there])

    def auc(self, what: str, *, target: float | None = None, baseline: str = "", whose: str = "pictures") -> Figure:
        """AUC with its interval."""

        def statistic(index: IntArray) -> float:
            return auc(self.scores[index], self.positive[index])

        return self._figure(f"{what}: AUC", statistic, target=target, baseline=baseline, whose=whose)

    def accuracy(
        self, what: str, threshold: float, *, target: float | None = None, baseline: str = "", whose: str = "pictures"
    ) -> Figure:
        """Share told right at the threshold."""

        def statistic(index: IntArray) -> float:
            return float(np.mean((self.scores[index] >= threshold) == self.positive[index]))

        return self._figure(
            f"{what}: accuracy at {threshold:.2f}", statistic, target=target, baseline=baseline, whose=whose
        )

    def _figure(
        self, what: str, statistic: Callable[[IntArray], float], *, target: float | None, baseline: str, whose: str
    ) -> Figure:
        everything: IntArray = np.arange(len(self.scores))
        low, high = by_person(statistic, list(self.people))
        sample = f"{int(self.positive.sum())} of {len(self.scores)}, {len(set(self.people))} {whose}"
        return Figure(what, statistic(everything), low, high, target=target, baseline=baseline, sample=sample)


def plot_roc(path: Path, curves: Mapping[str, Scored], title: str) -> str:
    """Save the ROC curves as PNG; gives the file's name."""
    drawing = Drawing(figsize=(4.5, 4.5), dpi=120)
    axes = drawing.subplots()
    for label, scored in curves.items():
        order = np.argsort(-scored.scores, kind="stable")
        found = np.cumsum(scored.positive[order]) / max(1, scored.positive.sum())
        alarms = np.cumsum(~scored.positive[order]) / max(1, (~scored.positive).sum())
        axes.plot(alarms, found, label=f"{label} ({auc(scored.scores, scored.positive):.3f})")
    axes.set(xlabel="false alarms", ylabel="found", title=title, xlim=(-0.01, 1), ylim=(0, 1.01))
    axes.legend(loc="lower right", fontsize=8)
    drawing.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    drawing.savefig(path)
    return path.name
