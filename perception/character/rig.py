"""What the drawn person can do: every movable part as one number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RigPose:
    """One moment of the drawn person; the defaults are a neutral, upright, attentive one.

    yaw_deg: + when the nose points to the right edge of the picture. pitch_deg: + looking up. roll_deg: + clockwise
    in the picture (the signs of FaceObservation). gaze_x_deg, gaze_y_deg: the eyes relative to the head, same
    signs, up to about 30. lids: 0 open to 1 closed. brow_raise, brow_lower, smile, lip_press, jaw: 0..1.
    brow_inner: -1..1, + the inner ends rise and come together (worry). brow_outer: -1..1, + the outer ends rise.
    brow_skew: -1..1, + the brow at the right of the picture rises and the other one sinks. upper_lids: -1 wide open to
    1 heavy. lower_lids: 0..1 drawn up. cheeks: 0..1 raised, as in a smile that is meant. frown: 0..1 corners of the
    mouth down. pout: 0..1 the lower lip pushed up. mouth_skew: -1..1, + the corner at the right of the picture is drawn
    up and out. lip_round: 0..1 as in "oh". lips_apart: 0..1 with the jaw still, as in "ee".
    lean: + forward, 1 is 8 degrees at the hips. slouch: 0..1. shoulder_tilt_deg: + when the shoulder at the right edge
    of the picture is lower. shoulders: -1..1, + drawn up. arms: 1 crossed, -1 open before the body, 0 hanging; in
    between they come up from below the picture. sway_x_cm, sway_y_cm, sway_z_cm: the whole body right, up and
    towards the camera.
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
    brow_inner: float = 0.0
    brow_outer: float = 0.0
    brow_skew: float = 0.0
    upper_lids: float = 0.0
    lower_lids: float = 0.0
    cheeks: float = 0.0
    frown: float = 0.0
    pout: float = 0.0
    mouth_skew: float = 0.0
    lip_round: float = 0.0
    lips_apart: float = 0.0
    lean: float = 0.0
    slouch: float = 0.0
    shoulder_tilt_deg: float = 0.0
    shoulders: float = 0.0
    arms: float = 0.0
    sway_x_cm: float = 0.0
    sway_y_cm: float = 0.0
    sway_z_cm: float = 0.0


NEUTRAL = RigPose()
