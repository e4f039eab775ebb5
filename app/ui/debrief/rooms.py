"""Where the parts of a debrief stand: one large part at a time with the advice beside it, or all of them in turn."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.debrief.clip_player import ClipPlayer
from app.ui.theme import Theme
from app.ui.widgets.kit import button, column, row, scrolled

ADVICE = "advice"
_SCROLL_ROOM = 12  # as `scrolled` keeps at its right
_READABLE = 40  # letters a line of the large part has at least beside the advice


class Rooms(QWidget):
    """Where there is room, advice and clips stand beside the large part; else the advice is a part of its own, and a
    clip plays above. parts: name to the words of its button and the part itself."""

    def __init__(
        self, theme: Theme, parts: Mapping[str, tuple[str, QWidget]], advice: QWidget, player: ClipPlayer
    ) -> None:
        super().__init__()
        self.theme = theme
        self.player = player
        self._narrow = False
        self._advice = advice
        named = {**{name: words for name, (words, _) in parts.items()}, ADVICE: "Keep and change"}
        self.buttons = {name: button(words, partial(self.show_part, name), "tab") for name, words in named.items()}
        for made in self.buttons.values():
            made.setCheckable(True)
        self._stack = QStackedWidget()
        self._pages = {name: part for name, (_, part) in parts.items()}
        for part in self._pages.values():
            self._stack.addWidget(part)
        self._inside = column(player, advice, None, spacing=theme.sizes.gap)
        inside = QWidget()
        inside.setProperty("look", "clear")
        inside.setLayout(self._inside)
        self._side = scrolled(inside, named[ADVICE])
        self._stack.setProperty("look", "clear")
        self._main = column(row(*self.buttons.values(), None, spacing=6), self._stack, spacing=10)
        self._main.setStretch(1, 1)
        self._across = row(self._main, self._side, spacing=8)
        self._across.setStretch(0, 1)
        margin = theme.sizes.margin
        self._across.setContentsMargins(margin, margin, margin - theme.sizes.scroll, 0)
        self.setProperty("look", "clear")
        self.setLayout(self._across)
        self._stand_beside()
        self.show_part(next(iter(parts)))

    @property
    def part(self) -> str:
        """What is shown large."""
        return next((name for name, part in self._pages.items() if part is self._stack.currentWidget()), ADVICE)

    def show_part(self, name: str) -> None:
        """Show a part; the advice needs no turn where it stands beside the others."""
        if name == ADVICE and not self._narrow:
            return
        self._stack.setCurrentWidget(self._pages.get(name, self._side))
        for of, made in self.buttons.items():
            made.setChecked(of == name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What stands beside each other depends on the room."""
        super().resizeEvent(event)
        if not self._narrow:
            self._side.setFixedWidth(self._side_width())
        narrow = self.width() < self._side_width() + _READABLE * self.theme.sizes.body
        if narrow != self._narrow:
            self._narrow = narrow
            if narrow:
                self._stand_alone()
            else:
                self._stand_beside()

    def _side_width(self) -> int:
        """As wide as the look says, or as its widest part needs with large text."""
        needed = self._advice.minimumSizeHint().width() + _SCROLL_ROOM
        return max(self.theme.sizes.aside, needed) + self.theme.sizes.scroll

    def _stand_beside(self) -> None:
        if self.part == ADVICE:
            self.show_part(next(iter(self._pages)))
        self._stack.removeWidget(self._side)
        self._across.addWidget(self._side)
        self._inside.insertWidget(0, self.player)
        self.player.lie(flat=False)
        self._side.setFixedWidth(self._side_width())
        self._side.show()
        self.buttons[ADVICE].hide()

    def _stand_alone(self) -> None:
        self._across.removeWidget(self._side)
        self._side.setMinimumWidth(0)
        self._side.setMaximumWidth(self.maximumWidth())
        self._stack.addWidget(self._side)
        self._main.insertWidget(1, self.player)
        self.player.lie(flat=True)
        self.buttons[ADVICE].show()
