"""What the time tracks paint, in both looks, large text and small windows."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from review_examples import DURATION_S
from tracks_hands import idents, shown_tracks

from app.library.review.series import SessionSeries
from app.ui.review.playhead import Playhead
from perception.types import Span


@pytest.fixture
def playhead():
    return Playhead(DURATION_S)


@pytest.fixture
def make(qtbot, playhead):
    return partial(shown_tracks, qtbot, playhead)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_speech_letters_and_the_playhead_can_be_seen(make, playhead, look) -> None:
    view = make(look=look)
    playhead.seek(120.0)
    QApplication.processEvents()
    image = view.canvas.viewport().grab().toImage()

    def colours(t_s: float, lane: str) -> set[str]:
        box, x = view.canvas.lane_box(lane), view.canvas.x_of(t_s)
        return {QColor(image.pixel(x, y)).name() for y in range(box.top(), box.bottom())}

    theme = view.theme
    assert theme.colour("customer").name() in colours(85.0, "customer")
    assert theme.colour("you").name() in colours(30.0, "csm")
    assert theme.colour("customer").name() not in colours(30.0, "customer")
    assert theme.colour("good_soft").name() in colours(60.0, "A")
    assert theme.colour("good_soft").name() not in colours(8.0, "A")  # not measured: dashes, no band
    assert theme.colour("watch").name() in colours(120.0, "nods")


def test_a_gap_is_hatched_over_all_lanes(make, playhead) -> None:
    view = make()
    playhead.seek(0.0)
    image = view.canvas.viewport().grab().toImage()
    box = view.canvas.lane_box("comments")
    inside = {image.pixel(x, box.center().y()) for x in range(view.canvas.x_of(160.5), view.canvas.x_of(165.5))}
    outside = {image.pixel(x, box.center().y()) for x in range(view.canvas.x_of(170.0), view.canvas.x_of(175.0))}
    assert len(inside) > 1
    assert len(outside) == 1


@pytest.mark.parametrize("text", ["normal", "largest"])
def test_everything_fits_a_small_window(make, playhead, text) -> None:
    view = make(text=text, size=(1252, 320))
    playhead.select(Span(60.0, 70.0))
    QApplication.processEvents()
    assert view.width() == 1252
    assert view.tools.lanes_button.geometry().right() <= view.width()
    assert view.tools.loop.isVisible()
    assert view.minimumSizeHint().height() <= 320 or text == "largest"
    assert view.canvas.verticalScrollBar().maximum() > 0


def test_a_session_without_anything_is_shown(make) -> None:
    view = make(series=SessionSeries(0.0))
    assert idents(view) == ["customer", "csm", "moments", "comments"]
    view.canvas.show_around()
    view.canvas.zoom_in()
    QApplication.processEvents()
