"""Sound outputs: loudspeakers and headphones through PortAudio, and one that stays silent."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from perception.devices.portaudio import close_stream, environment_of, import_sounddevice
from perception.errors import DeviceError
from perception.ports import OutputInfo
from perception.types import Float32Array

_BLOCK_S: Final = 0.02
_WATCH_S: Final = 0.25
_LATENCY_S: Final = 0.06  # asked of the device: less is heard as clicks when the machine is busy
_LOST_AFTER_S: Final = 2.0  # without the device asking for sound
_SETTLES_S: Final = 4.0  # after opening; sound services stop and go at first
_LOST: Final = "The loudspeaker or headset was unplugged, or its sound service stopped."
_LOST_REMEDY: Final = "The call goes on with captions. Check the cable; it is looked for again by itself."


class SilentOutput:
    """Takes sound and lets nobody hear it: captions only."""

    def start(self, on_lost: Callable[[Exception], None], *, rate_hz: int) -> OutputInfo:
        """Nothing is opened, and nothing gets lost."""
        del on_lost
        return OutputInfo("Captions only", rate_hz, 0.0)

    def write(self, samples: Float32Array) -> None:
        """Nothing sounds."""

    def clear(self) -> None:
        """Nothing waits."""

    def stop(self) -> None:
        """Nothing is open."""


class SoundDeviceOutput:
    """A sound output by PortAudio's name or number; None is the system's default.

    environment: variables set while the device is opened (PulseAudio picks its sink by one).
    """

    def __init__(
        self, device: int | str | None, *, environment: Mapping[str, str] | None = None, name: str | None = None
    ) -> None:
        self._device = device
        self._environment = dict(environment or {})
        self._name = name
        self._lock = threading.Lock()
        self._waiting: deque[Float32Array] = deque()
        self._stream: Any = None
        self._resample: Callable[[Float32Array], Float32Array] = np.asarray
        self._asked: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._finished = threading.Event()
        self._watch: threading.Thread | None = None

    def start(self, on_lost: Callable[[Exception], None], *, rate_hz: int) -> OutputInfo:
        """Open for mono sound of this rate. Raises DeviceError when it is absent, busy or forbidden."""
        self.stop()
        sounddevice = import_sounddevice()
        self._stopping, self._finished = threading.Event(), threading.Event()
        with environment_of(self._environment):
            info = self._open(sounddevice, rate_hz)
        self._watch = threading.Thread(target=self._look_after, args=(on_lost, self._stopping), daemon=True)
        self._watch.start()
        return info

    def write(self, samples: Float32Array) -> None:
        """Let this sound next."""
        made = np.asarray(self._resample(samples), dtype=np.float32)
        with self._lock:
            if self._stream is not None and len(made):
                self._waiting.append(made)

    def clear(self) -> None:
        """Forget what did not sound yet."""
        with self._lock:
            self._waiting.clear()

    def stop(self) -> None:
        """Close; may be called twice and from `on_lost`."""
        self._stopping.set()
        with self._lock:
            stream, self._stream = self._stream, None
            self._waiting.clear()
        if stream is not None:
            close_stream(stream, import_sounddevice())
        watch, self._watch = self._watch, None
        if watch is not None and watch is not threading.current_thread():
            watch.join(timeout=2.0)

    # ------------------------------------------------------------ opening

    def _open(self, sounddevice: Any, rate_hz: int) -> OutputInfo:
        try:
            found = sounddevice.query_devices(self._device, "output")
        except (ValueError, sounddevice.PortAudioError) as error:
            what = (
                f"There is no loudspeaker “{self._device}”." if self._device is not None else "No loudspeaker is there."
            )
            raise DeviceError(what, recovery="Plug one in or choose another; captions work without.") from error
        device_hz = int(found["default_samplerate"])
        channels = min(2, int(found["max_output_channels"]))
        try:
            stream = sounddevice.OutputStream(
                device=self._device,
                samplerate=device_hz,
                channels=channels,
                dtype="float32",
                blocksize=round(device_hz * _BLOCK_S),
                latency=_LATENCY_S,
                callback=self._callback,
                finished_callback=self._finished.set,
            )
            stream.start()
        except sounddevice.PortAudioError as error:
            raise DeviceError(
                "The loudspeaker cannot be opened: another program may hold it.",
                recovery="Close other programs that play sound, or choose another output; captions work without.",
            ) from error
        self._resample = _resampler(rate_hz, device_hz)
        self._stream = stream
        return OutputInfo(self._name or str(found["name"]), rate_hz, float(stream.latency))

    # ------------------------------------------------------------ PortAudio's thread

    def _callback(self, outdata: Any, frames: int, _time: Any, _status: Any) -> None:
        place = 0
        with self._lock:
            while self._waiting and place < frames:
                piece = self._waiting[0]
                used = min(len(piece), frames - place)
                outdata[place : place + used] = piece[:used, None]
                place += used
                if used == len(piece):
                    self._waiting.popleft()
                else:
                    self._waiting[0] = piece[used:]
        outdata[place:] = 0.0
        self._asked.put(None)

    # ------------------------------------------------------------ the watching thread

    def _look_after(self, on_lost: Callable[[Exception], None], stopping: threading.Event) -> None:
        since_s, waited_s = 0.0, 0.0
        while not stopping.wait(_WATCH_S):
            asked = not self._asked.empty()
            while not self._asked.empty():
                self._asked.get_nowait()
            since_s += _WATCH_S
            waited_s = 0.0 if asked or since_s < _SETTLES_S else waited_s + _WATCH_S
            if self._finished.is_set() or waited_s >= _LOST_AFTER_S:
                self.stop()
                on_lost(DeviceError(_LOST, recovery=_LOST_REMEDY))
                return


def _resampler(rate_hz: int, device_hz: int) -> Callable[[Float32Array], Float32Array]:
    """What brings pieces of one stream to the device's rate; nothing is lost between them.

    The plain filter holds back a millisecond; better ones hold back 30 of them, and would keep the end of a line.
    """
    if rate_hz == device_hz:
        return np.asarray
    import soxr

    stream = soxr.ResampleStream(rate_hz, device_hz, 1, dtype="float32", quality="LQ")
    return lambda samples: np.asarray(stream.resample_chunk(samples), dtype=np.float32)
