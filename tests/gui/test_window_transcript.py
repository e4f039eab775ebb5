"""The transcript in the debrief: corrected by hand, kept, and scored again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import settle
from examples import opened, scorecard
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.engine.messages import ImportMedia, Problem, ScoreAgain, ScoredAgain, StateChanged
from app.ui.debrief.transcript_table import NOTE, WORDS
from app.ui.routes import ToDebrief, ToHome, ToImport, ToSettings
from perception.errors import SessionFormatError

FOLDER = Path("/sessions/a")


@pytest.fixture
def window(make_main):
    window = make_main()
    window.go(ToDebrief(FOLDER))
    settle(window)
    window.page.show_part("transcript")
    return window


@pytest.fixture
def panel(window):
    return window.page.transcript


def better() -> object:
    card = scorecard()
    letters = {**card.letters, "A": replace(card.letters["A"], value=71.0)}
    return replace(card, letters=letters)


def cell(panel, row, column):
    return panel.table.lines.index(row, column).data()


def type_over(qtbot, panel, row, text, key=Qt.Key.Key_Return):
    panel.table.setFocus()
    panel.table.selectRow(row)
    qtbot.keyClick(panel.table, Qt.Key.Key_F2)
    editor = panel.table.findChild(QLineEdit)
    assert editor is not None
    editor.setText(text)
    qtbot.keyClick(editor, key)


def test_a_line_is_corrected_with_the_keys_kept_and_scored_again(qtbot, window, panel, engine, transcripts):
    type_over(qtbot, panel, 1, "I'm sorry about that, and a fix is out.")
    settle(window)
    (kept,) = transcripts.kept
    assert (kept.text, kept.original) == (
        "I'm sorry about that, and a fix is out.",
        "I'm sorry about that, but we've already deployed a fix.",
    )
    assert kept.written_at.startswith("2026-11-23T15:30")
    assert engine.sent(ScoreAgain) == [ScoreAgain(str(FOLDER), 1)]
    assert panel.status.text() == "The letters are being scored again …"
    assert cell(panel, 1, NOTE) == "corrected"
    engine.push(ScoredAgain(str(FOLDER), better(), 1))
    settle(window)
    assert window._toast._text.text() == "A changed from 48 to 71."
    assert window.page.rows[3].view.number == "71"
    assert transcripts.renewed == [FOLDER]


def test_escape_leaves_the_line_as_it_was(qtbot, window, panel, transcripts):
    type_over(qtbot, panel, 1, "Something else", key=Qt.Key.Key_Escape)
    settle(window)
    assert transcripts.kept == []
    assert cell(panel, 1, WORDS).startswith("I'm sorry")
    assert window.page.session is not None  # Esc in the editor is not Esc of the page


def test_an_unclear_line_is_grey_says_so_and_counts_once_confirmed(qtbot, window, panel, transcripts):
    assert cell(panel, 3, NOTE) == "heard unclearly, not scored"
    assert panel.status.text().startswith("One line was heard unclearly")
    type_over(qtbot, panel, 3, cell(panel, 3, WORDS))
    settle(window)
    assert cell(panel, 3, NOTE) == "corrected"
    assert transcripts.kept[-1].text == transcripts.kept[-1].original


def test_a_line_changes_its_speaker_is_left_out_and_comes_back(qtbot, window, panel, transcripts):
    voices = [action for action in panel.menu(6).actions() if action.text() == "Said by: Customer"]
    voices[0].trigger()
    panel.table.setFocus()
    panel.table.selectRow(6)
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    assert (cell(panel, 6, 1), cell(panel, 6, NOTE)) == ("Customer", "left out")
    assert "Can somebody" not in [said.text for said in window.page.session.utterances]
    assert "Leave out\tDel" not in [action.text() for action in panel.menu(6).actions()]
    panel.restore_button.click()
    settle(window)
    assert (cell(panel, 6, 1), cell(panel, 6, NOTE)) == ("Not known", "")
    assert [(one.said_by, one.struck) for one in transcripts.kept] == [
        ("customer", False),
        ("customer", True),
        (None, False),
    ]


def test_corrections_are_undone_and_redone_with_keys(qtbot, window, panel, transcripts):
    panel.correct(1, "Once")
    panel.correct(1, "Twice")
    for key, text in (
        ("Z", "Once"),
        ("Z", "I'm sorry about that, but we've already deployed a fix."),
    ):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert cell(panel, 1, WORDS) == text
    assert not panel.undo_button.isEnabled()
    panel.redo_button.click()
    assert cell(panel, 1, WORDS) == "Once"
    settle(window)
    assert [one.text for one in transcripts.kept] == ["Once", "Twice", "Once", None, "Once"]


def test_a_correction_that_cannot_be_kept_is_told(window, panel, engine, transcripts):
    transcripts.trouble = SessionFormatError("The disk is full.", recovery="Free some space.")
    panel.correct(1, "Other words")
    settle(window)
    assert "could not be kept. The disk is full." in window.notices.problems[-1].message
    assert cell(panel, 1, WORDS).startswith("I'm sorry")  # as it is in the folder
    assert engine.sent(ScoreAgain) == []


def test_an_engine_that_was_started_again_is_asked_once_more(window, panel, engine):
    panel.correct(1, "Other words")
    settle(window)
    engine.push(StateChanged("starting"), StateChanged("ready"))
    settle(window)
    assert len(engine.sent(ScoreAgain)) == 2
    engine.push(Problem("scoring", "It failed.", "Try again.", "notice"), StateChanged("ready"))
    settle(window)
    assert len(engine.sent(ScoreAgain)) == 2
    assert "scored again" not in panel.status.text()


def test_a_session_corrected_before_and_not_yet_scored_is_scored_when_opened(make_main, engine):
    window = make_main(opener=lambda folder: replace(opened(folder), outdated=True))
    window.go(ToDebrief(FOLDER))
    settle(window)
    assert engine.sent(ScoreAgain) == [ScoreAgain(str(FOLDER))]


def test_letters_that_were_open_stay_open(window, panel, engine):
    window.page.rows[3].toggle()
    panel.correct(1, "Other words")
    settle(window)
    engine.push(ScoredAgain(str(FOLDER), better(), 1))
    settle(window)
    assert [row.view.letter for row in window.page.rows if row.is_open] == ["A"]


def test_in_a_narrow_window_the_words_have_the_page(window, panel):
    window.resize(900, 620)
    settle(window)
    assert not window.page.rooms._side.isVisible()
    window.page.show_part("advice")
    assert window.page.rooms._side.isVisible()


def test_names_to_expect_are_checked_remembered_and_handed_on(make_main, qtbot, engine, tmp_path):
    window = make_main(last_camera="cam0", last_microphone="mic0")
    window.go(ToSettings())
    settle(window)
    control = window.page.controls["terms"]
    control.edit.setPlainText("Grafana, Acme Robotics\n---")
    assert control.told.text() == "“---” has no letter or figure and is left out.\n2 names count."
    window.go(ToHome())  # what is being typed counts, too
    assert window._services.store.load().settings.terms == ("Grafana", "Acme Robotics")
    window.go(ToImport(tmp_path / "call.mkv"))
    qtbot.waitUntil(lambda: bool(engine.sent(ImportMedia)))
    (command,) = engine.sent(ImportMedia)
    assert (command.terms, command.transcriber) == (("Grafana", "Acme Robotics"), "tiny.en")


def test_of_several_corrections_only_the_result_with_all_of_them_is_told(window, panel, engine):
    panel.correct(1, "Once")
    panel.correct(1, "Twice")
    engine.push(ScoredAgain(str(FOLDER), scorecard(), 1))
    settle(window)
    assert panel.status.text() == "The letters are being scored again …"
    engine.push(ScoredAgain(str(FOLDER), better(), 2))
    settle(window)
    assert window._toast._text.text() == "A changed from 48 to 71."
    assert "scored again" not in panel.status.text()
