"""Voice measurements on the 10 ms grid: level, tilt and the gate that says where pitch is to be believed.

Levels are dB relative to a full-scale square wave (a sine of amplitude 1 reads -3 dBFS).
"""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np

from perception.types import Float32Array, FloatArray, PitchTrack, Speaker, VoiceObservation

RATE_HZ: Final = 16000
HOP: Final = 160  # samples: 10 ms
FRAME: Final = 640  # samples: 40 ms, 2.6 periods of the lowest voice (65 Hz)
FLOOR_DBFS: Final = -100.0

_SPLIT_HZ: Final = 1000.0  # tilt compares what lies below with what lies above, up to _TOP_HZ
_TOP_HZ: Final = 4000.0  # the upper edge of a telephone line
_LOWEST_HZ: Final = 50.0  # below is hum and handling noise
_GATE_DB: Final = 30.0  # quieter than the loudest voice by this is room, not voice (own reading on FDA)
_GATE_LEAST_DBFS: Final = -65.0
_PEAK_FALL_DB_S: Final = 1.0  # the loudest voice is forgotten at this rate
_PITCH_GATE_ST: Final = 14.0
_PITCH_MEMORY: Final = 500  # voiced hops (5 s) whose median is the middle of the gate
_PITCH_MEMORY_LEAST: Final = 30


def frame_views(samples: Float32Array) -> Float32Array:
    """(frames, 640) views of (n,) samples, frame k starting at sample 160 k; (0, 640) when n < 640."""
    if len(samples) < FRAME:
        return np.zeros((0, FRAME), dtype=np.float32)
    return np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::HOP]


def rms_dbfs(samples: Float32Array) -> FloatArray:
    """RMS level along the last axis, dBFS, not below -100."""
    power = np.mean(np.square(samples, dtype=np.float64), axis=-1)
    return np.asarray(np.maximum(10.0 * np.log10(np.maximum(power, 1e-30)), FLOOR_DBFS))


def spectral_tilt_db(frames: Float32Array) -> FloatArray:
    """F5.5: level of 50-1000 Hz minus level of 1-4 kHz of each (n, 640) frame, dB. Lower is more pressed.

    Frames without any sound give 0.
    """
    spectrum = np.fft.rfft(frames * _WINDOW, axis=1)
    power = spectrum.real**2 + spectrum.imag**2
    low = power[:, _LOW_BINS].sum(axis=1)
    high = power[:, _HIGH_BINS].sum(axis=1)
    return np.asarray(10.0 * np.log10((low + 1e-20) / (high + 1e-20)), dtype=np.float64)


def measure_voice(samples: Float32Array, pitch: PitchTrack, *, channel: Speaker) -> VoiceObservation:
    """Level and tilt for every hop of a pitch track of the same 16 kHz samples.

    samples: (n,), the run that `pitch` was tracked on: 1 + (n - 640) // 160 hops. tilt is NaN where unvoiced.
    """
    frames = frame_views(samples)[: len(pitch.f0_hz)]
    voiced = np.isfinite(pitch.f0_hz)
    tilt = np.full(len(pitch.f0_hz), np.nan)
    if voiced.any():
        tilt[voiced] = spectral_tilt_db(frames[voiced])
    return VoiceObservation(
        t_s=pitch.t_s,
        hop_s=pitch.hop_s,
        channel=channel,
        f0_hz=pitch.f0_hz,
        voiced_p=pitch.voiced_p,
        level_dbfs=rms_dbfs(frames),
        tilt_db=tilt,
    )


class VoicingGate:
    """Takes the pitch away where it cannot be this speaker's voice: far quieter than the voice so far, or more than
    14 semitones from its median. Keeps state over consecutive runs of one channel."""

    def __init__(self) -> None:
        self._peak_dbfs = _GATE_LEAST_DBFS
        self._recent: deque[float] = deque(maxlen=_PITCH_MEMORY)

    def apply(self, f0_hz: FloatArray, level_dbfs: FloatArray, *, hop_s: float) -> FloatArray:
        """f0 (n,) with NaN where gated; level (n,) of the same hops. Does not look ahead of the run."""
        fall = _PEAK_FALL_DB_S * hop_s
        steps = np.arange(len(f0_hz))
        # Highest level so far, each level falling by `fall` a hop: a running maximum of level + fall * step.
        raised = np.where(np.isfinite(f0_hz), level_dbfs, FLOOR_DBFS) + fall * steps
        peaks = np.maximum(np.maximum.accumulate(raised), self._peak_dbfs) - fall * steps
        kept = np.isfinite(f0_hz) & (level_dbfs >= np.maximum(peaks - _GATE_DB, _GATE_LEAST_DBFS))
        if len(self._recent) >= _PITCH_MEMORY_LEAST:
            middle = float(np.median(np.fromiter(self._recent, dtype=np.float64)))
            away = np.abs(semitones(np.where(kept, f0_hz, middle), reference_hz=middle))
            near = away <= _PITCH_GATE_ST
            self._recent.extend(f0_hz[kept].tolist())
            kept &= near
        else:
            self._recent.extend(f0_hz[kept].tolist())
        if len(peaks):
            self._peak_dbfs = float(peaks[-1]) - fall
        return np.where(kept, f0_hz, np.nan)


def semitones(f0_hz: FloatArray, *, reference_hz: float) -> FloatArray:
    """F5.1: 12 log2(f0 / reference), NaN where f0 is NaN. reference_hz > 0."""
    return np.asarray(12.0 * np.log2(np.asarray(f0_hz, dtype=np.float64) / reference_hz))


_FREQUENCIES: Final = np.fft.rfftfreq(FRAME, 1.0 / RATE_HZ)
_LOW_BINS: Final = (_FREQUENCIES >= _LOWEST_HZ) & (_FREQUENCIES < _SPLIT_HZ)
_HIGH_BINS: Final = (_FREQUENCIES >= _SPLIT_HZ) & (_FREQUENCIES <= _TOP_HZ)
_WINDOW: Final = np.hanning(FRAME).astype(np.float32)
