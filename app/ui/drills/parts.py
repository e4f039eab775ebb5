"""What the steps of a drill are made of: choices to press, what was said after one, who said what."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.practice.drills.feedback import Feedback
from app.practice.drills.model import Customer, Post
from app.ui.theme import Theme
from app.ui.widgets.choice_card import PaintedCard
from app.ui.widgets.kit import button, card, clear, column, label, row
from app.ui.widgets.marks import paint_mark
from app.ui.widgets.notices import MarkDot


class OptionButton(PaintedCard):
    """A numbered choice; once answered it shows its mark and why."""

    def __init__(self, theme: Theme, number: int, text: str, then: Callable[[], object]) -> None:
        super().__init__(theme, f"{number}. {text}", then)
        self.mark = ""
        self._number = label(str(number), "key")
        self._number.setFixedWidth(theme.sizes.body * 2)
        self._text = label(text, wrap=True)
        self._note = label("", "small", wrap=True)
        self._note.hide()
        beside = column(self._number, None, spacing=0)
        words = column(self._text, self._note, spacing=4)
        inside = row(beside, words, spacing=0)
        inside.setStretch(1, 1)
        inside.setContentsMargins(16, 11, 16, 9)
        self.setLayout(inside)
        for part in (self._number, self._text, self._note):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_note(self, mark: str, kind: str, why: str, *, chosen: bool) -> None:
        """What it is, after the answer. The right one and the chosen one say why; the rest step back."""
        self.setEnabled(False)
        self.mark = mark if mark == "good" or chosen else ""
        told = f"{kind}. {why}" if kind else why
        self._note.setText(told)
        self._note.setVisible(bool(self.mark) or bool(kind))
        if self.mark:
            self._number.setText("")
        else:
            self._text.setStyleSheet(f"color: {self.theme.colours.muted};")
        self.setAccessibleDescription(told)
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The card, and its mark."""
        painter = QPainter(self)
        box = self.paint_frame(painter, primary=False)
        if self.mark:
            shown = self.mark if self.mark == "good" else "watch"
            centre = QPointF(box.left() + 16 + self.theme.sizes.body / 2, box.top() + 11 + self.theme.sizes.body * 0.75)
            paint_mark(painter, self.theme, shown, centre, self.theme.sizes.body)


class FeedbackView(QFrame):
    """What was found, why, the numbers behind it, and a wording to compare with."""

    def __init__(self, theme: Theme, found: Feedback) -> None:
        super().__init__()
        self.setProperty("look", "card-watch" if found.mark == "watch" else "card")
        self.setAccessibleName(f"{found.head} {found.text}")
        head = row(MarkDot(theme, found.mark, theme.sizes.body), label(found.head, "heading", tight=True), spacing=10)
        head.setStretch(1, 1)
        parts: list[QWidget | QHBoxLayout | int] = [head, label(found.text, wrap=True)]
        if found.numbers:
            parts += [2, label("\n".join(found.numbers), "small", wrap=True)]
        if found.better:
            better = QFrame()
            better.setProperty("look", "better")
            inside = column(
                label(found.better_why, "small", wrap=True), label(f"“{found.better}”", wrap=True), spacing=2
            )
            inside.setContentsMargins(12, 8, 12, 8)
            better.setLayout(inside)
            parts += [4, better]
        inside = column(*parts, spacing=5)
        inside.setContentsMargins(18, 13, 18, 14)
        self.setLayout(inside)


def hear_button(hear: Callable[[], object], what: str = "it") -> QPushButton:
    """Has something said aloud."""
    return button("▶  Hear it", hear, "small", name=f"Hear {what}")


def said_by(customer: Customer, said: str, hear: Callable[[], object]) -> QWidget:
    """A sentence of the customer, large, with who said it."""
    quote = label(f"“{said}”", "said", wrap=True)
    who = QWidget()
    across = row(label(f"{customer.name}, {customer.role}", "customer", tight=True), hear_button(hear), spacing=10)
    across.setStretch(0, 1)
    who.setLayout(across)
    return clear(quote, who, spacing=6)


def thread_card(theme: Theme, place: str, posts: tuple[Post, ...], hear: Callable[[], object]) -> QFrame:
    """The posts of a thread."""
    head = QWidget()
    across = row(label(place, "small", tight=True), hear_button(hear, "the thread"), spacing=10)
    across.setStretch(0, 1)
    head.setLayout(across)
    parts: list[QWidget | int] = [head]
    for post in posts:
        parts.append(clear(label(post.author, "customer"), label(post.text, wrap=True), spacing=1))
    return card(theme, *parts, spacing=9)


def headline(head: str, hint: str) -> tuple[QWidget, QLabel]:
    """The question of a step and a quiet hint; the hint can be changed."""
    told = label(hint, "muted", wrap=True)
    return clear(label(head, "title", tight=True), told, spacing=3), told
