"""Head angles against the line from the camera to the face, from the face's still landmarks in three dimensions.

The face model's own transformation matrix is biased by the place in the picture, because it assumes a camera of 63
degrees vertical field of view (https://github.com/google-ai-edge/mediapipe/issues/4759), and turns too little: 17
degrees for 20 drawn. Turning the average face onto the landmarks as they are (Kabsch, parallel projection) needs no
assumption about the camera. It tells how the face is seen: a face that looks into the lens reads the same anywhere
in the picture, which is what both people and the measure of attending go by.

Signs and depth are settled on rendered faces: the average face with the skin of a public-domain portrait, turned by
known angles (tests/evaluation/head.py), and the drawn person. With R the rotation of the face, its third column is
where the nose points: yaw = atan2(R02, R22) is + to the right edge of the picture, pitch = asin(R12) is + upwards.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from perception.features.face_shape import STILL_CENTRED, STILL_LANDMARKS
from perception.types import FaceReading, FloatArray

# The landmarks are too flat: with this, rendered yaw is read at 1.00 of its size (portrait) and .99 (drawn). [C]
DEPTH_SCALE: Final = 1.25
# The average face says level 4 degrees above what people call level in a person: posed frontal portraits of 7 people
# read -2.0 (SD 3.4; JAFFE, Yale), 1,190 web photos -4.4 against people's judgement (GENKI-4K). [C]
PITCH_LEVEL_DEG: Final = 4.0
# Faces differ in shape, so the same head angle reads some degrees higher on one person than on another. Most heads
# before a camera are held near level. What is known of one person is then a weighing of both (F of `own_level_deg`).
OWN_LEVEL_SD_DEG: Final = 5.0  # deg between people whose heads are held alike [C]
NEAR_LEVEL_SD_DEG: Final = 4.0  # deg, heads held near level ... [D]
FREE_SD_DEG: Final = 25.0  # deg, ... and the others [D]
NEAR_LEVEL_SHARE: Final = 0.8  # share of heads held near level [D]
LEVEL_TAU_S: Final = 20.0  # s over which the own level is followed, so that no nod and no glance moves it [D]

RIGHT_EYE_OUTER: Final = 33
LEFT_EYE_OUTER: Final = 263
_NOSE_BRIDGE: Final = 151  # forehead, above the bridge
_CHIN: Final = 199


@dataclass(frozen=True, slots=True, eq=False)
class HeadPose:
    """Where the head points and where it is.

    yaw_deg, pitch_deg, roll_deg: degrees against the line of sight, signs as in FaceObservation; pitch as this face
    reads, its own level not yet taken off (OwnLevel). rotation: (3, 3) turns the average face (x right, y up, z to
    the viewer) into the picture. offset_x, offset_y: t_x/-t_z, t_y/-t_z (tangent units, + right, + up).
    distance_cm: camera to face, true for a camera of 63 degrees vertical field of view, else in proportion.
    """

    yaw_deg: float
    pitch_deg: float
    roll_deg: float
    rotation: FloatArray
    offset_x: float
    offset_y: float
    distance_cm: float


def head_pose(reading: FaceReading) -> HeadPose | None:
    """The head's pose; None when the model gave no usable matrix or landmarks."""
    matrix = reading.matrix
    if matrix is None or matrix.shape != (4, 4) or not np.isfinite(matrix).all() or matrix[2, 3] >= 0.0:
        return None
    if not np.isfinite(reading.landmarks[STILL_LANDMARKS]).all():
        return None
    rotation = face_rotation(reading.landmarks)
    x_cm, y_cm, z_cm = (float(value) for value in matrix[:3, 3])
    return HeadPose(
        yaw_deg=math.degrees(math.atan2(rotation[0, 2], rotation[2, 2])),
        pitch_deg=math.degrees(math.asin(float(np.clip(rotation[1, 2], -1.0, 1.0)))) + PITCH_LEVEL_DEG,
        roll_deg=roll_deg(reading.landmarks),
        rotation=rotation,
        offset_x=x_cm / -z_cm,
        offset_y=y_cm / -z_cm,
        distance_cm=-z_cm,
    )


