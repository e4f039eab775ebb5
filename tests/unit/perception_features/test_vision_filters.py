from __future__ import annotations

import math

import pytest

from perception.features.filters import RunningCentre, SecondOrder, TimeEma


def test_ema_reaches_63_percent_after_one_time_constant_whatever_the_step() -> None:
    for step_s in (0.01, 0.05):
        ema = TimeEma(tau_s=0.25)
        ema.update(0.0, t_s=0.0)
        for index in range(1, round(0.25 / step_s) + 1):
            value = ema.update(1.0, t_s=index * step_s)
        assert value == pytest.approx(1.0 - math.exp(-1.0), abs=0.01)


def test_ema_starts_afresh_after_a_gap() -> None:
    ema = TimeEma(tau_s=0.25, reset_after_s=1.0)
    ema.update(0.0, t_s=0.0)
    assert ema.update(1.0, t_s=5.0) == 1.0


def test_running_centre_forgets_what_is_older_than_its_window() -> None:
    centre = RunningCentre(window_s=10.0, spacing_s=0.1, least=5)
    for index in range(300):
        t_s = index * 0.1
        centre.push(0.0 if t_s < 15 else 8.0, 1.0, t_s=t_s)
    assert centre.centre == (8.0, 1.0)


def test_running_centre_is_unknown_until_enough_is_seen_and_outliers_do_not_move_it() -> None:
    centre = RunningCentre(window_s=60.0, least=10)
    assert centre.centre is None
    for index in range(100):
        centre.push(100.0 if index % 5 == 0 else 2.0, t_s=index * 0.1)
    assert centre.centre == (2.0,)


@pytest.mark.parametrize(("kind", "passed_hz", "stopped_hz"), [("low", 1.0, 14.0), ("high", 4.0, 0.1)])
def test_second_order_keeps_its_band(kind: str, passed_hz: float, stopped_hz: float) -> None:
    def gain(hz: float) -> float:
        filt = SecondOrder(kind=kind, cutoff_hz=5.0 if kind == "low" else 0.6, rate_hz=30.0)
        out = [filt.step(math.sin(2 * math.pi * hz * index / 30.0)) for index in range(900)]
        return max(abs(value) for value in out[600:])

    assert gain(passed_hz) == pytest.approx(1.0, abs=0.03)
    assert gain(stopped_hz) < 0.1


def test_second_order_low_pass_starts_without_a_transient() -> None:
    filt = SecondOrder(kind="low", cutoff_hz=5.0, rate_hz=30.0)
    assert [filt.step(7.0) for _ in range(20)] == pytest.approx([7.0] * 20)
