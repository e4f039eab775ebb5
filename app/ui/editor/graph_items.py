"""What the graph is painted of: cards for turns, lines for ways."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPainterPathStroker, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from app.practice.scenario.layout import Spacing
from app.ui.editor.graph_presenter import CardView, LineView
from app.ui.theme import Theme

_ROUND: Final = 10.0
_HEAD: Final = 7.0
_FARTHER: Final = (0.5, 0.65, 0.8)  # other places of a line's words, share of its length


def card_spacing(theme: Theme) -> Spacing:
    """Sizes of the graph for this size of text."""
    scale = theme.sizes.body / 14
    return Spacing(width=196 * scale, height=88 * scale, across=24, down=52 * scale, lane=18)


class TurnCard(QGraphicsObject):
    """A turn: name, phase, first words, feeling; a mark where something is found."""

    def __init__(self, theme: Theme, view: CardView, spacing: Spacing) -> None:
        super().__init__()
        self.theme = theme
        self.view = view
        self._box = QRectF(0, 0, spacing.width, spacing.height)
        self.chosen = False
        self.lit = False
        self.setToolTip(view.aloud)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setZValue(2)

    def show_view(self, view: CardView, *, chosen: bool, lit: bool) -> None:
        """Paint it anew where something differs."""
        if (view, chosen, lit) != (self.view, self.chosen, self.lit):
            self.view, self.chosen, self.lit = view, chosen, lit
            self.setToolTip(view.aloud)
            self.update()

    def boundingRect(self) -> QRectF:
        """With room for the ring and the mark."""
        return self._box.adjusted(-10, -12, 10, 8)

    def shape(self) -> QPainterPath:
        """What can be clicked."""
        path = QPainterPath()
        path.addRoundedRect(self._box, _ROUND, _ROUND)
        return path

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the card."""
        theme, view, box = self.theme, self.view, self._box
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = {"error": "watch", "warning": "watch"}.get(view.mark, "line")
        if self.lit:
            edge = "good"
        painter.setPen(QPen(theme.colour(edge), 2.0 if self.lit or view.mark else 1.0))
        painter.setBrush(theme.colour("good_soft" if self.chosen else "card"))
        painter.drawRoundedRect(box, _ROUND, _ROUND)
        if self.chosen:
            painter.setPen(QPen(theme.colour("good"), 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), _ROUND + 2, _ROUND + 2)
        self._paint_words(painter)
        if view.mark:
            paint_finding(painter, theme, view.mark, QPointF(box.right() - 4, box.top() + 2), theme.sizes.body + 3)

    def _paint_words(self, painter: QPainter) -> None:
        theme, view = self.theme, self.view
        inside = self._box.adjusted(12, 9, -12, -8)
        small, strong = theme.font("small"), theme.font("body", strong=True)
        top = QFontMetricsF(strong)
        phase = ("▶ " if view.start else "") + view.phase
        wide = QFontMetricsF(small).horizontalAdvance(phase)
        painter.setFont(small)
        painter.setPen(theme.colour("good" if view.start else "muted"))
        painter.drawText(QRectF(inside.right() - wide - 12, inside.top() + 1, wide + 2, top.height()), 0, phase)
        painter.setFont(strong)
        painter.setPen(theme.colour("ink"))
        name = top.elidedText(view.name, Qt.TextElideMode.ElideMiddle, inside.width() - wide - 18)
        painter.drawText(QPointF(inside.left(), inside.top() + top.ascent()), name)
        below = inside.adjusted(0, top.height() + 3, 0, 0)
        foot = " · ".join(filter(None, (view.feeling, view.foot)))
        lines = QFontMetricsF(small)
        painter.setFont(small)
        painter.setPen(theme.colour("muted"))
        words = below.adjusted(0, 0, 0, -(lines.height() + 2) if foot else 0)
        _paint_lines(painter, words, view.words or "No words yet", lines)
        if foot:
            painter.setPen(theme.colour("customer"))
            text = lines.elidedText(foot, Qt.TextElideMode.ElideRight, below.width())
            painter.drawText(QPointF(below.left(), below.bottom() - lines.descent()), text)


