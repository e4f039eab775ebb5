from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from perception.character.draw import draw, draw_person
from perception.character.looks import DEFAULT_LOOK, LOOKS
from perception.character.rig import RigPose
from perception.character.shapes import Flat, Shape, deeper, lighter, mix

KENJI = LOOKS["kenji"]


def person(**movement: float) -> tuple[Shape, ...]:
    return draw_person(RigPose(**movement), KENJI, width=640, height=480)


def part(shapes: tuple[Shape, ...], name: str) -> np.ndarray:
    return np.concatenate([shape.path for shape in shapes if shape.part == name])


@pytest.mark.parametrize("name", LOOKS)
def test_every_look_is_drawn_with_finite_shapes(name: str) -> None:
    for shape in draw(RigPose(yaw_deg=25, pitch_deg=-10, smile=1, jaw=0.5), LOOKS[name], width=640, height=480):
        assert shape.path.ndim == 2
        assert shape.path.shape[1] == 2
        assert np.isfinite(shape.path).all()
        if isinstance(shape.paint, Flat):
            assert all(0 <= band <= 255 for band in shape.paint.color)


def test_there_are_at_least_six_different_people() -> None:
    assert len(LOOKS) >= 6
    assert len({look.skin for look in LOOKS.values()}) == len(LOOKS)
    assert len({look.hair_style for look in LOOKS.values()}) >= 5


@pytest.mark.parametrize("field", [field.name for field in fields(RigPose)])
def test_every_parameter_moves_something(field: str) -> None:
    value = 10.0 if field.endswith("_deg") else 1.0
    moved, rest = person(**{field: value}), person()
    if len(moved) == len(rest):
        assert any(
            a.path.shape != b.path.shape or not np.allclose(a.path, b.path, atol=0.1)
            for a, b in zip(moved, rest, strict=True)
        )


def test_the_room_stays_the_same_objects() -> None:
    first = draw(RigPose(), DEFAULT_LOOK, width=640, height=480)
    second = draw(RigPose(yaw_deg=10), DEFAULT_LOOK, width=640, height=480)
    room = [shape for shape in first if shape.key]
    assert room
    assert all(a is b for a, b in zip(room, second, strict=False))
    assert not any(shape.key for shape in second[len(room) :])


def test_only_the_mouth_moves_with_the_smile_not_the_brows_or_the_head() -> None:
    rest, smiling = person(), person(smile=1.0)
    assert np.allclose(part(rest, "brow"), part(smiling, "brow"))
    assert np.allclose(part(rest, "skin"), part(smiling, "skin"))
    assert np.ptp(part(smiling, "lip")[:, 0]) > 1.2 * np.ptp(part(rest, "lip")[:, 0])


def test_gaze_moves_the_iris_with_the_picture() -> None:
    middle = part(person(), "iris")[:, 0].mean()
    assert part(person(gaze_x_deg=20), "iris")[:, 0].mean() > middle + 1
    assert part(person(gaze_x_deg=-20), "iris")[:, 0].mean() < middle - 1


def test_closed_lids_hide_the_eyes() -> None:
    assert not [shape for shape in person(lids=1.0) if shape.part == "iris"]


def test_brows_rise_and_sink() -> None:
    rest = part(person(), "brow")[:, 1].mean()
    assert part(person(brow_raise=1.0), "brow")[:, 1].mean() < rest - 4
    assert part(person(brow_lower=1.0), "brow")[:, 1].mean() > rest + 4


def test_the_drawing_scales_with_the_picture() -> None:
    small = draw_person(RigPose(), KENJI, width=320, height=240)
    large = draw_person(RigPose(), KENJI, width=640, height=480)
    assert np.allclose(part(small, "skin") * 2, part(large, "skin"))


def test_same_pose_same_drawing() -> None:
    pose = replace(RigPose(), yaw_deg=7.0)
    for a, b in zip(
        draw(pose, LOOKS["amara"], width=640, height=480),
        draw(pose, LOOKS["amara"], width=640, height=480),
        strict=True,
    ):
        assert np.array_equal(a.path, b.path)
        assert a.paint == b.paint


def test_colours_go_the_way_they_say() -> None:
    skin = (200, 150, 120)
    assert sum(deeper(skin, 0.3)) < sum(skin) < sum(lighter(skin, 0.3))
    assert mix((0, 0, 0), (100, 200, 50), 0.5) == (50, 100, 25)
