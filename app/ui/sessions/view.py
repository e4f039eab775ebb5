"""All sessions: search, open, rename, put into the bin with undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from app.ui.debrief.actions import ask_text, change_problem
from app.ui.home.presenter import SessionView
from app.ui.page import Desk, Page
from app.ui.routes import ToDebrief, ToPractice, ToReview, ToSample
from app.ui.sessions.presenter import present_sessions
from app.ui.theme import Theme
from app.ui.widgets.choice_card import PaintedCard
from app.ui.widgets.kit import button, centred, clear, column, empty_layout, label, row, scrolled
from app.ui.widgets.letter_strip import LetterSparkline
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.top_bar import BarContent
from perception.errors import PerceptionError

_SEARCH_AFTER_MS = 200


class SessionLine(PaintedCard):
    """A session across the page: title, when, and its seven marks. Enter or a click opens it."""

    def __init__(self, theme: Theme, view: SessionView, then: Callable[[], object]) -> None:
        super().__init__(theme, f"Open {view.title}, {view.about}", then)
        self.view = view
        self._strip = LetterSparkline(theme, f"The seven letters of {view.title}", self)
        self._strip.show_marks(view.marks)
        self._strip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Two lines of text."""
        return QSize(400, self.theme.sizes.body + self.theme.sizes.small + 2 * self.theme.sizes.pad + 4)

    def minimumSizeHint(self) -> QSize:
        """Not smaller than wanted."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words; the marks paint themselves."""
        painter = QPainter(self)
        box = self.paint_frame(painter, primary=False)
        pad, sizes = self.theme.sizes.pad, self.theme.sizes
        strip = self._strip.sizeHint()
        self._strip.setGeometry(
            int(box.right() - pad - strip.width()),
            int((self.height() - strip.height()) / 2) + 3,
            strip.width(),
            strip.height(),
        )
        text = QRectF(pad, pad - 4, box.width() - strip.width() - 3 * pad, box.height())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.setPen(self.theme.colour("ink"))
        painter.setFont(self.theme.font("body", strong=True))
        title = painter.fontMetrics().elidedText(self.view.title, Qt.TextElideMode.ElideRight, int(text.width()))
        painter.drawText(text, flags, title)
        painter.setPen(self.theme.colour("muted"))
        painter.setFont(self.theme.font("small"))
        painter.drawText(text.adjusted(0, sizes.body + 10, 0, 0), flags, self.view.about)


class SessionsPage(Page):
    """The list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ask_text = ask_text
        self._token = 0
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search titles and words")
        self.search.setAccessibleName("Search sessions")
        self.search.setClearButtonEnabled(True)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SEARCH_AFTER_MS)
        self._later.timeout.connect(self.read)
        self.search.textChanged.connect(lambda _text: self._later.start())
        self._summary = label("", "muted")
        self._list = column(spacing=10)
        head = row(label("Your calls", "title"), 8, self._summary, None, self.search)
        self.search.setMinimumWidth(self.theme.sizes.room(300))
        inside = clear(head, 12, self._list, None, spacing=8)
        inside.setMaximumWidth(1080)
        self.setLayout(column(scrolled(centred(inside, (40, 32, 40, 24)), "Sessions")))

    def bar(self) -> BarContent:
        """Where we are."""
        return BarContent(place="Review")

    def enter(self) -> None:
        """Read the list."""
        self.read()
        self.search.setFocus()

    def read(self) -> None:
        """Read the list for the words in the search field, away from the window."""
        text = self.search.text()
        self.desk.tasks.forget(self._token)
        self._token = self.desk.tasks.run(
            lambda: self.desk.shelf.entries(text), lambda found, error: self._show(found, error, text), owner=self
        )

    def _show(self, entries: Any, error: Exception | None, search: str) -> None:
        empty_layout(self._list)
        if error is not None:
            self._list.addWidget(label(f"The list could not be read: {error}", "muted", wrap=True))
            return
        view = present_sessions(entries, self.desk.now().date(), search)
        self._summary.setText(view.summary)
        for shown in view.sessions:
            self._list.addLayout(self._line(shown))
        if not view.sessions and not search.strip():
            self._list.addWidget(self._empty())

    def _line(self, shown: SessionView) -> Any:
        card = SessionLine(self.theme, shown, lambda: self.go.emit(ToDebrief(shown.folder)))
        review = button(
            "Review", lambda: self.go.emit(ToReview(shown.folder, rate=True)), "plain", name=f"Review {shown.title}"
        )
        rename = button("Rename", lambda: self._rename(shown), "plain", name=f"Rename {shown.title}")
        trash = button("Delete", lambda: self._trash(shown), "plain", name=f"Delete {shown.title}")
        across = row(card, review, rename, trash, spacing=4)
        across.setStretch(0, 1)
        return across

    def _empty(self) -> EmptyState:
        if self.desk.has_sample:
            return EmptyState(
                self.theme,
                "No calls yet",
                "The sample call shows how a debrief looks.",
                ("Open the sample call", lambda: self.go.emit(ToSample())),
            )
        return EmptyState(
            self.theme, "No calls yet", "Calls are listed here.", ("Practise", lambda: self.go.emit(ToPractice()))
        )

    def _rename(self, shown: SessionView) -> None:
        title = self.ask_text(self, "Rename", "Title of the session", shown.title)
        if title is None:
            return
        self._try("The title could not be changed.", lambda: self.desk.shelf.rename(shown.folder, title))
        self.read()

    def _trash(self, shown: SessionView) -> None:
        undo = self._try("The session could not be deleted.", lambda: self.desk.shelf.trash(shown.folder))
        if undo is not None:
            self.desk.toast(f"“{shown.title}” was put into the bin.", undo)
        self.read()

    def _try(self, text: str, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except (OSError, PerceptionError) as error:
            self.desk.tell(change_problem(text, error))
            return None
