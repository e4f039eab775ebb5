"""The one clock of a session: monotonic seconds since its start."""

from __future__ import annotations

import time
from collections.abc import Callable


class SessionClock:
    """Monotonic seconds since this object was made, minus nothing: a pause keeps the clock running.

    `source` is replaced in tests by a hand-moved counter.
    """

    def __init__(self, *, start_s: float = 0.0, source: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._zero = source() - start_s

    def now_s(self) -> float:
        """Seconds since session start."""
        return self._source() - self._zero
