"""How a display looks on the drawn person, held still. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from app.practice.scenario.model import Display
from perception.character.rig import NEUTRAL, RigPose

_POSES: Final[Mapping[Display, RigPose]] = {
    "neutral": NEUTRAL,
    "friendly": replace(NEUTRAL, smile=0.6, brow_raise=0.2),
    "angry": replace(NEUTRAL, brow_lower=0.9, lip_press=0.7, lids=0.15, pitch_deg=-3.0),
    "disappointed": replace(NEUTRAL, brow_raise=0.3, lids=0.4, gaze_y_deg=-12.0, pitch_deg=-5.0, lip_press=0.3),
    "worried": replace(NEUTRAL, brow_raise=0.8, brow_lower=0.3, lip_press=0.35),
    "overwhelmed": replace(NEUTRAL, brow_raise=0.5, lids=0.5, slouch=0.5, pitch_deg=-4.0),
    "confused": replace(NEUTRAL, brow_lower=0.5, brow_raise=0.4, roll_deg=7.0),
    "hurt": replace(NEUTRAL, brow_raise=0.6, lids=0.45, gaze_y_deg=-14.0, pitch_deg=-7.0, yaw_deg=8.0),
    "sad": replace(NEUTRAL, brow_raise=0.6, lids=0.45, pitch_deg=-6.0, gaze_y_deg=-8.0, slouch=0.3),
    "sceptical": replace(NEUTRAL, brow_lower=0.4, lip_press=0.5, roll_deg=-5.0, yaw_deg=-7.0, gaze_x_deg=7.0),
    "relieved": replace(NEUTRAL, smile=0.45, lids=0.2, brow_raise=0.15, pitch_deg=2.0),
    "guarded": replace(NEUTRAL, lip_press=0.6, lids=0.2, lean=-0.5),
}


def pose_of(display: Display, *, jaw: float = 0.0) -> RigPose:
    """The pose of a display, the mouth open by `jaw` 0..1."""
    return replace(_POSES[display], jaw=jaw)
