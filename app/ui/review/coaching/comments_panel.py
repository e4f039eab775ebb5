"""All comments of a session, in step with its time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QApplication, QWidget

from app.practice.coach_said import Thread
from app.ui.review.coaching.comment_card import CommentCard, CommentHands
from app.ui.review.coaching.presenter import of_now
from app.ui.theme import Theme
from app.ui.widgets.kit import clear, column, empty_layout, label

NONE_YET: Final = "No comments yet. Press C to write one at this moment, or select a stretch first."


class CommentsPanel(QWidget):
    """The threads by time; the one of now is marked."""

    def __init__(self, theme: Theme, hands: CommentHands) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.theme = theme
        self._hands = hands
        self.threads: tuple[Thread, ...] = ()
        self.cards: tuple[CommentCard, ...] = ()
        self._now: str | None = None
        self._shown: tuple[tuple[Thread, ...], str] | None = None
        self._column = column(spacing=8)
        self.setLayout(self._column)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)
        self.show_threads((), "")

    def show_threads(self, threads: Sequence[Thread], author: str) -> None:
        """Show all; what had the keys keeps them. Nothing is made anew where nothing has changed."""
        shown = (tuple(threads), author)
        if shown == self._shown:
            return
        self._shown = shown
        focused = next((card.shown.id for card in self.cards if card.hasFocus()), None)
        self.threads = tuple(threads)
        empty_layout(self._column)
        self.cards = tuple(CommentCard(self.theme, thread, author, self._hands) for thread in threads)
        for place, card in enumerate(self.cards):
            card.leave = partial(self._step, place)
            card.show_commands(shown=False)
            self._column.addWidget(card)
            card.mark_now(now=card.shown.id == self._now)
            if card.shown.id == focused:
                card.setFocus()
        if not self.cards:
            self._column.addWidget(clear(label(NONE_YET, "muted", wrap=True)))

    def show_time(self, t_s: float) -> CommentCard | None:
        """Mark the comment of now; gives it where it is another than before."""
        now = of_now(self.threads, t_s)
        if now == self._now:
            return None
        self._now = now
        found = None
        for card in self.cards:
            card.mark_now(now=card.shown.id == now)
            found = card if card.shown.id == now else found
        return found

    def card_of(self, thread: str) -> CommentCard | None:
        """The card of a thread."""
        return next((card for card in self.cards if card.shown.id == thread), None)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """What can be done stands under the comment that has the keys."""
        if new is not None and self.isAncestorOf(new):
            for card in self.cards:
                card.show_commands(shown=card is new or card.isAncestorOf(new))

    def _step(self, place: int, by: int) -> None:
        if 0 <= place + by < len(self.cards):
            self.cards[place + by].setFocus()
