"""Where head and eyes point together, against the line from the camera to the face.

Two readings of the same thing are weighed. (1) The irises as points on eyeballs that turn with the head: the centre of
an eyeball lies behind the middle of its corners, and an iris is 11.7 mm wide in nearly everyone, so the iris's
distance from that centre in the picture is the sine of the gaze. (2) The head's angles plus the face model's eyeLook
shapes. Over 1,190 people in web photos, most looking into the lens, (1) varies by 2.8 degrees across and 4.1 up and
down (SD), (2) by 4.1 and 6.4; on clips judged by two people the weighed mean errs less than either.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from perception.features.head_pose import HeadPose, upright
from perception.types import FaceReading, FloatArray

IRIS_MM: Final = 11.7  # width of the visible iris, SD .5 mm [R]
EYEBALL_MM: Final = 12.0  # radius of the eyeball [R]
EYE_DEPTH_MM: Final = 5.5  # centre of the eyeball behind the middle of its corners [M]
IRIS_SHARE: Final = 0.6  # weight of the irises against head and shapes [C]
LOOK_X_DEG: Final = 30.0  # deg of gaze for a full eyeLook to the side [C]
LOOK_Y_DEG: Final = 30.0  # deg of gaze for a full eyeLook up or down [C]
LEAST_EYE_PX: Final = 12.0  # px between the corners of an eye; an iris of fewer than 5 px has no place [D]
MOST_APART_DEG: Final = 35.0  # deg between the two eyes; more is glare or a wrong fit, no squint [D]
IRIS_WIDTHS: Final = (0.25, 0.75)  # of the iris over the distance of the corners; others are no irises [D]


@dataclass(frozen=True, slots=True)
class _Eye:
    iris: int
    ring: tuple[int, int, int, int]
    corners: tuple[int, int]


# The person's right and left eye (checked against rendered faces).
_EYES: Final = (_Eye(468, (469, 470, 471, 472), (33, 133)), _Eye(473, (474, 475, 476, 477), (263, 362)))


@dataclass(frozen=True, slots=True)
class Gaze:
    """x_deg, y_deg: + to the right edge of the picture, + up. eyes: False when the irises could not be read and head
    and shapes alone stand in."""

    x_deg: float
    y_deg: float
    eyes: bool


def eye_look(blendshapes: Mapping[str, float]) -> tuple[float, float]:
    """Eyes in the head, -1..1: x + to the right edge of the picture, y + up. Means of both eyes."""
    get = blendshapes.get
    x = get("eyeLookOutLeft", 0.0) - get("eyeLookInLeft", 0.0) + get("eyeLookInRight", 0.0)
    y = get("eyeLookUpLeft", 0.0) - get("eyeLookDownLeft", 0.0) + get("eyeLookUpRight", 0.0)
    return (x - get("eyeLookOutRight", 0.0)) / 2.0, (y - get("eyeLookDownRight", 0.0)) / 2.0


def gaze_of(head: HeadPose, reading: FaceReading) -> Gaze:
    """The gaze of one face."""
    look_x, look_y = eye_look(reading.blendshapes)
    shapes = np.array([head.yaw_deg + LOOK_X_DEG * look_x, head.pitch_deg + LOOK_Y_DEG * look_y])
    irises = iris_gaze_deg(reading.landmarks, head.rotation)
    both = shapes if irises is None else IRIS_SHARE * irises + (1.0 - IRIS_SHARE) * shapes
    return Gaze(x_deg=float(both[0]), y_deg=float(both[1]), eyes=irises is not None)


def iris_gaze_deg(landmarks: FloatArray, rotation: FloatArray) -> FloatArray | None:
    """(2,) gaze across and up from the irises; None when they cannot be read.

    landmarks: (478, 3) pixels. rotation: of the face. The eye that is seen wider counts for more.
    """
    points = upright(landmarks)
    iris_px = max(_iris_px(points, eye) for eye in _EYES)
    spans = np.array([float(np.hypot(*(points[eye.corners[0]] - points[eye.corners[1]])[:2])) for eye in _EYES])
    widest = float(spans.max())
    if widest < LEAST_EYE_PX or not IRIS_WIDTHS[0] <= iris_px / widest <= IRIS_WIDTHS[1]:
        return None
    behind = rotation @ np.array([0.0, 0.0, -EYE_DEPTH_MM / IRIS_MM * iris_px])
    radius_px = EYEBALL_MM / IRIS_MM * iris_px
    sines = np.array(
        [
            (points[eye.iris] - (points[eye.corners[0]] + points[eye.corners[1]]) / 2.0 - behind)[:2] / radius_px
            for eye in _EYES
        ]
    )
    angles = np.degrees(np.arcsin(np.clip(sines, -1.0, 1.0)))
    # Of a face turned far, only the near eye tells.
    told = spans > 0.5 * widest
    if told.all() and math.hypot(*(angles[0] - angles[1])) > MOST_APART_DEG:
        return None
    weights = spans * told
    return np.asarray(weights @ angles / weights.sum(), dtype=np.float64)


def _iris_px(points: FloatArray, eye: _Eye) -> float:
    right, top, left, bottom = (points[index, :2] for index in eye.ring)
    return max(float(np.hypot(*(right - left))), float(np.hypot(*(top - bottom))))
