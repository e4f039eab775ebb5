"""How far a long piece of work is, and the wish to stop it. Shared by the worker and whoever watches it."""

from __future__ import annotations

import threading

from app.library.packages.errors import cancelled


class Job:
    """One piece of work. fraction: 0..1, written by the worker only."""

    def __init__(self) -> None:
        self.fraction = 0.0
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask it to stop; may be called from any thread."""
        self._stop.set()

    def check(self) -> None:
        """Raises PackageCancelledError when it was asked to stop."""
        if self._stop.is_set():
            raise cancelled()

    def reach(self, done: float, whole: float) -> None:
        """So much of the whole is done. Raises PackageCancelledError."""
        self.check()
        self.fraction = min(1.0, done / whole) if whole > 0 else 1.0
