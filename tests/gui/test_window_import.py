"""Bringing in recordings: the look, the question who is who, stopping and going on, a whole folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import settle
from import_examples import (
    CHANNELS,
    ONE_SURE,
    OPEN,
    TWO_LIKELY,
    VOICES,
    Batch,
    Imports,
    examined,
    item,
    stopped,
)
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.engine.messages import CancelImport, ExamineMedia, ImportMedia, Problem, StateChanged
from app.ui.routes import ToBatch, ToDebrief, ToImport
from app.ui.widgets.top_bar import BarContent
from perception.errors import MediaError

CALL = Path("/calls/Renewal_call-12 May.mp4")


def asking(make_main, engine, found, *, media: Path = CALL):
    """The window with the question about this recording."""
    engine.examined = found
    window = make_main()
    window.go(ToImport())
    settle(window)
    window.page.take([media])
    settle(window)
    return window


def begin(window) -> ImportMedia:
    window.page.who.agreed.click()
    QTest.mouseClick(window.page.start_button, Qt.MouseButton.LeftButton)
    settle(window)
    return window._services.engine.sent(ImportMedia)[-1]


def drop(window, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy = Qt.DropAction.CopyAction
    window.page.dropEvent(QDropEvent(QPointF(9, 9), copy, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)))
    settle(window)


def test_the_proposal_is_shown_with_its_reason_and_taken(make_main, engine):
    window = asking(make_main, engine, examined("whole", who=ONE_SURE))
    who = window.page.who
    assert "moves their mouth when the second track is heard" in who._why.text()
    assert [row.mine.isChecked() for row in who.sounds] == [False, True]
    command = begin(window)
    assert (command.layout, command.customer_track) == ("single", 0)
    assert command.title == "Renewal call 12 May"
    assert command.started_at.startswith("2026-05-12")
    assert command.consent == {"consent_both": True}
    assert Path(command.work).name == Path(command.folder).name


def test_more_exact_words_are_a_choice_and_remembered(make_main, engine):
    window = asking(make_main, engine, examined("whole", who=ONE_SURE))
    assert not window.page.who.thorough.isChecked()
    window.page.who.thorough.click()
    assert begin(window).transcriber == "base"
    assert window._services.store.load().settings.switch("import_thorough")


def test_nothing_starts_before_both_have_agreed(make_main, engine):
    window = asking(make_main, engine, examined("whole", who=ONE_SURE))
    assert not window.page.start_button.isEnabled()
    assert window.page.who._missing.text() == "Tick that both agreed."
    window.page.who.agreed.click()
    assert window.page.start_button.isEnabled()


def test_choosing_the_other_person_takes_their_sound_along(make_main, engine):
    window = asking(make_main, engine, examined("left", "right", who=TWO_LIKELY))
    who = window.page.who
    assert [card.isChecked() for card in who.people] == [False, True]
    who.people[0].setFocus()
    QTest.keyClick(who.people[0], Qt.Key.Key_Return)
    assert [card.isChecked() for card in who.people] == [True, False]
    assert [row.mine.isChecked() for row in who.sounds] == [False, True]
    command = begin(window)
    assert (command.layout, command.person, command.customer_track) == ("side-by-side", "left", 0)


def test_what_cannot_be_proposed_is_asked(make_main, engine):
    window = asking(make_main, engine, examined("left", "right", kind="voice", who=OPEN))
    who = window.page.who
    who.agreed.click()
    assert not window.page.start_button.isEnabled()
    assert who._missing.text() == "Choose who the CSM is."
    who.people[1].click()
    assert window.page.start_button.isEnabled()
    window.page.start_button.click()
    command = engine.sent(ImportMedia)[-1]
    assert (command.person, command.speaker_first) == ("right", None)


@pytest.mark.parametrize(("voice", "first"), [(0, "csm"), (1, "customer"), (None, None)])
def test_a_voice_is_chosen_by_listening(make_main, engine, voice, first):
    window = asking(make_main, engine, examined(kind="voice", who=VOICES), media=Path("/calls/a.wav"))
    who = window.page.who
    assert who.sounds[0].play.isEnabled()
    if voice is None:
        who.unknown_button.click()
    else:
        who.sounds[voice].mine.click()
    assert begin(window).speaker_first == first


def test_channels_can_be_swapped_or_mixed(make_main, engine):
    window = asking(make_main, engine, examined(kind="channel", who=CHANNELS), media=Path("/calls/a.wav"))
    window.page.who.sounds[1].mine.click()
    assert begin(window).customer_channel == "left"
    window.go(ToImport())
    window.page.take([Path("/calls/a.wav")])
    settle(window)
    window.page.who.mixed.click()
    assert [row.mine.isChecked() for row in window.page.who.sounds] == [False, False]
    assert begin(window).customer_channel == "mixed"


def test_a_second_file_is_looked_at_too_and_may_be_the_csms(make_main, engine):
    window = asking(make_main, engine, examined("whole", kind="voice", count=1, who=ONE_SURE))
    engine.examined = examined("whole", kind="file", who=CHANNELS)
    window.page.ask_media = lambda *_a: [Path("/calls/other.wav")]
    window.page.who.other_button.click()
    settle(window)
    assert engine.sent(ExamineMedia)[-1].customer_audio == str(Path("/calls/other.wav"))
    window.page.who.sounds[1].mine.click()
    command = begin(window)
    assert command.customer_audio == str(Path("/calls/other.wav"))
    assert command.customer_in_media


def test_a_look_that_fails_says_why_and_one_that_was_left_is_not_heard(make_main, engine):
    window = make_main()
    window.go(ToImport())
    window.page.take([CALL])
    settle(window)
    assert window.page.progress.value() == 300
    engine.push(Problem("media", "“a.mp4” is protected.", "Record it again without.", "failed"))
    settle(window)
    assert window.page.trouble.text() == "“a.mp4” is protected."
    window.page.again_button.click()
    window.page.take([CALL])
    settle(window)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.page.presenter.view.phase == "choosing"
    assert engine.sent(CancelImport)
    engine.push(examined("whole", who=ONE_SURE))
    settle(window)
    assert window.page.presenter.view.phase == "choosing"


def test_a_second_file_that_cannot_be_used_leaves_the_question_as_it_was(make_main, engine):
    window = asking(make_main, engine, examined("whole", kind="voice", count=1, who=ONE_SURE))
    window.page.who.title.setText("Renewal")
    engine.examined = None
    window.page.ask_media = lambda *_a: [Path("/calls/notes.mp4")]
    window.page.who.other_button.click()
    settle(window)
    engine.push(Problem("media", "“notes.mp4” cannot be read.", "Choose another.", "failed"))
    settle(window)
    assert window.page.presenter.view.phase == "asking"
    assert window.page.who.trouble.text.text() == "“notes.mp4” cannot be read. Choose another."
    assert window.notices.problems == []
    assert begin(window).customer_audio is None
    assert engine.sent(ImportMedia)[-1].title == "Renewal"


def test_a_problem_of_something_else_is_told_by_the_window(make_main, engine):
    window = asking(make_main, engine, examined("whole", who=ONE_SURE))
    engine.push(Problem("engine", "Listening has stopped.", "Start again.", "failed"))
    settle(window)
    assert window.page.who.trouble.isHidden()
    assert [problem.what for problem in window.notices.problems] == ["engine"]


def test_a_long_name_keeps_its_place_in_the_bar_and_shows_its_beginning(make_main, engine):
    name = "Renewal with the new contract and everything " * 6
    window = asking(make_main, engine, examined("whole", who=ONE_SURE), media=Path(f"/calls/{name}.mp4"))
    shown = next(one for one in window._bar.findChildren(QLabel) if one.accessibleName() == name.strip())
    assert shown.text().endswith("…")
    assert shown.text().startswith("Renewal with")
    assert shown.geometry().right() < window._bar.width()
    assert window.page.who.title.cursorPosition() == 0


def test_the_hint_of_a_long_title_is_never_mark_up(make_main):
    window = make_main()
    window._bar.show_content(BarContent(title='<img src="/etc/x">' * 30))
    settle(window)
    (hint,) = [one.toolTip() for one in window._bar.findChildren(QLabel) if one.toolTip()]
    assert "<img" not in hint


@pytest.mark.parametrize("text_size", ["normal", "large", "larger", "largest"])
def test_a_usual_title_is_never_shortened(make_main, text_size):
    window = make_main(text_size=text_size)
    for title in (
        "two tracks",
        "Renewal call 12 May",
        "Illness, ill will",
        "WWW MMM",
        "Grüße",
        "f",
        "Call of 3:11 – jj",
    ):
        window._bar.show_content(BarContent(place="Import", title=title))
        settle(window)
        assert title in [one.text() for one in window._bar.findChildren(QLabel) if one.isVisible()]


def test_stopped_imports_can_go_on_or_be_removed(make_main, engine, imports):
    imports.kept = [stopped(), stopped("Old call", trouble="The recording has changed since: it begins anew.")]
    window = make_main()
    window.go(ToImport())
    settle(window)
    first, second = window.page.choosing.rows
    assert "it begins anew" in second.findChildren(type(window.page.left))[1].text()
    second.forget.click()
    settle(window)
    (first,) = window.page.choosing.rows
    first.go_on.click()
    settle(window)
    command = engine.sent(ImportMedia)[-1]
    assert command.work == imports.kept[0].command.work
    assert command.folder != imports.kept[0].command.folder
    assert window.page.presenter.view.phase == "running"


def test_a_stop_is_told_and_the_list_is_read_when_the_engine_is_done(make_main, engine, imports):
    window = asking(make_main, engine, examined("whole", who=ONE_SURE))
    begin(window)
    imports.kept = [stopped()]
    window.page.cancel_button.click()
    assert window.page.presenter.view.phase == "choosing"
    engine.push(StateChanged("ready"))
    settle(window)
    assert len(window.page.choosing.rows) == 1


def test_several_files_or_a_folder_go_to_the_page_for_many(make_main, imports, tmp_path):
    window = make_main()
    window.go(ToImport())
    drop(window, Path("/calls/a.mp4"), Path("/calls/b.mp4"))
    assert type(window.page).__name__ == "BatchPage"
    assert imports.batch.opened == [(None, (Path("/calls/a.mp4"), Path("/calls/b.mp4")))]
    window.go(ToImport())
    drop(window, tmp_path)
    assert imports.batch.opened[-1] == (tmp_path, ())


def test_a_folder_is_read_stopped_and_gone_on_with(make_main, imports, tmp_path):
    batch = imports.batch
    batch.items = (item("a.mp4"), item("b.mp4"))
    window = make_main()
    window.go(ToBatch(tmp_path))
    settle(window)
    page = window.page
    assert page.action.text() == "Read them all"
    assert window.settings.text("last_batch_folder") == str(tmp_path)
    page.action.click()
    assert batch.running
    batch.items = (item("a.mp4", "done"), item("b.mp4", "running", share=0.3))
    page.look()
    assert page.action.text() == "Stop"
    assert [line.state.text() for line in page.lines] == ["done", "being read"]
    batch.items = (item("a.mp4", "done"), item("b.mp4", "running", share=0.5))
    line = page.lines[1]
    page.look()
    assert page.lines[1] is line
    assert line.about.text() == "50 %"
    page.action.click()
    assert batch.stopping
    assert not page.action.isEnabled()
    batch.running = batch.stopping = False
    batch.items = (item("a.mp4", "done"), item("b.mp4"))
    page.look()
    assert page.action.text() == "Go on"


def test_each_opens_when_it_is_done_and_what_failed_says_why(make_main, imports, tmp_path):
    imports.batch.items = (
        item("a.mp4", "done"),
        item("b.mp4", "failed", message="“b.mp4” is an empty file.", remedy="Choose another."),
        item("c.mp4", "done", letters={"E": {"value": None, "state": "not_enough"}}),
    )
    window = make_main()
    window.go(ToBatch(tmp_path))
    settle(window)
    assert window.page.lines[1].about.text() == "“b.mp4” is an empty file. Choose another."
    assert window.page.action.text() == "Try the rest again"
    assert window.page.lines[2].about.text() == "12 min 34 s. Not enough evidence for any letter."
    window.page.lines[0].open.click()
    settle(window)
    assert window._route == ToDebrief(Path("/sessions/a.mp4"))


def test_what_could_not_be_read_the_last_time_says_so_while_it_waits(make_main, imports, tmp_path):
    imports.batch.items = (item("a.mp4", "done"), item("b.mp4", message="“b.mp4” is an empty file.", remedy="Choose."))
    window = make_main()
    window.go(ToBatch(tmp_path))
    settle(window)
    assert window.page.lines[1].about.text() == "Last time: “b.mp4” is an empty file."
    assert window.page.action.text() == "Go on"


def test_a_batch_goes_on_while_another_page_is_shown(make_main, imports, tmp_path):
    batch = imports.batch
    batch.items = (item("a.mp4"),)
    window = make_main()
    window.go(ToBatch(tmp_path))
    settle(window)
    window.page.action.click()
    window.go(ToImport())
    settle(window)
    assert batch.running
    window.go(ToBatch())
    settle(window)
    assert window.page.action.text() == "Stop"


def test_a_folder_that_cannot_be_read_says_why(make_main, imports):
    imports.batch.error = MediaError("“/gone” does not exist.", recovery="Name the folder that holds the recordings.")
    window = make_main()
    window.go(ToBatch(Path("/gone")))
    settle(window)
    assert "does not exist. Name the folder" in window.page._trouble.text()


def test_the_fakes_fit_the_ports():
    from app.ui.importing.ports import BatchDesk, ImportRoom

    room: ImportRoom = Imports()
    desk: BatchDesk = Batch()
    assert room.batch.status() is None
    assert desk.status() is None
