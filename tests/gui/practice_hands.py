"""Hands for the tests of practice: press keys, set up and start a call."""

from __future__ import annotations

from conftest import settle
from practice_examples import CHOICE
from PySide6.QtTest import QTest

from app.engine.messages import StartCall
from app.ui.routes import ToSetup


def page_name(window) -> str:
    return type(window.page).__name__


def press(window, key) -> None:
    QTest.keyClick(window.page, key)
    settle(window)


def start(window, choice=CHOICE) -> StartCall:
    """Set up and start a practice call."""
    window.go(ToSetup(choice))
    settle(window)
    window.page.go_button.click()
    settle(window)
    return window._services.engine.sent(StartCall)[-1]
