"""The customer's tile: a drawn person who moves and speaks, the caption over the picture, who is speaking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QElapsedTimer, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QHideEvent,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.engine.practice_messages import CustomerIs, CustomerSpeaks, CustomerStops
from app.practice.face.animator import Animator
from app.practice.face.displays import display_pose, looks
from app.practice.face.speech import SpokenLine, guessed_line
from app.ui.theme import Theme
from app.ui.tokens import NORMAL_BODY, Sizes
from app.ui.widgets.live_face import LiveFace
from app.ui.widgets.sprites import Drawing, Kit, make_kit, render_person

__all__ = ["CharacterView", "Drawing", "render_person"]

RunJob = Callable[[Callable[[], Any], Callable[[Any, Exception | None], None]], int]

_FRAME_MS: Final = 33
_GUESSED_S: Final = 60.0  # a line whose length nobody told ends when the customer is said to be silent
_BELOW_FACE: Final = 0.30  # the part of the picture's height that is below the chin
_SMALL: Final = 300  # a picture lower than this has smaller words, too
_SHOWN_DOING: Final = frozenset({"listening", "thinking", "waiting", "getting_ready"})


class CharacterView(QWidget):
    """Paints the moving customer; only what changed is painted again, and nothing while the tile is hidden."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        drawing: Drawing | None,
        *,
        run: RunJob | None = None,
        parent: QWidget | None = None,
        seed: int = 1,
    ) -> None:
        super().__init__(parent)
        self._run = run
        self.theme = theme
        self._name = name
        self._drawing = drawing
        self._caption = ""
        self._chip = ""
        self._speaking = False
        self._animator = Animator(seed, still=not theme.motion)
        self._clock = QElapsedTimer()
        self._clock.start()
        self._face: LiveFace | None = None
        self._making: tuple[int, int] | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._advance)
        # Every point is painted here, the corners too, so nothing behind needs to be painted for a frame.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(f"{name}, drawn")
        self._describe()

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
            self._describe()
            self.update()

    def show_speaking(self, speaking: bool, chip: str) -> None:
        """Whether the customer speaks, and the words of the small chip. For a customer whose lips nobody told."""
        if (speaking, chip) != (self._speaking, self._chip):
            if speaking and not self._speaking:
                self._animator.speaks(self._now_s(), guessed_line(_GUESSED_S))
            elif not speaking and self._speaking:
                self._animator.stops(self._now_s())
            self._speaking, self._chip = speaking, chip
            self.update()

    def show_chip(self, chip: str) -> None:
        """The words of the small chip alone, where `hear` tells when the customer speaks."""
        if chip != self._chip:
            self._chip = chip
            self.update()

    def hear(self, event: CustomerSpeaks | CustomerStops | CustomerIs) -> None:
        """What the customer of a practice call does, as it comes from the engine."""
        now_s = self._now_s()
        if isinstance(event, CustomerStops):
            self._animator.stops(now_s)
            return
        self._animator.shows(now_s, event.display, event.intensity)
        if isinstance(event, CustomerSpeaks):
            if event.kind == "sound":
                self._animator.nods(now_s)
            line = SpokenLine(event.seconds, event.lead_s, event.mouth_open, event.mouth_round)
            self._animator.speaks(now_s, line)
        else:
            if event.doing in _SHOWN_DOING:
                self._animator.does(now_s, event.doing)
            if event.nods:
                self._animator.nods(now_s)
        self._describe()

    def showEvent(self, event: QShowEvent) -> None:
        """Move while seen."""
        if self._drawing is not None:
            self._prepare()
            self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while unseen."""
        self._timer.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the pictures of the new size."""
        if self.isVisible():
            self._prepare()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint person, chip, caption and frame, as far as they were asked for."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        region = event.region()
        if self._drawing is None:
            self._paint_placeholder(painter, box)
        else:
            self._paint_person(painter, region)
        if self._chip:
            self._paint_chip(painter, box)
        if self._caption:
            self._paint_caption(painter, region)
        if self._on_frame(event.rect()):
            self._paint_frame(painter, box)

    def _on_frame(self, part: QRect) -> bool:
        """Whether the part touches the line around the picture or its rounded corners."""
        inside, radius = self.rect().adjusted(2, 2, -2, -2), self.theme.sizes.radius_card
        return not (
            inside.adjusted(radius, 0, -radius, 0).contains(part)
            or inside.adjusted(0, radius, 0, -radius).contains(part)
        )

    def _now_s(self) -> float:
        return self._clock.nsecsElapsed() * 1e-9

    def _describe(self) -> None:
        """For people who cannot see the picture: how the face looks, and what was said. Never shown on the screen."""
        face = looks(self._name, self._animator.display)
        self.setAccessibleDescription(f"{face} {self._caption}".strip())

    def _advance(self) -> None:
        if self._face is None:
            return
        dirty = self._face.move(self._animator.pose(self._now_s()))
        if not dirty.isEmpty():
            ratio = self._face.size[0] / max(1, self.width())
            self.update(dirty if ratio == 1.0 else QRegion(_scaled(dirty.boundingRect(), 1.0 / ratio)))

    def _prepare(self) -> None:
        """Make the pictures of this size away from the window: it takes longer than a window may stand still."""
        drawing, ratio = self._drawing, self.devicePixelRatioF()
        size = (max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio)))
        if drawing is None or self._making is not None or (self._face is not None and self._face.size == size):
            return
        rest = display_pose("neutral", 0)
        self._making = size
        if self._run is None:
            self._made(make_kit(drawing, rest, *size), None)
        else:
            self._run(lambda: make_kit(drawing, rest, *size), self._made)

    def _made(self, kit: Any, error: Exception | None) -> None:
        if not isValid(self):
            return
        self._making = None
        if error is not None or self._drawing is None:
            # A person that cannot be drawn is replaced by the initials; the call goes on.
            self._drawing = None
            self._timer.stop()
            self.update()
            return
        made: Kit = kit
        self._face = LiveFace(self._drawing, made)
        self._face.move(self._animator.pose(self._now_s()))
        self.update()
        self._prepare()  # the size may have changed meanwhile

    def _paint_person(self, painter: QPainter, region: QRegion) -> None:
        if self._face is None:
            painter.fillRect(region.boundingRect(), self.theme.colour("tile_bottom"))
            return
        ratio = self._face.size[0] / max(1, self.width())
        painter.save()
        painter.scale(1.0 / ratio, 1.0 / ratio)
        self._face.paint(painter, _scaled(region.boundingRect(), ratio))
        painter.restore()

    def _paint_frame(self, painter: QPainter, box: QRectF) -> None:
        """The rounded corners, in the colour of what lies behind, and the line around."""
        frame, corners = QPainterPath(), QPainterPath()
        frame.addRoundedRect(box, self.theme.sizes.radius_card, self.theme.sizes.radius_card)
        corners.addRect(QRectF(self.rect()))
        painter.setClipping(False)
        painter.fillPath(corners.subtracted(frame), self.theme.colour("paper"))
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(frame)

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

    def _paint_caption(self, painter: QPainter, region: QRegion) -> None:
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        font, back = self._caption_place(flags)
        painter.setFont(font)
        if not region.intersects(back.toAlignedRect()):
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("veil"))
        painter.drawRoundedRect(back, self.theme.sizes.radius_control, self.theme.sizes.radius_control)
        painter.setPen(self.theme.colour("on_veil"))
        painter.drawText(back.adjusted(18, 0, -18, 0), flags | int(Qt.AlignmentFlag.AlignVCenter), self._caption)

    def _caption_place(self, flags: int) -> tuple[QFont, QRectF]:
        """Font and box of the caption: large text is made smaller, down to the normal size, to leave the face free."""
        box, font = self.rect(), self.theme.font("caption")
        aside, below, pad = (8, 8, 10) if self.theme.sizes.very_large else (24, 20, 26)
        room = box.adjusted(aside + 18, 0, -aside - 18, 0)
        lowest = Sizes().caption if box.height() >= _SMALL else NORMAL_BODY
        size = font.pixelSize()
        while True:
            font.setPixelSize(size)
            height = QFontMetrics(font).boundingRect(room, flags, self._caption).height() + pad
            if size <= lowest or not self.theme.sizes.very_large or height + below <= box.height() * _BELOW_FACE:
                break
            size -= 1
        return font, QRectF(box.left() + aside, box.bottom() - height - below, box.width() - 2 * aside, height)


def _scaled(rect: QRect, factor: float) -> QRect:
    """The rectangle in other pixels, every point it touches included."""
    if factor == 1.0:
        return rect
    scaled = QRectF(rect.x() * factor, rect.y() * factor, rect.width() * factor, rect.height() * factor)
    return scaled.toAlignedRect().adjusted(-1, -1, 1, 1)
