"""One number over a few seconds beside its limit, and the moment at which something was said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme
from app.ui.words import clock

_DASHES: Final = (4.0, 3.0)
_GAP_S: Final = 1.0  # between two points, beyond which they are not joined
_ROOM: Final = 0.15  # of the range, above and below


@dataclass(frozen=True, slots=True)
class Plotted:
    """points: time in seconds and value. limit: in the same unit; above: beyond it is above. t_s: the moment."""

    name: str
    points: Sequence[tuple[float, float]]
    limit: float
    above: bool
    start_s: float
    end_s: float
    t_s: float


class TracePlot(QWidget):
    """The trace in ink, its limit dashed, what lies beyond it shaded, the moment as a line with a triangle."""

    def __init__(self, theme: Theme, shown: Plotted) -> None:
        super().__init__()
        self.theme = theme
        self.shown = shown
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{shown.name}, from {clock(shown.start_s)} to {clock(shown.end_s)}")
        values = [value for _, value in shown.points]
        self.setAccessibleDescription(
            f"between {min(values):.0f} and {max(values):.0f}, limit {shown.limit:.0f}, cue at {clock(shown.t_s)}"
        )

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(480, 84 + 3 * self.theme.sizes.small)

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint name, shade, limit, trace, moment and times."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.theme.font("small"))
        high = painter.fontMetrics().height()
        painter.setPen(self.theme.colour("muted"))
        painter.drawText(QRectF(0, 0, self.width(), high), Qt.AlignmentFlag.AlignLeft, self.shown.name)
        room = painter.fontMetrics().horizontalAdvance(f"limit {self.shown.limit:.0f}") + 14
        box = QRectF(0.5, high + 6, self.width() - room, self.height() - 2 * high - 14)
        low, top = self._range()
        limit_y = self._y(box, self.shown.limit, low, top)
        self._paint_limit(painter, box, limit_y)
        painter.setPen(QPen(self.theme.colour("you"), 2.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path(box, low, top))
        self._paint_moment(painter, box)
        self._paint_times(painter, box)

    def _range(self) -> tuple[float, float]:
        values = [value for _, value in self.shown.points] + [self.shown.limit]
        room = max(1e-6, max(values) - min(values)) * _ROOM
        return min(values) - room, max(values) + room

    def _x(self, box: QRectF, t_s: float) -> float:
        return box.left() + box.width() * (t_s - self.shown.start_s) / (self.shown.end_s - self.shown.start_s)

    def _y(self, box: QRectF, value: float, low: float, top: float) -> float:
        return box.bottom() - box.height() * (value - low) / (top - low)

    def _path(self, box: QRectF, low: float, top: float) -> QPainterPath:
        path, last_s = QPainterPath(), -1e9
        for t_s, value in self.shown.points:
            at = QPointF(self._x(box, t_s), self._y(box, value, low, top))
            gap_s = max(_GAP_S, (self.shown.end_s - self.shown.start_s) if len(self.shown.points) <= 4 else 0.0)
            if t_s - last_s > gap_s:
                path.moveTo(at)
            path.lineTo(at)
            last_s = t_s
        return path

    def _paint_limit(self, painter: QPainter, box: QRectF, y: float) -> None:
        beyond = QRectF(box.topLeft(), QPointF(box.right(), y))
        if not self.shown.above:
            beyond = QRectF(QPointF(box.left(), y), box.bottomRight())
        painter.fillRect(beyond, self.theme.colour("watch_soft"))
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.drawRect(box)
        pen = QPen(self.theme.colour("watch"), 1.4)
        pen.setDashPattern(list(_DASHES))
        painter.setPen(pen)
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        painter.setPen(self.theme.colour("watch"))
        high = painter.fontMetrics().height()
        beside = QRectF(box.right() + 8, y - high / 2, self.width() - box.right() - 8, high)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(beside, middle, f"limit {self.shown.limit:.0f}")

    def _paint_moment(self, painter: QPainter, box: QRectF) -> None:
        x = self._x(box, self.shown.t_s)
        painter.setPen(QPen(self.theme.colour("ink"), 1.2))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))

    def _paint_times(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(self.theme.colour("muted"))
        high, y = painter.fontMetrics().height(), box.bottom() + 5
        painter.drawText(QRectF(box.left(), y, 120, high), Qt.AlignmentFlag.AlignLeft, clock(self.shown.start_s))
        x = self._x(box, self.shown.t_s)
        painter.setPen(self.theme.colour("ink"))
        painter.drawText(QRectF(x - 60, y, 120, high), Qt.AlignmentFlag.AlignHCenter, "the cue")
