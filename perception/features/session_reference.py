"""What is usual for a person: the calibrated values, or else medians of the first half minute of the session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

REFERENCE_S: Final = 25.0  # s of seen values the session's own reference is the median of [D]
REFERENCE_LEAST_S: Final = 6.0  # s until a first reference is used [D]
_STEP_S: Final = 1.0  # most that one value adds to the time seen


class SessionReference:
    """Follows a few positive measures that are seen together.

    fixed: the calibrated values; used at once and for ever when none of them is None or not positive.
    """

    def __init__(self, fixed: Sequence[float | None]) -> None:
        known = tuple(float(value) for value in fixed if value is not None and value > 0.0)
        self._fixed = len(known) == len(fixed)
        self._usual: tuple[float, ...] | None = known if self._fixed else None
        self._samples: list[tuple[float, ...]] = []
        self._seen_s = 0.0
        self._last_s: float | None = None

    @property
    def usual(self) -> tuple[float, ...] | None:
        """The usual values; None during the first seconds of an uncalibrated session."""
        return self._usual

    def update(self, *values: float, t_s: float) -> None:
        """Take the values of `t_s` in."""
        if not self._fixed and self._seen_s < REFERENCE_S:
            self._take(values, t_s)

    def _take(self, values: tuple[float, ...], t_s: float) -> None:
        if self._last_s is not None:
            self._seen_s += min(t_s - self._last_s, _STEP_S)
        self._last_s = t_s
        self._samples.append(values)
        if self._seen_s >= REFERENCE_LEAST_S:
            self._usual = tuple(max(float(value), 1e-6) for value in np.median(np.array(self._samples), axis=0))
