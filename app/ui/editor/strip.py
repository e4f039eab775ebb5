"""A question above the page that has to be answered: what it is about, and a button for each answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QPushButton

from app.ui.theme import Theme
from app.ui.widgets.kit import button, empty_layout, label, row
from app.ui.widgets.notices import MarkDot


class QuestionStrip(QFrame):
    """Hidden while there is nothing to ask."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setProperty("look", "notice")
        self.buttons: dict[str, QPushButton] = {}
        self._row = row(spacing=10)
        self._row.setContentsMargins(theme.sizes.gap, 8, theme.sizes.gap, 8)
        self.setLayout(self._row)
        self.hide()

    def ask(self, text: str, answers: Sequence[tuple[str, Callable[[], object]]], *, careful: bool = False) -> None:
        """Show a question; the first answer is the usual one and gets the keys. careful: the last one gets them."""
        empty_layout(self._row)
        words = label(text, tight=True)
        self._row.addWidget(MarkDot(self.theme, "watch"))
        self._row.addWidget(words, 1)
        self.buttons = {}
        for number, (name, then) in enumerate(answers):
            made = button(name, then, "primary" if number == 0 else "small")
            self.buttons[name] = made
            self._row.addWidget(made)
        self.setAccessibleName(text)
        self.show()
        if answers:
            self.buttons[answers[-1 if careful else 0][0]].setFocus()

    def done(self) -> None:
        """Nothing to ask any more."""
        self.hide()
