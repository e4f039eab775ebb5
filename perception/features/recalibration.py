"""Where the call lies in the gaze of one person as a session goes on: learnt, or followed from a calibration."""

from __future__ import annotations

import math
from collections import deque
from typing import Final

import numpy as np

from perception.features.filters import RunningCentre
from perception.types import FloatArray

Point = tuple[float, float]

# Without a calibration
CENTRE_WINDOW_S: Final = 60.0  # s the centre is learnt from
CENTRE_LEAST: Final = 30  # samples (3 s) before the centre may move
CENTRE_REACH_DEG: Final = 15.0  # deg from the prior; a gaze further off is no sign of where the call is [D]
CENTRE_TRUST_S: Final = 60.0  # s of looking that weigh as much as the prior [D]
# With one: self-recalibration (measurement page 1.3, all [D])
HOME_WINDOW_S: Final = 60.0  # s of looking while the customer speaks
HOME_EVERY_S: Final = 0.2  # s between two samples
HOME_LEAST_S: Final = 20.0  # s before anything is concluded
HOME_NEAR_DEG: Final = 3.0  # deg that count as one cluster
HOME_SHARE: Final = 0.4  # least share of the looking that the densest cluster holds
HOME_REACH_DEG: Final = 10.0  # deg; a cluster further off is another place, not the tile
HOME_RATE: Final = 0.1  # part of the offset taken over a minute
HOME_CAP_DEG: Final = 4.0  # deg, most that the places may be moved
_RENEW_S: Final = 2.0


class LearntCentre:
    """The centre of attending of someone who has not calibrated: the prior at first, then more and more the median
    of the gazes near it. Someone who looks elsewhere for a whole minute does not move it there."""

    def __init__(self, prior: Point) -> None:
        self._prior = prior
        self._running = RunningCentre(window_s=CENTRE_WINDOW_S, least=CENTRE_LEAST)
        self._seen_s = 0.0
        self._last_s: float | None = None

    @property
    def point(self) -> Point:
        """Degrees across and up."""
        learnt = self._running.centre
        if learnt is None:
            return self._prior
        weight = self._seen_s / (self._seen_s + CENTRE_TRUST_S)
        x, y = self._prior
        return x + weight * (learnt[0] - x), y + weight * (learnt[1] - y)

    def push(self, gaze: Point, *, t_s: float) -> None:
        """Take a gaze with open eyes in; times must not go back."""
        if math.dist(gaze, self._prior) > CENTRE_REACH_DEG:
            self._last_s = None
            return
        if self._last_s is not None:
            self._seen_s = min(self._seen_s + min(t_s - self._last_s, 1.0), CENTRE_WINDOW_S)
        self._last_s = t_s
        self._running.push(*gaze, t_s=t_s)


class HomeFollower:
    """Follows a slow change of seat or camera: while the customer speaks, the densest cluster of the gaze is taken as
    the tile, and all places are moved towards it by a tenth of the way a minute, 4 degrees at most."""

    def __init__(self, home: Point) -> None:
        self._home = home
        self._samples: deque[tuple[float, float, float]] = deque()
        self._renewed_s: float | None = None
        self.shift: Point = (0.0, 0.0)

    def push(self, gaze: Point, *, t_s: float) -> None:
        """Take in a gaze with open eyes while the customer speaks and the CSM does not."""
        if self._samples and t_s - self._samples[-1][0] < HOME_EVERY_S:
            return
        self._samples.append((t_s, *gaze))
        while self._samples[0][0] < t_s - HOME_WINDOW_S:
            self._samples.popleft()
        if self._renewed_s is None:
            self._renewed_s = t_s
        elif t_s - self._renewed_s >= _RENEW_S:
            self._move(min(t_s - self._renewed_s, 2.0 * _RENEW_S))
            self._renewed_s = t_s

    def _move(self, step_s: float) -> None:
        if len(self._samples) < HOME_LEAST_S / HOME_EVERY_S:
            return
        found = densest(np.array(self._samples)[:, 1:])
        if found is None:
            return
        to_x = found[0] - self._home[0] - self.shift[0]
        to_y = found[1] - self._home[1] - self.shift[1]
        if math.hypot(to_x, to_y) > HOME_REACH_DEG:
            return
        part = HOME_RATE * step_s / 60.0
        x, y = self.shift[0] + part * to_x, self.shift[1] + part * to_y
        shrink = min(1.0, HOME_CAP_DEG / max(math.hypot(x, y), 1e-9))
        self.shift = (shrink * x, shrink * y)


def densest(points: FloatArray) -> Point | None:
    """Middle of the densest cluster of (n, 2) points, None when no cluster holds enough of them."""
    near = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)) <= HOME_NEAR_DEG
    counts = near.sum(axis=1)
    best = int(np.argmax(counts))
    if counts[best] < HOME_SHARE * len(points):
        return None
    x, y = points[near[best]].mean(axis=0)
    return float(x), float(y)
