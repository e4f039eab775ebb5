"""Agreement between what people coded and what was found: F1, kappa, AUC, macro-F1, ranks, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tests.evaluation import plots
from tests.evaluation.scored import auc
from tests.evaluation.tables import Figure, IntArray, by_person

Mask = NDArray[np.bool_]
Array = NDArray[np.float64]
Statistic = Callable[[IntArray], float]
DIGITS: Final = 3


def precision(truth: Mask, found: Mask) -> float:
    """Share of what was found that is right; NaN where nothing was found."""
    return float(np.sum(truth & found) / np.sum(found)) if found.any() else float("nan")


def recall(truth: Mask, found: Mask) -> float:
    """Share of what is there that was found; NaN where nothing is there."""
    return float(np.sum(truth & found) / np.sum(truth)) if truth.any() else float("nan")


def f1(truth: Mask, found: Mask) -> float:
    """F1 of what was found; NaN where nothing is there and nothing was found."""
    both = float(np.sum(truth) + np.sum(found))
    return 2.0 * float(np.sum(truth & found)) / both if both else float("nan")


def kappa(one: IntArray, two: IntArray) -> float:
    """Cohen's kappa of two codings by numbers 0, 1, ...; NaN where chance alone would agree everywhere."""
    size = int(max(one.max(initial=0), two.max(initial=0))) + 1
    table = np.bincount(one * size + two, minlength=size * size).reshape(size, size) / max(1, len(one))
    chance = float(table.sum(0) @ table.sum(1))
    return (float(np.trace(table)) - chance) / (1.0 - chance) if chance < 1.0 and len(one) else float("nan")


def macro_f1(truth: IntArray, found: IntArray, classes: int) -> float:
    """Mean F1 of the classes that occur in either coding."""
    return mean_of(f1(truth == one, found == one) for one in range(classes))


def mean_of(values: Iterable[float]) -> float:
    """Mean of those that are numbers; NaN without any."""
    numbers = [value for value in values if not np.isnan(value)]
    return float(np.mean(numbers)) if numbers else float("nan")


def accuracy(truth: IntArray, found: IntArray) -> float:
    """Share coded alike."""
    return float(np.mean(truth == found)) if len(truth) else float("nan")


def spearman(one: Array, two: Array) -> float:
    """Rank correlation; NaN where one side does not vary."""
    first, second = _ranks(one), _ranks(two)
    if not np.ptp(first) or not np.ptp(second):
        return float("nan")
    return float(np.corrcoef(first, second)[0, 1])


def _ranks(values: Array) -> Array:
    order = np.sort(values)
    return (np.searchsorted(order, values, "left") + np.searchsorted(order, values, "right")) / 2.0


def auc_of(scores: Array, positive: Mask) -> Statistic:
    """AUC as a statistic of the items drawn."""
    return lambda at: auc(scores[at], positive[at])


def best_f1(truth: Mask, values: Array) -> float:
    """The best F1 any single threshold on `values` reaches; flattering, for baselines."""
    return max((f1(truth, values >= cut) for cut in np.unique(values)[:200]), default=float("nan"))


def pairwise(codings: Sequence[Sequence[int]], measure: Callable[[IntArray, IntArray], float]) -> float:
    """Mean of `measure` over all pairs of coders. codings: per item the codes of its coders, as many for each."""
    table = np.asarray(codings, dtype=np.intp)
    values = [measure(table[:, one], table[:, two]) for one, two in combinations(range(table.shape[1]), 2)]
    return mean_of(values)


@dataclass(frozen=True, slots=True)
class Sample:
    """The items behind figures: whose each is, and how they are counted in words."""

    people: Sequence[object]
    words: str

    def figure(
        self,
        what: str,
        statistic: Statistic,
        *,
        target: float | None = None,
        baseline: str = "",
        better: Any = "higher",
        digits: int = DIGITS,
        unit: str = "",
        words: str = "",
    ) -> Figure:
        """`statistic` over all items, with its interval when whole people are drawn again."""
        value = statistic(np.arange(len(self.people))) if len(self.people) else float("nan")
        low, high = by_person(statistic, self.people) if not np.isnan(value) else (None, None)
        return Figure(
            what, None if np.isnan(value) else value, low, high,
            target=target, better=better, baseline=baseline, sample=words or self.words, unit=unit, digits=digits,
        )  # fmt: skip


@dataclass(slots=True)
class Codes:
    """Two codings of the same items by names, for kappa, macro-F1 and the table of confusions."""

    names: tuple[str, ...]
    truth: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)

    def add(self, truth: str, found: str) -> None:
        """One item."""
        self.truth.append(truth)
        self.found.append(found)

    def numbers(self) -> tuple[IntArray, IntArray]:
        """Both codings as places in `names`."""
        place = {name: at for at, name in enumerate(self.names)}
        return tuple(np.array([place[one] for one in side], dtype=np.intp) for side in (self.truth, self.found))  # type: ignore[return-value]

    def kappa(self) -> Statistic:
        """Kappa of the items drawn."""
        truth, found = self.numbers()
        return lambda at: kappa(truth[at], found[at])

    def macro_f1(self) -> Statistic:
        """Macro-F1 of the items drawn."""
        truth, found = self.numbers()
        return lambda at: macro_f1(truth[at], found[at], len(self.names))

    def accuracy(self) -> Statistic:
        """Share coded alike of the items drawn."""
        truth, found = self.numbers()
        return lambda at: accuracy(truth[at], found[at])

    def confusions(self) -> IntArray:
        """(truth, found) counts."""
        truth, found = self.numbers()
        size = len(self.names)
        return np.bincount(truth * size + found, minlength=size * size).reshape(size, size)

    def block(self, title: str) -> str:
        """The table of confusions as lines of text."""
        counts = self.confusions()
        wide, cell = max(len(name) for name in self.names), 7
        lines = [f"{title} (rows: people, columns: found)", " " * (wide + 2) + _cells(self.names, cell)]
        lines += [f"{name:<{wide}}  {_cells(row, cell)}" for name, row in zip(self.names, counts, strict=True)]
        return "\n".join(lines)

    def plot(self, folder: Path, title: str) -> str:
        """The same as a picture; gives the file's name."""
        counts = self.confusions()
        shares = counts / np.maximum(1, counts.sum(axis=1, keepdims=True))
        marks = range(len(self.names))

        def draw(axes: Any) -> None:
            axes.grid(visible=False)
            axes.imshow(shares, cmap="Greys", vmin=0.0, vmax=1.0)
            axes.set_xticks(marks, self.names, rotation=35, ha="right", fontsize=7)
            axes.set_yticks(marks, self.names, fontsize=7)
            for row in marks:
                for column in marks:
                    ink = "white" if shares[row, column] > 0.6 else "black"
                    axes.text(column, row, str(counts[row, column]), ha="center", va="center", color=ink, fontsize=7)

        return plots.drawn(folder, plots.file_name("language", title), draw, title=title, x="found", y="people")


def _cells(values: Sequence[object] | IntArray, wide: int) -> str:
    return "  ".join(f"{str(value)[:wide]:>{wide}}" for value in values)
