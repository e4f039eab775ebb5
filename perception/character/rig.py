"""What the drawn person can do: every movable part as one number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RigPose:
    """One moment of the drawn person; the defaults are a neutral, upright, attentive one.

    yaw_deg: + when the nose points to the right edge of the picture. pitch_deg: + looking up. roll_deg: + clockwise
    in the picture (the signs of FaceObservation). gaze_x_deg, gaze_y_deg: the eyes relative to the head, same
    signs, up to about 30. lids: 0 open to 1 closed. brow_raise, brow_lower, smile, lip_press, jaw: 0..1.
    lean: + forward, 1 is 8 degrees at the hips. slouch: 0..1. shoulder_tilt_deg: + when the shoulder at the right edge
    of the picture is lower. arms: 1 crossed, -1 open before the body, 0 hanging; in between they come up from below the
    picture. sway_x_cm, sway_y_cm, sway_z_cm: the whole body right, up and towards the camera.
    """

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    gaze_x_deg: float = 0.0
    gaze_y_deg: float = 0.0
    lids: float = 0.0
    brow_raise: float = 0.0
    brow_lower: float = 0.0
    smile: float = 0.0
    lip_press: float = 0.0
    jaw: float = 0.0
    lean: float = 0.0
    slouch: float = 0.0
    shoulder_tilt_deg: float = 0.0
    arms: float = 0.0
    sway_x_cm: float = 0.0
    sway_y_cm: float = 0.0
    sway_z_cm: float = 0.0


NEUTRAL = RigPose()
