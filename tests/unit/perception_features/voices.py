"""Voices made by formula, with known pitch, for tests of what is measured on them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

RATE = 16000


def sung(f0_hz: ArrayLike, *, seconds: float | None = None, level: float = 0.1, tilt: float = 1.0) -> np.ndarray:
    """A voice of many harmonics, harmonic k at k ** -tilt: f0 of every sample, or one for `seconds`."""
    f0 = np.asarray(f0_hz, dtype=np.float64)
    if seconds is not None:
        f0 = np.full(round(seconds * RATE), float(f0))
    phase = 2 * np.pi * np.cumsum(f0) / RATE
    sound = np.zeros(len(f0))
    for k in range(1, 40):
        sound += np.where(k * f0 < 3900, np.sin(k * phase) * k**-tilt, 0.0)
    return (level * sound / np.sqrt(np.mean(sound**2))).astype(np.float32)


def noise(seconds: float, *, level: float, seed: int = 0) -> np.ndarray:
    """White noise of this RMS."""
    return (level * np.random.default_rng(seed).standard_normal(round(seconds * RATE))).astype(np.float32)


def silence(seconds: float) -> np.ndarray:
    """Hardly any sound."""
    return noise(seconds, level=1e-5, seed=9)
