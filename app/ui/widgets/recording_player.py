"""Plays a recording that may come in several parts: picture, and the voices of both. Seconds on the session clock.

Qt's media parts are loaded with the first recording only. Without a sound device the picture still plays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QImage

from app.ui.ports import MediaPart
from app.ui.widgets.second_voice import SecondVoice

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame

_LOOK_MS: Final = 33
_SEEK_MS: Final = 400  # a picture that takes longer is not waited for
_FAR_S: Final = 1.0  # a picture that far from the place gone to is still of the place before
GONE: Final = "The recording is not in its folder any more."


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A picture, on from `t_s` until `end_s`."""

    picture: QImage
    t_s: float
    end_s: float


class RecordingPlayer(QObject):
    """framed(Shown): a new picture. moved(t_s): where it plays. failed(text): it cannot, a sentence. ended: all of it
    was played. While it stands still only the newest of many wanted places is gone to."""

    framed = Signal(object)
    moved = Signal(float)
    failed = Signal(str)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[MediaPart, ...] = ()
        self._part: MediaPart | None = None
        self._player: QMediaPlayer | None = None
        self._other: SecondVoice | None = None
        self._speed = 1.0
        self._wanted_s: float | None = None  # where to go as soon as the part is loaded
        self._gone_s = 0.0
        self._waiting_s: float | None = None  # where to go when the picture of the last place is there
        self._playing = False
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._follow)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_SEEK_MS)
        self._late.timeout.connect(self._go_on)

    @property
    def position_s(self) -> float:
        """Where it stands."""
        if self._wanted_s is not None:
            return self._wanted_s
        start_s = self._part.start_s if self._part is not None else 0.0
        return start_s + (self._player.position() / 1000 if self._player is not None else 0.0)

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._playing

    def load(self, parts: Sequence[MediaPart]) -> None:
        """What to play; nothing is opened yet."""
        self._parts = tuple(parts)
        self._part = None

    def seek(self, t_s: float) -> None:
        """Go there."""
        part = self._part_at(t_s)
        if part is None or not self._open(part, t_s):
            return
        if self._wanted_s is not None:
            self._wanted_s = t_s
        elif self._late.isActive() and not self._playing:
            self._waiting_s = t_s
        else:
            self._go_to(t_s)

    def play(self) -> None:
        """Play on from where it stands."""
        if self._part is None and self._parts:
            self.seek(self._parts[0].start_s)
        if self._player is None or self._part is None:
            return
        self._playing = True
        if self._wanted_s is None:
            self._start()
        self._look.start()

    def pause(self) -> None:
        """Stand still."""
        self._playing = False
        self._look.stop()
        if self._player is not None:
            self._player.pause()
        if self._other is not None:
            self._other.pause()

    def stop(self) -> None:
        """Let go of the file; another `seek` opens it again."""
        self.pause()
        self._late.stop()
        self._part = self._wanted_s = self._waiting_s = None
        if self._other is not None:
            self._other.close()
        if self._player is not None:
            self._player.setSource(QUrl())

    def pace(self, speed: float) -> None:
        """Faster or slower; voices keep their pitch."""
        self._speed = speed
        if self._player is not None:
            self._player.setPlaybackRate(speed)
        if self._other is not None:
            self._other.pace(speed)

    # ------------------------------------------------------------ parts

    def _part_at(self, t_s: float) -> MediaPart | None:
        begun = [part for part in self._parts if part.start_s <= t_s]
        return begun[-1] if begun else next(iter(self._parts), None)

    def _next_part(self) -> MediaPart | None:
        later = [part for part in self._parts if self._part is not None and part.start_s > self._part.start_s]
        return later[0] if later else None

    def _open(self, part: MediaPart, t_s: float) -> bool:
        """Whether the part can be gone to; one that is not open yet is opened, and gone to then."""
        if part == self._part:
            return self._player is not None
        if not part.path.exists():
            self.failed.emit(GONE)
            return False
        if self._player is None:
            self._player = self._make()
        if self._player is None:
            return False
        self._part, self._wanted_s, self._waiting_s = part, t_s, None
        self._late.stop()
        self._player.setSource(QUrl.fromLocalFile(str(part.path)))
        self._player.pause()  # shows the first picture
        return True

    def _make(self) -> QMediaPlayer | None:
        try:
            from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer, QVideoSink
        except ImportError as error:
            self.failed.emit(f"Recordings cannot be played on this computer ({error}).")
            return None
        player = QMediaPlayer(self)
        sink = QVideoSink(self)
        sink.videoFrameChanged.connect(self._take)
        player.setVideoSink(sink)
        if not QMediaDevices.defaultAudioOutput().isNull():
            player.setAudioOutput(QAudioOutput(self))
            self._other = SecondVoice(self)
        player.setPitchCompensation(True)
        player.setPlaybackRate(self._speed)
        player.errorOccurred.connect(self._tell_error)
        player.mediaStatusChanged.connect(self._on_status)
        return player

    def _on_status(self) -> None:
        player = self._player
        if player is None or self._part is None:
            return
        status = player.mediaStatus()
        if status in (player.MediaStatus.LoadedMedia, player.MediaStatus.BufferedMedia) and self._wanted_s is not None:
            # Not within the signal: a player that is moved and started there plays without its sound.
            QTimer.singleShot(0, self._loaded)
        elif status == player.MediaStatus.EndOfMedia and self._playing:
            self._at_end()

    def _loaded(self) -> None:
        if self._player is None or self._part is None or self._wanted_s is None:
            return
        wanted_s, self._wanted_s = self._wanted_s, None
        if self._other is not None:
            self._other.open(self._part.path, self._player)
        self._go_to(wanted_s)

    def _at_end(self) -> None:
        following = self._next_part()
        if following is not None:
            self.seek(following.start_s)
            return
        self.pause()
        if self._player is not None and self._part is not None:
            self.moved.emit(self._part.start_s + self._player.duration() / 1000)
        self.ended.emit()

    # ------------------------------------------------------------ places and pictures

    def _go_to(self, t_s: float) -> None:
        if self._player is None or self._part is None:
            return
        self._waiting_s, self._gone_s = None, t_s
        if self._player.hasVideo():
            self._late.start()
        self._player.setPosition(max(0, round((t_s - self._part.start_s) * 1000)))
        if self._playing:
            # The end of a recording stops the player; going back from there goes on.
            self._start()

    def _go_on(self) -> None:
        if self._waiting_s is not None:
            self._go_to(self._waiting_s)

    def _start(self) -> None:
        if self._player is not None:
            self._player.play()
            if self._other is not None:
                self._other.play()

    def _take(self, frame: QVideoFrame) -> None:
        if self._part is None or self._wanted_s is not None:
            return
        picture = frame.toImage()
        if picture.isNull():
            return
        start_s = self._part.start_s
        shown = Shown(picture, start_s + frame.startTime() / 1e6, start_s + frame.endTime() / 1e6)
        if self._late.isActive() and not shown.t_s - _FAR_S < self._gone_s < shown.end_s + _FAR_S:
            return
        self._late.stop()
        self.framed.emit(shown)
        self._go_on()

    def _follow(self) -> None:
        if self._player is not None and self._wanted_s is None:
            self.moved.emit(self.position_s)

    def _tell_error(self) -> None:
        self.pause()
        if self._player is not None:
            self.failed.emit(f"This recording cannot be played ({self._player.errorString()}).")
