"""Why a cue came: the number that fired it over the ten seconds around it, from what was recorded. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from perception.recording.records import CueRecord
from perception.types import (
    FaceObservation,
    FloatArray,
    Observation,
    PoseObservation,
    Span,
    Utterance,
    VoiceObservation,
    Word,
)

BEFORE_S: Final = 8.0
AFTER_S: Final = 2.0
VOICE_S: Final = 3.0  # a level is the median of so much voice, as when the cue came (app/engine/cue_desk.py)
_STEP_S: Final = 0.25
_LEAST_VOICE_S: Final = 0.5
_VOICED: Final = 0.5
_GAP_S: Final = 1.5  # between two words of one turn
_LEAST_RATE_S: Final = 4.0

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class CueTrace:
    """A number over time beside its limit. points: session time and value; a stretch without is not joined.

    limit: in the unit of the values. above: it fired above the limit, else below. name: what it is, with its unit.
    """

    name: str
    points: Points
    limit: float
    above: bool
    span: Span
    t_s: float


@dataclass(frozen=True, slots=True)
class _Track:
    """How the number of a rule is shown. number: its name in the cue. shown: to the unit of the name."""

    number: str
    name: str
    above: bool
    read: Callable[[CueRecord, Sequence[Observation]], Points]
    shown: Callable[[float], float] = lambda value: value


def around(cue: CueRecord) -> Span:
    """The ten seconds to replay."""
    return Span(max(0.0, cue.t_s - BEFORE_S), cue.t_s + AFTER_S)


def trace_of(cue: CueRecord, observations: Iterable[Observation]) -> CueTrace | None:
    """The trace; None for a cue about what was said in several turns, and where nothing was recorded.

    observations: of face, body, voice and words, from VOICE_S before `around` to its end, in order of time.
    """
    if not is_drawn(cue):
        return None
    track = _TRACKS[cue.rule]
    span = around(cue)
    found = track.read(cue, tuple(observations))
    points = tuple((t_s, track.shown(value)) for t_s, value in found if span.start_s <= t_s <= span.end_s)
    if len(points) < 2:
        return None
    return CueTrace(track.name, points, track.shown(cue.limits[track.number]), track.above, span, cue.t_s)


def is_drawn(cue: CueRecord) -> bool:
    """Whether a cue has a number that can be drawn over time; those about several turns have none."""
    track = _TRACKS.get(cue.rule)
    return track is not None and track.number in cue.limits


# ---------------------------------------------------------------- readers


def _attend(_cue: CueRecord, seen: Sequence[Observation]) -> Points:
    faces = (one for one in seen if isinstance(one, FaceObservation))
    return tuple((face.t_s, face.attend_p) for face in faces if face.attend_p is not None)


def _smile(_cue: CueRecord, seen: Sequence[Observation]) -> Points:
    faces = (one for one in seen if isinstance(one, FaceObservation))
    return tuple((face.t_s, face.displays["smile"]) for face in faces if "smile" in face.displays)


def _lean(_cue: CueRecord, seen: Sequence[Observation]) -> Points:
    poses = (one for one in seen if isinstance(one, PoseObservation))
    return tuple((pose.t_s, pose.lean) for pose in poses if pose.lean is not None)


def _slouch(_cue: CueRecord, seen: Sequence[Observation]) -> Points:
    poses = (one for one in seen if isinstance(one, PoseObservation))
    return tuple((pose.t_s, pose.slouch) for pose in poses if pose.slouch is not None)


def _level(cue: CueRecord, seen: Sequence[Observation]) -> Points:
    """Level above the usual. The usual itself is not kept: it follows from the number the cue came with."""
    hops = _voiced_hops(seen)
    now = _median(hops, cue.t_s)
    if now is None:
        return ()
    usual = now - cue.numbers["level_db"] if "level_db" in cue.numbers else now
    span = around(cue)
    times = np.arange(span.start_s, span.end_s + _STEP_S, _STEP_S)
    found = ((float(t_s), _median(hops, float(t_s))) for t_s in times)
    return tuple((t_s, level - usual) for t_s, level in found if level is not None)


def _speaking(cue: CueRecord, _seen: Sequence[Observation]) -> Points:
    """How long the turn had lasted: a clock, so it needs no record."""
    spoken_s = cue.numbers.get("speaking_s")
    if spoken_s is None:
        return ()
    span = around(cue)
    return tuple((t_s, max(0.0, spoken_s - (cue.t_s - t_s))) for t_s in (span.start_s, cue.t_s, span.end_s))


def _pace(cue: CueRecord, seen: Sequence[Observation]) -> Points:
    """Words a minute of the running turn."""
    words = _turn_words(cue.t_s, seen)
    if not words:
        return ()
    start_s = words[0].start_s
    ends = [(number, word.end_s - start_s) for number, word in enumerate(words, start=1)]
    return tuple((start_s + run_s, 60.0 * number / run_s) for number, run_s in ends if run_s >= _LEAST_RATE_S)


def _turn_words(t_s: float, seen: Sequence[Observation]) -> list[Word]:
    said = sorted(
        (word for one in seen if isinstance(one, Utterance) and one.speaker == "csm" for word in one.words),
        key=lambda word: word.start_s,
    )
    turn: list[Word] = []
    for word in said:
        if turn and word.start_s - turn[-1].end_s > _GAP_S:
            if word.start_s > t_s:
                break
            turn = []
        turn.append(word)
    return turn


def _voiced_hops(seen: Sequence[Observation]) -> FloatArray:
    """(n, 3): time, level and length of the voiced hops of the CSM."""
    rows = []
    for one in seen:
        if isinstance(one, VoiceObservation) and one.channel == "csm":
            times = one.t_s + one.hop_s * np.arange(len(one.level_dbfs))
            kept = one.voiced_p >= _VOICED
            rows.append(np.column_stack([times[kept], one.level_dbfs[kept], np.full(kept.sum(), one.hop_s)]))
    return np.concatenate(rows) if rows else np.zeros((0, 3))


def _median(hops: FloatArray, t_s: float) -> float | None:
    """The level of the last seconds; None where too little voice was heard."""
    recent = hops[(hops[:, 0] <= t_s) & (hops[:, 0] > t_s - VOICE_S)]
    if recent[:, 2].sum() < _LEAST_VOICE_S:
        return None
    return float(np.median(recent[:, 1]))


def _percent(value: float) -> float:
    return 100.0 * value


_TRACKS: Final[Mapping[str, _Track]] = {
    "raised_voice": _Track("level_db", "Louder than your usual, dB", True, _level),
    "look_away": _Track("attend_p", "Eyes on the call, %", False, _attend, _percent),
    "smile": _Track("smile", "Smile, %", True, _smile, _percent),
    "lean_back": _Track("lean", "Leaned in (above 0) or back, %", False, _lean, lambda v: 100.0 * (math.exp(v) - 1.0)),
    "slouch": _Track("slouch", "Height of the head, % of your usual", False, _slouch, _percent),
    "pace": _Track("words_per_minute", "Words a minute", True, _pace),
    "monologue": _Track("speaking_s", "Length of your turn, s", True, _speaking),
}
