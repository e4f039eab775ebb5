"""A timer that is read from across the room: figures as large as there is room for, and a shape for its state."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.partner.presenter import TimerState, TimerView
from app.ui.theme import Theme
from app.ui.widgets.marks import paint_mark

_OF_HEIGHT: Final = 0.74
_OF_WIDTH: Final = 0.72  # of the width, for the figures; the mark stands at their left
_MARKS: Final[dict[TimerState, str]] = {
    "waiting": "unknown",
    "running": "good",
    "paused": "unknown",
    "soon": "watch",
    "over": "watch",
}


class TimerFace(QWidget):
    """Shows a TimerView. least: its height at the least, in lines of body text."""

    def __init__(self, theme: Theme, *, least: int = 6) -> None:
        super().__init__()
        self.theme = theme
        self._least = least
        self.view = TimerView("", "waiting", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_now(self, view: TimerView) -> None:
        """Show this."""
        if view == self.view:
            return
        self.view = view
        self.setAccessibleName(f"Time left: {view.text}. {view.words}")
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Still read from two metres."""
        return QSize(self.theme.sizes.body * 16, self.theme.sizes.body * self._least)

    def sizeHint(self) -> QSize:
        """As little as needed."""
        return self.minimumSizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint mark, figures and one sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        warns = self.view.state in ("soon", "over")
        font = self.theme.font("display", strong=True, tabular=True)
        words_height = self.theme.sizes.body * 2.2
        room = self.height() - words_height
        wide_at_100 = max(1, _width(font, self.view.text))
        size = max(self.theme.sizes.title, int(min(room * _OF_HEIGHT, 100 * self.width() * _OF_WIDTH / wide_at_100)))
        font.setPixelSize(size)
        painter.setFont(font)
        painter.setPen(self.theme.colour("watch" if warns else "ink"))
        figures = QRectF(0, 0, self.width(), room)
        painter.drawText(figures, Qt.AlignmentFlag.AlignCenter, self.view.text)
        wide = painter.fontMetrics().horizontalAdvance(self.view.text)
        centre = QPointF((self.width() - wide) / 2 - size * 0.3, room / 2)
        paint_mark(painter, self.theme, _MARKS[self.view.state], centre, size * 0.17)
        painter.setFont(self.theme.font("letter" if warns else "body"))
        painter.setPen(self.theme.colour("watch" if warns else "muted"))
        below = QRectF(0, room, self.width(), words_height)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self.view.words)


def _width(font: QFont, text: str) -> int:
    """Of the text at a height of 100 pixels."""
    measured = QFont(font)
    measured.setPixelSize(100)
    return QFontMetrics(measured).horizontalAdvance(text)
