"""One channel of sound to observations and speech jobs; the same live and offline.

Everything is done in steps of eight chunks of the speech detector (256 ms), counted from the first sample, so that the
result does not depend on how the sound was cut into blocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

import numpy as np

from perception.errors import InvalidValueError
from perception.features.prosody import FRAME, HOP, HOP_S, RATE_HZ, rms_dbfs
from perception.features.speech_segments import SpeechSegmenter, UtteranceCutter
from perception.features.timbre import TIMBRE
from perception.features.voice_meter import VoiceMeter
from perception.ports import SpeechDetector
from perception.types import (
    AudioBlock,
    Float32Array,
    FloatArray,
    Observation,
    Speaker,
    SpeechSegment,
    VoiceObservation,
)

_STEP_CHUNKS: Final = 8
_STEPS_AN_OBSERVATION: Final = 2  # about half a second
MARGIN_S: Final = 0.2  # around speech, so that no first or last sound is cut off
_KEPT_S: Final = 2.0  # sound kept besides what belongs to pending speech
_HOLE_S: Final = 0.05  # a larger step between blocks is a hole, not rounding


@dataclass(frozen=True, slots=True, eq=False)
class SpeechJob:
    """The sound of one finished stretch of speech, 16 kHz mono, the first sample at `t_s`."""

    channel: Speaker
    t_s: float
    samples: Float32Array


@dataclass(frozen=True, slots=True, eq=False)
class TimbreRun:
    """Timbre of sound without holes: (n, 15), the first hop centred at `t_s`."""

    t_s: float
    timbre: Float32Array


@runtime_checkable
class BatchDetector(Protocol):
    """A speech detector that takes many chunks at once and gives the same numbers."""

    def probabilities(self, samples: Float32Array) -> Float32Array:
        """(n,) probabilities of (n * chunk_samples,) samples; the same as that many pushes."""
        ...


class VoiceChain:
    """Feed blocks in order; a hole of more than 50 ms between two of them ends what is under way.

    keeps_timbre: keep the timbre of all sound (60 bytes a hop) for telling voices apart; see `timbre`.
    """

    def __init__(self, channel: Speaker, *, detector: SpeechDetector, keeps_timbre: bool = False) -> None:
        if detector.rate_hz != RATE_HZ:
            raise InvalidValueError(f"The detector works at {detector.rate_hz} Hz.", recovery=f"Use {RATE_HZ} Hz.")
        self._channel: Speaker = channel
        self._detector = detector
        self._chunk = detector.chunk_samples
        self._run: _Run | None = None
        self._settled_s = 0.0
        self._keeps_timbre = keeps_timbre
        self._timbre: list[TimbreRun] = []

    @property
    def timbre(self) -> tuple[TimbreRun, ...]:
        """Timbre of the sound up to the last hole or flush; empty unless it is kept."""
        return tuple(self._timbre)

    @property
    def speaking(self) -> bool:
        """Whether speech is under way."""
        return self._run is not None and self._run.segmenter.open_since is not None

    @property
    def settled_s(self) -> float:
        """Every speech segment that begins before this time has been given out."""
        return self._settled_s

    def push(self, block: AudioBlock) -> tuple[list[Observation], list[SpeechJob]]:
        """What became known with this block. Raises InvalidValueError unless it is 16 kHz mono."""
        if block.rate_hz != RATE_HZ or block.samples.ndim != 1:
            raise InvalidValueError(
                f"Expected {RATE_HZ} Hz mono, got {block.rate_hz} Hz {block.samples.shape}.", recovery="Resample first."
            )
        observations: list[Observation] = []
        jobs: list[SpeechJob] = []
        if self._run is not None and abs(block.t_s - self._run.end_s) > _HOLE_S:
            observations, jobs = self.flush()
        if self._run is None:
            self._detector.reset()
            self._run = _Run(self._channel, self._detector, zero_s=block.t_s, keeps_timbre=self._keeps_timbre)
        self._run.append(block.samples)
        while self._run.step(observations, jobs):
            pass
        self._settled_s = max(self._settled_s, self._run.segmenter.settled_s)
        return observations, jobs

    def flush(self) -> tuple[list[Observation], list[SpeechJob]]:
        """End of the sound: what is still open. The chain can be used on afterwards."""
        observations: list[Observation] = []
        jobs: list[SpeechJob] = []
        if self._run is not None:
            self._run.finish(observations, jobs)
            self._settled_s = max(self._settled_s, self._run.end_s)
            if self._keeps_timbre:
                self._timbre.append(self._run.timbre)
            self._run = None
        return observations, jobs


class _Run:
    """Sound without holes; all positions are samples from its first one."""

    def __init__(
        self, channel: Speaker, detector: SpeechDetector, *, zero_s: float, keeps_timbre: bool = False
    ) -> None:
        self._channel: Speaker = channel
        self._detector = detector
        self._zero_s = zero_s
        self._chunk = detector.chunk_samples
        self._buffer: Float32Array = np.zeros(0, dtype=np.float32)
        self._buffer_start = 0
        self._pieces: list[Float32Array] = []
        self._length = 0
        self._steps = 0
        self._hops = 0
        self._chunks = 0
        self._probabilities: list[float] = []
        self._periodicity: FloatArray = np.zeros(0)  # of the hops from _periodicity_start on
        self._periodicity_start = 0
        self._meter = VoiceMeter(keeps_timbre=keeps_timbre)
        self._given = 0
        self._cutter = UtteranceCutter()
        self._job_end = 0
        self.segmenter = SpeechSegmenter(channel, chunk_samples=self._chunk)

    @property
    def end_s(self) -> float:
        """Time after the last sample."""
        return self._time(self._length)

    @property
    def timbre(self) -> TimbreRun:
        """Timbre of all hops measured so far."""
        pieces = self._meter.timbre or [np.zeros((0, TIMBRE), dtype=np.float32)]
        return TimbreRun(self._time(FRAME // 2), np.concatenate(pieces))

    def append(self, samples: Float32Array) -> None:
        """Take sound in; `step` works on it."""
        self._pieces.append(samples)
        self._length += len(samples)

    def step(self, observations: list[Observation], jobs: list[SpeechJob]) -> bool:
        """One step of 256 ms when that much sound is there; False when not."""
        end = (self._steps + 1) * _STEP_CHUNKS * self._chunk
        if end > self._length:
            return False
        self._work(end, last=False)
        self._steps += 1
        self._segment(self._chunks_ready(), observations, jobs)
        if self._steps % _STEPS_AN_OBSERVATION == 0:
            self._give_voice(observations)
        self._forget()
        return True

    def finish(self, observations: list[Observation], jobs: list[SpeechJob]) -> None:
        """Work on the rest, shorter than a step, and close everything."""
        self._work(self._length, last=True)
        self._segment(len(self._probabilities), observations, jobs)
        for segment in self.segmenter.flush():
            self._take_segment(segment, observations, jobs)
        self._make_jobs(self._cutter.flush(), jobs)
        self._give_voice(observations)

    # ------------------------------------------------------------ measuring

    def _work(self, end: int, *, last: bool) -> None:
        """Speech probability and pitch of what lies before `end`."""
        self._join()
        first = len(self._probabilities) * self._chunk
        whole = (end - first) // self._chunk * self._chunk
        if whole > 0:
            self._probabilities.extend(self._detect(self._sound(first, first + whole)))
        self._track(end, last=last)

    def _detect(self, samples: Float32Array) -> list[float]:
        if isinstance(self._detector, BatchDetector):
            return [float(p) for p in self._detector.probabilities(samples)]
        return [self._detector.push(chunk) for chunk in samples.reshape(-1, self._chunk)]

    def _track(self, end: int, *, last: bool) -> None:
        """Pitch, level and tilt of the hops that are complete before `end`."""
        complete = (end - FRAME) // HOP + 1 if end >= FRAME else 0
        if complete > self._hops:
            sound = self._sound(self._hops * HOP, (complete - 1) * HOP + FRAME)
            self._periodicity = np.concatenate((self._periodicity, self._meter.push(sound)))
            self._hops = complete
        if last:
            self._meter.flush()

    def _give_voice(self, observations: list[Observation]) -> None:
        columns = self._meter.take()
        if len(columns):
            f0_hz, voiced_p, level_dbfs, tilt_db = np.ascontiguousarray(columns.T)
            observations.append(
                VoiceObservation(
                    t_s=self._time(self._given * HOP + FRAME // 2),
                    hop_s=HOP_S,
                    channel=self._channel,
                    f0_hz=f0_hz,
                    voiced_p=voiced_p,
                    level_dbfs=level_dbfs,
                    tilt_db=tilt_db,
                )
            )
            self._given += len(columns)

    # ------------------------------------------------------------ speech

    def _chunks_ready(self) -> int:
        """Chunks whose periodicity is known: every hop with its centre inside them has been tracked."""
        known = self._hops * HOP + FRAME // 2
        return min(len(self._probabilities), known // self._chunk)

    def _segment(self, until: int, observations: list[Observation], jobs: list[SpeechJob]) -> None:
        for index in range(self._chunks, until):
            start = index * self._chunk
            level = float(rms_dbfs(self._sound(start, start + self._chunk)))
            found = self.segmenter.push(
                self._time(start), self._probabilities[index], level, self._periodicity_of(start, start + self._chunk)
            )
            for segment in found:
                self._take_segment(segment, observations, jobs)
            now_s = self._time(start + self._chunk)
            self._make_jobs(self._cutter.advance(now_s, open_since=self.segmenter.run_since), jobs)
        self._chunks = max(self._chunks, until)
        first = self._hop_centred_from(self._chunks * self._chunk)
        self._periodicity = self._periodicity[max(0, first - self._periodicity_start) :]
        self._periodicity_start = max(first, self._periodicity_start)

    def _periodicity_of(self, start: int, end: int) -> float:
        """The highest periodicity of the hops centred in these samples."""
        first = max(0, self._hop_centred_from(start) - self._periodicity_start)
        last = max(0, self._hop_centred_from(end) - self._periodicity_start)
        return float(self._periodicity[first:last].max(initial=0.0))

    @staticmethod
    def _hop_centred_from(sample: int) -> int:
        """The first hop whose centre is at or after this sample."""
        return max(0, -(-(sample - FRAME // 2) // HOP))

    def _take_segment(self, segment: SpeechSegment, observations: list[Observation], jobs: list[SpeechJob]) -> None:
        observations.append(segment)
        self._make_jobs(self._cutter.add(segment), jobs)

    def _make_jobs(self, spans: list[tuple[float, float]], jobs: list[SpeechJob]) -> None:
        margin = round(MARGIN_S * RATE_HZ)
        for start_s, end_s in spans:
            # Margins never reach into the stretch before or after: its words would be heard twice.
            start = max(self._job_end, self._place(start_s) - margin, 0)
            next_s = self._cutter.pending_since
            next_s = self.segmenter.run_since if next_s is None else next_s
            limit = self._length if next_s is None else max(self._place(end_s), self._place(next_s))
            end = min(self._place(end_s) + margin, limit, self._length)
            self._job_end = end
            sound = self._sound(start, end).copy()
            jobs.append(SpeechJob(channel=self._channel, t_s=self._time(start), samples=sound))

    # ------------------------------------------------------------ sound kept

    def _time(self, sample: int) -> float:
        return self._zero_s + sample / RATE_HZ

    def _place(self, t_s: float) -> int:
        return round((t_s - self._zero_s) * RATE_HZ)

    def _join(self) -> None:
        if self._pieces:
            self._buffer = np.concatenate((self._buffer, *self._pieces)).astype(np.float32, copy=False)
            self._pieces = []

    def _sound(self, start: int, end: int) -> Float32Array:
        return self._buffer[max(0, start - self._buffer_start) : end - self._buffer_start]

    def _forget(self) -> None:
        """Drop sound that no hop, chunk or job can need any more."""
        keep = min(self._chunks * self._chunk, self._hops * HOP) - round(_KEPT_S * RATE_HZ)
        for since_s in (self._cutter.pending_since, self.segmenter.run_since):
            if since_s is not None:
                keep = min(keep, self._place(since_s) - round(_KEPT_S * RATE_HZ))
        drop = keep - self._buffer_start
        if drop > round(_KEPT_S * RATE_HZ):
            self._buffer = self._buffer[drop:].copy()
            self._buffer_start = keep
