"""The hands of somebody who calibrates."""

from __future__ import annotations

from conftest import settle
from fake_engine import DEVICES
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.engine.messages import StepDone
from app.ui.routes import ToCalibration

CAMERA, MICROPHONE = DEVICES.cameras[0], DEVICES.microphones[0]


def page_name(window) -> str:
    return type(window.page).__name__


def press(window, key) -> None:
    """A key, where the keys are now."""
    QTest.keyClick(window.focusWidget() or window.page, key)
    settle(window)


def calibrate(window, **changes):
    window.go(ToCalibration(**{"camera": CAMERA, "microphone": MICROPHONE, **changes}))
    settle(window)
    return window.page


def measured(window, engine, *, ok=True) -> None:
    """The present step gets its evidence."""
    engine.push(StepDone(window.page.presenter.now.step, ok=ok))
    settle(window)


def steps_left(window, engine) -> None:
    """Begin and measure all that is left, by keys."""
    while window.page.presenter.now.phase != "ended":
        press(window, Qt.Key.Key_Space)
        measured(window, engine)
