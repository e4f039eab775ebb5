"""A person's usual voice from what was read and said in a calibration, and what is wrong with the sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perception.features.calibration_gaze import robust_sd
from perception.features.calibration_steps import CalibrationAdvice
from perception.features.turn_taking import clip_intervals, intervals_of
from perception.types import FaceObservation, FloatArray, SpeechSegment, Utterance, VoiceObservation, spoken_words

PAUSE_S: Final = 0.3  # s between two voiced sounds of one stretch of speech; consonants fill it
LEAST_VOICED: Final = 100  # hops, 1 s of voiced sound; below, a voice stays unknown [D]
PITCH_REACH_ST: Final = 14.0  # st from the median beyond which a pitch is an error; 5.2
LEAST_WORDS: Final = 12  # words under which a pace is a guess [D]
RECENT_S: Final = 4.0  # s of sound that are judged
SILENT_DBFS: Final = -80.0  # dBFS; a muted or dead input, quiet rooms lie at -75 and above
QUIET_DBFS: Final = -57.0  # dBFS of voiced sound; at -52 pitch and pace still read well (RAVDESS) [C], -65 is the gate
LOUD_DBFS: Final = -6.0  # dBFS of voiced sound; close to the top of the scale it is cut off [D]
NOISY_DB: Final = 12.0  # dB of voice above the room under which pitch and pauses suffer [D]
# A gain that moves by itself lifts the room while nobody speaks; an echo and a breath do the opposite.
GAIN_PAUSE_S: Final = 0.8  # s of a pause in which that can be seen [D]
AFTER_S: Final = (0.15, 0.35)  # s after the last voiced sound: the echo is gone, the gain still low [D]
BEFORE_S: Final = (0.45, 0.25)  # s before the next one: before people breathe in [D]
GAIN_DB: Final = 5.0  # dB the room comes up by, in the middle of at least LEAST_PAUSES pauses [D]
LEAST_PAUSES: Final = 4
NO_SPEECH_S: Final = 3.0  # s without a voiced sound [D]


class SpeechEvidence:
    """A voice and a speaking face. Sound of the person's own channel only."""

    trouble: CalibrationAdvice = ""

    def __init__(self, *, begun_s: float) -> None:
        self._begun_s = begun_s
        self._last_voiced_s = float("-inf")
        self._hops: list[FloatArray] = []
        self.faces: list[FaceObservation] = []
        self.seconds = 0.0
        self.heard_until_s = begun_s

    def hear(self, voice: VoiceObservation) -> None:
        """A run of hops; those before the step began are left out."""
        t_s = voice.t_s + voice.hop_s * np.arange(len(voice.f0_hz))
        rows = np.column_stack((t_s, voice.f0_hz, voice.level_dbfs, voice.tilt_db))[t_s >= self._begun_s]
        if not len(rows):
            return
        self._hops.append(rows)
        self.heard_until_s = float(rows[-1, 0])
        voiced_s = rows[np.isfinite(rows[:, 1]), 0]
        if len(voiced_s):
            gaps = np.diff(voiced_s, prepend=self._last_voiced_s)
            self.seconds += float(np.sum(np.where(gaps <= PAUSE_S, gaps, voice.hop_s)))
            self._last_voiced_s = float(voiced_s[-1])

    @property
    def silent_s(self) -> float:
        """How long no voice has been heard, as far as sound has come in."""
        return self.heard_until_s - max(self._last_voiced_s, self._begun_s)

    def see(self, face: FaceObservation) -> None:
        """A good picture; whether it is of a speaking face is known once its sound has come in."""
        self.faces.append(face)

    def interrupt(self) -> None:
        """A bad picture says nothing about the sound."""

    def hops(self) -> FloatArray:
        """(n, 4) time, f0 (NaN unvoiced), level, tilt of all hops."""
        return np.concatenate(self._hops) if self._hops else np.zeros((0, 4))

    def recent(self, seconds: float) -> FloatArray:
        """The hops of the last seconds."""
        rows = self.hops()
        return rows[rows[:, 0] >= self.heard_until_s - seconds]

    def speaking_faces(self) -> list[FaceObservation]:
        """The pictures taken within a tenth of a second of a voiced sound."""
        rows = self.hops()
        voiced_s = rows[np.isfinite(rows[:, 1]), 0]
        if not len(voiced_s):
            return []
        at = np.array([face.t_s for face in self.faces])
        after = np.clip(np.searchsorted(voiced_s, at), 0, len(voiced_s) - 1)
        before = np.clip(after - 1, 0, None)
        near = np.minimum(np.abs(voiced_s[after] - at), np.abs(voiced_s[before] - at)) <= 0.1
        return [face for face, close in zip(self.faces, near, strict=True) if close]


