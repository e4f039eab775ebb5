"""Observations as the records that `attune observe` prints: plain values, one record a line, times in seconds.

The names and meanings of the fields are a contract with other programs; add, never rename.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from perception.types import (
    Box,
    FaceObservation,
    Gap,
    Nod,
    Observation,
    PoseObservation,
    SpeechSegment,
    Utterance,
    VoiceObservation,
)

Record = dict[str, object]

_TIME_DIGITS: Final = 4
_DIGITS: Final = 4


def observe_records(observation: Observation, *, source: str | None = None) -> list[Record]:
    """The records of one observation, in order of time; none for what `observe` does not print.

    `source`: the file name, for single pictures. A VoiceObservation gives one record a 10 ms hop, an Utterance one
    a word.
    """
    match observation:
        case FaceObservation():
            return [_face(observation, source)]
        case PoseObservation():
            return [_pose(observation, source)]
        case Nod():
            return [_nod(observation)]
        case VoiceObservation():
            return _voice(observation)
        case SpeechSegment():
            return _speech(observation)
        case Utterance():
            return _words(observation)
        case Gap():
            ends = _span("gap", observation.start_s, observation.end_s)
            return [ends | {"what": observation.what, "reason": observation.reason}]
        case _:
            return []


def _face(face: FaceObservation, source: str | None) -> Record:
    return _head("face", face.t_s, source) | {
        "found": face.found,
        "faces": face.faces,
        "box": _box(face.box),
        "yaw_deg": _number(face.yaw_deg),
        "pitch_deg": _number(face.pitch_deg),
        "roll_deg": _number(face.roll_deg),
        "gaze_x_deg": _number(face.gaze_x_deg),
        "gaze_y_deg": _number(face.gaze_y_deg),
        "distance_cm": _number(face.distance_cm),
        "attend_p": _number(face.attend_p),
        "zone": face.zone,
        "blink": _number(face.blink),
        "eyes": face.eyes,
        "displays": _numbers(face.displays),
        "raw": _numbers(face.raw),
    }


def _pose(pose: PoseObservation, source: str | None) -> Record:
    return _head("pose", pose.t_s, source) | {
        "found": pose.found,
        "lean": _number(pose.lean),
        "slouch": _number(pose.slouch),
        "shoulder_tilt_deg": _number(pose.shoulder_tilt_deg),
        "facing": _number(pose.facing),
        "arms_crossed": pose.arms_crossed,
        "face_touch": pose.face_touch,
        "motion": _number(pose.motion),
        "framing": pose.framing,
    }


def _nod(nod: Nod) -> Record:
    return _span("nod", nod.start_s, nod.end_s) | {
        "cycles": nod.cycles,
        "amplitude_deg": _number(nod.amplitude_deg),
        "timed": nod.timed,
    }


def _voice(voice: VoiceObservation) -> list[Record]:
    return [
        {
            "kind": "voice",
            "t_s": _time(voice.t_s + index * voice.hop_s),
            "channel": voice.channel,
            "f0_hz": _number(float(voice.f0_hz[index])),
            "voiced_p": _number(float(voice.voiced_p[index])),
            "level_dbfs": _number(float(voice.level_dbfs[index])),
            "tilt_db": _number(float(voice.tilt_db[index])),
        }
        for index in range(len(voice.f0_hz))
    ]


def _speech(segment: SpeechSegment) -> list[Record]:
    """The speech, and who it is."""
    who: Record = {"who": segment.channel, "p": _number(segment.p)}
    return [
        _span("speech", segment.start_s, segment.end_s) | {"channel": segment.channel},
        _span("speaker", segment.start_s, segment.end_s) | who | ({"voice": segment.voice} if segment.voice else {}),
    ]


def _words(utterance: Utterance) -> list[Record]:
    return [
        _span("word", word.start_s, word.end_s)
        | {"text": word.text, "p": _number(word.p), "channel": utterance.speaker}
        for word in utterance.words
    ]


def _head(kind: str, t_s: float, source: str | None) -> Record:
    head: Record = {"kind": kind, "t_s": _time(t_s)}
    return head if source is None else head | {"source": source}


def _span(kind: str, start_s: float, end_s: float) -> Record:
    return {"kind": kind, "start_s": _time(start_s), "end_s": _time(end_s)}


def _box(box: Box | None) -> dict[str, float] | None:
    if box is None:
        return None
    return {"x": round(box.x, 1), "y": round(box.y, 1), "w": round(box.width, 1), "h": round(box.height, 1)}


def _time(t_s: float) -> float:
    return round(t_s, _TIME_DIGITS)


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, _DIGITS)


def _numbers(values: Mapping[str, float]) -> dict[str, float | None]:
    return {name: _number(value) for name, value in values.items()}
