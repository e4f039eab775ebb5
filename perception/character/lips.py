"""From a voice to a mouth: how far it opens and how round the lips are, read from the sound of the whole utterance.

Loudness alone makes a puppet's mouth. What is seen of speech is mostly four things: wide vowels ("ah"), narrow ones
("ee"), round ones ("oh", "you"), and lips that meet ("m", "b", "p"). The balance of a few bands tells them apart well
enough for the eye, without knowing the words.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from perception.types import Float32Array, FloatArray

MOUTH_HZ: Final = 50.0
_WINDOW_S: Final = 0.04
_BANDS_HZ: Final = ((80.0, 400.0), (400.0, 1000.0), (1000.0, 1500.0), (1500.0, 3300.0), (3500.0, 8000.0))
_FLOOR_DB: Final = -90.0
_SILENT_DBFS: Final = -60.0  # below it nothing is said, however loud the rest is
_QUIETEST_DB, _FULL_DB = -30.0, -7.0  # against the loud part of the utterance: lips just apart, mouth fully in use
_NARROW_DB, _WIDE_DB = -13.0, -3.0  # share of the first resonance band: "ee", "oo" against "ah"
_NASAL_DB: Final = (-12.5, -17.0)  # the same share where lips or tongue shut the mouth: begins, certain
_NASAL_UPPER_DB: Final = (-20.0, -26.0)  # and of what lies above it
_BRIGHT_DB: Final = -17.0  # usual share of the second resonance band
_ROUND_FROM_DB, _ROUND_OVER_DB = 3.0, 9.0  # so far below the usual it begins to be round, and over how much more
_HISS_OPEN: Final = 0.16  # "s", "sh": teeth nearly together
_FASTEST: Final = 0.36  # most the opening changes from one frame to the next
_LEADS: Final = 1  # frames: lips are seen to move before the sound comes


def mouth_curves(samples: Float32Array, rate_hz: int) -> tuple[FloatArray, FloatArray]:
    """(opening, rounding) of the mouth over a voice, 0..1 each, one value every 1/MOUTH_HZ s from the first sample on.

    samples: mono, within -1..1. The same sound gives the same curves; they end closed, and silence keeps them closed.
    """
    count = int(np.ceil(len(samples) * MOUTH_HZ / rate_hz))
    if count == 0:
        return np.zeros(0), np.zeros(0)
    total_db, share_db = _levels(samples, rate_hz, count)
    loudest_db = float(np.percentile(total_db, 95))
    if loudest_db < _SILENT_DBFS:
        return np.zeros(count), np.zeros(count)
    low, first, middle, second, hiss = share_db.T
    loud = _ramp(total_db - loudest_db, _QUIETEST_DB, _FULL_DB)
    hissing = _ramp(hiss, -6.0, -2.0)
    upper = np.maximum(middle, second)
    shut = _ramp(first, *_NASAL_DB) * _ramp(upper, *_NASAL_UPPER_DB) * _ramp(low, -3.0, -1.0)
    shut = np.maximum(shut, 1.0 - _ramp(total_db - loudest_db, _QUIETEST_DB, _QUIETEST_DB + 6.0))
    wide = _ramp(first, _NARROW_DB, _WIDE_DB)
    vowel = loud * (0.30 + 0.70 * wide)
    opening = vowel * (1.0 - hissing) + _HISS_OPEN * hissing
    rounding = _rounding(second, voiced=loud * (1.0 - hissing) * (1.0 - 0.6 * shut))
    opening = _soft(opening, (1.0, 2.0, 2.0, 1.0)) * (1.0 - _soft(shut, (1.0, 3.0, 1.0)))
    rounding = _soft(rounding, (1.0, 2.0, 3.0, 2.0, 1.0))
    return _unhurried(_ahead(opening)), _unhurried(_ahead(rounding))


def _rounding(second: FloatArray, *, voiced: FloatArray) -> FloatArray:
    """Round where the second resonance is weak, against what is usual for this voice."""
    heard = second[voiced > 0.5]
    usual_db = _BRIGHT_DB if not len(heard) else (_BRIGHT_DB + float(np.median(heard))) / 2.0
    return np.asarray(_ramp(usual_db - second, _ROUND_FROM_DB, _ROUND_FROM_DB + _ROUND_OVER_DB) * voiced)


def _levels(samples: Float32Array, rate_hz: int, count: int) -> tuple[FloatArray, FloatArray]:
    """(count,) level of each frame, dB, and (count, 5) how far each band lies below it."""
    size = round(_WINDOW_S * rate_hz)
    centres = np.round((np.arange(count) + 0.5) * rate_hz / MOUTH_HZ).astype(int)
    padded = np.pad(np.asarray(samples, dtype=np.float64), size)
    frames = padded[(centres + size // 2)[:, None] + np.arange(size)] * np.hanning(size)
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2 / (0.375 * size**2 / 2)
    hz = np.fft.rfftfreq(size, 1.0 / rate_hz)
    bands = [_db(power[:, (hz >= low) & (hz < high)].sum(axis=1)) for low, high in _BANDS_HZ]
    total = _db(power[:, hz >= _BANDS_HZ[0][0]].sum(axis=1))
    return total, np.stack(bands, axis=1) - total[:, None]


def _db(power: FloatArray) -> FloatArray:
    return np.asarray(10.0 * np.log10(np.maximum(power, 10.0 ** (_FLOOR_DB / 10.0))))


def _ramp(values: FloatArray, start: float, end: float) -> FloatArray:
    """0 at `start`, 1 at `end` and beyond, in either direction."""
    return np.asarray(np.clip((values - start) / (end - start), 0.0, 1.0))


def _soft(values: FloatArray, weights: tuple[float, ...]) -> FloatArray:
    kernel = np.array(weights) / sum(weights)
    return np.asarray(np.convolve(values, kernel, mode="full")[len(kernel) // 2 :][: len(values)])


def _unhurried(values: FloatArray) -> FloatArray:
    """Lowered beside what is low, so that no step is larger than a jaw makes; what is shut stays shut."""
    outside = np.pad(values, 2)
    near = [outside[2 + offset : len(outside) - 2 + offset] + abs(offset) * _FASTEST for offset in (-2, -1, 1, 2)]
    return np.asarray(np.minimum(values, np.minimum.reduce(near)))


def _ahead(values: FloatArray) -> FloatArray:
    """A little before the sound, and closed at the end."""
    moved = np.concatenate([values[_LEADS:], np.zeros(_LEADS)])
    return np.asarray(np.where(moved < 0.03, 0.0, np.clip(moved, 0.0, 1.0)))
