from __future__ import annotations

import numpy as np
import pytest

from app.practice.drills.voice_trace import VoiceTracer
from perception.types import PersonalBaseline, VoiceObservation

USUAL = PersonalBaseline(f0_hz=100.0, level_dbfs=-36.0)


def run(t_s: float, f0: np.ndarray) -> VoiceObservation:
    return VoiceObservation(t_s, 0.01, "csm", f0, np.ones(len(f0)), np.full(len(f0), -30.0), np.zeros(len(f0)))


def test_a_voice_becomes_points_of_a_tenth_of_a_second() -> None:
    f0 = np.full(20, 200.0)
    f0[10:18] = np.nan
    first, second = VoiceTracer(USUAL).push(run(5.0, f0))
    assert (first.t_s, first.f0_hz, first.st, first.above_db) == (5.05, 200.0, 12.0, pytest.approx(6.0))
    assert second.f0_hz is None
    assert second.level_dbfs == pytest.approx(-30.0)
    assert VoiceTracer(PersonalBaseline()).push(run(5.0, f0))[0].st is None


def test_points_do_not_depend_on_how_the_runs_are_cut() -> None:
    f0 = 150.0 + np.arange(100.0)
    whole = VoiceTracer(USUAL).push(run(0.0, f0))
    cut, tracer = [], VoiceTracer(USUAL)
    for start in range(0, 100, 17):
        cut += tracer.push(run(start * 0.01, f0[start : start + 17]))
    assert [point.t_s for point in cut] == pytest.approx([point.t_s for point in whole])
    assert [point.f0_hz for point in cut] == [point.f0_hz for point in whole]
    assert len(whole) == 10


def test_a_hole_in_the_sound_begins_anew() -> None:
    tracer = VoiceTracer(USUAL)
    assert tracer.push(run(0.0, np.full(7, 200.0))) == []
    (point,) = tracer.push(run(3.0, np.full(10, 200.0)))
    assert point.t_s == pytest.approx(3.05)
