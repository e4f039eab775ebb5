"""The bar under the picture: play, time, speed, loop, and the keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QMenu

from app.ui.review.playhead import SPEEDS, Playhead
from app.ui.review.words_presenter import KEY_LINE, exact_clock, speed_words
from app.ui.theme import Theme
from app.ui.widgets.kit import button, row, time_label


class Transport(QFrame):
    """What moves the playhead. before, after: go to the moment before and after."""

    def __init__(
        self, theme: Theme, playhead: Playhead, before: Callable[[], object], after: Callable[[], object]
    ) -> None:
        super().__init__()
        self.theme = theme
        self.playhead = playhead
        self.setProperty("look", "card")
        self.play = button("▶", lambda: playhead.play(not playhead.playing), "small", name="Play")
        self.play.setMinimumWidth(theme.sizes.control)
        self.before = button("‹", before, "tool", name="To the moment before, key P")
        self.after = button("›", after, "tool", name="To the next moment, key N")
        self.time = time_label(theme, exact_clock(0.0), "strong")
        self.time.setAccessibleName("Time")
        self.speed = button(speed_words(1.0), self._open_speeds, "small", name="Speed")
        self.keys = _KeyLine()
        inside = row(self.play, self.before, self.after, 4, self.time, 4, self.speed, 6, self.keys, spacing=6)
        inside.setStretch(inside.count() - 1, 1)
        inside.setContentsMargins(10, 6, 10, 6)
        self.setLayout(inside)
        self.setAccessibleName("Playing")
        playhead.moved.connect(self._moved)
        playhead.played.connect(self._played)
        playhead.paced.connect(lambda speed: self.speed.setText(speed_words(speed)))

    def _moved(self, t_s: float) -> None:
        text = exact_clock(t_s)
        if text != self.time.text():
            self.time.setText(text)

    def _played(self, playing: bool) -> None:
        self.play.setText("⏸" if playing else "▶")
        self.play.setAccessibleName("Pause" if playing else "Play")

    def _open_speeds(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName("Speed")
        for speed in SPEEDS:
            action = menu.addAction(speed_words(speed), partial(self.playhead.pace, speed))
            action.setCheckable(True)
            action.setChecked(speed == self.playhead.speed)
        menu.popup(self.speed.mapToGlobal(self.speed.rect().topLeft()))


class _KeyLine(QLabel):
    """The keys, where there is room for all of them; the help lists them, too."""

    def __init__(self) -> None:
        super().__init__(KEY_LINE)
        self.setProperty("look", "small")
        self.setMinimumWidth(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """All or nothing."""
        if self.width() >= self.sizeHint().width():
            super().paintEvent(event)
