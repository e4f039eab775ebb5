"""Sharing in the window: choosing, writing, opening, notes there and back; errors in their place; stopping."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from conftest import settle
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit
from sharing_examples import PREVIEW

from app.library.packages.errors import PackageCancelledError, PackageError, WrongPassphraseError
from app.library.packages.values import ShareChoice, SharePreview
from app.ui.routes import ToDebrief, ToPackage, ToReview, ToSendNotes, ToSessions, ToShare

FOLDER = Path("/sessions/a")
PASSPHRASE = "bako-temi-lufa-nosi-rade"
WRONG = WrongPassphraseError("This passphrase does not open “x.attune”.", recovery="Type it again.")


def shown(window, route):
    window.go(route)
    settle(window)
    return window.page


def texts(layout):
    return [layout.itemAt(place).itemAt(1).widget().text() for place in range(layout.count())]


@pytest.fixture
def went():
    """Where a page wanted to go, without going there."""

    def watch(page):
        routes = []
        page.go.disconnect()
        page.go.connect(routes.append)
        return routes

    return watch


def test_a_session_is_shared_with_what_was_chosen(make_main, packages, tmp_path):
    window = make_main(your_name="Kim")
    page = shown(window, ToShare(FOLDER))
    target = tmp_path / "for Dana"
    page.ask_where = lambda _parent, suggested: target if suggested == f"{PREVIEW.title}.attune" else None
    page.variants["without_face"].setChecked(True)
    page.checks["sound"].setChecked(True)
    page.checks["own_notes"].setChecked(True)
    page.passphrase.field.setText(PASSPHRASE)
    page.write_button.click()
    settle(window)
    choice = ShareChoice("without_face", sound=True, own_notes=True)
    assert packages.asked == [
        ("share", FOLDER, target.with_name("for Dana.attune"), choice, PASSPHRASE, "Kim"),
    ]
    assert page._stack.currentIndex() == 2


def test_what_goes_in_and_what_stays_follows_the_choice(make_main):
    page = shown(make_main(), ToShare(FOLDER))
    assert "Picture and sound: your face and voice, and the other side's" in texts(page._goes)
    assert "Your self-check" in texts(page._stays)
    assert page._size.text() == "About 189 MB"
    assert not page.checks["sound"].isEnabled()
    page.variants["without_face"].setChecked(True)
    assert "The picture: no face can be seen" in texts(page._stays)
    assert "The sound: no voice can be heard" in texts(page._stays)
    assert page._size.text() == "About 6.3 MB"
    page.checks["sound"].setChecked(True)
    page.checks["self_check"].setChecked(True)
    assert {"The sound of the voices", "Your self-check"} <= set(texts(page._goes))
    assert page._size.text() == "About 16 MB"


def test_what_is_not_there_is_not_offered(make_main, packages):
    packages.shown = SharePreview("A call", "2026-11-23T09:12:00+01:00", 0, 0, 5_000, has_picture=False)
    page = shown(make_main(), ToShare(FOLDER))
    assert set(page.checks) == {"sound"}
    assert not page.checks["sound"].isVisibleTo(page)
    assert texts(page._goes) == [
        "The words, with your corrections",
        "All measures, the seven letters and their reasons",
    ]


@pytest.mark.parametrize(("text", "ready"), [("", False), ("short", False), (PASSPHRASE, True)])
def test_the_passphrase_decides_whether_a_file_can_be_written(text, ready, make_main):
    page = shown(make_main(), ToShare(FOLDER))
    page.passphrase.field.setText(text)
    assert page.write_button.isEnabled() == ready
    assert page.passphrase.told.text.text()


def test_a_passphrase_is_suggested_copied_and_hidden(make_main, qapp):
    page = shown(make_main(), ToShare(FOLDER))
    box = page.passphrase
    box.suggest_button.click()
    assert page.write_button.isEnabled()
    box.copy_button.click()
    assert qapp.clipboard().text() == box.text
    box.show_button.click()
    assert box.field.echoMode() == QLineEdit.EchoMode.Password
    assert box.show_button.text() == "Show"


def test_a_session_that_may_not_be_shared_says_why(make_main, packages):
    packages.trouble = PackageError("This session was shared with you.", recovery="You can send your notes back.")
    page = shown(make_main(), ToShare(FOLDER))
    assert page._trouble.itemAt(0).widget().problem.message == "This session was shared with you."


def test_no_place_chosen_writes_nothing(make_main, packages):
    page = shown(make_main(), ToShare(FOLDER))
    page.ask_where = lambda *_a: None
    page.passphrase.field.setText(PASSPHRASE)
    page.write()
    assert page.job is None
    assert packages.asked == []


def test_an_error_is_told_in_its_place_and_what_was_typed_stays(make_main, packages, tmp_path):
    window = make_main()
    page = shown(window, ToShare(FOLDER))
    page.ask_where = lambda *_a: tmp_path / "x.attune"
    page.passphrase.field.setText(PASSPHRASE)
    packages.trouble = PackageError("There is not enough room on the disk.", recovery="Free some space.")
    page.write()
    settle(window)
    assert page._stack.currentIndex() == 0
    assert "not enough room" in page._trouble.itemAt(0).widget().problem.message
    assert page.passphrase.text == PASSPHRASE
    page.write()
    settle(window)
    assert page._stack.currentIndex() == 2


@pytest.mark.parametrize("how", ["button", "back", "leave"])
def test_work_can_be_stopped(how, make_main, packages, tmp_path):
    window = make_main()
    page = shown(window, ToShare(FOLDER))
    page.ask_where = lambda *_a: tmp_path / "x.attune"
    page.passphrase.field.setText(PASSPHRASE)
    packages.hold = threading.Event()
    page.write()
    job = page.job
    if how == "button":
        page.cancel_button.click()
    elif how == "back":
        window.back()
    else:
        window.go(ToSessions())
    with pytest.raises(PackageCancelledError):
        job.check()
    packages.hold.set()
    settle(window)
    assert packages.asked == []
    if how != "leave":
        assert page._stack.currentIndex() == 0
        assert window._toast._text.text() == "Stopped. Nothing was kept."


def test_work_that_ended_before_it_could_be_stopped_counts(make_main, packages, tmp_path):
    window = make_main()
    page = shown(window, ToShare(FOLDER))
    page.ask_where = lambda *_a: tmp_path / "x.attune"
    page.passphrase.field.setText(PASSPHRASE)
    page.write()
    window.tasks.finish(5000)
    page.cancel()
    settle(window)
    assert page._stack.currentIndex() == 2
    assert len(packages.asked) == 1


def test_the_debrief_leads_to_sharing(make_main, went):
    page = shown(make_main(), ToDebrief(FOLDER))
    routes = went(page)
    next(action for action in page.commands.menu().actions() if action.text() == "Share …").trigger()
    assert routes == [ToShare(FOLDER)]


def choose(page, title):
    listed = page.list
    row = next(row for row in range(listed.model().rowCount()) if title in listed.model().index(row, 0).data())
    listed.setCurrentIndex(listed.model().index(row, 0))


def test_the_list_leads_to_sharing_and_opening(make_main, went):
    page = shown(make_main(), ToSessions())
    routes = went(page)
    choose(page, "A missing feature")
    page.actions_row.buttons["Share …"].click()
    page.open_button.click()
    assert routes == [ToShare(Path("/sessions/d")), ToPackage()]


def test_somebody_else_s_call_is_not_shared_on_and_is_rated_first(make_main, went):
    window = make_main()
    page = shown(window, ToSessions())
    routes = went(page)
    choose(page, "Discovery interview")
    assert page.actions_row.buttons["Share …"].isHidden()
    page.actions_row.open()
    settle(window)
    assert routes == [ToReview(Path("/sessions/c"), rate=True)]


def test_without_the_service_nothing_of_it_is_offered(make_main):
    window = make_main()
    object.__setattr__(window._services, "packages", None)
    page = shown(window, ToDebrief(FOLDER))
    assert all(action.text() != "Share …" for action in page.commands.menu().actions())
    assert not shown(window, ToSessions()).open_button.isVisibleTo(window)


# ---------------------------------------------------------------- opening


def test_a_shared_session_is_opened_and_reviewed_rating_first(make_main, packages, went):
    window = make_main()
    page = shown(window, ToPackage(Path("/stick/x.attune")))
    routes = went(page)
    assert page._title.text() == "A session was shared with you"
    assert not page.open_button.isEnabled()
    page.passphrase.field.setText("their passphrase")
    page.passphrase.entered.emit()
    settle(window)
    assert packages.asked == [("open", Path("/stick/x.attune"), "their passphrase")]
    assert routes == [ToReview(packages.opened_folder, rate=True)]
    assert window._toast._text.text() == f"“{PREVIEW.title}” was opened."
    assert window._toast._undo is not None


def test_one_that_is_there_already_cannot_be_undone(make_main, packages, went):
    window = make_main()
    packages.new = False
    page = shown(window, ToPackage(Path("/stick/x.attune")))
    went(page)
    page.passphrase.field.setText("their passphrase")
    page.open()
    settle(window)
    assert "already" in window._toast._text.text()
    assert window._toast._undo is None


def test_a_wrong_passphrase_is_told_and_can_be_typed_again(make_main, packages):
    window = make_main()
    page = shown(window, ToPackage(Path("/stick/x.attune")))
    page.passphrase.field.setText("wrong")
    packages.trouble = WRONG
    page.open()
    settle(window)
    assert page._trouble.itemAt(0).widget().problem.message == WRONG.message
    assert page.passphrase.text == "wrong"
    assert page.open_button.isEnabled()


def test_a_file_that_is_none_can_be_replaced(make_main, packages):
    window = make_main()
    packages.trouble = PackageError("“x.txt” is no shared session.", recovery="Choose another.")
    page = shown(window, ToPackage(Path("/stick/x.txt")))
    assert page.file is None
    assert not page.open_button.isEnabled()
    page.ask_file = lambda _parent: Path("/stick/y.attune")
    page.choose_button.click()
    settle(window)
    assert page.name.text() == "y.attune"
    assert page._trouble.count() == 0


def test_notes_are_taken_in_and_led_to(make_main, packages, went):
    window = make_main()
    packages.kind = "notes"
    page = shown(window, ToPackage(Path("/stick/x.notes.attune")))
    routes = went(page)
    assert page.open_button.text() == "Take them in"
    page.passphrase.field.setText("their passphrase")
    page.open()
    settle(window)
    assert packages.asked == [("take_in", Path("/stick/x.notes.attune"), "their passphrase")]
    assert page._stack.currentIndex() == 2
    page._stack.currentWidget().findChildren(type(page.open_button))[0].click()
    assert routes == [ToReview(packages.opened_folder)]


def dropped(window, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    return window._drop.eventFilter(window, event)


def test_a_shared_file_dropped_onto_the_window_is_opened(make_main, tmp_path):
    window = make_main()
    assert dropped(window, tmp_path / "Call.ATTUNE")
    settle(window)
    assert window.page.file == tmp_path / "Call.ATTUNE"


def test_anything_else_dropped_is_left_to_the_page(make_main, tmp_path):
    window = make_main()
    assert not dropped(window, tmp_path / "call.mp4")
    assert not dropped(window, tmp_path / "a.attune", tmp_path / "b.attune")


# ---------------------------------------------------------------- sending back


def test_notes_are_sent_back(make_main, packages, went, tmp_path):
    window = make_main(your_name="Dana")
    page = shown(window, ToSendNotes(FOLDER, "Renewal: at risk?"))
    routes = went(page)
    assert page._told.text().startswith("7 notes")
    page.ask_where = lambda _parent, suggested: tmp_path / suggested
    page.passphrase.field.setText(PASSPHRASE)
    page.write_button.click()
    settle(window)
    assert packages.asked == [("send", FOLDER, tmp_path / "Renewal at risk.notes.attune", PASSPHRASE, "Dana")]
    page.on_back()
    assert routes == [ToReview(FOLDER, rate=True)]


def test_without_notes_there_is_nothing_to_send(make_main, packages, monkeypatch):
    monkeypatch.setattr(packages, "notes_to_send", lambda _folder: 0)
    page = shown(make_main(), ToSendNotes(FOLDER, "x"))
    page.passphrase.field.setText(PASSPHRASE)
    assert not page.write_button.isEnabled()
    assert "no notes yet" in page._told.text()
