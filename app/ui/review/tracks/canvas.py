"""The painted tracks under mouse, wheel, pinch and keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QToolTip

from app.library.review.series import SessionSeries
from app.ui.review.playhead import Playhead
from app.ui.review.tracks.pointer import Hold, begun_at, ended_at, next_moment, span_between
from app.ui.review.tracks.presenters.lanes import Comments, Lane, Points
from app.ui.review.tracks.presenters.words import comment_at, words_at
from app.ui.review.tracks.surface import TracksSurface
from app.ui.theme import Theme
from app.ui.widgets.kit import plain_hint

_ZOOM_NOTCH: Final = 1.2  # a notch of the wheel
_NOTCH: Final = 120.0
_DRAG_PX: Final = 4  # from here on a press is a drag
_HEAD_PX: Final = 7  # how near to the playhead or the end of a stretch it is taken hold of
_SLACK_PX: Final = 8.0  # how near to a moment the mouse must be to mean it
_RULER_HINT: Final = (
    "Drag to choose a stretch: to play it again and again, or to comment on it. The marker can be dragged, too."
)


class TracksCanvas(TracksSurface):
    """wants_comment(t_s): write one there. comment_chosen(id): one was clicked."""

    wants_comment = Signal(float)
    comment_chosen = Signal(str)

    def __init__(self, theme: Theme, series: SessionSeries, playhead: Playhead) -> None:
        super().__init__(theme, series, playhead)
        self._hold: Hold | None = None
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName("Time tracks")
        playhead.jumped.connect(self._describe)
        self._describe()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the playhead or a stretch on the ruler, or of the lanes."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        place = event.position().toPoint()
        t_s = self._time_at(place)
        if not self.ruler_box().contains(place):
            self._hold = Hold(place, t_s, self._scale, "lanes")
        elif (end_s := self._other_end(place)) is not None:
            self._hold = Hold(place, end_s, self._scale, "stretch")
        elif abs(self.x_of(self.playhead.t_s) - place.x()) <= _HEAD_PX:
            self._hold = Hold(place, t_s, self._scale, "playhead")
        else:
            self._hold = Hold(place, t_s, self._scale, "stretch")
        self._dragging = True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held, or tell what is under the mouse."""
        place = event.position().toPoint()
        hold = self._hold
        if hold is None:
            self._hover(place, event.globalPosition().toPoint())
            return
        if not hold.moved and (place - hold.place).manhattanLength() < _DRAG_PX:
            return
        hold.moved = True
        if hold.moves == "playhead":
            self.playhead.seek(self._time_at(place))
        elif hold.moves == "stretch":
            self.playhead.select(span_between(hold.t_s, self._time_at(place)))
        else:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._show(hold.scale.at(hold.scale.offset_px - (place.x() - hold.place.x())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press that was no drag goes there."""
        hold, self._hold, self._dragging = self._hold, None, False
        self.viewport().unsetCursor()
        if hold is None or hold.moved or event.button() != Qt.MouseButton.LeftButton:
            return
        if hold.moves != "lanes" and self.playhead.selection is not None:
            self.playhead.select(None)
        self._click(hold.place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Twice on the lane of comments writes one."""
        placed = self._lane_at(event.position().toPoint())
        if placed is not None and isinstance(placed.lane.content, Comments):
            self.wants_comment.emit(self._time_at(event.position().toPoint()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl closer and farther; along with a sideways wheel or Shift; else up and down where lanes are out of
        sight."""
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_ZOOM_NOTCH ** (turned.y() / _NOTCH), at_x=event.position().x() - self._lane_area().left())
        elif (
            turned.x()
            or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            or not self.verticalScrollBar().maximum()
        ):
            moved = turned.x() or turned.y()
            self._show(self._scale.at(self._scale.offset_px - moved))
        else:
            down = self.verticalScrollBar()
            down.setValue(down.value() - turned.y())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Pinches zoom."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom(1.0 + event.value(), at_x=event.position().x() - self._lane_area().left())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                centre = self.viewport().mapFromGlobal(pinch.centerPoint().toPoint())
                self.zoom(pinch.scaleFactor(), at_x=float(centre.x() - self._lane_area().left()))
                return True
        return super().viewportEvent(event)

    def _click(self, place: QPoint) -> None:
        """Go to the time, or exactly to the moment that was meant."""
        t_s, slack_s = self._time_at(place), _SLACK_PX / self._scale.px_per_s
        if place.x() < self._lane_area().left():
            placed = self._lane_at(place)
            self._choose(placed.lane.id if placed is not None else None)
            return
        placed = self._lane_at(place)
        content = placed.lane.content if placed is not None else None
        if isinstance(content, Points):
            near = [one.t_s for one in content.points if abs(one.t_s - t_s) <= slack_s]
            t_s = min(near, key=lambda one: abs(one - t_s), default=t_s)
        if isinstance(content, Comments):
            comment = comment_at(content.comments, t_s, slack_s=slack_s)
            if comment is not None:
                t_s = comment.t_s if comment.t_s is not None else t_s
                self.comment_chosen.emit(comment.id)
        self.playhead.seek(t_s)

    def _hover(self, place: QPoint, at: QPoint) -> None:
        placed = self._lane_at(place)
        if self.ruler_box().contains(place):
            QToolTip.showText(at, _RULER_HINT, self)
        elif placed is None:
            QToolTip.hideText()
        elif place.x() < self._lane_area().left():
            QToolTip.showText(at, plain_hint(placed.lane.name), self)
        else:
            QToolTip.showText(at, plain_hint(self.words_at(placed.lane, self._time_at(place))), self)

    def words_at(self, lane: Lane, t_s: float) -> str:
        """What stands on a lane at a time, in words."""
        return words_at(lane, t_s, slack_s=_SLACK_PX / self._scale.px_per_s, gaps=self._gaps)

    def _other_end(self, place: QPoint) -> float | None:
        """Where an end of the chosen stretch was taken hold of, the other one stays."""
        span = self.playhead.selection
        for end_s, other_s in () if span is None else ((span.start_s, span.end_s), (span.end_s, span.start_s)):
            if abs(self.x_of(end_s) - place.x()) <= _HEAD_PX:
                return other_s
        return None

    # ------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down choose a lane, with Ctrl Left and Right go to its last and next moment; + and - zoom; B and E
        begin and end the chosen stretch. All others are left to the page."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Up:
                self._step_lane(-1)
            case Qt.Key.Key_Down:
                self._step_lane(1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_in()
            case Qt.Key.Key_Minus:
                self.zoom_out()
            case Qt.Key.Key_B if not control:
                self.playhead.select(begun_at(self.playhead.selection, self.playhead.t_s, self.playhead.duration_s))
            case Qt.Key.Key_E if not control:
                self.playhead.select(ended_at(self.playhead.selection, self.playhead.t_s))
            case Qt.Key.Key_Left if control:
                self._step_moment(forward=False)
            case Qt.Key.Key_Right if control:
                self._step_moment(forward=True)
            case _:
                event.ignore()

    def _step_lane(self, step: int) -> None:
        idents = [placed.lane.id for placed in self._lanes]
        if not idents:
            return
        place = idents.index(self._chosen) + step if self._chosen in idents else 0
        self._choose(idents[min(len(idents) - 1, max(0, place))])

    def _choose(self, ident: str | None) -> None:
        self._chosen = ident
        box = self.lane_box(ident) if ident is not None else None
        area, down = self._lane_area(), self.verticalScrollBar()
        if box is not None and box.top() < area.top():
            down.setValue(down.value() - (area.top() - box.top()))
        elif box is not None and box.bottom() > area.bottom():
            down.setValue(down.value() + box.bottom() - area.bottom())
        self._describe()
        self.viewport().update()

    def _step_moment(self, *, forward: bool) -> None:
        placed = next((one for one in self._lanes if one.lane.id == self._chosen), None)
        t_s = next_moment(placed.lane, self.playhead.t_s, forward=forward) if placed is not None else None
        if t_s is not None:
            self.playhead.seek(t_s)

    def _describe(self, _t_s: float = 0.0) -> None:
        """What is read aloud: the chosen lane at the playhead, or how to choose one."""
        placed = next((one for one in self._lanes if one.lane.id == self._chosen), None)
        text = (
            f"{len(self._lanes)} lanes. Up and Down choose one, plus and minus zoom, B and E begin and end a stretch."
        )
        if placed is not None:
            text = self.words_at(placed.lane, self.playhead.t_s)
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which lane the keys are on."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide it."""
        super().focusOutEvent(event)
        self.viewport().update()
