"""The field for a passphrase: shown or hidden, with its strength in words where one is chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from app.library.packages.passphrase import strength, suggestion
from app.ui.theme import Theme
from app.ui.widgets.kit import button, clear, column, label, row
from app.ui.widgets.notices import MarkedLine

_MARKS = {"refused": "unknown", "weak": "watch", "fair": "good", "good": "good"}


class PassphraseBox(QWidget):
    """choosing: a new one is chosen, so its strength is told and one can be suggested. Enter emits `entered`.

    beside: what stands at the end of its last line.
    """

    entered = Signal()
    changed = Signal()

    def __init__(self, theme: Theme, *, choosing: bool, beside: QWidget | None = None) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self._choosing = choosing
        self.field = QLineEdit()
        self.field.setAccessibleName("Passphrase")
        self.field.setPlaceholderText("Four or five words that do not belong together" if choosing else "Passphrase")
        self.field.textChanged.connect(self._show)
        self.field.returnPressed.connect(self.entered)
        self.show_button = button("Hide", self._turn, "small", name="Hide the passphrase")
        self.told = MarkedLine(theme)
        line = row(self.field, self.show_button)
        line.setStretch(0, 1)
        if choosing:
            self.suggest_button = button("Suggest one", self.suggest, "small")
            self.copy_button = button("Copy", self._copy, "small", name="Copy the passphrase")
            foot = row(self.suggest_button, self.copy_button, None, *([beside] if beside is not None else []))
            self.setLayout(column(line, self.told, foot, spacing=10))
        else:
            self._turn()
            self.setLayout(line)
        self._show()

    @property
    def text(self) -> str:
        """What was typed."""
        return self.field.text()

    @property
    def ready(self) -> bool:
        """Whether it may be used."""
        return strength(self.text).accepted if self._choosing else bool(self.text)

    def suggest(self) -> None:
        """Put in a new one that is easy to say."""
        self.field.setText(suggestion())
        self.field.setFocus()

    def _turn(self) -> None:
        hidden = self.field.echoMode() == QLineEdit.EchoMode.Password
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        word = "Hide" if hidden else "Show"
        self.show_button.setText(word)
        self.show_button.setAccessibleName(f"{word} the passphrase")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)

    def _show(self) -> None:
        if self._choosing:
            found = strength(self.text)
            self.told.tell(found.text, _MARKS[found.level])
            self.copy_button.setEnabled(bool(self.text))
        self.changed.emit()


def passphrase_reason(advice: str) -> QWidget:
    """Why there is one. advice: which one to choose."""
    reason = "Whoever has the file and the passphrase can open it. It is not kept anywhere."
    return clear(label("Passphrase", "heading"), label(f"{reason} {advice}", "muted", wrap=True), spacing=4)
