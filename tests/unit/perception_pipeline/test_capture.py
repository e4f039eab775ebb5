from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

from perception.errors import DeviceError, PerceptionError
from perception.pipeline.capture import CameraWorker, DeviceEvents, MicrophoneWorker
from perception.ports import CameraInfo, MicrophoneInfo
from perception.types import AudioBlock, Gap, VideoFrame


class HandClock:
    """A clock that moves one second each time it is read."""

    def __init__(self) -> None:
        self.t_s = 0.0

    def now_s(self) -> float:
        self.t_s += 1.0
        return self.t_s


class Log:
    def __init__(self) -> None:
        self.lost: list[PerceptionError] = []
        self.back: list[str] = []
        self.gaps: list[Gap] = []
        self.ended = threading.Event()

    def events(self) -> DeviceEvents:
        return DeviceEvents(
            on_lost=self.lost.append,
            on_back=lambda info: self.back.append(info.name),
            on_gap=self.gaps.append,
            on_end=self.ended.set,
        )


def picture(t_s: float) -> VideoFrame:
    return VideoFrame(t_s=t_s, bgr=np.zeros((2, 2, 3), dtype=np.uint8))


class ScriptedCamera:
    """Gives its items one after another; an exception among them is raised."""

    def __init__(self, items: list[VideoFrame | Exception | None], *, open_error: Exception | None = None) -> None:
        self.items = items
        self.open_error = open_error
        self.closed = 0

    def open(self) -> CameraInfo:
        if self.open_error is not None:
            raise self.open_error
        return CameraInfo("scripted", 2, 2, 30.0)

    def read(self) -> VideoFrame | None:
        item = self.items.pop(0)
        if isinstance(item, Exception):
            raise item
        return item

    def close(self) -> None:
        self.closed += 1


def unplugged() -> DeviceError:
    return DeviceError("The camera was unplugged.", recovery="Plug it in.")


def test_a_lost_camera_is_reported_once_reopened_and_leaves_a_gap() -> None:
    log, frames = Log(), []
    cameras = [
        ScriptedCamera([picture(0.0), unplugged()]),
        ScriptedCamera([picture(1.0), None]),
    ]
    made = list(cameras)
    worker = CameraWorker(lambda: made.pop(0), clock=HandClock(), on_frame=frames.append, events=log.events())
    worker.start()
    assert log.ended.wait(5)
    worker.stop()
    assert [frame.t_s for frame in frames] == [0.0, 1.0]
    assert worker.frames == 2
    assert len(log.lost) == 1
    assert log.back == ["scripted", "scripted"]
    assert [gap.what for gap in log.gaps] == ["video"]
    assert log.gaps[0].reason == "The camera was unplugged."
    assert all(camera.closed for camera in cameras)


def test_a_camera_that_never_opens_is_one_problem_and_one_gap() -> None:
    log = Log()
    asked = threading.Event()

    def make() -> ScriptedCamera:
        if log.lost:
            asked.set()
        return ScriptedCamera([], open_error=unplugged())

    worker = CameraWorker(make, clock=HandClock(), on_frame=lambda frame: None, events=log.events())
    worker.start()
    assert asked.wait(5)
    worker.stop()
    assert len(log.lost) == 1
    assert len(log.gaps) == 1


class PushedMicrophone:
    """Blocks are pushed by the test."""

    def __init__(self) -> None:
        self.on_block: Callable[[AudioBlock], None] | None = None
        self.on_end: Callable[[Exception | None], None] | None = None
        self.started = threading.Event()
        self.stopped = 0

    def start(
        self, on_block: Callable[[AudioBlock], None], on_end: Callable[[Exception | None], None]
    ) -> MicrophoneInfo:
        self.on_block, self.on_end = on_block, on_end
        self.started.set()
        return MicrophoneInfo("pushed", 16000, 1)

    def stop(self) -> None:
        self.stopped += 1


def block(t_s: float) -> AudioBlock:
    return AudioBlock(t_s=t_s, samples=np.zeros(160, dtype=np.float32), rate_hz=16000)


def test_blocks_arrive_in_order_and_the_end_is_told() -> None:
    log, blocks, microphone = Log(), [], PushedMicrophone()
    worker = MicrophoneWorker(
        lambda: microphone, name="mic", clock=HandClock(), on_block=blocks.append, events=log.events()
    )
    worker.start()
    assert microphone.started.wait(5)
    assert microphone.on_block is not None
    assert microphone.on_end is not None
    for index in range(5):
        microphone.on_block(block(index * 0.01))
    microphone.on_end(None)
    assert log.ended.wait(5)
    worker.stop()
    assert [b.t_s for b in blocks] == [index * 0.01 for index in range(5)]
    assert microphone.stopped >= 1
    assert not log.gaps


def test_a_full_queue_counts_what_it_drops() -> None:
    microphone = PushedMicrophone()
    hold, entered = threading.Event(), threading.Event()

    def slow(_block: AudioBlock) -> None:
        entered.set()
        hold.wait(10)

    worker = MicrophoneWorker(lambda: microphone, name="mic", clock=HandClock(), on_block=slow, events=Log().events())
    worker.start()
    assert microphone.started.wait(5)
    assert microphone.on_block is not None
    microphone.on_block(block(0.0))
    assert entered.wait(5)
    for index in range(510):
        microphone.on_block(block(index * 0.01))
    hold.set()
    worker.stop()
    assert worker.overflows == 10


def test_a_lost_microphone_is_started_again() -> None:
    log = Log()
    made = [PushedMicrophone(), PushedMicrophone()]
    first, second = made
    worker = MicrophoneWorker(
        lambda: made.pop(0), name="mic", clock=HandClock(), on_block=lambda b: None, events=log.events()
    )
    worker.start()
    assert first.started.wait(5)
    assert first.on_end is not None
    first.on_end(unplugged())
    assert second.started.wait(5)
    worker.stop()
    assert len(log.lost) == 1
    assert [gap.what for gap in log.gaps] == ["audio"]
    assert log.back == ["pushed", "pushed"]
