"""The seven letters with their marks: upright beside the call, or small in a row on a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.theme import Theme
from app.ui.widgets.marks import paint_mark
from app.ui.words import marks_sentence
from perception.types import LETTERS

# Width of one card, height of seven.
STRIP_SIZE: Final = (52, 7 * 60 + 6 * 8)


class _Marks(QWidget):
    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._name = name
        self.marks: dict[str, str] = dict.fromkeys(LETTERS, "unknown")
        self._say()

    def show_marks(self, marks: Mapping[str, str]) -> None:
        """Show these marks; a letter that is not named is 'unknown'."""
        marks = {letter: marks.get(letter, "unknown") for letter in LETTERS}
        if marks != self.marks:
            self.marks = marks
            self._say()
            self.update()

    def _say(self) -> None:
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(marks_sentence(self.marks))
        self.setToolTip(marks_sentence(self.marks))


class LetterStrip(_Marks):
    """Seven small cards under each other, each a letter and its mark. No numbers."""

    _WIDTH = 52
    _HEIGHT = 60
    _GAP = 8
    _MARK = 14

    def sizeHint(self) -> QSize:
        """Width of one card, height of seven."""
        return QSize(*STRIP_SIZE)

    def minimumSizeHint(self) -> QSize:
        """Room for letters and marks at their smallest."""
        return QSize(self._WIDTH, 7 * (self.theme.sizes.letter + 3 * self.theme.sizes.unit + self._MARK) + 6 * 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the seven cards, sharing the height there is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = self._GAP if self.height() >= self.sizeHint().height() else 4
        height = min(self._HEIGHT, (self.height() - 6 * gap) / 7)
        for row, letter in enumerate(LETTERS):
            box = QRectF(0.5, row * (height + gap) + 0.5, self.width() - 1, height - 1)
            self._paint_card(painter, letter, box)

    def _paint_card(self, painter: QPainter, letter: str, box: QRectF) -> None:
        radius = self.theme.sizes.radius_control
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.setBrush(self.theme.colour("card"))
        painter.drawRoundedRect(box, radius, radius)
        painter.setPen(self.theme.colour("ink"))
        font = self.theme.font("heading", strong=True)
        if self.theme.sizes.very_large:
            font.setPixelSize(max(self._MARK, min(font.pixelSize(), int(box.height() * 0.5))))
        painter.setFont(font)
        text = QRectF(box.left(), box.top(), box.width(), box.height() * 0.68)
        painter.drawText(text, Qt.AlignmentFlag.AlignCenter, letter)
        centre = QPointF(box.center().x(), box.top() + box.height() * 0.74)
        paint_mark(painter, self.theme, self.marks[letter], centre, self._MARK)


class LetterSparkline(_Marks):
    """Seven letters in a row, small: how a session went at a glance."""

    _STEP = 28
    _MARK = 11

    def sizeHint(self) -> QSize:
        """Seven steps wide."""
        return QSize(7 * self._STEP, self.theme.sizes.small + self._MARK + 3 * self.theme.sizes.unit)

    def minimumSizeHint(self) -> QSize:
        """Not smaller than wanted."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint marks over letters."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.theme.font("small"))
        for column, letter in enumerate(LETTERS):
            left = column * self._STEP
            centre = QPointF(left + self._MARK / 2 + 1, self._MARK / 2 + 1)
            paint_mark(painter, self.theme, self.marks[letter], centre, self._MARK)
            painter.setPen(self.theme.colour("muted"))
            box = QRectF(left - 8, self._MARK + self.theme.sizes.unit, self._MARK + 18, self.theme.sizes.small + 6)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, letter)
