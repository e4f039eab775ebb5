"""What an evaluation finds, as data: one table a letter, printed, saved, and shown in the window's model card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

ROUNDS: Final = 1000
SEED: Final = 20240
RULES_ALONE: Final = "rules alone"  # the way words are understood without the reader of sentences
INTERVAL: Final = (2.5, 97.5)  # percentiles of a 95 % interval

IntArray = NDArray[np.intp]


class Skipped(Exception):  # noqa: N818 - nothing went wrong
    """A part that cannot be measured here, with the reason in plain words (the labelled data is not there ...)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. low, high: 95 % interval by resampling people, None where there is one person or clip.

    baseline: what the bare model, the majority or the usual method gets on the same data, in words. sample: how many
    of what. target None: told for the record, nothing was promised.
    """

    what: str
    value: float | None
    low: float | None = None
    high: float | None = None
    target: float | None = None
    better: Literal["higher", "lower"] = "higher"
    baseline: str = ""
    sample: str = ""
    unit: str = ""
    digits: int = 3

    @property
    def met(self) -> bool | None:
        """Whether the target is met, to the digits shown; None without a target or a value."""
        if self.target is None or self.value is None:
            return None
        value = round(self.value, self.digits)
        return value >= self.target if self.better == "higher" else value <= self.target


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of one letter (or part) on one body of data. data: which, whose labels, which licence.

    notes: what the figures do not show, errors looked at, attempts that failed. plots: names of PNG files. details,
    blocks: further figures and ready-made lines for the report only; they are not published.
    """

    part: str
    title: str
    data: str
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()
    plots: tuple[str, ...] = ()
    details: tuple[Figure, ...] = ()
    blocks: tuple[str, ...] = ()


def by_person(
    statistic: Callable[[IntArray], float], people: Sequence[object], *, rounds: int = ROUNDS, seed: int = SEED
) -> tuple[float, float] | tuple[None, None]:
    """95 % interval of `statistic(indices)` when whole people (clips, speakers) are drawn again with replacement.

    people: (n,) whose each item is. Rounds in which the statistic is not a number are left out. (None, None) with
    fewer than three people, or where no round gives a number.
    """
    names = np.asarray([str(person) for person in people])
    groups = [np.flatnonzero(names == name) for name in np.unique(names)]
    if len(groups) < 3:
        return None, None
    random = np.random.default_rng(seed)
    found = [
        statistic(np.concatenate([groups[k] for k in random.integers(0, len(groups), len(groups))]))
        for _ in range(rounds)
    ]
    numbers = np.asarray(found, dtype=np.float64)
    numbers = numbers[np.isfinite(numbers)]
    if not len(numbers):
        return None, None
    low, high = np.percentile(numbers, INTERVAL)
    return float(low), float(high)


def beside_rules(table: Table) -> Table:
    """The table with what the rules alone reach told beside each figure of the rules with the reader."""
    alone = {figure.what: figure for figure in table.details}

    def told(figure: Figure) -> Figure:
        rules = alone.get(f"{figure.what} ({RULES_ALONE})")
        if rules is None or rules.value is None:
            return figure
        words = f"{RULES_ALONE} {rules.value:.{figure.digits}f}"
        return replace(figure, baseline="; ".join(filter(None, (words, figure.baseline))))

    return replace(table, figures=tuple(map(told, table.figures)))
