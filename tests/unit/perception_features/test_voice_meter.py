from __future__ import annotations

import numpy as np
import pytest

from perception.features.voice_meter import VoiceMeter
from tests.unit.perception_features.voices import noise, silence, sung

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


def test_tilt_is_that_of_the_voice_around_and_not_of_hiss_beside_it():
    voice = sung(140.0, seconds=0.5, tilt=1.5)
    hiss = noise(0.2, level=0.02)
    alone = _measure(np.concatenate((silence(0.2), voice, silence(0.2))), 26)[:, 3]
    beside = _measure(np.concatenate((hiss, voice, hiss)), 26)[:, 3]
    assert np.nanmedian(beside) == pytest.approx(np.nanmedian(alone), abs=0.3)
    assert np.nanmax(alone[25:65]) - np.nanmin(alone[25:65]) < 0.5


@pytest.mark.parametrize("step", [1, 7, 500])
def test_steps_do_not_matter_for_what_is_measured_of_a_hop(step):
    sound = np.concatenate((silence(0.3), sung(np.linspace(120, 180, 9600)), silence(0.3)))
    once, cut = _measure(sound, 26), _measure(sound, step)
    assert np.array_equal(np.isfinite(once[:, 0]), np.isfinite(cut[:, 0]))
    assert np.allclose(once[:, 2:], cut[:, 2:], equal_nan=True, atol=1e-3)
