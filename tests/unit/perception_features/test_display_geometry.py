from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from perception.features.display_geometry import brow_slope, face_points, lips_apart, mouth_lift
from perception.types import FaceReading
from tests.unit.perception_features.vision_streams import rotation

PLACES = {
    33: (-0.5, 0.0),
    263: (0.5, 0.0),
    61: (-0.3, -0.55),
    291: (0.3, -0.55),
    13: (0.0, -0.58),
    14: (0.0, -0.62),
    55: (-0.12, 0.23),
    285: (0.12, 0.23),
    46: (-0.45, 0.2),
    276: (0.45, 0.2),
}


def face(*, yaw_deg: float = 0.0, pitch_deg: float = 0.0, roll_deg: float = 0.0, size: float = 100.0) -> FaceReading:
    turn = rotation(yaw_deg=yaw_deg, pitch_deg=pitch_deg, roll_deg=roll_deg)
    points = np.zeros((478, 3))
    for index, (x, y) in PLACES.items():
        points[index] = turn @ np.array([x, y, 0.0]) * size
    matrix = np.eye(4)
    matrix[:3, :3] = turn * 1.3
    landmarks = points * np.array([1.0, -1.0, -1.0]) + np.array([320.0, 240.0, 0.0])
    return FaceReading(0.0, landmarks, {}, matrix, 640, 480)


def test_distances_are_in_eye_spans_and_tenths_of_it() -> None:
    points = face_points(face())
    assert mouth_lift(points) == pytest.approx(0.05)
    assert brow_slope(points) == pytest.approx(0.3)
    assert lips_apart(points) == pytest.approx(0.04)


@pytest.mark.parametrize("turn", [{"yaw_deg": 25.0}, {"pitch_deg": -20.0}, {"roll_deg": 30.0}, {"size": 40.0}])
def test_turning_tilting_and_moving_off_changes_nothing(turn: dict[str, float]) -> None:
    points = face_points(face(**turn))
    assert mouth_lift(points) == pytest.approx(0.05, abs=1e-6)
    assert brow_slope(points) == pytest.approx(0.3, abs=1e-6)


def test_without_a_matrix_the_tilt_is_taken_from_the_eyes() -> None:
    for matrix in (None, np.full((4, 4), np.nan)):
        points = face_points(dataclasses.replace(face(roll_deg=20.0), matrix=matrix))
        assert mouth_lift(points) == pytest.approx(0.05)


def test_a_mirrored_face_measures_the_same() -> None:
    one, other = face(yaw_deg=15.0), face(yaw_deg=-15.0)
    assert brow_slope(face_points(one)) == pytest.approx(brow_slope(face_points(other)))
