"""Marks by shape and colour: filled disc good, half disc watch, dashed ring not measured."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen

from app.ui.theme import Theme

_DASHES: Final = (2.2, 1.9)
_HALF_TURN: Final = 180 * 16
_QUARTER_TURN: Final = 90 * 16


def paint_mark(painter: QPainter, theme: Theme, mark: str, centre: QPointF, diameter: float) -> None:
    """One mark around `centre`."""
    line = max(1.5, diameter / 9)
    box = QRectF(0, 0, diameter - line, diameter - line)
    box.moveCenter(centre)
    if mark == "good":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("good"))
        painter.drawEllipse(box.adjusted(-line / 2, -line / 2, line / 2, line / 2))
    elif mark == "watch":
        painter.setPen(QPen(theme.colour("watch"), line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("watch"))
        painter.drawPie(box, _QUARTER_TURN, _HALF_TURN)
    else:
        pen = QPen(theme.colour("unknown"), line)
        pen.setDashPattern(list(_DASHES))
        painter.setPen(pen)
        painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))
        painter.drawEllipse(box)


def paint_focus(painter: QPainter, theme: Theme, box: QRectF, radius: float) -> None:
    """The focus ring around a painted control."""
    painter.setPen(QPen(theme.colour("ink"), theme.sizes.focus))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = theme.sizes.focus / 2
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)


def paint_tile(painter: QPainter, theme: Theme, area: QRectF) -> tuple[QRectF, QPainterPath]:
    """The ground of a picture, with round corners; what is painted from then on stays within. Gives box and outline."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    box = area.adjusted(0.5, 0.5, -0.5, -0.5)
    frame = QPainterPath()
    frame.addRoundedRect(box, theme.sizes.radius_card, theme.sizes.radius_card)
    painter.fillPath(frame, theme.colour("tile_bottom"))
    painter.setClipPath(frame)
    return box, frame


def paint_target(painter: QPainter, theme: Theme, centre: QPointF, diameter: float) -> None:
    """A mark to look at: a filled disc in a ring."""
    line = max(2.0, diameter / 14)
    painter.setPen(QPen(theme.colour("good"), line))
    painter.setBrush(theme.colour("good_soft"))
    painter.drawEllipse(centre, (diameter - line) / 2, (diameter - line) / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("good"))
    painter.drawEllipse(centre, diameter / 8, diameter / 8)
