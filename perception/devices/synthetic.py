"""Sound from arrays behind the microphone port: for tests, and for built-in voices that speak into a call."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

from perception.devices.pace import Pace
from perception.errors import InvalidValueError
from perception.ports import Clock, MicrophoneInfo
from perception.types import AudioBlock, Float32Array, Speaker


class SyntheticMicrophone:
    """Plays a mono array as blocks: at the speed of life on `clock`, or at once without one.

    samples: (n,) float32 in -1..1. With a clock the blocks carry session time, else time from the first sample.
    """

    def __init__(
        self,
        samples: Float32Array,
        *,
        rate_hz: int = 16000,
        channel: Speaker = "csm",
        block_ms: float = 20.0,
        clock: Clock | None = None,
        name: str = "synthetic",
    ) -> None:
        if samples.ndim != 1:
            raise InvalidValueError(f"Expected mono samples, got shape {samples.shape}.", recovery="Pick one channel.")
        self._samples = np.ascontiguousarray(samples, dtype=np.float32)
        self._rate_hz = rate_hz
        self._channel: Speaker = channel
        self._block = max(1, round(rate_hz * block_ms / 1000))
        self._clock = clock
        self._name = name
        self._stopping = threading.Event()
        self._pace: Pace | None = None
        self._thread: threading.Thread | None = None

    def start(
        self, on_block: Callable[[AudioBlock], None], on_end: Callable[[Exception | None], None]
    ) -> MicrophoneInfo:
        """Begin; blocks come from an own thread."""
        self.stop()
        self._stopping.clear()
        self._pace = Pace(self._clock) if self._clock is not None else None
        self._thread = threading.Thread(
            target=self._play, args=(on_block, on_end), name="synthetic-microphone", daemon=True
        )
        self._thread.start()
        return MicrophoneInfo(name=self._name, rate_hz=self._rate_hz, channels=1)

    def stop(self) -> None:
        """End; may be called twice and from a callback."""
        self._stopping.set()
        if self._pace is not None:
            self._pace.stop()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout=5.0)
            self._thread = None

    def _play(self, on_block: Callable[[AudioBlock], None], on_end: Callable[[Exception | None], None]) -> None:
        if self._pace is not None:
            self._pace.begin()
        for start in range(0, len(self._samples), self._block):
            piece = self._samples[start : start + self._block]
            t_s = start / self._rate_hz
            if self._pace is not None:
                self._pace.wait(t_s + len(piece) / self._rate_hz)
                t_s = self._pace.session_s(t_s)
            if self._stopping.is_set():
                break
            on_block(AudioBlock(t_s=t_s, samples=piece, rate_hz=self._rate_hz, channel=self._channel))
        on_end(None)
