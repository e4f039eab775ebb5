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


def gain_control(sound: np.ndarray) -> np.ndarray:
    """What automatic gain control makes of it.

    A gain that falls at 40 dB/s and rises at 6 dB/s to hold the level at -20 dBFS, by 20 dB at most.
    """
    blocks = sound[: len(sound) // 80 * 80].reshape(-1, 80)
    level = 10 * np.log10(np.mean(blocks.astype(np.float64) ** 2, axis=1) + 1e-10)
    gain, envelope, gains = 0.0, -100.0, np.empty(len(level))
    for k, now in enumerate(level):
        envelope = max(now, envelope - 0.3)
        gain += float(np.clip(np.clip(-20.0 - envelope, -10.0, 20.0) - gain, -0.2, 0.03))
        gains[k] = gain
    return (blocks * 10 ** (gains[:, None] / 20)).reshape(-1).astype(np.float32)
