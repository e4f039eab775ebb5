"""The customer's tile: a drawn person who listens and blinks, the caption over the picture, who is speaking."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QHideEvent,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.ui.theme import Theme
from app.ui.widgets.shape_painter import paint_shapes
from perception.character.rig import NEUTRAL, RigPose
from perception.character.shapes import Shape

Drawing = Callable[[RigPose, int, int], tuple[Shape, ...]]

PictureKey = tuple[RigPose, int, int]
RunJob = Callable[[Callable[[], Any], Callable[[Any, Exception | None], None]], int]

# The person fills the tile as somebody sitting at a desk fills a call; the point that stays in place is the chin.
_CLOSER: Final = 1.6
_CENTRE_X: Final = 0.5
_CENTRE_Y: Final = 0.46
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


def render_person(drawing: Drawing, pose: RigPose, width: int, height: int) -> QImage:
    """A picture of the person in a pose, a little closer than drawn, as in a call. Safe on any thread."""
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.gray)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(width * _CENTRE_X, height * _CENTRE_Y)
    painter.scale(_CLOSER, _CLOSER)
    painter.translate(-width * _CENTRE_X, -height * _CENTRE_Y)
    paint_shapes(painter, drawing(pose, width, height))
    painter.end()
    return picture


class CharacterView(QWidget):
    """Paints the drawn person through a small cache of pictures, so that idling costs next to nothing."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        drawing: Drawing | None,
        *,
        run: RunJob | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._run = run
        self.theme = theme
        self._name = name
        self._drawing = drawing
        self._caption = ""
        self._chip = ""
        self._speaking = False
        self._step = 0
        self._pose = NEUTRAL
        self._pictures: OrderedDict[PictureKey, QPixmap] = OrderedDict()
        self._shown: QPixmap | None = None
        self._drawing_now = False
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
            self._paint_person(painter, box)
        if self._chip:
            self._paint_chip(painter, box)
        if self._caption:
            self._paint_caption(painter, box)
        painter.setClipping(False)
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(frame)

    def _paint_person(self, painter: QPainter, box: QRectF) -> None:
        ratio = self.devicePixelRatioF()
        key = (self._pose, int(self.width() * ratio), int(self.height() * ratio))
        if key in self._pictures:
            self._pictures.move_to_end(key)
            self._shown = self._pictures[key]
        elif not self._drawing_now:
            self._draw(key)
        if self._shown is None:
            painter.fillRect(box, self.theme.colour("tile_bottom"))
        else:
            painter.drawPixmap(self.rect(), self._shown)

    def _draw(self, key: PictureKey) -> None:
        """Draw a picture away from the window: a drawing takes longer than a window may stand still."""
        drawing = self._drawing
        if drawing is None:
            return
        self._drawing_now = True
        if self._run is None:
            self._take_picture(key, render_person(drawing, *key))
        else:
            self._run(lambda: render_person(drawing, *key), lambda made, error: self._drawn(key, made, error))

    def _drawn(self, key: PictureKey, made: Any, error: Exception | None) -> None:
        if not isValid(self):
            return
        if error is not None:
            # A person that cannot be drawn is replaced by the initials; the call goes on.
            self._drawing = None
            self.update()
            return
        self._take_picture(key, made)

    def _take_picture(self, key: PictureKey, made: QImage) -> None:
        self._drawing_now = False
        self._pictures[key] = QPixmap.fromImage(made)
        if len(self._pictures) > _CACHED:
            self._pictures.popitem(last=False)
        self.update()

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
