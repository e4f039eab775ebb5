"""A clip of a pack: how far one is, the spread where one has rated it, and what to do with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPushButton, QWidget

from app.library.calibration_packs.pack import NAME_LENGTH, QUESTION_LENGTH, PackClip
from app.ui.calibration_packs.dots import ScaleNumbers, SpreadDots
from app.ui.calibration_packs.presenter import ClipView, DotsView
from app.ui.theme import Theme
from app.ui.widgets.kit import button, card, clear, column, label, row
from app.ui.widgets.notices import MarkDot


@dataclass(frozen=True, slots=True)
class ClipHands:
    """What can be done with a clip. move: so many places down. reword: title, question."""

    open: Callable[[PackClip], object]
    move: Callable[[PackClip, int], object]
    reword: Callable[[PackClip, str, str], object]
    remove: Callable[[PackClip], object]


class ClipCard(QFrame):
    """One clip. talk: what is said about it, where that may be seen."""

    def __init__(self, theme: Theme, view: ClipView, hands: ClipHands, talk: QWidget | None) -> None:
        super().__init__()
        self.theme, self.view = theme, view
        self.setProperty("look", "clear")
        self.setAccessibleName(f"{view.title}. {view.state}.")
        look = "primary" if view.command != "Open" else ""
        self.open_button: QPushButton = button(
            view.command, lambda: hands.open(view.clip), look, name=f"{view.command}: {view.title}"
        )
        head = row(label(view.title, "heading", tight=True), None, self.open_button, spacing=12)
        head.setStretch(0, 1)
        state = row(MarkDot(theme, view.mark), label(f"{view.state} · {view.about}", "muted", tight=True), spacing=8)
        state.setStretch(1, 1)
        parts: list[QWidget] = [label(view.question, wrap=True)] if view.question else []
        parts += [_spread(theme, view.dots)] if view.dots else []
        parts += [label(view.note, "muted", wrap=True)] if view.note else []
        parts += [talk] if talk is not None else []
        self.setLayout(column(card(theme, head, state, *parts, spacing=8)))


class ClipEditor(QFrame):
    """The same clip while its pack is edited: title, question, place."""

    def __init__(self, theme: Theme, clip: PackClip, number: int, count: int, hands: ClipHands) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.title, self.question = QLineEdit(clip.title), QLineEdit(clip.question)
        self.title.setMaxLength(NAME_LENGTH)
        self.question.setMaxLength(QUESTION_LENGTH)
        self.question.setPlaceholderText("A question to talk about, if you like")
        for field, name in ((self.title, "Title"), (self.question, "Question")):
            field.setAccessibleName(f"{name} of clip {number}")
            field.editingFinished.connect(partial(self._keep, clip, hands))
        self.up = button("Up", lambda: hands.move(clip, -1), "small", name=f"Move clip {number} up")
        self.down = button("Down", lambda: hands.move(clip, 1), "small", name=f"Move clip {number} down")
        self.remove = button("Take out", lambda: hands.remove(clip), "small", name=f"Take clip {number} out")
        self.up.setEnabled(number > 1)
        self.down.setEnabled(number < count)
        self._kept = (clip.title, clip.question)
        head = row(label(f"Clip {number}", "strong"), None, self.up, self.down, self.remove)
        self.setLayout(column(card(theme, head, self.title, self.question, spacing=8)))

    def _keep(self, clip: PackClip, hands: ClipHands) -> None:
        written = (self.title.text().strip() or clip.title, self.question.text().strip())
        if written != self._kept:
            self._kept = written
            hands.reword(clip, *written)


def _spread(theme: Theme, dots: tuple[DotsView, ...]) -> QWidget:
    """Each letter in a line; the scale's numbers stand in the line above."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    grid.addWidget(ScaleNumbers(theme), 0, 1)
    for line, view in enumerate(dots, start=1):
        grid.addWidget(label(f"{view.letter}  {view.name}"), line, 0)
        grid.addWidget(SpreadDots(theme, view), line, 1)
        grid.addWidget(label(view.apart, "muted"), line, 2)
    legend = label("Diamond: you. Dots: the other coaches.", "muted", wrap=True)
    made = QWidget()
    made.setProperty("look", "clear")
    made.setLayout(grid)
    return clear(legend, made, spacing=4)
