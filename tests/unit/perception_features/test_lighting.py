from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from perception.character.draw import draw
from perception.character.looks import LOOKS
from perception.character.rig import RigPose
from perception.devices.raster import rasterize
from perception.features.lighting import glasses_glare, measure_light
from perception.types import Box, ByteArray

# The drawn person at 1280x960 as the face model reads it: its box and where the eyes are.
FACE = Box(530.4, 321.7, 219.3, 273.1)
EYES = ((587.3, 394.0), (693.8, 393.5))
SIDES = [0, 1]


def drawn(look: str = "robin", pose: RigPose | None = None) -> ByteArray:
    shapes = draw(pose or RigPose(), LOOKS[look], width=1280, height=960)
    return rasterize(shapes, width=1280, height=960)


def spotted(picture: ByteArray, spots: Iterable[tuple[float, float, float, float]], level: int = 255) -> ByteArray:
    """The picture with bright ellipses: x, y of the middle and half axes in pixels."""
    y, x = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]]
    out = picture.copy()
    for cx, cy, rx, ry in spots:
        out[((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1.0] = level
    return out


@pytest.mark.parametrize("look", sorted(LOOKS))
def test_a_face_without_glasses_has_no_glare(look: str) -> None:
    for pose in (RigPose(), RigPose(smile=1.0), RigPose(lids=1.0), RigPose(gaze_y_deg=-15.0), RigPose(yaw_deg=10.0)):
        assert glasses_glare(drawn(look, pose), face=FACE) is False


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("look", sorted(LOOKS))
def test_a_lamp_in_the_glasses_is_glare(look: str, side: int) -> None:
    x, y = EYES[side]
    assert glasses_glare(spotted(drawn(look), [(x + 6, y - 4, 9, 6)]), face=FACE) is True


@pytest.mark.parametrize("side", SIDES)
def test_the_glint_of_a_bare_eye_is_none(side: int) -> None:
    x, y = EYES[side]
    assert glasses_glare(spotted(drawn(), [(x, y, 2.0, 2.0), (x + 5, y + 2, 1.5, 1.5)]), face=FACE) is False


def test_a_spot_that_is_only_bright_is_none() -> None:
    x, y = EYES[0]
    assert glasses_glare(spotted(drawn(), [(x, y, 9, 6)], level=235), face=FACE) is False


def test_shine_of_the_cheek_or_forehead_is_none() -> None:
    (left, y), (right, _) = EYES
    cheeks = [(left, y + 52, 26, 22), (right, y + 52, 26, 22)]
    assert glasses_glare(spotted(drawn(), [*cheeks, (640, 330, 40, 12), (640, y + 30, 7, 40)]), face=FACE) is False


def test_a_burnt_out_face_is_too_bright_and_not_glare() -> None:
    picture = np.full((960, 1280, 3), 255, dtype=np.uint8)
    light = measure_light(picture, face=FACE)
    assert light.glare is False
    assert light.brightness == pytest.approx(1.0)


def test_small_and_cut_off_faces_tell_nothing() -> None:
    assert glasses_glare(drawn(), face=Box(600, 400, 60, 80)) is None
    assert glasses_glare(drawn(), face=Box(-400, -400, 200, 240)) is False


def test_light_without_a_face_is_that_of_the_picture() -> None:
    light = measure_light(np.full((48, 64, 3), 51, dtype=np.uint8), face=None)
    assert light.brightness == pytest.approx(0.2)
    assert light.backlit is None
    assert light.glare is None


def test_a_bright_window_behind_is_told() -> None:
    picture = np.full((960, 1280, 3), 230, dtype=np.uint8)
    picture[322:595, 530:750] = 70
    assert measure_light(picture, face=FACE).backlit is True
    assert measure_light(drawn(), face=FACE).backlit is False
    assert measure_light(picture, face=Box(0, 0, 1280, 960)).backlit is None
