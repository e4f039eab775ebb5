"""A stretch of a media file: pictures from a key frame on, sound beside them, times from 0."""

from fractions import Fraction

import av
import numpy as np
import pytest

from perception.errors import SessionFormatError
from perception.recording.media_copy import MediaSpan, all_streams, copy_streams, key_frame_before

RATE, FPS, GROUP, SECONDS = 48_000, 10, 20, 8.0


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    """A key frame every 2 s with pictures in between that need later ones; a click in the sound at every whole second.

    How bright a picture is tells its number.
    """
    path = tmp_path_factory.mktemp("media") / "media.mkv"
    with av.open(str(path), "w", format="matroska") as media:
        picture = media.add_stream("libx264", rate=FPS, options={"sc_threshold": "0", "bf": "2", "preset": "veryfast"})
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        picture.gop_size = GROUP
        sound = media.add_stream("libopus", rate=RATE, layout="mono")
        for number in range(int(SECONDS * FPS)):
            image = np.full((48, 64, 3), 16 + 2 * number, dtype=np.uint8)
            media.mux(picture.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        media.mux(picture.encode(None))
        samples = np.zeros(int(SECONDS * RATE), dtype=np.float32)
        for second in range(1, int(SECONDS)):
            samples[second * RATE : second * RATE + 240] = 0.9 * np.sin(np.arange(240) / 3)
        for place in range(0, len(samples), 960):
            block = av.AudioFrame.from_ndarray(samples[np.newaxis, place : place + 960], format="flt", layout="mono")
            block.sample_rate, block.pts, block.time_base = RATE, place, Fraction(1, RATE)
            media.mux(sound.encode(block))
        media.mux(sound.encode(None))
    return path


def pictures(path):
    with av.open(str(path)) as media:
        frames = [(frame.time, frame.to_ndarray(format="gray").mean()) for frame in media.decode(video=0)]
    return sorted(frames)


def clicks(path):
    """When the sound begins to be loud."""
    times, quiet_until = [], -1.0
    with av.open(str(path)) as media:
        for block in media.decode(audio=0):
            loud = np.flatnonzero(np.abs(block.to_ndarray().reshape(-1)) > 0.3)
            if len(loud):
                at = block.time + loud[0] / RATE
                if at > quiet_until:
                    times.append(at)
                quiet_until = at + 0.5
    return times


def test_a_picture_begins_at_the_key_frame_before(recording):
    assert key_frame_before(recording, 0.0) == 0.0
    assert key_frame_before(recording, 3.9) == pytest.approx(2.0)
    assert key_frame_before(recording, 4.05) == pytest.approx(4.0)


def test_pictures_and_sound_of_a_stretch_keep_their_times(recording, tmp_path):
    start = key_frame_before(recording, 3.0)
    target = tmp_path / "clip.mkv"
    copy_streams(all_streams(recording), target, MediaSpan(start, 5.5))
    before = {round(time, 2): light for time, light in pictures(recording)}
    cut = pictures(target)
    assert cut[0][0] == pytest.approx(0.0, abs=0.002)
    shown = [(time, light) for time, light in cut if time < 5.5 - start - 1e-6]
    assert len(shown) == 35
    for time, light in shown:
        assert light == pytest.approx(before[round(time + start, 2)], abs=1.0)
    assert cut[-1][0] <= 5.5 - start + 3 / FPS
    whole, heard = clicks(recording), clicks(target)
    expected = [time - start for time in whole if start + 0.05 < time < 5.5]
    assert len(heard) == len(expected)
    assert heard == pytest.approx(expected, abs=0.025)


def test_without_a_stretch_everything_is_copied(recording, tmp_path):
    copy_streams(all_streams(recording), tmp_path / "all.mkv")
    found, known = pictures(tmp_path / "all.mkv"), pictures(recording)
    assert [time for time, _ in found] == pytest.approx([time for time, _ in known], abs=0.01)
    assert [light for _, light in found] == pytest.approx([light for _, light in known], abs=0.1)
    assert clicks(tmp_path / "all.mkv") == pytest.approx(clicks(recording), abs=0.01)


def test_what_cannot_be_read_has_no_streams(tmp_path):
    path = tmp_path / "media.mkv"
    path.write_bytes(b"no media")
    assert all_streams(path) == ()
    with pytest.raises(SessionFormatError, match="cannot be read"):
        key_frame_before(path, 1.0)
