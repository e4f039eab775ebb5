"""What the records say about the picture of a moment: box and direction of the face, where the eyes rest. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, radians, sin
from typing import Final, Literal

import numpy as np

from app.library.review.series import FaceSeries, PoseSeries, SessionSeries
from app.ui.review.picture.mapping_presenter import Rect
from perception.scoring.params import P_LEAN, P_SLOUCH, P_TILT_DEG
from perception.types import FloatArray

_NEAR_S: Final = 0.3  # a reading that far from the picture still tells of it
_POSE_NEAR_S: Final = 1.5  # bodies are read less often
_ZONE_WORDS: Final[Mapping[str, tuple[str, Literal["good", "watch", "unknown"]]]] = {
    "camera": ("at the camera", "good"),
    "tile": ("at the customer", "good"),
    "notes": ("at notes", "watch"),
    "away": ("away", "watch"),
    "": ("not measured", "unknown"),
}
_HARDLY_ANY: Final = 95.0  # percent; a face may reach out of its picture
_FACE_SHOWN: Final = 0.25  # of a display, from which it is told
_DISPLAY_WORDS: Final[Mapping[str, str]] = {
    "smile": "smile",
    "brow_raise": "brows up",
    "brow_lower": "brows lowered",
    "lip_press": "lips pressed",
}


@dataclass(frozen=True, slots=True)
class FaceView:
    """The face in one picture, in pixels of what was looked at. nose: where it points, as shares of the box's size."""

    box: Rect
    nose: tuple[float, float]
    roll_deg: float
    zone: str
    mark: Literal["good", "watch", "unknown"]


@dataclass(frozen=True, slots=True)
class FigureView:
    """A person drawn from the records alone. turn, nod: -1..1, right edge and up positive. None: not measured.

    smile, brow: display strengths 0..1, brow positive up. lean: + forward. shoulders_deg: + right one lower.
    """

    turn: float | None = None
    nod: float | None = None
    roll_deg: float = 0.0
    smile: float = 0.0
    brow: float = 0.0
    lean: float = 0.0
    slouch: float = 0.0
    shoulders_deg: float | None = None
    zone: str = ""
    mark: Literal["good", "watch", "unknown"] = "unknown"
    words: str = ""


def face_at(series: SessionSeries, t_s: float) -> FaceView | None:
    """The face at a time; None where none was found."""
    face = series.face
    row = _row(face.t_s, t_s, _NEAR_S) if face is not None else None
    if face is None or row is None or not face.found[row] or not np.all(np.isfinite(face.box[row])):
        return None
    words, mark = _ZONE_WORDS.get(face.zone[row], _ZONE_WORDS[""])
    x, y, width, height = (float(one) for one in face.box[row])
    yaw, pitch = float(face.yaw_deg[row]), float(face.pitch_deg[row])
    nose = (sin(radians(yaw)), -sin(radians(pitch))) if isfinite(yaw) and isfinite(pitch) else (0.0, 0.0)
    return FaceView(Rect(x, y, width, height), nose, _number(face.roll_deg[row]), words, mark)


def reach_of(face: FaceSeries | None) -> tuple[float, float]:
    """How far faces reach to the right and down, pixels; hardly any reaches further. 0 without any."""
    boxes = face.box[face.found & np.all(np.isfinite(face.box), axis=1)] if face is not None else np.zeros((0, 4))
    if not len(boxes):
        return 0.0, 0.0
    right, bottom = boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]
    return float(np.percentile(right, _HARDLY_ANY)), float(np.percentile(bottom, _HARDLY_ANY))


def figure_at(series: SessionSeries, t_s: float) -> FigureView:
    """The person at a time, from what was measured."""
    face, pose = series.face, series.pose
    row = _row(face.t_s, t_s, _NEAR_S) if face is not None else None
    body = _row(pose.t_s, t_s, _POSE_NEAR_S) if pose is not None else None
    seen = face is not None and row is not None and bool(face.found[row])
    shoulders = float(pose.shoulder_tilt_deg[body]) if pose is not None and body is not None else float("nan")
    lean = _number(pose.lean[body]) if pose is not None and body is not None else 0.0
    slouch = _number(pose.slouch[body], 1.0) if pose is not None and body is not None else 1.0
    shoulders_deg = shoulders if isfinite(shoulders) else None
    posture = posture_words(pose, t_s)
    if face is None or row is None or not seen:
        return FigureView(shoulders_deg=shoulders_deg, lean=lean, slouch=slouch, words=posture)
    words, mark = _ZONE_WORDS.get(face.zone[row], _ZONE_WORDS[""])
    shown = [said for name, said in _DISPLAY_WORDS.items() if _display(face, name, row) >= _FACE_SHOWN]
    said = ", ".join([f"looks {words}" if mark != "unknown" else "gaze not measured", *shown, *filter(None, [posture])])
    return FigureView(
        sin(radians(_number(face.yaw_deg[row]))),
        sin(radians(_number(face.pitch_deg[row]))),
        _number(face.roll_deg[row]),
        _display(face, "smile", row),
        _display(face, "brow_raise", row) - _display(face, "brow_lower", row),
        lean,
        slouch,
        shoulders_deg,
        words,
        mark,
        said,
    )


def posture_words(pose: PoseSeries | None, t_s: float) -> str:
    """What was seen of the posture, in plain words; '' where there is nothing to say."""
    row = _row(pose.t_s, t_s, _POSE_NEAR_S) if pose is not None else None
    if pose is None or row is None or not pose.found[row]:
        return ""
    words = []
    lean, slouch = float(pose.lean[row]), float(pose.slouch[row])
    if isfinite(lean) and abs(lean) >= P_LEAN:
        words.append("leans forward" if lean > 0 else "leans back")
    if isfinite(slouch) and slouch <= P_SLOUCH:
        words.append("slouches")
    tilt = float(pose.shoulder_tilt_deg[row])
    if isfinite(tilt) and abs(tilt) >= P_TILT_DEG:
        words.append("shoulders tilted")
    if float(pose.arms_crossed[row]) == 1.0:
        words.append("arms crossed")
    return ", ".join(words)


def levels_around(t: FloatArray, level_dbfs: FloatArray, now_s: float, *, half_s: float, columns: int) -> FloatArray:
    """The loudness around a time as `columns` heights 0..1; 0 where nothing was measured."""
    heights = np.zeros(columns)
    if t.size == 0 or columns == 0:
        return heights
    edges = np.linspace(now_s - half_s, now_s + half_s, columns + 1)
    at = np.searchsorted(t, edges)
    for number in range(columns):
        inside = level_dbfs[at[number] : at[number + 1]]
        inside = inside[np.isfinite(inside)]
        if inside.size:
            heights[number] = np.clip((float(np.max(inside)) + 60.0) / 50.0, 0.0, 1.0)
    return heights


def _row(t: FloatArray, t_s: float, near_s: float) -> int | None:
    """The reading nearest to a time; None where none is near."""
    if t.size == 0:
        return None
    after = int(np.searchsorted(t, t_s))
    best = min((row for row in (after - 1, after) if 0 <= row < t.size), key=lambda row: abs(float(t[row]) - t_s))
    return best if abs(float(t[best]) - t_s) <= near_s else None


def _display(face: FaceSeries, name: str, row: int) -> float:
    values = face.displays.get(name)
    return _number(values[row]) if values is not None else 0.0


def _number(value: float, otherwise: float = 0.0) -> float:
    return float(value) if isfinite(float(value)) else otherwise
