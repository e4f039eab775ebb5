"""Lids: open, in a blink, or closed. Looking down lowers them too and is none of these.

A blink falls fast, from where the lids just were, and is over within .4 s; closed eyes stay shut. Lids that came down
slowly, or stay down without being shut, belong to someone who looks down: they are open, only lowered. All is told
against the person's own open lids, because the face model reads those of one person at .02 and of another at .3.
"""

from __future__ import annotations

from collections import deque
from typing import Final, Literal

from perception.features.filters import RunningCentre
from perception.types import PersonalBaseline

Eyes = Literal["open", "blink", "closed"]

OPEN_TYPICAL: Final = 0.15  # mean of both lid shapes of open eyes, before anything is known of one person [C]
OPEN_MOST: Final = 0.35  # no own level above: someone may begin a call with the eyes cast down [C]
FALL: Final = 0.22  # lids are down from this much above the own level ... [C]
FALL_LEAST: Final = 0.33  # ... and never below this [C]
SHUT: Final = 0.45  # lids are shut from this much above the own level ... [C]
SHUT_MOST: Final = 0.70  # ... and surely from here on [C]
FALL_S: Final = 0.3  # s within which a blink has come down by FALL; slower lids follow a look down [D]
BLINK_S: Final = 0.4  # s; blinks last .1 to .4 s [R secondary]
WINDOW_S: Final = 60.0  # s the own level is learnt from
LEAST: Final = 30  # samples, 3 s


class LidReader:
    """Follows the lids of one person over time; causal."""

    def __init__(self, baseline: PersonalBaseline) -> None:
        self._calibrated = baseline.eyes_open_blink
        self._running = RunningCentre(window_s=WINDOW_S, least=LEAST)
        self._recent: deque[tuple[float, float]] = deque()
        self._down_since_s: float | None = None
        self._shut_since_s: float | None = None

    @property
    def open_level(self) -> float:
        """Lid shapes of this person's open eyes: calibrated, else the median of the last minute."""
        if self._calibrated is not None:
            return min(self._calibrated, OPEN_MOST)
        learnt = self._running.centre
        return OPEN_TYPICAL if learnt is None else min(learnt[0], OPEN_MOST)

    def update(self, blink: float, *, t_s: float) -> Eyes:
        """The lids in this frame. blink: mean of both lid shapes, 0..1."""
        self._running.push(blink, t_s=t_s)
        fallen = blink - self._just_before(blink, t_s)
        level = self.open_level
        shut = blink > min(level + SHUT, SHUT_MOST)
        if blink <= max(level + FALL, FALL_LEAST):
            self._down_since_s = None
        elif self._down_since_s is None and (shut or fallen >= FALL):
            self._down_since_s = t_s
        if not shut:
            self._shut_since_s = None
        elif self._shut_since_s is None:
            self._shut_since_s = t_s
        if self._down_since_s is None:
            return "open"
        if t_s - self._down_since_s <= BLINK_S:
            return "blink"
        return "closed" if shut else "open"

    def closed_s(self, t_s: float) -> float:
        """How long the lids have been shut, seconds; 0 when they are not."""
        return 0.0 if self._shut_since_s is None else t_s - self._shut_since_s

    def forget(self) -> None:
        """Start afresh after the face was lost; the own level is kept."""
        self._recent.clear()
        self._down_since_s = self._shut_since_s = None

    def _just_before(self, blink: float, t_s: float) -> float:
        """Where the lids were highest within FALL_S."""
        self._recent.append((t_s, blink))
        while self._recent[0][0] < t_s - FALL_S:
            self._recent.popleft()
        return min(level for _, level in self._recent)
