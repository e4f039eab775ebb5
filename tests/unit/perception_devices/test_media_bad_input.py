from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from perception.devices.media_file import MediaCamera, iter_audio, probe
from perception.errors import InvalidValueError, MediaError
from tests import media_samples as make
from tests.unit.perception_devices.media_samples import tone, write_video, write_wav


def _fails(path: Path) -> MediaError:
    with pytest.raises(MediaError) as caught:
        probe(path)
    assert "\n" not in caught.value.message
    assert caught.value.recovery
    return caught.value


def test_missing_file(tmp_path):
    assert "no file" in _fails(tmp_path / "gone.mp4").message


def test_folder(tmp_path):
    assert "folder" in _fails(tmp_path).message


def test_empty_file(tmp_path):
    (tmp_path / "nothing.mp4").touch()
    assert "empty" in _fails(tmp_path / "nothing.mp4").message


@pytest.mark.parametrize("text", ["Dear all,\nthis is a letter.\n" * 40, "x"])
def test_text_named_mp4(tmp_path, text):
    (tmp_path / "letter.mp4").write_text(text)
    assert "letter.mp4" in _fails(tmp_path / "letter.mp4").message


def test_sound_file_without_samples(tmp_path):
    error = _fails(write_wav(tmp_path / "silent.wav", np.zeros(0), 16000))
    assert "empty" in error.message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_forbidden_file(tmp_path):
    path = write_wav(tmp_path / "secret.wav", tone(200, 0.2, 8000), 8000)
    path.chmod(0)
    assert "not allowed" in _fails(path).message


def test_forbidden_file_by_answer_of_the_system(tmp_path, monkeypatch):
    path = write_wav(tmp_path / "secret.wav", tone(200, 0.2, 8000), 8000)
    monkeypatch.setattr("os.access", lambda *_: False)
    assert "not allowed" in _fails(path).message


def test_video_cut_in_its_middle_plays_what_is_there(tmp_path):
    whole = write_video(tmp_path / "whole.mkv", [k / 30 for k in range(150)], size=(160, 120))
    data = whole.read_bytes()
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(data[: len(data) // 2])
    camera = MediaCamera(cut)
    camera.open()
    count = 0
    while camera.read() is not None:
        count += 1
    assert 20 < count < 149
    assert camera.truncated


def test_whole_video_is_not_called_truncated(tmp_path):
    camera = MediaCamera(write_video(tmp_path / "whole.mkv", [k / 30 for k in range(30)]))
    camera.open()
    while camera.read() is not None:
        pass
    assert not camera.truncated


def test_cut_sound_plays_what_is_there(tmp_path):
    path = write_wav(tmp_path / "whole.wav", tone(200, 4.0, 8000), 8000)
    path.write_bytes(path.read_bytes()[:32044])
    blocks = list(iter_audio(path))
    assert blocks[-1].t_s + blocks[-1].duration_s == pytest.approx(2.0, abs=0.01)


def test_mp4_without_its_index(tmp_path):
    whole = write_video(tmp_path / "whole.mp4", [k / 30 for k in range(60)])
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[:600])
    assert "incomplete" in _fails(cut).message


def test_camera_from_sound_only(tmp_path):
    with pytest.raises(MediaError, match="no picture"):
        MediaCamera(write_wav(tmp_path / "a.wav", tone(200, 0.2, 8000), 8000)).open()


def test_sound_from_silent_video(tmp_path):
    with pytest.raises(MediaError, match="no sound"):
        iter_audio(write_video(tmp_path / "mute.mkv", [0.0, 0.1]))


def test_absent_track_and_channel(tmp_path):
    path = write_wav(tmp_path / "mono.wav", tone(200, 0.2, 8000), 8000)
    with pytest.raises(MediaError, match="no sound track 1"):
        iter_audio(path, track=1)
    with pytest.raises(MediaError, match="“right”"):
        iter_audio(path, pick="right")


def test_reading_before_opening(tmp_path):
    with pytest.raises(MediaError, match="not opened"):
        MediaCamera(tmp_path / "x.mp4").read()


def test_speed_of_life_needs_a_clock(tmp_path):
    with pytest.raises(InvalidValueError):
        MediaCamera(tmp_path / "x.mp4", realtime=True)


def test_a_file_of_an_unknown_or_protected_kind_says_so(tmp_path: Path) -> None:
    data = make.call_clip(tmp_path / "call.mkv", seconds=1.0).read_bytes()
    nothing = tmp_path / "nothing.mkv"
    nothing.write_bytes(data.replace(b"V_MPEG4/ISO/ASP", b"V_XXXX4/ISO/ASP").replace(b"A_OPUS", b"A_XPUS"))
    with pytest.raises(MediaError, match="protected, damaged or of an unknown kind"):
        probe(nothing)
    silent = tmp_path / "silent.mkv"
    silent.write_bytes(data.replace(b"A_OPUS", b"A_XPUS"))
    info = probe(silent)
    assert info.has_video
    assert [track.channels for track in info.audio_tracks] == [0, 0]
    with pytest.raises(MediaError, match="unknown kind") as told:
        iter_audio(silent)
    assert "Save it as mp4 or wav" in told.value.recovery
