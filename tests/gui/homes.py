"""Windows of several people, each over a library and settings of their own: only the files they pass are shared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conftest import settle
from examples import NOW, scorecard
from fake_engine import FakeEngine

from app.bootstrap.packages import LibraryPackages
from app.bootstrap.window import open_for_debrief
from app.library.library import Library
from app.library.shelf import LibraryShelf
from app.settings import Settings, SettingsStore
from app.ui.main_window import MainWindow, Services
from app.ui.routes import ToHome
from app.ui.run import make_window


@contextmanager
def homes(
    qtbot: Any, root: Path, more: Callable[[Library], dict[str, Any]] = lambda _library: {}
) -> Iterator[Callable[[str], tuple[MainWindow, Library]]]:
    """Makes a person's window and library by their name. more: further services over that library."""
    made = []

    def window_of(name: str) -> tuple[MainWindow, Library]:
        library = Library(root / name)
        store = SettingsStore(root / f"{name}-config")
        store.save(Settings().changed(consent_given_on="2026-11-01", your_name=name))
        services = Services(
            FakeEngine(scorecard),
            LibraryShelf(library),
            open_for_debrief,
            lambda *_a: None,
            store,
            packages=LibraryPackages(library),
            clock=lambda: NOW,
            **more(library),
        )
        window = make_window(services)
        qtbot.addWidget(window)
        window.show()
        window.begin(ToHome())
        window._bridge.stop()
        made.append((window, library))
        return window, library

    yield window_of
    for window, library in made:
        window.close()
        library.close()


def wait(window: MainWindow, rounds: int = 1) -> None:
    """Let the work away from the window end, and what follows from it."""
    for _ in range(rounds):
        window.tasks.finish(20_000)
        settle(window)
