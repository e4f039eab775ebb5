"""The idle person blinks now and then and never talks while listening."""

from __future__ import annotations

from app.ui.widgets.character_view import idle_pose
from perception.character.rig import NEUTRAL


def test_blinks_are_short_and_rare():
    lids = [idle_pose(step, speaking=False, moving=True).lids for step in range(360)]
    closed = sum(value == 1.0 for value in lids)
    assert 4 <= closed <= 8
    assert sum(value > 0 for value in lids) < 36


def test_few_different_pictures_are_needed():
    poses = {idle_pose(step, speaking=speaking, moving=True) for step in range(360) for speaking in (True, False)}
    assert len(poses) <= 12


def test_no_motion_when_it_is_not_wanted():
    assert all(idle_pose(step, speaking=True, moving=False) == NEUTRAL for step in range(360))


def test_the_jaw_rests_while_listening():
    assert {idle_pose(step, speaking=False, moving=True).jaw for step in range(360)} == {0.0}
