from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from perception.features.head_pose import head_pose, roll_deg
from tests.unit.perception_features.vision_streams import face_reading


@pytest.mark.parametrize("yaw", [-30.0, -10.0, 0.0, 25.0])
def test_nose_to_the_right_edge_is_positive_yaw(yaw: float) -> None:
    pose = head_pose(face_reading(yaw_deg=yaw))
    assert pose is not None
    assert pose.yaw_deg == pytest.approx(yaw, abs=0.1)


@pytest.mark.parametrize("pitch", [-20.0, 0.0, 15.0])
def test_looking_up_is_positive_pitch(pitch: float) -> None:
    pose = head_pose(face_reading(pitch_deg=pitch))
    assert pose is not None
    assert pose.pitch_deg == pytest.approx(pitch, abs=0.1)


@pytest.mark.parametrize("roll", [-20.0, -5.0, 0.0, 12.0])
def test_clockwise_in_the_picture_is_positive_roll(roll: float) -> None:
    reading = face_reading(roll_deg=roll, pitch_deg=4.7)
    assert roll_deg(reading.landmarks) == pytest.approx(roll, abs=0.2)
    # Independent of the formula: with clockwise roll the eye at the picture's right edge is lower.
    lower = reading.landmarks[263, 1] - reading.landmarks[33, 1]
    assert np.sign(round(lower, 6)) == np.sign(roll)


def test_place_in_the_picture_corrects_the_angles_and_is_told() -> None:
    middle, aside = head_pose(face_reading()), head_pose(face_reading(x_cm=15.0, y_cm=6.0))
    assert middle is not None
    assert aside is not None
    assert aside.offset_x == pytest.approx(0.25)
    assert aside.offset_y == pytest.approx(0.1)
    assert aside.yaw_deg - middle.yaw_deg == pytest.approx(0.4 * 14.04, abs=0.05)
    assert aside.camera_yaw_deg == pytest.approx(middle.camera_yaw_deg)
    assert aside.distance_cm == 60.0


def test_no_pose_without_a_usable_matrix() -> None:
    reading = face_reading()
    broken = np.full((4, 4), np.nan)
    assert head_pose(dataclasses.replace(reading, matrix=None)) is None
    assert head_pose(dataclasses.replace(reading, matrix=broken)) is None
