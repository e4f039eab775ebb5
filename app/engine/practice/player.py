"""The customer's mouth: lets lines sound, and hands the same sound on when it is heard, as a microphone would.

So the customer is a channel of the call like any other: measured, compared with the microphone, recorded. Everything
lies on a grid of 20 ms of session time. The output is fed a little ahead; what was not heard yet can be taken back.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.practice.spoken_line import fade_out
from perception.errors import DeviceError
from perception.ports import Clock, MicrophoneInfo, OutputInfo, SoundOutput
from perception.types import AudioBlock, Float32Array

BLOCK_S: Final = 0.02
FADE_S: Final = 0.12
_AHEAD_S: Final = 0.16  # fed to the output before its time: a slow moment of this process is not heard
_STEP_S: Final = 0.01
_LEVELS_S: Final = 2.0
_JOIN_S: Final = 2.0
_LOOK_AGAIN_S: Final = 3.0  # for an output that went away
_SILENT_DBFS: Final = -100.0


@dataclass(frozen=True, slots=True, eq=False)
class _Sounding:
    """What sounds: its samples from the first block on."""

    first: int
    samples: Float32Array


class CustomerPlayer:
    """Implements perception.ports.Microphone; `say` and `cut` may be called from any thread.

    volume: 0..1, of the output only. on_lost: the output went away; the call goes on without it. on_back: it was
    found again.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        output: SoundOutput,
        rate_hz: int,
        volume: float = 1.0,
        on_lost: Callable[[DeviceError], None],
        on_back: Callable[[OutputInfo], None] = lambda _info: None,
    ) -> None:
        self._clock = clock
        self._output = output
        self._rate_hz = rate_hz
        self._volume = volume
        self._on_lost = on_lost
        self._on_back = on_back
        self._look_again_s: float | None = None
        self._size = round(rate_hz * BLOCK_S)
        self._lock = threading.RLock()
        self._sounding: _Sounding | None = None
        self._next = 0  # the block to make next
        self._given = 0  # blocks before this one were handed on
        self._waiting: deque[tuple[int, Float32Array]] = deque()
        self._levels: deque[tuple[float, float]] = deque(maxlen=round(_LEVELS_S / BLOCK_S))
        self._latency_s = 0.0
        self._audible = False
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def latency_s(self) -> float:
        """From `say` to the ear, beyond the grid."""
        return self._latency_s

    def open(self) -> OutputInfo | None:
        """Open the output; None when it is not there, which is told."""
        try:
            info = self._output.start(self._lose, rate_hz=self._rate_hz)
        except DeviceError as error:
            self._on_lost(error)
            return None
        self._latency_s, self._audible = info.latency_s, True
        return info

    def start(
        self, on_block: Callable[[AudioBlock], None], on_end: Callable[[Exception | None], None]
    ) -> MicrophoneInfo:
        """Hand blocks on from an own thread, silence included; it never ends by itself."""
        del on_end
        self.stop()
        self._stopping.clear()
        self._begin_at(self._clock.now_s())
        self._thread = threading.Thread(target=self._run, args=(on_block,), name="customer-voice", daemon=True)
        self._thread.start()
        return MicrophoneInfo(name="Practice customer", rate_hz=self._rate_hz, channels=1)

    def stop(self) -> None:
        """End; may be called twice."""
        self._stopping.set()
        thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout=_JOIN_S)

    def close(self) -> None:
        """Close the output."""
        self._audible, self._look_again_s = False, None
        self._output.stop()

    # ------------------------------------------------------------ speaking

    def say(self, samples: Float32Array) -> float:
        """Let this sound from now on in place of what sounds; the session time at which it is first heard."""
        with self._lock:
            first = self._take_back(self._clock.now_s())
            self._sounding = _Sounding(first, samples)
            return self._time(first)

    def cut(self, at_s: float) -> float:
        """Fade to silence from this time on, or from now; the session time of the last sound."""
        with self._lock:
            now = self._take_back(self._clock.now_s())
            sounding = self._sounding
            if sounding is None:
                return self._time(now)
            place = max(0, max(now, round((at_s - self._latency_s) / BLOCK_S)) - sounding.first)
            kept = sounding.samples[: place * self._size + round(FADE_S * self._rate_hz)]
            faded = fade_out(kept, rate_hz=self._rate_hz, seconds=FADE_S)
            self._sounding = _Sounding(sounding.first, faded)
            return self._time(sounding.first) + len(faded) / self._rate_hz

    def played_dbfs(self, since_s: float, until_s: float) -> float:
        """The loudest the customer sounded between two times, dBFS; -100 for silence."""
        with self._lock:
            near = [level for t_s, level in self._levels if since_s - BLOCK_S < t_s < until_s]
        return max(near, default=_SILENT_DBFS)

    # ------------------------------------------------------------ the grid

    def pump(self, now_s: float, on_block: Callable[[AudioBlock], None]) -> None:
        """Feed the output up to a little ahead and hand on what has been heard by now."""
        with self._lock:
            while self._next * BLOCK_S < now_s + _AHEAD_S:
                self._make(self._next)
                self._next += 1
            ready = []
            while self._waiting and self._time(self._waiting[0][0]) + BLOCK_S <= now_s:
                ready.append(self._waiting.popleft())
                self._given = ready[-1][0] + 1
        for number, samples in ready:
            on_block(AudioBlock(t_s=self._time(number), samples=samples, rate_hz=self._rate_hz, channel="customer"))

    def look_again(self, now_s: float) -> None:
        """Open an output that went away, where its time has come. Times stay on the grid they began on."""
        if self._look_again_s is None or now_s < self._look_again_s:
            return
        self._look_again_s = now_s + _LOOK_AGAIN_S
        try:
            info = self._output.start(self._lose, rate_hz=self._rate_hz)
        except DeviceError:
            return  # it was told when it went away
        if self._look_again_s is None:
            self._output.stop()  # closed meanwhile
            return
        self._look_again_s, self._audible = None, True
        self._on_back(info)

    def _begin_at(self, now_s: float) -> None:
        with self._lock:
            self._next = self._given = int(now_s / BLOCK_S) + 1
            self._waiting.clear()

    def _make(self, number: int) -> None:
        samples, sounding = self._piece(number)
        level = 20.0 * float(np.log10(max(1e-5, np.sqrt(np.mean(samples.astype(np.float64) ** 2)))))
        self._levels.append((self._time(number), level))
        self._waiting.append((number, samples))
        if sounding and self._audible:
            self._output.write(samples * np.float32(self._volume))

    def _piece(self, number: int) -> tuple[Float32Array, bool]:
        sounding = self._sounding
        silence = np.zeros(self._size, dtype=np.float32)
        if sounding is None or number < sounding.first:
            return silence, False
        start = (number - sounding.first) * self._size
        piece = sounding.samples[start : start + self._size]
        if len(piece) == 0:
            self._sounding = None
            return silence, False
        silence[: len(piece)] = piece
        return silence, True

    def _take_back(self, now_s: float) -> int:
        """Forget blocks made for later than now; the number of the first one to be made anew."""
        first = max(self._given, int(now_s / BLOCK_S) + 1)
        if first < self._next:
            self._output.clear()
            while self._waiting and self._waiting[-1][0] >= first:
                self._waiting.pop()
            while self._levels and self._levels[-1][0] >= self._time(first):
                self._levels.pop()
            self._next = first
        return max(first, self._next)

    def _time(self, number: int) -> float:
        return number * BLOCK_S + self._latency_s

    def _run(self, on_block: Callable[[AudioBlock], None]) -> None:
        while not self._stopping.wait(_STEP_S):
            self.pump(self._clock.now_s(), on_block)
            self.look_again(self._clock.now_s())

    def _lose(self, error: Exception) -> None:
        self._audible = False
        self._look_again_s = self._clock.now_s() + _LOOK_AGAIN_S
        self._on_lost(error if isinstance(error, DeviceError) else DeviceError(str(error), recovery=""))
