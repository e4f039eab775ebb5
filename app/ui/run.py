"""Opens the window and runs it until it is closed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.engine.messages import Problem
from app.ui.main_window import MainWindow, Services
from app.ui.resources import FONTS, icon
from app.ui.routes import Route, ToDebrief, ToHome, ToPackage, ToSample
from app.ui.theme import load_fonts


def make_application() -> QApplication:
    """The one application object; an existing one is used again."""
    # Qt hands out even small paintings to several cores: in a call the customer's moving face cost a fifth more by it.
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    application.setWindowIcon(QIcon(str(icon("app"))))
    return application


def make_window(services: Services) -> MainWindow:
    """The window, dressed and on its first page; the engine is not started yet."""
    family = load_fonts(FONTS)
    loaded = services.store.load()
    window = MainWindow(services, loaded.settings, family)
    if loaded.problems:
        window.tell(Problem("settings", " ".join(loaded.problems), "You can choose again in the settings.", "notice"))
    return window


def run_services(services: Services, route: Route, *, notice: str | None = None) -> int:
    """Show the window, then start the engine; gives the exit status. notice: a sentence to show at the start."""
    application = make_application()
    window = make_window(services)
    application.setApplicationDisplayName(window.settings.programme_name)
    window.show()
    # The window is painted before the engine's process starts, which takes a moment of its own.
    application.processEvents()
    window.begin(route)
    if notice:
        window.tell(
            Problem("library", notice, "Nothing is lost: the sessions themselves are in their folders.", "notice")
        )
    return application.exec()


def first_route(*, open_session: Path | None, sample: bool, shared: Path | None = None) -> Route:
    """Where the window starts."""
    if shared is not None:
        return ToPackage(shared.absolute())
    if open_session is not None:
        return ToDebrief(open_session)
    return ToSample() if sample else ToHome()
