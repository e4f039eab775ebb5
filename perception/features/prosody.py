"""What a voice sounds like on the 10 ms grid, hop by hop: level, spectrum, tilt.

Levels are dB relative to a full-scale square wave (a sine of amplitude 1 reads -3 dBFS).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perception.types import Float32Array, FloatArray

RATE_HZ: Final = 16000
HOP: Final = 160  # samples: 10 ms
HOP_S: Final = HOP / RATE_HZ
FRAME: Final = 640  # samples: 40 ms
FLOOR_DBFS: Final = -100.0

_WINDOW: Final = 560  # samples in the middle of the frame, for spectra: 35 ms, 2.3 periods of the lowest voice [C]
_SIZE: Final = 864  # transform length: window and longest lag without wrapping; only 2 and 3 as factors
BIN_HZ: Final = RATE_HZ / _SIZE  # between two lines of a spectrum
BINS: Final = _SIZE // 2 + 1
_KNEE_HZ: Final = 1500.0  # above, a voice in noise has little to tell about its pitch [C]
_LOW_HZ: Final = (50.0, 500.0)  # tilt compares this band, below the first formant of an opened mouth [C]; F5.5
_HIGH_HZ: Final = (2800.0, 4000.0)  # with this one, above the second formant, which moves with the vowel [C]


@dataclass(frozen=True, slots=True, eq=False)
class Spectra:
    """Power spectra of n frames, one transform for pitch and tilt. power: (n, 433) at multiples of 18.5 Hz."""

    power: NDArray[np.float32]

    @property
    def bands(self) -> FloatArray:
        """(n, 2) energy of 50-500 Hz and of 2.8-4 kHz, of which tilt is made."""
        bands = (self.power[:, _LOW_BINS], self.power[:, _HIGH_BINS])
        return np.column_stack([band.sum(axis=1, dtype=np.float64) for band in bands])

    def autocorrelation(self, longest: int) -> tuple[FloatArray, FloatArray]:
        """(n, longest + 1) at the lags 0..longest samples, 1 at lag 0, and the level (n,) in dBFS it stands for.

        Both of the spectrum lowered above 1.5 kHz. Divided by the autocorrelation of the window (Boersma 1993,
        equation 9). Zeros for a frame without any sound.
        """
        products = np.fft.irfft(self.power * _WEIGHT, _SIZE, axis=1)[:, : longest + 1]
        energy = products[:, :1].astype(np.float64)
        level_dbfs = 10.0 * np.log10(np.maximum(energy[:, 0] / _WINDOW_ENERGY, 1e-10))
        return np.asarray(products / np.maximum(energy, 1e-20) / _WINDOW_SHAPE[: longest + 1]), level_dbfs


def spectra_of(frames: Float32Array) -> Spectra:
    """Spectra of (n, 640) frames, each without its mean and under a Hann window of 35 ms."""
    inner = frames[:, (FRAME - _WINDOW) // 2 : (FRAME + _WINDOW) // 2]
    spectrum = np.fft.rfft((inner - inner.mean(axis=1, keepdims=True)) * _HANN, _SIZE, axis=1)
    return Spectra(np.asarray(spectrum.real**2 + spectrum.imag**2))


def tilt_db(bands: FloatArray) -> FloatArray:
    """F5.5: level of 50-500 Hz minus level of 2.8-4 kHz (n,) of (n, 2) energies, dB. Lower is more pressed.

    The formula's 0-1 kHz minus 1-4 kHz holds the vowels' formants, which hide the effort: acted anger at normal
    intensity is told from neutral and calm speech with AUC .78 so, .92 by these bands.
    """
    return np.asarray(10.0 * np.log10((bands[:, 0] + 1e-20) / (bands[:, 1] + 1e-20)))


def frame_views(samples: Float32Array) -> Float32Array:
    """(frames, 640) views of (n,) samples, frame k starting at sample 160 k; (0, 640) when n < 640."""
    if len(samples) < FRAME:
        return np.zeros((0, FRAME), dtype=np.float32)
    return np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::HOP]


def rms_dbfs(samples: Float32Array) -> FloatArray:
    """RMS level along the last axis, dBFS, not below -100."""
    power = np.mean(np.square(samples, dtype=np.float64), axis=-1)
    return np.asarray(np.maximum(10.0 * np.log10(np.maximum(power, 1e-30)), FLOOR_DBFS))


_FREQUENCIES: Final = np.fft.rfftfreq(_SIZE, 1.0 / RATE_HZ)
_LOW_BINS: Final = slice(*np.searchsorted(_FREQUENCIES, _LOW_HZ).tolist())
_HIGH_BINS: Final = slice(*np.searchsorted(_FREQUENCIES, _HIGH_HZ).tolist())
_WEIGHT: Final = (1.0 / (1.0 + (_FREQUENCIES / _KNEE_HZ) ** 4)).astype(np.float32)
_HANN: Final = np.hanning(_WINDOW + 2)[1:-1].astype(np.float32)
_WINDOW_ENERGY: Final = float(np.sum(np.square(_HANN, dtype=np.float64)))
_WINDOW_PRODUCTS: Final = np.fft.irfft(np.abs(np.fft.rfft(_HANN.astype(np.float64), _SIZE)) ** 2, _SIZE)
_WINDOW_SHAPE: Final = _WINDOW_PRODUCTS / _WINDOW_PRODUCTS[0]
