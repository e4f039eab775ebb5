"""One letter over time: a dot a call with its interval, and the corridor of chance. A click opens the call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.ui.progress.presenter import ChartView
from app.ui.theme import Theme
from app.ui.widgets.kit import plain_hint
from app.ui.widgets.marks import paint_focus

_DOT: Final = 4.5
_REACH: Final = 14.0  # pixels from a dot within which it is meant
_MOST_APART: Final = 90.0  # pixels between two calls; a few calls do not spread over the whole width
_LEVELS: Final = (0, 50, 100)


class TrendChart(QWidget):
    """Left and right move from call to call, Enter opens the chosen one."""

    def __init__(self, theme: Theme, view: ChartView, open_call: Callable[[Path], object]) -> None:
        super().__init__()
        self.theme, self.view, self._open = theme, view, open_call
        self.chosen: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if view.points else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName(f"{view.name} over {len(view.points)} calls")
        self.setAccessibleDescription(view.words)

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(360, 84 + 2 * self.theme.sizes.small)

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(200, self.sizeHint().height())

    def place_of(self, number: int) -> QPointF:
        """Where a call's dot is."""
        return QPointF(self._x(number), self._y(self.view.points[number].value))

    # ------------------------------------------------------------ choosing

    def event(self, event: QEvent) -> bool:
        """A hint for the call under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._at(QPointF(event.pos()))
            if number is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), plain_hint(self.view.points[number].words), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over a call."""
        over = self._at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the call that was clicked."""
        number = self._at(event.position())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self._open(self.view.points[number].folder)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From call to call, and into it."""
        last = len(self.view.points) - 1
        at = last if self.chosen is None else self.chosen
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._choose(min(last, max(0, at + (1 if event.key() == Qt.Key.Key_Right else -1))))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.view.points[at].folder)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The newest call is chosen first."""
        if self.chosen is None and self.view.points:
            self._choose(len(self.view.points) - 1)
        super().focusInEvent(event)

    def _choose(self, number: int) -> None:
        self.chosen = number
        self.setAccessibleDescription(self.view.points[number].words)
        self.update()

    def _at(self, place: QPointF) -> int | None:
        near = [(abs(self._x(number) - place.x()), number) for number in range(len(self.view.points))]
        apart, number = min(near, default=(_REACH + 1, 0))
        return number if apart <= _REACH else None

    # ------------------------------------------------------------ painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint corridor, levels, intervals, line and dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.theme.font("small", tabular=True))
        self._paint_levels(painter)
        self._paint_corridor(painter)
        self._paint_intervals(painter)
        line = QPolygonF([self.place_of(number) for number in range(len(self.view.points))])
        painter.setPen(QPen(self.theme.colour("ink"), 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(line)
        for number in range(len(self.view.points)):
            self._paint_dot(painter, number)
        self._paint_days(painter)
        if self.hasFocus():
            paint_focus(painter, self.theme, QRectF(self.rect()).adjusted(1, 1, -1, -1), self.theme.sizes.unit)

    def _box(self) -> QRectF:
        small = self.theme.sizes.small
        top = small * 0.7
        return QRectF(small * 2.4, top, self.width() - small * 2.4 - 10, self.height() - top - 1.5 * small - 8)

    def _x(self, number: int) -> float:
        box = self._box()
        steps = max(1, len(self.view.points) - 1)
        return box.left() + _DOT + 2 + number * min(_MOST_APART, (box.width() - 2 * _DOT - 4) / steps)

    def _y(self, value: float) -> float:
        box = self._box()
        return box.bottom() - box.height() * value / 100.0

    def _paint_levels(self, painter: QPainter) -> None:
        box = self._box()
        high = painter.fontMetrics().height()
        for level in _LEVELS:
            y = self._y(level)
            painter.setPen(QPen(self.theme.colour("line"), 1))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            painter.setPen(self.theme.colour("muted"))
            beside = QRectF(0, y - high / 2, box.left() - 6, high)
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(level))

    def _paint_corridor(self, painter: QPainter) -> None:
        if self.view.corridor is None:
            return
        low, high = self.view.corridor
        box = self._box()
        painter.setPen(Qt.PenStyle.NoPen)
        colour = self.theme.colour("track")
        colour.setAlpha(110)
        painter.setBrush(colour)
        painter.drawRect(QRectF(QPointF(box.left(), self._y(high)), QPointF(box.right(), self._y(low))))

    def _paint_intervals(self, painter: QPainter) -> None:
        pen = QPen(self.theme.colour("you"), 5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        colour = self.theme.colour("you")
        colour.setAlpha(70)
        pen.setColor(colour)
        painter.setPen(pen)
        for number, point in enumerate(self.view.points):
            x = self._x(number)
            painter.drawLine(QPointF(x, self._y(point.low)), QPointF(x, self._y(point.high)))

    def _paint_dot(self, painter: QPainter, number: int) -> None:
        """A full dot for a value, a ring for the middle of a band; the chosen one is larger."""
        size = _DOT + (2.5 if number == self.chosen and self.hasFocus() else 0)
        painter.setPen(QPen(self.theme.colour("you"), 1.6))
        painter.setBrush(self.theme.colour("you" if self.view.points[number].exact else "card"))
        painter.drawEllipse(self.place_of(number), size, size)

    def _paint_days(self, painter: QPainter) -> None:
        box, high = self._box(), painter.fontMetrics().height()
        below = QRectF(box.left(), box.bottom() + 5, box.width(), high)
        painter.setPen(self.theme.colour("muted"))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self.view.first)
        if self.view.last:
            room = painter.fontMetrics().horizontalAdvance(self.view.last)
            right = min(box.right(), self._x(len(self.view.points) - 1) + room / 2)
            left = box.left() + painter.fontMetrics().horizontalAdvance(self.view.first) + 12
            painter.drawText(QRectF(max(left, right - room), below.top(), room + 2, high), 0, self.view.last)
