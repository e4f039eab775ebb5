"""The YIN pitch estimate, in plain numpy.

De Cheveigné and Kawahara, "YIN, a fundamental frequency estimator for speech and music", J. Acoust. Soc. Am. 111
(2002): the difference function (their equation 6), its cumulative mean normalisation (8), the absolute threshold
(section II.D) and parabolic interpolation (II.E). The result equals librosa.yin with center=False to rounding; a test
compares them. It exists because importing librosa costs five seconds of work at every start.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perception.types import Float32Array, FloatArray

IntArray = NDArray[np.intp]

_TROUGH: Final = 0.1  # absolute threshold of the paper
_TINY: Final = 1e-12
_FRAMES_AT_ONCE: Final = 256  # keeps the working set of one call near the processor


@dataclass(frozen=True, slots=True, eq=False)
class YinFrames:
    """Per frame: f0_hz (n,) always a number; periodicity (n,) 0..1, the normalised autocorrelation at that lag."""

    f0_hz: FloatArray
    periodicity: FloatArray


def yin(samples: Float32Array, *, rate_hz: int, frame: int, hop: int, fmin_hz: float, fmax_hz: float) -> YinFrames:
    """Pitch of every frame: frame k is samples[k * hop : k * hop + frame]. No look beyond the frame.

    samples: (n,) float. frame: samples a frame, more than two periods of fmin_hz. Returns 1 + (n - frame) // hop
    frames, none when n < frame.
    """
    if len(samples) < frame:
        return YinFrames(np.zeros(0), np.zeros(0))
    views = np.lib.stride_tricks.sliding_window_view(np.asarray(samples, dtype=np.float64), frame)[::hop]
    shortest = int(rate_hz / fmax_hz)
    longest = min(int(np.ceil(rate_hz / fmin_hz)), frame - 1)
    pieces = [
        _yin_piece(views[k : k + _FRAMES_AT_ONCE], shortest, longest) for k in range(0, len(views), _FRAMES_AT_ONCE)
    ]
    periods = np.concatenate([piece[0] for piece in pieces])
    return YinFrames(f0_hz=rate_hz / periods, periodicity=np.concatenate([piece[1] for piece in pieces]))


def _yin_piece(frames: FloatArray, shortest: int, longest: int) -> tuple[FloatArray, FloatArray]:
    """Period in samples (n,) and periodicity (n,) of (n, frame) frames.

    The difference function takes the frame as followed by silence: a long lag then costs energy at the end, which
    keeps noise from pushing the estimate an octave down.
    """
    products, heads, tails = _correlate(frames, longest)
    difference = heads[:, :1] + tails - 2.0 * products
    normalised = _normalise(difference, shortest)
    chosen = _choose(normalised)
    periods = shortest + chosen + _parabolic_shift(normalised, chosen)
    return periods, _periodicity(products, heads, tails, chosen + shortest)


def periodicity_at(frames: Float32Array, periods: FloatArray) -> FloatArray:
    """Normalised autocorrelation 0..1 (n,) of (n, frame) frames at lags of (n,) periods in samples."""
    lags = np.rint(periods).astype(np.intp)
    tables = _correlate(np.asarray(frames, dtype=np.float64), int(lags.max(initial=1)))
    return _periodicity(*tables, lags)


def _periodicity(products: FloatArray, heads: FloatArray, tails: FloatArray, lags: IntArray) -> FloatArray:
    head, tail, product = (np.take_along_axis(table, lags[:, None], axis=1)[:, 0] for table in (heads, tails, products))
    energy = np.sqrt(np.maximum(head, 0.0) * np.maximum(tail, 0.0))
    found = np.where(energy > _TINY, product / np.maximum(energy, _TINY), 0.0)
    return np.asarray(np.clip(found, 0.0, 1.0))


def _correlate(frames: FloatArray, longest: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """For every lag 0..longest (n, lags): sum of x[j] x[j + lag], of x[j]^2 and of x[j + lag]^2 inside the frame."""
    length = frames.shape[1]
    size = _fft_size(length + longest)
    spectrum = np.fft.rfft(frames, size, axis=1)
    products = np.fft.irfft(spectrum.real**2 + spectrum.imag**2, size, axis=1)[:, : longest + 1]
    cumulated = np.concatenate((np.zeros((len(frames), 1)), np.cumsum(frames**2, axis=1)), axis=1)
    heads = cumulated[:, length - np.arange(longest + 1)]
    tails = cumulated[:, -1:] - cumulated[:, : longest + 1]
    return products, heads, tails


def _fft_size(least: int) -> int:
    """The smallest length of at least this many samples that is quick to transform (2, 3 and 5 as factors)."""
    size = least
    while True:
        rest = size
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return size
        size += 1


def _normalise(difference: FloatArray, shortest: int) -> FloatArray:
    """Cumulative mean normalised difference at the lags shortest..longest."""
    lags = np.arange(1, difference.shape[1])
    means = np.cumsum(difference[:, 1:], axis=1) / lags
    return np.asarray(difference[:, shortest:] / (means[:, shortest - 1 :] + _TINY))


def _choose(normalised: FloatArray) -> IntArray:
    """First trough below the threshold, else the lowest point: index (n,)."""
    troughs = np.zeros(normalised.shape, dtype=bool)
    troughs[:, 0] = normalised[:, 0] < normalised[:, 1]
    troughs[:, 1:-1] = (normalised[:, 1:-1] < normalised[:, :-2]) & (normalised[:, 1:-1] <= normalised[:, 2:])
    troughs[:, -1] = normalised[:, -1] < normalised[:, -2]
    deep = troughs & (normalised < _TROUGH)
    return np.asarray(np.where(deep.any(axis=1), deep.argmax(axis=1), normalised.argmin(axis=1)), dtype=np.intp)


def _parabolic_shift(normalised: FloatArray, chosen: IntArray) -> FloatArray:
    """Where the trough really lies, -1..1 samples from the chosen lag; 0 at the edges and where it is flat."""
    last = normalised.shape[1] - 1
    rows = np.arange(len(chosen))
    inner = np.clip(chosen, 1, last - 1)
    before, here, after = (normalised[rows, inner + step] for step in (-1, 0, 1))
    curve = before + after - 2.0 * here
    slope = 0.5 * (after - before)
    usable = (np.abs(slope) < np.abs(curve)) & (chosen > 0) & (chosen < last)
    return np.where(usable, -slope / np.where(usable, curve, 1.0), 0.0)
