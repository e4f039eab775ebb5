"""A small round picture of a drawn person, drawn away from the window and kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.ui.page import Desk
from app.ui.widgets.character_view import render_person
from perception.character.rig import NEUTRAL

_WIDER = 1.5


class Portraits:
    """The pictures of one page, one a look and size."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: dict[tuple[str, int], QPixmap] = {}
        self._waiting: dict[tuple[str, int], list[Callable[[QPixmap], None]]] = {}

    def ask(self, look: str, size: int, then: Callable[[QPixmap], None]) -> None:
        """Have the picture of a look, now or when it is drawn. Nothing comes where persons cannot be drawn."""
        key = (look, size)
        if key in self._kept:
            then(self._kept[key])
        elif key in self._waiting:
            self._waiting[key].append(then)
        elif look and (drawing := self._desk.portrait(look)) is not None:
            self._waiting[key] = [then]
            self._desk.tasks.run(
                partial(render_person, drawing, NEUTRAL, int(size * _WIDER), size), partial(self._drawn, key)
            )

    def _drawn(self, key: tuple[str, int], made: Any, error: Exception | None) -> None:
        waiting = self._waiting.pop(key, [])
        if error is not None or not isinstance(made, QImage):
            return  # the initials stay
        side = made.height()
        picture = QPixmap.fromImage(made.copy((made.width() - side) // 2, 0, side, side))
        self._kept[key] = picture
        for then in waiting:
            then(picture)


class Portrait(QWidget):
    """A round picture; initials until it is there."""

    def __init__(self, portraits: Portraits, desk: Desk, name: str, look: str, size: int) -> None:
        super().__init__()
        self.theme = desk.theme
        self._initials = "".join(part[0] for part in name.split()[:2]).upper()
        self._picture: QPixmap | None = None
        self.setFixedSize(QSize(size, size))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        portraits.ask(look, round(size * self.devicePixelRatioF()), self._show)

    def _show(self, picture: QPixmap) -> None:
        if isValid(self):
            self._picture = picture
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture in its circle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        circle = QPainterPath()
        circle.addEllipse(box)
        painter.setClipPath(circle)
        painter.fillPath(circle, self.theme.colour("tile_bottom"))
        if self._picture is not None:
            painter.drawPixmap(self.rect(), self._picture)
        else:
            painter.setPen(self.theme.colour("customer"))
            painter.setFont(self.theme.font("heading", strong=True))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._initials)
        painter.setClipping(False)
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.drawPath(circle)
