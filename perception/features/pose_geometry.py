"""Measures of one set of 33 body landmarks, without memory.

Everything comes from the body model's own landmarks, the head's scale too: its errors then largely cancel in ratios,
and a recording gives the same numbers whether or not the face was looked at by the same thread.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from perception.types import FloatArray, PoseReading

VISIBLE: Final = 0.6  # least visibility of a landmark that is used; 3.2
WRIST_VISIBLE: Final = 0.5  # wrists are judged lower by the model even when in full view [C]
ELBOW_DEG: Final = (35.0, 130.0)  # bent elbows; wider than F3.5's 50-120, the picture foreshortens them [D]
HIP_BELOW: Final = 1.7  # shoulder spans from shoulders to hips, for bodies cut off by the picture [D]
TOUCH_SPANS: Final = 0.8  # head spans from hand to mouth or cheek that is a touch; F3.6

NOSE, RIGHT_EYE, LEFT_EYE = 0, 5, 2
LEFT_EYE_OUTER, RIGHT_EYE_OUTER = 3, 6
LEFT_EAR, RIGHT_EAR = 7, 8
MOUTH = (9, 10)
LEFT_SHOULDER, RIGHT_SHOULDER = 11, 12
ELBOWS = (13, 14)
WRISTS = (15, 16)
KNUCKLES = (19, 20)  # of the forefingers
HANDS = (15, 16, 19, 20)
LIMBS = (11, 12, 13, 14, 15, 16)


def shoulders_visible(reading: PoseReading) -> bool:
    """Whether both shoulders are seen and lie inside the picture (a tenth of its size is allowed beyond)."""
    for index in (LEFT_SHOULDER, RIGHT_SHOULDER):
        x, y = reading.landmarks[index, :2]
        inside = -0.1 <= x / reading.frame_width_px <= 1.1 and 0.0 <= y / reading.frame_height_px <= 1.05
        if reading.visibility[index] < VISIBLE or not inside:
            return False
    return True


def shoulder_span_px(landmarks: FloatArray) -> float:
    """Distance of the shoulders in the picture, pixels."""
    return float(np.hypot(*(landmarks[LEFT_SHOULDER, :2] - landmarks[RIGHT_SHOULDER, :2])))


def head_span_px(landmarks: FloatArray) -> float:
    """Distance of the outer eye corners with depth, pixels: turning the head changes it little."""
    return float(np.linalg.norm(landmarks[LEFT_EYE_OUTER] - landmarks[RIGHT_EYE_OUTER]))


def ear_shoulder_ratio(reading: PoseReading) -> float | None:
    """Height of the ears over the shoulders in shoulder spans; None while no ear is seen. Sinks in a slouch."""
    ears = [index for index in (LEFT_EAR, RIGHT_EAR) if reading.visibility[index] >= VISIBLE]
    span = shoulder_span_px(reading.landmarks)
    if not ears or span <= 0.0:
        return None
    ear_y = float(np.mean(reading.landmarks[ears, 1]))
    shoulder_y = float(np.mean(reading.landmarks[[LEFT_SHOULDER, RIGHT_SHOULDER], 1]))
    return (shoulder_y - ear_y) / span


def shoulder_tilt_deg(landmarks: FloatArray) -> float:
    """Slope of the shoulders, + when the one at the picture's right edge is lower. Mirrored pictures too."""
    a, b = landmarks[LEFT_SHOULDER], landmarks[RIGHT_SHOULDER]
    left, right = (a, b) if a[0] <= b[0] else (b, a)
    return math.degrees(math.atan2(float(right[1] - left[1]), max(float(right[0] - left[0]), 1e-6)))


def wrists_visible(reading: PoseReading) -> bool:
    """Whether both wrists are seen inside the picture."""
    size = np.array([reading.frame_width_px, reading.frame_height_px])
    points = reading.landmarks[list(WRISTS), :2]
    return bool(np.all(reading.visibility[list(WRISTS)] >= WRIST_VISIBLE) and np.all((points >= 0) & (points <= size)))


def hands_past_middle(landmarks: FloatArray) -> float:
    """How far the hands (their knuckles) lie beyond the body's middle, mean of both, shoulder spans, + crossed."""
    span = max(shoulder_span_px(landmarks), 1e-6)
    shoulders, knuckles = landmarks[[LEFT_SHOULDER, RIGHT_SHOULDER], 0], landmarks[list(KNUCKLES), 0]
    own_side = np.sign(shoulders - np.mean(shoulders))
    return -float(np.mean(own_side * (knuckles - np.mean(shoulders)))) / span


def arms_folded(landmarks: FloatArray) -> bool:
    """Whether both elbows are bent and both wrists lie between shoulder and hip height (F3.5)."""
    top = float(np.mean(landmarks[[LEFT_SHOULDER, RIGHT_SHOULDER], 1]))
    bottom = top + HIP_BELOW * shoulder_span_px(landmarks)
    for shoulder, elbow, wrist in zip((LEFT_SHOULDER, RIGHT_SHOULDER), ELBOWS, WRISTS, strict=True):
        bend_deg = _angle_deg(landmarks[shoulder], landmarks[elbow], landmarks[wrist])
        if not ELBOW_DEG[0] <= bend_deg <= ELBOW_DEG[1] or not top <= float(landmarks[wrist, 1]) <= bottom:
            return False
    return True


def touches_face(reading: PoseReading) -> bool:
    """F3.6 for one frame: a visible wrist or forefinger within .8 head spans of mouth or cheek."""
    points = reading.landmarks[:, :2]
    reach = TOUCH_SPANS * head_span_px(reading.landmarks)
    mouth = points[list(MOUTH)]
    cheeks = (points[[LEFT_EAR, RIGHT_EAR]] + points[list(MOUTH)]) / 2.0
    targets = np.vstack([mouth, cheeks])
    return any(
        reading.visibility[index] >= WRIST_VISIBLE and float(np.min(np.hypot(*(targets - points[index]).T))) <= reach
        for index in HANDS
    )


def face_height_px(landmarks: FloatArray) -> float:
    """Forehead to chin, estimated from the distance of eyes and mouth (2.5 times as far)."""
    eyes = np.mean(landmarks[[LEFT_EYE, RIGHT_EYE], :2], axis=0)
    mouth = np.mean(landmarks[list(MOUTH), :2], axis=0)
    return 2.5 * float(np.hypot(*(mouth - eyes)))


def eye_line(reading: PoseReading) -> float:
    """Height of the eyes from the top of the picture, 0..1."""
    return float(np.mean(reading.landmarks[[LEFT_EYE, RIGHT_EYE], 1])) / reading.frame_height_px


def _angle_deg(a: FloatArray, b: FloatArray, c: FloatArray) -> float:
    first, second = a[:2] - b[:2], c[:2] - b[:2]
    norm = max(float(np.linalg.norm(first) * np.linalg.norm(second)), 1e-9)
    return math.degrees(math.acos(float(np.clip(first @ second / norm, -1.0, 1.0))))
