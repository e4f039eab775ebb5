"""Runs of True on a uniform grid."""

from __future__ import annotations

import numpy as np

from perception.features.turn_taking import BoolArray
from perception.types import FloatArray


def runs_of(mask: BoolArray, *, start_s: float, grid_s: float) -> FloatArray:
    """(n, 2) start and end times of the runs of True."""
    steps = np.diff(np.concatenate(([0], mask.astype(np.int8), [0])))
    begin, end = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    return np.asarray(start_s + grid_s * np.column_stack((begin, end)))


def at_least(mask: BoolArray, *, cells: float) -> BoolArray:
    """The mask without runs of True shorter than `cells`."""
    steps = np.diff(np.concatenate(([0], mask.astype(np.int8), [0])))
    begin, end = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    kept = end - begin >= cells - 1e-9
    out = np.zeros(len(mask) + 1, dtype=np.int64)
    np.add.at(out, begin[kept], 1)
    np.add.at(out, end[kept], -1)
    return np.asarray(np.cumsum(out[:-1]) > 0)
