"""A call of one's own beside another programme: consent of the other side, and the small strip for the window."""

from __future__ import annotations

from conftest import settle
from examples import snapshot
from practice_examples import cue
from practice_hands import page_name
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.engine.messages import HideCues, MarkMoment, PauseCall, Problem, StartCall, StopCall
from app.ui.call.strip_presenter import STEP
from app.ui.routes import ToSetup

MARKS = {"E": "good", "A": "watch"}


def set_up(window):
    window.go(ToSetup())
    settle(window)
    return window.page


def start(window, engine):
    """Start a call; gives its page."""
    set_up(window).go_button.click()
    settle(window)
    engine.push(snapshot(65.0, MARKS))
    settle(window)
    return window.page


def test_the_other_side_is_asked_first_and_nothing_of_theirs_is_kept_by_itself(make_main, engine):
    window = make_main()
    page = set_up(window)
    assert page.go_button.isEnabled()
    page.customer.setCurrentIndex(0)
    settle(window)
    assert not page.go_button.isEnabled()
    assert "Ask the other side first" in page.go_note.text()
    page.other.knows.setChecked(True)
    settle(window)
    assert "forgotten" in page.other.agreement.text.text()
    page.go_button.click()
    settle(window)
    call = engine.sent(StartCall)[-1]
    assert call.customer_audio_id == "mon0"
    assert (call.keep_customer_words, call.keep_customer_sound) == (False, False)


def test_what_they_agreed_to_is_kept(make_main, engine):
    window = make_main()
    page = set_up(window)
    page.customer.setCurrentIndex(0)
    for switch in (page.other.knows, page.other.words):
        switch.setChecked(True)
    settle(window)
    assert page.other.agreement.text.text().startswith("Their words are kept. Their sound is used")
    page.go_button.click()
    settle(window)
    call = engine.sent(StartCall)[-1]
    assert (call.keep_customer_words, call.keep_customer_sound) == (True, False)


def test_a_camera_that_another_programme_holds_is_told_with_a_way_on(make_main, engine):
    window = make_main()
    page = set_up(window)
    engine.push(Problem("camera", "The camera cannot be opened.", "Close other programs.", "paused"))
    settle(window)
    assert "go on without" in page.picture._message


def test_the_strip_stands_for_the_window_and_shows_marks_cue_and_time(make_main, engine):
    window = make_main()
    page = start(window, engine)
    strip = page.side.strip
    assert strip.isVisible()
    assert window.isMinimized()
    flags = strip.windowFlags()
    assert flags & Qt.WindowType.WindowStaysOnTopHint
    assert flags & Qt.WindowType.FramelessWindowHint
    assert (strip.time.text(), strip.marks.marks["A"]) == ("01:05", "watch")
    engine.push(cue("Ask an open question", "H"))
    settle(window)
    assert (strip.letter.text(), strip.text.text()) == ("H", "Ask an open question")


def test_the_strip_is_worked_by_keys_and_buttons(make_main, engine):
    window = make_main()
    page = start(window, engine)
    strip = page.side.strip
    QTest.keyClick(strip, Qt.Key.Key_M)
    QTest.keyClick(strip, Qt.Key.Key_H)
    settle(window)
    assert engine.sent(MarkMoment)
    assert engine.sent(HideCues)[-1].hidden
    assert not strip.marks.isVisible()
    strip.pause.click()
    settle(window)
    assert engine.sent(PauseCall)
    assert strip.pause.text() == "Go on"
    QTest.keyClick(strip, Qt.Key.Key_Escape)
    settle(window)
    assert engine.sent(StopCall)
    assert page_name(window) == "DebriefPage"
    assert not window.isMinimized()


def test_it_is_moved_by_hand_and_by_arrows_and_remembers_its_place(make_main, engine):
    window = make_main()
    strip = start(window, engine).side.strip
    strip.move(0, 100)
    QTest.keyClick(strip, Qt.Key.Key_Down)
    assert (strip.x(), strip.y()) == (0, 100 + STEP)
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    QTest.mouseMove(strip, QPoint(44, 24))
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    kept = window.settings.text("side_strip_place")
    assert kept == f"{strip.x()},{strip.y()}"


def test_the_large_window_comes_back_on_request_and_makes_room_again(make_main, engine):
    window = make_main()
    page = start(window, engine)
    page.side.strip.window_button.click()
    assert not page.side.strip.isVisible()
    assert not window.isMinimized()
    QTest.keyClick(page, Qt.Key.Key_S)
    assert page.side.strip.isVisible()
    assert window.isMinimized()


def test_a_call_that_fails_brings_the_window_back(make_main, engine):
    window = make_main()
    page = start(window, engine)
    engine.push(Problem("disk", "The disk is full.", "Free some space.", "failed"))
    settle(window)
    assert page_name(window) == "CallPage"
    assert page.finish_title.text() == "The call ended early"
    assert not window.isMinimized()
    page.side.end()


def test_without_the_strip_the_window_stays(make_main, engine):
    window = make_main(side_strip=False)
    page = start(window, engine)
    assert page.side is None
    assert not window.isMinimized()
