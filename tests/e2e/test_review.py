"""A recorded call opened for review in the real window: the very picture of a time, playing, points of the face."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from tests.long_media import FPS, number_of, write_long_media
from tests.long_session import write_long_session
from tests.review_window import review_window

pytestmark = pytest.mark.qt_log_ignore(
    # Without a sound service or graphics card Qt says so; the picture plays all the same.
    "PulseAudioService",
    "No RHI backend",
    "No HW decoder",
    extend=True,
)
SECONDS = 24


@pytest.fixture(scope="module", params=["libvpx-vp9", "libx264"])
def call(request, tmp_path_factory) -> Path:
    folder = write_long_session(tmp_path_factory.mktemp("call") / "call", minutes=SECONDS / 60)
    write_long_media(folder / "media.mkv", minutes=SECONDS / 60, codec=request.param, piece_s=SECONDS)
    return folder


@pytest.fixture
def review(qtbot, tmp_path, call):
    _app, window, go = review_window(tmp_path / "window", size=(1280, 720))
    qtbot.addWidget(window)
    qtbot.waitExposed(window)
    go(call)
    qtbot.waitUntil(lambda: window.page.review is not None, timeout=30_000)
    qtbot.waitUntil(lambda: window.page.picture.has_picture, timeout=30_000)
    yield window.page
    window.page.leave()
    qtbot.waitUntil(lambda: not window.tasks.busy, timeout=90_000)  # what sentences do is still being read
    window.close()


def number_shown(page) -> int | None:
    """The number in the picture that is shown exactly."""
    picture = page.picture.canvas.picture
    if picture is None:
        return None
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return number_of(pixels[:, : grey.width()])


def test_after_a_seek_the_very_picture_is_shown(qtbot, review):
    for number in (100, 613, 14, 405, 406):
        review.playhead.seek((number + 0.5) / FPS)
        qtbot.waitUntil(lambda number=number: number_shown(review) == number, timeout=20_000)


def test_steps_go_from_picture_to_picture(qtbot, review):
    qtbot.waitUntil(lambda: len(review.picture.film.frame_times()) > 0, timeout=60_000)
    review.playhead.seek(200.5 / FPS)
    qtbot.waitUntil(lambda: number_shown(review) == 200, timeout=20_000)
    for expected in (201, 202, 203):
        qtbot.keyClick(review, Qt.Key.Key_Right)
        qtbot.waitUntil(lambda expected=expected: number_shown(review) == expected, timeout=20_000)
    qtbot.keyClick(review, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: number_shown(review) == 202, timeout=20_000)


def test_of_many_seeks_the_last_one_is_shown(qtbot, review):
    for number in range(30, 600, 30):
        review.playhead.seek((number + 0.5) / FPS)
    qtbot.waitUntil(lambda: number_shown(review) == 570, timeout=20_000)


def test_it_plays_to_its_end_and_the_transcript_follows(qtbot, review):
    review.playhead.seek(SECONDS - 3.0)
    review.playhead.pace(2.0)
    qtbot.keyClick(review, Qt.Key.Key_Space)
    assert review.playhead.playing
    qtbot.waitUntil(lambda: not review.playhead.playing, timeout=30_000)
    assert review.playhead.t_s > SECONDS - 1.0
    assert review.transcript.view.painter_of.now[0] is not None


def test_points_of_face_and_body_are_found_for_the_picture_shown(qtbot, review):
    review.playhead.seek(4.01)
    review.picture._switch("mesh")
    review.picture._switch("posture")
    canvas = review.picture.canvas
    qtbot.waitUntil(lambda: canvas.found is not None, timeout=90_000)
    assert review.picture.points.trouble == ""
    assert canvas.found.t_s <= 4.01 < canvas.found.end_s
    assert canvas.found.face.shape == (478, 2)
    assert 0.2 < float(np.median(canvas.found.face[:, 0])) < 0.8
    review.picture._switch("mesh")
    review.picture._switch("posture")
    assert canvas.found is None
