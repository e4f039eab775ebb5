"""The self-check: after a call, before any score; kept with the session; skipped without loss."""

from __future__ import annotations

from pathlib import Path

from conftest import settle
from examples import opened, snapshot
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.engine.messages import StartCall
from app.practice.self_check import SelfCheck
from app.ui.routes import ToDebrief, ToSelfCheck, ToSetup
from perception.errors import SessionFormatError

FOLDER = Path("/sessions/a")


def page_name(window) -> str:
    return type(window.page).__name__


def test_a_call_leads_to_the_self_check_and_then_to_the_debrief(make_main, engine, notes):
    window = make_main(self_check=True)
    window.go(ToSetup())
    settle(window)
    window.page.go_button.click()
    settle(window)
    engine.push(snapshot(65.0, {"E": "good"}))
    settle(window)
    QTest.keyClick(window.page, Qt.Key.Key_Escape)
    settle(window)
    assert page_name(window) == "SelfCheckPage"
    assert window.page.folder == Path(engine.sent(StartCall)[0].folder)
    window.page.sliders["A"].setValue(8)
    window.page.sentence.setText("  I was   too quick. ")
    window.page.keep_button.click()
    settle(window)
    assert page_name(window) == "DebriefPage"
    [(folder, note)] = notes.kept
    assert folder == window.page.folder
    assert (note.kind, note.ratings, note.text) == ("self_check", {"A": 80.0}, "I was too quick.")


def test_nothing_is_made_up_for_what_was_not_answered(make_main, notes):
    window = make_main()
    window.go(ToSelfCheck(FOLDER, ("A", "Y")))
    settle(window)
    page = window.page
    assert list(page.sliders) == ["A", "Y"]
    assert not page.keep_button.isEnabled()
    assert page.sliders["A"].accessibleDescription() == "not answered"
    QTest.keyClick(page.sliders["Y"], Qt.Key.Key_Right)
    assert page.keep_button.isEnabled()
    assert page.progress.text() == "1 of 2 answered. What you leave out is simply left out."
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert notes.kept[0][1].ratings == {"Y": 10.0}


def test_skipping_keeps_nothing(make_main, notes):
    window = make_main()
    window.go(ToSelfCheck(FOLDER))
    settle(window)
    QTest.keyClick(window.page, Qt.Key.Key_Escape)
    settle(window)
    assert page_name(window) == "DebriefPage"
    assert notes.kept == []


def test_a_folder_that_cannot_be_written_is_told_and_the_debrief_still_opens(make_main, notes):
    window = make_main()
    notes.trouble = SessionFormatError("The disk is full.", recovery="Free some space and try again.")
    window.go(ToSelfCheck(FOLDER))
    settle(window)
    window.page.sliders["E"].setValue(5)
    window.page.keep()
    settle(window)
    assert page_name(window) == "DebriefPage"
    assert window.notices.problems[0].message == "Your self-check could not be kept. The disk is full."


def test_the_debrief_shows_what_was_said_beside_what_was_measured(make_main):
    said = SelfCheck({"A": 100.0, "E": 70.0}, "I answered too soon.")
    window = make_main(opener=lambda folder: opened(folder, check=said))
    window.go(ToDebrief(FOLDER))
    settle(window)
    page = window.page
    shown = page.view.self_check
    assert shown.sentence == "I answered too soon."
    assert any("you said 100" in text for text in shown.gaps)
    affect = next(row for row in page.rows if row.view.letter == "A")
    assert affect.view.bar.said == 100.0
