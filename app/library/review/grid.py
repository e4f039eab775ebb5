"""Measurements on the 50 ms grid of the scores, and the runs of what holds on it. Pure."""

from __future__ import annotations

from typing import Final

import numpy as np

from app.library.review.series import BoolArray, Stretch
from perception.features.turn_taking import GRID_S
from perception.scoring.runs import at_least, runs_of
from perception.types import FloatArray

LONGEST_S: Final = 24 * 3600.0  # no call is longer; a damaged time must not ask for all memory there is
NEVER: Final = -1  # the code of cells in which nothing is known


def cells_of(duration_s: float) -> FloatArray:
    """Middles of the cells from 0 to the end, (cells,) seconds; of what is longer than LONGEST_S only its beginning."""
    duration_s = min(duration_s, LONGEST_S)
    return GRID_S * (np.arange(int(np.ceil(duration_s / GRID_S)), dtype=np.float64) + 0.5)


def sampled(t_s: FloatArray, values: FloatArray, cells: FloatArray, *, hold_s: float) -> FloatArray:
    """(cells,) the last value at or before each cell, NaN where that is older than `hold_s`."""
    if not len(t_s):
        return np.full(len(cells), np.nan)
    index = np.searchsorted(t_s, cells, side="right") - 1
    near = np.maximum(index, 0)
    return np.where((index >= 0) & (cells - t_s[near] <= hold_s), values[near], np.nan)


def held(mask: BoolArray, *, least_s: float, kind: str, label: str) -> list[Stretch]:
    """The runs that last at least so long."""
    runs = runs_of(at_least(mask, cells=least_s / GRID_S), start_s=0.0, grid_s=GRID_S)
    return [Stretch(float(start_s), float(end_s), kind, label) for start_s, end_s in runs]


def runs_of_codes(codes: FloatArray, *, least_s: float) -> list[tuple[float, float, int]]:
    """Start, end and code of the runs of equal codes; NaN is no run. A run shorter than `least_s` between two equal
    ones goes up in them, another is left out."""
    whole = np.where(np.isnan(codes), NEVER, codes).astype(np.int64)
    edges = np.flatnonzero(np.diff(whole)) + 1
    bounds = np.concatenate(([0], edges, [len(whole)]))
    runs: list[tuple[int, int, int]] = []
    for first, last in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        code = int(whole[first]) if last > first else NEVER
        if code == NEVER or (last - first) * GRID_S < least_s:
            continue
        if runs and runs[-1][2] == code and (first - runs[-1][1]) * GRID_S < least_s:
            runs[-1] = (runs[-1][0], last, code)
        else:
            runs.append((first, last, code))
    return [(first * GRID_S, last * GRID_S, code) for first, last, code in runs]
