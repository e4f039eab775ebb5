"""An import, and the look before it, each in its own thread: progress, cancel, result."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from app.engine.building import Builder
from app.engine.messages import CallFinished, Event, ExamineMedia, ImportMedia, ImportProgress, Problem
from app.engine.problems import describe_problem
from perception.pipeline.offline import Cancelled

_MIN_SHARE_FOR_ESTIMATE = 0.03
_PACE_S = 30.0
_PACE_STEP_S = 0.5


class _Job:
    """One piece of work in its own thread."""

    def __init__(self, name: str) -> None:
        self._cancelled = threading.Event()
        self._estimate = Estimate()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def done(self) -> bool:
        """Whether the work has ended, in whatever way."""
        return not self._thread.is_alive()

    def start(self) -> None:
        """Begin."""
        self._estimate = Estimate()
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to end."""
        self._cancelled.set()

    def join(self, *, timeout_s: float = 10.0) -> None:
        """Wait for the end."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        raise NotImplementedError


class ImportJob(_Job):
    """Analyses one recording. Ends with CallFinished, or a Problem; a cancelled import leaves nothing behind."""

    def __init__(self, command: ImportMedia, *, builder: Builder, emit: Callable[[Event], None]) -> None:
        self._command = command
        self._builder = builder
        self._emit = emit
        super().__init__("attune-import")

    def _run(self) -> None:
        """The import; progress comes with an estimate of what is left."""
        try:
            scorecard = self._builder.import_media(self._command, self._progress, self._notice, self._cancelled)
        except Cancelled:
            self._emit(cancelled_problem(self._command))
        except Exception as error:  # noqa: BLE001 - becomes a message to the user
            self._emit(describe_problem(error, what="media", doing="the import", severity="failed"))
        else:
            self._emit(CallFinished(folder=self._command.folder, scorecard=scorecard))

    def _notice(self, text: str) -> None:
        self._emit(Problem("media", text, "", "notice"))

    def _progress(self, fraction: float, step: str) -> None:
        self._emit(self._estimate.progress(fraction, step))


class ExamineJob(_Job):
    """Looks through one recording. Ends with MediaExamined, or a Problem; says nothing more once it is cancelled."""

    def __init__(self, command: ExamineMedia, *, builder: Builder, emit: Callable[[Event], None]) -> None:
        self._command = command
        self._builder = builder
        self._emit = emit
        super().__init__("attune-examine")

    def _run(self) -> None:
        try:
            found = self._builder.examine_media(
                self._command,
                lambda fraction, step: self._say(self._estimate.progress(fraction, step)),
                self._cancelled,
            )
        except Cancelled:
            return
        except Exception as error:  # noqa: BLE001 - becomes a message to the user
            doing = "looking through the recording"
            self._say(describe_problem(error, what="media", doing=doing, severity="failed"))
        else:
            self._say(found)

    def _say(self, event: Event) -> None:
        if not self._cancelled.is_set():
            self._emit(event)


class Estimate:
    """How long something still takes, by the pace of the last half minute: what was finished before passes quickly."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, float]] = deque([(time.monotonic(), 0.0)])

    def progress(self, fraction: float, step: str) -> ImportProgress:
        """The event for this share 0..1."""
        now_s = time.monotonic()
        while len(self._seen) > 1 and now_s - self._seen[1][0] >= _PACE_S:
            self._seen.popleft()
        then_s, before = self._seen[0]
        if now_s - self._seen[-1][0] >= _PACE_STEP_S:
            self._seen.append((now_s, fraction))
        known = fraction > _MIN_SHARE_FOR_ESTIMATE and fraction > before
        remaining_s = (now_s - then_s) * (1.0 - fraction) / (fraction - before) if known else None
        return ImportProgress(fraction=fraction, remaining_s=remaining_s, step=step)


def cancelled_problem(command: ImportMedia) -> Problem:
    """What is told when an import was stopped."""
    if command.work is not None and Path(command.work).is_dir():
        kept = "What was finished is kept: go on with it on this page."
        return Problem("media", "The import was stopped.", "", "failed", kept)
    return Problem("media", "The import was cancelled.", "Nothing was kept.", "failed")
