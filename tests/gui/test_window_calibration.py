"""Calibration in the window: offered in the set-up, driven step by step, kept only when the learner says so."""

from __future__ import annotations

import pytest
from calibration_hands import CAMERA, MICROPHONE, calibrate, measured, page_name, press, steps_left
from conftest import settle
from examples import kept_calibration, plain_preview
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QProgressBar

from app.engine.messages import (
    BeginStep,
    CalibrationReading,
    FinishCalibration,
    Problem,
    StartCalibration,
    StartCall,
    StateChanged,
    StepDone,
    StopCalibration,
)
from app.ui.routes import ToCall, ToHelp, ToSettings, ToSetup

# ---------------------------------------------------------------- step by step


def test_all_steps_by_keys_alone_and_kept(make_main, engine, calibrations):
    window = make_main()
    page = calibrate(window)
    assert engine.sent(BeginStep) == [BeginStep("framing")]
    engine.show(plain_preview())
    engine.push(CalibrationReading(1.0, "framing", 0.5, "too_dark", distance_cm=60.0))
    settle(window)
    assert page.step.ring.fraction == 0.5
    assert page.step.live.line.text.text() == "Too dark: turn on a lamp in front of you."
    assert page.step.canvas.picture.picture.has_picture
    measured(window, engine)
    press(window, Qt.Key.Key_Return)
    assert engine.sent(BeginStep)[-1] == BeginStep("lens")
    press(window, Qt.Key.Key_R)
    assert engine.sent(BeginStep)[-2:] == [BeginStep("lens")] * 2
    measured(window, engine)
    assert page.step.canvas.tile.isVisible()
    press(window, Qt.Key.Key_S)
    assert "skipped. E takes the lens for" in page.step.live.line.text.text()
    steps_left(window, engine)
    assert len(engine.sent(FinishCalibration)) == 1
    assert page.outcome.title.text() == "Partly calibrated"
    words = " ".join(label.text() for label in page.outcome.findChildren(QLabel))
    assert "Customer's picture: E takes the lens for the customer's place" in words
    assert "as medians and ranges; no picture, no sound" in words
    press(window, Qt.Key.Key_Space)
    assert page_name(window) == "SetupPage"
    one = calibrations.find(camera=CAMERA.name, microphone=MICROPHONE.name)
    assert one is not None
    assert "tile" not in one.measured
    assert engine.sent(StopCalibration) == []
    assert "Calibrated today with this camera and microphone." in window.page.calibration.text.text.text()


def test_a_key_that_was_meant_for_begin_never_skips(make_main, engine):
    window = make_main()
    page = calibrate(window)
    measured(window, engine)
    page.step.acts.buttons["begin"].setFocus()
    press(window, Qt.Key.Key_Space)
    press(window, Qt.Key.Key_Space)
    assert page.presenter.now.phase == "measuring"
    assert page.presenter.now.states["lens"] == "pending"
    page.step.acts.buttons["skip"].setFocus()
    press(window, Qt.Key.Key_Return)
    assert page.presenter.now.states["lens"] == "skipped"


def test_readings_leave_the_focus_where_it_is(make_main, engine):
    window = make_main()
    page = calibrate(window)
    page.step.acts.buttons["skip"].setFocus()
    engine.push(CalibrationReading(1.0, "framing", 0.2), CalibrationReading(1.1, "framing", 0.3))
    settle(window)
    assert page.step.acts.buttons["skip"].hasFocus()


def test_a_step_that_gives_up_can_be_tried_again_or_skipped(make_main, engine):
    window = make_main()
    page = calibrate(window)
    measured(window, engine)
    press(window, Qt.Key.Key_Space)
    measured(window, engine, ok=False)
    assert page.step.live.line.text.text().startswith("That did not work yet.")
    press(window, Qt.Key.Key_Space)
    assert page.presenter.now.phase == "measuring"


def test_leaving_keeps_nothing_unless_said(make_main, engine, calibrations):
    window = make_main()
    page = calibrate(window)
    measured(window, engine)
    press(window, Qt.Key.Key_Space)
    measured(window, engine)
    press(window, Qt.Key.Key_Escape)
    assert page.message.title.text() == "Leave the calibration?"
    press(window, Qt.Key.Key_Escape)
    assert page.step.isVisible()
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_D)
    assert page_name(window) == "SetupPage"
    assert len(engine.sent(StopCalibration)) == 1
    assert calibrations.all() == []


def test_leaving_before_anything_was_measured_asks_nothing(make_main, engine):
    window = make_main()
    calibrate(window)
    press(window, Qt.Key.Key_Escape)
    assert page_name(window) == "SetupPage"
    assert len(engine.sent(StopCalibration)) == 1


def test_what_was_measured_can_be_kept_when_leaving(make_main, engine, calibrations):
    window = make_main()
    page = calibrate(window)
    measured(window, engine)
    press(window, Qt.Key.Key_Space)
    measured(window, engine)
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_Space)
    assert page.presenter.now.phase == "ended"
    page.outcome.keep.click()
    settle(window)
    assert [one.measured for one in calibrations.all()] == [("framing", "lens")]


