"""The window: one page at a time, the bar above it, notices between, and the way from page to page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from app.engine.messages import Command, DevicesListed, Event, PreviewImage, Problem, StateChanged
from app.settings import Settings
from app.tasks import Tasks
from app.ui.bridge import EngineBridge
from app.ui.offered import OfferedServices
from app.ui.page import Page
from app.ui.pages import make_page
from app.ui.partner.window import PartnerScreen
from app.ui.routes import Route, ToCall, ToHelp, ToHome, ToImport, ToPackage, ToSample
from app.ui.services import Services
from app.ui.sharing.drop import SharedFileDrop
from app.ui.theme import Theme, make_theme
from app.ui.widgets.kit import column
from app.ui.widgets.notices import NoticeStack, Toast
from app.ui.widgets.top_bar import TopBar

__all__ = ["MainWindow", "Services"]

_LOOK_KEYS = frozenset({"theme", "text_size", "reduced_motion", "programme_name"})


class MainWindow(OfferedServices, QMainWindow):
    """Follows routes, keeps the engine's news, and offers the pages what they need (the Desk of page.py)."""

    def __init__(self, services: Services, settings: Settings, family: str) -> None:
        super().__init__()
        self._services = services
        self._family = family
        self.settings = settings
        self.tasks = Tasks(self)
        self.partner = PartnerScreen()
        self.engine_state = StateChanged("starting")
        self.devices: DevicesListed | None = None
        self.page: Page | None = None
        self._route: Route = ToHome()
        self._bridge = EngineBridge(services.engine, self)
        self._bridge.heard.connect(self._on_event)
        self._bridge.preview.connect(self._on_preview)
        self.resize(1280, 800)
        self.setMinimumSize(900, 620)
        self._drop = SharedFileDrop(self, lambda file: self.go(ToPackage(file)))
        self._dress()
        self.go(ToHome())

    # ------------------------------------------------------------ the desk

    def send(self, command: Command) -> None:
        """Hand a command to the engine."""
        self._services.engine.send(command)

    def tell(self, problem: Problem) -> None:
        """Show a problem with its remedy."""
        self.notices.tell(problem)

    def toast(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Confirm something for a few seconds; after an undo the page reads its data again."""
        self._toast.tell(text, None if undo is None else lambda: self._undone(undo))

    def now(self) -> datetime:
        """Wall-clock time, for 'today' and 'yesterday'."""
        return self._services.clock()

    def change_settings(self, changes: dict[str, str | int | float | bool]) -> None:
        """Check, keep and apply changed settings."""
        self.settings = self.settings.changed(**changes)
        try:
            self._services.store.save(self.settings)
        except OSError as error:
            why = f"The settings could not be kept: {error.strerror or error}."
            self.tell(Problem("disk", why, "They count until you close the window.", "notice"))
        if _LOOK_KEYS & set(changes):
            # After the control that sent the change has finished with it: its page is rebuilt.
            QTimer.singleShot(0, self._redress)

    # ------------------------------------------------------------ life

    def begin(self, route: Route) -> None:
        """Start the engine and go to the first page."""
        self._services.engine.start()
        self._bridge.start()
        if not isinstance(route, ToHome):
            self.go(route)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the page end its work, then the engine and the jobs."""
        if self.page is not None:
            self.page.leave()
        self.partner.close()
        self._bridge.stop()
        self.tasks.close()
        self._services.engine.close()
        super().closeEvent(event)

    # ------------------------------------------------------------ pages

    def go(self, route: object) -> None:
        """Show the page of a route."""
        if isinstance(route, ToSample):
            self._make_sample()
            return
        self._route = route  # type: ignore[assignment]
        self._show(make_page(self, route))

    def back(self) -> None:
        """Back or Esc: the page first, else home."""
        if self.page is not None and not self.page.on_back() and not isinstance(self._route, ToHome):
            self.go(ToHome())

    def _show(self, page: Page) -> None:
        old, self.page = self.page, page
        if old is not None:
            old.leave()
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        page.go.connect(self.go)
        page.bar_changed.connect(self._show_bar)
        page.time_changed.connect(self._bar.show_time)
        self._column.addWidget(page, 1)
        self._show_bar()
        page.show()
        page.setFocus()
        page.enter()

    def _show_bar(self) -> None:
        if self.page is not None:
            self._bar.show_content(self.page.bar())

    def _make_sample(self) -> None:
        from app.ui.importing.view import ImportPage

        if self._services.sample is None:
            return
        self.go(ToImport())
        page = self.page
        if isinstance(page, ImportPage):
            page.make("Sample call", "Drawing the sample call …")
            self.tasks.run(self._services.sample, lambda made, error: self._sample_made(page, made, error))

    def _sample_made(self, page: Page, made: Any, error: Exception | None) -> None:
        if page is not self.page or not getattr(page, "is_making", False):
            return
        if error is not None:
            recovery = getattr(error, "recovery", "Try again, or import a call of your own.")
            self.tell(Problem("media", f"The sample call could not be made: {error}", recovery, "notice"))
            self.go(ToHome())
            return
        self.go(ToImport(made.media, made.customer_audio, made.customer_track, made.title))

    # ------------------------------------------------------------ look

    def _dress(self) -> None:
        self.theme: Theme = make_theme(
            name=self.settings.text("theme"),
            text_size=self.settings.text("text_size"),
            reduced_motion=self.settings.switch("reduced_motion"),
            family=self._family,
        )
        self.setWindowTitle(self.settings.programme_name)
        self.setStyleSheet(self.theme.stylesheet())
        self._bar = TopBar(self.theme, self.settings.programme_name, self.back)
        self.notices = NoticeStack(self.theme)
        middle = QWidget()
        middle.setProperty("look", "page")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = column(self._bar, self.notices, spacing=0)
        middle.setLayout(self._column)
        self.setCentralWidget(middle)
        self._toast = Toast(self.theme, middle)

    def _redress(self) -> None:
        old, self.page = self.page, None
        if old is not None:
            old.leave()
        self._dress()
        self.go(self._route)

    def _undone(self, undo: Callable[[], object]) -> None:
        undo()
        if self.page is not None:
            self.page.enter()

    # ------------------------------------------------------------ news and keys

    def _on_event(self, event: Event) -> None:
        if isinstance(event, StateChanged):
            self.engine_state = event
        elif isinstance(event, DevicesListed):
            self.devices = event
        page = self.page
        if page is not None:
            page.on_event(event)
        if isinstance(event, Problem) and not (page is not None and page.shows(event)):
            self.notices.tell(event)

    def _on_preview(self, image: PreviewImage) -> None:
        if self.page is not None:
            self.page.on_preview(image)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys no control has used: the page's own, then Esc for back and F1 for help."""
        if self.page is not None and self.page.on_key(event):
            return
        if event.key() == Qt.Key.Key_Escape:
            self.back()
        elif event.key() == Qt.Key.Key_F1 and not isinstance(self._route, ToCall):
            self.go(ToHelp())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the confirmation at the foot."""
        self._toast.place()
        super().resizeEvent(event)
