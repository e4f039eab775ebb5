"""Around the lanes: their names, the ruler, the playhead and the chosen stretch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from app.ui.review.tracks.presenters.lanes import Lane, Locked, Rows
from app.ui.review.tracks.presenters.time_scale import TimeScale
from app.ui.review.tracks.strip import row_boxes
from app.ui.review.tracks.tiles import Placed
from app.ui.theme import Theme
from app.ui.widgets.marks import paint_focus
from app.ui.words import SHORT_NAMES, sentence
from perception.types import Span

_HEIGHTS: Final = {"low": 28, "middle": 36, "tall": 48}  # pixels at the normal text size
_NAMES: Final = 148  # pixels at the normal text size
_PAD: Final = 12
_HEAD: Final = 5.0  # half the width of the playhead's top
_SELECTED_ALPHA: Final = 46
PLAYHEAD_ROOM: Final = 8  # pixels around the playhead that have to be painted again


def lane_height(theme: Theme, lane: Lane) -> int:
    """How high a lane is; its name fits in."""
    line = QFontMetrics(theme.font("small")).height()
    rows = len(lane.content.rows) if isinstance(lane.content, Rows) else 1
    return max(rows * (line + 1) + 8, theme.sizes.room(_HEIGHTS[lane.height]))


def names_width(theme: Theme) -> int:
    """How wide the column of names is: the longest of the usual ones fits."""
    longest = QFontMetrics(theme.font("small")).horizontalAdvance(f"M {SHORT_NAMES['A']}")
    return max(theme.sizes.room(_NAMES), longest + 3 * _PAD)


def ruler_height(theme: Theme) -> int:
    """How high the ruler is."""
    return QFontMetrics(theme.font("small", tabular=True)).height() + 12


class Margins:
    """Paints what stands around the lanes."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme

    def names(self, painter: QPainter, lanes: Sequence[Placed], area: QRect, scrolled: int, chosen: str | None) -> None:
        """The names at the left; `chosen` is the lane the keys are on."""
        painter.save()
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        painter.fillRect(area, self.theme.colour("card"))
        for placed in lanes:
            box = QRectF(area.left(), area.top() + placed.top - scrolled, area.width(), placed.height)
            if box.bottom() < area.top() or box.top() > area.bottom():
                continue
            self._name(painter, placed.lane, box)
            painter.setPen(QPen(self.theme.colour("line"), 1))
            painter.drawLine(QPointF(box.left(), box.bottom() - 0.5), QPointF(box.right(), box.bottom() - 0.5))
            if placed.lane.id == chosen:
                paint_focus(painter, self.theme, box.adjusted(3, 2, -3, -3), 6.0)
        painter.restore()

    def _name(self, painter: QPainter, lane: Lane, box: QRectF) -> None:
        inner = box.adjusted(_PAD, 0, -6, 0)
        font = self.theme.font("small")
        if isinstance(lane.content, Rows) and lane.content.rows:
            self._row_names(painter, lane.content, inner)
            return
        if lane.letter:
            strong = self.theme.font("small", strong=True)
            painter.setFont(strong)
            painter.setPen(self.theme.colour("ink"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, lane.letter)
            inner.setLeft(inner.left() + QFontMetrics(strong).horizontalAdvance("M") + 5)
        painter.setFont(font)
        painter.setPen(self.theme.colour("muted"))
        text = QFontMetrics(font).elidedText(lane.name, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, text)

    def _row_names(self, painter: QPainter, rows: Rows, box: QRectF) -> None:
        """What each row of a lane shows stands beside it instead of the lane's name."""
        painter.setFont(self.theme.font("small"))
        painter.setPen(self.theme.colour("muted"))
        metrics = painter.fontMetrics()
        for place, (label, _) in zip(row_boxes(box, len(rows.rows)), rows.rows, strict=True):
            text = metrics.elidedText(sentence(label), Qt.TextElideMode.ElideRight, int(place.width()))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)

    def locked(self, painter: QPainter, placed: Placed, area: QRect, scrolled: int) -> None:
        """The line that says when the machine's judgement is shown."""
        if not isinstance(placed.lane.content, Locked):
            return
        box = QRectF(area.left() + _PAD, area.top() + placed.top - scrolled, area.width() - 2 * _PAD, placed.height)
        painter.setFont(self.theme.font("small"))
        painter.setPen(self.theme.colour("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, placed.lane.content.text)

    def ruler(self, painter: QPainter, scale: TimeScale, area: QRect, corner: QRect) -> None:
        """Times above the lanes."""
        painter.save()
        painter.fillRect(area.united(corner), self.theme.colour("card"))
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        painter.setFont(self.theme.font("small", tabular=True))
        metrics = painter.fontMetrics()
        bottom = area.bottom() + 0.5
        for tick in scale.ticks(metrics.horizontalAdvance("00:00:00.0") + 24.0):
            x = area.left() + tick.x
            painter.setPen(QPen(self.theme.colour("unknown"), 1))
            painter.drawLine(QPointF(x, bottom - 6), QPointF(x, bottom))
            painter.setPen(self.theme.colour("muted"))
            painter.drawText(QPointF(x + 4, area.top() + metrics.ascent() + 4), tick.text)
        painter.restore()
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.drawLine(QPointF(corner.left(), bottom), QPointF(area.right(), bottom))

    def selection(self, painter: QPainter, scale: TimeScale, span: Span, ruler: QRect, lanes: QRect) -> None:
        """The chosen stretch: shaded, with a bar on the ruler that has ends to take hold of."""
        left, right = ruler.left() + scale.x(span.start_s), ruler.left() + scale.x(span.end_s)
        painter.save()
        painter.setClipRect(ruler.united(lanes), Qt.ClipOperation.IntersectClip)
        colour = self.theme.colour("good")
        soft = QColor(colour)
        soft.setAlpha(_SELECTED_ALPHA)
        painter.fillRect(QRectF(left, lanes.top(), right - left, lanes.height()), soft)
        painter.fillRect(QRectF(left, ruler.bottom() - 5, right - left, 5), colour)
        painter.setPen(QPen(colour, 1.5))
        for x in (left, right):
            painter.drawLine(QPointF(x, ruler.top() + 4), QPointF(x, lanes.bottom()))
        painter.restore()

    def playhead(self, painter: QPainter, x: float, ruler: QRect, lanes: QRect) -> None:
        """A line with a head on the ruler."""
        if not ruler.left() - _HEAD <= x <= ruler.right() + _HEAD:
            return
        painter.save()
        painter.setClipRect(ruler.united(lanes).adjusted(-int(_HEAD), 0, 0, 0), Qt.ClipOperation.IntersectClip)
        colour = self.theme.colour("watch")
        painter.setPen(QPen(colour, 2.0))
        painter.drawLine(QPointF(x, ruler.bottom() - 2), QPointF(x, lanes.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        top = ruler.bottom() - 10.0
        painter.drawPolygon(
            QPolygonF([QPointF(x - _HEAD, top), QPointF(x + _HEAD, top), QPointF(x, top + 1.8 * _HEAD)])
        )
        painter.restore()