def test_again_and_delete_on_the_last_page(make_main, engine, calibrations):
    kept = kept_calibration()
    calibrations.keep(kept)
    window = make_main()
    page = calibrate(window, kept=kept)
    steps_left(window, engine)
    page.outcome.forget.click()
    settle(window)
    assert calibrations.all() == []
    assert page.outcome.forget.isHidden()
    press(window, Qt.Key.Key_R)
    assert len(engine.sent(StartCalibration)) == 2
    assert page.presenter.now.step == "framing"


def test_a_calibration_that_cannot_be_kept_says_so_and_stays(make_main, engine, calibrations):
    window = make_main()
    page = calibrate(window)
    steps_left(window, engine)
    calibrations.trouble = PermissionError(13, "Permission denied")
    press(window, Qt.Key.Key_Space)
    assert "could not be kept" in window.notices.problems[0].message
    assert page_name(window) == "CalibrationPage"
    assert page.outcome.keep.isEnabled()
    press(window, Qt.Key.Key_Space)
    assert page_name(window) == "SetupPage"


def test_only_what_is_consented_to_is_measured(make_main, engine):
    window = make_main(consent_camera=False)
    window.go(ToSetup())
    settle(window)
    window.page.calibration.first.click()
    settle(window)
    assert engine.sent(StartCalibration) == [StartCalibration(None, "mic0")]
    assert window.page.presenter.plan.steps == ("reading", "talking")
    assert window.page.step.own.isHidden()


# ---------------------------------------------------------------- trouble


def test_an_unplugged_camera_is_told_once_and_the_step_waits(make_main, engine):
    window = make_main()
    page = calibrate(window)
    engine.push(Problem("camera", "The camera was unplugged.", "Plug it in.", "paused"))
    settle(window)
    assert page.message.title.text() == "The camera cannot be used"
    assert window.notices.problems == []
    engine.push(Problem("camera", "Integrated camera is on.", "", "notice"))
    settle(window)
    assert page.step.isVisible()
    assert engine.sent(BeginStep)[-1] == BeginStep("framing")


def test_an_engine_that_starts_again_goes_on(make_main, engine):
    window = make_main()
    page = calibrate(window)
    engine.push(StepDone("framing", ok=True, so_far=kept_calibration().baseline), StateChanged("starting"))
    settle(window)
    assert page.message.isVisible()
    engine.push(StateChanged("preparing"), StateChanged("ready"))
    settle(window)
    assert engine.sent(StartCalibration)[-1].known == kept_calibration().baseline
    assert (page.presenter.now.phase, page.presenter.now.step) == ("ready", "lens")


# ---------------------------------------------------------------- places


@pytest.mark.parametrize("size", [(1280, 800), (1280, 720), (900, 620), (1920, 1080)])
@pytest.mark.parametrize("text_size", ["normal", "larger"])
def test_the_mark_is_where_the_customer_will_be(make_main, size, text_size):
    window = make_main(text_size=text_size)
    window.resize(*size)
    page = calibrate(window)
    while page.presenter.now.step != "tile":
        page.act("skip")
    settle(window)
    panel = page.step.canvas.tile
    mark = panel.mapTo(window, panel.frame.topLeft()), panel.frame.size()
    window.go(ToCall(StartCall("/sessions/x", "A call", "cam0", "mic0")))
    settle(window)
    tile = window.page.tile
    assert (tile.mapTo(window, tile.rect().topLeft()), tile.size()) == mark


@pytest.mark.qt_log_ignore("does not support raise")
def test_the_mark_on_another_screen_comes_and_goes(make_main, engine, monkeypatch):
    import app.ui.calibration.view as view

    window = make_main()
    monkeypatch.setattr(view, "other_screen", lambda inside: inside.screen())
    page = calibrate(window)
    assert "second_screen" in page.presenter.plan.steps
    while page.presenter.now.step != "second_screen":
        page.act("skip")
    assert page._target is not None
    assert page._target.isVisible()
    page.act("skip")
    assert page._target is None
    page.presenter.now.step = "second_screen"
    page._show()
    window.go(ToSetup())
    settle(window)
    assert page._target is None


# ---------------------------------------------------------------- names, settings, help


def test_every_control_has_a_name_and_steps_are_read_aloud(make_main, engine):
    window = make_main()
    page = calibrate(window)
    engine.push(CalibrationReading(1.0, "framing", 0.5))
    settle(window)
    for control in [*page.findChildren(QAbstractButton), *page.findChildren(QProgressBar)]:
        assert control.accessibleName(), control
    assert page.step.ring.accessibleDescription() == "50%"
    assert page.step.dots.accessibleDescription().startswith("Place in the picture now, Camera lens to come")
    assert page.step.acts.buttons["skip"].accessibleName() == "Skip, key S"


def test_settings_list_and_delete_calibrations(make_main, calibrations):
    calibrations.keep(kept_calibration())
    window = make_main()
    window.go(ToSettings())
    settle(window)
    name = "Delete the calibration with Integrated camera and Headset microphone"
    (delete,) = (b for b in window.page.findChildren(QAbstractButton) if b.accessibleName() == name)
    delete.click()
    settle(window)
    assert calibrations.all() == []
    window._toast._button.click()
    settle(window)
    assert len(calibrations.all()) == 1


def test_help_explains_calibration(make_main):
    window = make_main()
    window.go(ToHelp("calibration"))
    settle(window)
    assert "E shows a band only" in window.page.browser.toPlainText()
