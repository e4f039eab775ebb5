"""A worker thread with a visible life: NEW, PREPARING, RUNNING, STOPPED, FAULTED or ABANDONED."""

from __future__ import annotations

import enum
import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable

log = logging.getLogger(__name__)

_JOIN_TIMEOUT_S = 3.0


class WorkerState(enum.Enum):
    """Where a worker is in its life."""

    NEW = "new"
    PREPARING = "preparing"
    RUNNING = "running"
    STOPPED = "stopped"
    FAULTED = "faulted"
    ABANDONED = "abandoned"


class Worker(ABC):
    """Runs `step` again and again in its own named thread until stopped, finished or faulted.

    A fault is kept in `error` and handed to `on_fault`; nothing is swallowed. `stop` is idempotent; a worker
    that does not end within the join timeout is ABANDONED (its thread is a daemon) and says so.
    """

    def __init__(self, name: str, *, on_fault: Callable[[Worker, Exception], None] | None = None) -> None:
        self.name = name
        self.error: Exception | None = None
        self._on_fault = on_fault
        self._state = WorkerState.NEW
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> WorkerState:
        """The state now."""
        return self._state

    @property
    def stopping(self) -> bool:
        """Whether `stop` was asked for."""
        return self._stop.is_set()

    def start(self) -> None:
        """Start the thread. A worker lives once; make a new one to start again."""
        if self._thread is not None:
            raise RuntimeError(f"worker {self.name} was started before")
        self._state = WorkerState.PREPARING
        self._thread = threading.Thread(target=self._run, name=f"attune-{self.name}", daemon=True)
        self._thread.start()

    def wait_ready(self, *, timeout_s: float) -> bool:
        """True once `prepare` is done (or the worker ended); False when that takes longer."""
        return self._ready.wait(timeout_s)

    def stop(self, *, timeout_s: float = _JOIN_TIMEOUT_S) -> None:
        """Ask the worker to end and wait for it."""
        self._stop.set()
        self.wake()
        if self._thread is None:
            self._state = WorkerState.STOPPED
            return
        self._thread.join(timeout_s)
        if self._thread.is_alive():
            self._state = WorkerState.ABANDONED
            log.error("worker %s did not end within %.1f s and was left behind", self.name, timeout_s)

    def prepare(self) -> None:  # noqa: B027 - optional to override
        """Load and warm up what the work needs. Runs in the worker's thread."""

    @abstractmethod
    def step(self) -> bool:
        """One short piece of work (at most about 0.2 s of waiting). False ends the worker."""

    def finish(self) -> None:  # noqa: B027 - optional to override
        """Release what `prepare` made; runs after the last step, also after a fault."""

    def wake(self) -> None:  # noqa: B027 - optional to override
        """Wake a waiting `step`; called by `stop` from another thread."""

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:  # noqa: BLE001 - a worker's fault becomes a value for its owner
            self.error = error
            self._state = WorkerState.FAULTED
            log.info("worker %s faulted: %s", self.name, error)
            if self._on_fault is not None:
                self._on_fault(self, error)
        finally:
            self._ready.set()

    def _work(self) -> None:
        try:
            self.prepare()
            self._state = WorkerState.RUNNING
            self._ready.set()
            while not self._stop.is_set() and self.step():
                pass
        finally:
            self.finish()
        if self._state is not WorkerState.ABANDONED:
            self._state = WorkerState.STOPPED
