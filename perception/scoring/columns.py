"""Growing columns of numbers over time: what a long call needs to be looked at in short windows cheaply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from perception.types import FloatArray, VoiceObservation

_FIRST_CAPACITY: Final = 256  # rows; doubled whenever full


class GrowingTable:
    """Rows of floats whose first column is time; rows may come in out of order."""

    def __init__(self, columns: int) -> None:
        self._data = np.empty((_FIRST_CAPACITY, columns))
        self._n = 0
        self._sorted = True

    def append(self, row: Sequence[float]) -> None:
        """Add one row."""
        if self._n == len(self._data):
            self._data = np.concatenate((self._data, np.empty_like(self._data)))
        self._data[self._n] = row
        if self._n and row[0] < self._data[self._n - 1, 0]:
            self._sorted = False
        self._n += 1

    def rows(self, start_s: float, end_s: float) -> FloatArray:
        """(n, columns) rows with start_s <= time <= end_s in order of time; a view, not to be written."""
        if not self._sorted:
            self._data[: self._n] = self._data[: self._n][np.argsort(self._data[: self._n, 0], kind="stable")]
            self._sorted = True
        times = self._data[: self._n, 0]
        return self._data[np.searchsorted(times, start_s, "left") : np.searchsorted(times, end_s, "right")]


class VoiceTrack:
    """Voice measurements of one channel on one uniform grid from session time 0; NaN where nothing was measured.

    Columns of `values`: f0_hz, voiced_p, level_dbfs, tilt_db.
    """

    def __init__(self) -> None:
        self.hop_s = 0.0
        self._values = np.full((_FIRST_CAPACITY, 4), np.nan)
        self._end = 0

    def add(self, block: VoiceObservation) -> None:
        """Put a block on the grid; the first block sets the hop."""
        if not len(block.f0_hz):
            return
        if self.hop_s == 0.0:
            self.hop_s = block.hop_s
        values = np.column_stack((block.f0_hz, block.voiced_p, block.level_dbfs, block.tilt_db))
        first = max(0, round(block.t_s / self.hop_s - 0.5))
        if block.hop_s != self.hop_s:
            cells = max(1, round(len(values) * block.hop_s / self.hop_s))
            values = values[np.minimum((np.arange(cells) * self.hop_s / block.hop_s).astype(int), len(values) - 1)]
        last = first + len(values)
        while last > len(self._values):
            self._values = np.concatenate((self._values, np.full_like(self._values, np.nan)))
        self._values[first:last] = values
        self._end = max(self._end, last)

    def window(self, start_s: float, end_s: float) -> tuple[float, FloatArray]:
        """Time of the first hop's start and the (n, 4) values inside [start_s, end_s); a view."""
        if self.hop_s == 0.0:
            return start_s, self._values[:0]
        first = min(self._end, max(0, round(start_s / self.hop_s)))
        last = min(self._end, max(first, round(end_s / self.hop_s)))
        return first * self.hop_s, self._values[first:last]
