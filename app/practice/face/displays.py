"""What each display looks like on the drawn face, from a trace (1) to plain (3).

Written after what observers agree on: the inner brows of worry and sadness, the drawn-together brows of anger and of
confusion, the one raised brow of doubt, the raised cheeks of a smile that is meant. Everybody here is at work and
composed: 3 is a strong feeling of a grown person in a call, not a cartoon.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Final

from app.practice.scenario.model import Display
from perception.character.rig import NEUTRAL, RigPose

MOST: Final = 3.0
# How much of the whole pose is shown at intensity 0, 1, 2, 3. Even nothing in particular is not a blank face.
_SHARE: Final = (0.15, 0.45, 0.74, 1.0)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a display moves. restless: 0..1 how far head and body move by themselves. drops_gaze, looks_off: share of
    the time the eyes are lowered or turned aside, 0..1. breath_hz: breaths a second; breath: how deep, 1 is usual."""

    restless: float = 0.4
    drops_gaze: float = 0.05
    looks_off: float = 0.06
    breath_hz: float = 0.22
    breath: float = 1.0


# The pose at intensity 3, its gaze against somebody it looks at (0 is into their eyes). The head's level is a touch
# above the drawing's own, which looks down a little.
_LEVEL: Final = RigPose(pitch_deg=2.5)
FULL: Final[dict[Display, RigPose]] = {
    "neutral": _LEVEL,
    "friendly": replace(
        _LEVEL, smile=0.62, cheeks=0.7, brow_raise=0.16, brow_outer=0.12, lower_lids=0.12, roll_deg=2.0, pitch_deg=3.0
    ),
    "angry": replace(
        _LEVEL,
        brow_lower=0.76,
        brow_outer=0.3,
        upper_lids=-0.2,
        lower_lids=0.5,
        lip_press=0.62,
        frown=0.42,
        pitch_deg=-1.0,
        lean=0.35,
        shoulders=0.3,
    ),
    "disappointed": replace(
        _LEVEL,
        brow_inner=0.42,
        brow_lower=0.22,
        upper_lids=0.46,
        frown=0.6,
        lip_press=0.32,
        gaze_y_deg=-7.0,
        pitch_deg=-2.5,
        roll_deg=-2.5,
        shoulders=-0.3,
    ),
    "worried": replace(
        _LEVEL,
        brow_inner=0.95,
        brow_raise=0.24,
        upper_lids=-0.42,
        lower_lids=0.2,
        frown=0.32,
        lips_apart=0.2,
        lip_press=0.0,
        lean=0.3,
        shoulders=0.45,
    ),
    "overwhelmed": replace(
        _LEVEL,
        brow_inner=0.85,
        brow_raise=0.62,
        upper_lids=-0.4,
        frown=0.28,
        jaw=0.1,
        lips_apart=0.4,
        gaze_y_deg=4.0,
        roll_deg=3.0,
        pitch_deg=3.5,
        shoulders=0.7,
        slouch=0.12,
    ),
    "confused": replace(
        _LEVEL,
        brow_lower=0.52,
        brow_skew=0.62,
        brow_inner=0.22,
        lower_lids=0.42,
        mouth_skew=-0.3,
        lip_press=0.14,
        lips_apart=0.12,
        roll_deg=7.0,
        pitch_deg=1.0,
        lean=0.3,
    ),
    "hurt": replace(
        _LEVEL,
        brow_inner=0.92,
        brow_lower=0.36,
        lower_lids=0.42,
        upper_lids=0.14,
        lip_press=0.48,
        frown=0.5,
        pout=0.4,
        gaze_y_deg=-4.0,
        yaw_deg=-4.0,
        pitch_deg=-1.5,
        lean=-0.35,
        shoulders=0.25,
    ),
    "sad": replace(
        _LEVEL,
        brow_inner=1.0,
        upper_lids=0.62,
        frown=0.72,
        pout=0.45,
        gaze_y_deg=-10.0,
        pitch_deg=-4.0,
        roll_deg=3.5,
        shoulders=-0.45,
        slouch=0.22,
    ),
    "sceptical": replace(
        _LEVEL,
        brow_skew=0.95,
        brow_lower=0.26,
        lower_lids=0.42,
        upper_lids=0.2,
        lip_press=0.36,
        mouth_skew=0.58,
        yaw_deg=-7.0,
        roll_deg=-4.0,
        pitch_deg=4.0,
        lean=-0.4,
    ),
    "relieved": replace(
        _LEVEL,
        smile=0.46,
        cheeks=0.42,
        brow_inner=0.34,
        brow_raise=0.3,
        upper_lids=0.34,
        lips_apart=0.16,
        roll_deg=-2.5,
        pitch_deg=4.0,
        shoulders=-0.6,
    ),
    "guarded": replace(
        _LEVEL,
        smile=0.14,
        lip_press=0.66,
        upper_lids=0.3,
        lower_lids=0.26,
        brow_lower=0.14,
        brow_raise=0.14,
        yaw_deg=4.0,
        pitch_deg=4.5,
        lean=-0.45,
        shoulders=0.2,
    ),
}

