"""One spoken line as the face follows it: lips, and the small movements of head and brows with what is stressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from app.practice.face.idle import ramp
from perception.character.lips import MOUTH_HZ
from perception.types import FloatArray

_CLOSES_S: Final = 0.1  # after being broken off
_STRESS_S: Final = 0.22  # how slowly head and brows follow the voice
_CALM_S: Final = 1.1


@dataclass(frozen=True, slots=True)
class Mouth:
    """How the mouth stands, all 0..1. talking: how much of the face is busy with speech. stress: -1..1, the weight on
    what is being said against the words around."""

    opening: float = 0.0
    rounding: float = 0.0
    talking: float = 0.0
    stress: float = 0.0


SHUT: Final = Mouth()


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line of the customer: `seconds` long, first heard `lead_s` from now. opening, rounding: of the mouth, 0..1, at
    MOUTH_HZ from the first sound on; empty where nobody knows, and the face then makes syllables of its own."""

    seconds: float
    lead_s: float = 0.0
    opening: tuple[float, ...] = ()
    rounding: tuple[float, ...] = ()


def guessed_line(seconds: float, *, seed: int = 1) -> SpokenLine:
    """A line whose sound is not known: even syllables with pauses for breath."""
    t = np.arange(int(seconds * MOUTH_HZ)) / MOUTH_HZ
    rng = np.random.default_rng((seed, 13))
    phases = rng.uniform(0, 2 * np.pi, 3)
    beat = 0.5 - 0.5 * np.cos(2 * np.pi * 3.9 * t + 1.4 * np.sin(2 * np.pi * 0.7 * t + phases[0]))
    weight = 0.55 + 0.3 * np.sin(2 * np.pi * 0.9 * t + phases[1])
    breath = np.clip(6.0 * (np.sin(2 * np.pi * 0.31 * t) + 0.82), 0.0, 1.0)
    rounding = np.clip(np.sin(2 * np.pi * 1.3 * t + phases[2]) - 0.3, 0.0, 1.0) * breath
    return SpokenLine(seconds, 0.0, tuple((beat * weight * breath).tolist()), tuple(rounding.tolist()))


class Speech:
    """A line that begins to sound at `start_s`; `stop` ends it early."""

    def __init__(self, line: SpokenLine, *, now_s: float) -> None:
        self.start_s = now_s + line.lead_s
        self.end_s = self.start_s + max(line.seconds, len(line.opening) / MOUTH_HZ)
        self._opening = np.asarray(line.opening, dtype=np.float64)
        self._rounding = np.asarray(line.rounding, dtype=np.float64)
        slow = _slowly(self._opening, _CALM_S)
        self._stress = np.clip(2.2 * (_slowly(self._opening, _STRESS_S) - slow), -1.0, 1.0)

    def stop(self, now_s: float) -> None:
        """Nothing more is said from now on; the lips close."""
        self.end_s = min(self.end_s, max(now_s, self.start_s))

    def mouth(self, t_s: float) -> Mouth:
        """The mouth at a time, seconds."""
        since_s = t_s - self.start_s
        closing = 1.0 - ramp(t_s - self.end_s, _CLOSES_S)
        talking = min(ramp(since_s + 0.2, 0.3), 1.0 - ramp(t_s - self.end_s, 0.4))
        if since_s < 0.0 or closing == 0.0:
            return Mouth(talking=talking)
        return Mouth(
            _at(self._opening, since_s) * closing,
            _at(self._rounding, since_s) * closing,
            talking,
            _at(self._stress, since_s) * talking,
        )


def _at(curve: FloatArray, since_s: float) -> float:
    """The curve's value, straight between its points, 0 outside."""
    place = since_s * MOUTH_HZ
    i = int(place)
    if not 0 <= i < len(curve):
        return 0.0
    following = curve[i + 1] if i + 1 < len(curve) else 0.0
    return float(curve[i] + (following - curve[i]) * (place - i))


def _slowly(curve: FloatArray, seconds: float) -> FloatArray:
    """The curve as something heavier follows it."""
    if len(curve) == 0:
        return curve
    window = np.hanning(2 * round(seconds * MOUTH_HZ) + 1)
    half = len(window) // 2
    full = np.convolve(curve, window / window.sum(), mode="full")
    return np.asarray(full[half : half + len(curve)], dtype=np.float64)
