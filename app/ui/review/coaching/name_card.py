"""Asks once under which name a coach writes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QLineEdit

from app.settings import LONGEST_TEXT
from app.ui.widgets.kit import button, column, row


class NameCard(QFrame):
    """A line for the name; without one, “Coach” stands on what is written."""

    def __init__(self, keep: Callable[[str], object]) -> None:
        super().__init__()
        self.setProperty("look", "anchor")
        self._keep = keep
        self.field = QLineEdit()
        self.field.setPlaceholderText("Your name")
        self.field.setMaxLength(LONGEST_TEXT)
        self.field.setAccessibleName("Your name on comments and ratings")
        self.field.returnPressed.connect(self._done)
        self.keep_button = button("Keep", self._done, "small", name="Keep your name")
        across = row(self.field, self.keep_button, spacing=6)
        across.setStretch(0, 1)
        inside = column(across)
        inside.setContentsMargins(8, 6, 8, 6)
        self.setLayout(inside)

    def _done(self) -> None:
        self._keep(self.field.text())
