from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.scoring.params import PENALTY_FLOOR
from perception.scoring.runs import at_least, runs_of
from perception.scoring.shapes import combine, coverage, down, ratio, trap, up


@pytest.mark.parametrize(("x", "y"), [(0, 0), (1, 0), (2, 0.5), (3, 1), (9, 1)])
def test_up_and_down_are_ramps(x: float, y: float) -> None:
    assert up(x, (1, 3)) == pytest.approx(y)
    assert down(x, (1, 3)) == pytest.approx(1 - y)


@pytest.mark.parametrize(("x", "y"), [(0.3, 0), (0.45, 0.5), (0.6, 1), (0.8, 1), (0.98, 0.5), (1.01, 0)])
def test_trap_has_a_plateau(x: float, y: float) -> None:
    assert trap(x, (0.30, 0.60, 0.95, 1.01)) == pytest.approx(y)


@given(st.floats(-1e3, 1e3))
def test_shapes_stay_within_0_and_1(x: float) -> None:
    for value in (up(x, (1, 3)), down(x, (1, 3)), trap(x, (0, 1, 2, 3))):
        assert 0 <= value <= 1


def test_nan_stays_nan() -> None:
    assert np.isnan(up(np.nan, (0, 1)))
    assert np.isnan(trap(np.nan, (0, 1, 2, 3)))


def test_ratio_is_nan_without_evidence() -> None:
    assert np.array_equal(ratio([1.0, 1.0], [2.0, 0.0]), [0.5, np.nan], equal_nan=True)


def test_coverage_grows_with_evidence_up_to_quality_and_cap() -> None:
    assert coverage(30, need=60, quality=1.0) == pytest.approx(0.5)
    assert coverage(600, need=60, quality=0.8) == pytest.approx(0.8)
    assert coverage(600, need=60, quality=0.8, cap=0.5) == pytest.approx(0.5)


def test_combine_weighs_by_coverage_and_multiplies_penalties() -> None:
    s, w, c = np.asarray([[1.0, 0.0]]), np.asarray([0.5, 0.5]), np.asarray([[1.0, 0.5]])
    assert combine(s, w, c, np.zeros((1, 0)))[0] == pytest.approx(100 * 0.5 / 0.75)
    assert combine(s, w, c, np.asarray([[0.1]]))[0] == pytest.approx(90 * 0.5 / 0.75)


def test_unmeasured_components_do_not_count_and_nothing_gives_nan() -> None:
    s, w = np.asarray([[0.8, np.nan]]), np.asarray([0.5, 0.5])
    assert combine(s, w, np.asarray([[1.0, 0.0]]), np.zeros((1, 0)))[0] == pytest.approx(80)
    assert np.isnan(combine(s, w, np.zeros((1, 2)), np.zeros((1, 0)))[0])


def test_penalties_never_zero_a_letter() -> None:
    full = combine(np.ones((1, 1)), np.ones(1), np.ones((1, 1)), np.full((1, 5), 0.3))
    assert full[0] == pytest.approx(100 * PENALTY_FLOOR)


def test_runs() -> None:
    mask = np.asarray([0, 1, 1, 0, 1, 0], dtype=bool)
    assert runs_of(mask, start_s=10.0, grid_s=0.5).tolist() == [[10.5, 11.5], [12.0, 12.5]]
    assert at_least(mask, cells=2).tolist() == [False, True, True, False, False, False]
    assert at_least(np.zeros(0, dtype=bool), cells=2).shape == (0,)
