"""Small causal filters over samples that carry their times. All are pure and deterministic."""

from __future__ import annotations

import math
from collections import deque
from typing import Final

import numpy as np

_RENEW_S: Final = 0.5  # s between two computations of a running median: it moves slowly, computing it costs


class TimeEma:
    """Exponential mean with the real time step: y += (1 - exp(-dt / tau)) (x - y).

    The first sample, and the first after a gap longer than `reset_after_s`, is taken as it is. No look-ahead.
    """

    def __init__(self, *, tau_s: float, reset_after_s: float = 1.0) -> None:
        self._tau_s = tau_s
        self._reset_after_s = reset_after_s
        self._value: float | None = None
        self._t_s = 0.0

    def update(self, value: float, *, t_s: float) -> float:
        """The mean after this sample."""
        step_s = t_s - self._t_s
        if self._value is None or step_s > self._reset_after_s:
            self._value = value
        else:
            self._value += (1.0 - math.exp(-max(step_s, 0.0) / self._tau_s)) * (value - self._value)
        self._t_s = t_s
        return self._value


class RunningCentre:
    """Median of each coordinate over the last `window_s`, of at most one sample every `spacing_s`.

    `centre` is None until `least` samples are in. Only past samples count.
    """

    def __init__(self, *, window_s: float, spacing_s: float = 0.1, least: int = 1) -> None:
        self._window_s = window_s
        self._spacing_s = spacing_s
        self._least = least
        self._samples: deque[tuple[float, ...]] = deque()
        self._centre: tuple[float, ...] | None = None
        self._computed_s = float("-inf")

    def push(self, *values: float, t_s: float) -> None:
        """Take a sample in."""
        if self._samples and t_s - self._samples[-1][0] < self._spacing_s:
            return
        self._samples.append((t_s, *values))
        while self._samples[0][0] < t_s - self._window_s:
            self._samples.popleft()
        if t_s - self._computed_s >= _RENEW_S and len(self._samples) >= self._least:
            self._computed_s = t_s
            self._centre = tuple(float(value) for value in np.median(np.array(self._samples)[:, 1:], axis=0))

    @property
    def centre(self) -> tuple[float, ...] | None:
        """The medians, in the order of `push`."""
        return self._centre


class SecondOrder:
    """Second-order Butterworth low- or high-pass by the bilinear transform, for evenly spaced samples.

    Latency of the low-pass about 1.41 / (2 pi cutoff) seconds; the high-pass has none worth noting above its cutoff.
    """

    def __init__(self, *, kind: str, cutoff_hz: float, rate_hz: float) -> None:
        k = math.tan(math.pi * cutoff_hz / rate_hz)
        norm = 1.0 / (1.0 + math.sqrt(2.0) * k + k * k)
        gain = (k * k if kind == "low" else 1.0) * norm
        sign = 1.0 if kind == "low" else -1.0
        self._b = (gain, 2.0 * sign * gain, gain)
        self._a = (2.0 * (k * k - 1.0) * norm, (1.0 - math.sqrt(2.0) * k + k * k) * norm)
        self._low = kind == "low"
        self._state: tuple[float, float] | None = None

    def step(self, value: float) -> float:
        """The filtered sample; the filter starts as if `value` had been there for ever."""
        (b0, b1, b2), (a1, a2) = self._b, self._a
        if self._state is None:
            steady = value if self._low else 0.0
            self._state = (steady - b0 * value, b2 * value - a2 * steady)
        out = b0 * value + self._state[0]
        self._state = (b1 * value - a1 * out + self._state[1], b2 * value - a2 * out)
        return out
