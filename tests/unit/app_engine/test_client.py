from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator

import pytest

from app.engine.client import EngineClient, InlineEngine
from app.engine.messages import (
    CallFinished,
    DevicesListed,
    Event,
    ListDevices,
    Problem,
    SnapshotTaken,
    StartCalibration,
    StartCall,
    StateChanged,
    StopCall,
)
from app.engine.port import Engine
from tests.unit.app_engine.engine_mains import dying_engine, fake_engine

CALL = StartCall(folder="unused", title="Trial", camera_id="camera:0", microphone_id=None)


def wait_until(engine: Engine, wanted: Callable[[Event], bool]) -> tuple[Event, list[Event]]:
    """Poll like the window does until this event comes; all events seen on the way."""
    seen: list[Event] = []
    pause = threading.Event()
    for _ in range(1500):
        for event in engine.poll():
            seen.append(event)
            if wanted(event):
                return event, seen
        pause.wait(0.02)
    raise AssertionError(f"the event did not come; saw {seen[-5:]}")


def is_state(state: str) -> Callable[[Event], bool]:
    return lambda event: isinstance(event, StateChanged) and event.state == state


@pytest.fixture
def client() -> Iterator[EngineClient]:
    client = EngineClient(fake_engine)
    client.start()
    yield client
    client.close()


def test_the_engine_process_answers_and_shows_a_preview(client: EngineClient) -> None:
    wait_until(client, is_state("ready"))
    client.send(ListDevices())
    wait_until(client, lambda event: isinstance(event, DevicesListed))
    client.send(CALL)
    wait_until(client, lambda event: isinstance(event, SnapshotTaken))
    image = client.latest_preview()
    while (
        image is None
    ):  # the first letters may come before the first picture; the test's time limit ends a wait for none
        client.poll()
        image = client.latest_preview()
    assert (image.width, image.height) == (64, 48)
    client.send(StopCall())
    wait_until(client, lambda event: isinstance(event, CallFinished))


def test_a_killed_engine_comes_back_and_the_call_goes_on_as_a_new_segment(client: EngineClient) -> None:
    wait_until(client, is_state("ready"))
    client.send(CALL)
    wait_until(client, is_state("calling"))
    first = client.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    problem, _ = wait_until(client, lambda event: isinstance(event, Problem) and event.what == "engine")
    assert isinstance(problem, Problem)
    assert "started again" in problem.message
    assert problem.kept
    snapshot, _ = wait_until(client, lambda event: isinstance(event, SnapshotTaken))
    assert client.pid != first
    assert isinstance(snapshot, SnapshotTaken)
    assert snapshot.snapshot.now_s > 0
    client.send(StopCall())
    wait_until(client, lambda event: isinstance(event, CallFinished))


def test_a_killed_engine_ends_the_calibration_and_says_so(client: EngineClient) -> None:
    wait_until(client, is_state("ready"))
    client.send(StartCalibration("camera:0", "mic:0"))
    wait_until(client, is_state("calibrating"))
    assert client.pid is not None
    os.kill(client.pid, signal.SIGKILL)
    problem, _ = wait_until(client, lambda event: isinstance(event, Problem) and event.what == "engine")
    assert isinstance(problem, Problem)
    assert problem.severity == "failed"
    assert problem.recovery == "Try again."
    wait_until(client, is_state("ready"))
    client.send(StartCalibration("camera:0", "mic:0"))
    wait_until(client, is_state("calibrating"))


def test_an_engine_that_never_lives_is_given_up_with_a_remedy() -> None:
    client = EngineClient(dying_engine)
    client.start()
    problem, seen = wait_until(client, lambda event: isinstance(event, Problem) and event.severity == "failed")
    assert isinstance(problem, Problem)
    assert "doctor" in problem.recovery
    assert sum(isinstance(event, StateChanged) and event.state == "starting" for event in seen) <= 7
    client.close()


def test_closing_twice_and_sending_to_a_closed_engine_is_harmless() -> None:
    client = EngineClient(fake_engine)
    client.start()
    wait_until(client, is_state("ready"))
    client.close()
    client.close()
    client.send(ListDevices())
    assert client.poll() == []


def test_the_inline_engine_has_the_same_face() -> None:
    engine = InlineEngine(fake_engine)
    engine.start()
    try:
        wait_until(engine, is_state("ready"))
        engine.send(CALL)
        wait_until(engine, lambda event: isinstance(event, SnapshotTaken))
        engine.send(StopCall())
        wait_until(engine, lambda event: isinstance(event, CallFinished))
    finally:
        engine.close()
        engine.close()
