"""From speech probabilities to speech segments, and from segments to stretches worth transcribing.

The voice-activity model alone misses quiet telephone speech and strong anger; energy alone takes every noise for
speech. So a chunk counts as speech when the model is sure, or when the model sees some speech in a chunk that is well
above the noise floor and (where that is known) periodic. The model also stays sure through breath and the room's echo
of the last word: what is far softer than this voice's own speech is no speech.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np

from perception.types import Speaker, SpeechSegment

CHUNK_S: Final = 0.032
_SURE_P: Final = 0.5  # start of speech by the model alone
_STAY_P: Final = 0.35  # end of speech by the model alone (hysteresis)
_SOME_P: Final = 0.05  # the least the model must see for energy to count; white noise and hum stay below
_ABOVE_FLOOR_DB: Final = 15.0
_PERIODIC: Final = 0.60  # voiced speech; breath, keys and hiss stay below
_SOFTEST_DB: Final = 30.0  # below the loud chunks of sure speech; by the hand-checked turns of a call [C]
_LOUD_SHARE: Final = 0.90  # those are this quantile
_LOUD_CHUNKS: Final = 312  # of the last ten seconds of speech
_LOUD_LEAST_CHUNKS: Final = 16  # half a second of speech before anything is too soft
_FLOOR_SHARE: Final = 0.10  # the noise floor is this quantile of the levels
_FLOOR_CHUNKS: Final = 312  # of the last ten seconds
_FLOOR_LEAST_CHUNKS: Final = 30
_FLOOR_START_DBFS: Final = -50.0  # until a second was heard
_FLOOR_RANGE_DBFS: Final = (-70.0, -30.0)
_HANGOVER_CHUNKS: Final = 6  # 192 ms: shorter pauses stay inside a segment (page 0.1)
_LEAST_CHUNKS: Final = 4  # 128 ms: shorter sounds are not speech (page 0.1)
_LONGEST_OPEN_CHUNKS: Final = 625  # 20 s: the recogniser's window is 30 s
_CUT_PAUSE_S: Final = 0.6
_LONGEST_UTTERANCE_S: Final = 15.0
_EPS_S: Final = 1e-9


@dataclass(slots=True)
class _Open:
    """A run of chunks that is or may become a segment."""

    start: int
    last_speech: int
    speech_chunks: int
    scores: list[float]


class SpeechSegmenter:
    """Streaming and deterministic: one `push` a 32 ms chunk, in order, without holes (else `flush` in between)."""

    def __init__(self, channel: Speaker, *, rate_hz: int = 16000, chunk_samples: int = 512) -> None:
        self._channel: Speaker = channel
        self._chunk_s = chunk_samples / rate_hz
        self._levels: deque[float] = deque(maxlen=_FLOOR_CHUNKS)
        self._zero_s = 0.0
        self._count = 0
        self._open: _Open | None = None
        self._floor_dbfs = _FLOOR_START_DBFS
        self._spoken: deque[float] = deque(maxlen=_LOUD_CHUNKS)
        self._softest_dbfs = float("-inf")

    @property
    def open_since(self) -> float | None:
        """When the speech now under way began; None in a pause."""
        if self._open is None or self._open.speech_chunks < _LEAST_CHUNKS:
            return None
        return self._time(self._open.start)

    @property
    def run_since(self) -> float | None:
        """When the present run of speech chunks began, even if it is still too short to be speech; else None."""
        return None if self._open is None else self._time(self._open.start)

    @property
    def settled_s(self) -> float:
        """Every segment that begins before this time has been returned."""
        return self._time(self._open.start if self._open is not None else self._count)

    def push(
        self, t_s: float, probability: float, level_dbfs: float, periodicity: float | None = None
    ) -> list[SpeechSegment]:
        """Segments finished by this chunk. t_s: its start. periodicity: 0..1, None when not measured."""
        if self._count == 0:
            self._zero_s = t_s
        index = self._count
        self._count += 1
        self._hear_level(level_dbfs)
        self._hear_speech(probability, level_dbfs)
        energetic = self._is_energetic(probability, level_dbfs, periodicity)
        sure = probability >= (_STAY_P if self._open is not None else _SURE_P)
        speech = (sure or energetic) and level_dbfs >= self._softest_dbfs
        if speech:
            self._extend(index, max(probability, 0.5 if energetic else 0.0))
        elif self._open is not None:
            self._open.scores.append(probability)
            if index - self._open.last_speech >= _HANGOVER_CHUNKS:
                return self._finish()
        return self._split_when_long()

    def flush(self) -> list[SpeechSegment]:
        """End here: the open segment when it is long enough. The next `push` may be at any time."""
        finished = self._finish()
        self._zero_s, self._count = self._time(self._count), 0
        return finished

    # ------------------------------------------------------------ evidence

    def _hear_level(self, level_dbfs: float) -> None:
        self._levels.append(level_dbfs)
        if len(self._levels) >= _FLOOR_LEAST_CHUNKS and self._count % 5 == 0:
            ordered = np.partition(np.fromiter(self._levels, dtype=np.float64), int(_FLOOR_SHARE * len(self._levels)))
            low, high = _FLOOR_RANGE_DBFS
            self._floor_dbfs = min(max(float(ordered[int(_FLOOR_SHARE * len(self._levels))]), low), high)

    def _hear_speech(self, probability: float, level_dbfs: float) -> None:
        if probability < _SURE_P:
            return
        self._spoken.append(level_dbfs)
        if len(self._spoken) >= _LOUD_LEAST_CHUNKS and self._count % 5 == 0:
            place = int(_LOUD_SHARE * len(self._spoken))
            loud = np.partition(np.fromiter(self._spoken, dtype=np.float64), place)[place]
            self._softest_dbfs = float(loud) - _SOFTEST_DB

    def _is_energetic(self, probability: float, level_dbfs: float, periodicity: float | None) -> bool:
        above = level_dbfs >= self._floor_dbfs + _ABOVE_FLOOR_DB
        return above and probability >= _SOME_P and (periodicity is None or periodicity >= _PERIODIC)

    # ------------------------------------------------------------ runs

    def _time(self, index: int) -> float:
        return self._zero_s + index * self._chunk_s

    def _extend(self, index: int, score: float) -> None:
        if self._open is None:
            self._open = _Open(start=index, last_speech=index, speech_chunks=0, scores=[])
        self._open.last_speech = index
        self._open.speech_chunks += 1
        self._open.scores.append(score)

    def _finish(self) -> list[SpeechSegment]:
        run, self._open = self._open, None
        if run is None or run.speech_chunks < _LEAST_CHUNKS:
            return []
        return [self._segment(run.start, run.last_speech + 1)]

    def _split_when_long(self) -> list[SpeechSegment]:
        """Speech without a pause for 20 s is cut at its weakest point in the second half."""
        run = self._open
        if run is None or len(run.scores) < _LONGEST_OPEN_CHUNKS:
            return []
        half = len(run.scores) // 2
        cut = half + int(np.argmin(run.scores[half:-_LEAST_CHUNKS]))
        rest = run.scores[cut:]
        self._open = _Open(run.start + cut, run.last_speech, sum(score >= _STAY_P for score in rest), rest)
        return [self._segment(run.start, run.start + cut)]

    def _segment(self, start: int, end: int) -> SpeechSegment:
        return SpeechSegment(start_s=self._time(start), end_s=self._time(end), channel=self._channel)


class UtteranceCutter:
    """Groups the segments of one channel into stretches to transcribe: cut at pauses of .6 s and more, and, when a
    stretch would grow beyond 15 s, at its longest pause."""

    def __init__(self) -> None:
        self._pending: list[SpeechSegment] = []

    @property
    def pending_since(self) -> float | None:
        """Start of the stretch not yet handed out; None when there is none."""
        return self._pending[0].start_s if self._pending else None

    def add(self, segment: SpeechSegment) -> list[tuple[float, float]]:
        """Stretches (start_s, end_s) completed by this segment."""
        spans: list[tuple[float, float]] = []
        if self._pending and segment.start_s - self._pending[-1].end_s >= _CUT_PAUSE_S - _EPS_S:
            spans += self.flush()
        self._pending.append(segment)
        while len(self._pending) > 1 and self._pending[-1].end_s - self._pending[0].start_s > _LONGEST_UTTERANCE_S:
            spans.append(self._cut_at_best_pause())
        return spans

    def advance(self, now_s: float, *, open_since: float | None) -> list[tuple[float, float]]:
        """Stretches completed because it is `now_s` and nothing more was said (speech open since, if any)."""
        if not self._pending:
            return []
        next_s = now_s if open_since is None else open_since
        return self.flush() if next_s - self._pending[-1].end_s >= _CUT_PAUSE_S - _EPS_S else []

    def flush(self) -> list[tuple[float, float]]:
        """What is pending, as one stretch."""
        pending, self._pending = self._pending, []
        return [(pending[0].start_s, pending[-1].end_s)] if pending else []

    def _cut_at_best_pause(self) -> tuple[float, float]:
        pauses = [b.start_s - a.end_s for a, b in zip(self._pending, self._pending[1:], strict=False)]
        best = max(range(len(pauses)), key=lambda k: (pauses[k], k)) + 1
        head, self._pending = self._pending[:best], self._pending[best:]
        return head[0].start_s, head[-1].end_s
