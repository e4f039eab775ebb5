"""The head's pitch, yaw and height on an even grid, with what is slower and faster than a nod filtered off.

A causal Butterworth band-pass (measurement page 3.2) takes away sways, changes of posture and the level of the pitch,
which is never exact, as well as the tremble of the model.

A nod turns the head about the neck, which moves its height as well. The face model sees height more steadily than
pitch, which it follows late and in jumps, so turning is measured by both: mostly the pitch, partly the height.
"""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from perception.features.filters import SecondOrder
from perception.types import FaceObservation

RATE_HZ: Final = 30.0  # of the even grid
# -3 dB points of the band-pass. Nods have .6 to 5 Hz (3.2 [D]); a corner at the band's very edge would halve the
# energy of the slowest and the fastest ones: on drawn nods .5-6 Hz finds 3 in 100 more than .6-5 Hz [C].
BAND_HZ: Final = (0.5, 6.0)
# Part of a nod's degrees that arrives in the readings. The face model smooths over time and follows small turns only
# partly: of drawn nods of 6 degrees and more .6 to .85 arrive, of small fast ones less [C].
SEEN: Final = 0.6
NECK_CM_PER_DEG: Final = 0.072  # height of the face a degree of a drawn head that turns about the neck [C]
HEIGHT_SHARE: Final = 0.3  # of the height in the turning; .3 to .7 find the same, 0 misses 3 in 100 more [C]
GAP_S: Final = 0.5  # s without a face after which everything starts afresh
NOISE_S: Final = 6.0  # s of readings the noise is estimated from
_NOISE_EVERY_S: Final = 0.5
_NOISE_LEAST: Final = 15  # readings for an estimate of the noise
# White noise of SD 1 has second differences of SD sqrt(6); the low-pass leaves about .7 of it at 15 to 30 a second.
_NOISE_SCALE: Final = 1.4826 / 6.0**0.5 * 0.7


class MotionSample(NamedTuple):
    """The head at one point of the grid.

    turn_deg, yaw_deg: smoothed turning up and sideways, with their level. fast_turn_deg, fast_pitch_deg, fast_y_cm:
    band-passed, around 0; y is the height of the head in the room, + up. Degrees as the pitch is read.
    """

    t_s: float
    turn_deg: float
    yaw_deg: float
    fast_turn_deg: float
    fast_pitch_deg: float
    fast_y_cm: float


class HeadMotion:
    """Push observations in order of time; get the points of the grid up to each. Causal, deterministic."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Forget everything (the face was lost)."""
        self._pitch, self._yaw, self._y = _Band(), _low_pass(), _Band()
        self._before: tuple[float, float, float, float] | None = None
        self._next_s = 0.0
        self._recent: deque[tuple[float, float]] = deque()
        self._noise_at_s = float("-inf")
        self._height_known = False
        self.since_s = float("-inf")  # when the face appeared
        self.noise_deg = 0.0  # SD of the smoothed pitch's noise; 0 while it is not known

    def lost(self, t_s: float) -> bool:
        """Whether the face has been away too long at `t_s` for the movement to go on."""
        return self._before is not None and t_s - self._before[0] > GAP_S

    def push(self, obs: FaceObservation) -> list[MotionSample]:
        """The points of the grid up to this observation; none for one without head angles."""
        if not obs.found or obs.pitch_deg is None or obs.yaw_deg is None:
            return []
        now = (obs.t_s, obs.pitch_deg, obs.yaw_deg, _height_cm(obs))
        if self._before is None:
            self._before, self._next_s, self.since_s = now, obs.t_s, obs.t_s
        self._estimate_noise(obs.t_s, obs.pitch_deg)
        before, self._before = self._before, now
        self._height_known |= now[3] != before[3]  # a height that never moves is not measured
        span_s = now[0] - before[0]
        samples = []
        while self._next_s <= now[0]:
            share = (self._next_s - before[0]) / span_s if span_s > 0 else 1.0
            pitch, fast_pitch = self._pitch.step(before[1] + share * (now[1] - before[1]))
            yaw = self._yaw.step(before[2] + share * (now[2] - before[2]))
            y, fast_y = self._y.step(before[3] + share * (now[3] - before[3]))
            turn, fast_turn = self._turn(pitch, y), self._turn(fast_pitch, fast_y)
            samples.append(MotionSample(self._next_s, turn, yaw, fast_turn, fast_pitch, fast_y))
            self._next_s += 1.0 / RATE_HZ
        return samples

    def _turn(self, pitch_deg: float, y_cm: float) -> float:
        """Linear, so that mixing after the filters is mixing before them."""
        share = HEIGHT_SHARE if self._height_known else 0.0
        return (1.0 - share) * pitch_deg + share * SEEN / NECK_CM_PER_DEG * y_cm

    def _estimate_noise(self, t_s: float, pitch_deg: float) -> None:
        self._recent.append((t_s, pitch_deg))
        if t_s - self._noise_at_s < _NOISE_EVERY_S:
            return
        self._noise_at_s = t_s
        while self._recent[0][0] < t_s - NOISE_S:
            self._recent.popleft()
        if len(self._recent) >= _NOISE_LEAST:
            steps = [b[1] - a[1] for a, b in pairwise(self._recent)]
            self.noise_deg = float(np.median(np.abs(np.diff(steps)))) * _NOISE_SCALE


class _Band:
    """Low-pass and, after it, high-pass."""

    def __init__(self) -> None:
        self._low = _low_pass()
        self._high = SecondOrder(kind="high", cutoff_hz=BAND_HZ[0], rate_hz=RATE_HZ)

    def step(self, value: float) -> tuple[float, float]:
        smooth = self._low.step(value)
        return smooth, self._high.step(smooth)


def _low_pass() -> SecondOrder:
    return SecondOrder(kind="low", cutoff_hz=BAND_HZ[1], rate_hz=RATE_HZ)


def _height_cm(obs: FaceObservation) -> float:
    if obs.offset_y is None or obs.distance_cm is None:
        return 0.0
    return obs.offset_y * obs.distance_cm
