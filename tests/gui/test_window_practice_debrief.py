"""The debrief of a practice call: how it went, another try from any turn, why cues came, what to practise next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import settle
from examples import NOW, opened
from practice_hands import page_name, press
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.bootstrap.window import open_for_debrief
from app.engine.messages import StartCall
from app.practice.cue_choice import TRUST_KEY
from app.practice.cue_doubts import doubt_note
from app.ui.ports import MediaPart, ScenarioEntry
from app.ui.routes import ToDebrief
from perception.errors import SessionFormatError
from perception.recording.format import SCENARIO_NAME
from perception.recording.notes import append_note
from tests.practice_sessions import SCENARIO, TURNING, practice_session, sample


@pytest.fixture(scope="module")
def call(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sessions") / "call"
    practice_session(folder)
    return folder


@pytest.fixture
def debrief(make_main, call):
    """The window at the debrief; media: as if the recording had been kept."""

    def show(folder: Path = call, **settings):
        def opener(where: Path):
            session = open_for_debrief(where)
            return replace(session, media=(MediaPart(0.0, where / "media.mkv"),))

        window = make_main(opener=opener, **settings)
        window.resize(1280, 800)
        window.go(ToDebrief(folder))
        settle(window)
        return window

    return show


def named(widget, start: str) -> QPushButton:
    return next(made for made in widget.findChildren(QPushButton) if made.accessibleName().startswith(start))


def test_how_it_went_stands_beside_the_letters(debrief):
    page = debrief().page
    page.rooms.buttons["customer"].click()
    assert page.rooms.part == "customer"
    panel = page.customer
    assert panel.view.heading == "How it went with Maya"
    assert len(panel.turns) == len(TURNING) + 1
    assert "from 38 to" in panel.tracks.accessibleDescription()
    assert panel.turns[0].accessibleName().startswith("Turn 1, 00:00. They said: ")
    assert TURNING[0] in panel.turns[0].accessibleName()


def test_another_try_begins_where_the_scenario_stood(debrief, call, engine):
    window = debrief()
    panel = window.page.customer
    named(panel.turns[2], "Try again from turn 3").click()
    settle(window)
    assert page_name(window) == "SetupPage"
    window.page.go_button.click()
    settle(window)
    [started] = engine.sent(StartCall)
    kept = open_for_debrief(call).practice.steps[2].point
    assert started.practice.file == str(call / SCENARIO_NAME)
    assert (started.practice.start.node, started.practice.start.calm) == (kept.node, kept.calm)
    assert "You are back at that moment." in window.page.customer.view.note
    assert started.practice.seed == int(NOW.timestamp()) % 100_000 + 1
    assert page_name(window) == "CallPage"


def test_keys_go_through_the_turns_play_one_and_try_again(debrief):
    window = debrief()
    page = window.page
    page.show_part("customer")
    panel = page.customer
    panel.show_turn(0)
    QTest.keyClick(panel.turns[0], Qt.Key.Key_Down)
    assert window.focusWidget() is panel.turns[1]
    QTest.keyClick(panel.turns[1], Qt.Key.Key_Up)
    assert window.focusWidget() is panel.turns[0]
    QTest.keyClick(panel.turns[0], Qt.Key.Key_Up)  # nothing above
    assert window.focusWidget() is panel.turns[0]
    QTest.keyClick(panel.turns[0], Qt.Key.Key_Return)
    assert not page.player.isHidden()
    QTest.keyClick(panel.turns[0], Qt.Key.Key_X)
    last = panel.turns[-1]
    QTest.keyClick(last, Qt.Key.Key_T)  # the last word cannot be answered
    settle(window)
    assert page_name(window) == "DebriefPage"
    QTest.keyClick(panel.turns[0], Qt.Key.Key_T)
    settle(window)
    assert page_name(window) == "SetupPage"


def test_a_click_on_the_tracks_shows_that_turn(debrief):
    page = debrief().page
    page.show_part("customer")
    tracks = page.customer.tracks
    place = QPointF(tracks._at(tracks._box(), 4, 50.0))
    button = Qt.MouseButton.LeftButton
    release = QMouseEvent(QEvent.Type.MouseButtonRelease, place, place, button, button, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(tracks, release)
    assert page.customer.focusWidget() is page.customer.turns[4]


def test_practise_again_takes_the_same_customer_in_other_words(debrief, scenarios):
    known = open_for_debrief
    window = debrief()
    scenario = known(window.page.folder).practice.scenario
    scenarios.listed = (ScenarioEntry(SCENARIO, scenario),)
    window.page.bar().actions[-1].then()
    settle(window)
    assert page_name(window) == "SetupPage"
    choice = window.page._practice
    assert (choice.file, choice.scenario.id, choice.start) == (SCENARIO, scenario.id, None)
    assert choice.words


def test_practise_again_works_when_the_list_cannot_be_read(debrief, call, scenarios):
    window = debrief()
    scenarios.trouble = OSError("gone")
    window.page.customer.same_button.click()
    settle(window)
    assert window.page._practice.file == call / SCENARIO_NAME
    window.go(ToDebrief(call))
    settle(window)
    window.page.customer.other_button.click()
    settle(window)
    assert page_name(window) == "PickerPage"


def test_a_call_without_a_written_customer_says_so_and_offers_one(make_main):
    window = make_main(opener=opened)
    window.go(ToDebrief(Path("/sessions/a")))
    settle(window)
    page = window.page
    assert "cues" not in page.rooms.buttons
    page.rooms.buttons["customer"].click()
    named(page.customer, "Choose a customer").click()
    settle(window)
    assert page_name(window) == "PickerPage"
    window.go(ToDebrief(Path("/sessions/a")))
    settle(window)
    window.page.bar().actions[-1].then()
    settle(window)
    assert page_name(window) == "PickerPage"


def test_a_cue_tells_why_plays_ten_seconds_and_draws_its_trace(debrief):
    window = debrief()
    page = window.page
    page.rooms.buttons["cues"].click()
    away, _loud, passed = page.cues.cues
    assert away.view.why.startswith("You looked away for 4 s while they spoke.")
    assert passed.trace_button.isHidden()  # several turns, nothing to draw
    named(away, "Play the 10 seconds").click()
    settle(window)
    assert not page.player.isHidden()
    assert away.plot is not None
    assert "limit 50" in away.plot.accessibleDescription()
    away.show_trace()  # once is enough
    named(passed, "Play the 10 seconds").click()
    settle(window)
    assert passed.plot is None


def test_that_was_wrong_lowers_the_rule_and_can_be_undone(debrief, call, notes):
    window = debrief()
    away = window.page.cues.cues[0]
    away.wrong_button.click()
    away.wrong()  # a second time changes nothing
    settle(window)
    [(folder, note)] = notes.kept
    assert (folder, note.kind, note.text, note.ratings) == (call, "cue", "look_away", {"wrong": 1.0})
    assert window.settings.text(TRUST_KEY) == "look_away 0.7"
    assert not away.wrong_button.isEnabled()
    window._toast._button.click()
    settle(window)
    assert window.settings.text(TRUST_KEY) == ""
    assert away.wrong_button.isEnabled()
    assert notes.kept[-1][1].ratings == {"wrong": 0.0}


def test_what_was_said_of_a_cue_is_shown_again_and_counts_once(debrief, tmp_path, notes):
    practice_session(tmp_path / "call")
    cue = open_for_debrief(tmp_path / "call").cues[0]
    note = doubt_note(cue, author="learner", written_at="2026-11-23T16:00:00+01:00", wrong=True)
    append_note(tmp_path / "call", note)
    window = debrief(tmp_path / "call")
    said, other, *_ = window.page.cues.cues
    assert (said.wrong_button.text(), said.wrong_button.isEnabled()) == ("You said: wrong", False)
    assert other.wrong_button.isEnabled()
    said.wrong()
    settle(window)
    assert (notes.kept, window.settings.text(TRUST_KEY)) == ([], "")


def test_what_was_said_of_a_cue_and_cannot_be_kept_is_told(debrief, notes):
    notes.trouble = SessionFormatError("The disk is full.", recovery="Free some space and try again.")
    window = debrief()
    window.page.cues.cues[0].wrong_button.click()
    settle(window)
    assert "could not be kept with the session. The disk is full." in window.notices.problems[0].message


def test_a_trace_that_cannot_be_read_says_why(debrief, call, tmp_path):
    window = debrief()
    loud = window.page.cues.cues[1]
    loud._trace = lambda _cue: open_for_debrief(tmp_path / "nowhere")
    loud.show_trace()
    settle(window)
    assert loud.plot is None
    assert "could not be read" in loud._room.itemAt(0).widget().text()


def test_what_was_missed_can_be_tried_again_from_its_moment(debrief, tmp_path):
    practice_session(tmp_path / "cold", sample("dismissive"))
    window = debrief(tmp_path / "cold")
    view = window.page.view
    missed = [shown for shown in view.feelings if shown.mark == "watch"]
    assert missed
    assert all(shown.point is not None for shown in missed[:2])
    named(window.page, f"Try again from {missed[0].time}").click()
    settle(window)
    assert page_name(window) == "SetupPage"
    assert window.page._practice.start == missed[0].point


def test_two_things_to_change_each_with_its_drill(debrief):
    window = debrief()
    changes = window.page.view.changes
    assert all((point.point is not None) == bool(point.clips) for point in changes)
    assert 1 <= len(changes) <= 2
    assert all(point.aim and point.drill for point in changes)
    named(window.page, changes[-1].drill[1]).click()
    settle(window)
    assert page_name(window) == "DrillPage"


def test_with_very_large_text_every_part_has_the_page_and_a_clip_plays_above(debrief):
    window = debrief(text_size="largest")
    page = window.page
    assert not page.rooms.buttons["advice"].isHidden()
    page.rooms.buttons["advice"].click()
    assert page.rooms.part == "advice"
    page.show_part("customer")
    named(page.customer.turns[0], "Play turn 1").click()
    assert page.player.parentWidget() is page.rooms
    assert page.customer.turns[0].width() <= page.rooms.width()
    page.show_part("advice")
    window.resize(2600, 1000)
    settle(window)
    assert page.rooms.buttons["advice"].isHidden()
    assert page.rooms.part == "letters"
    page.show_part("advice")
    assert page.rooms.part == "letters"
    press(window, Qt.Key.Key_Escape)
    assert page_name(window) != "DebriefPage"
