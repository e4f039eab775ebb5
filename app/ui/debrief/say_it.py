"""Say it like this: a better wording beside a quoted weak answer, to read, to copy, and why it is better."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QWidget

from app.ui.debrief.presenter import WordingView
from app.ui.theme import Theme
from app.ui.widgets.kit import button, column, label, row

HEADING = "Say it like this"


def wording_widget(theme: Theme, view: WordingView, copy: Callable[[str], object]) -> QWidget:
    """The wording; one quiet line where none could be built."""
    return SayItLikeThis(theme, view, copy) if view.text else label(view.why, "small", wrap=True)


class SayItLikeThis(QFrame):
    """The wording with its reason and a button that copies it."""

    def __init__(self, theme: Theme, view: WordingView, copy: Callable[[str], object]) -> None:
        super().__init__()
        self.setProperty("look", "better")
        self.view = view
        self.copy_button = button("Copy", lambda: copy(view.text), "small", name=f"Copy: {view.text}")
        self.setAccessibleName(f"{HEADING}: {view.text} {view.why}")
        head = row(label(HEADING, "small"), None, self.copy_button, spacing=theme.sizes.unit)
        inside = column(head, label(f"“{view.text}”", wrap=True), label(view.why, "small", wrap=True), spacing=4)
        inside.setContentsMargins(12, 8, 12, 8)
        self.setLayout(inside)
