"""Text of several lines with room between them, as label and painted."""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy

LINE_HEIGHT: Final = 1.38


class Paragraph(QLabel):
    """A label that wraps. Its text is plain; the mark-up inside is only there for the line height."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._plain = ""
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(text)

    def text(self) -> str:
        """The plain text."""
        return self._plain

    def setText(self, text: str) -> None:
        """Show plain text."""
        if text == self._plain and super().text():
            return
        self._plain = text
        body = escape(text).replace("\n", "<br>")
        super().setText(f'<p style="line-height:{LINE_HEIGHT:.0%}; margin:0">{body}</p>' if text else "")
        self.setAccessibleName(text)


def paint_paragraph(painter: QPainter, box: QRectF, text: str, font: QFont) -> float:
    """Paint wrapped text from the top of `box` with the painter's pen; gives the height used."""
    layout, height = _lines(text, font, box.width())
    layout.draw(painter, box.topLeft())
    return height


def paragraph_height(text: str, font: QFont, width: float) -> float:
    """The height in pixels that `paint_paragraph` needs for this text in a box so wide."""
    return _lines(text, font, width)[1]


def _lines(text: str, font: QFont, width: float) -> tuple[QTextLayout, float]:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height() * LINE_HEIGHT / 1.2
    layout.endLayout()
    return layout, height
