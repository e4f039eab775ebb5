"""Hears one voice as it speaks, within a tenth of a second, and keeps the sound of its running turn.

The voice chain measures in steps of a quarter of a second, which is soon enough for scoring. Whoever has to answer, or
to stop because the other begins, needs to know at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from perception.features.live_echo import LiveEcho
from perception.features.prosody import rms_dbfs
from perception.ports import SpeechDetector
from perception.types import AudioBlock, Float32Array

_RATE_HZ: Final = 16_000
_SURE_P: Final = 0.5
_STAY_P: Final = 0.35
_BEGIN_CHUNKS: Final = 3  # 96 ms of speech is a beginning
_MISSES: Final = 2  # chunks without speech in a row: it was a click
_LAPSE_S: Final = 0.25  # a shorter silence does not end a run of speech
_HOLE_S: Final = 0.05
_ECHO_LOOK_S: Final = 0.5
_LONGEST_S: Final = 60.0  # of sound kept


class Resampler(Protocol):
    """16 kHz mono from any rate, times kept."""

    def push(self, block: AudioBlock) -> AudioBlock | None:
        """What is ready after this block."""
        ...


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is heard now. heard_s: until when. speaking: a run of speech is under way. since_s: when the newest run
    began, until_s: when its last speech was heard; None before any. run_s: seconds of speech in it. total_s: seconds of
    speech since `forget`."""

    heard_s: float = 0.0
    speaking: bool = False
    since_s: float | None = None
    until_s: float | None = None
    run_s: float = 0.0
    total_s: float = 0.0

    @property
    def silence_s(self) -> float:
        """Seconds of silence after the last speech; 0 before any."""
        return 0.0 if self.until_s is None else max(0.0, self.heard_s - self.until_s)


class Ear:
    """Takes blocks from the microphone's thread; may be looked at from any other.

    played_dbfs: the loudest level the other side sounded at between two times, -100 for silence.
    """

    def __init__(
        self, *, detector: SpeechDetector, resampler: Resampler, played_dbfs: Callable[[float, float], float]
    ) -> None:
        self._detector = detector
        self._resampler = resampler
        self._played_dbfs = played_dbfs
        self._echo = LiveEcho()
        self._lock = threading.Lock()
        self._rest: Float32Array = np.zeros(0, dtype=np.float32)
        self._rest_s = 0.0
        self._sound: list[tuple[float, Float32Array]] = []
        self._now = Hearing()
        self._run_chunks = 0
        self._run_since_s = 0.0
        self._misses = 0
        self._total_chunks = 0

    @property
    def now(self) -> Hearing:
        """What is heard now."""
        with self._lock:
            return self._now

    @property
    def echo_db(self) -> float | None:
        """How loud the other side's sound can be in the microphone against itself; None while unknown."""
        return self._echo.gain_db

    def hear(self, block: AudioBlock) -> None:
        """One block of the microphone."""
        made = self._resampler.push(block)
        if made is None:
            return
        if abs(made.t_s - (self._rest_s + len(self._rest) / _RATE_HZ)) > _HOLE_S:
            self.restart()
            self._rest, self._rest_s = np.zeros(0, dtype=np.float32), made.t_s
        sound = np.concatenate((self._rest, made.samples)).astype(np.float32, copy=False)
        size = self._detector.chunk_samples
        whole = len(sound) // size
        for place in range(whole):
            self._take(self._rest_s + place * size / _RATE_HZ, sound[place * size : (place + 1) * size])
        self._rest_s += whole * size / _RATE_HZ
        self._rest = sound[whole * size :].copy()

    def restart(self) -> None:
        """Begin afresh after a hole: speech that was under way has ended."""
        with self._lock:
            self._detector.reset()
            self._run_chunks = self._total_chunks = 0
            self._sound.clear()
            self._now = Hearing(heard_s=self._now.heard_s)

    def sound(self, since_s: float) -> tuple[float, Float32Array]:
        """What was heard since a time, 16 kHz, and the time of its first sample."""
        with self._lock:
            pieces = [(t_s, piece) for t_s, piece in self._sound if t_s + len(piece) / _RATE_HZ > since_s]
        if not pieces:
            return since_s, np.zeros(0, dtype=np.float32)
        return pieces[0][0], np.concatenate([piece for _, piece in pieces])

    def forget(self, before_s: float) -> None:
        """Nothing before this time belongs to a turn any more; speech under way does as a whole."""
        with self._lock:
            speaking = self._now.speaking
            keep_s = min(before_s, self._run_since_s) if self._run_chunks else before_s
            self._sound = [(t_s, piece) for t_s, piece in self._sound if t_s + len(piece) / _RATE_HZ > keep_s]
            self._total_chunks = self._run_chunks if speaking else 0
            since_s, until_s = (self._now.since_s, self._now.until_s) if speaking else (None, None)
            self._now = self._hearing(self._now.heard_s, since_s, until_s)

    def _take(self, t_s: float, chunk: Float32Array) -> None:
        end_s = t_s + len(chunk) / _RATE_HZ
        level_dbfs = float(rms_dbfs(chunk))
        own = self._echo.is_own(level_dbfs, self._played_dbfs(t_s - _ECHO_LOOK_S, end_s))
        with self._lock:
            p = self._detector.push(chunk)
            self._keep(t_s, chunk)
            speech = own and p >= (_STAY_P if self._run_chunks else _SURE_P)
            self._now = self._next(t_s, end_s, speech)

    def _keep(self, t_s: float, chunk: Float32Array) -> None:
        self._sound.append((t_s, chunk))
        while len(self._sound) > 1 and t_s - self._sound[0][0] > _LONGEST_S:
            self._sound.pop(0)

    def _next(self, t_s: float, end_s: float, speech: bool) -> Hearing:
        since_s, until_s = self._now.since_s, self._now.until_s
        if speech:
            if self._run_chunks == 0:
                self._run_since_s = t_s
            self._run_chunks += 1
            self._misses = 0
            if self._run_chunks >= _BEGIN_CHUNKS:
                since_s, until_s = self._run_since_s, end_s
                self._total_chunks += _BEGIN_CHUNKS if self._run_chunks == _BEGIN_CHUNKS else 1
        elif self._run_chunks < _BEGIN_CHUNKS:
            self._misses += 1
            self._run_chunks = 0 if self._misses >= _MISSES else self._run_chunks
        elif until_s is not None and end_s - until_s >= _LAPSE_S:
            self._run_chunks = 0
        return self._hearing(end_s, since_s, until_s)

    def _hearing(self, heard_s: float, since_s: float | None, until_s: float | None) -> Hearing:
        chunk_s = self._detector.chunk_samples / _RATE_HZ
        return Hearing(
            heard_s=heard_s,
            speaking=self._run_chunks >= _BEGIN_CHUNKS,
            since_s=since_s,
            until_s=until_s,
            run_s=self._run_chunks * chunk_s,
            total_s=self._total_chunks * chunk_s,
        )
