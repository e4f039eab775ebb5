"""The small pictures of the progress page: the calendar of practice, and the gap of the self-check."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.library.progress.habits import Calendar, Day
from app.ui.progress.presenter import GapView
from app.ui.theme import Theme

_GAP: Final = 4
_WEEKDAYS: Final = "MTWTFSS"
_HIGHEST: Final = 50.0  # points apart at the top of the picture of gaps


class CalendarView(QWidget):
    """A column a week, a square a day: filled for calls, half for drills alone, empty for neither."""

    def __init__(self, theme: Theme, shown: Calendar, today: date, words: str) -> None:
        super().__init__()
        self.theme, self.shown, self.today = theme, shown, today
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Days of practice")
        self.setAccessibleDescription(words)

    def sizeHint(self) -> QSize:
        """Seven rows."""
        return QSize(280, 7 * (self._side() + _GAP))

    def event(self, event: QEvent) -> bool:
        """A hint for the day under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.day_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), describe(found) if found is not None else "", self)
            return True
        return super().event(event)

    def day_at(self, place: QPointF) -> Day | None:
        """The day of this place, None beside them."""
        cells = ((week, row) for week in range(len(self.shown.weeks)) for row in range(len(self.shown.weeks[week])))
        hit = next((cell for cell in cells if self._cell(*cell).contains(place)), None)
        return self.shown.weeks[hit[0]][hit[1]] if hit is not None else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint weekdays and days."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.theme.font("small"))
        painter.setPen(self.theme.colour("muted"))
        for row, name in enumerate(_WEEKDAYS):
            beside = QRectF(0, row * (self._side() + _GAP), self._side(), self._side())
            painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, name)
        for number, week in enumerate(self.shown.weeks):
            for row, one in enumerate(week):
                self._paint_day(painter, self._cell(number, row), one)

    def _paint_day(self, painter: QPainter, cell: QRectF, one: Day) -> None:
        painter.setPen(QPen(self.theme.colour("ink" if one.day == self.today else "line"), 1))
        painter.setBrush(self.theme.colour("good") if one.calls else self.theme.colour("card"))
        painter.drawRoundedRect(cell, 3, 3)
        if one.drills and not one.calls:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour("good"))
            painter.drawPolygon(QPolygonF([cell.bottomLeft(), cell.bottomRight(), cell.topRight()]))

    def _cell(self, week: int, row: int) -> QRectF:
        side = self._side()
        return QRectF((week + 1) * (side + _GAP) + 0.5, row * (side + _GAP) + 0.5, side - 1, side - 1)

    def _side(self) -> int:
        return self.theme.sizes.small + 3


def describe(one: Day) -> str:
    """A day in words."""
    parts = [
        f"{count} {noun}{'' if count == 1 else 's'}"
        for count, noun in ((one.calls, "call"), (one.drills, "drill"))
        if count
    ]
    return f"{one.day.day} {one.day:%B}: {' and '.join(parts) or 'no practice'}"


class GapPlot(QWidget):
    """How many points apart what was said and what was measured were, a dot a call; lower is nearer."""

    def __init__(self, theme: Theme, view: GapView) -> None:
        super().__init__()
        self.theme, self.view = theme, view
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Points between what you said and what was measured")
        self.setAccessibleDescription(view.words)

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(280, 60 + self.theme.sizes.small)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the two levels, the line and the dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.theme.font("small", tabular=True))
        left, high = self.theme.sizes.small * 2.4, painter.fontMetrics().height()
        box = QRectF(left, high / 2, self.width() - left - 8, self.height() - high)
        for level in (0.0, _HIGHEST):
            y = box.bottom() - box.height() * level / _HIGHEST
            painter.setPen(QPen(self.theme.colour("line"), 1))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            painter.setPen(self.theme.colour("muted"))
            beside = QRectF(0, y - high / 2, left - 6, high)
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{level:.0f}")
        step = (box.width() - 12) / max(1, len(self.view.points) - 1)
        places = [
            QPointF(box.left() + 6 + number * step, box.bottom() - box.height() * min(gap, _HIGHEST) / _HIGHEST)
            for number, (_, gap) in enumerate(self.view.points)
        ]
        painter.setPen(QPen(self.theme.colour("you"), 1.6))
        painter.drawPolyline(QPolygonF(places))
        painter.setBrush(self.theme.colour("you"))
        for place in places:
            painter.drawEllipse(place, 3.5, 3.5)
