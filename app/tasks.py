"""One-shot jobs away from the window: the result or the error comes back as a value, on the window's thread.

Results are fetched by a timer and not sent by a signal: Python objects that cross threads in a signal have crashed.
"""

from __future__ import annotations

import queue
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

_WORKERS: Final = 2
_LOOK_MS: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a job gave: `error` is None when it went well. Holds arbitrary values, so it compares by identity."""

    token: int
    value: Any
    error: Exception | None


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    then: Callable[[Any, Exception | None], None]
    owner: QObject | None


class Tasks(QObject):
    """Runs jobs on a small pool. Belongs to the window; `close` waits for what still runs."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="attune-task")
        self._running: set[Future[None]] = set()
        self._done: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._waiting: dict[int, _Waiting] = {}
        self._next = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.deliver)

    @property
    def busy(self) -> bool:
        """Whether somebody still waits for a result."""
        return bool(self._waiting)

    def run(
        self, work: Callable[[], Any], then: Callable[[Any, Exception | None], None], *, owner: QObject | None = None
    ) -> int:
        """Start `work`; `then(value, error)` is called on the window's thread. Returns a number to forget it by.

        owner: the page that asked; when it is gone by then, nothing is called.
        """
        self._next += 1
        self._waiting[self._next] = _Waiting(then, owner)
        self._running.add(self._pool.submit(self._work, self._next, work))
        self._timer.start()
        return self._next

    def forget(self, token: int) -> None:
        """Let a job finish unheard."""
        self._waiting.pop(token, None)

    def finish(self, wait_ms: int = 3000) -> None:
        """Wait for the jobs that were started, at most so long."""
        wait(self._running, timeout=wait_ms / 1000)

    def close(self) -> None:
        """Forget all jobs and wait for the running ones."""
        self._waiting.clear()
        self._timer.stop()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self.finish()

    def deliver(self) -> None:
        """Hand on what is done by now."""
        self._running = {job for job in self._running if not job.done()}
        while not self._done.empty():
            outcome = self._done.get_nowait()
            waiting = self._waiting.pop(outcome.token, None)
            if waiting is not None and (waiting.owner is None or isValid(waiting.owner)):
                waiting.then(outcome.value, outcome.error)
        if not self._running and self._done.empty():
            self._timer.stop()

    def _work(self, token: int, work: Callable[[], Any]) -> None:
        """Do the work on a pool thread; an error becomes a value, not a crash."""
        try:
            outcome = Outcome(token, work(), None)
        except Exception as error:  # noqa: BLE001 - carried to the window as a value, nothing is swallowed
            outcome = Outcome(token, None, error)
        self._done.put(outcome)
