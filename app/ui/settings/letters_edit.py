"""Choose some of the seven letters: one small button each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.widgets.kit import row
from app.ui.words import LETTER_NAMES
from perception.types import LETTERS


class LettersEdit(QWidget):
    """Seven buttons that stay down when chosen. `changed` follows a click."""

    changed = Signal()

    def __init__(self, chosen: str) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        for letter in LETTERS:
            made = QPushButton(letter)
            made.setProperty("look", "letter")
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setChecked(letter in chosen)
            made.setToolTip(LETTER_NAMES[letter])
            made.setAccessibleName(LETTER_NAMES[letter])
            made.clicked.connect(lambda _checked: self.changed.emit())
            self.buttons[letter] = made
        self.setLayout(row(*self.buttons.values(), spacing=4))

    @property
    def letters(self) -> str:
        """The chosen letters in their order."""
        return "".join(letter for letter, made in self.buttons.items() if made.isChecked())
