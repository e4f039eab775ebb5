"""From components with their evidence per block to a letter with coverage and interval (measurement page 0.2, 8.2).

A component keeps sums per block of evidence and a function from sums to its value. The same function gives the point
estimate (sums of all blocks), every bootstrap replicate (sums of resampled blocks) and the live reading (sums of
recent blocks, older ones weighing less).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from perception.scoring import params
from perception.scoring.shapes import combine, coverage
from perception.types import FloatArray


class Measured(NamedTuple):
    """A component measured on sums: value in its unit, s 0..1 (NaN without evidence), n evidence. Same shapes."""

    value: FloatArray
    s: FloatArray
    n: FloatArray


@dataclass(frozen=True, slots=True)
class Example:
    """A stretch of the session that shows a component, with what was said where words show it."""

    start_s: float
    end_s: float
    quote: str | None = None


Examples = Callable[[bool], Sequence[Example]]  # True: what went well, False: what did not


def no_examples(_well: bool) -> Sequence[Example]:
    """For components without a single moment to point at."""
    return ()


def longest_first(runs: FloatArray, *, most: int = 3) -> list[Example]:
    """The longest of (n, 2) runs as examples."""
    order = np.argsort(runs[:, 0] - runs[:, 1], kind="stable")[:most]
    return [Example(float(a), float(b)) for a, b in runs[order]]


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """One component of a letter. sums: (blocks, k). ideal: values with s = 1, for telling too little from too much.

    need: evidence for full coverage. quality: 0..1 of the signal. cap: most the coverage can be.
    """

    id: str
    name: str
    unit: str
    target: str
    ideal: tuple[float, float]
    weight: float
    need: float
    sums: FloatArray
    measure: Callable[[FloatArray], Measured]
    quality: float = 1.0
    cap: float = 1.0
    examples: Examples = no_examples


@dataclass(frozen=True, slots=True, eq=False)
class Penalty:
    """Slips that take points off: `points` (blocks,) is the summed penalty 0..1 of each block."""

    id: str
    points: FloatArray
    maximum: float
    examples: Sequence[Example] = ()


@dataclass(frozen=True, slots=True, eq=False)
class LetterParts:
    """What a letter is made of. starts: (blocks,) time each block of evidence begins. note: why nothing is measured.

    penalty_scale: what slips are multiplied by, below 1 in sessions longer than the reference length.
    """

    components: tuple[Component, ...]
    starts: FloatArray
    penalties: tuple[Penalty, ...] = ()
    penalty_scale: float = 1.0
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """A letter evaluated r times: score (r,) 0..100 or NaN, coverage (r,); the others are (r, components)."""

    score: FloatArray
    coverage: FloatArray
    value: FloatArray
    s: FloatArray
    carried: FloatArray
    factor: FloatArray = field(default_factory=lambda: np.ones(1))


class Blocks:
    """Blocks of evidence by their start times; every time belongs to the last block begun before it."""

    def __init__(self, starts: FloatArray) -> None:
        self.starts = starts if len(starts) else np.zeros(1)

    @classmethod
    def of_time(cls, start_s: float, end_s: float) -> Blocks:
        """Blocks of equal length over a stretch of time."""
        count = max(1, int(np.ceil((end_s - start_s) / params.BLOCK_S)))
        return cls(start_s + params.BLOCK_S * np.arange(count, dtype=np.float64))

    def index(self, times_s: FloatArray) -> NDArray[np.int64]:
        """The block each time belongs to; times before the first block belong to it."""
        return np.asarray(np.maximum(np.searchsorted(self.starts, times_s, side="right") - 1, 0), dtype=np.int64)

    def tally(self, times_s: FloatArray, *columns: ArrayLike) -> FloatArray:
        """(blocks, columns) sums of the values whose time falls into each block."""
        out = np.zeros((len(self.starts), len(columns)))
        if len(times_s):
            at = self.index(times_s)
            for k, column in enumerate(columns):
                out[:, k] = np.bincount(at, weights=np.asarray(column, dtype=np.float64), minlength=len(out))
        return out

    def tally_rows(self, rows: Sequence[tuple[float, ...]], width: int) -> FloatArray:
        """The same for rows of (time, value, value ...)."""
        table = np.asarray(rows, dtype=np.float64).reshape(-1, width + 1)
        return self.tally(table[:, 0], *table[:, 1:].T)


def evaluate(parts: LetterParts, weights: FloatArray | None = None, *, need_scale: float = 1.0) -> Evaluation:
    """The letter for each row of block weights (rows, blocks); all blocks once when None."""
    counts = np.ones((1, len(parts.starts))) if weights is None else weights
    empty = np.zeros((len(counts), 0))
    values, shapes, carried = [empty], [empty], [empty]
    for part in parts.components:
        measured = part.measure(counts @ part.sums)
        c = coverage(measured.n, need=part.need * need_scale, quality=part.quality, cap=part.cap)
        values.append(measured.value[:, None])
        shapes.append(measured.s[:, None])
        carried.append(np.where(np.isnan(measured.s), 0.0, c)[:, None])
    value, s, c_all = (np.concatenate(column, axis=1) for column in (values, shapes, carried))
    w = np.asarray([part.weight for part in parts.components])
    taken = [np.minimum(counts @ p.points * parts.penalty_scale, p.maximum)[:, None] for p in parts.penalties]
    penalties = np.concatenate([empty, *taken], axis=1)
    total = float(np.sum(w))
    return Evaluation(
        score=combine(s, w, c_all, penalties),
        coverage=c_all @ w / total if total > 0 else np.zeros(len(counts)),
        value=value,
        s=s,
        carried=c_all,
        factor=np.maximum(np.prod(1.0 - penalties, axis=1), params.PENALTY_FLOOR),
    )


def interval(parts: LetterParts, score: float) -> tuple[float, float]:
    """80 % interval of a score by resampling blocks of evidence (F8.4), 0..100; always holds the score."""
    blocks = len(parts.starts)
    rng = np.random.Generator(np.random.PCG64(params.BOOTSTRAP_SEED))
    drawn: NDArray[np.int64] = rng.multinomial(blocks, np.full(blocks, 1.0 / blocks), size=params.BOOTSTRAP_ROUNDS)
    return bounds(score, evaluate(parts, drawn.astype(np.float64)).score, blocks=blocks)


def bounds(score: float, replicates: FloatArray, *, blocks: int) -> tuple[float, float]:
    """80 % interval around a score from replicates (NaN ones do not count) of so many blocks, 0..100."""
    known = replicates[~np.isnan(replicates)]
    low, high = np.percentile(known, params.INTERVAL) if len(known) else (score, score)
    half = params.FEW_BLOCKS_HALF_WIDTH if blocks < params.FEW_BLOCKS else params.MIN_HALF_WIDTH
    return max(0.0, min(float(low), score - half)), min(100.0, max(float(high), score + half))
