"""The second sound track of a recording. A player plays one track only; the voices of a call are kept on two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, QUrl

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer

# A player without a picture tells its place in steps: a smaller difference may be none.
_APART_MS: Final = 250
_COMPARE_MS: Final = 1500


class SecondVoice(QObject):
    """Follows a player of the same file: goes where it is when it starts, and when they have drifted apart."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player: QMediaPlayer | None = None
        self._leader: QMediaPlayer | None = None
        self._compare = QTimer(self)
        self._compare.setInterval(_COMPARE_MS)
        self._compare.timeout.connect(self._keep_together)

    def open(self, path: Path, leader: QMediaPlayer) -> None:
        """Take the second track of the file the leader has loaded; without one nothing is to be done."""
        self.close()
        if len(leader.audioTracks()) < 2:
            return
        from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer

        self._leader = leader
        self._player = QMediaPlayer(self)
        self._player.setAudioOutput(QAudioOutput(self._player))
        self._player.setPitchCompensation(True)
        self._player.tracksChanged.connect(self._choose)
        self._player.setSource(QUrl.fromLocalFile(str(path)))

    def play(self) -> None:
        """Sound from where the leader is."""
        if self._player is not None and self._leader is not None:
            self._player.setPlaybackRate(self._leader.playbackRate())
            self._player.setPosition(self._leader.position())
            self._player.play()
            self._compare.start()

    def pause(self) -> None:
        """Be silent."""
        self._compare.stop()
        if self._player is not None:
            self._player.pause()

    def pace(self, speed: float) -> None:
        """As fast as the leader."""
        if self._player is not None:
            self._player.setPlaybackRate(speed)

    def close(self) -> None:
        """Let go of the file."""
        self._compare.stop()
        if self._player is not None:
            self._player.stop()
            self._player.deleteLater()
            self._player = self._leader = None

    def _choose(self) -> None:
        """Which tracks there are is known once the file is open; chosen sooner, the first would play."""
        if self._player is not None and len(self._player.audioTracks()) > 1:
            self._player.setActiveVideoTrack(-1)
            self._player.setActiveAudioTrack(1)

    def _keep_together(self) -> None:
        if self._player is None or self._leader is None:
            return
        if abs(self._player.position() - self._leader.position()) > _APART_MS:
            self._player.setPosition(self._leader.position())
