"""Quiet signs of a drill: dots of progress and a ring of time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme
from app.ui.widgets.marks import paint_mark

_DOT: Final = 12
_GAP: Final = 8
_FULL_TURN: Final = 360 * 16
_TOP: Final = 90 * 16


class ProgressDots(QWidget):
    """One dot a step: its mark once it is done, a larger ring for the present one, a small ring for what comes."""

    def __init__(self, theme: Theme, name: str, *, size: int = _DOT) -> None:
        super().__init__()
        self.theme = theme
        self._size = size
        self.dots: tuple[str, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_dots(self, dots: Sequence[str], words: str) -> None:
        """Marks ('good', 'watch', 'unknown'), 'now', or '' for what comes. words: the same for whoever cannot see."""
        self.setAccessibleDescription(words)
        if tuple(dots) != self.dots:
            self.dots = tuple(dots)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """All dots in a row, or in several where the width is not enough."""
        return QSize(max(1, len(self.dots)) * (self._size + _GAP) - _GAP + 4, self._height(10_000))

    def minimumSizeHint(self) -> QSize:
        """A few dots wide."""
        return QSize(min(len(self.dots), 6) * (self._size + _GAP), self._size + 4)

    def hasHeightForWidth(self) -> bool:
        """Dots wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Room for all rows."""
        return self._height(width)

    def _columns(self, width: int) -> int:
        return max(1, (width + _GAP) // (self._size + _GAP))

    def _height(self, width: int) -> int:
        rows = -(-max(1, len(self.dots)) // self._columns(width))
        return rows * (self._size + _GAP) - _GAP + 4

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns = self._columns(self.width())
        for number, dot in enumerate(self.dots):
            across, down = number % columns, number // columns
            step = self._size + _GAP
            centre = QPointF(across * step + self._size / 2 + 1, down * step + self._size / 2 + 2)
            self._paint_dot(painter, dot, centre)

    def _paint_dot(self, painter: QPainter, dot: str, centre: QPointF) -> None:
        if dot in ("good", "watch", "unknown"):
            paint_mark(painter, self.theme, dot, centre, self._size)
            return
        painter.setBrush(self.theme.colour("good_soft") if dot == "now" else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.colour("good" if dot == "now" else "unknown"), 2 if dot == "now" else 1))
        radius = self._size / 2 - (1 if dot == "now" else 2)
        painter.drawEllipse(centre, radius, radius)


class TimeRing(QWidget):
    """A thin ring that fills with the planned time. It never turns red and never hurries."""

    def __init__(self, theme: Theme, name: str, *, size: int = 30) -> None:
        super().__init__()
        self.theme = theme
        self._share = 0.0
        self._big = size >= 90
        self._text = ""
        self.setFixedSize(QSize(size, size))
        self.setAccessibleName(name)

    def show_share(self, share: float, words: str, *, text: str = "") -> None:
        """Share 0..1. words: for whoever cannot see it. text: inside a large ring."""
        self.setAccessibleDescription(words)
        if (share, text) != (self._share, self._text):
            self._share, self._text = share, text
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track and share."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = 7 if self._big else 3
        box = QRectF(self.rect()).adjusted(line, line, -line, -line)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.colour("track"), line))
        painter.drawEllipse(box)
        pen = QPen(self.theme.colour("good"), line)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(box, _TOP, -int(_FULL_TURN * min(1.0, max(0.0, self._share))))
        if self._text:
            painter.setPen(self.theme.colour("ink"))
            painter.setFont(self.theme.font("title", strong=True, tabular=True))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._text)
