"""Pitch of a run of sound by YIN, gated: 16 kHz, frames of 40 ms every 10 ms, 65 to 500 Hz.

Two engines give the same pitch to rounding (a test compares them): `numpy` (perception/features/yin.py), the default,
and `librosa`. Importing librosa 0.11 takes five seconds of work at every start on Python 3.11, most of it numba, and
half a minute the first time; the numpy engine needs nothing but numpy.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from perception.errors import InvalidValueError, ModelError
from perception.features.prosody import FRAME, HOP, RATE_HZ, frame_views, rms_dbfs
from perception.features.yin import YinFrames, periodicity_at, yin
from perception.types import Float32Array, FloatArray, PitchTrack

_LOWEST_HZ: Final = 65.0
_HIGHEST_HZ: Final = 500.0  # 400 loses raised women's voices; own reading on FDA: .2 points more gross error
_PERIODICITY: Final = 0.40  # with an energy gate alone the voicing error is 26 % instead of 9
_BELOW_LOUDEST_DB: Final = 30.0
_JUMP_ST: Final = 14.0
_MEDIAN: Final = 5  # hops

Engine = Literal["numpy", "librosa"]


class YinPitchTracker:
    """PitchTracker. Stateless: what is voiced is judged against the loudest hop and the median of the run.

    Latency: a hop needs the 20 ms after its centre and, for the median, two more hops.
    """

    def __init__(self, *, engine: Engine = "numpy", cache_dir: Path | None = None) -> None:
        self._engine: Engine = engine
        self._cache_dir = cache_dir

    def warm_up(self) -> None:
        """Do the first run, which loads what is needed."""
        self.track(np.zeros(2 * FRAME, dtype=np.float32), t_s=0.0)

    def track(self, samples: Float32Array, *, t_s: float) -> PitchTrack:
        """Pitch of (n,) samples whose first is at `t_s`: 1 + (n - 640) // 160 hops, none for a shorter run.

        f0 is NaN where the hop is more than 30 dB below the loudest, its periodicity is .40 or less, or it lies more
        than 14 semitones from the median of the run; then a median over five hops of both voicing and pitch.
        """
        if samples.ndim != 1:
            raise InvalidValueError(f"Expected mono samples, got {samples.shape}.", recovery="Pick one channel.")
        found = self._estimate(samples)
        level_dbfs = rms_dbfs(frame_views(samples))
        f0_hz = _smooth(_gated(found, level_dbfs))
        return PitchTrack(t_s=t_s + 0.5 * FRAME / RATE_HZ, hop_s=HOP / RATE_HZ, f0_hz=f0_hz, voiced_p=found.periodicity)

    def _estimate(self, samples: Float32Array) -> YinFrames:
        if self._engine == "numpy" or len(samples) < FRAME:
            return yin(samples, rate_hz=RATE_HZ, frame=FRAME, hop=HOP, fmin_hz=_LOWEST_HZ, fmax_hz=_HIGHEST_HZ)
        f0_hz = _import_librosa(self._cache_dir).yin(
            samples,
            sr=RATE_HZ,
            fmin=_LOWEST_HZ,
            fmax=_HIGHEST_HZ,
            frame_length=FRAME,
            hop_length=HOP,
            center=False,
        )
        f0_hz = np.asarray(f0_hz, dtype=np.float64)
        return YinFrames(f0_hz, periodicity_at(frame_views(samples), RATE_HZ / f0_hz))


def _gated(found: YinFrames, level_dbfs: FloatArray) -> FloatArray:
    if len(level_dbfs) == 0:
        return found.f0_hz
    voiced = (level_dbfs > level_dbfs.max() - _BELOW_LOUDEST_DB) & (found.periodicity > _PERIODICITY)
    if not voiced.any():
        return np.full(len(level_dbfs), np.nan)
    middle_hz = float(np.median(found.f0_hz[voiced]))
    voiced &= np.abs(12.0 * np.log2(found.f0_hz / middle_hz)) <= _JUMP_ST
    return np.where(voiced, found.f0_hz, np.nan)


def _smooth(f0_hz: FloatArray) -> FloatArray:
    """Median over five hops: voiced where most of the five are, with the median of those that are."""
    if len(f0_hz) == 0:
        return f0_hz
    padded = np.pad(f0_hz, _MEDIAN // 2, constant_values=np.nan)
    windows = np.sort(np.lib.stride_tricks.sliding_window_view(padded, _MEDIAN), axis=1)  # NaN sorts last
    counts = np.isfinite(windows).sum(axis=1)
    rows = np.arange(len(f0_hz))
    low, high = windows[rows, np.maximum(counts - 1, 0) // 2], windows[rows, counts // 2 % _MEDIAN]
    return np.where(counts > _MEDIAN // 2, 0.5 * (low + high), np.nan)


def _import_librosa(cache_dir: Path | None) -> Any:
    # numba keeps what it compiled next to the package, which is read-only in an installed program, or here.
    os.environ.setdefault("NUMBA_CACHE_DIR", str(cache_dir or Path(tempfile.gettempdir()) / "attune-numba"))
    try:
        import librosa
    except ImportError as error:
        raise ModelError("The library librosa is missing.", recovery="Run the set-up again.") from error
    return librosa
