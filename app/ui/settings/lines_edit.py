"""Text of several lines that says below what of it counts, and is handed on when one leaves it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.settings import LONGEST_LINES
from app.ui.widgets.kit import column, label

_LINES: Final = 5


class LinesEdit(QWidget):
    """`left` when the text is done with: focus goes elsewhere, or the page is left. notes: sentences about a text."""

    left = Signal()

    def __init__(self, text: str, notes: Callable[[str], tuple[str, ...]]) -> None:
        super().__init__()
        self._notes = notes
        self.edit = QPlainTextEdit(text)
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(self.edit.fontMetrics().lineSpacing() * _LINES + 24)
        self.edit.textChanged.connect(self._tell)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)
        self.told = label("", "small", wrap=True)
        self.setLayout(column(self.edit, self.told, spacing=4))
        self._tell()

    @property
    def text(self) -> str:
        """What is typed, as long as it may be."""
        return self.edit.toPlainText().strip()[:LONGEST_LINES]

    def setAccessibleName(self, name: str) -> None:
        """The name belongs to what takes the keys."""
        self.edit.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        """As the name."""
        self.edit.setAccessibleDescription(description)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Done when the keys go elsewhere."""
        if watched is self.edit and event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        notes = self._notes(self.edit.toPlainText())
        self.told.setText("\n".join(notes))
        self.told.setHidden(not notes)
