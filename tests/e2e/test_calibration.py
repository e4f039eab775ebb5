"""A calibration in the real window over the real engine: a drawn person sits down, is measured, and is kept."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.bootstrap.calibrations import OwnCalibrations
from app.library.calibrations import Calibrations

DEVICE = "Trial call.mkv (recording)"


def test_what_was_measured_is_kept_and_handed_to_the_call(open_app) -> None:
    app = open_app()
    app.to_setup()
    setup = app.page
    app.until(lambda: setup.light_text.text() == "Good light.", 60_000)
    assert setup.calibration.text.text.text() == "Not calibrated: E and M show a band only."
    app.click(setup.calibration.first)
    app.until(lambda: app.page_name == "CalibrationPage")
    page = app.page
    app.until(lambda: page.step.canvas.picture.picture.has_picture, 60_000)
    app.until(lambda: page.presenter.now.step == "lens", 60_000)
    assert page.presenter.now.measured == ("framing",)

    app.key(Qt.Key.Key_Space)
    app.until(lambda: page.presenter.now.step == "tile", 40_000)
    app.key(Qt.Key.Key_Escape)
    assert page.message.title.text() == "Leave the calibration?"
    app.key(Qt.Key.Key_Space)
    app.until(lambda: page.presenter.now.phase == "ended", 30_000)
    app.key(Qt.Key.Key_Space)
    app.until(lambda: app.page_name == "SetupPage")

    kept = OwnCalibrations(Calibrations()).find(camera=DEVICE, microphone=DEVICE)
    assert kept is not None
    assert kept.measured == ("framing", "lens")
    assert kept.baseline.distance_cm is not None
    app.until(lambda: app.page.calibration.kept is not None)
    assert app.page.calibration.text.text.text().startswith("Calibrated today with this camera. M shows")
    app.start_call("After a calibration")
    assert app.page.presenter.plan.baseline == kept.baseline
    app.end_call()
