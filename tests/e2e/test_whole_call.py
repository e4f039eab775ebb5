"""A whole call in the real window: every click and key a user makes, and what is on the disk afterwards."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from PySide6.QtCore import Qt

from perception.recording.reader import open_session
from perception.types import FaceObservation, Gap, Mark, VoiceObservation


def test_from_home_to_the_debrief_and_the_list(open_app) -> None:
    app = open_app(consented=False)
    app.to_setup()
    app.click(app.page.consent.agree)
    setup = app.page
    app.until(lambda: setup.camera.currentText() == "Trial call.mkv (recording)", 60_000)
    assert setup.microphone.currentText() == "Trial call.mkv (recording)"
    setup.customer.setCurrentIndex(0)
    app.until(lambda: setup.light_text.text() == "Good light.", 60_000)
    assert not setup.go_button.isEnabled(), "the other side is asked first"
    for agreed in (setup.other.knows, setup.other.words, setup.other.sound):
        agreed.setChecked(True)
    assert setup.go_note.text() == "All seven letters are measured."
    folder = app.start_call("Renewal at risk")

    app.until(lambda: app.page.own.has_picture)
    assert app.page.side.strip.isVisible()
    assert app.window.isMinimized()
    app.until(lambda: app.elapsed_s >= 6)
    app.key(Qt.Key.Key_M)
    app.key(Qt.Key.Key_D)
    assert "dropped" in app.page.diagnostics.text()
    app.key(Qt.Key.Key_Space)
    app.until(lambda: app.phase == "paused")
    paused_at_s = app.elapsed_s
    app.until(lambda: app.elapsed_s >= paused_at_s + 2)
    app.key(Qt.Key.Key_Space)
    app.until(lambda: app.phase == "running")
    app.until(lambda: app.elapsed_s >= 12)
    assert set(app.page.strip.marks) == set("EMPATHY")
    app.end_call()
    assert not app.window.isMinimized()
    assert [row.view.letter for row in app.page.rows] == list("EMPATHY")

    session = open_session(folder)
    observations = list(session.observations())
    assert session.ended
    assert session.header.title == "Renewal at risk"
    assert len([o for o in observations if isinstance(o, Mark)]) == 1
    pauses = [o for o in observations if isinstance(o, Gap) and o.what == "all"]
    assert len(pauses) == 1
    assert 1.0 < pauses[0].end_s - pauses[0].start_s < 8.0
    seen = [o.t_s for o in observations if isinstance(o, FaceObservation) and o.found]
    assert len(seen) > 20
    assert not any(pauses[0].start_s + 0.3 < t_s < pauses[0].end_s - 0.3 for t_s in seen), (
        "nothing is measured in a pause"
    )
    assert {o.channel for o in observations if isinstance(o, VoiceObservation)} == {"csm", "customer"}
    assert session.media() is not None

    app.key(Qt.Key.Key_Escape)
    app.until(lambda: app.page_name == "HomePage")
    app.window.go(to_sessions())
    app.until(lambda: app.page_name == "SessionsPage" and app.page.list.rows.entries)
    assert app.page.list.rows.view(0).title == "Renewal at risk"
    app.page.list.choose_row(0)
    app.click(app.page.actions_row.buttons["Open"])
    app.until(lambda: app.page_name == "DebriefPage" and len(app.page.rows) == 7)


def test_a_killed_engine_is_started_again_and_the_call_goes_on(open_app) -> None:
    app = open_app()
    app.to_setup()
    folder = app.start_call("Outage")
    app.until_loaded(lambda: app.elapsed_s >= 5 and faces(folder))
    before_s, pid = app.elapsed_s, app.engine.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    app.until_loaded(lambda: app.engine.pid not in (None, pid))
    app.until(lambda: any("goes on" in text for text in notices(app)))
    app.until_loaded(lambda: app.phase == "running" and seen_again(folder))
    app.end_call()

    session = open_session(folder)
    assert session.ended
    assert len(session.parts()) == 2
    assert len(session.media_files()) == 2
    gaps = [o for o in session.observations() if isinstance(o, Gap) and o.what == "all"]
    assert gaps[0].start_s > before_s - 1.0, "at most a second is lost"
    seen = faces(folder)
    assert min(seen) < gaps[0].start_s
    assert max(seen) > gaps[0].end_s


def faces(folder: Path) -> list[float]:
    """When a face was looked for, as far as it is on the disk."""
    return [o.t_s for o in open_session(folder).observations() if isinstance(o, FaceObservation)]


def seen_again(folder: Path) -> bool:
    """Whether the second part of a session holds pictures that were looked at."""
    parts = open_session(folder).parts()
    return len(parts) == 2 and any(t_s > parts[1].start_s for t_s in faces(folder))


def notices(app) -> list[str]:
    """All sentences of the notices on the screen."""
    from PySide6.QtWidgets import QLabel

    return [found.text() for found in app.window.notices.findChildren(QLabel)]


def to_sessions():
    from app.ui.routes import ToSessions

    return ToSessions()
