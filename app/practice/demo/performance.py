"""How the CSM of the demo call moves: the written deeds, speech of the mouth, blinks and small idle movement."""

from __future__ import annotations

from bisect import bisect_right
from math import cos, pi, sin
from typing import Final

import numpy as np

from app.practice.demo.script import NOD_HZ, DeedKind
from app.practice.demo.timeline import TimedDeed, Timeline
from app.practice.face.idle import make_wobble, ramp
from perception.character.rig import RigPose
from perception.types import Float32Array, FloatArray

ENVELOPE_HZ: Final = 50.0
BLINKS_PER_MIN: Final = 15.0
_BLINK_S: Final = 0.24
_EASE_S: Final[dict[DeedKind, float]] = {"lean": 1.0, "tilt": 0.7, "look_away": 0.25}
_USUAL_EASE_S: Final = 0.35
_TILE_DEG: Final = -4.0  # the customer's picture is a little below the camera
_GLANCE_EVERY_S: Final = 5.5  # people look aside for a moment when they look for words
_GLANCE_S: Final = 1.3
_JAW_MOST: Final = 0.5


class Performance:
    """The CSM's pose at every moment of the call; the same timeline and voice give the same movement.

    envelope: loudness of the CSM's voice 0..1 at ENVELOPE_HZ from the start of the call (see `envelope_of`).
    """

    def __init__(self, timeline: Timeline, envelope: FloatArray) -> None:
        self._timeline = timeline
        self._envelope = envelope
        rng = np.random.default_rng(timeline.script.seed)
        self._idle = [make_wobble(rng) for _ in range(6)]
        self._blinks = _blinks(rng, timeline.duration_s)
        self._looks_at, self._looks = _saccades(rng, timeline.duration_s)
        self._glances = _glances(rng, timeline)

    def pose_at(self, t_s: float) -> RigPose:
        """The pose at a time of the call, seconds."""
        away = self._level("look_away", t_s)
        glance = self._glance(t_s)
        yaw, pitch, roll, sway_x, sway_z, slump = (idle.at(t_s) for idle in self._idle)
        saccade = self._looks[max(0, bisect_right(self._looks_at, t_s) - 1)]
        jaw = _JAW_MOST * self._loudness(t_s)
        return RigPose(
            yaw_deg=1.2 * yaw + 20.0 * away + 5.0 * glance,
            pitch_deg=0.8 * pitch - 7.0 * away + 2.0 * abs(glance) + self._nod(t_s) + 1.0 * jaw,
            roll_deg=0.9 * roll + self._level("tilt", t_s) + 2.0 * away,
            gaze_x_deg=float(saccade[0]) + 14.0 * away + 13.0 * glance,
            gaze_y_deg=_TILE_DEG + float(saccade[1]) - 8.0 * away + 6.0 * abs(glance),
            lids=self._lids(t_s),
            brow_raise=min(1.0, self._level("brow_raise", t_s) + 0.12 * jaw),
            brow_lower=self._level("brow_lower", t_s),
            smile=self._level("smile", t_s),
            lip_press=self._level("lip_press", t_s) * (1 - min(1.0, 4 * jaw)),
            jaw=jaw,
            lean=self._level("lean", t_s) + 0.06 * slump,
            sway_x_cm=0.35 * sway_x,
            sway_y_cm=0.12 * sin(2 * pi * 0.24 * t_s),
            sway_z_cm=0.3 * sway_z,
        )

    def _level(self, kind: DeedKind, t_s: float) -> float:
        return sum(
            item.deed.level * _bump(item, t_s, _EASE_S.get(kind, _USUAL_EASE_S))
            for item in self._timeline.deeds
            if item.deed.kind == kind
        )

    def _nod(self, t_s: float) -> float:
        """Pitch of the nods, degrees: down and back, the first swing largest."""
        for item in self._timeline.deeds:
            if item.deed.kind == "nod" and item.start_s <= t_s <= item.end_s:
                since_s = t_s - item.start_s
                swing = 0.5 * (1 - cos(2 * pi * NOD_HZ * since_s))
                return -item.deed.level * swing * 0.9 ** int(since_s * NOD_HZ)
        return 0.0

    def _lids(self, t_s: float) -> float:
        i = bisect_right(self._blinks, t_s) - 1
        since_s = t_s - self._blinks[i] if i >= 0 else _BLINK_S
        return sin(pi * since_s / _BLINK_S) if 0 <= since_s < _BLINK_S else 0.0

    def _glance(self, t_s: float) -> float:
        for start_s, side in self._glances:
            if start_s <= t_s < start_s + _GLANCE_S:
                return side * ramp(min(t_s - start_s, start_s + _GLANCE_S - t_s), 0.18)
        return 0.0

    def _loudness(self, t_s: float) -> float:
        i = int(t_s * ENVELOPE_HZ)
        return float(self._envelope[i]) if 0 <= i < len(self._envelope) else 0.0


def envelope_of(samples: Float32Array, *, rate_hz: int) -> FloatArray:
    """Loudness of a voice 0..1 at ENVELOPE_HZ, as an opening mouth follows it: quick to open, slower to close."""
    hop = round(rate_hz / ENVELOPE_HZ)
    count = len(samples) // hop
    if count == 0:
        return np.zeros(0)
    rms = np.sqrt(np.mean(samples[: count * hop].reshape(count, hop).astype(np.float64) ** 2, axis=1))
    spoken = rms[rms > 1e-3]
    full = float(np.percentile(spoken, 85)) if len(spoken) else 1.0
    wanted = np.clip(rms / full, 0.0, 1.0) ** 0.7
    level, out = 0.0, np.empty(count)
    for i, value in enumerate(wanted):
        level += (value - level) * (0.65 if value > level else 0.38)
        out[i] = level
    return np.where(out < 0.04, 0.0, out)


def _bump(item: TimedDeed, t_s: float, ease_s: float) -> float:
    """0..1: eases in after the start, is whole, and eases out before the end."""
    if not item.start_s < t_s < item.end_s:
        return 0.0
    ease_s = min(ease_s, (item.end_s - item.start_s) / 2)
    return ramp(min(t_s - item.start_s, item.end_s - t_s), ease_s)


def _blinks(rng: np.random.Generator, duration_s: float) -> list[float]:
    gaps = rng.uniform(0.45, 1.55, int(duration_s / 60 * BLINKS_PER_MIN) + 8) * 60.0 / BLINKS_PER_MIN
    return [float(t) for t in np.cumsum(gaps) if t < duration_s]


def _saccades(rng: np.random.Generator, duration_s: float) -> tuple[list[float], FloatArray]:
    """Small steps of the eyes over the other's face."""
    times = np.concatenate([[0.0], np.cumsum(rng.uniform(0.5, 2.2, int(duration_s) * 2 + 4))])
    return [float(t) for t in times], np.clip(rng.normal(0.0, (1.3, 0.9), (len(times), 2)), -3.0, 3.0)


def _glances(rng: np.random.Generator, timeline: Timeline) -> list[tuple[float, float]]:
    """(start, side): short looks aside while the CSM speaks longer lines."""
    found: list[tuple[float, float]] = []
    for item in timeline.of("csm"):
        start_s = item.start_s + 1.2
        while start_s + _GLANCE_S + 0.8 < item.end_s:
            found.append((start_s, float(rng.choice((-1.0, 1.0)))))
            start_s += _GLANCE_EVERY_S * float(rng.uniform(0.8, 1.3))
    return found
