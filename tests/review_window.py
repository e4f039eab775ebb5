"""The real window over a real library, without an engine, to open sessions for review."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.bootstrap.window import make_services
from app.engine.messages import Command, Event, PreviewImage
from app.library.library import Library
from app.settings import Settings, SettingsStore
from app.ui.main_window import MainWindow
from app.ui.routes import ToReview
from app.ui.run import make_application, make_window


class NoEngine:
    """Takes commands and says nothing."""

    def __init__(self) -> None:
        self.sent: list[Command] = []

    def start(self) -> None:
        """Nothing starts."""

    def send(self, command: Command) -> None:
        self.sent.append(command)

    def poll(self) -> list[Event]:
        return []

    def latest_preview(self) -> PreviewImage | None:
        return None

    def close(self) -> None:
        """Nothing to close."""


def review_window(
    root: Path, *, size: tuple[int, int] = (1280, 720), **settings: str | bool | int
) -> tuple[QApplication, MainWindow, Callable[[Path], None]]:
    """The window with its files below `root`, and a function that opens a session folder in it."""
    app = make_application()
    store = SettingsStore(root / "config")
    given = {"consent_camera": True, "consent_microphone": True, "consent_recording": True}
    store.save(Settings().changed(**{**given, "consent_given_on": "2026-11-01", "your_name": "Alex", **settings}))
    library = Library(root / "library")
    window = make_window(make_services(NoEngine(), library, store))
    window.destroyed.connect(library.close)
    window.resize(*size)
    window.show()
    app.processEvents()
    return app, window, lambda folder: window.go(ToReview(folder))
