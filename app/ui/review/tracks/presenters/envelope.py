"""A long series thinned for drawing: the least and the most of every pixel, cheap at any zoom."""

from __future__ import annotations

from typing import Final

import numpy as np

from perception.types import FloatArray

_THINNING: Final = 4  # samples that one of the next level stands for
_COARSEST: Final = 64  # samples; a level with fewer is not thinned further


class Envelope:
    """Least and most of a series at several levels; NaN is no value."""

    def __init__(self, t_s: FloatArray, values: FloatArray) -> None:
        self._levels: list[tuple[FloatArray, FloatArray, FloatArray]] = [(t_s, values, values)]
        while len(self._levels[-1][0]) > _COARSEST:
            times, low, high = self._levels[-1]
            starts = np.arange(0, len(times), _THINNING)
            self._levels.append((times[starts], np.fmin.reduceat(low, starts), np.fmax.reduceat(high, starts)))

    @property
    def empty(self) -> bool:
        """Whether nothing was measured."""
        return not bool(np.any(~np.isnan(self._levels[-1][1])))

    def columns(self, start_s: float, px_per_s: float, count: int) -> tuple[FloatArray, FloatArray]:
        """(count,) least and most of every pixel from `start_s` on; NaN where nothing was measured."""
        times, low, high = self._level(start_s, start_s + count / px_per_s, count)
        edges = np.searchsorted(times, start_s + np.arange(count + 1) / px_per_s)
        lows, highs = np.full(count, np.nan), np.full(count, np.nan)
        # Pixels without a sample are left out: the others follow each other without a hole between their samples.
        used = edges[:-1] < edges[1:]
        if np.any(used):
            starts, stop = edges[:-1][used], int(edges[-1])
            lows[used] = np.fmin.reduceat(low[:stop], starts)
            highs[used] = np.fmax.reduceat(high[:stop], starts)
        return lows, highs

    def samples(self, start_s: float, end_s: float) -> tuple[FloatArray, FloatArray]:
        """Times and values as measured, with one more at each side."""
        times, values, _ = self._levels[0]
        first, last = np.searchsorted(times, (start_s, end_s))
        cut = slice(max(0, int(first) - 1), int(last) + 1)
        return times[cut], values[cut]

    def fine(self, start_s: float, end_s: float, count: int) -> bool:
        """Whether there is less than one sample a pixel, so that single ones can be joined by a line."""
        return self._inside(0, start_s, end_s) < count

    def value(self, t_s: float, *, within_s: float) -> float:
        """The value nearest to a time, NaN where none is so near."""
        times, values, _ = self._levels[0]
        first, last = np.searchsorted(times, (t_s - within_s, t_s + within_s))
        near = values[first:last]
        known = np.flatnonzero(~np.isnan(near))
        if not len(known):
            return float("nan")
        return float(near[known[np.argmin(np.abs(times[first:last][known] - t_s))]])

    def range(self, low: float, high: float) -> tuple[float, float] | None:
        """Two percentiles of all values; None where nothing was measured."""
        values = self._levels[0][1]
        known = values[~np.isnan(values)]
        if not len(known):
            return None
        least, most = np.percentile(known, (low, high))
        return float(least), float(most)

    def _inside(self, level: int, start_s: float, end_s: float) -> int:
        times = self._levels[level][0]
        first, last = np.searchsorted(times, (start_s, end_s))
        return int(last - first)

    def _level(self, start_s: float, end_s: float, count: int) -> tuple[FloatArray, FloatArray, FloatArray]:
        """The coarsest level that still has two samples a pixel, else all samples."""
        for level in range(len(self._levels) - 1, 0, -1):
            if self._inside(level, start_s, end_s) >= 2 * count:
                return self._levels[level]
        return self._levels[0]
