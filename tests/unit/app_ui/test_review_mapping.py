"""Places in a picture and on the screen: letterboxed, mirrored, one half of two people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.review.picture.mapping_presenter import Mapping, Rect, Seen, fitted


def test_a_picture_wider_than_its_room_has_bars_above_and_below():
    mapping = fitted((640, 480), Rect(0, 0, 400, 600))
    assert mapping.target == Rect(0, 150, 400, 300)
    assert mapping.point(0, 0) == (0, 150)
    assert mapping.point(640, 480) == (400, 450)
    assert mapping.point(320, 240) == (200, 300)


def test_a_picture_higher_than_its_room_has_bars_at_its_sides():
    mapping = fitted((640, 480), Rect(10, 20, 1000, 240))
    assert mapping.target == Rect(350, 20, 320, 240)
    assert mapping.point(160, 120) == (430, 80)


def test_a_mirrored_picture_swaps_left_and_right_only():
    mapping = fitted((640, 480), Rect(0, 0, 320, 240), mirrored=True)
    assert mapping.point(64, 48) == (288, 24)
    box = mapping.rect(Rect(64, 48, 128, 96))
    assert box == Rect(224, 24, 64, 48)


def test_one_half_of_two_people_is_shown_alone():
    mapping = fitted((1280, 480), Rect(0, 0, 640, 480), part="right")
    assert mapping.source == Rect(640, 0, 640, 480)
    assert mapping.point(640, 0) == (0, 0)
    assert mapping.point(1280, 480) == (640, 480)


@pytest.mark.parametrize(("half", "left"), [("left", 0.0), ("right", 640.0), (None, 0.0)])
def test_places_of_a_half_are_told_in_its_own_pixels(half, left):
    seen = Seen(half)
    assert seen.in_picture(Rect(100, 50, 80, 90), 1280, 480) == Rect(left + 100, 50, 80, 90)


def test_the_right_half_of_an_odd_picture_has_the_odd_column():
    assert Seen("left").region(641, 480) == Rect(0, 0, 320, 480)
    assert Seen("right").region(641, 480) == Rect(320, 0, 321, 480)


def test_a_large_recording_was_looked_at_smaller():
    # 4K is looked at in a height of 1080: places are told in those pixels.
    place = Seen().in_picture(Rect(960, 540, 192, 108), 3840, 2160)
    assert place == Rect(1920, 1080, 384, 216)


def test_a_camera_larger_than_what_was_kept_shows_in_faces_that_reach_beyond():
    # A camera of 1920x1080, kept as 1280x720: the face reached to 1500, 900.
    place = Seen(right=1500, bottom=900).in_picture(Rect(960, 540, 300, 300), 1280, 720)
    assert place == Rect(640, 360, 200, 200)
    assert Seen(right=1270, bottom=715).in_picture(Rect(640, 360, 200, 200), 1280, 720) == Rect(640, 360, 200, 200)


@given(
    x=st.floats(0, 640),
    y=st.floats(0, 480),
    width=st.floats(50, 3000),
    height=st.floats(50, 3000),
    mirrored=st.booleans(),
)
def test_every_place_of_the_picture_lies_within_what_is_shown(x, y, width, height, mirrored):
    mapping: Mapping = fitted((640, 480), Rect(0, 0, width, height), mirrored=mirrored)
    at = mapping.point(x, y)
    target = mapping.target
    assert target.x - 1e-6 <= at[0] <= target.x + target.width + 1e-6
    assert target.y - 1e-6 <= at[1] <= target.y + target.height + 1e-6
    assert target.width / target.height == pytest.approx(640 / 480)
