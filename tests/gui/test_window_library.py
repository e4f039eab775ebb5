"""The window over a real library and a real session folder."""

from __future__ import annotations

import pytest
from conftest import settle
from examples import NOW, UTTERANCES, scorecard
from fake_engine import FakeEngine

from app.bootstrap.transcripts import FolderTranscripts
from app.bootstrap.window import open_for_debrief
from app.library.library import Library
from app.library.shelf import LibraryShelf
from app.library.wanted import Wanted
from app.settings import Settings, SettingsStore
from app.ui.main_window import Services
from app.ui.routes import ToHome, ToSessions
from app.ui.run import make_window
from perception.pipeline.replay import score_again
from perception.recording.corrections import Correction
from perception.recording.format import SessionHeader
from perception.recording.writer import SessionWriter


@pytest.fixture
def library(tmp_path):
    root = tmp_path / "Anrufe für Übung"
    root.mkdir()
    header = SessionHeader(
        session_id="s1",
        app_version="0",
        models={},
        started_at="2026-11-23T09:12:00+00:00",
        title="Renewal at risk",
        source="live",
    )
    writer = SessionWriter(root / "one", header, video=False, audio=())
    for said in UTTERANCES:
        writer.observe(said)
    writer.write_scorecard(scorecard())
    writer.close(reason="done")
    library = Library(root)
    yield library
    library.close()


@pytest.fixture
def window(qtbot, library, tmp_path):
    store = SettingsStore(tmp_path / "config")
    store.save(Settings().changed(consent_given_on="2026-11-01"))
    shelf = LibraryShelf(library)
    services = Services(FakeEngine(scorecard), shelf, open_for_debrief, lambda *_a: None, store, clock=lambda: NOW)
    window = make_window(services)
    qtbot.addWidget(window)
    window.show()
    window.begin(ToHome())
    window._bridge.stop()
    settle(window)
    yield window
    window.close()


def test_a_recorded_call_is_found_by_its_words_and_opened(window):
    window.go(ToSessions())
    settle(window)
    page = window.page
    page.search.setText("board")
    page.read()
    settle(window)
    assert page._summary.text() == "1 call with “board”"
    snippet = page.list.rows.view(0).snippet
    assert snippet.head == "01:58 Customer:"
    assert "board" in snippet.text
    page.list.choose_row(0)
    page.list.opened.emit()
    settle(window)
    debrief = window.page
    assert debrief.view.title == "Renewal at risk"
    assert [row.view.number for row in debrief.rows] == ["82", "44", "–", "48", "86", "79", "42–68"]
    assert not debrief.view.has_media
    debrief.rows[3].toggle()
    assert debrief.rows[3].is_open


def test_deleting_and_bringing_back_a_recorded_call(window, library):
    window.go(ToSessions())
    settle(window)
    window.page.list.choose_row(0)
    window.page.actions_row.trash()
    settle(window)
    assert library.list() == []
    window._toast._button.click()
    settle(window)
    assert [summary.title for summary in library.list()] == ["Renewal at risk"]


def test_a_corrected_line_is_found_by_its_new_words_and_opens_to_be_scored(window, library):
    folder = next(iter(library.list())).folder
    session = open_for_debrief(folder)
    assert not session.outdated
    said = session.lines[1].recorded
    line = (said.start_s, said.end_s, said.speaker, said.text)
    FolderTranscripts().correct(folder, [Correction("me", "2026-11-26T10:00:00+01:00", *line, text="A fix is nigh.")])
    again = open_for_debrief(folder)
    assert again.outdated
    assert again.utterances[1].text == "A fix is nigh."
    assert again.scorecard == session.scorecard
    window.shelf.freshen(5.0)
    assert [entry.folder for entry in window.shelf.look(Wanted(words="nigh"))] == [folder]
    score_again(folder)
    assert not open_for_debrief(folder).outdated