def upright(landmarks: FloatArray) -> FloatArray:
    """Landmarks (n, 3) in pixels with y up and z towards the viewer, depth set right."""
    return np.asarray(landmarks * np.array([1.0, -1.0, -DEPTH_SCALE]), dtype=np.float64)


def face_rotation(landmarks: FloatArray) -> FloatArray:
    """(3, 3) rotation that lays the average face onto the landmarks (478, 3), least squares (Kabsch 1976)."""
    seen = upright(landmarks[STILL_LANDMARKS])
    u, _, vt = np.linalg.svd(STILL_CENTRED.T @ (seen - seen.mean(axis=0)))
    vt[2] *= np.sign(np.linalg.det(u @ vt))  # a turn, never a mirror image
    return np.asarray((u @ vt).T, dtype=np.float64)


def roll_deg(landmarks: FloatArray) -> float:
    """Tilt of the head, + clockwise in the picture, from the line of the eyes and the face's plane.

    `landmarks` (478, 3) in pixels. Closer to people's judgement than the matrix (MAE .9 against 1.1 degrees).
    """
    flip = np.array([1.0, -1.0, -1.0])
    across = (landmarks[LEFT_EYE_OUTER] - landmarks[RIGHT_EYE_OUTER]) * flip
    upward = (landmarks[_NOSE_BRIDGE] - landmarks[_CHIN]) * flip
    across /= max(float(np.linalg.norm(across)), 1e-9)
    forward = np.cross(across, upward)
    forward /= max(float(np.linalg.norm(forward)), 1e-9)
    return -math.degrees(math.atan2(float(across[1]), float(np.cross(forward, across)[1])))


def own_level_deg(pitch_deg: float) -> float:
    """How much of a usual pitch reading is this person's own face and not the head's angle (posterior mean).

    Prior of the head's angle: NEAR_LEVEL_SHARE of N(0, NEAR_LEVEL_SD) and the rest N(0, FREE_SD), reading =
    angle + N(0, OWN_LEVEL_SD). Near level half of a reading is the face's; of a head far up or down nearly nothing.
    """
    weights, parts = [], []
    for share, sd in ((NEAR_LEVEL_SHARE, NEAR_LEVEL_SD_DEG), (1.0 - NEAR_LEVEL_SHARE, FREE_SD_DEG)):
        variance = sd**2 + OWN_LEVEL_SD_DEG**2
        weights.append(share * math.exp(-(pitch_deg**2) / (2.0 * variance)) / math.sqrt(variance))
        parts.append(OWN_LEVEL_SD_DEG**2 / variance)
    total = sum(weights)
    if total <= 0.0:  # so far off that neither likelihood is a number
        return parts[1] * pitch_deg
    return pitch_deg * sum(weight * part for weight, part in zip(weights, parts, strict=True)) / total


class OwnLevel:
    """Takes the person's own level off the pitch. Causal; follows slowly, so quick movements keep their size."""

    def __init__(self) -> None:
        self._usual_deg: float | None = None
        self._first_s = self._last_s = 0.0

    def pitch_deg(self, read_deg: float, *, t_s: float) -> float:
        """The head's pitch from this frame's reading (HeadPose.pitch_deg)."""
        if self._usual_deg is None:
            self._usual_deg, self._first_s = read_deg, t_s
        else:
            step_s = max(t_s - self._last_s, 0.0)
            # A plain mean at first, an exponential one from LEVEL_TAU_S on.
            known_s = min(max(t_s - self._first_s, step_s), LEVEL_TAU_S)
            self._usual_deg += (step_s / max(known_s, 1e-9)) * (read_deg - self._usual_deg) if step_s else 0.0
        self._last_s = t_s
        return read_deg - own_level_deg(self._usual_deg)
