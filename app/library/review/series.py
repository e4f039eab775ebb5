"""What was measured over the time of a session, as columns: what the tracks and the overlays of the review draw.

Values hold arrays, so they compare by identity. NaN means "not measured here".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from perception.types import FloatArray, Letter, Span, Speaker, Zone

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class FaceSeries:
    """One row a picture, in order of time. box: (n, 4) x, y, width, height in pixels. zone: one of Zone or ''.

    displays: name to (n,) 0..1 as in FaceObservation.displays.
    """

    t_s: FloatArray
    found: BoolArray
    box: FloatArray
    yaw_deg: FloatArray
    pitch_deg: FloatArray
    roll_deg: FloatArray
    attend_p: FloatArray
    zone: tuple[Zone | Literal[""], ...]
    displays: Mapping[str, FloatArray] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class PoseSeries:
    """One row a reading of the upper body; units as in PoseObservation. arms_crossed: 1, 0 or NaN."""

    t_s: FloatArray
    found: BoolArray
    shoulder_span_px: FloatArray
    shoulder_tilt_deg: FloatArray
    lean: FloatArray
    slouch: FloatArray
    motion: FloatArray
    arms_crossed: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class VoiceSeries:
    """The voice of one speaker. f0_hz: NaN where unvoiced. level_dbfs: floor -100. A step is `hop_s` or more long."""

    speaker: Speaker
    t_s: FloatArray
    f0_hz: FloatArray
    level_dbfs: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class LetterSeries:
    """How a letter went over time, 0..100, NaN without evidence; low, high: 80 % interval of each moment's value.

    window_s: how long a stretch of the call each value looks back on.
    """

    letter: Letter
    t_s: FloatArray
    value: FloatArray
    low: FloatArray
    high: FloatArray
    window_s: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span with a name: a run of speech, a display, a gaze zone, a gap. kind: its track; label: plain words."""

    start_s: float
    end_s: float
    kind: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """A moment on a track: a feeling moment, a nod, a cue, a mark, a step of the practice call.

    kind: its track. shape: disc, square or triangle. mark: good, watch or unknown.
    """

    t_s: float
    kind: str
    label: str
    shape: Literal["disc", "square", "triangle"] = "disc"
    mark: Literal["good", "watch", "unknown"] = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class SessionSeries:
    """Everything of one session. duration_s: to the end of the recording. gaps: what was not captured.

    voices: by speaker. letters: by letter; a letter that was left out is absent. stretches and happenings in order of
    time. overlaps: both spoke.
    """

    duration_s: float
    face: FaceSeries | None = None
    pose: PoseSeries | None = None
    voices: Mapping[str, VoiceSeries] = field(default_factory=dict)
    letters: Mapping[str, LetterSeries] = field(default_factory=dict)
    stretches: tuple[Stretch, ...] = ()
    happenings: tuple[Happening, ...] = ()
    overlaps: tuple[Span, ...] = ()
