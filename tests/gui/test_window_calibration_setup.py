"""The set-up and calibration: what is offered, what the call is given, how far the customer's picture is."""

from __future__ import annotations

from calibration_hands import page_name, steps_left
from conftest import settle
from examples import NOW, kept_calibration

from app.engine.messages import CheckReading, StartCalibration, StartCall
from app.ui.routes import ToSetup

# ---------------------------------------------------------------- the set-up


def test_the_first_start_offers_to_calibrate_before_the_call(make_main, engine, calibrations):
    window = make_main()
    window.go(ToSetup())
    settle(window)
    setup = window.page
    assert setup.calibration.text.text.text() == "Not calibrated: E and M show a band only."
    assert setup.calibration.first.text() == "Calibrate (90 seconds)"
    assert not setup.calibration.later.isHidden()
    assert (setup.go_button.property("look"), setup.go_button.isEnabled()) == ("", True)
    setup.calibration.later.click()
    settle(window)
    assert setup.go_button.property("look") == "primary"
    assert setup.calibration.first.isHidden()
    assert window.settings.text("calibration_put_off") == NOW.date().isoformat()
    setup.calibration.calibrate.click()
    settle(window)
    assert page_name(window) == "CalibrationPage"
    assert engine.sent(StartCalibration) == [StartCalibration("cam0", "mic0")]


def test_the_call_is_given_what_is_known(make_main, engine, calibrations):
    calibrations.keep(kept_calibration())
    window = make_main()
    window.go(ToSetup())
    settle(window)
    said = window.page.calibration.text.text.text()
    assert said == "Calibrated on 20 November with this camera and microphone."
    window.page.go_button.click()
    settle(window)
    assert engine.sent(StartCall)[0].baseline == kept_calibration().baseline


def test_another_camera_has_a_calibration_of_its_own(make_main, engine, calibrations):
    calibrations.keep(kept_calibration())
    window = make_main()
    window.go(ToSetup())
    settle(window)
    window.page.camera.setCurrentIndex(1)
    window.page.go_button.click()  # before it is known what is kept for it
    settle(window)
    assert engine.sent(StartCall)[0].baseline is None
    assert engine.sent(StartCall)[0].camera_id == "cam1"


def test_the_place_of_the_picture_is_told_while_setting_up(make_main, engine):
    window = make_main()
    window.go(ToSetup())
    settle(window)
    engine.push(CheckReading(1.0, framing="ok", faces=1, brightness=0.5))
    settle(window)
    assert window.page.place.isHidden()
    engine.push(CheckReading(2.0, framing="ok", faces=1, brightness=0.5, distance_cm=60.0))
    settle(window)
    assert "degrees below the camera" in window.page.place.text.text()


def test_a_re_check_is_offered_and_takes_four_steps(make_main, engine, calibrations):
    kept = kept_calibration()
    calibrations.keep(kept)
    window = make_main()
    window.go(ToSetup())
    settle(window)
    engine.push(CheckReading(2.0, framing="ok", faces=1, distance_cm=95.0))
    settle(window)
    assert window.page.calibration.why.text() == "You sit further from the camera than then."
    window.page.calibration.recheck.click()
    settle(window)
    assert engine.sent(StartCalibration)[0].known == kept.baseline
    assert window.page.presenter.plan.steps == ("framing", "tile", "neutral", "reading")
    steps_left(window, engine)
    assert window.page.outcome.title.text() == "Calibrated"


def test_damaged_and_unreadable_calibrations_are_told(make_main, calibrations):
    calibrations.damaged = ["The calibration in me-1.json could not be read and is left out."]
    window = make_main()
    window.go(ToSetup())
    settle(window)
    assert "me-1.json" in window.notices.problems[0].message
    window.notices.clear()
    calibrations.trouble = OSError("the folder is gone")
    window.go(ToSetup())
    settle(window)
    assert "the folder is gone" in window.notices.problems[0].message
    assert window.page.go_button.isEnabled()
