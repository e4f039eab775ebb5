"""Movement without a cause: slow wobbles, uneven blinks, small steps of the eyes. The same seed gives the same."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final

import numpy as np

BLINKS_PER_MIN: Final = 16.0
_SHUT_S, _OPEN_S = 0.085, 0.165  # lids fall faster than they rise
BLINK_S: Final = _SHUT_S + _OPEN_S
_SACCADE_S: Final = 0.07


def ramp(since_s: float, ease_s: float) -> float:
    """0 before, 1 after `ease_s`, smooth in between."""
    if since_s >= ease_s:
        return 1.0
    return 0.5 * (1 - cos(pi * max(since_s, 0.0) / ease_s))


@dataclass(frozen=True, slots=True)
class Wobble:
    """A slow wobble: sum of three sines, amplitude about 1."""

    rates_hz: tuple[float, float, float]
    phases: tuple[float, float, float]

    def at(self, t_s: float) -> float:
        """The value at a time, seconds."""
        (first, second, third), (a, b, c), turn = self.rates_hz, self.phases, 2 * pi * t_s
        return (sin(turn * first + a) + sin(turn * second + b) + sin(turn * third + c)) / 1.8


def make_wobble(rng: np.random.Generator, *, low_hz: float = 0.05, high_hz: float = 0.32) -> Wobble:
    """A wobble of three rates between the two."""
    (first, second, third), (a, b, c) = rng.uniform(low_hz, high_hz, 3).tolist(), rng.uniform(0, 2 * pi, 3).tolist()
    return Wobble((first, second, third), (a, b, c))


class Blinks:
    """When the lids close: uneven, now and then twice."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng((seed, 11))
        self._times: list[float] = [float(self._rng.uniform(0.8, 2.4))]

    def lids(self, t_s: float, *, also: float = -1.0) -> float:
        """0 open to 1 closed. also: time of one more blink, seconds."""
        while self._times[-1] < t_s + 1.0:
            double = self._rng.uniform() < 0.12
            gap = 0.38 if double else 60.0 / BLINKS_PER_MIN * float(np.clip(self._rng.lognormal(0.0, 0.5), 0.35, 2.4))
            self._times.append(self._times[-1] + gap)
        i = bisect_right(self._times, t_s) - 1
        usual = _closing(t_s - self._times[i]) if i >= 0 else 0.0
        return max(usual, _closing(t_s - also))


def _closing(since_s: float) -> float:
    if not 0.0 <= since_s < BLINK_S:
        return 0.0
    return ramp(since_s, _SHUT_S) if since_s < _SHUT_S else 1.0 - ramp(since_s - _SHUT_S, _OPEN_S)


@dataclass(frozen=True, slots=True)
class Glance:
    """Where the eyes rest for a moment. x, y: about -1..1 in units of the usual step. chance: 0..1, by which somebody
    decides whether this is a longer look away; side: -1 or 1."""

    at_s: float
    x: float
    y: float
    chance: float
    side: float


class Glances:
    """The eyes' rests, one after another."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng((seed, 12))
        self._rests: list[Glance] = [Glance(0.0, 0.0, 0.0, 1.0, 1.0)]
        self._times: list[float] = [0.0]

    def around(self, t_s: float) -> tuple[Glance, Glance, float]:
        """The rest before, this one, and how far the eyes are from the one to the other, 0..1."""
        while self._times[-1] < t_s + 1.0:
            self._extend()
        i = bisect_right(self._times, t_s) - 1
        now = self._rests[max(i, 0)]
        return self._rests[max(i - 1, 0)], now, ramp(t_s - now.at_s, _SACCADE_S)

    def _extend(self) -> None:
        rng = self._rng
        at_s = self._times[-1] + float(rng.uniform(0.5, 2.2))
        x, y = np.clip(rng.normal(0.0, 0.55, 2), -1.0, 1.0)
        side = -1.0 if rng.uniform() < 0.5 else 1.0
        self._rests.append(Glance(at_s, float(x), float(y), float(rng.uniform()), side))
        self._times.append(at_s)
