from __future__ import annotations

import numpy as np
import pytest

from perception.features.voice_meter import VoiceMeter
from tests.unit.perception_features.voices import silence, sung

HOP, FRAME = 160, 640


def _measure(sound: np.ndarray, step: int) -> np.ndarray:
    meter, rows = VoiceMeter(), []
    hops = (len(sound) - FRAME) // HOP + 1
    for first in range(0, hops, step):
        last = min(first + step, hops)
        assert len(meter.push(sound[first * HOP : (last - 1) * HOP + FRAME])) == last - first
        rows.append(meter.take())
    meter.flush()
    return np.concatenate([*rows, meter.take()])


def test_a_voice_between_silences():
    rows = _measure(np.concatenate((silence(0.5), sung(180.0, seconds=0.5, level=0.1), silence(0.5))), 26)
    f0_hz, voiced_p, level_dbfs, tilt_db = rows.T
    times = 0.02 + 0.01 * np.arange(len(rows))
    voiced = times[np.isfinite(f0_hz)]
    assert voiced.min() == pytest.approx(0.5, abs=0.03)
    assert voiced.max() == pytest.approx(1.0, abs=0.03)
    assert np.nanmedian(f0_hz) == pytest.approx(180.0, rel=0.005)
    assert np.array_equal(np.isfinite(f0_hz), voiced_p >= 0.5)
    assert np.array_equal(np.isfinite(f0_hz), np.isfinite(tilt_db))
    assert level_dbfs[70] == pytest.approx(-20.0, abs=0.5)
    assert level_dbfs[5] < -90


def test_nothing_is_decided_before_it_is_safe():
    meter = VoiceMeter()
    meter.push(sung(180.0, seconds=0.1))
    assert len(meter.take()) == 0
    meter.flush()
    assert len(meter.take()) == 7


def test_gain_moves_level_and_nothing_else():
    sound = np.concatenate((silence(0.3), sung(140.0, seconds=0.7), silence(0.3)))
    plain, louder = _measure(sound, 26), _measure(sound * np.float32(10 ** (8 / 20)), 26)
    assert np.allclose(plain[:, [0, 1, 3]], louder[:, [0, 1, 3]], atol=1e-2, equal_nan=True)
    assert louder[30:90, 2] - plain[30:90, 2] == pytest.approx(np.full(60, 8.0), abs=1e-3)
