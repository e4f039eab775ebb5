"""Shows the picture of the moment with what is drawn over it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.library.review.landmarks import Landmarks
from app.ui.review.picture.mapping_presenter import Half, Mapping, Rect, Seen, fitted
from app.ui.review.picture.overlay_presenter import FaceView
from app.ui.review.picture.overlays import paint_face, paint_landmarks, paint_note
from app.ui.theme import Theme
from app.ui.widgets.marks import paint_tile


class PictureCanvas(QWidget):
    """The whole picture, or one half of it, as large as it fits. Clicking it plays and pauses."""

    def __init__(self, theme: Theme, clicked: Callable[[], object]) -> None:
        super().__init__()
        self.theme = theme
        self._clicked = clicked
        self.seen = Seen()
        self.part: Half | None = None
        self.mirrored = False
        self.face: FaceView | None = None
        self.found: Landmarks | None = None
        self.mesh = self.posture = False
        self.note = ""
        self._picture: QImage | None = None
        self._small: QImage | None = None
        self._message = ""
        self.painted: QImage | None = None  # what can be seen by now
        self.setAccessibleName("Picture")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """4 to 3."""
        return QSize(640, 480)

    def minimumSizeHint(self) -> QSize:
        """A small picture."""
        return QSize(160, 100)

    @property
    def picture(self) -> QImage | None:
        """The picture that is shown exactly; None while a small one stands for it."""
        return self._picture if self._small is None else None

    def show_picture(self, picture: QImage) -> None:
        """The exact picture."""
        self._picture, self._small = picture, None
        self.update()

    def show_small(self, picture: QImage) -> None:
        """A small picture from nearby stands for it until the exact one is there."""
        self._small = picture
        self.update()

    def show_message(self, text: str) -> None:
        """A sentence instead of a picture."""
        self._picture = self._small = None
        self._message = text
        self.setAccessibleDescription(text)
        self.update()

    def mapping(self) -> Mapping | None:
        """From the picture to the widget; None without a picture."""
        shown = self._small if self._small is not None else self._picture
        if shown is None:
            return None
        room = Rect(0, 0, self.width(), self.height())
        return fitted((shown.width(), shown.height()), room, part=self.part, mirrored=self.mirrored)

    def mousePressEvent(self, _event: object) -> None:
        """Play or pause."""
        self._clicked()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint picture, overlays, note."""
        painter = QPainter(self)
        box, frame = paint_tile(painter, self.theme, QRectF(self.rect()))
        mapping = self.mapping()
        if mapping is None:
            self._paint_message(painter, box)
        else:
            self._paint_picture(painter, mapping)
        if self.note:
            paint_note(painter, self.theme, QPointF(10, self.height() - 10), self.note)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.drawPath(frame)

    def _paint_message(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(self.theme.colour("muted"))
        painter.setFont(self.theme.font("body"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box.adjusted(16, 16, -16, -16), flags, self._message)

    def _paint_picture(self, painter: QPainter, mapping: Mapping) -> None:
        shown = self._small if self._small is not None else self._picture
        if shown is None:
            return
        self.painted = shown
        source, target = mapping.source, mapping.target
        to = QRectF(target.x, target.y, target.width, target.height)
        of = QRectF(source.x, source.y, source.width, source.height)
        painter.save()
        if mapping.mirrored:
            painter.translate(to.left() + to.right(), 0)
            painter.scale(-1, 1)
        painter.drawImage(to, shown, of)
        painter.restore()
        if self._small is not None or self.part not in (None, self.seen.half):
            return
        painter.setClipRect(to, Qt.ClipOperation.IntersectClip)
        size = (shown.width(), shown.height())
        if self.face is not None:
            paint_face(painter, self.theme, mapping, self.seen, size, self.face)
        if self.found is not None:

            def place(x: float, y: float) -> QPointF:
                return QPointF(*mapping.point(*self.seen.share_in_picture(x, y, *size)))

            paint_landmarks(painter, self.theme, place, self.found, mesh=self.mesh, posture=self.posture)
