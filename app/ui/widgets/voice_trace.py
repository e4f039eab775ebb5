"""Pitch and level of the own voice over time: two quiet traces on one time axis, with an earlier take behind."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.practice.drills.live import VoicePoint
from app.ui.theme import Theme

_SPAN_S: Final = 8.0  # at least, on the axis
_RANGE_ST: Final = 9.0  # semitones up and down around the middle
_LEVEL_DBFS: Final = (-60.0, -10.0)
_GAP_S: Final = 0.25  # between points, beyond which the line is lifted
_REFERENCE_HZ: Final = 100.0


def semitones(f0_hz: float) -> float:
    """Semitones over 100 Hz."""
    return 12.0 * math.log2(f0_hz / _REFERENCE_HZ)


class VoiceTrace(QWidget):
    """Pitch above, level below. behind: the take to hold against, paler."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme = theme
        self._points: tuple[VoicePoint, ...] = ()
        self._behind: tuple[VoicePoint, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_points(self, points: Sequence[VoicePoint], behind: Sequence[VoicePoint] = ()) -> None:
        """The take so far, and the one behind it; each begins at the left edge."""
        self._points, self._behind = tuple(points), tuple(behind)
        self.update()

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(640, 150)

    def minimumSizeHint(self) -> QSize:
        """Both traces still readable."""
        return QSize(240, 120)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint frame, names, the take behind, the take."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.setBrush(self.theme.colour("card"))
        painter.drawRoundedRect(box, self.theme.sizes.radius_control, self.theme.sizes.radius_control)
        inside = box.adjusted(14, 8, -14, -8)
        split = inside.top() + inside.height() * 0.62
        pitch = QRectF(inside.left(), inside.top(), inside.width(), split - inside.top() - 4)
        level = QRectF(inside.left(), split + 4, inside.width(), inside.bottom() - split - 4)
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.drawLine(QPointF(box.left(), split), QPointF(box.right(), split))
        self._name(painter, pitch, "Pitch")
        self._name(painter, level, "Level")
        span_s = max(_SPAN_S, *(self._length(points) for points in (self._points, self._behind)))
        middle = self._middle()
        for points, colour, width in ((self._behind, "unknown", 2.0), (self._points, "you", 2.5)):
            if points:
                self._paint_level(painter, level, points, span_s, self.theme.colour(colour))
                self._paint_pitch(painter, pitch, points, span_s, middle, QPen(self.theme.colour(colour), width))

    def _name(self, painter: QPainter, box: QRectF, text: str) -> None:
        painter.setPen(self.theme.colour("muted"))
        painter.setFont(self.theme.font("small"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, text)

    def _length(self, points: Sequence[VoicePoint]) -> float:
        return points[-1].t_s - points[0].t_s if points else 0.0

    def _middle(self) -> float:
        """The middle of the pitch of the take behind, else of this one, so that the traces lie over each other."""
        known = [semitones(p.f0_hz) for p in (self._behind or self._points) if p.f0_hz]
        return sorted(known)[len(known) // 2] if known else 0.0

    def _paint_pitch(
        self, painter: QPainter, box: QRectF, points: Sequence[VoicePoint], span_s: float, middle: float, pen: QPen
    ) -> None:
        path, last_s = QPainterPath(), -1e9
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        for point in points:
            if not point.f0_hz:
                continue
            share = min(1.0, max(-1.0, (semitones(point.f0_hz) - middle) / _RANGE_ST))
            at = QPointF(self._x(box, point, points, span_s), box.center().y() - share * box.height() / 2)
            if point.t_s - last_s > _GAP_S:
                path.moveTo(at)
                path.lineTo(at + QPointF(1, 0))
            else:
                path.lineTo(at)
            last_s = point.t_s
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def _paint_level(
        self, painter: QPainter, box: QRectF, points: Sequence[VoicePoint], span_s: float, colour: QColor
    ) -> None:
        low, high = _LEVEL_DBFS
        path = QPainterPath(QPointF(self._x(box, points[0], points, span_s), box.bottom()))
        for point in points:
            share = min(1.0, max(0.0, (point.level_dbfs - low) / (high - low)))
            path.lineTo(QPointF(self._x(box, point, points, span_s), box.bottom() - share * box.height()))
        path.lineTo(QPointF(self._x(box, points[-1], points, span_s), box.bottom()))
        colour.setAlphaF(0.35)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPath(path)

    def _x(self, box: QRectF, point: VoicePoint, points: Sequence[VoicePoint], span_s: float) -> float:
        return box.left() + box.width() * min(1.0, (point.t_s - points[0].t_s) / span_s)
