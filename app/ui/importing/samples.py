"""Plays a few seconds of a voice from memory; nothing of it is written to the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QObject, QUrl

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer


class SamplePlayer(QObject):
    """One sample at a time. Where sound cannot be played, `play` says so."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._player: QMediaPlayer | None = None
        self._buffer: QBuffer | None = None

    def play(self, wav: bytes) -> str:
        """Play it from its beginning; why that is not possible, or ''."""
        player = self._player or self._make()
        if player is None:
            return "No loudspeaker or headset was found."
        self.stop()
        buffer = QBuffer(self)
        buffer.setData(wav)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._buffer = buffer
        player.setSourceDevice(buffer)
        player.play()
        return ""

    def stop(self) -> None:
        """Be quiet."""
        if self._player is not None:
            self._player.stop()
            self._player.setSource(QUrl())
        if self._buffer is not None:
            self._buffer.close()
            self._buffer.deleteLater()
            self._buffer = None

    def _make(self) -> QMediaPlayer | None:
        try:
            from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer
        except ImportError:
            return None
        if QMediaDevices.defaultAudioOutput().isNull():
            return None
        player = QMediaPlayer(self)
        player.setAudioOutput(QAudioOutput(self))
        self._player = player
        return player
