from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.features import prosody
from perception.features.yin import periodicity_at, yin
from perception.types import PitchTrack

RATE = prosody.RATE_HZ


def _voice(hz: float, seconds: float = 0.5, level: float = 0.2) -> np.ndarray:
    """A pulse train as a voice gives: many harmonics, the higher the weaker."""
    t = np.arange(round(seconds * RATE)) / RATE
    harmonics = range(1, int(3800 / hz) + 1)
    return (level * sum(np.sin(2 * np.pi * hz * k * t) / k for k in harmonics)).astype(np.float32)


def _yin(samples):
    return yin(samples, rate_hz=RATE, frame=640, hop=160, fmin_hz=65, fmax_hz=500)


@given(st.floats(70.0, 400.0))
def test_yin_finds_the_pitch_of_a_voice(hz):
    found = _yin(_voice(hz, 0.1))
    assert np.median(found.f0_hz) == pytest.approx(hz, rel=0.01)
    assert found.periodicity.min() > 0.8


def test_yin_calls_noise_aperiodic():
    noise = np.random.default_rng(0).standard_normal(RATE).astype(np.float32)
    assert np.median(_yin(noise).periodicity) < 0.35


def test_yin_of_silence_and_of_too_little():
    silent = _yin(np.zeros(1600, dtype=np.float32))
    assert np.all(np.isfinite(silent.f0_hz))
    assert np.all(silent.periodicity == 0.0)
    assert len(_yin(np.zeros(639, dtype=np.float32)).f0_hz) == 0


def test_periodicity_at_the_right_and_at_a_wrong_lag():
    frames = prosody.frame_views(_voice(200.0))
    right = periodicity_at(frames, np.full(len(frames), RATE / 200.0))
    wrong = periodicity_at(frames, np.full(len(frames), RATE / 300.0))
    assert right.min() > 0.98
    assert wrong.max() < right.min()


def test_level_of_a_sine_and_of_nothing():
    sine = np.sin(2 * np.pi * 100 * np.arange(RATE) / RATE)
    assert float(prosody.rms_dbfs(sine)) == pytest.approx(-3.01, abs=0.01)
    assert float(prosody.rms_dbfs(np.zeros(100))) == prosody.FLOOR_DBFS


def test_tilt_falls_with_brightness_and_ignores_level():
    t = np.arange(640) / RATE
    low, high = np.sin(2 * np.pi * 300 * t), np.sin(2 * np.pi * 2000 * t)
    dark, bright = low + 0.1 * high, low + 0.5 * high
    tilts = prosody.spectral_tilt_db(np.stack([dark, bright, 0.01 * dark]))
    assert tilts[0] == pytest.approx(20.0, abs=0.5)
    assert tilts[1] == pytest.approx(6.0, abs=0.5)
    assert tilts[2] == pytest.approx(tilts[0], abs=0.01)


def test_measure_voice_gives_tilt_only_where_voiced():
    samples = _voice(150.0)
    hops = len(prosody.frame_views(samples))
    f0 = np.full(hops, 150.0)
    f0[::2] = np.nan
    track = PitchTrack(t_s=0.02, hop_s=0.01, f0_hz=f0, voiced_p=np.ones(hops))
    seen = prosody.measure_voice(samples, track, channel="customer")
    assert len(seen.level_dbfs) == hops
    assert np.array_equal(np.isnan(seen.tilt_db), np.isnan(f0))
    assert seen.channel == "customer"


def test_gate_takes_away_quiet_and_far_pitch():
    gate = prosody.VoicingGate()
    loud = gate.apply(np.full(100, 120.0), np.full(100, -20.0), hop_s=0.01)
    assert np.all(np.isfinite(loud))
    later = gate.apply(np.array([120.0, 120.0, 300.0, np.nan]), np.array([-25.0, -55.0, -20.0, -20.0]), hop_s=0.01)
    assert np.isfinite(later).tolist() == [True, False, False, False]


def test_gate_forgets_an_old_shout_in_time():
    gate = prosody.VoicingGate()
    gate.apply(np.full(10, 120.0), np.full(10, 0.0), hop_s=0.01)
    assert np.isnan(gate.apply(np.full(1, 120.0), np.full(1, -40.0), hop_s=0.01)).all()
    gate.apply(np.full(1500, np.nan), np.full(1500, -100.0), hop_s=0.01)
    assert np.isfinite(gate.apply(np.full(1, 120.0), np.full(1, -40.0), hop_s=0.01)).all()
