"""A batch for the window: a thread that waits, and processes that work. Neither loads a model library here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from app.batch.finding import find_recordings, recordings_of
from app.batch.running import BatchRun, BatchWishes, Pool
from app.batch.state import BatchState
from app.batch.values import BatchStatus, Recording
from app.bootstrap.batch import LocalPool, usual_jobs
from app.engine.problems import describe_problem
from app.ui.importing.ports import BatchReading

_CLOSE_TIMEOUT_S = 30.0


def usual_pool() -> Pool:
    """Processes of this machine; reports are written when somebody asks for them."""
    return LocalPool(usual_jobs(), reports=False)


class OwnBatch:
    """Implements app.ui.importing.ports.BatchDesk for one folder of sessions."""

    def __init__(self, sessions: Path, make_pool: Callable[[], Pool] = usual_pool) -> None:
        self._sessions = sessions
        self._make_pool = make_pool
        self._recordings: list[Recording] = []
        self._state: BatchState | None = None
        self._run: BatchRun | None = None
        self._thread: threading.Thread | None = None
        self._name = ""
        self._problem = ""

    @property
    def name(self) -> str:
        """The folder's name."""
        return self._name

    @property
    def running(self) -> bool:
        """Whether recordings are being analysed."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop and has not yet."""
        return self.running and self._run is not None and self._run.stopped

    def problem(self) -> str:
        """What ended the last run before its end, or ''."""
        return self._problem

    def open(self, folder: Path | None, files: Sequence[Path]) -> None:
        """Look which recordings there are. What runs is left alone: it is shown."""
        if self.running:
            return
        place = folder if folder is not None else files[0].parent
        recordings = find_recordings(place) if folder is not None else recordings_of(files)
        self._state = BatchState(place, self._sessions)
        self._recordings, self._name = recordings, place.name or str(place)
        self._run = BatchRun(recordings, self._state, BatchWishes(self._sessions))

    def start(self, reading: BatchReading) -> None:
        """Analyse what waits, and try again what failed."""
        if self.running or self._state is None:
            return
        wishes = BatchWishes(self._sessions, reading.transcriber, reading.terms)
        self._run = BatchRun(self._recordings, self._state, wishes)
        self._problem = ""
        self._thread = threading.Thread(target=self._work, args=(self._run,), name="attune-batch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop soon."""
        if self._run is not None:
            self._run.stop()

    def forget(self) -> None:
        """Begin the list anew."""
        if self._state is None or self.running:
            return
        self._state.forget()
        self._run = BatchRun(self._recordings, self._state, BatchWishes(self._sessions))

    def status(self) -> BatchStatus | None:
        """Where it is."""
        return self._run.status() if self._run is not None else None

    def close(self) -> None:
        """Stop, and wait for the processes."""
        self.stop()
        if self._thread is not None:
            self._thread.join(_CLOSE_TIMEOUT_S)

    def _work(self, run: BatchRun) -> None:
        try:
            pool = self._make_pool()
            try:
                run.run(pool)
            finally:
                pool.close()
        except Exception as error:  # noqa: BLE001 - told on the page
            told = describe_problem(error, what="media", doing="reading the folder", severity="failed")
            self._problem = f"{told.message} {told.recovery}"
