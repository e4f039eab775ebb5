"""An import in its own thread: progress, cancel, result."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from app.engine.building import Builder
from app.engine.messages import CallFinished, Event, ImportMedia, ImportProgress, Problem
from app.engine.problems import describe_problem
from perception.pipeline.offline import Cancelled

_MIN_SHARE_FOR_ESTIMATE = 0.03


class ImportJob:
    """Analyses one recording. Ends with CallFinished, or a Problem; a cancelled import leaves nothing behind."""

    def __init__(self, command: ImportMedia, *, builder: Builder, emit: Callable[[Event], None]) -> None:
        self._command = command
        self._builder = builder
        self._emit = emit
        self._cancelled = threading.Event()
        self._started_s = 0.0
        self._thread = threading.Thread(target=self._run, name="attune-import", daemon=True)

    @property
    def done(self) -> bool:
        """Whether the work has ended, in whatever way."""
        return not self._thread.is_alive()

    def start(self) -> None:
        """Begin."""
        self._started_s = time.monotonic()
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to end."""
        self._cancelled.set()

    def join(self, *, timeout_s: float = 10.0) -> None:
        """Wait for the end."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        try:
            scorecard = self._builder.import_media(self._command, self._progress, self._notice, self._cancelled)
        except Cancelled:
            self._emit(Problem("media", "The import was cancelled.", "Nothing was kept.", "failed"))
        except Exception as error:  # noqa: BLE001 - becomes a message to the user
            self._emit(describe_problem(error, what="media", doing="the import", severity="failed"))
        else:
            self._emit(CallFinished(folder=self._command.folder, scorecard=scorecard))

    def _notice(self, text: str) -> None:
        self._emit(Problem("media", text, "", "notice"))

    def _progress(self, fraction: float, step: str) -> None:
        elapsed_s = time.monotonic() - self._started_s
        remaining_s = elapsed_s * (1.0 - fraction) / fraction if fraction > _MIN_SHARE_FOR_ESTIMATE else None
        self._emit(ImportProgress(fraction=fraction, remaining_s=remaining_s, step=step))
