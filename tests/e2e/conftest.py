"""The real window on a screen, over the real engine process; a recording plays camera, microphone and customer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import media_samples as make

_HAS_SCREEN = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) or sys.platform in (
    "win32",
    "darwin",
)
if _HAS_SCREEN and sys.platform.startswith("linux"):
    os.environ["QT_QPA_PLATFORM"] = "xcb"

CLIP_S = 60.0
LOADING_MS = 60_000  # the engine loads its models; a busy machine takes its time


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests take long and need a screen."""
    here = Path(__file__).parent
    for item in items:
        if here not in Path(item.path).parents:
            continue
        item.add_marker(pytest.mark.timeout(240))
        item.add_marker(pytest.mark.models)
        if not _HAS_SCREEN:
            item.add_marker(pytest.mark.skip(reason="there is no screen; run it under xvfb-run"))


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A minute of the drawn person talking, the customer on the second track."""
    return make.call_clip(tmp_path_factory.mktemp("recordings") / "Trial call.mkv", seconds=CLIP_S)


@pytest.fixture
def trial(clip: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The recording is offered as devices."""
    monkeypatch.setenv("ATTUNE_TRIAL_MEDIA", str(clip))
    return clip


@pytest.fixture
def open_app(qtbot, trial: Path) -> Iterator[Callable[..., App]]:
    """Opens the window as the entry point does; `consented` skips the first start's questions."""
    opened: list[App] = []

    def open_one(*, consented: bool = True) -> App:
        opened.append(App(qtbot, consented=consented))
        return opened[-1]

    yield open_one
    for app in opened:
        app.close()


class App:
    """The window with its engine and library, and the hands of a user."""

    def __init__(self, qtbot, *, consented: bool) -> None:
        from app.bootstrap import engine_main
        from app.bootstrap import window as composition
        from app.engine.client import EngineClient
        from app.library.folders import library_root
        from app.library.library import Library
        from app.settings import Settings, SettingsStore
        from app.ui.routes import ToHome
        from app.ui.run import make_window

        self.bot = qtbot
        self.engine = EngineClient(engine_main)
        self.library = Library(library_root())
        store = SettingsStore()
        if consented:
            given = {"consent_camera": True, "consent_microphone": True, "consent_recording": True}
            store.save(Settings().changed(**given, consent_given_on="2026-11-01"))
        self.window = make_window(composition.make_services(self.engine, self.library, store))
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.begin(ToHome())

    def close(self) -> None:
        self.window.close()
        self.library.close()

    @property
    def page(self):
        return self.window.page

    @property
    def page_name(self) -> str:
        return type(self.window.page).__name__

    def until(self, condition: Callable[[], object], ms: int = 20_000) -> None:
        self.bot.waitUntil(lambda: bool(condition()), timeout=ms)

    def until_loaded(self, condition: Callable[[], object]) -> None:
        """The same for what waits for models: a busy machine takes its time."""
        self.until(condition, LOADING_MS)

    def click(self, widget) -> None:
        from PySide6.QtCore import Qt

        self.until_loaded(lambda: widget.isVisible() and widget.isEnabled())
        self.bot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def key(self, key) -> None:
        self.bot.keyClick(self.window.page, key)

    # ------------------------------------------------------------ ways through the window

    def to_setup(self) -> None:
        self.click(self.page.practise)
        self.until(lambda: self.page_name == "PickerPage")
        self.click(self.page.free)
        self.until(lambda: self.page_name == "SetupPage")

    def start_call(self, title: str) -> Path:
        """From the set-up into a running call; gives its folder."""
        setup = self.page
        self.until_loaded(lambda: setup.go_button.isEnabled() and setup.picture.has_picture)
        setup.title.setText(title)
        self.click(setup.go_button)
        self.until(lambda: self.page_name == "CallPage")
        self.until_loaded(lambda: self.phase == "running")
        return Path(self.page.presenter.plan.folder)

    @property
    def phase(self) -> str:
        return self.page.presenter.view.phase

    @property
    def elapsed_s(self) -> int:
        minutes, seconds = self.page.presenter.view.elapsed.split(":")
        return 60 * int(minutes) + int(seconds)

    def end_call(self) -> None:
        """Esc, the self-check skipped, then the debrief."""
        from PySide6.QtCore import Qt

        self.key(Qt.Key.Key_Escape)
        self.until_loaded(lambda: self.page_name == "SelfCheckPage")
        self.click(self.page.skip_button)
        self.until(lambda: self.page_name == "DebriefPage")
        self.until(lambda: len(self.page.rows) == 7)
