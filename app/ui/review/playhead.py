"""The one time of a review: picture, tracks, transcript and comments follow it, and all may move it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal

from perception.types import Span

SPEEDS: Final = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)


class Playhead(QObject):
    """Where the review stands. Seconds on the session clock.

    moved(t_s): by playing, stepping, dragging or jumping. selected(Span or None). played(bool): playing or not.
    paced(speed). Who moves it calls `seek`; the player follows `jumped` (not `moved`, which it causes itself).
    """

    moved = Signal(float)
    jumped = Signal(float)
    selected = Signal(object)
    played = Signal(bool)
    paced = Signal(float)
    looped = Signal(bool)

    def __init__(self, duration_s: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.duration_s = duration_s
        self.t_s = 0.0
        self.selection: Span | None = None
        self.playing = False
        self.speed = 1.0
        self.looping = False

    def seek(self, t_s: float) -> None:
        """Go to a time, kept within the session."""
        self.t_s = min(max(0.0, t_s), self.duration_s)
        self.jumped.emit(self.t_s)
        self.moved.emit(self.t_s)

    def advance(self, t_s: float) -> None:
        """The player tells where it is."""
        self.t_s = min(max(0.0, t_s), self.duration_s)
        self.moved.emit(self.t_s)

    def select(self, span: Span | None) -> None:
        """Choose a stretch: to loop it, or to comment on it."""
        self.selection = span
        self.selected.emit(span)
        if span is None and self.looping:
            self.loop(False)

    def play(self, playing: bool) -> None:
        """Play or pause."""
        if playing != self.playing:
            self.playing = playing
            self.played.emit(playing)

    def pace(self, speed: float) -> None:
        """One of SPEEDS."""
        self.speed = speed
        self.paced.emit(speed)

    def loop(self, looping: bool) -> None:
        """Play the selection again and again; without one it stays off."""
        self.looping = looping and self.selection is not None
        self.looped.emit(self.looping)
