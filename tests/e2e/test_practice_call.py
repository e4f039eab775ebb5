"""A call with a written customer in the real window over the real engine: choose, meet, call, leave."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from perception.recording.reader import open_session


def test_a_written_customer_is_chosen_called_and_remembered(open_app, monkeypatch, tmp_path) -> None:
    from app.library import practice_log

    monkeypatch.setattr(practice_log, "practice_log_path", lambda: tmp_path / "practice.json")
    app = open_app()
    app.click(app.page.practise)
    app.until(lambda: app.page_name == "PickerPage" and app.page.cards)
    title = app.page.cards[0].view.title
    app.click(app.page.cards[0])
    app.until(lambda: app.page_name == "PersonaPage")
    name = app.page.scenario.persona.name.split()[0]
    app.click(app.page.start)
    app.until(lambda: app.page_name == "SetupPage")
    voice = app.page.voice
    voice.speaker.setCurrentIndex(voice.speaker.findData("silent"))
    app.until(lambda: app.page.go_button.isEnabled() and app.page.picture.has_picture, 60_000)
    app.click(app.page.go_button)
    app.until(lambda: app.page_name == "CallPage")
    app.until(lambda: app.phase == "running", 60_000)
    call = app.page
    app.until(lambda: call.customer.view.caption, 30_000)
    assert call.customer.view.chip == f"{name} is speaking"
    app.until(lambda: not call.customer.view.speaking, 60_000)
    app.key(Qt.Key.Key_R)
    app.until(lambda: call.customer.view.speaking, 30_000)
    app.key(Qt.Key.Key_H)
    app.until(lambda: not call.strip.isVisible())
    folder = Path(call.presenter.plan.folder)
    app.key(Qt.Key.Key_Escape)
    app.until(lambda: app.page_name in ("SelfCheckPage", "DebriefPage"), 120_000)
    session = open_session(folder)
    assert session.ended
    assert session.header.title == title
    assert "customer" in {line.speaker for line in session.utterances()}
    assert (tmp_path / "practice.json").exists()
    if app.page_name == "SelfCheckPage":
        app.page.skip()
    app.until(lambda: app.page_name == "DebriefPage" and app.page.view is not None)
    debrief = app.page
    assert debrief.customer.view.heading == f"How it went with {name}"
    first = debrief.customer.turns[0]
    assert first.view.said == session.steps()[0].text
    assert first.view.point is not None
    debrief.show_part("customer")
    app.bot.keyClick(first, Qt.Key.Key_T)
    app.until(lambda: app.page_name == "SetupPage")
    assert app.page._practice.start == first.view.point
