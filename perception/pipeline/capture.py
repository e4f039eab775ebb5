"""Workers that keep a camera or a microphone going: open, hand on, notice a loss, try again."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from perception.errors import PerceptionError
from perception.pipeline.worker import Worker
from perception.ports import Camera, CameraInfo, Clock, Microphone, MicrophoneInfo
from perception.types import AudioBlock, Gap, VideoFrame

_RETRY_S: Final = 1.0  # a replugged device is found again within about a second
_QUEUE_BLOCKS: Final = 500  # 10 s of 20 ms blocks: survives a slow moment, bounds the memory


@dataclass(frozen=True, slots=True)
class DeviceEvents:
    """What a capture worker tells: `on_lost` once a loss, `on_back` once it works again, `on_gap` the span between."""

    on_lost: Callable[[PerceptionError], None]
    on_back: Callable[[CameraInfo | MicrophoneInfo], None]
    on_gap: Callable[[Gap], None]
    on_end: Callable[[], None]


class _Outage:
    """Remembers since when a device is away and reports it once."""

    def __init__(self, what: str, clock: Clock, events: DeviceEvents) -> None:
        self._what = what
        self._clock = clock
        self._events = events
        self._since_s: float | None = None
        self._reason = ""

    @property
    def active(self) -> bool:
        return self._since_s is not None

    def begin(self, error: PerceptionError) -> None:
        if self._since_s is None:
            self._since_s = self._clock.now_s()
            self._reason = error.message
            self._events.on_lost(error)

    def end(self) -> None:
        if self._since_s is None:
            return
        what = "video" if self._what == "video" else "audio"
        self._events.on_gap(Gap(self._since_s, self._clock.now_s(), what, self._reason))  # type: ignore[arg-type]
        self._since_s = None


class CameraWorker(Worker):
    """Reads a camera continuously and hands every picture to `on_frame`; reopens it after a loss."""

    def __init__(
        self,
        make_camera: Callable[[], Camera],
        *,
        clock: Clock,
        on_frame: Callable[[VideoFrame], None],
        events: DeviceEvents,
        on_fault: Callable[[Worker, Exception], None] | None = None,
    ) -> None:
        super().__init__("camera", on_fault=on_fault)
        self._make_camera = make_camera
        self._on_frame = on_frame
        self._events = events
        self._outage = _Outage("video", clock, events)
        self._camera: Camera | None = None
        self.frames = 0

    def step(self) -> bool:
        """Open when closed, else one picture."""
        if self._camera is None:
            self._open()
            return True
        try:
            frame = self._camera.read()
        except PerceptionError as error:
            self._close()
            self._outage.begin(error)
            return True
        if frame is None:
            self._events.on_end()
            return False
        self.frames += 1
        self._on_frame(frame)
        return True

    def finish(self) -> None:
        """Close the camera and report an outage that lasted to the end."""
        self._close()
        self._outage.end()

    def _open(self) -> None:
        camera = self._make_camera()
        try:
            info = camera.open()
        except PerceptionError as error:
            camera.close()
            self._outage.begin(error)
            self._stop.wait(_RETRY_S)
            return
        self._camera = camera
        self._outage.end()
        self._events.on_back(info)

    def _close(self) -> None:
        if self._camera is not None:
            self._camera.close()
            self._camera = None


class MicrophoneWorker(Worker):
    """Keeps a microphone going and hands its blocks to `on_block` in this worker's thread.

    The bounded queue between the device and this thread counts what it had to drop in `overflows`.
    """

    def __init__(
        self,
        make_microphone: Callable[[], Microphone],
        *,
        name: str,
        clock: Clock,
        on_block: Callable[[AudioBlock], None],
        events: DeviceEvents,
        on_fault: Callable[[Worker, Exception], None] | None = None,
    ) -> None:
        super().__init__(name, on_fault=on_fault)
        self._make_microphone = make_microphone
        self._on_block = on_block
        self._events = events
        self._outage = _Outage("audio", clock, events)
        self._microphone: Microphone | None = None
        self._queue: queue.Queue[AudioBlock] = queue.Queue(maxsize=_QUEUE_BLOCKS)
        self._ended = threading.Event()
        self._lost: Exception | None = None
        self.overflows = 0

    def step(self) -> bool:
        """Start the device when it is off, else hand on one block."""
        if self._microphone is None:
            self._open()
            return True
        try:
            block = self._queue.get(timeout=0.1)
        except queue.Empty:
            return self._look_for_end()
        self._on_block(block)
        return True

    def finish(self) -> None:
        """Stop the device, hand on what is still queued and report an outage that lasted to the end."""
        self._close()
        while not self._queue.empty():
            self._on_block(self._queue.get_nowait())
        self._outage.end()

    def _open(self) -> None:
        self._ended.clear()
        self._lost = None
        microphone = self._make_microphone()
        try:
            info = microphone.start(self._put, self._note_end)
        except PerceptionError as error:
            microphone.stop()
            self._outage.begin(error)
            self._stop.wait(_RETRY_S)
            return
        self._microphone = microphone
        self._outage.end()
        self._events.on_back(info)

    def _look_for_end(self) -> bool:
        if not self._ended.is_set():
            return True
        self._close()
        if isinstance(self._lost, PerceptionError):
            self._outage.begin(self._lost)
            return True
        if self._lost is not None:
            raise self._lost
        self._events.on_end()
        return False

    def _put(self, block: AudioBlock) -> None:
        try:
            self._queue.put_nowait(block)
        except queue.Full:
            self.overflows += 1

    def _note_end(self, error: Exception | None) -> None:
        self._lost = error
        self._ended.set()

    def _close(self) -> None:
        if self._microphone is not None:
            self._microphone.stop()
            self._microphone = None
