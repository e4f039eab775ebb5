"""Drawing over a picture: a known point of the picture is drawn exactly there on the screen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage

from app.library.review.landmarks import Landmarks
from app.library.review.series import SessionSeries
from app.ui.ports import MediaPart
from app.ui.review.picture.canvas import PictureCanvas
from app.ui.review.picture.figure import FigureCanvas
from app.ui.review.picture.mapping_presenter import Rect, Seen
from app.ui.review.picture.overlay_presenter import FaceView
from app.ui.review.picture.points import Points
from app.ui.review.picture.silent_player import SilentPlayer
from app.ui.theme import make_theme
from app.ui.widgets.recording_player import GONE, RecordingPlayer, Shown


@pytest.fixture
def theme():
    return make_theme(name="light", text_size="normal", reduced_motion=True, family="Inter")


def picture(width=640, height=480) -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB888)
    made.fill(QColor("#202020"))
    return made


def canvas(qtbot, theme, size, shown=None) -> PictureCanvas:
    made = PictureCanvas(theme, lambda: None)
    qtbot.addWidget(made)
    made.resize(*size)
    made.show_picture(shown or picture())
    return made


def drawn_at(widget: PictureCanvas) -> tuple[float, float]:
    """The middle of what is drawn in the colour of points."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = pixels[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)
    target = widget.mapping().target
    top, left = int(target.y) + 1, int(target.x) + 1
    inside = pixels[top : int(target.y + target.height) - 1, left : int(target.x + target.width) - 1]
    rows, columns = np.nonzero(inside[..., 1] - inside[..., 0] > 40)
    assert len(rows), "nothing was drawn"
    return float(np.median(columns)) + left, float(np.median(rows)) + top


def a_point(x: float, y: float) -> Landmarks:
    """All points of a face in one place."""
    return Landmarks(0.0, 1.0, face=np.tile([x, y], (478, 1)))


@pytest.mark.parametrize("size", [(400, 600), (900, 300), (640, 480)])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_point_is_drawn_where_it_is_in_the_picture(qtbot, theme, size, mirrored):
    widget = canvas(qtbot, theme, size)
    widget.mesh, widget.mirrored, widget.found = True, mirrored, a_point(0.25, 0.75)
    expected = widget.mapping().point(160, 360)
    assert drawn_at(widget) == pytest.approx(expected, abs=1.5)


@pytest.mark.parametrize(("side", "x"), [("left", 0.125), ("right", 0.625)])
def test_a_point_of_one_of_two_people_lies_in_their_half(qtbot, theme, side, x):
    widget = canvas(qtbot, theme, (900, 500), picture(1280, 480))
    widget.seen, widget.mesh, widget.found = Seen(side), True, a_point(0.25, 0.5)
    assert drawn_at(widget) == pytest.approx(widget.mapping().point(x * 1280, 240), abs=1.5)


def test_only_one_side_shown_still_has_its_points_in_place(qtbot, theme):
    widget = canvas(qtbot, theme, (500, 500), picture(1280, 480))
    widget.seen, widget.part, widget.mesh, widget.found = Seen("right"), "right", True, a_point(0.5, 0.5)
    assert drawn_at(widget) == pytest.approx((250.0, 250.0), abs=1.5)
    widget.part = "left"  # the other person: nothing of the first is drawn there
    with pytest.raises(AssertionError, match="nothing was drawn"):
        drawn_at(widget)


def test_the_box_of_a_face_is_drawn_around_it(qtbot, theme):
    widget = canvas(qtbot, theme, (640, 480))
    widget.face = FaceView(Rect(200, 100, 100, 120), (0.0, 0.0), 0.0, "at the camera", "good")
    image = widget.grab().toImage()
    for corner in (QPoint(200, 100), QPoint(300, 100), QPoint(200, 220), QPoint(300, 220)):
        colour = image.pixelColor(corner)
        assert colour.green() > colour.red() + 30, corner


