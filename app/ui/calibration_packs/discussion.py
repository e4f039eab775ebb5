"""What coaches say to each other about a clip, once one has rated it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from app.library.calibration_packs.spread import ClipRatings
from app.practice.coach_said import Thread, threads
from app.ui.page import Desk
from app.ui.review.coaching.comment_card import CommentHands
from app.ui.review.coaching.comments_panel import CommentsPanel
from app.ui.review.coaching.writing import Writing
from app.ui.widgets.kit import button, clear, column, label, row
from perception.recording.review_notes import COMMENT_LENGTH, Comment, ReviewEntry


class Discussion(QWidget):
    """The comments of a clip with their answers, and a field for another. jump: opens the review at a comment."""

    def __init__(self, desk: Desk, folder: Path, shown: ClipRatings, jump: Callable[[Comment], object]) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.writing = Writing(desk, folder, shown.entries, "coach", self)
        self._answering: Thread | None = None
        self.panel = CommentsPanel(
            desk.theme,
            CommentHands(
                jump=jump,
                reply=self.reply,
                delete=lambda comment: self.writing.keep(self.writing.book.delete(comment), "Comment deleted."),
            ),
        )
        self.field = QLineEdit()
        self.field.setMaxLength(COMMENT_LENGTH)
        self.field.setAccessibleName(f"A note about {shown.clip.title}")
        self.field.returnPressed.connect(self.say)
        self.field.textChanged.connect(lambda _text: self._ready())
        self.say_button = button("Add", self.say, "small", name=f"Add the note about {shown.clip.title}")
        self.leave_button = button("Not an answer", lambda: self.reply(None), "small")
        line = row(self.field, self.say_button, self.leave_button)
        line.setStretch(0, 1)
        self._panel_room = clear(self.panel, spacing=0)
        self.setLayout(column(label("What you say about it", "strong"), self._panel_room, line, spacing=6))
        self.writing.changed.connect(self._show)
        self.reply(None)
        self._show(self.writing.book.entries)

    def reply(self, thread: Thread | None) -> None:
        """The next note answers this comment; None: it stands by itself."""
        self._answering = thread
        first = (thread.comment or thread.answers[0]) if thread is not None else None
        self.field.setPlaceholderText(
            f"Answer {first.author}" if first is not None else "What did you see? Which words of the rubric fit?"
        )
        self.leave_button.setVisible(thread is not None)
        if thread is not None:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self) -> None:
        """Keep what was typed."""
        text, about, book = self.field.text().strip(), self._answering, self.writing.book
        if not text:
            return
        self.writing.keep(book.reply(about.id, text, about.t_s) if about is not None else book.comment(text, None))
        self.field.clear()
        self.reply(None)

    def _show(self, entries: tuple[ReviewEntry, ...]) -> None:
        found = threads(entries)
        self.panel.show_threads(found, self.writing.book.author)
        self._panel_room.setVisible(bool(found))
        self._ready()

    def _ready(self) -> None:
        self.say_button.setEnabled(bool(self.field.text().strip()))
