"""What the window should tell during a practice call: nothing is heard or understood, or a turn does not end."""

from __future__ import annotations

from typing import Final

from app.engine.messages import Problem
from app.practice.turns import Step

QUIET_S: Final = 60.0
LONG_S: Final = 120.0
_UNCLEAR: Final = 2  # turns in a row
_NOTHING_HEARD: Final = Problem(
    "microphone",
    "Nothing was heard for a minute. Is the microphone on?",
    "Check that it is not muted and that the right one is chosen; the customer waits for you.",
    "notice",
)
_TALKS_ON: Final = Problem(
    "microphone",
    "You have been speaking for two minutes.",
    "The customer answers as soon as you pause. If it is not you: a voice or a radio near the microphone is heard.",
    "notice",
)
_NOT_UNDERSTOOD: Final = Problem(
    "microphone",
    "Your last words could not be understood.",
    "Speak English, closer to the microphone, and a little slower; the call goes on.",
    "notice",
)


class Notices:
    """Each is told once a spell."""

    def __init__(self) -> None:
        self._since_s: float | None = None
        self._told_quiet = False
        self._unclear = 0
        self._told_turn_s: float | None = None

    def heard(self, now_s: float, *, csm: bool, customer: bool) -> Problem | None:
        """Who speaks now; what to tell."""
        if csm or customer or self._since_s is None:
            self._since_s = now_s
            self._told_quiet = self._told_quiet and not csm
        if self._told_quiet or now_s - self._since_s < QUIET_S:
            return None
        self._told_quiet = True
        return _NOTHING_HEARD

    def talks(self, now_s: float, since_s: float | None) -> Problem | None:
        """Since when the running turn of the CSM lasts, None without one; what to tell."""
        if since_s is None or now_s - since_s < LONG_S or since_s == self._told_turn_s:
            return None
        self._told_turn_s = since_s
        return _TALKS_ON

    def answered(self, step: Step) -> Problem | None:
        """How a turn was read; what to tell."""
        unclear = step.read is not None and "unclear" in step.read.deeds
        self._unclear = self._unclear + 1 if unclear else 0
        return _NOT_UNDERSTOOD if self._unclear == _UNCLEAR else None
