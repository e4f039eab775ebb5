"""The own picture, as others see it in a mirror, with an optional framing guide."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.engine.messages import PreviewImage
from app.ui.theme import Theme
from app.ui.widgets.marks import paint_tile

_HEAD_CENTRE_Y: Final = 0.40
_HEAD_HEIGHT: Final = 0.46
_HEAD_WIDTH_TO_HEIGHT: Final = 0.74
_SHOULDERS_TOP: Final = 0.72
_SHOULDERS_WIDTH: Final = 1.05


def to_qimage(image: PreviewImage) -> QImage:
    """A picture of its own; Qt would otherwise keep reading the bytes it was given."""
    return QImage(image.rgb, image.width, image.height, image.stride, QImage.Format.Format_RGB888).copy()


class VideoView(QWidget):
    """Fills its rounded frame with the newest picture. Without one it says why in a few words."""

    def __init__(
        self, theme: Theme, name: str, *, guide: bool = False, mirrored: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._guide = guide
        self._mirrored = mirrored
        self._picture: QImage | None = None
        self._message = ""
        self._fits = False
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """4 to 3."""
        return QSize(640, 480)

    def minimumSizeHint(self) -> QSize:
        """A small picture."""
        return QSize(160, 112)

    def show_preview(self, image: PreviewImage) -> None:
        """Show this picture."""
        self.show_picture(to_qimage(image))

    def show_picture(self, picture: QImage) -> None:
        """Show this picture."""
        self._picture = picture
        self.update()

    def show_message(self, text: str) -> None:
        """Show a sentence instead of a picture."""
        self._picture = None
        self._message = text
        self.setAccessibleDescription(text)
        self.update()

    def show_fit(self, fits: bool) -> None:
        """Whether the person sits well in the guide."""
        if fits != self._fits:
            self._fits = fits
            self.update()

    @property
    def has_picture(self) -> bool:
        """Whether a picture is shown."""
        return self._picture is not None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint picture or sentence, then the guide."""
        painter = QPainter(self)
        box, frame = paint_tile(painter, self.theme, QRectF(self.rect()))
        if self._picture is not None:
            self._paint_picture(painter, box, self._picture)
        if self._guide and self._picture is not None:
            self._paint_guide(painter, box)
        painter.setClipping(False)
        if self._picture is None and self._message:
            painter.setPen(self.theme.colour("muted"))
            painter.setFont(self.theme.font("body"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(box.adjusted(16, 16, -16, -16), flags, self._message)
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.drawPath(frame)

    def _paint_picture(self, painter: QPainter, box: QRectF, picture: QImage) -> None:
        scale = max(box.width() / picture.width(), box.height() / picture.height())
        width, height = box.width() / scale, box.height() / scale
        source = QRectF((picture.width() - width) / 2, (picture.height() - height) / 2, width, height)
        if not self._mirrored:
            painter.drawImage(box, picture, source)
            return
        painter.save()
        painter.translate(box.left() + box.right(), 0)
        painter.scale(-1, 1)
        painter.drawImage(box, picture, source)
        painter.restore()

    def _paint_guide(self, painter: QPainter, box: QRectF) -> None:
        pen = QPen(self.theme.colour("good" if self._fits else "on_veil"), 2)
        if not self._fits:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        height = box.height() * _HEAD_HEIGHT
        width = height * _HEAD_WIDTH_TO_HEIGHT
        centre = QPointF(box.center().x(), box.top() + box.height() * _HEAD_CENTRE_Y)
        painter.drawEllipse(centre, width / 2, height / 2)
        shoulders = QPainterPath()
        half = box.height() * _SHOULDERS_WIDTH / 2
        top = box.top() + box.height() * _SHOULDERS_TOP
        shoulders.moveTo(centre.x() - half, box.bottom())
        shoulders.cubicTo(centre.x() - half * 0.95, top, centre.x() - half * 0.5, top, centre.x() - width * 0.28, top)
        painter.drawPath(shoulders)
        painter.save()
        painter.translate(2 * centre.x(), 0)
        painter.scale(-1, 1)
        painter.drawPath(shoulders)
        painter.restore()
