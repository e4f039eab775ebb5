"""Single pictures of a recording, found in any order: each picture shows its own number."""

from __future__ import annotations

import numpy as np
import pytest

from perception.devices.media_pictures import MediaPictures, picture_times, scattered_pictures, small_pictures
from perception.errors import MediaError
from tests.long_media import FPS, number_of, write_long_media


@pytest.fixture(scope="module", params=["libvpx-vp9", "libx264"])
def recording(request, tmp_path_factory):
    return write_long_media(
        tmp_path_factory.mktemp("long") / "media.mkv",
        minutes=0.4,
        codec=request.param,
        width=320,
        height=240,
        piece_s=12,
    )


def shown(still) -> int:
    return number_of(np.asarray(still.bgr)[..., 1])


@pytest.mark.parametrize("order", [(0, 5, 6, 7, 30, 200), (300, 10, 299, 0, 301), (359, 358)])
def test_the_very_picture_is_found_in_any_order(recording, order):
    pictures = MediaPictures(recording)
    try:
        for number in order:
            still = pictures.at((number + 0.5) / FPS)
            assert still is not None
            assert shown(still) == number
            assert still.t_s == pytest.approx(number / FPS, abs=0.002)
            assert still.end_s == pytest.approx((number + 1) / FPS, abs=0.002)
    finally:
        pictures.close()


def test_at_the_very_time_of_a_picture_it_is_that_one(recording):
    pictures = MediaPictures(recording)
    try:
        for number in (60, 61, 29, 150):
            assert shown(pictures.at(number / FPS)) == number
    finally:
        pictures.close()


def test_after_the_end_the_last_picture_stays(recording):
    pictures = MediaPictures(recording)
    try:
        still = pictures.at(500.0)
        assert still is not None
        assert shown(still) == 12 * FPS - 1  # the second piece shows the same numbers again
    finally:
        pictures.close()


def test_all_times_are_known(recording):
    times = picture_times(recording)
    assert len(times) == 24 * FPS
    assert np.allclose(np.diff(times), 1 / FPS, atol=0.002)


def test_small_pictures_come_one_in_so_many_seconds(recording):
    stills = list(small_pictures(recording, every_s=2.0, max_height=60, keys_only=False))
    assert len(stills) == 12
    assert stills[0].bgr.shape == (60, 80, 3)
    keys = list(small_pictures(recording, every_s=2.0, max_height=60, keys_only=True))
    assert [one.t_s for one in keys][:1] == [0.0]


def test_scattered_pictures_cover_the_whole(recording):
    stills = list(scattered_pictures(recording, every_s=12.0, max_height=60))
    assert [round(one.t_s) for one in stills][:2] == [0, 12]
    assert len(stills) == 3


def test_what_holds_no_picture_is_said(tmp_path):
    from tests import media_samples as make

    sound = make.write_wav(tmp_path / "sound.wav", make.voice(1.0), make.RATE_HZ)
    with pytest.raises(MediaError):
        MediaPictures(sound)
    assert picture_times(sound) == []
    assert list(small_pictures(sound, every_s=1.0, max_height=60, keys_only=True)) == []
