"""The person drawn from the records alone, with the loudness of both: where there is no picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.library.review.series import SessionSeries
from app.ui.review.picture.overlay_presenter import FigureView, figure_at, levels_around
from app.ui.theme import Theme

_HALF_S: Final = 5.0  # of loudness before and after the moment
_COLUMN_PX: Final = 4
_VOICES: Final = (("customer", "customer"), ("csm", "you"))


class FigureCanvas(QWidget):
    """A plain figure: head turned and tilted, eyes, brows, mouth, shoulders; below it both voices around the moment."""

    def __init__(self, theme: Theme, series: SessionSeries, clicked: Callable[[], object]) -> None:
        super().__init__()
        self.theme = theme
        self.series = series
        self._clicked = clicked
        self._t_s = 0.0
        self.setAccessibleName("Figure drawn from what was measured")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """4 to 3."""
        return QSize(640, 480)

    def minimumSizeHint(self) -> QSize:
        """A small figure."""
        return QSize(160, 100)

    def show_time(self, t_s: float) -> None:
        """The moment to draw."""
        self._t_s = t_s
        self.update()

    def mousePressEvent(self, _event: object) -> None:
        """Play or pause."""
        self._clicked()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint figure, words and voices."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        frame = QPainterPath()
        frame.addRoundedRect(box, self.theme.sizes.radius_card, self.theme.sizes.radius_card)
        painter.fillPath(frame, self.theme.colour("tile_bottom"))
        painter.setClipPath(frame)
        voices_height = box.height() * (0.28 if self.series.voices else 0.0)
        drawn = box.adjusted(0, 0, 0, -voices_height)
        if self.series.face is not None or self.series.pose is not None:
            view = figure_at(self.series, self._t_s)
            self.setAccessibleDescription(view.words)
            self._paint_figure(painter, drawn, view)
            painter.setPen(self.theme.colour("muted"))
            painter.setFont(self.theme.font("small"))
            flags = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(drawn.adjusted(12, 8, -12, -6), flags, view.words)
        self._paint_voices(painter, QRectF(box.left(), box.bottom() - voices_height, box.width(), voices_height))
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.drawPath(frame)

    def _paint_figure(self, painter: QPainter, box: QRectF, view: FigureView) -> None:
        pen = QPen(self.theme.colour("you"), max(2.0, box.height() / 110))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        head = box.height() * 0.19 * (1.0 + 1.5 * max(-0.1, min(0.1, view.lean)))
        centre = QPointF(box.center().x(), box.top() + box.height() * 0.34 + (1.0 - min(1.0, view.slouch)) * head)
        self._paint_body(painter, centre, head, view)
        if view.turn is None:
            dashed = QPen(self.theme.colour("unknown"), pen.widthF(), Qt.PenStyle.DashLine)
            painter.setPen(dashed)
            painter.drawEllipse(centre, head * 0.76, head)
            return
        painter.save()
        painter.translate(centre)
        painter.rotate(view.roll_deg)
        painter.drawEllipse(QPointF(0, 0), head * 0.76, head)
        self._paint_face(painter, head, view)
        painter.restore()

    def _paint_face(self, painter: QPainter, head: float, view: FigureView) -> None:
        """Eyes, brows, nose and mouth, moved as the head turns."""
        across, up = (view.turn or 0.0) * head * 0.6, -(view.nod or 0.0) * head * 0.6
        painter.translate(across, up)
        ink = painter.pen()
        for side in (-1, 1):
            eye = QPointF(side * head * 0.27, -head * 0.12)
            painter.setBrush(ink.color())
            painter.drawEllipse(eye, head * 0.055, head * 0.055)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            brow = eye.y() - head * (0.2 + 0.1 * view.brow)
            # Straight, up or down: a slope would look like a feeling.
            painter.drawLine(QPointF(eye.x() - head * 0.13, brow), QPointF(eye.x() + head * 0.13, brow))
        painter.drawLine(QPointF(0, head * 0.02), QPointF(across * 0.25, head * 0.2))
        mouth = QPainterPath(QPointF(-head * 0.24, head * 0.42))
        mouth.quadTo(QPointF(0, head * (0.42 + 0.36 * view.smile)), QPointF(head * 0.24, head * 0.42))
        painter.drawPath(mouth)

    def _paint_body(self, painter: QPainter, centre: QPointF, head: float, view: FigureView) -> None:
        pen = painter.pen()
        if view.shoulders_deg is None:
            painter.setPen(QPen(self.theme.colour("unknown"), pen.widthF(), Qt.PenStyle.DashLine))
        neck = centre + QPointF(0, head)
        painter.drawLine(neck, neck + QPointF(0, head * 0.35))
        painter.save()
        painter.translate(neck + QPointF(0, head * 0.4))
        painter.rotate(view.shoulders_deg or 0.0)
        shoulders = QPainterPath(QPointF(-head * 1.75, head * 1.5))
        shoulders.cubicTo(QPointF(-head * 1.7, head * 0.1), QPointF(-head, 0), QPointF(0, 0))
        shoulders.cubicTo(QPointF(head, 0), QPointF(head * 1.7, head * 0.1), QPointF(head * 1.75, head * 1.5))
        painter.drawPath(shoulders)
        painter.restore()
        painter.setPen(pen)

    def _paint_voices(self, painter: QPainter, box: QRectF) -> None:
        shown = [(colour, self.series.voices[who]) for who, colour in _VOICES if who in self.series.voices]
        if not shown or box.height() < 8:
            return
        columns = max(1, int(box.width() // _COLUMN_PX))
        room = box.height() / len(shown)
        for number, (colour, voice) in enumerate(shown):
            middle = box.top() + room * (number + 0.5)
            heights = levels_around(voice.t_s, voice.level_dbfs, self._t_s, half_s=_HALF_S, columns=columns)
            painter.setPen(QPen(self.theme.colour(colour), _COLUMN_PX - 1.5))
            for at, height in enumerate(heights):
                x = box.left() + (at + 0.5) * box.width() / columns
                half = max(0.6, float(height) * room * 0.42)
                painter.drawLine(QPointF(x, middle - half), QPointF(x, middle + half))
        painter.setPen(QPen(self.theme.colour("watch"), 2))
        painter.drawLine(QPointF(box.center().x(), box.top()), QPointF(box.center().x(), box.bottom()))
