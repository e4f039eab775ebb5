"""`observe` and `analyze` over odd and broken recordings: the right exit status, one line, never a traceback."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.cli.main import run_command_line
from perception.devices.cv2_setup import cv2
from tests import media_samples as make

pytestmark = [pytest.mark.models, pytest.mark.timeout(180)]

_ROOT = Path(__file__).parents[3]
_LONG_S = 2.0


@dataclass(frozen=True)
class Told:
    """What a command left behind."""

    status: int
    stdout: str
    stderr: str

    def document(self) -> dict[str, Any]:
        """Its one JSON document."""
        assert (self.status, self.stderr) == (0, "")
        found: dict[str, Any] = json.loads(self.stdout)
        return found

    def refused(self, status: int, *words: str) -> None:
        """It failed with this status and one line that holds these words and a remedy."""
        assert self.status == status, self.stderr
        assert self.stdout == ""
        lines = self.stderr.splitlines()
        assert len(lines) == 1, self.stderr
        assert lines[0].startswith("attune: ")
        assert lines[0].rstrip("”").endswith(".") or lines[0].endswith(".”")
        assert lines[0].count(". ") >= 1, "a message and a remedy"
        for word in words:
            assert word in lines[0]


Attune = Callable[..., Told]


@pytest.fixture
def attune(capsys: pytest.CaptureFixture[str]) -> Attune:
    """Runs a command in this process."""

    def run(*words: object) -> Told:
        capsys.readouterr()
        status = run_command_line([str(word) for word in words])
        captured = capsys.readouterr()
        return Told(status, captured.out, captured.err)

    return run


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for recordings that several tests use."""
    return tmp_path_factory.mktemp("recordings")


@pytest.fixture(scope="module")
def clip(shared: Path) -> Path:
    """A good short call, under a name with spaces and letters of other scripts."""
    folder = shared / "Meine Anrufe 会議"
    folder.mkdir()
    return make.call_clip(folder / "Überblick café запись.mkv", seconds=_LONG_S)


def records(told: Told, kind: str) -> list[dict[str, Any]]:
    """The records of one kind that `observe` has printed."""
    assert (told.status, told.stderr) == (0, "")
    return [record for record in map(json.loads, told.stdout.splitlines()) if record["kind"] == kind]


# ---------------------------------------------------------------- odd recordings that can be used


def test_a_path_with_spaces_and_other_scripts(attune: Attune, clip: Path, tmp_path: Path) -> None:
    out = tmp_path / "Sitzung Ä 一"
    found = attune("analyze", clip, "--out", out, "--json").document()
    assert found["session"]
    assert {path.name for path in out.iterdir()} == {
        "events.jsonl",
        "media.mkv",
        "report.pdf",
        "scorecard.png",
        "scores.json",
        "session.json",
    }


def test_video_without_sound(attune: Attune, tmp_path: Path) -> None:
    media = make.write_media(tmp_path / "silent.mp4", make.person, make.times(_LONG_S))
    letters = attune("analyze", media, "--out", tmp_path / "s", "--json").document()["letters"]
    assert [letters[letter]["value"] for letter in "ATHY"] == [None] * 4
    told = attune("observe", media)
    assert any(record["found"] for record in records(told, "face"))
    assert records(told, "voice") == []


def test_sound_without_video(attune: Attune, tmp_path: Path) -> None:
    media = make.write_wav(tmp_path / "call.wav", make.voice(_LONG_S), make.RATE_HZ)
    found = attune("analyze", media, "--out", tmp_path / "s", "--json").document()
    assert [found["letters"][letter]["value"] for letter in "EMP"] == [None] * 3
    assert found["duration_s"] == pytest.approx(_LONG_S, abs=0.1)
    told = attune("observe", media)
    assert records(told, "face") == []
    assert any(record["f0_hz"] for record in records(told, "voice"))


def test_telephone_sound(attune: Attune, tmp_path: Path) -> None:
    media = make.write_wav(tmp_path / "phone.wav", make.voice(_LONG_S, 8_000), 8_000)
    pitches = [r["f0_hz"] for r in records(attune("observe", media), "voice") if r["f0_hz"]]
    assert np.median(pitches) == pytest.approx(120.0, rel=0.1)


def test_six_channels(attune: Attune, tmp_path: Path) -> None:
    own = make.voice(_LONG_S)
    media = make.write_wav(tmp_path / "surround.wav", np.repeat(own[:, None], 6, axis=1), make.RATE_HZ)
    pitches = [r["f0_hz"] for r in records(attune("observe", media), "voice") if r["f0_hz"]]
    assert np.median(pitches) == pytest.approx(120.0, rel=0.1)
    assert attune("analyze", media, "--out", tmp_path / "s", "--json").document()["letters"]["E"]["value"] is None


def test_variable_frame_rate_keeps_its_times(attune: Attune, tmp_path: Path) -> None:
    when = make.uneven_times(3.0)
    media = make.write_media(tmp_path / "phone.mkv", make.person, when)
    seen = [record["t_s"] for record in records(attune("observe", media), "face")]
    hole = max(np.diff(when))
    assert max(np.diff(seen)) == pytest.approx(hole, abs=0.1)
    assert seen[-1] == pytest.approx(when[-1], abs=0.15)


