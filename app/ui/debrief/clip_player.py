"""Plays one stretch of the recording. Qt's media parts are loaded at the first clip only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtWidgets import QBoxLayout, QFrame

from app.ui.ports import MediaPart
from app.ui.theme import Theme
from app.ui.widgets.kit import button, column, label, row, time_label
from app.ui.widgets.video_view import VideoView
from app.ui.words import clock
from perception.types import Span

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame

_WATCH_MS = 50


class ClipPlayer(QFrame):
    """A small picture with the words under it; hidden until a clip is asked for."""

    def __init__(self, theme: Theme, words_at: Callable[[float], str]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.theme = theme
        self._words_at = words_at
        self._player: QMediaPlayer | None = None
        self._span = Span(0.0, 0.0)
        self._media: Path | None = None
        self._start_s = 0.0
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
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MS)
        self._watch.timeout.connect(self._follow)
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
        self._start_s = part.start_s
        media = part.path
        self.show()
        self._time.setText(f"{clock(span.start_s)} – {clock(span.end_s)}")
        self._words.setText(self._words_at(span.start_s))
        if not media.exists():
            self.view.show_message("The recording is not in its folder any more.")
            return
        if self._player is None:
            self._player = self._make_player()
        if self._player is not None:
            if self._media != media:
                self._player.setSource(QUrl.fromLocalFile(str(media)))
                self._media = media
            self._play()

    def stop(self) -> None:
        """Stop and hide."""
        self._watch.stop()
        if self._player is not None:
            self._player.stop()
        self.hide()

    def _make_player(self) -> QMediaPlayer | None:
        try:
            from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer, QVideoSink
        except ImportError as error:
            self.view.show_message(f"Clips cannot be played on this computer ({error}).")
            return None
        player = QMediaPlayer(self)
        sink = QVideoSink(self)
        sink.videoFrameChanged.connect(self._show_frame)
        player.setVideoSink(sink)
        # Without a sound device the picture and the words still play.
        if not QMediaDevices.defaultAudioOutput().isNull():
            player.setAudioOutput(QAudioOutput(self))
        player.errorOccurred.connect(self._tell_error)
        player.mediaStatusChanged.connect(self._on_status)
        return player

    def _play(self) -> None:
        if self._player is None:
            return
        self._player.setPosition(int((self._span.start_s - self._start_s) * 1000))
        self._player.play()
        self._watch.start()

    def _on_status(self) -> None:
        player = self._player
        if player is not None and player.mediaStatus() == player.MediaStatus.LoadedMedia and self._watch.isActive():
            player.setPosition(int((self._span.start_s - self._start_s) * 1000))
            player.play()

    def _show_frame(self, frame: QVideoFrame) -> None:
        picture = frame.toImage()
        if not picture.isNull():
            self.view.show_picture(picture)

    def _follow(self) -> None:
        if self._player is None:
            return
        now_s = self._player.position() / 1000 + self._start_s
        words = self._words_at(now_s)
        if words:
            self._words.setText(words)
        if now_s >= self._span.end_s:
            self._player.pause()
            self._watch.stop()

    def _tell_error(self) -> None:
        self._watch.stop()
        if self._player is not None:
            self.view.show_message(f"This clip cannot be played ({self._player.errorString()}).")
