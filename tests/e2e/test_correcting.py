"""A line of the transcript corrected in the real window: the real engine scores again, and everything kept follows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QLineEdit

from app.library.folders import library_root
from app.practice.demo.builder import load_script
from app.practice.demo.timeline import lay_out, truth_of
from app.reports.folder import PDF_NAME, write_reports
from app.ui.debrief.transcript_table import NOTE, WORDS
from app.ui.routes import ToDebrief
from app.ui.widgets.notices import Toast
from perception.pipeline.scoring_setup import captured_params, make_scoring
from perception.recording.format import SessionHeader
from perception.recording.reader import open_session
from perception.recording.writer import SessionWriter
from perception.types import Scorecard, SpeechSegment, Utterance

WORDS_A_S: Final = 2.6
RIGHT: Final = "you're really frustrated"
MISHEARD: Final = "your release was traded"
_LETTER_A: Final = 3  # its row


def sample_session() -> Path:
    """The words of the sample call, kept as a session; the first feeling that the CSM names was misheard."""
    script = load_script()
    call = truth_of(lay_out(script, [len(line.text.split()) / WORDS_A_S for line in script.lines]))
    said = [replace(one, text=one.text.replace(RIGHT, MISHEARD)) for one in call.utterances]
    assert sum(MISHEARD in one.text for one in said) == 1
    observations: list[SpeechSegment | Utterance] = [*call.speech, *said]
    engine = make_scoring(has_video=False)
    folder = library_root() / "sample"
    writer = SessionWriter(folder, header(), video=False, audio=())
    for observation in sorted(observations, key=lambda one: one.end_s):
        engine.observe(observation)
        writer.observe(observation)
    writer.write_scorecard(engine.scorecard(now_s=call.duration_s))
    writer.close(reason="done")
    return folder


def header() -> SessionHeader:
    params = captured_params(has_video=False, has_customer_channel=True)
    return SessionHeader("e2e", "0.1.0", {}, "2026-11-20T09:30:00+01:00", "Renewal", "demo", params=params)


def kept(folder: Path) -> Scorecard:
    found = open_session(folder).scorecard()
    assert found is not None
    return found


def value_of(card: Scorecard) -> float:
    value = card.letters["A"].value
    assert value is not None
    return value


def first_page(folder: Path) -> str:
    document = QPdfDocument(None)
    assert document.load(str(folder / PDF_NAME)) == QPdfDocument.Error.None_
    return document.getAllText(0).text()


def test_a_corrected_line_changes_its_letter_says_so_and_is_kept(open_app) -> None:
    app = open_app()
    folder = sample_session()
    write_reports(folder)
    before = kept(folder)
    app.window.go(ToDebrief(folder))
    app.until(lambda: app.page_name == "DebriefPage" and len(app.page.rows) == 7)
    page = app.page
    shown = page.rows[_LETTER_A].view.number

    app.click(page.rooms.buttons["transcript"])
    panel = page.transcript
    texts = [panel.table.lines.index(row, WORDS).data() for row in range(panel.table.lines.rowCount())]
    (row,) = [row for row, text in enumerate(texts) if MISHEARD in text]
    panel.table.setFocus()
    panel.table.selectRow(row)
    app.bot.keyClick(panel.table, Qt.Key.Key_F2)
    editor = panel.table.findChild(QLineEdit)
    editor.setText(texts[row].replace(MISHEARD, RIGHT))
    app.bot.keyClick(editor, Qt.Key.Key_Return)
    app.until(lambda: panel.table.lines.index(row, NOTE).data() == "corrected")

    app.until(lambda: "scored again" not in panel.status.text(), 60_000)
    after = kept(folder)
    assert value_of(after) > value_of(before)
    assert not open_session(folder).outdated
    number = page.rows[_LETTER_A].view.number
    assert number == f"{value_of(after):.0f}" != shown
    assert f"A changed from {shown} to {number}." in app.window.findChild(Toast).accessibleName()
    app.until(lambda: "One line was corrected by hand." in first_page(folder))

    app.bot.keyClick(app.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    app.until(lambda: page.rows[_LETTER_A].view.number == shown, 60_000)
    assert value_of(kept(folder)) == value_of(before)
    app.until(lambda: "corrected by hand" not in first_page(folder))
