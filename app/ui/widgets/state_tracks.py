"""How calm and trusting the customer was, turn by turn: two quiet tracks with their turning points; and rating dots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme

_POINT: Final = 4.0
_TRIANGLE: Final = 11.0
_DASHES: Final = (3.0, 2.0)


class StateTracks(QWidget):
    """calm, trust: 0..100 at each turn. turning: place of a turn, and whether it was a rise. `chosen` tells a place."""

    chosen = Signal(int)

    def __init__(
        self,
        theme: Theme,
        calm: Sequence[float],
        trust: Sequence[float],
        turning: Sequence[tuple[int, bool]] = (),
        words: str = "",
    ) -> None:
        super().__init__()
        self.theme = theme
        self._calm, self._trust, self._turning = tuple(calm), tuple(trust), tuple(turning)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Click a turn to see it below.")
        self.setAccessibleName("Calm and trust, turn by turn")
        self.setAccessibleDescription(words)

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(560, 110 + 3 * self.theme.sizes.small)

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(280, self.sizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The turn that is nearest."""
        if event.button() == Qt.MouseButton.LeftButton and self._calm:
            x, box = event.position().x(), self._box()
            places = range(len(self._calm))
            self.chosen.emit(min(places, key=lambda place: abs(self._at(box, place, 0.0).x() - x)))
        super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the scale, trust, calm above it, the turning points, and where both ended."""
        if not self._calm:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.theme.font("small"))
        box = self._box()
        self._paint_scale(painter, box)
        self._paint_track(painter, box, self._trust, "muted", dashed=True)
        self._paint_track(painter, box, self._calm, "customer", dashed=False)
        for place, rise in self._turning:
            if place < len(self._calm):
                self._paint_turning(painter, self._at(box, place, self._calm[place]), rise)
        self._paint_ends(painter, box)

    def _box(self) -> QRectF:
        """Where the tracks run: numbers at the left, names at the right, turns below."""
        metrics = QFontMetrics(self.theme.font("small"))
        right = max(metrics.horizontalAdvance(text) for text in self._names()) + 16
        left = metrics.horizontalAdvance("100") + 12
        return QRectF(self.rect()).adjusted(left, 14, -right, -metrics.height() - 10)

    def _names(self) -> tuple[str, str]:
        last = (self._calm[-1], self._trust[-1]) if self._calm else (0.0, 0.0)
        return f"calm {last[0]:.0f}", f"trust {last[1]:.0f}"

    def _at(self, box: QRectF, place: int, value: float) -> QPointF:
        share = place / (len(self._calm) - 1) if len(self._calm) > 1 else 0.5
        return QPointF(box.left() + share * box.width(), box.bottom() - value / 100.0 * box.height())

    def _paint_scale(self, painter: QPainter, box: QRectF) -> None:
        metrics = painter.fontMetrics()
        for value in (0, 50, 100):
            y = box.bottom() - value / 100.0 * box.height()
            painter.setPen(QPen(self.theme.colour("line"), 1))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            painter.setPen(self.theme.colour("muted"))
            beside = QRectF(0, y - metrics.height() / 2, box.left() - 10, metrics.height())
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(value))
        every = max(1, round(metrics.horizontalAdvance("000") * len(self._calm) / max(1.0, box.width())))
        for place in range(0, len(self._calm), every):
            x = self._at(box, place, 0.0).x()
            below = QRectF(x - 30, box.bottom() + 6, 60, metrics.height())
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, str(place + 1))

    def _paint_track(
        self, painter: QPainter, box: QRectF, values: Sequence[float], colour: str, *, dashed: bool
    ) -> None:
        points = [self._at(box, place, value) for place, value in enumerate(values)]
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        pen = QPen(self.theme.colour(colour), 1.6 if dashed else 2.4)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if dashed:
            pen.setDashPattern(list(_DASHES))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour(colour))
        for point in points:
            if dashed:
                half = _POINT - 1.2
                painter.drawRect(QRectF(point.x() - half, point.y() - half, 2 * half, 2 * half))
            else:
                painter.drawEllipse(point, _POINT, _POINT)

    def _paint_turning(self, painter: QPainter, at: QPointF, rise: bool) -> None:
        """A triangle in place of the point, which points the way it went."""
        middle = at
        tip = -_TRIANGLE if rise else _TRIANGLE
        shape = QPolygonF(
            [
                middle + QPointF(0, tip * 0.8),
                middle + QPointF(-_TRIANGLE * 0.8, -tip * 0.6),
                middle + QPointF(_TRIANGLE * 0.8, -tip * 0.6),
            ]
        )
        painter.setPen(QPen(self.theme.colour("card"), 1.5))
        painter.setBrush(self.theme.colour("good" if rise else "watch"))
        painter.drawPolygon(shape)

    def _paint_ends(self, painter: QPainter, box: QRectF) -> None:
        """The names at the right, apart from each other."""
        height = painter.fontMetrics().height()
        last = len(self._calm) - 1
        calm, trust = (self._at(box, last, values[last]).y() for values in (self._calm, self._trust))
        close = height - abs(calm - trust)
        if close > 0:
            shift = close / 2 if calm <= trust else -close / 2
            calm, trust = calm - shift, trust + shift
        for y, text, colour in zip((calm, trust), self._names(), ("customer", "muted"), strict=True):
            painter.setPen(self.theme.colour(colour))
            area = QRectF(box.right() + 12, y - height / 2, self.width() - box.right() - 12, height)
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class RatingDots(QWidget):
    """A rating as discs, filled up to its value."""

    def __init__(self, theme: Theme, value: int, highest: int, words: str) -> None:
        super().__init__()
        self.theme = theme
        self._value, self._highest = value, highest
        self.setAccessibleName(words)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """One disc after the other."""
        size = self.theme.sizes.heading
        return QSize(self._highest * (size + self.theme.sizes.unit), size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = float(self.height())
        for number in range(self._highest):
            filled = number < self._value
            disc = QRectF(number * (size + self.theme.sizes.unit), 0, size, size).adjusted(1.5, 1.5, -1.5, -1.5)
            painter.setPen(QPen(self.theme.colour("customer" if filled else "unknown"), 1.5))
            painter.setBrush(self.theme.colour("customer") if filled else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(disc)
