"""The painted lanes, kept in pieces of equal width: each is painted once for a zoom, and only where it is looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QLineF, QRect, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from app.ui.review.tracks.lane_painter import LanePainter
from app.ui.review.tracks.presenters.lanes import Lane
from app.ui.review.tracks.strip import Strip
from app.ui.theme import Theme

TILE_PX: Final = 512
_MOST: Final = 24  # tiles kept; one is about 1.5 MB


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A lane and where it stands, pixels from the top of all lanes."""

    lane: Lane
    top: int
    height: int


@dataclass(slots=True, eq=False)
class _Tile:
    """A piece, and the places of the lanes that are painted on it already."""

    pixmap: QPixmap
    painted: set[int] = field(default_factory=set)


class Tiles:
    """Pixmaps of the lanes. `clear` where anything but the place changed."""

    def __init__(self, theme: Theme, painter: LanePainter) -> None:
        self._theme = theme
        self._painter = painter
        self._kept: OrderedDict[int, _Tile] = OrderedDict()
        self._lanes: Sequence[Placed] = ()
        self._px_per_s = 0.0
        self._ratio = 1.0
        self.painted = 0  # lanes on tiles so far, for measuring

    def show(self, lanes: Sequence[Placed], px_per_s: float, ratio: float) -> None:
        """What is to be painted. ratio: pixels of the screen a pixel of the window."""
        if px_per_s != self._px_per_s or ratio != self._ratio or lanes is not self._lanes:
            self._lanes, self._px_per_s, self._ratio = lanes, px_per_s, ratio
            self.clear()

    def clear(self) -> None:
        """Forget all pictures."""
        self._kept.clear()

    def draw(self, painter: QPainter, area: QRect, offset_px: int, scrolled_px: int) -> None:
        """Draw what falls into `area`, whose left edge shows the pixel `offset_px` of the axis."""
        first, last = offset_px // TILE_PX, (offset_px + area.width() - 1) // TILE_PX
        seen = [
            number
            for number, placed in enumerate(self._lanes)
            if placed.top < scrolled_px + area.height() and placed.top + placed.height > scrolled_px
        ]
        painter.save()
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        for number in range(first, last + 1):
            tile = self._tile(number)
            missing = [place for place in seen if place not in tile.painted]
            if missing:
                self._paint(tile, number, missing)
            painter.drawPixmap(area.left() + number * TILE_PX - offset_px, area.top() - scrolled_px, tile.pixmap)
        painter.restore()

    def _tile(self, number: int) -> _Tile:
        known = self._kept.get(number)
        if known is not None:
            self._kept.move_to_end(number)
            return known
        height = self._lanes[-1].top + self._lanes[-1].height if self._lanes else 1
        pixmap = QPixmap(int(TILE_PX * self._ratio + 0.5), int(height * self._ratio + 0.5))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(self._theme.colour("card"))
        self._kept[number] = tile = _Tile(pixmap)
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return tile

    def _paint(self, tile: _Tile, number: int, places: Sequence[int]) -> None:
        painter = QPainter(tile.pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strip = Strip(number * TILE_PX, TILE_PX, self._px_per_s)
        line = QPen(self._theme.colour("line"), 1)
        for place in places:
            placed = self._lanes[place]
            self._painter.paint(painter, placed.lane, strip, float(placed.top), float(placed.height))
            painter.setPen(line)
            bottom = placed.top + placed.height - 0.5
            painter.drawLine(QLineF(0.0, bottom, float(TILE_PX), bottom))
        painter.end()
        tile.painted.update(places)
        self.painted += len(places)
