"""The layers make the same picture as the whole, and are carried to where they would be drawn."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from perception.character.draw import draw_person
from perception.character.geometry import Stage
from perception.character.haircuts_more import HAIRCUTS
from perception.character.layers import PLANS, Layer, carry, draw_layer
from perception.character.looks import LOOKS, MEASURED_LOOKS, as_customer
from perception.character.rig import RigPose

SIZE = {"width": 640, "height": 480}
REST = RigPose(pitch_deg=2.5)
PEOPLE = {name: as_customer(look) for name, look in LOOKS.items()}
NAMES = {field.name for field in fields(RigPose)}


def test_there_are_many_people_and_some_differ_in_age_glasses_and_headscarf() -> None:
    looks = LOOKS.values()
    assert len(looks) >= 9
    assert set(MEASURED_LOOKS) < set(LOOKS)
    assert any(look.age > 0.5 for look in looks)
    assert any(look.glasses for look in looks)
    assert any(look.earrings for look in looks)
    assert any(look.cut == "headscarf" for look in looks)
    assert len({look.cut for look in looks}) >= 9
    assert {look.cut for look in looks} <= {*HAIRCUTS, "headscarf"}


@pytest.mark.parametrize("name", LOOKS)
def test_layers_together_are_the_person(name: str) -> None:
    pose = replace(REST, smile=0.5, jaw=0.2, brow_inner=0.5, lip_round=0.4)
    whole = draw_person(pose, PEOPLE[name], **SIZE)
    layers = [shape for layer in PLANS for shape in draw_layer(layer, pose, PEOPLE[name], **SIZE)]
    assert [shape.part for shape in layers] == [shape.part for shape in whole]
    for a, b in zip(layers, whole, strict=True):
        assert np.array_equal(a.path, b.path)


def test_the_parts_named_by_a_layer_are_all_that_changes_its_picture() -> None:
    look = PEOPLE["walter"]
    for layer, plan in PLANS.items():
        assert set(plan.moves) <= NAMES
        moving = {"yaw_deg", "pitch_deg", "roll_deg", "lean", "slouch", "shoulder_tilt_deg", "shoulders"}
        moving |= {name for name in NAMES if name.endswith("_cm")}
        before = draw_layer(layer, REST, look, **SIZE)
        for name in NAMES - moving - set(plan.moves):
            if plan.with_gaze and name.startswith("gaze"):
                continue
            after = draw_layer(layer, replace(REST, **{name: 0.6}), look, **SIZE)
            same = len(after) == len(before) and all(
                np.allclose(a.path, b.path) and a.paint == b.paint for a, b in zip(after, before, strict=True)
            )
            assert same, f"{layer} changes with {name}"


@pytest.mark.parametrize("layer", [layer for layer in PLANS if layer != "body"])
def test_a_turned_layer_is_carried_to_where_it_would_be_drawn(layer: Layer) -> None:
    look = PEOPLE["walter"]
    turned = replace(REST, yaw_deg=7.0, pitch_deg=-2.0, roll_deg=4.0, sway_x_cm=1.0)
    to = carry(Stage(turned, **SIZE), turned, REST)[layer]
    truth, drawn = (draw_layer(layer, pose, look, **SIZE) for pose in (turned, REST))
    if not truth:
        pytest.skip("this person has no such layer")
    if len(truth) != len(drawn):
        return  # a crease that shows in one of the two
    wanted = np.concatenate([shape.path for shape in truth]).mean(axis=0)
    x, y = np.concatenate([shape.path for shape in drawn]).mean(axis=0)
    found = (to.xx * x + to.xy * y + to.dx, to.yx * x + to.yy * y + to.dy)
    assert np.hypot(*(wanted - found)) < 2.5


def test_at_rest_nothing_is_carried_anywhere() -> None:
    for to in carry(Stage(REST, **SIZE), REST, REST).values():
        assert (to.xx, to.yx, to.xy, to.yy, to.dx, to.dy) == pytest.approx((1, 0, 0, 1, 0, 0), abs=1e-9)


def test_a_look_aside_carries_the_irises_alone() -> None:
    aside = replace(REST, gaze_x_deg=15.0)
    carried = carry(Stage(aside, **SIZE), aside, REST)
    assert carried["iris"].dx > 1.5
    assert carried["lids"].dx == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("name", LOOKS)
def test_faces_stay_whole_at_every_extreme(name: str) -> None:
    for field in fields(RigPose):
        value = 12.0 if field.name.endswith("_deg") else 1.0
        for shape in draw_person(replace(REST, **{field.name: value}), PEOPLE[name], **SIZE):
            assert np.isfinite(shape.path).all(), (field.name, shape.part)
