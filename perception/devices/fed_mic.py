"""A microphone that is spoken into by the programme: what is handed in sounds next, at the speed of life."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

import numpy as np

from perception.ports import Clock, MicrophoneInfo
from perception.types import AudioBlock, Float32Array, Speaker

_BLOCK_S: Final = 0.02
_ROOM: Final = 0.0004  # amplitude of a quiet room's noise: no microphone hears nothing
_SEED: Final = 0


class FedMicrophone:
    """Quiet until `say`. Blocks carry session time."""

    def __init__(self, *, clock: Clock, rate_hz: int, channel: Speaker = "csm") -> None:
        self._clock = clock
        self._rate_hz = rate_hz
        self._channel: Speaker = channel
        self._lock = threading.Lock()
        self._waiting: Float32Array = np.zeros(0, dtype=np.float32)
        self._noise = np.random.default_rng(_SEED)
        self._next_s = 0.0
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def say(self, samples: Float32Array) -> float:
        """Let this sound after what still sounds; the session time at which it ends."""
        with self._lock:
            self._waiting = np.concatenate((self._waiting, samples)).astype(np.float32, copy=False)
            return max(self._next_s, self._clock.now_s()) + len(self._waiting) / self._rate_hz

    def start(
        self, on_block: Callable[[AudioBlock], None], on_end: Callable[[Exception | None], None]
    ) -> MicrophoneInfo:
        """Begin; blocks come from an own thread, until it is stopped."""
        del on_end
        self.stop()
        self._stopping = threading.Event()
        self._next_s = self._clock.now_s()
        self._thread = threading.Thread(
            target=self._run, args=(on_block, self._stopping), name="fed-microphone", daemon=True
        )
        self._thread.start()
        return MicrophoneInfo(name="Built-in voice", rate_hz=self._rate_hz, channels=1)

    def stop(self) -> None:
        """End; may be called twice."""
        self._stopping.set()
        thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout=2.0)

    def pump(self, now_s: float, on_block: Callable[[AudioBlock], None]) -> None:
        """Hand on every block that has passed by now."""
        while self._next_s + _BLOCK_S <= now_s:
            start_s, self._next_s = self._next_s, self._next_s + _BLOCK_S
            on_block(AudioBlock(t_s=start_s, samples=self._block(), rate_hz=self._rate_hz, channel=self._channel))

    def _block(self) -> Float32Array:
        size = round(self._rate_hz * _BLOCK_S)
        block = self._noise.standard_normal(size).astype(np.float32) * np.float32(_ROOM)
        with self._lock:
            piece, self._waiting = self._waiting[:size], self._waiting[size:]
        block[: len(piece)] += piece
        return block

    def _run(self, on_block: Callable[[AudioBlock], None], stopping: threading.Event) -> None:
        while not stopping.wait(_BLOCK_S / 2):
            self.pump(self._clock.now_s(), on_block)
