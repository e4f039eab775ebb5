"""What is seen of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from perception.types.basics import Zone


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the frame, origin top left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class FaceObservation:
    """What is seen of the CSM's face in one frame. All None/empty but t_s when not found.

    yaw_deg: + when the nose points to the right edge of the picture. pitch_deg: + looking up.
    roll_deg: + when the head is tilted clockwise in the picture. gaze_x_deg, gaze_y_deg: head and eyes
    together, same signs. distance_cm: camera to face. offset_x, offset_y: t_x/t_z and t_y/t_z of the face
    (place in the field of view, tangent units). blink: mean of both lids 0..1. eyes: the lids told against the
    person's own, lowered ones of a look down being open; None when the eyes cannot be read. eye_span_px: distance
    of the outer eye corners divided by cos(yaw), pixels (face scale d_f of F3.1).
    displays: personal activation 0..1 (smile, smile_asymmetry, concern, scowl, brow_raise, brow_lower,
    lip_press, eye_squint, eye_roll, jaw_open); a face turned too far shows a smile at most. raw: means of bare
    blendshapes, and smile_shape, brow_slope, brow_lowering (features/facial_display.py).
    """

    t_s: float
    found: bool
    box: Box | None = None
    faces: int = 0
    yaw_deg: float | None = None
    pitch_deg: float | None = None
    roll_deg: float | None = None
    gaze_x_deg: float | None = None
    gaze_y_deg: float | None = None
    distance_cm: float | None = None
    offset_x: float | None = None
    offset_y: float | None = None
    eye_span_px: float | None = None
    attend_p: float | None = None
    zone: Zone | None = None
    blink: float | None = None
    eyes: Literal["open", "blink", "closed"] | None = None
    displays: Mapping[str, float] = field(default_factory=dict)
    raw: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PoseObservation:
    """What is seen of the CSM's upper body in one frame.

    shoulder_span_px: distance of the shoulders. head_span_px: distance of the outer eye corners in depth and
    picture, from the same landmarks (scale of the head). ear_shoulder_ratio: vertical distance ear to shoulder
    over shoulder span (slouch ratio before baseline). shoulder_tilt_deg: + = the shoulder at the right edge of
    the picture is lower. facing: shoulders square to the camera, 0..1. arms_crossed: None while the wrists are
    out of the picture. face_touch: None likewise. motion: median landmark speed, shoulder spans a second.
    framing: 'ok', 'head_only', 'too_far', 'too_close', 'off_centre', 'too_low', 'too_high' or 'absent'.
    lean: personal lean, + forward, in F3.1 units (log ratio), joined from face and body (features/lean.py), None
    without a reference or a face. slouch: ratio to the reference, None without one.
    """

    t_s: float
    found: bool
    shoulder_span_px: float | None = None
    ear_shoulder_ratio: float | None = None
    shoulder_tilt_deg: float | None = None
    facing: float | None = None
    lean: float | None = None
    slouch: float | None = None
    arms_crossed: bool | None = None
    face_touch: bool | None = None
    motion: float | None = None
    shoulders_visible: bool = False
    framing: str = "absent"
    head_span_px: float | None = None


@dataclass(frozen=True, slots=True)
class Nod:
    """A head nod. timed: onset close to a phrase end or pause of the customer; None when unknown."""

    start_s: float
    end_s: float
    cycles: int
    amplitude_deg: float
    timed: bool | None = None


@dataclass(frozen=True, slots=True)
class CustomerSmile:
    """The customer's face smiles: the drawn customer's rig, the partner's picture in a side-by-side recording, or a
    mark by hand. A display, not a feeling."""

    start_s: float
    end_s: float
    source: Literal["character", "video", "partner"] = "character"
