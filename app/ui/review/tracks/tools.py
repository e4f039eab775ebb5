"""The row above the lanes: what the shapes mean, what to do with a chosen stretch, zoom, and which lanes are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLayout, QMenu, QSizePolicy, QWidget

from app.ui.review.playhead import Playhead
from app.ui.review.tracks.presenters.lanes import Lane
from app.ui.review.tracks.presenters.words import span_words
from app.ui.review.tracks.strip import MARKER_PX, paint_marker
from app.ui.theme import Theme
from app.ui.widgets.kit import button, label, row
from perception.types import Span

LEGEND: Final = (("disc", "watch", "jumped to fixing"), ("square", "watch", "missed"), ("triangle", "good", "named"))

_SPACE: Final = 8  # pixels between two


class LegendChip(QWidget):
    """A shape and what it means."""

    def __init__(self, theme: Theme, shape: str, colour: str, text: str) -> None:
        super().__init__()
        self.theme, self._shape, self._colour, self._text = theme, shape, colour, text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{shape.capitalize()}: {text}")

    def sizeHint(self) -> QSize:
        """Shape and text in a row."""
        self.ensurePolished()
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + 44, metrics.height() + 10)

    def changeEvent(self, event: QEvent) -> None:
        """Measured again in another font."""
        self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint outline, shape and text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.theme.colour("line"))
        radius = self.height() / 2.0 - 1.0
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour(self._colour))
        paint_marker(painter, self._shape, QPointF(16.0, self.height() / 2.0), MARKER_PX)
        painter.setPen(self.theme.colour("muted"))
        painter.drawText(self.rect().adjusted(27, 0, -6, 0), Qt.AlignmentFlag.AlignVCenter, self._text)


class StayingMenu(QMenu):
    """Stays open while several things are ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick without closing."""
        action = self.activeAction()
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
            return
        super().mouseReleaseEvent(event)


class TracksTools(QWidget):
    """zoomed_in(), zoomed_out(), whole(), around(); toggled(lane id, shown); wants_comment(t_s)."""

    zoomed_in = Signal()
    zoomed_out = Signal()
    whole = Signal()
    around = Signal()
    toggled = Signal(str, bool)
    wants_comment = Signal(float)

    def __init__(self, theme: Theme, playhead: Playhead) -> None:
        super().__init__()
        self.theme = theme
        self.playhead = playhead
        self.setProperty("look", "clear")
        self._legend = [LegendChip(theme, *one) for one in LEGEND]
        self._legend_wanted = True
        self._span = label("", "small")
        self.loop = button("Loop", self._loop, "small", name="Play the chosen stretch again and again")
        self.loop.setCheckable(True)
        self._comment = button("Comment", self._comment_here, "small", name="Comment on the chosen stretch")
        self._clear = button("Clear", lambda: playhead.select(None), "small", name="Let go of the chosen stretch")
        self.out_button = button("−", self.zoomed_out.emit, "tool", name="Show more time")
        self.in_button = button("+", self.zoomed_in.emit, "tool", name="Show less time, closer")
        self.whole_button = button("Whole call", self.whole.emit, "small", name="Show the whole call")
        self.around_button = button("Around now", self.around.emit, "small", name="Show half a minute around now")
        self.lanes_button = button("Lanes", self._open_menu, "small", name="Which lanes are shown")
        self._menu = StayingMenu(self)
        self.lanes_button.setMenu(self._menu)
        layout = row(
            self._span,
            self.loop,
            self._comment,
            self._clear,
            None,
            *self._legend,
            theme.sizes.gap,
            self.out_button,
            self.in_button,
            self.whole_button,
            self.around_button,
            self.lanes_button,
            spacing=_SPACE,
        )
        layout.setContentsMargins(0, 0, 0, 0)
        # What does not fit is hidden below, so that the row never makes its window wider.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(layout)
        playhead.selected.connect(self._select)
        playhead.looped.connect(self.loop.setChecked)
        self._select(playhead.selection)

    @property
    def menu(self) -> QMenu:
        """The lanes to tick."""
        return self._menu

    def show_legend(self, shown: bool) -> None:
        """Explain the shapes of feeling moments, or not while these are hidden."""
        self._legend_wanted = shown
        self._fit()

    def offer(self, lanes: Sequence[Lane], hidden: frozenset[str]) -> None:
        """The lanes that can be ticked."""
        self._menu.clear()
        for lane in lanes:
            action = self._menu.addAction(lane.name)
            action.setCheckable(True)
            action.setChecked(lane.id not in hidden)
            action.toggled.connect(lambda shown, ident=lane.id: self.toggled.emit(ident, shown))

    def minimumSizeHint(self) -> QSize:
        """Room for what can always be pressed."""
        always = (self.out_button, self.in_button, self.lanes_button)
        return QSize(_needed(always), self.lanes_button.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The legend gives way where there is no room for it."""
        super().resizeEvent(event)
        self._fit()

    def _select(self, span: Span | None) -> None:
        for widget in (self.loop, self._comment, self._clear):
            widget.setVisible(span is not None)
        if span is not None:
            self._span.setText(span_words(span))
        self._fit()

    def _fit(self) -> None:
        """What does not fit gives way: first the legend, then the times, which the ruler shows as well, then ways to
        zoom that + and - can replace."""
        chosen = self.playhead.selection is not None
        always = [self.out_button, self.in_button, self.lanes_button]
        always += [self.loop, self._comment, self._clear] if chosen else []
        room = self.width() - self.theme.sizes.gap - 3 * _SPACE - _needed(always)
        giving: list[tuple[bool, Sequence[QWidget]]] = [
            (True, (self.whole_button,)),
            (True, (self.around_button,)),
            (chosen, (self._span,)),
            (self._legend_wanted, self._legend),
        ]
        for wanted, widgets in giving:
            room -= _needed(widgets) if wanted else 0
            for widget in widgets:
                widget.setVisible(wanted and room >= 0)

    def _loop(self) -> None:
        self.playhead.loop(self.loop.isChecked())

    def _comment_here(self) -> None:
        if self.playhead.selection is not None:
            self.wants_comment.emit(self.playhead.selection.start_s)

    def _open_menu(self) -> None:
        self.lanes_button.showMenu()


def _needed(widgets: Sequence[QWidget]) -> int:
    return sum(widget.sizeHint().width() + _SPACE for widget in widgets)
