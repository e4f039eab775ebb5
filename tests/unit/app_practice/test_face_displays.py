"""Every display is a pose of its own, inside the rig's ranges, and stronger as the feeling grows."""

from __future__ import annotations

from dataclasses import astuple, fields
from itertools import combinations
from typing import get_args

import numpy as np
import pytest

from app.practice.face.displays import FULL, MANNERS, blend, display_pose, looks
from app.practice.scenario.model import Display
from perception.character.rig import RigPose

DISPLAYS = get_args(Display)
NAMES = [field.name for field in fields(RigPose)]
BOTH_WAYS = {"brow_inner", "brow_outer", "brow_skew", "upper_lids", "mouth_skew", "lean", "shoulders", "arms"}


def face_of(pose: RigPose) -> np.ndarray:
    """The parts of the face alone, without head, eyes' direction and body."""
    parts = [n for n in NAMES if not n.endswith(("_deg", "_cm")) and n not in {"lean", "slouch", "shoulders", "arms"}]
    return np.array([getattr(pose, name) for name in parts])


def test_every_display_has_a_pose_a_manner_and_words() -> None:
    assert set(FULL) == set(MANNERS) == set(DISPLAYS)
    assert len({looks("Maya", display) for display in DISPLAYS}) == len(DISPLAYS)


@pytest.mark.parametrize("display", DISPLAYS)
def test_poses_stay_within_the_rig(display: Display) -> None:
    for intensity in (-1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 9.0):
        pose = display_pose(display, intensity)
        for name in NAMES:
            value = getattr(pose, name)
            if name.endswith("_deg"):
                assert abs(value) <= 20.0, name
            elif not name.endswith("_cm"):
                assert (-1.0 if name in BOTH_WAYS else 0.0) <= value <= 1.0, name


@pytest.mark.parametrize("display", [d for d in DISPLAYS if d != "neutral"])
def test_a_stronger_feeling_shows_more(display: Display) -> None:
    rest = face_of(display_pose("neutral", 0))
    away = [float(np.abs(face_of(display_pose(display, level)) - rest).sum()) for level in (0, 1, 2, 3)]
    assert away == sorted(away)
    assert away[3] > 2 * away[1] > 0


def test_no_two_displays_look_alike() -> None:
    for a, b in combinations(DISPLAYS, 2):
        apart = np.abs(face_of(display_pose(a, 3)) - face_of(display_pose(b, 3))).sum()
        assert apart > 0.5, (a, b)


def test_the_eyes_look_at_the_other_unless_the_display_lowers_them() -> None:
    for display in DISPLAYS:
        pose = display_pose(display, 3)
        assert abs(pose.gaze_x_deg + pose.yaw_deg) < 1e-9
        assert -11.0 <= pose.gaze_y_deg + pose.pitch_deg <= 5.0


def test_known_signs_of_feelings() -> None:
    worried, angry, sad, friendly = (display_pose(d, 3) for d in ("worried", "angry", "sad", "friendly"))
    assert worried.brow_inner > 0.6
    assert sad.brow_inner > 0.6
    assert angry.brow_lower > 0.6
    assert friendly.smile > 0.4
    assert friendly.cheeks > 0.4
    assert sad.frown > 0.4
    assert display_pose("sceptical", 3).brow_skew > 0.5


def test_blend_goes_from_one_pose_to_the_other() -> None:
    a, b = FULL["angry"], FULL["friendly"]
    assert blend(a, b, 0.0) == a
    assert np.allclose(astuple(blend(a, b, 1.0)), astuple(b))
    assert blend(a, b, 0.5).smile == pytest.approx((a.smile + b.smile) / 2)
