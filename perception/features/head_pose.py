"""Head angles from the face model's transformation matrix.

The matrix turns the model's canonical face (x to the picture's right, y up, z towards the viewer) into the space of
a camera with a vertical field of view of 63 degrees. So the third column is where the nose points: with R its
rotation, yaw = atan2(R02, R22) is + to the right edge of the picture and pitch = asin(R12) is + upwards.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from perception.types import FaceReading, FloatArray

# Against head angles judged by people on web photos (GENKI-4K, 1,190 faces): the matrix turns too little
# (yaw 17 for 20 drawn) and reads a level face as looking down; off the picture's centre it is biased
# (https://github.com/google-ai-edge/mediapipe/issues/4759). MAE yaw 3.9 -> 3.2, pitch 6.5 -> 4.1, roll 1.1 -> .9 deg.
YAW_SCALE: Final = 1.2  # [C]
PITCH_SCALE: Final = 0.8  # [C]
PITCH_LEVEL_DEG: Final = 4.7  # deg, added so that a level face reads 0 [C]
YAW_PER_OFFSET: Final = 0.4  # deg of yaw a degree off centre [C]
PITCH_PER_OFFSET: Final = 0.25  # [C]

RIGHT_EYE_OUTER: Final = 33
LEFT_EYE_OUTER: Final = 263
_NOSE_BRIDGE: Final = 151  # forehead, above the bridge
_CHIN: Final = 199


@dataclass(frozen=True, slots=True)
class HeadPose:
    """Where the head points and where it is.

    yaw_deg, pitch_deg, roll_deg: degrees, signs as in FaceObservation, corrected for the place in the picture.
    camera_yaw_deg, camera_pitch_deg: the same without that correction, for gaze against a personal centre.
    offset_x, offset_y: t_x/-t_z, t_y/-t_z (tangent units, + right, + up). distance_cm: camera to face, true for a
    camera of 63 degrees vertical field of view, else in proportion.
    """

    yaw_deg: float
    pitch_deg: float
    roll_deg: float
    camera_yaw_deg: float
    camera_pitch_deg: float
    offset_x: float
    offset_y: float
    distance_cm: float


def head_pose(reading: FaceReading) -> HeadPose | None:
    """The head's pose; None when the model gave no usable matrix."""
    matrix = reading.matrix
    if matrix is None or matrix.shape != (4, 4) or not np.isfinite(matrix).all() or matrix[2, 3] >= 0.0:
        return None
    rotation = matrix[:3, :3] / np.linalg.norm(matrix[:3, :3], axis=0)
    x_cm, y_cm, z_cm = (float(value) for value in matrix[:3, 3])
    yaw = YAW_SCALE * math.degrees(math.atan2(rotation[0, 2], rotation[2, 2]))
    pitch = PITCH_SCALE * math.degrees(math.asin(float(np.clip(rotation[1, 2], -1.0, 1.0)))) + PITCH_LEVEL_DEG
    offset_x, offset_y = x_cm / -z_cm, y_cm / -z_cm
    return HeadPose(
        yaw_deg=yaw + YAW_PER_OFFSET * math.degrees(math.atan(offset_x)),
        pitch_deg=pitch + PITCH_PER_OFFSET * math.degrees(math.atan(offset_y)),
        roll_deg=roll_deg(reading.landmarks),
        camera_yaw_deg=yaw,
        camera_pitch_deg=pitch,
        offset_x=offset_x,
        offset_y=offset_y,
        distance_cm=-z_cm,
    )


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
