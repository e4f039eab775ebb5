from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "packaging"))

from training.agreement import auc, f1, kappa, precision, ranks, recall, spearman

TRUTH = np.array([True, True, True, False, False, False, False, False])
FOUND = np.array([True, True, False, True, False, False, False, False])
NONE = np.zeros(8, dtype=bool)


def test_precision_and_recall() -> None:
    assert precision(TRUTH, FOUND) == pytest.approx(2 / 3)
    assert recall(TRUTH, FOUND) == pytest.approx(2 / 3)
    assert precision(TRUTH, NONE) == 1.0
    assert recall(NONE, FOUND) == 1.0


def test_f_counts_precision_as_often_as_asked() -> None:
    assert f1(TRUTH, FOUND) == pytest.approx(2 / 3)
    eager, sparing = np.ones(8, dtype=bool), np.array([True, *[False] * 7])
    assert f1(TRUTH, eager) > f1(TRUTH, sparing)
    assert f1(TRUTH, eager, precision_counts=2.0) < f1(TRUTH, sparing, precision_counts=2.0)
    assert f1(TRUTH, NONE) == 0.0


def test_kappa_is_agreement_beyond_chance() -> None:
    assert kappa(TRUTH, TRUTH) == 1.0
    assert kappa(TRUTH, FOUND) == pytest.approx((6 / 8 - 34 / 64) / (1 - 34 / 64))
    assert kappa(NONE, NONE) == 0.0


def test_equal_values_share_their_rank() -> None:
    assert ranks(np.array([3.0, 1.0, 3.0])).tolist() == [2.5, 1.0, 2.5]
    values = np.array([0.9, 0.5, 0.5, 0.5, 0.1, 0.1, 0.1, 0.1])
    assert auc(TRUTH, values) == pytest.approx((5 + 4.5 + 4.5) / 15)
    assert spearman(values, -values) == pytest.approx(-1.0)
