"""One-shot jobs away from the window: the result or the error comes back as a value, on the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot
from shiboken6 import isValid


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


class _Emitter(QObject):
    done = Signal(object)


class _Job(QRunnable):
    def __init__(self, token: int, work: Callable[[], Any], emitter: _Emitter) -> None:
        super().__init__()
        self._token = token
        self._work = work
        self._emitter = emitter

    def run(self) -> None:
        """Do the work on a pool thread; an error becomes a value, not a crash."""
        try:
            outcome = Outcome(self._token, self._work(), None)
        except Exception as error:  # noqa: BLE001 - carried to the window as a value, nothing is swallowed
            outcome = Outcome(self._token, None, error)
        self._emitter.done.emit(outcome)


class Tasks(QObject):
    """Runs jobs on a small pool. Belongs to the window; `close` waits for what still runs."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._emitter = _Emitter(self)
        self._emitter.done.connect(self._deliver)
        self._waiting: dict[int, _Waiting] = {}
        self._next = 0

    def run(
        self, work: Callable[[], Any], then: Callable[[Any, Exception | None], None], *, owner: QObject | None = None
    ) -> int:
        """Start `work`; `then(value, error)` is called on the window's thread. Returns a number to forget it by.

        owner: the page that asked; when it is gone by then, nothing is called.
        """
        self._next += 1
        self._waiting[self._next] = _Waiting(then, owner)
        self._pool.start(_Job(self._next, work, self._emitter))
        return self._next

    def forget(self, token: int) -> None:
        """Let a job finish unheard."""
        self._waiting.pop(token, None)

    def close(self, wait_ms: int = 3000) -> None:
        """Forget all jobs and wait for the running ones."""
        self._waiting.clear()
        self._pool.clear()
        self._pool.waitForDone(wait_ms)

    @Slot(object)
    def _deliver(self, outcome: Outcome) -> None:
        waiting = self._waiting.pop(outcome.token, None)
        if waiting is not None and (waiting.owner is None or isValid(waiting.owner)):
            waiting.then(outcome.value, outcome.error)