MANNERS: Final[dict[Display, Manner]] = {
    "neutral": Manner(),
    "friendly": Manner(restless=0.5, looks_off=0.04),
    "angry": Manner(restless=0.45, looks_off=0.03, breath_hz=0.32, breath=1.5),
    "disappointed": Manner(restless=0.25, drops_gaze=0.24, breath_hz=0.19, breath=1.2),
    "worried": Manner(restless=0.8, drops_gaze=0.08, looks_off=0.12, breath_hz=0.32, breath=1.1),
    "overwhelmed": Manner(restless=0.85, drops_gaze=0.12, looks_off=0.18, breath_hz=0.36, breath=1.5),
    "confused": Manner(restless=0.55, looks_off=0.12),
    "hurt": Manner(restless=0.35, drops_gaze=0.26, looks_off=0.08, breath_hz=0.26),
    "sad": Manner(restless=0.15, drops_gaze=0.34, breath_hz=0.18, breath=1.2),
    "sceptical": Manner(restless=0.35, looks_off=0.08),
    "relieved": Manner(restless=0.35, breath_hz=0.2, breath=1.5),
    "guarded": Manner(restless=0.2, looks_off=0.14, breath=0.8),
}


def display_pose(display: Display, intensity: float) -> RigPose:
    """The face showing this display to somebody it looks at. intensity: 0..3, in between allowed, brought inside."""
    level = min(max(intensity, 0.0), MOST)
    low = int(level)
    high = min(low + 1, int(MOST))
    share = _SHARE[low] + (_SHARE[high] - _SHARE[low]) * (level - low)
    return eyes_on_you(blend(_LEVEL, FULL[display], share))


def eyes_on_you(pose: RigPose) -> RigPose:
    """The pose with its gaze, given against somebody who is looked at, turned back by how far the head is turned."""
    return replace(pose, gaze_x_deg=pose.gaze_x_deg - pose.yaw_deg, gaze_y_deg=pose.gaze_y_deg - pose.pitch_deg)


def blend(a: RigPose, b: RigPose, share: float) -> RigPose:
    """The pose between `a` (0) and `b` (1), every part alike."""
    return RigPose(*[x + (y - x) * share for x, y in zip(_VALUES(a), _VALUES(b), strict=True)])


def changed(pose: RigPose, changes: dict[str, float]) -> RigPose:
    """The pose with these parts changed."""
    return RigPose(**(dict(zip(_NAMES, _VALUES(pose), strict=True)) | changes))


def looks(name: str, display: Display) -> str:
    """What somebody who sees the picture could say about the face, one plain sentence."""
    return f"{name} looks {_WORDS[display]}." if display != "neutral" else f"{name} looks at you calmly."


_NAMES: Final = tuple(field.name for field in fields(NEUTRAL))
_VALUES: Final = attrgetter(*_NAMES)
_WORDS: Final[dict[Display, str]] = {
    "neutral": "calm",
    "friendly": "friendly",
    "angry": "angry",
    "disappointed": "disappointed",
    "worried": "worried",
    "overwhelmed": "overwhelmed",
    "confused": "puzzled",
    "hurt": "hurt",
    "sad": "sad",
    "sceptical": "doubtful",
    "relieved": "relieved",
    "guarded": "guarded",
}
