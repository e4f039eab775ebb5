from __future__ import annotations

import numpy as np
import pytest

from perception.features.mouth_light import mouth_light

INNER = {True: (191, 80, 81, 82, 13, 312, 311, 310, 415), False: (95, 88, 178, 87, 14, 317, 402, 318, 324)}
OUTER = {True: (185, 40, 39, 37, 0, 267, 269, 270, 409), False: (146, 91, 181, 84, 17, 314, 405, 321, 375)}
LIPS, SKIN = (90, 90, 170), (140, 160, 200)


def picture(opening: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    bgr = np.full((200, 200, 3), SKIN, dtype=np.uint8)
    bgr[100:140, 55:145] = LIPS
    bgr[112:129, 55:145] = opening
    landmarks = np.full((478, 3), 10.0)
    for column in range(9):
        x = 60.0 + 10.0 * column
        for upper, y_inner, y_outer in ((True, 113.0, 101.0), (False, 127.0, 139.0)):
            landmarks[INNER[upper][column]] = (x, y_inner, 0.0)
            landmarks[OUTER[upper][column]] = (x, y_outer, 0.0)
    return bgr, landmarks


def test_teeth_are_lighter_than_lips_and_a_dark_mouth_is_not() -> None:
    teeth, dark, closed = (mouth_light(*picture(colour)) for colour in ((215, 225, 230), (30, 30, 45), LIPS))
    assert teeth is not None
    assert teeth > 40
    assert closed == pytest.approx(0.0, abs=0.5)
    assert dark is not None
    assert dark < 5


def test_less_light_in_the_room_changes_little() -> None:
    bgr, landmarks = picture((215, 225, 230))
    bright, dim = mouth_light(bgr, landmarks), mouth_light((bgr * 0.6).astype(np.uint8), landmarks)
    assert bright is not None
    assert dim is not None
    assert dim > 0.5 * bright


def test_a_mouth_that_leaves_the_picture_has_no_light() -> None:
    bgr, landmarks = picture(LIPS)
    assert mouth_light(bgr, landmarks + np.array([80.0, 0.0, 0.0])) is None
    assert mouth_light(bgr, landmarks - np.array([0.0, 120.0, 0.0])) is None