class WayLine(QGraphicsItem):
    """The line from turn to turn with an arrow; a click looks at its first edge."""

    def __init__(self, theme: Theme, view: LineView) -> None:
        super().__init__()
        self.theme = theme
        self.view = view
        self._path, self._arrow = line_path(view)
        self.setZValue(1 if view.lit or view.strong else 0)
        self.setToolTip(view.text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def boundingRect(self) -> QRectF:
        """With room for the arrow."""
        return self._path.boundingRect().united(self._arrow.boundingRect()).adjusted(-6, -6, 6, 6)

    def shape(self) -> QPainterPath:
        """A little wider than it is painted."""
        stroker = QPainterPathStroker()
        stroker.setWidth(9)
        return stroker.createStroke(self._path)

    def colour(self) -> QColor:
        """Of line and words."""
        return self.theme.colour("good" if self.view.lit else "ink" if self.view.strong else "unknown")

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint line and arrow."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self.colour(), 2.4 if self.view.lit else 1.8 if self.view.strong else 1.2)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour())
        painter.drawPolygon(self._arrow)

    def label_boxes(self, font: QFont) -> list[QRectF]:
        """Where its words would stand, the best place first: near its beginning; of a chosen turn also farther on."""
        metrics = QFontMetricsF(font)
        size = metrics.size(0, self.view.text)
        first = 0.26 if len(self.view.way.points) < 4 else 0.1
        boxes = []
        for share in (first, *(_FARTHER if self.view.strong else ())):
            at = self._path.pointAtPercent(share)
            left, top = at.x() - size.width() / 2 - 5, at.y() - size.height() / 2 - 1
            boxes.append(QRectF(left, top, size.width() + 10, size.height() + 2))
        return boxes


class WayWords(QGraphicsItem):
    """What stands on a line."""

    def __init__(self, theme: Theme, text: str, box: QRectF, colour: QColor) -> None:
        super().__init__()
        self.theme = theme
        self._text = text
        self._box = box
        self._colour = colour
        self.setZValue(3)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        """The words."""
        return self._box

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the words on the ground."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("paper"))
        painter.drawRoundedRect(self._box, 5, 5)
        painter.setFont(self.theme.font("small"))
        painter.setPen(self._colour)
        painter.drawText(self._box, Qt.AlignmentFlag.AlignCenter, self._text)


def line_path(view: LineView) -> tuple[QPainterPath, QPolygonF]:
    """The line of a way and its arrow."""
    points = [QPointF(*point) for point in view.way.points]
    path = QPainterPath(points[0])
    if view.way.start == view.way.to:
        (right, top), (ear, _middle), (_right, bottom) = view.way.points
        path.cubicTo(QPointF(ear + 8, top - 6), QPointF(ear + 8, bottom + 6), QPointF(right, bottom))
        return path, _arrow(QPointF(right, bottom), QPointF(-1.0, 0.35))
    level = points[0].y() == points[-1].y()
    for before, after in pairwise(points):
        if level or before.x() == after.x():
            path.lineTo(after)
        else:
            middle = (before.y() + after.y()) / 2
            path.cubicTo(QPointF(before.x(), middle), QPointF(after.x(), middle), after)
    down = level or points[-1].y() > points[0].y()
    return path, _arrow(points[-1], QPointF(0.0, 1.0 if down else -1.0))


def paint_finding(painter: QPainter, theme: Theme, mark: str, centre: QPointF, size: float) -> None:
    """A filled triangle with a sign for an error, an open one for a warning."""
    half = size / 2
    corners = QPolygonF(
        [
            QPointF(centre.x(), centre.y() - half),
            QPointF(centre.x() + half, centre.y() + half * 0.8),
            QPointF(centre.x() - half, centre.y() + half * 0.8),
        ]
    )
    error = mark == "error"
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(
        QPen(theme.colour("watch"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.setBrush(theme.colour("watch" if error else "watch_soft"))
    painter.drawPolygon(corners)
    painter.setPen(QPen(theme.colour("card" if error else "watch"), 1.8))
    painter.drawLine(QPointF(centre.x(), centre.y() - half * 0.3), QPointF(centre.x(), centre.y() + half * 0.25))
    painter.drawPoint(QPointF(centre.x(), centre.y() + half * 0.55))


def _arrow(tip: QPointF, direction: QPointF) -> QPolygonF:
    side = QPointF(-direction.y(), direction.x()) * (_HEAD * 0.55)
    foot = tip - direction * _HEAD
    return QPolygonF([tip, foot + side, foot - side])


def _paint_lines(painter: QPainter, box: QRectF, text: str, metrics: QFontMetricsF) -> None:
    """As many lines as fit; the last one ends in dots where more would follow."""
    count = max(1, int((box.height() + 3) // metrics.height()))
    words = text.split()
    y = box.top() + metrics.ascent()
    for number in range(count):
        line: list[str] = []
        while words and metrics.horizontalAdvance(" ".join([*line, words[0]])) <= box.width():
            line.append(words.pop(0))
        last = number == count - 1
        if last and words:
            line = [metrics.elidedText(" ".join([*line, *words]), Qt.TextElideMode.ElideRight, box.width())]
            words = []
        elif not line and words:
            line = [metrics.elidedText(words.pop(0), Qt.TextElideMode.ElideRight, box.width())]
        painter.drawText(QPointF(box.left(), y), " ".join(line))
        y += metrics.height()
        if not words:
            return
