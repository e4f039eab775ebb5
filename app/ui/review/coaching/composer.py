"""Where a comment is written or spoken: at a moment, a span, or about the whole call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from app.ui.review.coaching.presenter import when_words
from app.ui.review.coaching.voice import VoiceButton
from app.ui.theme import Theme
from app.ui.widgets.kit import button, column, label, row
from app.ui.widgets.wrapped_check import WrappedCheck
from perception.recording.review_notes import COMMENT_LENGTH
from perception.types import Span

_ASKED: Final = "What did you notice? One thing, with what to try."
_ANSWER: Final = "Your answer"
_TAKE: Final = "What should they try in another take?"
Purpose = Literal["comment", "reply", "edit"]


class Composer(QFrame):
    """The field. said(text, take): it is to be kept; closed(): given up or done.

    Ctrl+Enter keeps, Esc gives up. Opened again for another moment, a comment or answer that was begun goes with it.
    """

    said = Signal(str, bool)
    closed = Signal()

    def __init__(self, theme: Theme, voice: VoiceButton | None) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.theme = theme
        self.at: Span | float | None = None
        self.purpose: Purpose = "comment"
        self.voice = voice
        self._where = label("", "strong", tight=True)
        self.whole_button = button("Whole call", self.about_all, "small", name="About the whole call instead")
        self.field = _Field(self._save, self.close_up)
        self.field.setTabChangesFocus(True)
        self.field.setMinimumHeight(theme.sizes.body * 4)
        self.field.setMaximumHeight(theme.sizes.body * 8)
        self.take = WrappedCheck("Ask for another take")
        self.save_button = button("Keep", self._save, "small", name="Keep the comment")
        cancel = button("Cancel", self.close_up, "small", name="Write no comment")
        head = row(self._where, self.whole_button, spacing=6)
        head.setStretch(0, 1)
        commands: list[QWidget | None] = [self.save_button, cancel, None]
        inside = column(head, self.field, self.take, spacing=6)
        if voice is not None:
            commands.append(voice.button)
            inside.addWidget(voice)
        inside.addLayout(row(*commands, spacing=4))
        inside.setContentsMargins(10, 8, 10, 8)
        self.setLayout(inside)
        self.take.toggled.connect(self._show_purpose)
        self.field.textChanged.connect(self._check)
        self.hide()

    def open_at(self, at: Span | float | None, purpose: Purpose = "comment", text: str = "", to: str = "") -> None:
        """Begin; `to` names whom or what it answers."""
        if text or purpose == "edit" or self.purpose != purpose:
            self.field.setPlainText(text)
        self.at, self.purpose = at, purpose
        self.take.setChecked(False)
        self.take.setVisible(purpose == "comment")
        self.whole_button.setVisible(purpose == "comment" and at is not None)
        if self.voice is not None:
            self.voice.offer(offered=purpose == "comment")
        self._show_purpose(to=to)
        self._check()
        self.show()
        self.field.setFocus()
        cursor = self.field.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.field.setTextCursor(cursor)

    def about_all(self) -> None:
        """About the whole call instead of a moment."""
        self.at = None
        self.whole_button.hide()
        self._show_purpose()
        self.field.setFocus()

    def close_up(self) -> None:
        """Give up what was typed."""
        if self.voice is not None:
            self.voice.give_up()
        self.field.clear()
        self.hide()
        self.closed.emit()

    def _show_purpose(self, _checked: object = None, *, to: str = "") -> None:
        start_s = self.at.start_s if isinstance(self.at, Span) else self.at
        end_s = self.at.end_s if isinstance(self.at, Span) else None
        where = when_words(start_s, end_s)
        words = {"comment": where, "reply": f"Answer to {to}", "edit": f"{where}: edit"}
        if self.purpose != "reply" or to:
            self._where.setText(words[self.purpose])
        asked = _ANSWER if self.purpose == "reply" else _TAKE if self.take.isChecked() else _ASKED
        self.field.setPlaceholderText(asked)
        self.field.setAccessibleName(f"Comment, {self._where.text()}")

    def _check(self) -> None:
        text = self.field.toPlainText()
        self.save_button.setEnabled(bool(text.strip()) and len(text) <= COMMENT_LENGTH)

    def _save(self) -> None:
        text = self.field.toPlainText().strip()
        if not text or len(text) > COMMENT_LENGTH:
            return
        take = self.take.isChecked() and self.purpose == "comment"
        self.field.clear()
        self.hide()
        self.said.emit(text, take)
        self.closed.emit()


class _Field(QPlainTextEdit):
    """Ctrl+Enter keeps, Esc gives up."""

    def __init__(self, keep: Callable[[], object], give_up: Callable[[], object]) -> None:
        super().__init__()
        self._keep = keep
        self._give_up = give_up

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The two keys of its own."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self._keep()
        elif event.key() == Qt.Key.Key_Escape:
            self._give_up()
        else:
            super().keyPressEvent(event)
