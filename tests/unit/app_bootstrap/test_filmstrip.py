"""Small pictures of a recording: made beside the window, kept as long as the recording is there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from app.bootstrap.filmstrip import FilmstripElsewhere, tidy_filmstrips
from app.ui.ports import MediaPart
from tests.long_media import FPS, write_long_media

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    folder = tmp_path_factory.mktemp("session")
    write_long_media(folder / "media.mkv", minutes=0.4, codec="libx264", width=320, height=240, piece_s=12)
    return folder


def finished(strip: FilmstripElsewhere) -> FilmstripElsewhere:
    """Wait for the helper to end by itself."""
    if strip._process is not None:
        strip._process.join(100)
    return strip


def test_small_pictures_and_times_are_made_and_found_again(recording, tmp_path):
    parts = (MediaPart(5.0, recording / "media.mkv"),)
    strip = finished(FilmstripElsewhere(recording, parts, root=tmp_path))
    assert strip.complete
    assert len(strip.frame_times()) == 24 * FPS
    assert strip.frame_times()[0] == pytest.approx(5.0)
    near = strip.nearest(16.4)
    assert near is not None
    assert abs(int(near.stem) / 1000 - 16.4) <= 1.0  # key pictures are rare here: there is one for each second
    assert strip.nearest(200.0) is None
    again = FilmstripElsewhere(recording, parts, root=tmp_path)
    assert again._process is None
    assert again.nearest(16.4) == near
    again.close()
    strip.close()


def test_another_stamp_is_another_recording(recording, tmp_path):
    copied = tmp_path / "session"
    shutil.copytree(recording, copied)
    one = FilmstripElsewhere(copied, (MediaPart(0.0, copied / "media.mkv"),), root=tmp_path / "cache")
    one.close()
    (copied / "media.mkv").write_bytes(b"another")
    other = FilmstripElsewhere(copied, (MediaPart(0.0, copied / "media.mkv"),), root=tmp_path / "cache")
    finished(other)
    assert other.place != one.place
    assert other.nearest(1.0) is None  # what cannot be read has none
    other.close()


def test_pictures_go_with_their_recording(recording, tmp_path):
    copied = tmp_path / "session"
    shutil.copytree(recording, copied)
    root = tmp_path / "cache"
    strip = finished(FilmstripElsewhere(copied, (MediaPart(0.0, copied / "media.mkv"),), root=root))
    strip.close()
    tidy_filmstrips(root)
    assert strip.place.is_dir()
    (copied / "media.mkv").unlink()
    tidy_filmstrips(root)
    assert not strip.place.exists()
    tidy_filmstrips(tmp_path / "nowhere")


def test_what_another_window_has_only_begun_is_left_alone(tmp_path):
    (tmp_path / "begun").mkdir()
    (tmp_path / "left").mkdir()
    os.utime(tmp_path / "left", (0, 0))
    tidy_filmstrips(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["begun"]


def test_what_another_window_takes_away_at_the_same_moment_is_no_trouble(tmp_path, monkeypatch):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    found = Path.iterdir

    def iterdir(self):
        folders = sorted(found(self))
        shutil.rmtree(folders[0])
        return iter(folders)

    monkeypatch.setattr(Path, "is_dir", lambda _self: True)
    monkeypatch.setattr(Path, "iterdir", iterdir)
    tidy_filmstrips(tmp_path)
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir()] == ["two"]
