from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from perception.features.head_pose import PITCH_LEVEL_DEG, OwnLevel, head_pose, own_level_deg, roll_deg
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
    reading = face_reading(roll_deg=roll, pitch_deg=PITCH_LEVEL_DEG)
    assert roll_deg(reading.landmarks) == pytest.approx(roll, abs=0.2)
    # Independent of the formula: with clockwise roll the eye at the picture's right edge is lower.
    lower = reading.landmarks[263, 1] - reading.landmarks[33, 1]
    assert np.sign(round(lower, 6)) == np.sign(roll)


def test_the_angles_are_those_against_the_line_of_sight_anywhere_in_the_picture() -> None:
    middle, aside = head_pose(face_reading(yaw_deg=8.0)), head_pose(face_reading(yaw_deg=8.0, x_cm=15.0, y_cm=6.0))
    assert middle is not None
    assert aside is not None
    assert aside.offset_x == pytest.approx(0.25)
    assert aside.offset_y == pytest.approx(0.1)
    assert aside.yaw_deg == pytest.approx(middle.yaw_deg, abs=0.01)
    assert aside.pitch_deg == pytest.approx(middle.pitch_deg, abs=0.01)
    assert aside.distance_cm == 60.0


def test_no_pose_without_a_usable_matrix_or_landmarks() -> None:
    reading = face_reading()
    broken, lost = np.full((4, 4), np.nan), reading.landmarks * np.nan
    assert head_pose(dataclasses.replace(reading, matrix=None)) is None
    assert head_pose(dataclasses.replace(reading, matrix=broken)) is None
    assert head_pose(dataclasses.replace(reading, landmarks=lost)) is None


def test_near_level_half_of_a_reading_is_the_faces_own_and_of_a_far_one_hardly_anything() -> None:
    assert own_level_deg(0.0) == 0.0
    assert own_level_deg(6.0) == pytest.approx(-own_level_deg(-6.0))
    assert 0.4 < own_level_deg(6.0) / 6.0 < 0.65
    assert own_level_deg(30.0) / 30.0 < 0.1
    assert 0.0 < own_level_deg(900.0) / 900.0 < 0.1
    read = np.arange(-60.0, 60.0, 0.5)
    angle = [value - own_level_deg(float(value)) for value in read]
    assert np.all(np.diff(angle) > 0)  # further up always reads further up


def test_quick_movements_keep_their_size_whatever_the_own_level() -> None:
    level = OwnLevel()
    still = [level.pitch_deg(8.0, t_s=index / 20.0) for index in range(600)]
    nod = [level.pitch_deg(8.0 - 6.0 * (index % 10 < 5), t_s=30.0 + index / 20.0) for index in range(20)]
    assert still[0] == pytest.approx(still[-1])
    assert max(nod) - min(nod) == pytest.approx(6.0, abs=0.2)


def test_the_level_is_learnt_from_the_first_moments_on() -> None:
    level = OwnLevel()
    for index in range(100):  # five seconds held high: this face reads high
        level.pitch_deg(10.0, t_s=index / 20.0)
    assert level.pitch_deg(10.0, t_s=5.0) == pytest.approx(10.0 - own_level_deg(10.0), abs=0.1)
    assert level.pitch_deg(10.0, t_s=5.0) == level.pitch_deg(10.0, t_s=5.0)  # a repeated time changes nothing
