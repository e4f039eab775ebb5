"""The person of a drill: the drawn face with a display, moving its mouth while the sentence is heard."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from shiboken6 import isValid

from app.engine.practice_messages import MOUTH_HZ, CustomerSpeaks
from app.practice.drills.model import Customer
from app.practice.scenario.model import Display
from app.ui.drills.expression import pose_of
from app.ui.page import Desk
from app.ui.widgets.character_view import render_person
from app.ui.widgets.kit import column, label

_FRAME_MS: Final = 60
_LARGE_BODY: Final = 18
_TALLEST: Final = 640
_MOUTHS: Final = (0.0, 0.3, 0.6)  # few different ones, so that their pictures can be kept


class _Picture(QWidget):
    """A still picture of the person; without drawings their initials."""

    def __init__(self, desk: Desk, customer: Customer, display: Display) -> None:
        super().__init__()
        self.theme = desk.theme
        self._desk = desk
        self._customer = customer
        self._display: Display = display
        self._drawing = desk.portrait(customer.look)
        self._pictures: dict[float, QPixmap] = {}
        self._size = QSize()
        self._mouth: tuple[float, ...] = ()
        self._frame = 0
        self._lead_s = 0.0
        self._jaw = 0.0
        self._caption = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._move)
        self.setAccessibleName(f"{customer.name}, {customer.role}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """A face one can read."""
        return QSize(380, 280)

    def minimumSizeHint(self) -> QSize:
        """A face still readable."""
        return QSize(200, 150)

    def show_caption(self, text: str) -> None:
        """What is being said, over the picture; '' for nothing."""
        self._caption = text
        self.update()

    def speak(self, event: CustomerSpeaks) -> None:
        """Move the mouth as the sentence is heard."""
        self._mouth, self._frame, self._lead_s = event.mouth_open, 0, event.lead_s
        if self._mouth and self.theme.motion:
            self._timer.start()

    def be_quiet(self) -> None:
        """Close the mouth."""
        self._timer.stop()
        self._jaw = 0.0
        self.update()

    def _move(self) -> None:
        self._frame += 1
        place = round((self._frame * _FRAME_MS / 1000.0 - self._lead_s) * MOUTH_HZ)
        if place < 0:
            return
        if place >= len(self._mouth):
            self.be_quiet()
            return
        jaw = min(_MOUTHS, key=lambda one: abs(one - 0.7 * self._mouth[place]))
        if jaw != self._jaw:
            self._jaw = jaw
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew in the new size, away from the window."""
        super().resizeEvent(event)
        if self._drawing is not None and self.size() != self._size:
            self._size = self.size()
            self._desk.tasks.run(self._draw, self._drawn, owner=self)

    def _draw(self) -> dict[float, QImage]:
        drawing, size, ratio = self._drawing, self._size, self.devicePixelRatioF()
        assert drawing is not None
        width, height = max(1, int(size.width() * ratio)), max(1, int(size.height() * ratio))
        return {jaw: render_person(drawing, pose_of(self._display, jaw=jaw), width, height) for jaw in _MOUTHS}

    def _drawn(self, made: Any, error: Exception | None) -> None:
        if not isValid(self):
            return
        if error is not None:
            self._drawing = None  # the initials stand in; the drill goes on
        else:
            self._pictures = {jaw: QPixmap.fromImage(picture) for jaw, picture in made.items()}
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint person, name and caption inside the rounded frame."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        frame = QPainterPath()
        frame.addRoundedRect(box, self.theme.sizes.radius_card, self.theme.sizes.radius_card)
        painter.setClipPath(frame)
        painter.fillRect(box, self.theme.colour("tile_bottom"))
        picture = self._pictures.get(self._jaw)
        if picture is not None:
            painter.drawPixmap(self.rect(), picture)
        elif self._drawing is None:
            self._paint_initials(painter, box)
        if self._caption:
            self._paint_caption(painter, box)
        painter.setClipping(False)
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(frame)

    def _paint_initials(self, painter: QPainter, box: QRectF) -> None:
        radius = min(box.width(), box.height()) * 0.2
        painter.setPen(QPen(self.theme.colour("customer"), 2))
        painter.setBrush(self.theme.colour("card"))
        painter.drawEllipse(box.center(), radius, radius)
        font = self.theme.font("display", strong=True)
        font.setPixelSize(max(12, int(radius * 0.7)))
        painter.setFont(font)
        circle = QRectF(box.center() - QPointF(radius, radius), box.center() + QPointF(radius, radius))
        initials = "".join(part[0] for part in self._customer.name.split()[:2]).upper()
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials)

    def _paint_caption(self, painter: QPainter, box: QRectF) -> None:
        painter.setFont(self.theme.font("body"))
        pad = 14
        room = QRectF(0, 0, box.width() - 4 * pad, box.height())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        text = QRectF(painter.fontMetrics().boundingRect(room.toRect(), flags, self._caption))
        height = text.height() + 1.5 * pad
        back = QRectF(box.left() + pad, box.bottom() - height - pad, box.width() - 2 * pad, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("veil"))
        painter.drawRoundedRect(back, self.theme.sizes.radius_control, self.theme.sizes.radius_control)
        painter.setPen(self.theme.colour("on_veil"))
        painter.drawText(back.adjusted(pad, 0.7 * pad, -pad, -0.7 * pad), flags, self._caption)


class PersonView(QWidget):
    """The person with a caption: over the picture, or below it where the text is large and would cover the face."""

    def __init__(self, desk: Desk, customer: Customer, display: Display) -> None:
        super().__init__()
        self.picture = _Picture(desk, customer, display)
        self._below = label("", wrap=True)
        self._large = desk.theme.sizes.body > _LARGE_BODY
        self._below.hide()
        self.picture.setMaximumHeight(_TALLEST)
        whole = column(self.picture, self._below, spacing=8)
        whole.setStretch(0, 100)
        whole.addStretch(1)
        self.setLayout(whole)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_caption(self, text: str) -> None:
        """What is being said; '' for nothing."""
        self.setAccessibleDescription(text)
        if self._large:
            self._below.setText(text)
            self._below.setVisible(bool(text))
        else:
            self.picture.show_caption(text)

    def speak(self, event: CustomerSpeaks) -> None:
        """Move the mouth as the sentence is heard."""
        self.picture.speak(event)

    def be_quiet(self) -> None:
        """Close the mouth."""
        self.picture.be_quiet()
