"""Where the parts of the review stand: columns over tracks where there is room, else one behind the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSplitter, QStackedWidget, QWidget

from app.ui.review.layout_presenter import Places, Stand, stand_for
from app.ui.theme import Theme
from app.ui.widgets.kit import button, column, row

_TOOLS: Final = 80  # widths of a letter from which the tracks' tools stand in the transport bar
_AROUND_PX: Final = 36  # a tab's padding and border
_KEEP_AFTER_MS: Final = 500  # after the hand is at rest
PICTURE, TRANSCRIPT, COACH, TRACKS = "picture", "transcript", "coach", "tracks"
WORDS: Final[Mapping[str, str]] = {
    PICTURE: "Picture",
    TRANSCRIPT: "Transcript",
    COACH: "Rating and comments",
    TRACKS: "Tracks",
}


class ReviewLayout(QWidget):
    """Puts picture, transcript, coach's column and tracks in place; the transport bar is always there.

    parts: the four by name. tools: of the tracks; they stand in the transport bar where there is room. keep: told the
    places of the dividers when they were moved.
    """

    def __init__(
        self,
        theme: Theme,
        parts: Mapping[str, QWidget],
        bar: QWidget,
        tools: QWidget,
        places: Places,
        keep: Callable[[Places], object],
    ) -> None:
        super().__init__()
        self.theme = theme
        self.parts = dict(parts)
        self.places = self._kept = places
        self._keep = keep
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_KEEP_AFTER_MS)
        self._later.timeout.connect(self.keep_places)
        self._stand: Stand | None = None
        self.setProperty("look", "clear")
        self.buttons = {name: button(WORDS[name], partial(self.show_part, name), "tab") for name in self.parts}
        strong = QFontMetrics(theme.font(strong=True))
        for name, made in self.buttons.items():
            made.setCheckable(True)
            # The chosen one is written in bold, which takes more room than Qt has asked for.
            made.setMinimumWidth(strong.horizontalAdvance(WORDS[name]) + _AROUND_PX)
        self._tabs = row(*self.buttons.values(), None, spacing=6)
        self._stack = QStackedWidget()
        self._stack.setProperty("look", "clear")
        beside = column(self._tabs, self._stack, spacing=6)
        beside.setStretch(1, 1)
        self._beside = QWidget()
        self._beside.setProperty("look", "clear")
        self._beside.setLayout(beside)
        self._across = self._splitter(Qt.Orientation.Horizontal)
        self._down = self._splitter(Qt.Orientation.Vertical)
        self._foot = QWidget()
        self._foot.setProperty("look", "clear")
        self._tools, self._tools_home = tools, tools.parentWidget()
        self._bar = row(bar, spacing=theme.sizes.unit * 2)
        self._bar_holder = QWidget()
        self._bar_holder.setProperty("look", "clear")
        self._bar_holder.setLayout(self._bar)
        self._under = column(self._bar_holder, spacing=theme.sizes.unit)
        self._foot.setLayout(self._under)
        self._down.addWidget(self._across)
        self._down.addWidget(self._foot)
        self._all = column(self._down, spacing=theme.sizes.unit * 2)
        self._all.setStretch(0, 1)
        gap = theme.sizes.unit * 3
        self._all.setContentsMargins(gap, gap, gap, gap)
        self.setLayout(self._all)

    @property
    def stand(self) -> Stand:
        """How the parts stand now."""
        return self._stand or Stand((PICTURE, TRANSCRIPT, COACH), (), below=True)

    def show_part(self, name: str) -> None:
        """Bring a part to the front; nothing happens for one that is always in sight."""
        if name not in self.stand.turns:
            return
        self._stack.setCurrentWidget(self.parts[name])
        for of, made in self.buttons.items():
            made.setChecked(of == name)

    def in_sight(self, name: str) -> bool:
        """Whether a part can be seen now."""
        return name not in self.stand.turns or self._stack.currentWidget() is self.parts[name]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What stands beside each other depends on the room."""
        super().resizeEvent(event)
        wanted = stand_for(self.width(), self.height(), self.theme.sizes.body)
        if wanted != self._stand:
            self._arrange(wanted)

    def keep_places(self) -> None:
        """Remember where the dividers are, if they were moved."""
        self._later.stop()
        if self.places != self._kept:
            self._kept = self.places
            self._keep(self.places)

    # ------------------------------------------------------------ inside

    def _splitter(self, way: Qt.Orientation) -> QSplitter:
        made = QSplitter(way)
        made.setChildrenCollapsible(False)
        made.setHandleWidth(self.theme.sizes.unit * 3)
        made.setProperty("look", "clear")
        made.splitterMoved.connect(lambda *_where: self._moved())
        return made

    def _arrange(self, stand: Stand) -> None:
        shown = next((name for name in stand.turns if self._stand is not None and self.in_sight(name)), None)
        self._stand = stand
        for name in stand.beside:
            self._across.addWidget(self.parts[name])
            self.parts[name].show()
        for name in stand.turns:
            self._stack.addWidget(self.parts[name])
        if stand.below:
            self._under.insertWidget(0, self._bar_holder)
            self._under.addWidget(self.parts[TRACKS], 1)
            self.parts[TRACKS].show()
        else:
            self._all.addWidget(self._bar_holder)
        self._foot.setVisible(stand.below)
        self._place_tools(in_bar=stand.below and self.width() >= _TOOLS * self.theme.sizes.body)
        self._beside.setVisible(bool(stand.turns))
        if stand.turns:
            self._across.addWidget(self._beside)
        for name, made in self.buttons.items():
            made.setVisible(name in stand.turns)
        if stand.turns:
            self.show_part(shown or stand.turns[0])
        self._place()

    def _place_tools(self, *, in_bar: bool) -> None:
        home = self._tools_home.layout() if self._tools_home is not None else None
        if in_bar:
            self._bar.addWidget(self._tools, 1)
        elif isinstance(home, QBoxLayout) and self._tools.parentWidget() is not self._tools_home:
            home.insertWidget(0, self._tools)

    def _place(self) -> None:
        """The dividers as they were left."""
        across, down = self.places.across(len(self._shown_across())), self.places.down
        width, height = max(1, self.width()), max(1, self.height())
        sizes = iter(round(share * width) for share in across)
        shown = self._shown_across()
        self._across.setSizes(
            [next(sizes) if self._across.widget(i) in shown else 0 for i in range(self._across.count())]
        )
        self._down.setSizes([round(down * height), round((1 - down) * height)])

    def _shown_across(self) -> list[QWidget]:
        stand = self.stand
        shown = [self.parts[name] for name in stand.beside]
        return [*shown, self._beside] if stand.turns else shown

    def _moved(self) -> None:
        shown = self._shown_across()
        across = [self._across.sizes()[i] for i in range(self._across.count()) if self._across.widget(i) in shown]
        down = self._down.sizes() if self.stand.below else None
        self.places = self.places.moved(across, down)
        self._later.start()
