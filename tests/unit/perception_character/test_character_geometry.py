from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.character.geometry import Stage, hull, ribbon, rotation, smooth
from perception.character.rig import RigPose

NOSE = np.array([[0.0, 0.0, 10.0]])
CROWN = np.array([[0.0, 12.0, 0.0]])
MIDDLE = np.array([[0.0, 0.0, 0.0]])


def stage(**movement: float) -> Stage:
    return Stage(RigPose(**movement), width=640, height=480)


def nose_offset(**movement: float) -> tuple[float, float]:
    """Nose against the middle of the head, pixels right and down."""
    placed = stage(**movement)
    x, y = (placed.head(NOSE) - placed.head(MIDDLE))[0]
    return float(x), float(y)


def test_yaw_turns_the_nose_to_the_right_edge() -> None:
    assert nose_offset(yaw_deg=20)[0] > 20
    assert nose_offset(yaw_deg=-20)[0] < -20


def test_pitch_lifts_the_nose() -> None:
    level = nose_offset()[1]
    assert nose_offset(pitch_deg=15)[1] < level - 15  # y of the picture points down
    assert nose_offset(pitch_deg=-15)[1] > level + 15


def test_roll_tips_the_crown_clockwise() -> None:
    placed = stage(roll_deg=15)
    assert (placed.head(CROWN) - placed.head(MIDDLE))[0, 0] > 15


@given(yaw=st.floats(-60, 60), pitch=st.floats(-40, 40), roll=st.floats(-40, 40))
def test_rotation_gives_its_angles_back(yaw: float, pitch: float, roll: float) -> None:
    r = rotation(yaw_deg=yaw, pitch_deg=pitch, roll_deg=roll)
    assert np.allclose(r @ r.T, np.eye(3))
    assert np.degrees(np.arctan2(r[0, 2], r[2, 2])) == pytest.approx(yaw, abs=1e-6)
    assert np.degrees(np.arcsin(r[1, 2])) == pytest.approx(pitch, abs=1e-6)
    assert -np.degrees(np.arctan2(r[1, 0], r[1, 1])) == pytest.approx(roll, abs=1e-6)


def test_the_face_fills_about_thirty_percent_of_the_picture() -> None:
    placed = stage()
    top, chin = placed.head(np.array([[0.0, 8.3, 4.5], [0.0, -9.3, 5.0]]))[:, 1]
    assert 0.25 <= (chin - top) / 480 <= 0.34


def test_leaning_in_enlarges_the_head_more_than_the_shoulders() -> None:
    def spans(lean: float) -> tuple[float, float]:
        placed = stage(lean=lean)
        eyes = placed.head(np.array([[-4.5, 2.5, 3.0], [4.5, 2.5, 3.0]]))
        shoulders = placed.body(np.array([[-18.0, -19.0, -4.0], [18.0, -19.0, -4.0]]))
        return float(np.ptp(eyes[:, 0])), float(np.ptp(shoulders[:, 0]))

    (face0, body0), (face1, body1) = spans(0.0), spans(1.0)
    approach, hinge = np.log(body1 / body0), np.log(face1 / face0) - np.log(body1 / body0)
    assert 0.08 < approach < 0.25
    assert hinge >= 0.02
    assert spans(-1.0)[1] < body0


def test_rolling_in_enlarges_both_nearly_alike() -> None:
    near, far = stage(sway_z_cm=6), stage()
    shoulders = np.array([[-18.0, -19.0, -4.0], [18.0, -19.0, -4.0]])
    eyes = np.array([[-4.5, 2.5, 3.0], [4.5, 2.5, 3.0]])
    body = np.ptp(near.body(shoulders)[:, 0]) / np.ptp(far.body(shoulders)[:, 0])
    face = np.ptp(near.head(eyes)[:, 0]) / np.ptp(far.head(eyes)[:, 0])
    assert body > 1.08
    assert abs(np.log(face) - np.log(body)) < 0.03


def test_shoulder_tilt_lowers_the_right_edge_shoulder() -> None:
    left, right = stage(shoulder_tilt_deg=8).body(np.array([[-15.0, -18.0, -4.0], [15.0, -18.0, -4.0]]))
    assert np.degrees(np.arctan2(right[1] - left[1], right[0] - left[0])) == pytest.approx(8.0, abs=1.0)


def test_slouch_brings_the_ears_to_the_shoulders() -> None:
    def gap(slouch: float) -> float:
        placed = stage(slouch=slouch)
        return float((placed.body(np.array([[15.0, -18.0, -4.0]])) - placed.head(np.array([[7.5, 1.0, -1.5]])))[0, 1])

    assert gap(1.0) < 0.85 * gap(0.0)


def test_smooth_passes_through_its_points() -> None:
    points = np.array([[0.0, 0.0], [10.0, 5.0], [20.0, 0.0], [30.0, 8.0]])
    assert np.allclose(smooth(points, closed=False, steps=4)[::4], points)
    assert np.allclose(smooth(points, closed=True, steps=4)[::4], points)


def test_hull_drops_what_lies_inside() -> None:
    square = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]])
    around = hull(np.concatenate([square, [[5.0, 5.0]]]))
    assert {tuple(point) for point in around} == {tuple(point) for point in square}


def test_ribbon_is_as_wide_as_asked() -> None:
    path = ribbon(np.array([[0.0, 0.0], [10.0, 0.0], [20.0, 0.0]]), np.array([2.0, 4.0, 2.0]))
    assert np.ptp(path[:, 1]) == pytest.approx(4.0)
