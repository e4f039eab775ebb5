"""A microphone through PortAudio.

The audio callback copies and puts, nothing else; an own thread stamps the blocks and hands them on. A block's time
is the number of samples before it, anchored once to the session clock when the first block arrives.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from perception.devices.portaudio import close_stream, environment_of, import_sounddevice
from perception.errors import DeviceError
from perception.ports import Clock, MicrophoneInfo
from perception.types import AudioBlock, Float32Array, Speaker

_QUEUE_BLOCKS: Final = 200  # four seconds at 20 ms: longer than any pause of the interpreter
_FIRST_BLOCK_S: Final = 3.0
_LOST_AFTER_S: Final = 1.0  # a machine that is very busy keeps a living microphone waiting for longer than half of it
_POLL_S: Final = 0.1
_LEAST_HOLE_S: Final = 0.05
_LOST: Final = "The microphone was unplugged or its sound service stopped."
_LOST_REMEDY: Final = "Check its cable and the system's sound settings; it is looked for again by itself."


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    arrival_s: float
    samples: Float32Array
    overflowed: bool
    lost_before: int


class SoundDeviceMicrophone:
    """A sound input by PortAudio's name or number; None is the system's default.

    rate_hz: None takes the device's own. environment: variables set while the device is opened (PulseAudio picks its
    source by one). Multi-channel inputs are mixed to mono.
    """

    def __init__(
        self,
        device: int | str | None,
        *,
        clock: Clock,
        channel: Speaker = "csm",
        rate_hz: int | None = None,
        block_ms: float = 20.0,
        environment: Mapping[str, str] | None = None,
        name: str | None = None,
    ) -> None:
        self._device = device
        self._clock = clock
        self._channel: Speaker = channel
        self._rate_hz = rate_hz
        self._block_ms = block_ms
        self._environment = dict(environment or {})
        self._name = name
        self._queue: queue.Queue[_Heard] = queue.Queue(maxsize=_QUEUE_BLOCKS)
        self._stopping = threading.Event()
        self._finished = threading.Event()
        self._stream: Any = None
        self._thread: threading.Thread | None = None
        self._overflows = 0
        self._lost_samples = 0
        self._drift_s = 0.0

    @property
    def overflows(self) -> int:
        """Blocks lost since the start: dropped here, or reported lost by the device."""
        return self._overflows

    @property
    def drift_ms(self) -> float:
        """How far the count of samples lags behind (+) or runs ahead of the session clock by now, smoothed."""
        return self._drift_s * 1000.0

    def start(
        self, on_block: Callable[[AudioBlock], None], on_end: Callable[[Exception | None], None]
    ) -> MicrophoneInfo:
        """Begin capture. Raises DeviceError when the microphone is absent, busy or forbidden."""
        self.stop()
        sounddevice = import_sounddevice()
        self._queue = queue.Queue(maxsize=_QUEUE_BLOCKS)
        self._stopping, self._finished = threading.Event(), threading.Event()
        self._overflows, self._lost_samples, self._drift_s = 0, 0, 0.0
        with environment_of(self._environment):
            info = self._open(sounddevice)
        self._thread = threading.Thread(
            target=self._pump, args=(info.rate_hz, on_block, on_end, self._stopping), name="microphone", daemon=True
        )
        self._thread.start()
        return info

    def stop(self) -> None:
        """End capture; may be called twice and from a callback."""
        self._stopping.set()
        stream, self._stream = self._stream, None
        if stream is not None:
            close_stream(stream, import_sounddevice())
        thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout=2.0)

    # ------------------------------------------------------------ opening

    def _open(self, sounddevice: Any) -> MicrophoneInfo:
        try:
            found = sounddevice.query_devices(self._device, "input")
        except (ValueError, sounddevice.PortAudioError) as error:
            raise DeviceError(
                f"There is no microphone “{self._device}”." if self._device is not None else "No microphone was found.",
                recovery="Plug one in or choose another, then try again.",
            ) from error
        rate_hz = self._rate_hz or int(found["default_samplerate"])
        channels = 1 if self._environment or found["max_input_channels"] > 8 else min(2, found["max_input_channels"])
        try:
            self._stream = sounddevice.InputStream(
                device=self._device,
                samplerate=rate_hz,
                channels=channels,
                dtype="float32",
                blocksize=max(1, round(rate_hz * self._block_ms / 1000)),
                callback=self._callback,
                finished_callback=self._finished.set,
            )
            self._stream.start()
        except sounddevice.PortAudioError as error:
            raise DeviceError(
                "The microphone cannot be opened: another program may hold it, or its use is not allowed.",
                recovery="Close other programs that record, and allow microphone use in the privacy settings.",
            ) from error
        return MicrophoneInfo(name=self._name or str(found["name"]), rate_hz=rate_hz, channels=channels)

    # ------------------------------------------------------------ PortAudio's thread

    def _callback(self, indata: Any, frames: int, _time: Any, status: Any) -> None:
        heard = _Heard(self._clock.now_s(), indata.copy(), bool(status.input_overflow), self._lost_samples)
        try:
            self._queue.put_nowait(heard)
            self._lost_samples = 0
        except queue.Full:
            self._lost_samples += frames
            self._overflows += 1

    # ------------------------------------------------------------ the pump thread

    def _pump(
        self,
        rate_hz: int,
        on_block: Callable[[AudioBlock], None],
        on_end: Callable[[Exception | None], None],
        stopping: threading.Event,
    ) -> None:
        count, anchor_s = 0, None
        for heard in self._heard(stopping):
            length = len(heard.samples)
            count += heard.lost_before
            if anchor_s is None:
                anchor_s = heard.arrival_s - length / rate_hz
            late_s = heard.arrival_s - (anchor_s + (count + length) / rate_hz)
            if heard.overflowed:
                self._overflows += 1
                if late_s > _LEAST_HOLE_S:
                    # The device lost an unknown number of samples: the clock knows how many.
                    count += round(late_s * rate_hz)
                    late_s = 0.0
            self._drift_s += 0.01 * (late_s - self._drift_s)
            on_block(
                AudioBlock(
                    t_s=anchor_s + count / rate_hz, samples=_mono(heard.samples), rate_hz=rate_hz, channel=self._channel
                )
            )
            count += length
        on_end(None if stopping.is_set() else DeviceError(_LOST, recovery=_LOST_REMEDY))

    def _heard(self, stopping: threading.Event) -> Iterator[_Heard]:
        """Blocks as they come; ends when stopped, when the stream ended, or when none came for too long."""
        waited_s, patience_s = 0.0, _FIRST_BLOCK_S
        while not stopping.is_set() and waited_s < patience_s:
            try:
                heard = self._queue.get(timeout=_POLL_S)
            except queue.Empty:
                waited_s += _POLL_S
                if self._finished.is_set():
                    return
                continue
            waited_s, patience_s = 0.0, _LOST_AFTER_S
            yield heard


def _mono(samples: Float32Array) -> Float32Array:
    mixed = samples[:, 0] if samples.shape[1] == 1 else samples.mean(axis=1)
    return np.ascontiguousarray(mixed, dtype=np.float32)
