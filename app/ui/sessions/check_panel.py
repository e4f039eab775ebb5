"""What is wrong with the library, each thing with its remedy, and making the list anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from app.ui.page import Desk, Page
from app.ui.sessions.presenter import check_words
from app.ui.widgets.kit import button, clear, column, empty_layout, label, row, scrolled

_MOST_HEIGHT: Final = 220
_MOST_SHOWN: Final = 50


class CheckPanel(QFrame):
    """Hidden until it is asked for. rebuilt: called when the list was made anew."""

    def __init__(self, desk: Desk, page: Page, rebuilt: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._desk = desk
        self._page = page
        self._rebuilt = rebuilt
        self._token = 0
        self._head = label("", "strong", tight=True)
        self._lines = column(spacing=6)
        self._scroller = scrolled(clear(self._lines, None), "What was found")
        self._most = desk.theme.sizes.room(_MOST_HEIGHT)
        self.rebuild_button = button("Rebuild the list", self.rebuild, "small")
        self.close_button = button("Close", self.close_panel, "small")
        top = row(self._head, self.rebuild_button, self.close_button)
        top.setStretch(0, 1)
        inside = column(top, self._scroller, spacing=8)
        inside.setContentsMargins(desk.theme.sizes.gap, 10, desk.theme.sizes.gap, 10)
        self.setLayout(inside)
        self.hide()

    def check(self) -> None:
        """Read every session, away from the window."""
        self._tell("Reading every session …")
        self.rebuild_button.setEnabled(False)
        self._start(self._desk.shelf.check, self._show)
        self.close_button.setFocus()

    def rebuild(self) -> None:
        """Make the list anew."""
        self._tell("Making the list anew from the session folders …")
        self.rebuild_button.setEnabled(False)
        self._start(self._desk.shelf.rebuild, self._made)

    def close_panel(self) -> None:
        """Done with it."""
        self._desk.tasks.forget(self._token)
        self.hide()

    def _start(self, work: Callable[[], Any], then: Callable[[Any, Exception | None], None]) -> None:
        self.show()
        self._desk.tasks.forget(self._token)
        self._token = self._desk.tasks.run(work, then, owner=self._page)

    def _tell(self, text: str) -> None:
        self._head.setText(text)
        self.setAccessibleName(text)
        empty_layout(self._lines)
        self._scroller.hide()

    def _show(self, found: Any, error: Exception | None) -> None:
        self.rebuild_button.setEnabled(True)
        if error is not None:
            self._tell(f"The library could not be checked: {error}")
            return
        head, problems = check_words(found)
        self._tell(head)
        for what, remedy in problems[:_MOST_SHOWN]:
            self._lines.addWidget(label(f"{what} {remedy}", wrap=True))
        if len(problems) > _MOST_SHOWN:
            self._lines.addWidget(label(f"And {len(problems) - _MOST_SHOWN:,} more.", "muted"))
        self._scroller.setVisible(bool(problems))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as the lines need in this width, up to a limit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        inside = self._scroller.widget()
        if inside is None or self._scroller.isHidden():
            return
        wanted = inside.heightForWidth(self.width() - 3 * self._desk.theme.sizes.gap)
        self._scroller.setFixedHeight(min(wanted if wanted > 0 else inside.sizeHint().height(), self._most))

    def _made(self, count: Any, error: Exception | None) -> None:
        self.rebuild_button.setEnabled(True)
        self._tell(
            f"The list could not be made anew: {error}" if error is not None else f"{count:,} sessions are listed."
        )
        self._rebuilt()
