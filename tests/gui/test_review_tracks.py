"""The time tracks without a screen: mouse, wheel, keys, zoom, a chosen stretch and hidden lanes."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication
from review_examples import COMMENTS, DURATION_S, letter_series
from tracks_hands import Paints, idents, shown_tracks

from app.library.review.series import SessionSeries
from app.ui.review.playhead import Playhead
from perception.types import LETTERS, Span

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def playhead():
    return Playhead(DURATION_S)


@pytest.fixture
def make(qtbot, playhead):
    return partial(shown_tracks, qtbot, playhead)


@pytest.fixture
def view(make):
    return make()


def at(view, t_s: float, lane: str | None = None) -> QPoint:
    """A place on a lane, or on the ruler."""
    box = view.canvas.lane_box(lane) if lane is not None else view.canvas.ruler_box()
    return QPoint(view.canvas.x_of(t_s), box.center().y())


def drag(qtbot, view, begin: QPoint, end: QPoint) -> None:
    target = view.canvas.viewport()
    qtbot.mousePress(target, LEFT, pos=begin)
    qtbot.mouseMove(target, begin + (end - begin) / 2)
    qtbot.mouseMove(target, end)
    qtbot.mouseRelease(target, LEFT, pos=end)


def wheel(view, place: QPoint, *, x: int = 0, y: int = 0, modifiers=NONE) -> None:
    event = QWheelEvent(
        QPointF(place),
        QPointF(place),
        QPoint(),
        QPoint(x, y),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.canvas.viewport(), event)


# ---------------------------------------------------------------- going there


def test_a_click_goes_there(qtbot, view, playhead) -> None:
    qtbot.mouseClick(view.canvas.viewport(), LEFT, pos=at(view, 100.0, "csm"))
    assert playhead.t_s == pytest.approx(100.0, abs=0.2)
    qtbot.mouseClick(view.canvas.viewport(), LEFT, pos=at(view, 20.0))
    assert playhead.t_s == pytest.approx(20.0, abs=0.2)


def test_a_click_on_a_moment_goes_exactly_to_it(qtbot, view, playhead) -> None:
    qtbot.mouseClick(view.canvas.viewport(), LEFT, pos=at(view, 58.0, "moments") + QPoint(3, 0))
    assert playhead.t_s == 58.0


def test_a_click_on_a_comment_chooses_it(qtbot, view, playhead) -> None:
    view.set_notes(COMMENTS)
    with qtbot.waitSignal(view.comment_chosen) as told:
        qtbot.mouseClick(view.canvas.viewport(), LEFT, pos=at(view, 190.0, "comments"))
    assert told.args == ["c2"]
    assert playhead.t_s == 180.0


def test_a_double_click_on_the_lane_of_comments_writes_one(qtbot, view) -> None:
    with qtbot.waitSignal(view.wants_comment) as told:
        qtbot.mouseDClick(view.canvas.viewport(), LEFT, pos=at(view, 60.0, "comments"))
    assert told.args[0] == pytest.approx(60.0, abs=0.2)


def test_nothing_but_the_line_is_painted_while_it_plays(view, playhead) -> None:
    playhead.play(True)
    playhead.advance(50.0)
    QApplication.processEvents()
    painted, tiles = Paints(view.canvas.viewport()), view.canvas.tiles_painted
    for frame in range(10):
        playhead.advance(50.0 + frame / 30.0)
        QApplication.processEvents()
    assert len(painted.parts) == 10
    assert max(part.width() for part in painted.parts) <= 20
    assert view.canvas.tiles_painted == tiles


def test_what_is_shown_turns_with_the_playhead(view, playhead) -> None:
    playhead.seek(10.0)
    view.canvas.show_around()
    playhead.play(True)
    playhead.advance(view.canvas.scale.end_s + 0.1)
    scale = view.canvas.scale
    assert scale.start_s <= playhead.t_s <= scale.start_s + 0.1 * scale.span_s


# ---------------------------------------------------------------- zoom and pan


def test_zoom_by_keys_buttons_and_wheel(qtbot, view) -> None:
    assert view.canvas.scale.is_whole
    qtbot.keyClick(view.canvas, Qt.Key.Key_Plus)
    assert not view.canvas.scale.is_whole
    qtbot.keyClick(view.canvas, Qt.Key.Key_Minus)
    assert view.canvas.scale.is_whole
    view.tools.in_button.click()
    view.tools.in_button.click()
    close = view.canvas.scale.px_per_s
    view.tools.out_button.click()
    assert view.canvas.scale.px_per_s < close
    view.tools.whole_button.click()
    assert view.canvas.scale.is_whole
    place = at(view, 150.0, "csm")
    wheel(view, place, y=360, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert not view.canvas.scale.is_whole
    assert view.canvas.x_of(150.0) == pytest.approx(place.x(), abs=3)


def test_a_pinch_zooms(view) -> None:
    place = QPointF(at(view, 100.0, "csm"))
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        place,
        place,
        place,
        0.5,
        QPointF(),
    )
    QApplication.sendEvent(view.canvas.viewport(), pinch)
    assert view.canvas.scale.span_s == pytest.approx(DURATION_S / 1.5, rel=0.01)
    assert view.canvas.x_of(100.0) == pytest.approx(place.x(), abs=2)


def test_around_now_shows_half_a_minute(view, playhead) -> None:
    playhead.seek(120.0)
    view.tools.around_button.click()
    assert view.canvas.scale.span_s == pytest.approx(30.0)
    assert view.canvas.scale.start_s == pytest.approx(105.0, abs=0.1)


def test_dragging_lanes_and_the_scroll_bar_pan(qtbot, view, playhead) -> None:
    playhead.seek(120.0)
    view.canvas.show_around()
    start_s = view.canvas.scale.start_s
    drag(qtbot, view, at(view, 120.0, "csm"), at(view, 115.0, "csm"))
    assert view.canvas.scale.start_s == pytest.approx(start_s + 5.0, abs=0.2)
    assert playhead.t_s == 120.0
    view.canvas.horizontalScrollBar().setValue(0)
    assert view.canvas.scale.start_s == 0.0


def test_the_wheel_pans_sideways_and_scrolls_lanes_that_are_out_of_sight(make, playhead) -> None:
    view = make(size=(1000, 300))
    playhead.seek(120.0)
    view.canvas.show_around()
    start_s = view.canvas.scale.start_s
    wheel(view, at(view, 120.0), x=-120)
    assert view.canvas.scale.start_s > start_s
    wheel(view, at(view, 120.0), y=-120)
    assert view.canvas.verticalScrollBar().value() == 120


def test_a_zoom_stays_when_the_window_changes(view, playhead) -> None:
    playhead.seek(120.0)
    view.canvas.show_around()
    close = view.canvas.scale.px_per_s
    view.resize(1200, 700)
    QApplication.processEvents()
    assert view.canvas.scale.px_per_s == close
    view.canvas.show_whole()
    view.resize(900, 700)
    QApplication.processEvents()
    assert view.canvas.scale.is_whole


# ---------------------------------------------------------------- a chosen stretch


def test_dragging_on_the_ruler_chooses_a_stretch(qtbot, view, playhead) -> None:
    drag(qtbot, view, at(view, 100.0), at(view, 60.0))
    assert playhead.selection is not None
    assert playhead.selection.start_s == pytest.approx(60.0, abs=0.2)
    assert playhead.selection.end_s == pytest.approx(100.0, abs=0.2)
    assert view.tools.loop.isVisible()
    drag(qtbot, view, at(view, playhead.selection.end_s), at(view, 80.0))
    assert playhead.selection.start_s == pytest.approx(60.0, abs=0.2)
    assert playhead.selection.end_s == pytest.approx(80.0, abs=0.2)
    qtbot.mouseClick(view.canvas.viewport(), LEFT, pos=at(view, 120.0))
    assert playhead.selection is None
    assert not view.tools.loop.isVisible()


def test_dragging_the_marker_scrubs(qtbot, view, playhead) -> None:
    playhead.seek(60.0)
    went = []
    playhead.jumped.connect(went.append)
    drag(qtbot, view, at(view, 60.0), at(view, 90.0))
    assert went == pytest.approx([75.0, 90.0], abs=0.3)
    assert playhead.selection is None


def test_a_chosen_stretch_can_be_looped_commented_on_and_let_go(qtbot, view, playhead) -> None:
    playhead.select(Span(60.0, 70.0))
    view.tools.loop.click()
    assert playhead.looping
    with qtbot.waitSignal(view.wants_comment) as told:
        view.tools._comment.click()
    assert told.args == [60.0]
    view.tools._clear.click()
    assert playhead.selection is None
    assert not playhead.looping
    assert not view.tools.loop.isChecked()


# ---------------------------------------------------------------- lanes


def test_what_tells_the_machines_judgement_is_hidden_until_unlocked(make) -> None:
    view = make(locked=True)
    assert not set(idents(view)) & {*LETTERS, "moments", "cues"}
    assert "locked" in idents(view)
    assert not any(chip.isVisible() for chip in view.tools._legend)
    assert not {"Tone", "Feeling moments", "Cues shown"} & {one.text() for one in view.tools.menu.actions()}
    view.set_letters({letter: letter_series(letter, 0) for letter in LETTERS})
    assert not set(idents(view)) & set(LETTERS)
    view.unlock()
    assert set(LETTERS) <= set(idents(view))
    assert "locked" not in idents(view)
    assert all(chip.isVisible() for chip in view.tools._legend)


def test_no_word_of_the_judgement_is_read_aloud_while_locked(qtbot, make) -> None:
    view = make(locked=True)
    for _ in range(12):
        qtbot.keyClick(view.canvas, Qt.Key.Key_Down)
        told = view.canvas.accessibleDescription()
        assert not any(word in told for word in ("about", "missed", "named", "fixing", "Ask an open"))


def test_lanes_are_switched_off_and_remembered(qtbot, view) -> None:
    nods = next(one for one in view.tools.menu.actions() if one.text() == "Nods")
    with qtbot.waitSignal(view.lanes_changed) as told:
        nods.trigger()
    assert told.args == [("nods",)]
    assert "nods" not in idents(view)
    nods.trigger()
    assert "nods" in idents(view)


def test_lanes_that_were_off_stay_off(make) -> None:
    view = make(hidden=("nods", "a lane of another release"))
    assert "nods" not in idents(view)
    assert not next(one for one in view.tools.menu.actions() if one.text() == "Nods").isChecked()
    next(one for one in view.tools.menu.actions() if one.text() == "Nods").trigger()
    assert "nods" in idents(view)


def test_letters_that_follow_are_shown_when_they_come(make) -> None:
    view = make(series=SessionSeries(DURATION_S), letters_follow=True)
    assert set(LETTERS) <= set(idents(view))
    view.set_letters({"E": letter_series("E", 0)})
    assert [one for one in idents(view) if one in LETTERS] == ["E"]


# ---------------------------------------------------------------- keys and words


def test_keys_choose_lanes_and_step_through_their_moments(qtbot, view, playhead) -> None:
    for _ in range(idents(view).index("moments") + 1):
        qtbot.keyClick(view.canvas, Qt.Key.Key_Down)
    control = Qt.KeyboardModifier.ControlModifier
    reached = []
    for _ in range(3):
        qtbot.keyClick(view.canvas, Qt.Key.Key_Right, control)
        reached.append(playhead.t_s)
    assert reached == [24.0, 58.0, 108.0]
    assert view.canvas.accessibleDescription() == "Feeling moments at 01:48: “exposed” named (01:48)"
    qtbot.keyClick(view.canvas, Qt.Key.Key_Left, control)
    assert playhead.t_s == 58.0


def test_keys_choose_a_stretch(qtbot, view, playhead) -> None:
    playhead.seek(60.0)
    qtbot.keyClick(view.canvas, Qt.Key.Key_B)
    assert playhead.selection == Span(60.0, 65.0)
    playhead.seek(90.0)
    qtbot.keyClick(view.canvas, Qt.Key.Key_E)
    assert playhead.selection == Span(60.0, 90.0)
    playhead.seek(70.0)
    qtbot.keyClick(view.canvas, Qt.Key.Key_B)
    assert playhead.selection == Span(70.0, 90.0)
    playhead.seek(3.0)
    qtbot.keyClick(view.canvas, Qt.Key.Key_E)
    assert playhead.selection == Span(0.0, 3.0)


def test_a_lane_out_of_sight_is_scrolled_to(qtbot, make) -> None:
    view = make(size=(1000, 260))
    for _ in range(len(idents(view))):
        qtbot.keyClick(view.canvas, Qt.Key.Key_Down)
    box = view.canvas.lane_box("marks")
    assert box.bottom() <= view.canvas.viewport().height()


def test_other_keys_are_left_to_the_page(qtbot, view) -> None:
    left = []

    class Page(QObject):
        def eventFilter(self, _watched, event) -> bool:
            if event.type() == QEvent.Type.KeyPress:
                left.append(event.key())
            return False

    page = Page(view)
    view.installEventFilter(page)
    keys = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_L, Qt.Key.Key_C)
    for key in keys:
        qtbot.keyClick(view.canvas, key)
    assert left == list(keys)
