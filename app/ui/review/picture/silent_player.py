"""Plays nothing but time: for a session whose picture and sound were not kept."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

_LOOK_MS: Final = 33


class SilentPlayer(QObject):
    """The part of RecordingPlayer that the review uses, by the clock alone."""

    moved = Signal(float)
    ended = Signal()

    def __init__(self, duration_s: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._duration_s = duration_s
        self._from_s = 0.0
        self._speed = 1.0
        self._clock = QElapsedTimer()
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self.follow)

    @property
    def position_s(self) -> float:
        """Where it stands."""
        gone_s = self._clock.elapsed() / 1000 * self._speed if self._look.isActive() else 0.0
        return min(self._duration_s, self._from_s + gone_s)

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._look.isActive()

    def seek(self, t_s: float) -> None:
        """Go there."""
        self._from_s = t_s
        self._clock.start()

    def play(self) -> None:
        """On from where it stands."""
        self._clock.start()
        self._look.start()

    def pause(self) -> None:
        """Stand still."""
        self._from_s = self.position_s
        self._look.stop()

    def stop(self) -> None:
        """As pause; there is nothing to let go of."""
        self.pause()

    def pace(self, speed: float) -> None:
        """Faster or slower from here on."""
        self._from_s = self.position_s
        self._speed = speed
        self._clock.start()

    def follow(self) -> None:
        """Tell where it is."""
        now_s = self.position_s
        self.moved.emit(now_s)
        if now_s >= self._duration_s:
            self.pause()
            self.ended.emit()
