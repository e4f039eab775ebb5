from __future__ import annotations

import numpy as np
import pytest

from perception.devices.image_folder import iter_images, natural_key
from perception.devices.media_file import MediaCamera, iter_audio, probe
from perception.errors import MediaError
from tests.unit.perception_devices.media_samples import tone, write_video, write_wav


def _all(camera: MediaCamera) -> list:
    camera.open()
    frames = []
    while (frame := camera.read()) is not None:
        frames.append(frame)
    camera.close()
    return frames


def _joined(blocks) -> np.ndarray:
    return np.concatenate([block.samples for block in blocks])


def test_variable_frame_rate_keeps_its_times(tmp_path):
    times = [0.0, 0.033, 0.1, 0.4, 0.433, 0.9]
    frames = _all(MediaCamera(write_video(tmp_path / "vfr.mkv", times)))
    assert [frame.t_s for frame in frames] == pytest.approx(times, abs=0.0011)
    assert [frame.index for frame in frames] == list(range(6))


def test_frames_are_read_only_colour_pictures(tmp_path):
    frame = _all(MediaCamera(write_video(tmp_path / "a b – ф.mkv", [0.0])))[0]
    assert frame.bgr.shape == (48, 64, 3)
    assert frame.bgr.dtype == np.uint8
    with pytest.raises(ValueError, match="read-only"):
        frame.bgr[0, 0] = 0


def test_refused_pictures_are_left_out(tmp_path):
    path = write_video(tmp_path / "v.mkv", [k / 10 for k in range(10)])
    asked = []
    frames = _all(MediaCamera(path, wanted=lambda t_s: bool(asked.append(t_s)) or round(t_s * 10) % 5 == 0))
    assert [round(frame.t_s * 10) for frame in frames] == [0, 5]
    assert [frame.index for frame in frames] == [0, 5]
    assert len(asked) == 10


def test_large_pictures_are_made_smaller_and_tiny_ones_kept(tmp_path):
    large = MediaCamera(write_video(tmp_path / "large.mkv", [0.0], size=(640, 480)), max_height=120)
    info = large.open()
    assert (info.width_px, info.height_px) == (160, 120)
    assert large.read().bgr.shape == (120, 160, 3)
    tiny = _all(MediaCamera(write_video(tmp_path / "tiny.mkv", [0.0], size=(16, 16))))
    assert tiny[0].bgr.shape == (16, 16, 3)


@pytest.mark.parametrize(("rotation", "corner"), [(90, (-1, 0)), (-90, (0, -1)), (180, (-1, -1))])
def test_rotation_is_undone(tmp_path, rotation, corner):
    path = write_video(tmp_path / "turned.mp4", [0.0, 0.1], rotation=rotation)
    frame = _all(MediaCamera(path))[0]
    assert frame.bgr.shape == ((48, 64, 3) if rotation == 180 else (64, 48, 3))
    height, width = frame.bgr.shape[:2]
    bright = {
        (row, column): frame.bgr[row * (height - 1), column * (width - 1)].mean() for row in (0, 1) for column in (0, 1)
    }
    # A picture turned by +90 degrees is turned counter-clockwise: its top left corner ends bottom left.
    assert max(bright, key=bright.get) == (abs(corner[0]), abs(corner[1]))
    info = probe(path)
    assert (info.width, info.height) == (width, height)


def test_loop_starts_over_with_times_going_on(tmp_path):
    camera = MediaCamera(write_video(tmp_path / "v.mkv", [0.0, 0.1, 0.2]), loop=True)
    camera.open()
    times = [camera.read().t_s for _ in range(8)]
    camera.close()
    assert np.all(np.diff(times) > 0.03)
    assert camera.read() is None


def test_late_sound_keeps_its_place(tmp_path):
    path = write_video(tmp_path / "late.mkv", [0.0, 0.5, 1.0], sound=tone(300, 0.5, 16000), sound_start_s=0.4)
    blocks = list(iter_audio(path))
    assert blocks[0].t_s == pytest.approx(0.4, abs=0.002)
    assert blocks[-1].t_s + blocks[-1].duration_s == pytest.approx(0.9, abs=0.002)


def test_telephone_sound_comes_at_16_khz_with_its_pitch(tmp_path):
    samples = _joined(iter_audio(write_wav(tmp_path / "phone.wav", tone(440, 1.0, 8000), 8000), block_s=0.1))
    assert len(samples) == pytest.approx(16000, abs=2)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    assert spectrum.argmax() * 16000 / len(samples) == pytest.approx(440, abs=1.5)


def test_resampled_sound_keeps_its_times(tmp_path):
    click = np.zeros(44100)
    click[22050] = 0.9
    samples = _joined(iter_audio(write_wav(tmp_path / "click.wav", click, 44100)))
    assert abs(int(np.abs(samples).argmax()) - 8000) <= 1


def test_six_channels_are_mixed_or_picked(tmp_path):
    channels = np.stack([np.full(1600, 0.1 * k) for k in range(6)], axis=1)
    path = write_wav(tmp_path / "six.wav", channels, 16000)
    assert _joined(iter_audio(path)) == pytest.approx(0.25, abs=0.001)
    assert _joined(iter_audio(path, pick="left")) == pytest.approx(0.0, abs=0.001)
    assert _joined(iter_audio(path, pick="right")) == pytest.approx(0.1, abs=0.001)
    assert _joined(iter_audio(path, pick=5)) == pytest.approx(0.5, abs=0.001)
    assert probe(path).audio_tracks[0].channels == 6


def test_blocks_have_the_length_asked_for(tmp_path):
    path = write_wav(tmp_path / "a.wav", tone(200, 1.1, 16000), 16000)
    blocks = list(iter_audio(path, block_s=0.5, channel="customer"))
    assert [len(block.samples) for block in blocks] == [8000, 8000, 1600]
    assert [block.t_s for block in blocks] == pytest.approx([0.0, 0.5, 1.0])
    assert blocks[0].channel == "customer"


def test_images_come_in_natural_order(tmp_path):
    cv2 = pytest.importorskip("perception.devices.cv2_setup").cv2
    for number in (10, 2, 1):
        ok, data = cv2.imencode(".png", np.full((8, 9, 3), number, dtype=np.uint8))
        assert ok
        (tmp_path / f"p{number}.png").write_bytes(data.tobytes())
    found = list(iter_images(tmp_path))
    assert [name for name, _ in found] == ["p1.png", "p2.png", "p10.png"]
    assert [int(frame.bgr[0, 0, 0]) for _, frame in found] == [1, 2, 10]
    assert {frame.t_s for _, frame in found} == {0.0}


def test_damaged_picture_is_reported_or_raised(tmp_path):
    (tmp_path / "bad.png").write_bytes(b"not a picture")
    with pytest.raises(MediaError, match=r"bad\.png"):
        list(iter_images(tmp_path))
    problems: list[MediaError] = []
    assert list(iter_images(tmp_path, on_problem=problems.append)) == []
    assert len(problems) == 1


def test_folder_without_pictures(tmp_path):
    with pytest.raises(MediaError, match="no pictures"):
        list(iter_images(tmp_path))
    with pytest.raises(MediaError, match="no file or folder"):
        list(iter_images(tmp_path / "gone"))


def test_natural_key_mixes_words_and_numbers():
    names = ["b", "10", "9", "a10b", "a9b", "A1"]
    assert sorted(names, key=natural_key) == ["9", "10", "A1", "a9b", "a10b", "b"]
