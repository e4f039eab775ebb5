"""One comment with its answers, as the coach's column and the debrief show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.practice.coach_said import Thread
from app.ui.review.coaching.presenter import author_words, when_words
from app.ui.theme import Theme
from app.ui.widgets.kit import button, column, label, row, time_label
from perception.recording.review_notes import Comment

_INDENT = 14
_TAKEN_BACK = "This comment was taken back."
_WORDLESS = "Spoken; the words were not recognised."


@dataclass(frozen=True, slots=True)
class CommentHands:
    """What can be done with a comment. Each None is not offered.

    jump: to its time. play: what was spoken. edit, delete: own words. again: practise the call again.
    """

    jump: Callable[[Comment], object] | None = None
    play: Callable[[Comment], object] | None = None
    reply: Callable[[Thread], object] | None = None
    edit: Callable[[Comment], object] | None = None
    delete: Callable[[Comment], object] | None = None
    again: Callable[[], object] | None = None


class CommentCard(QFrame):
    """A click or Enter jumps, a double click or E edits, R answers, Delete takes back. clips: jumping plays a clip."""

    def __init__(self, theme: Theme, thread: Thread, author: str, hands: CommentHands, *, clips: bool = False) -> None:
        super().__init__()
        self._clips = clips
        self.theme = theme
        self.shown = thread
        self._author = author
        self._hands = hands
        self.leave: Callable[[int], object] = lambda _by: None
        self.setProperty("look", "comment")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._answer_commands: list[QWidget] = []
        self._commands = QWidget()
        self._commands.setLayout(row(*self._buttons(), None, spacing=4))
        answers = [self._answer(answer) for answer in thread.answers]
        inside = column(*self._said(), *answers, self._commands, spacing=4)
        inside.setContentsMargins(10, 8, 10, 8)
        self.setLayout(inside)
        self.setAccessibleName(self._aloud())
        self.is_now = False

    @property
    def own(self) -> Comment | None:
        """The comment, where its author may change it."""
        comment = self.shown.comment
        return comment if comment is not None and comment.author == self._author else None

    def mark_now(self, *, now: bool) -> None:
        """Whether the review stands at it."""
        if now != self.is_now:
            self.is_now = now
            self.setProperty("look", "comment-now" if now else "comment")
            self.style().unpolish(self)
            self.style().polish(self)

    def show_commands(self, *, shown: bool) -> None:
        """Show what can be done with it, or not."""
        self._commands.setVisible(shown)
        for own in self._answer_commands:
            own.setVisible(shown)

    # ------------------------------------------------------------ keys and mouse

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to its time."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._jump()
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit own words."""
        self._edit()
        super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As the class says; Up and Down go to the neighbours."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.leave(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._jump()
        elif key == Qt.Key.Key_E and self.own is not None:
            self._edit()
        elif key == Qt.Key.Key_R and self._hands.reply is not None:
            self._hands.reply(self.shown)
        elif key == Qt.Key.Key_Delete and self.own is not None and self._hands.delete is not None:
            self._hands.delete(self.own)
        else:
            super().keyPressEvent(event)

    def _jump(self) -> None:
        comment = self.shown.comment
        if comment is not None and comment.t_s is not None and self._hands.jump is not None:
            self._hands.jump(comment)

    def _edit(self) -> None:
        if self.own is not None and self._hands.edit is not None:
            self._hands.edit(self.own)

    # ------------------------------------------------------------ what is shown

    def _said(self) -> list[QWidget]:
        comment = self.shown.comment
        if comment is None:
            return [label(_TAKEN_BACK, "muted", wrap=True)]
        head: list[QWidget | None] = [time_label(self.theme, when_words(comment.t_s, comment.end_s), "strong")]
        if comment.take:
            head.append(label("another take", "pill"))
        head.append(None)
        top = QWidget()
        top.setLayout(row(*head, spacing=6))
        words = label(comment.text or _WORDLESS, "" if comment.text else "muted", wrap=True)
        return [top, words, *self._voice(comment), label(author_words(comment, self._author), "small", wrap=True)]

    def _answer(self, answer: Comment) -> QWidget:
        parts: list[QWidget] = [label(answer.text or _WORDLESS, wrap=True), *self._voice(answer)]
        across: list[QWidget | None] = [label(author_words(answer, self._author), "small", tight=True), None]
        if answer.author == self._author:
            buttons = self._own_buttons(answer)
            self._answer_commands += buttons
            across += buttons
        foot = QWidget()
        foot.setLayout(row(*across, spacing=4))
        made = QFrame()
        made.setProperty("look", "answer")
        inside = column(*parts, foot, spacing=2)
        inside.setContentsMargins(_INDENT, 2, 0, 2)
        made.setLayout(inside)
        return made

    def _voice(self, comment: Comment) -> list[QWidget]:
        play = self._hands.play
        if comment.voice is None or play is None:
            return []
        when = when_words(comment.t_s)
        made = QWidget()
        made.setLayout(row(button("▶  Listen", lambda: play(comment), "small", name=f"Listen to {when}"), None))
        return [made]

    def _buttons(self) -> list[QWidget]:
        thread = self.shown
        made: list[QWidget] = []
        when = when_words(thread.t_s)
        reply, again = self._hands.reply, self._hands.again
        comment, jump = thread.comment, self._hands.jump
        if self._clips and jump is not None and comment is not None:
            made.append(button("▶  Play", lambda: jump(comment), "small", name=f"Play {when}"))
        if again is not None and thread.comment is not None and thread.comment.take:
            made.append(button("Practise this again", again, "small", name=f"Practise this again, {when}"))
        if reply is not None:
            made.append(button("Answer", lambda: reply(thread), "small", name=f"Answer the comment at {when}"))
        if self.own is not None:
            made += self._own_buttons(self.own)
        return made

    def _own_buttons(self, own: Comment) -> list[QWidget]:
        edit, delete, when = self._hands.edit, self._hands.delete, when_words(own.t_s)
        made: list[QWidget] = []
        if edit is not None:
            made.append(button("Edit", lambda: edit(own), "small", name=f"Edit your words at {when}"))
        if delete is not None:
            made.append(button("Delete", lambda: delete(own), "small", name=f"Delete your words at {when}"))
        return made

    def _aloud(self) -> str:
        comment = self.shown.comment
        if comment is None:
            return _TAKEN_BACK
        answers = len(self.shown.answers)
        more = "" if not answers else ", one answer" if answers == 1 else f", {answers} answers"
        asks = "asks for another take: " if comment.take else ""
        said = f"{when_words(comment.t_s, comment.end_s)}, {author_words(comment, self._author)}"
        return f"{said}: {asks}{comment.text}{more}"
