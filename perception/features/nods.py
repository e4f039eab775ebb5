"""Nods: the head's pitch going down and up (or up and down) quickly, with the head and not with the body.

Turning points of the smoothed pitch are followed one by one. A swing between two of them counts when it is large
against the noise and takes 60 ms to .8 s; neighbouring swings form a nod of at least one cycle and .25 to 3 s. Slow
sways, a single change of posture, shakes and movements of the whole body are left out. Frequencies up to 5 Hz are
kept, because small listeners' nods are fast (Hale et al. 2020).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from perception.features.filters import SecondOrder
from perception.types import FaceObservation, FloatArray, Nod

RATE_HZ: Final = 30.0  # the even grid the samples are brought to
BAND_HZ: Final = (0.6, 5.0)  # slowest and fastest nods
# deg, half a swing as measured: about 1.5 deg of the head, of which the face model's own smoothing and the cautious
# scale of head_pose.py leave half (a drawn nod of 8 deg from top to bottom is seen as 4.5) [C].
LEAST_AMPLITUDE_DEG: Final = 0.8
NOISE_FACTOR: Final = 4.0  # an amplitude is at least this many SDs of the noise; 3 gave a nod a minute of noise [C]
SWING_S: Final = (0.06, 0.8)  # half a cycle of .2 to 1.6 s, with room for asymmetric nods
NOD_S: Final = (0.25, 3.0)
EVEN: Final = 0.35  # the smaller of two neighbouring swings is at least this part of the larger
YAW_FACTOR: Final = 1.5  # pitch energy over yaw energy
BODY_CM: Final = 4.0  # travel of the head's place beyond which the trunk moved
PLATEAU: Final = 0.15  # part of a swing within which the head counts as not yet, or no longer, moving
REST_S: Final = 0.45  # s without a further swing that end a nod
GAP_S: Final = 0.5  # s without a face after which everything starts afresh
_HISTORY_S: Final = 6.0
_REST_SAMPLES: Final = int(REST_S * RATE_HZ)
_NOISE_LEAST: Final = 30  # samples for an estimate of the noise
# White noise of SD 1 has second differences of SD sqrt(6); the low-pass leaves about .6 of it.
_NOISE_SCALE: Final = 1.4826 / 6.0**0.5 * 0.6


@dataclass(frozen=True, slots=True)
class _Sample:
    t_s: float
    pitch: float
    yaw: float
    x_cm: float
    y_cm: float


@dataclass(frozen=True, slots=True)
class _Swing:
    start_s: float
    end_s: float
    size_deg: float


class NodDetector:
    """Push observations in order of time; nods come out when they are over (about half a second later)."""

    def __init__(self) -> None:
        self._previous: _Sample | None = None
        self._turn: _Sample | None = None  # the last accepted turning point
        self._extreme: _Sample | None = None  # the farthest point since, in the direction of travel
        self._swings: list[_Swing] = []
        self._restart()

    def push(self, obs: FaceObservation) -> list[Nod]:
        """Nods that ended with this observation, usually none. A frame without a face is bridged for .5 s."""
        if not obs.found or obs.pitch_deg is None or obs.yaw_deg is None:
            return self._lost(obs.t_s)
        sample = _Sample(obs.t_s, obs.pitch_deg, obs.yaw_deg, *_place_cm(obs))
        if self._previous is None or sample.t_s - self._previous.t_s > GAP_S:
            nods = self.flush()
            self._previous, self._next_s = sample, sample.t_s
        else:
            nods = []
        for even in self._resampled(sample):
            nods.extend(self._step(even))
        return nods

    def flush(self) -> list[Nod]:
        """Close what is open (the end of the video, or the face was lost)."""
        nod = self._close()
        self._restart()
        return [nod] if nod else []

    # ------------------------------------------------------------ samples

    def _restart(self) -> None:
        self._previous = self._turn = self._extreme = None
        self._next_s = 0.0
        self._smooth = SecondOrder(kind="low", cutoff_hz=BAND_HZ[1] * 1.2, rate_hz=RATE_HZ)
        self._history: deque[_Sample] = deque(maxlen=int(_HISTORY_S * RATE_HZ))
        self._raw: deque[float] = deque(maxlen=int(_HISTORY_S * RATE_HZ))
        self._rising = 0
        self._swings.clear()

    def _lost(self, t_s: float) -> list[Nod]:
        if self._previous is not None and t_s - self._previous.t_s > GAP_S:
            return self.flush()
        return []

    def _resampled(self, sample: _Sample) -> list[_Sample]:
        before = self._previous
        assert before is not None
        span_s = sample.t_s - before.t_s
        evens = []
        while self._next_s <= sample.t_s:
            share = (self._next_s - before.t_s) / span_s if span_s > 0 else 1.0
            evens.append(_between(before, sample, share, self._next_s))
            self._next_s += 1.0 / RATE_HZ
        self._previous = sample
        return evens

    # ------------------------------------------------------------ turning points

    def _step(self, sample: _Sample) -> list[Nod]:
        self._raw.append(sample.pitch)
        now = _Sample(sample.t_s, self._smooth.step(sample.pitch), sample.yaw, sample.x_cm, sample.y_cm)
        self._history.append(now)
        self._follow(now)
        return self._close_if_over(now.t_s)

    def _follow(self, now: _Sample) -> None:
        if self._turn is None or self._extreme is None:
            self._turn = self._extreme = now
            return
        least = 2.0 * max(LEAST_AMPLITUDE_DEG, NOISE_FACTOR * self._noise())
        if self._rising == 0:
            if abs(now.pitch - self._turn.pitch) >= least:
                self._rising = 1 if now.pitch > self._turn.pitch else -1
                self._extreme = now
            elif len(self._history) > 1:
                self._turn = self._middle()
            return
        if (now.pitch - self._extreme.pitch) * self._rising >= 0:
            self._extreme = now
        elif abs(now.pitch - self._extreme.pitch) >= max(least, EVEN * abs(self._extreme.pitch - self._turn.pitch)):
            self._note_swing(self._turn, self._extreme)
            self._turn, self._extreme, self._rising = self._extreme, now, -self._rising
        elif now.t_s - self._extreme.t_s > REST_S:
            self._note_swing(self._turn, self._extreme)
            self._turn, self._extreme, self._rising = now, now, 0

    def _middle(self) -> _Sample:
        """While nothing moves, the point movement is measured from follows slowly, so that drift never adds up."""
        since = list(islice(reversed(self._history), _REST_SAMPLES))
        return sorted(since, key=lambda past: past.pitch)[len(since) // 2]

    def _noise(self) -> float:
        if len(self._raw) < _NOISE_LEAST:
            return 0.0
        return float(np.median(np.abs(np.diff(np.array(self._raw), n=2)))) * _NOISE_SCALE

    def _note_swing(self, turn: _Sample, extreme: _Sample) -> None:
        swing = self._measure(turn, extreme)
        if swing is None:
            return
        if self._swings and swing.start_s - self._swings[-1].end_s > REST_S:
            self._swings.clear()
        self._swings.append(swing)

    def _measure(self, turn: _Sample, extreme: _Sample) -> _Swing | None:
        size = abs(extreme.pitch - turn.pitch)
        path = [past for past in self._history if turn.t_s <= past.t_s <= extreme.t_s]
        leaving = [past.t_s for past in path if abs(past.pitch - turn.pitch) <= PLATEAU * size]
        arriving = [past.t_s for past in path if abs(past.pitch - extreme.pitch) <= PLATEAU * size]
        start_s = leaving[-1] if leaving else turn.t_s
        end_s = next((t_s for t_s in arriving if t_s >= start_s), extreme.t_s)
        return _Swing(start_s, end_s, size) if SWING_S[0] <= end_s - start_s <= SWING_S[1] else None

    # ------------------------------------------------------------ nods

    def _close_if_over(self, now_s: float) -> list[Nod]:
        if not self._swings:
            return []
        # A swing is known only when it has turned, so one more swing's time must pass beyond the rest.
        resting = now_s - self._swings[-1].end_s > REST_S + (SWING_S[1] if self._rising else 0.0)
        long = self._swings[-1].end_s - self._swings[0].start_s > NOD_S[1] - 2 * SWING_S[0]
        if not resting and not long:
            return []
        nod = self._close()
        self._swings.clear()
        return [nod] if nod else []

    def _close(self) -> Nod | None:
        if self._turn is not None and self._extreme is not None and self._rising != 0 and self._swings:
            self._note_swing(self._turn, self._extreme)
        run = _even_run(self._swings)
        if len(run) < 2:
            return None
        start_s, end_s = run[0].start_s, min(run[-1].end_s, run[0].start_s + NOD_S[1])
        if end_s - start_s < NOD_S[0] or not self._by_the_head(start_s, end_s):
            return None
        amplitude = max(run[0].size_deg, run[1].size_deg) / 2.0
        return Nod(start_s=start_s, end_s=end_s, cycles=len(run) // 2, amplitude_deg=amplitude)

    def _by_the_head(self, start_s: float, end_s: float) -> bool:
        span = [past for past in self._history if start_s <= past.t_s <= end_s]
        if len(span) < 3:
            return False
        pitch, yaw = _energy([past.pitch for past in span]), _energy([past.yaw for past in span])
        moved = max(np.ptp([past.x_cm for past in span]), np.ptp([past.y_cm for past in span]))
        return pitch > YAW_FACTOR * yaw and float(moved) <= BODY_CM


def _even_run(swings: list[_Swing]) -> list[_Swing]:
    """The longest run of neighbouring swings of similar size."""
    best: list[_Swing] = []
    run: list[_Swing] = []
    for swing in swings:
        if run and min(swing.size_deg, run[-1].size_deg) < EVEN * max(swing.size_deg, run[-1].size_deg):
            run = []
        run = [*run, swing]
        best = run if len(run) > len(best) else best
    return best


def _energy(values: list[float]) -> float:
    """Variance about the straight line through the values."""
    y: FloatArray = np.array(values)
    x = np.arange(len(y)) - (len(y) - 1) / 2.0
    slope = float(x @ y) / float(x @ x)
    return float(np.var(y - slope * x))


def _place_cm(obs: FaceObservation) -> tuple[float, float]:
    if obs.offset_x is None or obs.offset_y is None or obs.distance_cm is None:
        return 0.0, 0.0
    return obs.offset_x * obs.distance_cm, obs.offset_y * obs.distance_cm


def _between(a: _Sample, b: _Sample, share: float, t_s: float) -> _Sample:
    def mix(x: float, y: float) -> float:
        return x + share * (y - x)

    return _Sample(t_s, mix(a.pitch, b.pitch), mix(a.yaw, b.yaw), mix(a.x_cm, b.x_cm), mix(a.y_cm, b.y_cm))
