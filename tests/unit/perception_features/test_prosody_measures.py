from __future__ import annotations

import numpy as np
import pytest

from perception.features import prosody

RATE = prosody.RATE_HZ


def test_level_of_a_sine_and_of_nothing():
    sine = np.sin(2 * np.pi * 100 * np.arange(RATE) / RATE)
    assert float(prosody.rms_dbfs(sine)) == pytest.approx(-3.01, abs=0.01)
    assert float(prosody.rms_dbfs(np.zeros(100))) == prosody.FLOOR_DBFS


def test_tilt_falls_with_brightness_and_ignores_level():
    t = np.arange(640) / RATE
    low, high = np.sin(2 * np.pi * 300 * t), np.sin(2 * np.pi * 3200 * t)
    dark, bright = low + 0.1 * high, low + 0.5 * high
    tilts = prosody.tilt_db(prosody.spectra_of(np.stack([dark, bright, 0.01 * dark]).astype(np.float32)).bands)
    assert tilts[0] == pytest.approx(20.0, abs=0.5)
    assert tilts[1] == pytest.approx(6.0, abs=0.5)
    assert tilts[2] == pytest.approx(tilts[0], abs=0.01)


def test_the_second_formant_does_not_move_tilt():
    t = np.arange(640) / RATE
    base = np.sin(2 * np.pi * 300 * t) + 0.1 * np.sin(2 * np.pi * 3200 * t)
    vowels = np.stack([base, base + 0.5 * np.sin(2 * np.pi * 1900 * t)]).astype(np.float32)
    plain, with_formant = prosody.tilt_db(prosody.spectra_of(vowels).bands)
    assert with_formant == pytest.approx(plain, abs=0.5)


def test_autocorrelation_of_a_periodic_frame_is_one_at_its_period():
    pulses = np.zeros(640, dtype=np.float32)
    pulses[::100] = 0.5
    spectra = prosody.spectra_of(np.stack([pulses, 0.1 * pulses, np.zeros(640, dtype=np.float32)]))
    heights, level_dbfs = spectra.autocorrelation(247)
    assert heights[0, 0] == pytest.approx(1.0, abs=1e-5)
    assert heights[0, 100] > 0.95
    assert heights[0, 50] < 0.3
    assert heights[1] == pytest.approx(heights[0], abs=1e-3)
    assert level_dbfs[0] - level_dbfs[1] == pytest.approx(20.0, abs=0.1)
    assert not heights[2].any()
    assert level_dbfs[2] == prosody.FLOOR_DBFS


def test_frames_of_too_little_sound():
    assert prosody.frame_views(np.zeros(639, dtype=np.float32)).shape == (0, 640)
    assert prosody.frame_views(np.zeros(640 + 3 * 160, dtype=np.float32)).shape == (4, 640)
