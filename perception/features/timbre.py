"""How a voice is coloured, hop by hop: the shape of its spectrum on the ear's scale, without its loudness.

The colours of two speakers differ by mouth, throat, microphone and line; those of one speaker differ by what is said.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from perception.features.prosody import BIN_HZ, BINS, Spectra
from perception.types import Float32Array, FloatArray

TIMBRE: Final = 15  # numbers a hop: cepstral coefficients 1 to 15; 0 is loudness and left out
_BANDS: Final = 26
_RANGE_HZ: Final = (100.0, 3800.0)  # what a telephone line carries, so that both ends of a call compare
_LEAST_POWER: Final = 1e-8  # far below any room


def timbre_of(spectra: Spectra) -> Float32Array:
    """(n, 15) cepstral coefficients of n hops: cosine transform of the log energies of 26 bands a mel apart."""
    energies = spectra.power @ _FILTERS
    return np.asarray(np.log(energies + _LEAST_POWER) @ _COSINES, dtype=np.float32)


def _filters() -> Float32Array:
    """(433, 26) triangles of equal width on the mel scale."""
    low, high = (1127.0 * np.log1p(hz / 700.0) for hz in _RANGE_HZ)
    corners = 700.0 * np.expm1(np.linspace(low, high, _BANDS + 2) / 1127.0)
    hz = BIN_HZ * np.arange(BINS)[:, None]
    rise = (hz - corners[:-2]) / (corners[1:-1] - corners[:-2])
    fall = (corners[2:] - hz) / (corners[2:] - corners[1:-1])
    return np.clip(np.minimum(rise, fall), 0.0, None).astype(np.float32)


def _cosines() -> FloatArray:
    """(26, 15) the cosine transform without its first row."""
    place = (np.arange(_BANDS) + 0.5)[:, None] / _BANDS
    return np.asarray(np.cos(np.pi * place * np.arange(1, TIMBRE + 1)) * np.sqrt(2.0 / _BANDS))


_FILTERS: Final = _filters()
_COSINES: Final = _cosines().astype(np.float32)
