"""Choose some of the seven letters: one small button each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.widgets.kit import column, row
from app.ui.words import LETTER_NAMES
from perception.types import LETTERS


class LettersEdit(QWidget):
    """Seven buttons that stay down when chosen. `changed` follows a click. rows: how many rows they stand in."""

    changed = Signal()

    def __init__(self, chosen: str, *, rows: int = 1) -> None:
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
        made_all = list(self.buttons.values())
        a_row = -(-len(made_all) // rows)
        lines = [row(*made_all[first : first + a_row], spacing=4) for first in range(0, len(made_all), a_row)]
        self.setLayout(column(*lines, spacing=4))

    @property
    def letters(self) -> str:
        """The chosen letters in their order."""
        return "".join(letter for letter, made in self.buttons.items() if made.isChecked())
