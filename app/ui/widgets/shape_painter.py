"""Paints the shapes of the drawn people with QPainter."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QGradient,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPolygonF,
    QRadialGradient,
    QTransform,
)

from perception.character.shapes import Flat, Linear, Paint, Radial, Shape, Stop
from perception.types import FloatArray


def paint_shapes(painter: QPainter, shapes: Iterable[Shape]) -> None:
    """Fill the shapes in order."""
    painter.setPen(Qt.PenStyle.NoPen)
    for shape in shapes:
        if shape.clip is None:
            painter.fillPath(_path(shape.path), _brush(shape.paint))
            continue
        painter.save()
        painter.setClipPath(_path(shape.clip), Qt.ClipOperation.IntersectClip)
        painter.fillPath(_path(shape.path), _brush(shape.paint))
        painter.restore()


def _path(points: FloatArray) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points.tolist()]))
    path.closeSubpath()
    return path


def _brush(paint: Paint) -> QBrush:
    if isinstance(paint, Flat):
        return QBrush(_colour(paint.color, paint.alpha))
    if isinstance(paint, Linear):
        return QBrush(_with_stops(QLinearGradient(paint.x0, paint.y0, paint.x1, paint.y1), paint.stops))
    return _radial(paint)


def _radial(paint: Radial) -> QBrush:
    brush = QBrush(_with_stops(QRadialGradient(0.0, 0.0, 1.0), paint.stops))
    turned = QTransform().translate(paint.cx, paint.cy).rotate(paint.angle_deg)
    brush.setTransform(turned.scale(max(paint.rx, 1e-3), max(paint.ry, 1e-3)))
    return brush


def _with_stops(gradient: QGradient, stops: tuple[Stop, ...]) -> QGradient:
    for stop in stops:
        gradient.setColorAt(min(1.0, max(0.0, stop.at)), _colour(stop.color, stop.alpha))
    return gradient


def _colour(color: tuple[int, int, int], alpha: float) -> QColor:
    made = QColor(*color)
    made.setAlphaF(min(1.0, max(0.0, alpha)))
    return made
