"""A person of a recording to choose: their picture, where they are, and a tick for the CSM."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF

from app.engine.import_messages import PersonSeen
from app.ui.importing.presenter import PLACE_WORDS
from app.ui.theme import Theme
from app.ui.widgets.choice_card import PaintedCard

_RING_PX: Final = 3
_TICK: Final = 24


class PersonCard(PaintedCard):
    """Checkable; the chosen one has a ring, a tick and the word “CSM”."""

    def __init__(self, theme: Theme, person: PersonSeen, then: Callable[[], object]) -> None:
        super().__init__(theme, PLACE_WORDS[person.place], then)
        self.person = person
        self._picture = QImage.fromData(person.picture)
        self.setCheckable(True)
        self._name()
        self.toggled.connect(lambda _on: self._name())

    def sizeHint(self) -> QSize:
        """A picture and a line under it."""
        return QSize(self.theme.sizes.room(250), self.theme.sizes.room(170) + self.theme.sizes.body + 24)

    def minimumSizeHint(self) -> QSize:
        """A small picture."""
        return QSize(150, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Picture, words, tick."""
        painter = QPainter(self)
        box = self.paint_frame(painter, primary=False)
        line_height = self.theme.sizes.body + 18
        frame = QRectF(box.left() + 8, box.top() + 8, box.width() - 16, box.height() - line_height - 12)
        self._paint_picture(painter, frame)
        words = QRectF(box.left() + 12, box.bottom() - line_height, box.width() - 24, line_height - 4)
        painter.setPen(self.theme.colour("ink"))
        painter.setFont(self.theme.font("body", strong=self.isChecked()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._words())
        if self.isChecked():
            self._paint_tick(painter, box, words)

    def _paint_picture(self, painter: QPainter, frame: QRectF) -> None:
        path = QPainterPath()
        path.addRoundedRect(frame, self.theme.sizes.radius_control, self.theme.sizes.radius_control)
        painter.fillPath(path, self.theme.colour("line"))
        if self._picture.isNull():
            return
        size = self._picture.size().scaled(frame.size().toSize(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(frame.center())
        painter.save()
        painter.setClipPath(path)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._picture)
        painter.restore()

    def _paint_tick(self, painter: QPainter, box: QRectF, words: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.colour("good"), _RING_PX))
        inset = box.adjusted(1.5, 1.5, -1.5, -1.5)
        painter.drawRoundedRect(inset, self.theme.sizes.radius_card, self.theme.sizes.radius_card)
        disc = QRectF(words.right() - _TICK, words.center().y() - _TICK / 2, _TICK, _TICK)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("good"))
        painter.drawEllipse(disc)
        painter.setPen(QPen(self.theme.colour("card"), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        at = disc.topLeft()
        painter.drawPolyline(QPolygonF([at + QPointF(6.5, 12.5), at + QPointF(10.5, 16.5), at + QPointF(17.5, 8.5)]))

    def _words(self) -> str:
        return f"{PLACE_WORDS[self.person.place]}: the CSM" if self.isChecked() else PLACE_WORDS[self.person.place]

    def _name(self) -> None:
        chosen = "chosen as the CSM" if self.isChecked() else "choose as the CSM"
        self.setAccessibleName(f"{PLACE_WORDS[self.person.place]}, {chosen}")
