"""A recorded call through the window: imported, cancelled half-way, refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.library.folders import library_root
from app.ui.routes import ToImport
from perception.recording.reader import open_session
from tests import media_samples as make


@pytest.fixture
def short(tmp_path: Path) -> Path:
    return make.call_clip(tmp_path / "Kurzer Anruf 会議.mkv", seconds=3.0)


def choose(app, media: Path) -> None:
    """Press the buttons; only the system's own file dialog is answered for the user."""
    app.window.go(ToImport())
    app.until(lambda: app.page_name == "ImportPage")
    app.page.ask_media = lambda *_args: [media]
    app.until(lambda: app.window.engine_state.state == "ready", 60_000)
    app.click(app.page.choose_button)
    app.until(lambda: app.page.presenter.view.phase in ("asking", "failed"), 120_000)
    if app.page.presenter.view.phase == "asking":
        app.click(app.page.who.agreed)
        app.click(app.page.start_button)


def sessions() -> list[Path]:
    root = library_root()
    return [path for path in root.iterdir() if (path / "session.json").exists()] if root.is_dir() else []


def half_done() -> list[Path]:
    room = library_root() / ".half-done"
    return list(room.iterdir()) if room.is_dir() else []


def test_a_recording_becomes_a_session_with_a_debrief(open_app, short: Path) -> None:
    app = open_app()
    choose(app, short)
    app.until(lambda: app.page_name == "DebriefPage", 120_000)
    app.until(lambda: len(app.page.rows) == 7)
    (folder,) = sessions()
    assert open_session(folder).ended
    assert open_session(folder).header.title == "Kurzer Anruf 会議"


def test_a_cancelled_import_leaves_nothing(open_app, clip: Path) -> None:
    app = open_app()
    choose(app, clip)
    app.until(lambda: app.page.presenter.view.phase == "running" and app.page.progress.value() > 0, 60_000)
    app.key(Qt.Key.Key_Escape)
    assert app.page.presenter.view.phase == "choosing"
    app.until(lambda: app.window.engine_state.state == "ready", 60_000)
    assert sessions() == []
    assert app.page_name == "ImportPage"


@pytest.mark.timeout(400)
def test_a_stopped_import_is_listed_and_goes_on(open_app, tmp_path: Path) -> None:
    clip = make.call_clip(tmp_path / "call.mkv", seconds=24.0)
    app = open_app()
    choose(app, clip)
    app.until(lambda: any((work / "words.jsonl").exists() for work in half_done()), 120_000)
    app.click(app.page.cancel_button)
    assert app.page.presenter.view.phase == "choosing"
    app.until(lambda: bool(app.page.choosing.rows), 60_000)
    assert sessions() == []
    app.click(app.page.choosing.rows[0].go_on)
    assert app.page.presenter.view.phase == "running"
    app.until(lambda: app.page_name == "DebriefPage" or app.page.presenter.view.phase != "running", 240_000)
    assert app.page_name == "DebriefPage", app.page.presenter.view
    (folder,) = sessions()
    assert open_session(folder).ended
    assert half_done() == []


def test_a_text_file_gets_a_message_with_a_remedy(open_app, tmp_path: Path) -> None:
    notes = tmp_path / "notes.mp4"
    notes.write_text("Not a call.\n" * 40, encoding="utf-8")
    app = open_app()
    choose(app, notes)
    app.until(lambda: app.page.presenter.view.phase == "failed", 60_000)
    assert "notes.mp4" in app.page.presenter.view.message
    assert app.page.presenter.view.recovery
    assert sessions() == []
