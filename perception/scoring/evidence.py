"""The raw evidence of a session: everything observed, kept in order of time whatever the order it came in."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable
from typing import Final, Generic, TypeVar

import numpy as np

from perception.features.turn_taking import intervals_of, merge_intervals
from perception.scoring import params
from perception.scoring.columns import GrowingTable, VoiceTrack
from perception.types import (
    CustomerSmile,
    FaceObservation,
    FloatArray,
    Gap,
    Nod,
    Observation,
    PhaseChange,
    PoseObservation,
    Speaker,
    SpeechSegment,
    StatedFeeling,
    Utterance,
    VoiceObservation,
)

NAN: Final = math.nan
# Columns of a face row. Missing values are NaN; found is 0 or 1.
FACE_COLUMNS: Final = (
    *("t_s", "found", "yaw", "pitch", "offset_x", "offset_y", "gaze_x", "gaze_y", "attend", "shut"),
    *("smile", "asymmetry", "concern", "scowl", "brow_raise", "eye_roll", "notes"),
)
FACE: Final = {name: i for i, name in enumerate(FACE_COLUMNS)}
POSE_COLUMNS: Final = (
    *("t_s", "found", "visible", "framed", "head_only", "facing", "lean", "slouch", "tilt", "crossed", "touch"),
    "motion",
)
POSE: Final = {name: i for i, name in enumerate(POSE_COLUMNS)}
_ZONE_ATTEND: Final = {"camera": 1.0, "tile": 1.0, "notes": 0.0, "away": 0.0}

_Item = TypeVar("_Item", Nod, Utterance, StatedFeeling, CustomerSmile, PhaseChange, Gap)


class Timeline(Generic[_Item]):
    """Items in order of time, equal times in an order that does not depend on arrival."""

    def __init__(self, key: Callable[[_Item], tuple[float, ...]]) -> None:
        self._key: Callable[[_Item], tuple[object, ...]] = lambda item: (*key(item), repr(item))
        self._time: Callable[[_Item], float] = lambda item: key(item)[0]
        self.items: list[_Item] = []

    def add(self, item: _Item) -> None:
        """Put the item in its place."""
        if self.items and self._key(item) < self._key(self.items[-1]):
            insort(self.items, item, key=self._key)
        else:
            self.items.append(item)

    def between(self, start_s: float, end_s: float) -> list[_Item]:
        """Items whose time lies in [start_s, end_s]."""
        return self.items[
            bisect_left(self.items, start_s, key=self._time) : bisect_right(self.items, end_s, key=self._time)
        ]


class Evidence:
    """Append-only store of observations with queries by time window."""

    def __init__(self) -> None:
        self.face = GrowingTable(len(FACE_COLUMNS))
        self.pose = GrowingTable(len(POSE_COLUMNS))
        self.voice: dict[Speaker, VoiceTrack] = {"csm": VoiceTrack(), "customer": VoiceTrack()}
        self.nods: Timeline[Nod] = Timeline(lambda nod: (nod.start_s, nod.end_s))
        self.utterances: Timeline[Utterance] = Timeline(lambda said: (said.start_s, said.end_s))
        self.feelings: Timeline[StatedFeeling] = Timeline(lambda felt: (felt.start_s, felt.end_s))
        self.customer_smiles: Timeline[CustomerSmile] = Timeline(lambda smile: (smile.start_s, smile.end_s))
        self.phases: Timeline[PhaseChange] = Timeline(lambda change: (change.t_s,))
        self.gaps: Timeline[Gap] = Timeline(lambda gap: (gap.start_s, gap.end_s))
        self.words_version = 0  # changes whenever something said or stated is added
        self.end_s = 0.0  # latest time observed
        self._segments: dict[Speaker, list[SpeechSegment]] = {"csm": [], "customer": [], "unknown": []}
        self._merged: dict[Speaker, tuple[int, FloatArray]] = {}

    def add(self, observation: Observation) -> None:
        """Keep one observation; a mark by hand is no evidence."""
        match observation:
            case FaceObservation():
                self.face.append(_face_row(observation))
                self._reach(observation.t_s)
            case PoseObservation():
                self.pose.append(_pose_row(observation))
                self._reach(observation.t_s)
            case VoiceObservation():
                self._add_voice(observation)
            case SpeechSegment():
                self._segments[observation.channel].append(observation)
                self._reach(observation.end_s)
            case Nod():
                self.nods.add(observation)
                self._reach(observation.end_s)
            case Utterance():
                self.utterances.add(observation)
                self.words_version += 1
                self._reach(observation.end_s)
            case StatedFeeling():
                self.feelings.add(observation)
                self.words_version += 1
                self._reach(observation.end_s)
            case CustomerSmile():
                self.customer_smiles.add(observation)
                self._reach(observation.end_s)
            case PhaseChange():
                self.phases.add(observation)
                self.words_version += 1
            case Gap():
                self.gaps.add(observation)
                self._reach(observation.end_s)

    def speech(self, speaker: Speaker) -> FloatArray:
        """(n, 2) merged speech of one speaker; where no speech was measured the times of the utterances."""
        segments = self._segments[speaker]
        version = len(segments) if segments else -len(self.utterances.items) - 1
        known = self._merged.get(speaker)
        if known is not None and known[0] == version:
            return known[1]
        if known is not None and segments and 0 < known[0] < version:
            fresh = np.asarray([(s.start_s, s.end_s) for s in segments[known[0] :]]).reshape(-1, 2)
            merged = merge_intervals(np.concatenate((known[1], fresh)))
        else:
            merged = intervals_of(segments or self.utterances.items, speaker)
        self._merged[speaker] = (version, merged)
        return merged

    def _add_voice(self, block: VoiceObservation) -> None:
        track = self.voice.get(block.channel)
        if track is not None:
            track.add(block)
            self._reach(block.t_s + (len(block.f0_hz) - 0.5) * block.hop_s)

    def _reach(self, t_s: float) -> None:
        self.end_s = max(self.end_s, t_s)


def _number(value: float | None) -> float:
    return NAN if value is None else float(value)


def _flag(value: bool | None) -> float:
    return NAN if value is None else float(value)


def _face_row(face: FaceObservation) -> tuple[float, ...]:
    shown = face.displays
    attend = face.attend_p if face.attend_p is not None else _ZONE_ATTEND.get(face.zone or "", NAN)
    return (
        *(face.t_s, float(face.found), _number(face.yaw_deg), _number(face.pitch_deg)),
        *(_number(face.offset_x), _number(face.offset_y), _number(face.gaze_x_deg), _number(face.gaze_y_deg)),
        *(attend, _shut(face)),
        *(shown.get(name, NAN) for name in ("smile", "smile_asymmetry", "concern", "scowl", "brow_raise", "eye_roll")),
        float(face.zone == "notes"),
    )


def _shut(face: FaceObservation) -> float:
    """1 while the lids are down in a blink or closed; by the bare lid shapes where nothing better is known."""
    if face.eyes is not None:
        return float(face.eyes != "open")
    return float(face.blink is not None and face.blink > params.E_BLINK)


def _pose_row(pose: PoseObservation) -> tuple[float, ...]:
    return (
        *(pose.t_s, float(pose.found), float(pose.shoulders_visible), float(pose.framing == "ok")),
        *(float(pose.framing == "head_only"), _number(pose.facing), _number(pose.lean), _number(pose.slouch)),
        *(_number(pose.shoulder_tilt_deg), _flag(pose.arms_crossed), _flag(pose.face_touch), _number(pose.motion)),
    )
