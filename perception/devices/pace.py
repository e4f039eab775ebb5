"""Plays recorded material at the speed of life."""

from __future__ import annotations

import threading

from perception.ports import Clock


class Pace:
    """Maps media time to session time from the moment of `begin`, and waits until a media time is due."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._anchor_s: float | None = None
        self._stopped = threading.Event()

    def begin(self) -> None:
        """From now on media time 0 is this moment (only the first call counts)."""
        if self._anchor_s is None:
            self._anchor_s = self._clock.now_s()

    def session_s(self, media_s: float) -> float:
        """The session time at which this media time plays."""
        return (self._anchor_s or 0.0) + media_s

    def wait(self, media_s: float) -> bool:
        """Sleep until it is due; False when stopped meanwhile."""
        delay_s = self.session_s(media_s) - self._clock.now_s()
        if delay_s > 0:
            self._stopped.wait(delay_s)
        return not self._stopped.is_set()

    def late_s(self, media_s: float) -> float:
        """How far this media time lies in the past, seconds; negative when it is still to come."""
        return self._clock.now_s() - self.session_s(media_s)

    def stop(self) -> None:
        """Wake whoever waits; may be called from any thread."""
        self._stopped.set()
