"""The painted tracks: lanes on one axis, what is shown of it, and the playhead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from app.library.review.series import SessionSeries, Stretch
from app.library.review.stretches import GAP
from app.ui.review.playhead import Playhead
from app.ui.review.tracks.lane_painter import LanePainter
from app.ui.review.tracks.margins import PLAYHEAD_ROOM, Margins, lane_height, names_width, ruler_height
from app.ui.review.tracks.presenters.lanes import Lane
from app.ui.review.tracks.presenters.time_scale import TimeScale
from app.ui.review.tracks.tiles import Placed, Tiles
from app.ui.theme import Theme
from app.ui.widgets.marks import paint_focus

_ZOOM_STEP: Final = 1.5  # a key or a button
_AROUND_S: Final = 30.0  # what "around now" shows


class TracksSurface(QAbstractScrollArea):
    """Lanes, ruler and playhead. zoomed() when another stretch is shown."""

    zoomed = Signal()

    def __init__(self, theme: Theme, series: SessionSeries, playhead: Playhead) -> None:
        super().__init__()
        self.theme = theme
        self.playhead = playhead
        self._gaps: tuple[Stretch, ...] = tuple(one for one in series.stretches if one.kind == GAP)
        self._margins = Margins(theme)
        self._tiles = Tiles(theme, LanePainter(theme, self._gaps))
        self._lanes: Sequence[Placed] = ()
        self._scale = TimeScale.whole(series.duration_s, 1)
        self._dragging = False
        self._settling = False
        self._chosen: str | None = None
        self._line_x = 0.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)
        playhead.moved.connect(self._moved)
        playhead.selected.connect(lambda _span: self.viewport().update())

    # ------------------------------------------------------------ what is shown

    @property
    def scale(self) -> TimeScale:
        """What is shown of the session."""
        return self._scale

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes that are drawn, from top to bottom."""
        return tuple(placed.lane for placed in self._lanes)

    @property
    def tiles_painted(self) -> int:
        """How many lanes of how many pieces were painted so far, for measuring."""
        return self._tiles.painted

    def show_lanes(self, lanes: Sequence[Lane]) -> None:
        """Draw these lanes."""
        placed, top = [], 0
        for lane in lanes:
            height = lane_height(self.theme, lane)
            placed.append(Placed(lane, top, height))
            top += height
        self._lanes = placed
        if self._chosen not in [lane.id for lane in lanes]:
            self._chosen = None
        self._settle()

    def lane_box(self, ident: str) -> QRect | None:
        """Where a lane is drawn, in the viewport; None when it is not."""
        area = self._lane_area()
        for placed in self._lanes:
            if placed.lane.id == ident:
                top = area.top() + placed.top - self.verticalScrollBar().value()
                return QRect(area.left(), top, area.width(), placed.height)
        return None

    def x_of(self, t_s: float) -> int:
        """Where a time stands, in the viewport."""
        return round(self._lane_area().left() + self._scale.x(t_s))

    def ruler_box(self) -> QRect:
        """Where the ruler is, in the viewport."""
        left = names_width(self.theme)
        return QRect(left, 0, max(1, self.viewport().width() - left), ruler_height(self.theme))

    def content_height(self) -> int:
        """How high the ruler and all lanes are together."""
        last = self._lanes[-1] if self._lanes else None
        return ruler_height(self.theme) + (last.top + last.height if last else 0)

    # ------------------------------------------------------------ zoom and pan

    def zoom(self, factor: float, *, at_x: float | None = None) -> None:
        """Closer (over 1) or farther; the playhead, or the middle, stays where it is."""
        if at_x is None:
            x = self._scale.x(self.playhead.t_s)
            at_x = x if 0 <= x <= self._scale.width_px else self._scale.width_px / 2
        self._show(self._scale.zoomed(factor, at_x))

    def zoom_in(self) -> None:
        """One step closer."""
        self.zoom(_ZOOM_STEP)

    def zoom_out(self) -> None:
        """One step farther."""
        self.zoom(1.0 / _ZOOM_STEP)

    def show_whole(self) -> None:
        """The whole call."""
        self._show(TimeScale.whole(self._scale.duration_s, self._lane_area().width()))

    def show_around(self) -> None:
        """The half minute around the playhead."""
        self._show(self._scale.around(self.playhead.t_s, _AROUND_S))

    def _show(self, scale: TimeScale) -> None:
        self._scale = scale
        self._settle()
        self.zoomed.emit()

    def _settle(self) -> None:
        """Scroll bars and pictures as the scale and the lanes are now."""
        area = self._lane_area()
        self._scale = self._scale.resized(area.width()) if area.width() != self._scale.width_px else self._scale
        along, down = self.horizontalScrollBar(), self.verticalScrollBar()
        self._settling = True
        along.setRange(0, self._scale.total_px - self._scale.width_px)
        along.setPageStep(self._scale.width_px)
        along.setSingleStep(max(1, self._scale.width_px // 20))
        along.setValue(self._scale.offset_px)
        self._settling = False
        down.setRange(0, max(0, self.content_height() - self.viewport().height()))
        down.setPageStep(area.height())
        down.setSingleStep(24)
        self.viewport().update()

    def _scrolled(self, value: int) -> None:
        if not self._settling:
            self._show(self._scale.at(value))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole call whole."""
        super().resizeEvent(event)
        self._settle()

    # ------------------------------------------------------------ painting

    def _lane_area(self) -> QRect:
        ruler = self.ruler_box()
        return QRect(ruler.left(), ruler.height(), ruler.width(), max(1, self.viewport().height() - ruler.height()))

    def _moved(self, t_s: float) -> None:
        """Only the strips around the old and the new place of the line are painted again."""
        turned = self._scale if self._dragging else self._scale.showing(t_s)
        if turned is not self._scale:
            self._show(turned)
            return
        for x in (self._line_x, self._lane_area().left() + self._scale.x(t_s)):
            self.viewport().update(int(x) - PLAYHEAD_ROOM, 0, 2 * PLAYHEAD_ROOM, self.viewport().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lanes from their pictures; names, ruler, chosen stretch and playhead over them."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ruler, area, dirty = self.ruler_box(), self._lane_area(), event.rect()
        corner = QRect(0, 0, ruler.left(), ruler.height())
        scrolled = self.verticalScrollBar().value()
        painter.fillRect(dirty, self.theme.colour("card"))
        self._tiles.show(self._lanes, self._scale.px_per_s, self.viewport().devicePixelRatioF())
        part = area.intersected(dirty)
        if not part.isEmpty():
            # Tiles are drawn from the edge of what is dirty, so that a moved playhead touches one or two of them.
            shift = part.left() - area.left()
            self._tiles.draw(
                painter,
                QRect(part.left(), area.top(), part.width(), area.height()),
                self._scale.offset_px + shift,
                scrolled,
            )
        for placed in self._lanes:
            self._margins.locked(painter, placed, area, scrolled)
        if dirty.top() < ruler.bottom():
            self._margins.ruler(painter, self._scale, ruler, corner)
        if self.playhead.selection is not None:
            self._margins.selection(painter, self._scale, self.playhead.selection, ruler, area)
        names = QRect(0, area.top(), area.left(), area.height())
        if names.intersects(dirty):
            self._margins.names(painter, self._lanes, names, scrolled, self._chosen if self.hasFocus() else None)
            if self.hasFocus() and self._chosen is None:
                paint_focus(painter, self.theme, QRectF(names).adjusted(2, 2, -2, -2), self.theme.sizes.radius_control)
        self._line_x = area.left() + self._scale.x(self.playhead.t_s)
        self._margins.playhead(painter, self._line_x, ruler, area)
        painter.end()

    def _time_at(self, place: QPoint) -> float:
        return self._scale.t(place.x() - self._lane_area().left())

    def _lane_at(self, place: QPoint) -> Placed | None:
        y = place.y() - self._lane_area().top() + self.verticalScrollBar().value()
        if place.y() < self._lane_area().top():
            return None
        return next((one for one in self._lanes if one.top <= y < one.top + one.height), None)
