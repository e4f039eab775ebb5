"""Pitch, voicing, level and tilt of one channel, hop by hop, the same live and offline."""

from __future__ import annotations

from typing import Final

import numpy as np

from perception.features.pitch import PitchPath, pitch_candidates, voicing
from perception.features.prosody import frame_views, rms_dbfs, spectra_of, tilt_db
from perception.features.timbre import timbre_of
from perception.types import Float32Array, FloatArray

_AROUND: Final = 2  # hops either side whose energy counts for the tilt, where they are voiced [C]


class VoiceMeter:
    """Measures every hop once and decides on it 120 ms later. Keeps state over the sound of one channel.

    keeps_timbre: collect the timbre of every hop as well, in `timbre`.
    """

    def __init__(self, *, keeps_timbre: bool = False) -> None:
        self.timbre: list[Float32Array] = []  # (n, 15) of each push
        self._keeps_timbre = keeps_timbre
        self._path = PitchPath()
        # Level, periodicity and the energies of tilt, of the hops not yet given and of two before them.
        self._measured: FloatArray = np.zeros((0, 4))
        self._f0_hz: FloatArray = np.zeros(0)  # of those of them that are decided
        self._before = 0  # how many of them were given
        self._ended = False

    def push(self, samples: Float32Array) -> FloatArray:
        """Measure the next hops: (480 + 160 n,) samples are n hops, their frames overlapping those of the push before.

        Returns their periodicity (n,) 0..1, which needs no waiting.
        """
        frames = frame_views(samples)
        spectra = spectra_of(frames)
        if self._keeps_timbre:
            self.timbre.append(timbre_of(spectra))
        candidates = pitch_candidates(spectra)
        fresh = np.column_stack((rms_dbfs(frames), candidates.periodicity, spectra.bands))
        self._measured = np.concatenate((self._measured, fresh))
        self._f0_hz = np.concatenate((self._f0_hz, self._path.push(candidates)))
        return candidates.periodicity

    def flush(self) -> None:
        """Decide on all hops: no more sound follows."""
        self._f0_hz = np.concatenate((self._f0_hz, self._path.flush()))
        self._ended = True

    def take(self) -> FloatArray:
        """(n, 4) f0_hz, voiced_p, level_dbfs, tilt_db of the hops decided since the last take, in order.

        f0_hz and tilt_db are NaN where unvoiced.
        """
        end = len(self._f0_hz) if self._ended else max(self._before, len(self._f0_hz) - _AROUND)
        if end == self._before:
            return np.zeros((0, 4))
        fresh = slice(self._before, end)
        f0_hz, (level, periodicity) = self._f0_hz[fresh], self._measured[fresh, :2].T
        tilt = self._tilts()[fresh]
        kept = max(0, end - _AROUND)
        self._f0_hz, self._measured, self._before = self._f0_hz[kept:], self._measured[kept:], end - kept
        return np.column_stack((f0_hz, voicing(f0_hz, periodicity), level, tilt))

    def _tilts(self) -> FloatArray:
        """Tilt of all decided hops at hand, over the voiced ones of five, NaN where unvoiced."""
        voiced = np.isfinite(self._f0_hz)
        energies = np.where(voiced[:, None], self._measured[: len(voiced), 2:], 0.0)
        padded = np.pad(energies, ((_AROUND, _AROUND), (0, 0)))
        around = np.lib.stride_tricks.sliding_window_view(padded, 2 * _AROUND + 1, axis=0).sum(axis=-1)
        return np.where(voiced, tilt_db(around), np.nan)