def test_a_small_picture_stands_without_points(qtbot, theme):
    widget = canvas(qtbot, theme, (640, 480))
    widget.mesh, widget.found = True, a_point(0.5, 0.5)
    widget.show_small(picture(80, 60))
    assert widget.picture is None
    with pytest.raises(AssertionError, match="nothing was drawn"):
        drawn_at(widget)
    widget.show_picture(picture())
    assert widget.picture is not None
    assert drawn_at(widget) == pytest.approx((320, 240), abs=1.5)


def test_a_click_plays(qtbot, theme):
    clicks = []
    widget = PictureCanvas(theme, lambda: clicks.append(1))
    qtbot.addWidget(widget)
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
    assert clicks == [1]


def test_the_figure_is_drawn_without_any_records(qtbot, theme):
    widget = FigureCanvas(theme, SessionSeries(10.0), lambda: None)
    qtbot.addWidget(widget)
    widget.resize(300, 200)
    widget.show_time(3.0)
    assert not widget.grab().isNull()


class Finder:
    """Finds points when told to."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.found: list[Landmarks] = []
        self.trouble = ""
        self.closed = False

    def ask(self, t_s):
        self.asked.append(t_s)

    def answers(self):
        found, self.found = self.found, []
        return found

    def close(self):
        self.closed = True


def shown(t_s: float) -> Shown:
    return Shown(picture(8, 6), t_s, t_s + 0.04)


def test_points_are_asked_for_and_belong_to_their_picture_only(qtbot, theme):
    finder, news = Finder(), []
    host = canvas(qtbot, theme, (64, 48))
    points = Points(host, lambda: finder, lambda: news.append(1))
    points.want(True)
    assert points.at(shown(1.0), playing=False) is None
    assert finder.asked == pytest.approx([1.02])
    finder.found = [Landmarks(1.0, 1.04)]
    points.poll()
    assert news == [1]
    assert points.at(shown(1.0), playing=False) is not None
    assert points.at(shown(1.04), playing=False) is None
    points.close()


def test_while_playing_points_of_just_before_serve_and_those_ahead_are_asked_for(qtbot, theme):
    finder = Finder()
    host = canvas(qtbot, theme, (64, 48))
    points = Points(host, lambda: finder, lambda: None)
    points.want(True)
    points.at(shown(1.0), playing=True)
    first_ahead = finder.asked[-1] - 1.02
    assert first_ahead > 0
    finder.found = [Landmarks(0.8, 0.84)]  # long gone by: next time one asks further ahead
    points.poll()
    points.at(shown(1.0), playing=True)
    assert finder.asked[-1] - 1.02 > first_ahead
    finder.found = [Landmarks(0.94, 0.98)]
    points.poll()
    assert points.at(shown(1.0), playing=True).t_s == 0.94
    assert points.at(shown(1.2), playing=True) is None


def test_a_helper_that_ended_is_told_and_points_are_forgotten(qtbot, theme):
    finder, news = Finder(), []
    host = canvas(qtbot, theme, (64, 48))
    points = Points(host, lambda: finder, lambda: news.append(1))
    points.want(True)
    finder.found, finder.trouble = [Landmarks(1.0, 1.04)], "It ended."
    points.poll()
    assert (points.trouble, news) == ("It ended.", [1])
    points.want(False)
    assert finder.closed
    assert points.trouble == ""
    points.want(True)
    assert points.at(shown(1.0), playing=False) is None
    points.close()


def test_without_a_recording_time_itself_plays(qtbot):
    player, times = SilentPlayer(0.2), []
    player.moved.connect(times.append)
    player.seek(0.1)
    assert player.position_s == pytest.approx(0.1)
    with qtbot.waitSignal(player.ended, timeout=5000):
        player.play()
    assert times[-1] == pytest.approx(0.2)
    assert not player.playing
    player.pace(2.0)
    player.stop()
    assert player.position_s == pytest.approx(0.2)


def test_a_recording_that_is_gone_is_told(qtbot, tmp_path):
    player, told = RecordingPlayer(), []
    player.failed.connect(told.append)
    player.load([MediaPart(0.0, tmp_path / "media.mkv")])
    player.seek(3.0)
    player.play()
    assert told
    assert set(told) == {GONE}
    assert not player.playing
    player.stop()
