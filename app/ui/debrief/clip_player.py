"""Plays one stretch of the recording. Qt's media parts are loaded at the first clip only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QBoxLayout, QFrame

from app.ui.ports import MediaPart
from app.ui.theme import Theme
from app.ui.widgets.kit import button, column, label, row, time_label
from app.ui.widgets.recording_player import RecordingPlayer, Shown
from app.ui.widgets.video_view import VideoView
from app.ui.words import clock
from perception.types import Span


class ClipPlayer(QFrame):
    """A small picture with the words under it; hidden until a clip is asked for."""

    def __init__(self, theme: Theme, words_at: Callable[[float], str]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.theme = theme
        self._words_at = words_at
        self._span = Span(0.0, 0.0)
        self._loaded: MediaPart | None = None
        self.player = RecordingPlayer(self)
        self.player.framed.connect(self._show_frame)
        self.player.moved.connect(self._follow)
        self.player.failed.connect(self._tell)
        self.view = VideoView(theme, "Clip", mirrored=False)
        self._time = time_label(theme, "")
        self._words = label("", "muted", wrap=True)
        self._again = button("Play again", self._play, "small")
        self._close = button("Close", self.stop, "small", name="Close the clip")
        commands = row(self._time, None, self._again, self._close, spacing=8)
        self._inside = column(self.view, column(self._words, None, commands, spacing=10), spacing=10)
        self._inside.setContentsMargins(12, 12, 12, 12)
        self.setLayout(self._inside)
        self.lie(flat=False)
        self.setAccessibleName("Clip player")
        self.hide()

    def lie(self, *, flat: bool) -> None:
        """The words under the picture, or flat: beside a smaller one, where there is more width than height."""
        aside = self.theme.sizes.aside
        direction = QBoxLayout.Direction
        self._inside.setDirection(direction.LeftToRight if flat else direction.TopToBottom)
        self._inside.setStretch(1, 1 if flat else 0)
        self.view.setFixedHeight(int(aside * (0.3 if flat else 0.5)))
        self.view.setMaximumWidth(int(aside * 0.5) if flat else self.maximumWidth())

    def play(self, part: MediaPart, span: Span) -> None:
        """Play a stretch of a recording."""
        self._span = span
        self.show()
        self._time.setText(f"{clock(span.start_s)} – {clock(span.end_s)}")
        self._words.setText(self._words_at(span.start_s))
        if part != self._loaded:
            self.player.load((part,))
            self._loaded = part
        self._play()

    def stop(self) -> None:
        """Stop and hide."""
        self.player.stop()
        self.hide()

    def _play(self) -> None:
        self.player.seek(self._span.start_s)
        self.player.play()

    def _show_frame(self, shown: Shown) -> None:
        self.view.show_picture(shown.picture)

    def _follow(self, now_s: float) -> None:
        words = self._words_at(now_s)
        if words:
            self._words.setText(words)
        if now_s >= self._span.end_s:
            self.player.pause()

    def _tell(self, why: str) -> None:
        self.view.show_message(why)
