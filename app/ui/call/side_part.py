"""A call beside another programme: the large window makes room for a small strip, and comes back at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.ui.call.side_strip import SideStrip, StripCommands
from app.ui.call.strip_presenter import present_strip

if TYPE_CHECKING:
    from app.ui.call.view import CallPage

PLACE_KEY = "side_strip_place"


class SidePart:
    """The strip of one call page."""

    def __init__(self, page: CallPage) -> None:
        self._page = page
        self._over = False
        commands = StripCommands(
            pause=page.pause, end=page.end, open_window=self.open_window, moved=self._moved, key=self._key
        )
        self.strip = SideStrip(page.theme, commands, page.desk.settings.text(PLACE_KEY))

    def begin(self) -> None:
        """The strip appears, the window makes room."""
        if self._over:
            return
        self.show()
        self.strip.appear()
        self._page.window().showMinimized()

    def open_window(self) -> None:
        """The large window again, without the strip."""
        self.strip.hide()
        self._raise()

    def show(self) -> None:
        """What the page shows, in short."""
        if self._over:
            return
        page = self._page
        cues = page.presenter.plan.cues
        wanted = cues is None or cues.strip
        self.strip.show_now(present_strip(page.presenter.view, page.customer.view, strip=wanted))

    def end(self) -> None:
        """The call is over: the strip goes, the window comes back. May be called twice."""
        if self._over:
            return
        self._over = True
        self.strip.close()
        self.strip.deleteLater()
        if self._page.window().isMinimized():
            self._raise()

    def _raise(self) -> None:
        window = self._page.window()
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def _moved(self, place: str) -> None:
        self._page.desk.change_settings({PLACE_KEY: place})

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self._page.end()
            return True
        return self._page.on_key(event)
