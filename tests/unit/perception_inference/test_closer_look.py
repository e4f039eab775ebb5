from __future__ import annotations

import numpy as np
import pytest

from perception.inference.closer_look import ENLARGED, PART, parts
from perception.types import VideoFrame
from tests.unit.perception_features.vision_streams import face_reading


def picture(width: int, height: int) -> VideoFrame:
    rows, columns = np.mgrid[0:height, 0:width]
    return VideoFrame(2.0, np.stack([rows, columns, rows * 0], axis=2).astype(np.uint8), 3)


def test_the_parts_are_the_middle_and_the_corners_enlarged() -> None:
    frame = picture(80, 60)
    cut = list(parts(frame))
    assert [(part.left_px, part.top_px) for part in cut] == [(20, 15), (0, 0), (40, 0), (0, 30), (40, 30)]
    for part in cut:
        assert part.frame.bgr.shape == (30 * ENLARGED, 40 * ENLARGED, 3)
        assert part.frame.t_s == 2.0
        inner = part.frame.bgr[2:-2:2, 2:-2:2].astype(int)
        assert np.all(np.abs(inner[:, :, 0] - part.top_px - np.arange(1, 29)[:, None]) <= 1)
        assert np.all(np.abs(inner[:, :, 1] - part.left_px - np.arange(1, 39)[None, :]) <= 1)


def test_a_reading_goes_back_to_its_place_and_distance() -> None:
    frame = picture(80, 60)
    part = list(parts(frame))[4]
    inside = face_reading(x_cm=2.0, z_cm=30.0)
    whole = part.in_whole(inside, frame)
    assert whole.landmarks == pytest.approx(inside.landmarks / ENLARGED + np.array([40.0, 30.0, 0.0]))
    assert (whole.frame_width_px, whole.frame_height_px) == (80, 60)
    assert whole.matrix is not None
    assert inside.matrix is not None
    assert whole.matrix[2, 3] == pytest.approx(inside.matrix[2, 3] / PART)
    assert np.array_equal(whole.matrix[:3, :3], inside.matrix[:3, :3])


def test_a_picture_of_a_few_pixels_has_no_parts() -> None:
    assert list(parts(picture(1, 1))) == []
