from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perception.features.pitch import LAG_HOPS, Candidates, PitchPath, pitch_candidates, voicing
from perception.features.prosody import frame_views, spectra_of
from tests.unit.perception_features.voices import RATE, noise, silence, sung


def _candidates(sound: np.ndarray) -> Candidates:
    return pitch_candidates(spectra_of(frame_views(sound)))


def _follow(sound: np.ndarray, *, step: int = 26, path: PitchPath | None = None) -> np.ndarray:
    """Pitch hop by hop, given to the path `step` hops at a time."""
    found, path = _candidates(sound), path or PitchPath()
    out = [
        path.push(Candidates(found.f0_hz[k : k + step], found.strength[k : k + step], found.level_dbfs[k : k + step]))
        for k in range(0, len(found.level_dbfs), step)
    ]
    return np.concatenate([*out, path.flush()])


@settings(deadline=None)
@given(st.floats(70.0, 480.0))
def test_the_pitch_of_a_voice(hz):
    f0_hz = _follow(sung(hz, seconds=0.4))
    assert np.isfinite(f0_hz).all()
    assert f0_hz == pytest.approx(np.full(len(f0_hz), hz), rel=0.01)


def test_candidates_hold_the_pitch_and_its_octave_below():
    found = _candidates(sung(200.0, seconds=0.2))
    near = [np.any(np.abs(found.f0_hz[:, :] / hz - 1.0) < 0.02, axis=1).all() for hz in (200.0, 100.0)]
    assert near == [True, True]
    assert found.periodicity.min() > 0.95


def test_noise_and_silence_have_no_pitch():
    assert np.isfinite(_follow(noise(2.0, level=0.1))).mean() < 0.02
    assert np.isnan(_follow(np.zeros(RATE, dtype=np.float32))).all()
    assert not _candidates(np.zeros(RATE, dtype=np.float32)).periodicity.any()


def test_no_hops_no_pitch():
    path = PitchPath()
    assert len(path.push(_candidates(np.zeros(100, dtype=np.float32)))) == 0
    assert len(path.flush()) == 0


def test_a_gliding_voice_is_followed():
    hz = np.linspace(120.0, 240.0, RATE)
    f0_hz = _follow(sung(hz))
    truth = hz[320 : 320 + 160 * len(f0_hz) : 160]
    assert np.abs(f0_hz / truth - 1.0).max() < 0.03


def test_voice_in_noise_keeps_its_octave():
    sound = sung(110.0, seconds=2.0) + noise(2.0, level=0.04)
    f0_hz = _follow(sound)
    assert np.isfinite(f0_hz).mean() > 0.95
    assert np.nanmax(np.abs(f0_hz / 110.0 - 1.0)) < 0.05


def test_a_quiet_echo_after_the_voice_is_unvoiced():
    sound = np.concatenate((sung(150.0, seconds=1.0), sung(150.0, seconds=1.0, level=0.1 * 10 ** (-40 / 20))))
    f0_hz = _follow(sound)
    assert np.isfinite(f0_hz[:90]).all()
    assert np.isnan(f0_hz[105:]).all()


def test_an_old_shout_is_forgotten_in_time():
    path = PitchPath()
    _follow(sung(150.0, seconds=0.3, level=0.5), path=path)
    assert np.isnan(_follow(sung(150.0, seconds=0.5, level=0.005), path=path)[10:]).all()
    _follow(silence(25.0), path=path)
    assert np.isfinite(_follow(sung(150.0, seconds=0.5, level=0.005), path=path)).mean() > 0.9


def test_a_far_pitch_is_not_this_speaker():
    path = PitchPath()
    _follow(sung(110.0, seconds=1.0), path=path)
    assert np.isnan(_follow(sung(400.0, seconds=0.2), path=path)).all()
    assert np.isfinite(_follow(sung(200.0, seconds=0.2), path=path)).all()


def test_weak_periodicity_close_to_the_noise_is_not_voice():
    """A murmur that hardly stands out of the room's hum is left out once the room is known, a clear voice is not."""
    room = sung(90.0, seconds=4.0, level=0.02) + noise(4.0, level=0.022, seed=3)
    unknown, known = PitchPath(), PitchPath()
    early = np.isfinite(_follow(room[: RATE // 2], path=unknown)).mean()
    late = np.isfinite(_follow(room, path=known)[200:]).mean()
    assert late < early
    assert np.isfinite(_follow(sung(150.0, seconds=0.5), path=known)).mean() > 0.9


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 60))
def test_decisions_come_once_each_and_a_little_late(step):
    found, path, count = _candidates(sung(150.0, seconds=1.0)), PitchPath(), 0
    for k in range(0, 97, step):
        part = Candidates(found.f0_hz[k : k + step], found.strength[k : k + step], found.level_dbfs[k : k + step])
        count += len(path.push(part))
        assert count == max(0, min(97, k + step) - LAG_HOPS)
    assert count + len(path.flush()) == 97


def test_voiced_p_says_voiced_exactly_where_there_is_a_pitch():
    p = voicing(np.array([120.0, 120.0, np.nan, np.nan]), np.array([0.2, 1.0, 0.2, 1.0]))
    assert p.tolist() == [pytest.approx(0.6), 1.0, pytest.approx(0.07), pytest.approx(0.35)]