@dataclass(frozen=True, slots=True)
class Voice:
    """Medians and robust spreads of voiced sound; units as in PersonalBaseline."""

    f0_hz: float
    f0_sd_st: float
    level_dbfs: float
    level_sd_db: float
    tilt_db: float


def usual_voice(steps: Sequence[SpeechEvidence]) -> Voice | None:
    """The voice over all voice steps; None with less than a second of voiced sound."""
    rows = np.concatenate([step.hops() for step in steps] or [np.zeros((0, 4))])
    rows = rows[np.isfinite(rows[:, 1]) & (rows[:, 1] > 0.0)]
    if len(rows) < LEAST_VOICED:
        return None
    away = 12.0 * np.log2(rows[:, 1] / float(np.median(rows[:, 1])))  # F5.1, st
    rows, away = rows[np.abs(away) <= PITCH_REACH_ST], away[np.abs(away) <= PITCH_REACH_ST]
    return Voice(
        f0_hz=float(np.median(rows[:, 1])),
        f0_sd_st=robust_sd(away),
        level_dbfs=float(np.median(rows[:, 2])),
        level_sd_db=robust_sd(rows[:, 2]),
        tilt_db=float(np.nanmedian(rows[:, 3])),
    )


def usual_pace(
    utterances: Sequence[Utterance], segments: Sequence[SpeechSegment], spans: Sequence[tuple[float, float]]
) -> float | None:
    """Words a minute of what was said within the spans, each from its first to its last sound as in calls."""
    speech = intervals_of(segments, "csm")
    words, seconds = 0, 0.0
    for said in utterances:
        middle = (said.start_s + said.end_s) / 2.0
        if any(begin <= middle <= end for begin, end in spans):
            heard = clip_intervals(speech, start_s=said.start_s, end_s=said.end_s)
            seconds += float(heard[-1, 1] - heard[0, 0]) if len(heard) else said.end_s - said.start_s
            words += len(spoken_words(said.text))
    return 60.0 * words / seconds if words >= LEAST_WORDS and seconds > 0.0 else None


def sound_problems(step: SpeechEvidence, *, clipping: bool) -> set[CalibrationAdvice]:
    """What is wrong with the last seconds of sound."""
    rows, whole = step.recent(RECENT_S), step.hops()
    if len(whole) and float(np.max(whole[:, 2])) < SILENT_DBFS:
        return {"no_sound"}  # a gate that silences pauses is none
    voiced = np.isfinite(rows[:, 1])
    if step.silent_s >= NO_SPEECH_S or not voiced.any():
        return {"no_speech"} if step.silent_s >= NO_SPEECH_S else set()
    level = float(np.median(rows[voiced, 2]))
    if clipping or level > LOUD_DBFS:
        return {"too_loud"}
    # Quiet voices of others in the room come and go; the own one is judged by the whole step, too.
    if max(level, float(np.median(whole[np.isfinite(whole[:, 1]), 2]))) < QUIET_DBFS:
        return {"too_quiet"}
    if _noisy(rows, voiced, level):
        return {"noisy_room"}
    return {"gain_control"} if gain_moves(whole) else set()


def gain_moves(hops: FloatArray) -> bool:
    """Whether the microphone's gain seems to move by itself; `hops` (n, 4) as of SpeechEvidence."""
    t_s, level = hops[:, 0], hops[:, 2]
    voiced_s = t_s[np.isfinite(hops[:, 1])]
    rises = []
    for end_s, next_s in pairwise(voiced_s):
        if next_s - end_s >= GAIN_PAUSE_S:
            early = level[(t_s >= end_s + AFTER_S[0]) & (t_s < end_s + AFTER_S[1])]
            late = level[(t_s >= next_s - BEFORE_S[0]) & (t_s < next_s - BEFORE_S[1])]
            if len(early) and len(late):
                rises.append(float(np.median(late) - np.median(early)))
    return len(rises) >= LEAST_PAUSES and float(np.percentile(rises, 25.0)) >= GAIN_DB


def _noisy(rows: FloatArray, voiced: NDArray[np.bool_], level_dbfs: float) -> bool:
    """Whether even the quietest tenth of the pauses comes close to the voice."""
    pauses = rows[~voiced, 2]
    return len(pauses) >= LEAST_VOICED // 2 and level_dbfs - float(np.percentile(pauses, 10.0)) < NOISY_DB
