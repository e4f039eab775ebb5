from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from perception.features.gaze import Gaze, eye_look, gaze_of, iris_gaze_deg
from perception.features.head_pose import head_pose
from perception.types import FaceReading
from tests.unit.perception_features.vision_streams import face_reading


def gaze(reading: FaceReading) -> Gaze:
    head = head_pose(reading)
    assert head is not None
    return gaze_of(head, reading)


def test_eyes_to_the_picture_right_and_up_are_positive() -> None:
    assert eye_look({"eyeLookOutLeft": 0.8, "eyeLookInRight": 0.8}) == (0.8, 0.0)
    assert eye_look({"eyeLookInLeft": 0.6, "eyeLookOutRight": 0.6}) == (-0.6, 0.0)
    assert eye_look({"eyeLookUpLeft": 0.5, "eyeLookUpRight": 0.5}) == (0.0, 0.5)
    assert eye_look({"eyeLookDownLeft": 0.5, "eyeLookDownRight": 0.5}) == (0.0, -0.5)


@pytest.mark.parametrize(("x", "y"), [(0.0, 0.0), (15.0, 0.0), (-20.0, 5.0), (0.0, -12.0)])
def test_irises_tell_where_the_eyes_point(x: float, y: float) -> None:
    seen = gaze(face_reading(eye_x_deg=x, eye_y_deg=y))
    assert (seen.x_deg, seen.y_deg) == (pytest.approx(x, abs=0.3), pytest.approx(y, abs=0.3))
    assert seen.eyes


@pytest.mark.parametrize("yaw", [-25.0, -10.0, 15.0, 30.0])
def test_a_turning_head_with_eyes_that_stay_keeps_the_gaze(yaw: float) -> None:
    seen = gaze(face_reading(yaw_deg=yaw, eye_x_deg=-yaw))
    assert seen.x_deg == pytest.approx(0.0, abs=0.5)


def test_the_place_in_the_picture_does_not_change_the_gaze() -> None:
    middle, aside = gaze(face_reading()), gaze(face_reading(x_cm=20.0, y_cm=-8.0))
    assert (aside.x_deg, aside.y_deg) == (pytest.approx(middle.x_deg, abs=0.01), pytest.approx(middle.y_deg, abs=0.01))


def test_of_a_face_turned_far_the_near_eye_tells() -> None:
    reading = face_reading(yaw_deg=70.0)
    spoilt = reading.landmarks.copy()
    spoilt[473, 0] += 40.0  # the far eye is a smear
    assert iris_gaze_deg(spoilt, head_pose(reading).rotation) == pytest.approx(  # type: ignore[union-attr]
        iris_gaze_deg(reading.landmarks, head_pose(reading).rotation)  # type: ignore[union-attr]
    )


def test_a_face_far_off_has_no_readable_irises() -> None:
    seen = gaze(face_reading(height_px=40.0, yaw_deg=12.0))
    assert not seen.eyes
    assert seen.x_deg == pytest.approx(12.0, abs=0.3)  # head and shapes stand in


def test_eyes_that_point_apart_or_are_no_irises_are_not_read() -> None:
    reading = face_reading()
    apart, large = reading.landmarks.copy(), reading.landmarks.copy()
    apart[468, 0] += 8.0
    apart[473, 0] -= 8.0
    large[469:473] = large[468] + 5.0 * (large[469:473] - large[468])
    for landmarks in (apart, large):
        seen = gaze(dataclasses.replace(reading, landmarks=landmarks))
        assert not seen.eyes
        assert np.isfinite([seen.x_deg, seen.y_deg]).all()
