from __future__ import annotations

import logging
import threading

import pytest

from perception.pipeline.worker import Worker, WorkerState


class Counting(Worker):
    """Counts to `limit`, then ends; remembers prepare and finish."""

    def __init__(self, limit: int, **options: object) -> None:
        super().__init__("counting", **options)  # type: ignore[arg-type]
        self.limit = limit
        self.count = 0
        self.calls: list[str] = []

    def prepare(self) -> None:
        self.calls.append("prepare")

    def step(self) -> bool:
        self.count += 1
        return self.count < self.limit

    def finish(self) -> None:
        self.calls.append("finish")


class Waiting(Worker):
    """Waits in `step` until woken."""

    def __init__(self) -> None:
        super().__init__("waiting")
        self.event = threading.Event()

    def step(self) -> bool:
        self.event.wait(30)
        return True

    def wake(self) -> None:
        self.event.set()


class Hanging(Worker):
    """A step that nothing interrupts (a driver that hangs)."""

    def __init__(self) -> None:
        super().__init__("hanging")
        self.inside = threading.Event()
        self.release = threading.Event()

    def step(self) -> bool:
        self.inside.set()
        self.release.wait(30)
        return True


def join(worker: Worker) -> None:
    assert worker._thread is not None
    worker._thread.join(5)
    assert not worker._thread.is_alive()


def test_a_worker_prepares_runs_and_finishes() -> None:
    worker = Counting(3)
    assert worker.state is WorkerState.NEW
    worker.start()
    join(worker)
    assert worker.count == 3
    assert worker.calls == ["prepare", "finish"]
    assert worker.state is WorkerState.STOPPED


def test_a_fault_is_kept_reported_and_still_finishes() -> None:
    faults: list[Exception] = []

    class Broken(Counting):
        def step(self) -> bool:
            raise ValueError("broken")

    worker = Broken(1, on_fault=lambda _worker, error: faults.append(error))
    worker.start()
    join(worker)
    assert worker.state is WorkerState.FAULTED
    assert isinstance(worker.error, ValueError)
    assert faults == [worker.error]
    assert worker.calls == ["prepare", "finish"]


def test_a_fault_while_preparing_makes_it_ready_with_an_error() -> None:
    class Broken(Counting):
        def prepare(self) -> None:
            raise RuntimeError("no model")

    worker = Broken(1)
    worker.start()
    assert worker.wait_ready(timeout_s=5)
    join(worker)
    assert worker.state is WorkerState.FAULTED
    assert worker.count == 0


def test_stop_interrupts_a_waiting_step_and_may_be_called_twice() -> None:
    worker = Waiting()
    worker.start()
    assert worker.wait_ready(timeout_s=5)
    worker.stop()
    worker.stop()
    assert worker.state is WorkerState.STOPPED
    assert worker.stopping


def test_stop_before_start_is_fine() -> None:
    worker = Waiting()
    worker.stop()
    assert worker.state is WorkerState.STOPPED


def test_a_hanging_worker_is_abandoned_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    worker = Hanging()
    worker.start()
    assert worker.inside.wait(5)
    with caplog.at_level(logging.ERROR):
        worker.stop(timeout_s=0.05)
    assert worker.state is WorkerState.ABANDONED
    assert "left behind" in caplog.text
    caplog.clear()
    worker.release.set()
    join(worker)


def test_a_worker_lives_once() -> None:
    worker = Counting(1)
    worker.start()
    join(worker)
    with pytest.raises(RuntimeError):
        worker.start()
