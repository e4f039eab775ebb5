"""The customer's tile with the seven letters at its side, kept 3 to 2 and centred."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui.call.placement import GAP, place_tile, tallest_tile
from app.ui.widgets.letter_strip import LetterStrip


class Stage(QWidget):
    """Places tile and strip; the tile takes what the height allows."""

    def __init__(self, tile: QWidget, strip: LetterStrip) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.tile = tile
        self.strip = strip
        for part in (tile, strip):
            part.setParent(self)
        # A tile as wide as it gets is not taller than this; what follows stands right below it.
        self.setMaximumHeight(max(tallest_tile(), strip.sizeHint().height()))

    def sizeHint(self) -> QSize:
        """As the sketch."""
        return QSize(780 + GAP + self.strip.sizeHint().width(), 520)

    def minimumSizeHint(self) -> QSize:
        """Tile and strip at their smallest."""
        strip = self.strip.minimumSizeHint()
        return QSize(300 + GAP + strip.width(), max(200, strip.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the two."""
        strip = self.strip.sizeHint()
        tile = place_tile(self.width(), self.height(), strip.width(), strip.height())
        self.tile.setGeometry(*tile)
        left, _, width, _ = tile
        self.strip.setGeometry(left + width + GAP, 0, strip.width(), min(strip.height(), self.height()))
        super().resizeEvent(event)
