"""The stretch of time that is painted at once, and the simple pieces all lanes are painted with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF

from perception.types import FloatArray

_LEAST_PX: Final = 2.0  # a short stretch can still be seen
MARKER_PX: Final = 10.0  # across, at the normal text size


@dataclass(frozen=True, slots=True)
class Strip:
    """Pixels first_px .. first_px + width of the whole axis at this zoom."""

    first_px: int
    width: int
    px_per_s: float

    @property
    def start_s(self) -> float:
        """The time at its left edge."""
        return self.first_px / self.px_per_s

    @property
    def end_s(self) -> float:
        """The time at its right edge."""
        return (self.first_px + self.width) / self.px_per_s

    def x(self, t_s: float) -> float:
        """Pixels from its left edge."""
        return t_s * self.px_per_s - self.first_px

    def box(self, start_s: float, end_s: float, top: float, height: float) -> QRectF | None:
        """A stretch as a rectangle that can be seen, None where it is elsewhere."""
        left, right = self.x(start_s), self.x(end_s)
        if right < -2.0 or left > self.width + 2.0:
            return None
        # Far ends are cut, because painting very long rectangles is slow.
        left, right = max(left, -20.0), min(max(right, left + _LEAST_PX), self.width + 20.0)
        return QRectF(left, top, right - left, height)


def row_boxes(box: QRectF, count: int) -> list[QRectF]:
    """The rows of a lane with several, from top to bottom."""
    inner = box.adjusted(0, 4.0, 0, -4.0)
    height = inner.height() / max(1, count)
    return [QRectF(inner.left(), inner.top() + number * height, inner.width(), height) for number in range(count)]


def polygon(xs: FloatArray, ys: FloatArray) -> QPolygonF:
    """Points of a line or an area."""
    return QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)])


def paint_columns(painter: QPainter, lows: FloatArray, highs: FloatArray) -> None:
    """An upright line a pixel from `lows` to `highs` (in pixels of the painter); NaN is no line."""
    known = np.flatnonzero(~np.isnan(lows))
    lines = [
        QLineF(x + 0.5, low, x + 0.5, high)
        for x, low, high in zip(known.tolist(), lows[known].tolist(), highs[known].tolist(), strict=True)
    ]
    painter.drawLines(lines)


def runs_of_known(values: FloatArray) -> list[slice]:
    """The runs of numbers between NaN."""
    known = np.concatenate(([False], ~np.isnan(values), [False])).astype(np.int8)
    steps = np.diff(known)
    firsts, lasts = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    return [slice(int(first), int(last)) for first, last in zip(firsts, lasts, strict=True)]


def paint_marker(painter: QPainter, shape: str, centre: QPointF, across: float) -> None:
    """A disc, square or triangle around a point, in the painter's pen and brush."""
    half = across / 2.0
    if shape == "square":
        painter.drawRect(QRectF(centre.x() - half * 0.9, centre.y() - half * 0.9, half * 1.8, half * 1.8))
    elif shape == "triangle":
        corners = (QPointF(0, -half * 1.1), QPointF(half * 1.1, half * 0.9), QPointF(-half * 1.1, half * 0.9))
        painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))
    else:
        painter.drawEllipse(centre, half, half)


def paint_bubble(painter: QPainter, box: QRectF) -> None:
    """A speech bubble."""
    path = QPainterPath()
    body = box.adjusted(0, 0, 0, -box.height() * 0.25)
    path.addRoundedRect(body, 3.0, 3.0)
    tail = QPainterPath(QPointF(body.left() + body.width() * 0.25, body.bottom() - 0.5))
    tail.lineTo(body.left() + body.width() * 0.25, box.bottom())
    tail.lineTo(body.left() + body.width() * 0.65, body.bottom() - 0.5)
    painter.drawPath(path.united(tail))


def hatch(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Slanted lines over a rectangle."""
    painter.save()
    painter.setClipRect(box)
    painter.setPen(colour)
    step, height = 7.0, box.height()
    first = box.left() - height - box.left() % step
    count = int((box.width() + 2.0 * height) / step) + 1
    painter.drawLines(
        [QLineF(first + step * k, box.bottom(), first + step * k + height, box.top()) for k in range(count)]
    )
    painter.restore()
