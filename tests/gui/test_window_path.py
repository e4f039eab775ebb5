"""The way through the window: home, consent, set-up, call, debrief; import; list; settings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from conftest import settle
from examples import plain_preview, snapshot
from import_examples import ONE_SURE, examined
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QPushButton

from app.engine.messages import (
    CallFinished,
    CancelImport,
    CheckReading,
    Heard,
    ImportMedia,
    MarkMoment,
    PauseCall,
    Problem,
    ResumeCall,
    StartCall,
    StartCheck,
    StateChanged,
    StopCall,
    StopCheck,
)
from app.ui.debrief.say_it import SayItLikeThis
from app.ui.routes import ToDebrief, ToHelp, ToImport, ToSample, ToSessions, ToSettings, ToSetup
from app.ui.widgets.notices import MarkedLine
from perception.types import LETTERS, Utterance


def page_name(window) -> str:
    return type(window.page).__name__


def press(window, key) -> None:
    from PySide6.QtTest import QTest

    QTest.keyClick(window.page, key)
    settle(window)


def start_call(window) -> StartCall:
    window.go(ToSetup())
    settle(window)
    window.page.go_button.click()
    settle(window)
    return window._services.engine.sent(StartCall)[-1]


def test_whole_path_from_home_to_debrief(make_main, engine, qtbot):
    window = make_main()
    assert page_name(window) == "HomePage"
    window.page.practise.click()
    settle(window)
    assert page_name(window) == "PickerPage"
    window.page.free.click()
    settle(window)
    assert engine.sent(StartCheck) == [StartCheck("cam0", "mic0", None)]
    assert window.page.light_text.text() == "Good light."
    assert window.page.go_note.text() == "All seven letters are measured."
    window.page.title.setText("Renewal at risk")
    window.page.go_button.click()
    settle(window)
    plan = engine.sent(StartCall)[0]
    assert (plan.title, plan.camera_id, plan.microphone_id, plan.letters) == (
        "Renewal at risk",
        "cam0",
        "mic0",
        LETTERS,
    )
    assert engine.commands.index(engine.sent(StopCheck)[0]) < engine.commands.index(plan)
    engine.push(snapshot(65.0, {"E": "good", "Y": "watch"}, customer=True))
    engine.push(Heard(Utterance(60, 64, "customer", "I had nothing to tell them.")))
    settle(window)
    assert window.page.strip.marks["E"] == "good"
    assert window.page.strip.marks["P"] == "unknown"
    assert window.page.presenter.view.caption == "“I had nothing to tell them.”"
    press(window, Qt.Key.Key_Escape)
    assert page_name(window) == "DebriefPage"
    assert window.page.folder == Path(plan.folder)
    assert [row.view.number for row in window.page.rows] == ["82", "44", "–", "48", "86", "79", "42–68"]


def test_nothing_is_measured_before_consent(make_main, engine):
    window = make_main(consented=False)
    window.go(ToSetup())
    settle(window)
    assert engine.sent(StartCheck) == []
    window.page.consent.switches["consent_camera"].setChecked(False)
    window.page.consent.agree.click()
    settle(window)
    assert engine.sent(StartCheck) == [StartCheck(None, "mic0", None)]
    assert window.settings.consented
    assert not window.settings.switch("consent_camera")
    window.page.go_button.click()
    settle(window)
    assert engine.sent(StartCall)[0].camera_id is None
    assert engine.sent(StartCall)[0].letters == ("A", "T", "H", "Y")


def test_call_starts_without_microphone_and_says_which_letters_pause(make_main, engine):
    window = make_main()
    window.go(ToSetup())
    settle(window)
    window.page.microphone.setCurrentIndex(window.page.microphone.count() - 1)
    settle(window)
    assert window.page.go_button.text() == "Start without microphone"
    assert window.page.go_note.text() == "The letters A, T, H and Y pause, without penalty."
    window.page.camera.setCurrentIndex(window.page.camera.count() - 1)
    settle(window)
    assert not window.page.go_button.isEnabled()
    assert window.page.go_note.text() == "Choose a camera or a microphone first."


def test_a_camera_that_cannot_be_opened_is_not_tried_again_by_itself(make_main, engine):
    window = make_main()
    window.go(ToSetup())
    settle(window)
    engine.push(Problem("camera", "The camera is busy.", "Close the other programme.", "failed"), StateChanged("ready"))
    settle(window)
    assert len(engine.sent(StartCheck)) == 1
    window.page.look_again()
    settle(window)
    assert len(engine.sent(StartCheck)) == 2
    window.page.camera.setCurrentIndex(1)
    settle(window)
    assert engine.sent(StartCheck)[-1].camera_id == "cam1"


def test_keys_of_the_call(make_main, engine):
    window = make_main()
    start_call(window)
    press(window, Qt.Key.Key_Space)
    assert len(engine.sent(PauseCall)) == 1
    assert window.page.presenter.view.phase == "paused"
    press(window, Qt.Key.Key_Space)
    assert len(engine.sent(ResumeCall)) == 1
    press(window, Qt.Key.Key_M)
    assert engine.sent(MarkMoment) == [MarkMoment()]
    assert window.page.diagnostics.isHidden()
    press(window, Qt.Key.Key_D)
    engine.push(snapshot(9.0, {}))
    settle(window)
    assert "dropped 3" in window.page.diagnostics.text()
    assert "latency 142 ms" in window.page.diagnostics.text()


def test_leaving_a_call_ends_it(make_main, engine):
    window = make_main()
    start_call(window)
    window.close()
    assert len(engine.sent(StopCall)) == 1
    assert engine.closed


def test_only_the_keyboard(make_main, engine, qtbot):
    from PySide6.QtTest import QTest

    window = make_main()
    window.page.practise.setFocus()
    QTest.keyClick(window.page.practise, Qt.Key.Key_Space)
    settle(window)
    assert page_name(window) == "PickerPage"
    QTest.keyClick(window.page.free, Qt.Key.Key_Space)
    settle(window)
    assert page_name(window) == "SetupPage"
    reached = []
    for _ in range(12):
        reached.append(window.focusWidget())
        window.focusNextChild()
    setup = window.page
    for control in (setup.title, setup.camera, setup.microphone, setup.customer, setup.go_button):
        assert control in reached
    QTest.keyClick(setup.go_button, Qt.Key.Key_Space)
    settle(window)
    assert page_name(window) == "CallPage"
    press(window, Qt.Key.Key_Escape)
    assert page_name(window) == "DebriefPage"
    row = window.page.rows[3]
    QTest.keyClick(row.toggle_button, Qt.Key.Key_Space)
    assert row.is_open
    press(window, Qt.Key.Key_Escape)
    assert page_name(window) == "HomePage"
    press(window, Qt.Key.Key_F1)
    assert page_name(window) == "HelpPage"


def test_import_shows_progress_and_opens_the_debrief(make_main, engine):
    window = make_main()
    window.go(ToImport())
    settle(window)
    engine.examined = examined("whole", who=ONE_SURE)
    window.page.ask_media = lambda *_a: [Path("/calls/Meine Anrufe/Überblick 会議.mp4")]
    window.page.choose_button.click()
    settle(window)
    window.page.who.agreed.click()
    window.page.start_button.click()
    settle(window)
    command = engine.sent(ImportMedia)[0]
    assert command.media == "/calls/Meine Anrufe/Überblick 会議.mp4"
    assert command.title == "Überblick 会議"
    assert window.page.progress.value() == 400
    assert window.page.left.text() == "About 40 seconds left."
    assert window.page.told.isHidden()
    engine.push(Problem("media", "Two audio tracks: the first was taken as yours.", "", "notice"))
    settle(window)
    assert window.page.told.text() == "Two audio tracks: the first was taken as yours."
    assert window.page.told.isVisible()
    assert window.notices.problems == []
    from examples import scorecard

    engine.push(CallFinished(command.folder, scorecard()))
    settle(window)
    assert page_name(window) == "DebriefPage"


def test_the_debrief_tells_how_the_recording_was_read_before_the_letters(make_main):
    from examples import opened

    said = "Two voices were heard on one track and nothing shows which is yours."
    window = make_main(opener=lambda folder: replace(opened(folder), notes=(said,)))
    window.go(ToDebrief(Path("/s/a")))
    settle(window)
    told = next(made for made in window.page.findChildren(MarkedLine) if made.text.text() == said)
    assert told.isVisible()
    first_row = window.page.rows[0]
    assert told.mapTo(window, QPoint(0, told.height())).y() <= first_row.mapTo(window, QPoint(0, 0)).y()


def test_import_can_be_cancelled(make_main, engine):
    window = make_main()
    window.go(ToImport(Path("/calls/a.mp4")))
    settle(window)
    press(window, Qt.Key.Key_Escape)
    assert len(engine.sent(CancelImport)) == 1
    assert window.page.presenter.view.phase == "choosing"


def test_sessions_search_rename_trash_and_undo(make_main, shelf):
    window = make_main()
    window.go(ToSessions())
    settle(window)
    page = window.page
    assert page.list.model().rowCount() == 4
    page.search.setText("price")
    page.read()
    settle(window)
    assert page._summary.text() == "1 call with “price”"
    page.search.clear()
    page.read()
    settle(window)
    page.list.choose_row(0)
    page.actions_row.ask_text = lambda *_a: "Outage, first try"
    named(window, "Rename …").click()
    settle(window)
    assert shelf.listed[0].title == "Outage, first try"
    named(window, "Delete").click()
    settle(window)
    assert len(shelf.listed) == 3
    window._toast._button.click()
    settle(window)
    assert len(shelf.listed) == 4


def test_debrief_opens_rows_and_exports(make_main, tmp_path):
    written = []
    window = make_main(exporter=lambda folder, kind, target: written.append((folder, kind, target)))
    window.go(ToDebrief(Path("/sessions/a")))
    settle(window)
    page = window.page
    page.rows[3].toggle()
    assert page.rows[3].is_open
    page.rows[3].toggle()
    assert not page.rows[3].is_open
    page.commands.ask_target = lambda *_a: tmp_path / "r.pdf"
    page.commands.export("pdf")
    settle(window)
    assert written == [(Path("/sessions/a"), "pdf", tmp_path / "r.pdf")]
    menu = page.commands.menu()
    assert isinstance(menu, QMenu)
    assert [a.text() for a in menu.actions() if a.text()][-2:] == ["Rename …", "Delete"]
    page.commands.trash()
    settle(window)
    assert page_name(window) == "HomePage"


def test_a_better_wording_is_copied_by_keyboard(make_main, qtbot):
    window = make_main()
    window.go(ToDebrief(Path("/sessions/a")))
    settle(window)
    page = window.page
    page.rows[3].toggle()
    shown = [*page.rows[3].findChildren(SayItLikeThis)]
    assert len(shown) == 1
    assert shown[0].view.text.endswith("We've already deployed a fix.")
    assert shown[0].copy_button.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert shown[0].accessibleName().startswith("Say it like this: ")
    qtbot.keyClick(shown[0].copy_button, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == shown[0].view.text


def test_settings_change_the_look_and_the_name_at_once(make_main):
    window = make_main(theme="light")
    window.go(ToSettings())
    settle(window)
    control = window.page.controls["theme"]
    control.setCurrentIndex(control.findData("dark"))
    settle(window)
    assert window.theme.name == "dark"
    name = window.page.controls["programme_name"]
    name.setText("Listening Lab")
    name.editingFinished.emit()
    settle(window)
    assert window.windowTitle() == "Listening Lab"
    assert window._services.store.load().settings.text("theme") == "dark"


def test_help_pages_name_the_programme(make_main):
    window = make_main(programme_name="Listening Lab")
    window.go(ToHelp())
    settle(window)
    assert "Listening Lab helps you" in window.page.browser.toPlainText()
    window.page.show_topic("keys")
    assert "pauses" in window.page.browser.toPlainText()
    for made in window.page.buttons.values():
        assert made.width() >= made.sizeHint().width(), f"{made.text()} is cut"


def test_own_picture_is_shown_and_outlives_its_bytes(make_main, engine):
    window = make_main()
    start_call(window)
    engine.show(plain_preview())
    settle(window)
    assert window.page.own.has_picture


def test_two_faces_and_dark_picture_get_a_sentence(make_main, engine):
    window = make_main()
    window.go(ToSetup())
    settle(window)
    engine.push(CheckReading(2.0, level_dbfs=-70.0, brightness=0.1, backlit=False, faces=2, framing="ok"))
    settle(window)
    assert window.page.framing.text() == "Several people are in the picture. Only you should be."
    assert window.page.light_text.text() == "It is rather dark: switch on a lamp in front of you."


def test_sample_call_is_offered_when_there_are_no_calls(make_main, shelf, engine):
    from app.ui.ports import SampleMedia

    shelf.listed = []
    window = make_main(sample=lambda: SampleMedia(Path("sample.mkv"), "Sample call", customer_track=1))
    settle(window)
    named(window, "Open the sample call").click()
    settle(window)
    assert engine.sent(ImportMedia)[0].title == "Sample call"
    assert engine.sent(ImportMedia)[0].customer_track == 1


def test_the_sample_call_can_be_given_up_while_it_is_drawn(make_main, shelf, engine):
    import threading

    from app.ui.ports import SampleMedia

    release = threading.Event()

    def slow():
        release.wait(10)
        return SampleMedia(Path("sample.mkv"), "Sample call")

    window = make_main(sample=slow)
    window.go(ToSample())
    assert window.page.step.text() == "Drawing the sample call …"
    press_now(window, Qt.Key.Key_Escape)
    release.set()
    settle(window)
    assert window.page.presenter.view.phase == "choosing"
    assert engine.sent(ImportMedia) == []
    assert engine.sent(CancelImport) == []


def press_now(window, key) -> None:
    from PySide6.QtTest import QTest

    QTest.keyClick(window.page, key)


def named(window, name: str) -> QPushButton:
    """The button with this accessible name."""
    found = [b for b in window.findChildren(QPushButton) if b.accessibleName() == name and not b.isHidden()]
    assert found, f"no button named {name!r}"
    return found[-1]