@pytest.mark.parametrize(("width", "height", "count"), [(64, 48, 30), (3840, 2160, 4)])
def test_tiny_and_huge_pictures(attune: Attune, tmp_path: Path, width: int, height: int, count: int) -> None:
    def paint(t_s: float) -> np.ndarray:
        return make.person(t_s, width=width, height=height)

    media = make.write_media(tmp_path / "size.mp4", paint, make.times(count / make.FPS))
    told = attune("observe", media)
    assert records(told, "face")
    assert len(attune("analyze", media, "--out", tmp_path / "s", "--json").document()["letters"]) == 7


def test_nobody_in_the_picture(attune: Attune, tmp_path: Path) -> None:
    media = make.write_media(tmp_path / "room.mp4", make.empty_room, make.times(_LONG_S), [make.voice(_LONG_S)])
    told = attune("observe", media)
    assert records(told, "face")
    assert not any(record["found"] for record in records(told, "face"))
    letters = attune("analyze", media, "--out", tmp_path / "s", "--json").document()["letters"]
    assert [letters[letter]["value"] for letter in "EMP"] == [None] * 3
    assert max(letters[letter]["coverage"] for letter in "EMP") < 0.05


def test_two_people_side_by_side(attune: Attune, tmp_path: Path) -> None:
    media = make.write_media(tmp_path / "both.mp4", make.two_people, make.times(_LONG_S))
    found = attune("analyze", media, "--person", "right", "--out", tmp_path / "s", "--json").document()
    assert len(found["letters"]) == 7
    told = attune("analyze", media, "--out", tmp_path / "left")
    assert told.status == 0
    assert "the left one was taken as you" in told.stdout


def test_a_recording_that_was_cut_off_is_used_as_far_as_it_goes(attune: Attune, tmp_path: Path) -> None:
    media = make.cut_off(make.call_clip(tmp_path / "whole.mkv"), tmp_path / "cut.mkv", share=0.45)
    seen = records(attune("observe", media), "face")
    assert 0.5 < seen[-1]["t_s"] < 2.0
    told = attune("analyze", media, "--out", tmp_path / "s")
    assert (told.status, told.stderr) == (0, "")
    assert "The recording breaks off" in told.stdout
    scores = json.loads((tmp_path / "s" / "scores.json").read_text(encoding="utf-8"))
    assert scores["duration_s"] < 2.0


# ---------------------------------------------------------------- what cannot be used


def truncated_mp4(folder: Path) -> Path:
    whole = make.write_media(folder / "whole.mp4", make.person, make.times(0.5))
    return make.cut_off(whole, folder / "cut.mp4", share=0.6)


def text_named_mp4(folder: Path) -> Path:
    path = folder / "notes.mp4"
    path.write_text("These are my notes of the call.\n" * 50, encoding="utf-8")
    return path


def empty_file(folder: Path) -> Path:
    path = folder / "empty.mp4"
    path.touch()
    return path


def no_samples(folder: Path) -> Path:
    path = make.write_wav(folder / "nothing.wav", np.zeros(0), 16_000)
    with wave.open(str(path)) as check:
        assert check.getnframes() == 0
    return path


def absent(folder: Path) -> Path:
    return folder / "no such call.mp4"


@pytest.mark.parametrize("command", ["observe", "analyze"])
@pytest.mark.parametrize("broken", [truncated_mp4, text_named_mp4, empty_file, no_samples, absent])
def test_what_is_no_recording_is_refused_in_one_line(
    attune: Attune, tmp_path: Path, command: str, broken: Callable[[Path], Path]
) -> None:
    media = broken(tmp_path)
    out = ["--out", tmp_path / "out"] if command == "analyze" else []
    attune(command, media, *out, "--json").refused(2, media.name)
    assert not (tmp_path / "out").exists(), "nothing half-done is kept"


def test_no_traceback_from_the_real_command(tmp_path: Path) -> None:
    for media in (text_named_mp4(tmp_path), no_samples(tmp_path)):
        for words in (["observe", str(media)], ["analyze", str(media), "--json", "--out", str(tmp_path / "o")]):
            done = subprocess.run([sys.executable, "-m", "app", *words], cwd=_ROOT, capture_output=True, text=True)
            Told(done.returncode, done.stdout, done.stderr).refused(2, media.name)


def test_a_folder_of_other_things(attune: Attune, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    attune("observe", tmp_path / "empty").refused(2, "no image, video or sound")
    attune("analyze", tmp_path / "empty", "--out", tmp_path / "o").refused(2, "folder")


def test_a_table_of_labels_beside_the_pictures_is_left_out(attune: Attune, tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "face1.png"), make.person(0.0))
    (tmp_path / "labels.csv").write_text("file,smile\nface1.png,1\n", encoding="utf-8")
    told = attune("observe", tmp_path)
    assert told.status == 0
    (record,) = [json.loads(line) for line in told.stdout.splitlines()]
    assert (record["source"], record["found"]) == ("face1.png", True)


