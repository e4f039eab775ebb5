"""Pitch, voicing, level and tilt of one channel, hop by hop, the same live and offline."""

from __future__ import annotations

import numpy as np

from perception.features.pitch import PitchPath, pitch_candidates, voicing
from perception.features.prosody import frame_views, rms_dbfs, spectra_of
from perception.types import Float32Array, FloatArray


class VoiceMeter:
    """Measures every hop once and decides on its pitch 100 ms later. Keeps state over the sound of one channel."""

    def __init__(self) -> None:
        self._path = PitchPath()
        self._measured: FloatArray = np.zeros((0, 3))  # level, tilt, periodicity of the hops not yet taken
        self._f0_hz: FloatArray = np.zeros(0)  # of those of them that are decided

    def push(self, samples: Float32Array) -> FloatArray:
        """Measure the next hops: (480 + 160 n,) samples are n hops, their frames overlapping those of the push before.

        Returns their periodicity (n,) 0..1, which needs no waiting.
        """
        frames = frame_views(samples)
        spectra = spectra_of(frames)
        candidates = pitch_candidates(spectra)
        fresh = np.column_stack((rms_dbfs(frames), spectra.tilt_db, candidates.periodicity))
        self._measured = np.concatenate((self._measured, fresh))
        self._f0_hz = np.concatenate((self._f0_hz, self._path.push(candidates)))
        return candidates.periodicity

    def flush(self) -> None:
        """Decide on all hops: no more sound follows."""
        self._f0_hz = np.concatenate((self._f0_hz, self._path.flush()))

    def take(self) -> FloatArray:
        """(n, 4) f0_hz, voiced_p, level_dbfs, tilt_db of the hops decided since the last take, in order.

        f0_hz and tilt_db are NaN where unvoiced.
        """
        f0_hz, self._f0_hz = self._f0_hz, np.zeros(0)
        level, tilt, periodicity = self._measured[: len(f0_hz)].T
        self._measured = self._measured[len(f0_hz) :]
        tilt = np.where(np.isfinite(f0_hz), tilt, np.nan)
        return np.column_stack((f0_hz, voicing(f0_hz, periodicity), level, tilt))
