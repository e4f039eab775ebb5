"""The customer's tile with the seven letters at its side, kept 3 to 2 and centred."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui.widgets.character_view import CharacterView
from app.ui.widgets.letter_strip import LetterStrip

_GAP = 14
_WIDEST = 960


class Stage(QWidget):
    """Places tile and strip; the tile takes what the height allows."""

    def __init__(self, tile: CharacterView, strip: LetterStrip) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.tile = tile
        self.strip = strip
        for part in (tile, strip):
            part.setParent(self)

    def sizeHint(self) -> QSize:
        """As the sketch."""
        return QSize(780 + _GAP + self.strip.sizeHint().width(), 520)

    def minimumSizeHint(self) -> QSize:
        """Tile and strip at their smallest."""
        strip = self.strip.minimumSizeHint()
        return QSize(300 + _GAP + strip.width(), max(200, strip.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the two."""
        strip = self.strip.sizeHint()
        width = min(self.width() - _GAP - strip.width(), int(self.height() * 1.5), _WIDEST)
        height = min(self.height(), max(int(width / 1.5), min(self.height(), strip.height())))
        left = (self.width() - width - _GAP - strip.width()) // 2
        self.tile.setGeometry(left, 0, width, height)
        self.strip.setGeometry(left + width + _GAP, 0, strip.width(), min(strip.height(), self.height()))
        super().resizeEvent(event)