def test_one_bad_file_of_a_folder_costs_only_itself(attune: Attune, clip: Path, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"no sound at all")
    (tmp_path / "notes.f0ref").write_text("0 0 120", encoding="utf-8")
    shutil.copy(clip, tmp_path / clip.name)
    told = attune("observe", tmp_path)
    assert told.status == 0
    assert {json.loads(line)["source"] for line in told.stdout.splitlines()} == {clip.name}
    assert "a.wav" in told.stderr
    assert "notes.f0ref" not in told.stderr
    (tmp_path / clip.name).unlink()
    attune("observe", tmp_path).refused(2, "a.wav")
    (tmp_path / "a.wav").unlink()
    attune("observe", tmp_path).refused(2, "no image, video or sound")


def test_tracks_and_second_files_that_are_not_there(attune: Attune, clip: Path, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "o")
    attune("analyze", clip, "--customer-track", "7", *out).refused(2, "no track 7")
    attune("analyze", clip, "--customer-audio", tmp_path / "none.wav", *out).refused(2, "none.wav")
    silent = make.write_media(tmp_path / "silent.mp4", make.person, make.times(0.2))
    attune("analyze", clip, "--customer-audio", silent, *out).refused(2, "holds no sound")
    attune("analyze", clip, "--customer-audio", clip, *out).refused(2, "the same file again")
    assert not (tmp_path / "o").exists()


# ---------------------------------------------------------------- places that cannot be written


def test_an_out_folder_in_use_is_left_alone(attune: Attune, clip: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / "diary.txt").write_text("keep", encoding="utf-8")
    attune("analyze", clip, "--out", out).refused(2, "not empty")
    assert [path.name for path in out.iterdir()] == ["diary.txt"]


def test_an_out_folder_below_a_file(attune: Attune, clip: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    told = attune("analyze", clip, "--out", tmp_path / "file" / "session")
    told.refused(2, "file")
    attune("analyze", clip, "--out", tmp_path / "file").refused(2, "file")
    attune("observe", clip, "--out", tmp_path / "file" / "o.jsonl").refused(2, "file")
    attune("observe", clip, "--out", tmp_path / "nowhere" / "o.jsonl").refused(2, "nowhere")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_folder(attune: Attune, clip: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0o500)
    try:
        attune("analyze", clip, "--out", locked / "session").refused(2, "locked")
    finally:
        locked.chmod(0o700)


def test_a_folder_that_may_not_be_written(attune: Attune, clip: Path, tmp_path: Path, monkeypatch: Any) -> None:
    def refuse(self: Path, *_args: object, **_kwargs: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    attune("analyze", clip, "--out", tmp_path / "locked").refused(2, "locked", "Permission denied")


def test_a_full_disk(attune: Attune, clip: Path, tmp_path: Path, monkeypatch: Any) -> None:
    from perception.recording import media_copy

    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(media_copy, "copy_streams", full)
    attune("analyze", clip, "--out", tmp_path / "s").refused(1, "The disk is full")
    assert not (tmp_path / "s").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_behind_the_output(clip: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "app", "observe", str(clip)],
            cwd=_ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    Told(done.returncode, "", done.stderr).refused(1, "The disk is full")


# ---------------------------------------------------------------- models


def test_missing_models(attune: Attune, clip: Path, tmp_path: Path, monkeypatch: Any) -> None:
    from perception.inference import model_files

    monkeypatch.setenv(model_files.MODELS_VARIABLE, str(tmp_path / "no models"))
    monkeypatch.setattr(model_files, "assets_dir", lambda: tmp_path)
    attune("analyze", clip, "--out", tmp_path / "s", "--json").refused(1, "attune models install")
    attune("observe", clip).refused(1, "attune models install")
    assert not (tmp_path / "s").exists()


def test_damaged_model(attune: Attune, clip: Path, tmp_path: Path, models_dir: Path, monkeypatch: Any) -> None:
    from perception.inference.model_files import MODELS_VARIABLE

    folder = tmp_path / "models"
    copy_models(models_dir, folder, damaged="face_landmarker.task")
    monkeypatch.setenv(MODELS_VARIABLE, str(folder))
    attune("analyze", clip, "--out", tmp_path / "s", "--json").refused(1, "face_landmarker.task")


def copy_models(source: Path, target: Path, *, damaged: str) -> None:
    """The model folder again by links, one file of it with a changed byte."""
    target.mkdir()
    for path in source.iterdir():
        if path.name == damaged:
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 0xFF
            (target / path.name).write_bytes(bytes(data))
        elif path.is_dir():
            shutil.copytree(path, target / path.name, copy_function=os.link)
        else:
            os.link(path, target / path.name)


def test_bad_usage_is_one_line(attune: Attune) -> None:
    calls: Sequence[Sequence[str]] = (["observe"], ["analyze"], ["analyze", "x", "--layout", "round"], ["fly"])
    for words in calls:
        attune(*words).refused(2, "--help")
