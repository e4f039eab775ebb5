"""Brings the list of sessions up to date while a page shows it: in short turns away from the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QTimer

from app.ui.page import Desk, Page
from app.ui.ports import ShelfState

_BETWEEN_MS: Final = 60  # two turns, while there is something to read
_AGAIN_MS: Final = 15_000  # another look, when all was up to date
_SHOW_EVERY: Final = 8  # turns after which a long reading shows what it has


class Freshener:
    """`changed` is called when the list is not what it was; `told` after each turn."""

    def __init__(
        self,
        desk: Desk,
        page: Page,
        changed: Callable[[], object],
        told: Callable[[ShelfState], object] | None = None,
    ) -> None:
        self._desk = desk
        self._page = page
        self._changed = changed
        self._told = told
        self._token = 0
        self._shown: tuple[int, int] | None = None
        self._turns = 0
        self._timer = QTimer(page)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._turn)

    def begin(self) -> None:
        """Look now, and again while the page is shown."""
        self._shown = None
        self._turn()

    def stop(self) -> None:
        """Look no further."""
        self._timer.stop()
        self._desk.tasks.forget(self._token)

    def _turn(self) -> None:
        self._timer.stop()
        self._desk.tasks.forget(self._token)
        self._token = self._desk.tasks.run(self._desk.shelf.freshen, self._took, owner=self._page)

    def _took(self, state: Any, error: Exception | None) -> None:
        if error is not None:
            self._timer.start(_AGAIN_MS)  # the list says itself when it cannot be read
            return
        self._turns += 1
        if self._told is not None:
            self._told(state)
        done = state.left == 0
        if state.revision != self._shown and (done or self._turns % _SHOW_EVERY == 0):
            self._shown = state.revision
            self._changed()
        self._timer.start(_AGAIN_MS if done else _BETWEEN_MS)
