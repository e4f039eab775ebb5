"""Counters of a running pipeline: frames, drops, rates, latency."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import Final

_RATE_WINDOW_S: Final = 5.0  # rates are over the last seconds, short enough to show a change, long enough to be steady


@dataclass(frozen=True, slots=True)
class StatsView:
    """The counters at one moment. fps values are over the last seconds; latency is the recent median."""

    captured_frames: int
    dropped_frames: int
    face_fps: float
    pose_fps: float
    audio_overflows: int
    speech_backlog: int
    latency_ms: float


class RateMeter:
    """Events a second over the last few seconds."""

    def __init__(self, *, window_s: float = _RATE_WINDOW_S) -> None:
        self._window_s = window_s
        self._times: deque[float] = deque()
        self._lock = threading.Lock()

    def tick(self, now_s: float) -> None:
        """Count one event."""
        with self._lock:
            self._times.append(now_s)
            self._trim(now_s)

    def rate(self, now_s: float) -> float:
        """Events a second in the window that ends now."""
        with self._lock:
            self._trim(now_s)
            if len(self._times) < 2:
                return 0.0
            span = max(now_s - self._times[0], 1e-3)
            return len(self._times) / span

    def _trim(self, now_s: float) -> None:
        while self._times and now_s - self._times[0] > self._window_s:
            self._times.popleft()


class LatencyMeter:
    """Median delay from capture to result over the last results."""

    def __init__(self, *, size: int = 60) -> None:
        self._values: deque[float] = deque(maxlen=size)
        self._lock = threading.Lock()

    def add(self, delay_s: float) -> None:
        """Note one delay."""
        with self._lock:
            self._values.append(delay_s)

    def median_ms(self) -> float:
        """Median in milliseconds, 0 before the first value."""
        with self._lock:
            if not self._values:
                return 0.0
            ordered = sorted(self._values)
        return 1000.0 * ordered[len(ordered) // 2]
