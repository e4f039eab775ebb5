"""The customer's tile: a drawn person who listens and blinks, the caption over the picture, who is speaking."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QShowEvent
from PySide6.QtWidgets import QWidget

from app.ui.theme import Theme
from app.ui.widgets.shape_painter import paint_shapes
from perception.character.rig import NEUTRAL, RigPose
from perception.character.shapes import Shape

Drawing = Callable[[RigPose, int, int], tuple[Shape, ...]]

_FRAME_MS: Final = 50
_CACHED: Final = 14
# One blink every 3.6 s on average at 20 steps a second; uneven, because even blinks look like a clock.
_BLINKS_AT: Final = frozenset({34, 118, 171, 176, 262, 330})
_ROUND: Final = 360
_LIDS: Final = (0.5, 1.0, 0.5)
_JAW: Final = (0.0, 0.25, 0.5, 0.25)


def idle_pose(step: int, *, speaking: bool, moving: bool) -> RigPose:
    """The listening person at one step of 50 ms. Few different poses, so that their pictures can be kept."""
    if not moving:
        return NEUTRAL
    place = step % _ROUND
    lids = 0.0
    for number, closed in enumerate(_LIDS):
        if place - number in _BLINKS_AT:
            lids = closed
    jaw = _JAW[(step // 3) % len(_JAW)] if speaking else 0.0
    return replace(NEUTRAL, lids=lids, jaw=jaw)


class CharacterView(QWidget):
    """Paints the drawn person through a small cache of pictures, so that idling costs next to nothing."""

    def __init__(self, theme: Theme, name: str, drawing: Drawing | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._name = name
        self._drawing = drawing
        self._caption = ""
        self._chip = ""
        self._speaking = False
        self._step = 0
        self._pose = NEUTRAL
        self._pictures: OrderedDict[tuple[RigPose, int, int], QPixmap] = OrderedDict()
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._advance)
        self.setAccessibleName(f"{name}, drawn")

    def sizeHint(self) -> QSize:
        """3 to 2."""
        return QSize(780, 520)

    def minimumSizeHint(self) -> QSize:
        """A face still readable."""
        return QSize(300, 200)

    def show_caption(self, text: str) -> None:
        """What the customer said, over the picture; '' shows nothing."""
        if text != self._caption:
            self._caption = text
            self.setAccessibleDescription(text)
            self.update()

    def show_speaking(self, speaking: bool, chip: str) -> None:
        """Whether the customer speaks, and the words of the small chip."""
        if (speaking, chip) != (self._speaking, self._chip):
            self._speaking, self._chip = speaking, chip
            self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Move while seen."""
        if self._drawing is not None and self.theme.motion:
            self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while not seen."""
        self._timer.stop()
        super().hideEvent(event)

    def _advance(self) -> None:
        self._step += 1
        pose = idle_pose(self._step, speaking=self._speaking, moving=self.theme.motion)
        if pose != self._pose:
            self._pose = pose
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint person, chip and caption inside the rounded frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        frame = QPainterPath()
        frame.addRoundedRect(box, self.theme.sizes.radius_card, self.theme.sizes.radius_card)
        painter.setClipPath(frame)
        if self._drawing is None:
            self._paint_placeholder(painter, box)
        else:
            painter.drawPixmap(0, 0, self._picture())
        if self._chip:
            self._paint_chip(painter, box)
        if self._caption:
            self._paint_caption(painter, box)
        painter.setClipping(False)
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(frame)

    def _picture(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        key = (self._pose, int(self.width() * ratio), int(self.height() * ratio))
        if key not in self._pictures:
            self._pictures[key] = self._render(*key)
            if len(self._pictures) > _CACHED:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(key)
        picture = self._pictures[key]
        picture.setDevicePixelRatio(ratio)
        return picture

    def _render(self, pose: RigPose, width: int, height: int) -> QPixmap:
        picture = QPixmap(width, height)
        picture.fill(self.theme.colour("tile_bottom"))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._drawing is not None:
            paint_shapes(painter, self._drawing(pose, width, height))
        painter.end()
        return picture

    def _paint_placeholder(self, painter: QPainter, box: QRectF) -> None:
        wash = QLinearGradient(box.topLeft(), box.bottomLeft())
        wash.setColorAt(0, self.theme.colour("tile_top"))
        wash.setColorAt(1, self.theme.colour("tile_bottom"))
        painter.fillRect(box, wash)
        radius = min(box.width(), box.height()) * 0.17
        centre = QPointF(box.center().x(), box.center().y() - radius * 0.25)
        painter.setPen(QPen(self.theme.colour("customer"), 2))
        painter.setBrush(self.theme.colour("card"))
        painter.drawEllipse(centre, radius, radius)
        font = self.theme.font("display", strong=True)
        font.setPixelSize(max(12, int(radius * 0.7)))
        painter.setFont(font)
        painter.setPen(self.theme.colour("customer"))
        circle = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        initials = "".join(part[0] for part in self._name.split()[:2]).upper()
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials)

    def _paint_chip(self, painter: QPainter, box: QRectF) -> None:
        painter.setFont(self.theme.font("small"))
        width = painter.fontMetrics().horizontalAdvance(self._chip) + 20
        height = self.theme.sizes.small + 10
        chip = QRectF(box.right() - width - 16, box.top() + 15, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("card"))
        painter.drawRoundedRect(chip, height / 2, height / 2)
        painter.setPen(self.theme.colour("ink"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, self._chip)

    def _paint_caption(self, painter: QPainter, box: QRectF) -> None:
        painter.setFont(self.theme.font("caption"))
        room = QRectF(box.left() + 42, box.top(), box.width() - 84, box.height())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        text = QRectF(painter.fontMetrics().boundingRect(room.toRect(), flags, self._caption))
        height = text.height() + 26
        back = QRectF(box.left() + 24, box.bottom() - height - 20, box.width() - 48, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("veil"))
        painter.drawRoundedRect(back, self.theme.sizes.radius_control, self.theme.sizes.radius_control)
        painter.setPen(self.theme.colour("on_veil"))
        painter.drawText(back.adjusted(18, 12, -18, -12), flags, self._caption)
