"""Figures, their targets and their intervals."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.evaluation.tables import Figure, Table, beside_rules, by_person


@pytest.mark.parametrize(
    ("value", "target", "better", "met"),
    [
        (0.987, 0.987, "higher", True),
        (0.9866, 0.987, "higher", True),  # as shown: 0.987
        (0.9864, 0.987, "higher", False),
        (3.2, 3.2, "lower", True),
        (3.21, 3.2, "lower", False),
        (None, 0.9, "higher", None),
        (0.9, None, "higher", None),
    ],
)
def test_a_target_is_met_to_the_digits_shown(value, target, better, met) -> None:
    assert Figure("x", value, target=target, better=better).met is met


def test_whole_people_are_drawn_again() -> None:
    """Ten people with one value each, told ten times: the interval is that of ten values, not of a hundred."""
    values = np.random.default_rng(1).normal(0.0, 1.0, 10)
    data, people = np.repeat(values, 10), np.repeat(np.arange(10), 10)
    low, high = by_person(lambda at: float(data[at].mean()), people.tolist())
    half = 1.96 * values.std() / math.sqrt(10)
    assert low == pytest.approx(values.mean() - half, abs=0.2 * half)
    assert high == pytest.approx(values.mean() + half, abs=0.2 * half)


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(7)
    hits = 0
    for _ in range(200):
        people = np.repeat(np.arange(30), 4)
        data = np.repeat(random.normal(0.0, 1.0, 30), 4) + random.normal(0.0, 0.5, 120)
        low, high = by_person(lambda at, data=data: float(data[at].mean()), people.tolist(), rounds=200)
        hits += low <= 0.0 <= high
    assert 0.90 <= hits / 200 <= 0.98  # 95 %; percentile intervals of thirty people are a little narrow


def test_the_same_data_give_the_same_interval() -> None:
    people = ["a", "a", "b", "c", "d"]
    data = np.arange(5.0)
    assert by_person(lambda at: float(data[at].mean()), people) == by_person(lambda at: float(data[at].mean()), people)


def test_two_people_carry_no_interval() -> None:
    assert by_person(lambda at: float(len(at)), ["a", "a", "b"]) == (None, None)


def test_rounds_without_a_number_are_left_out() -> None:
    truth = np.asarray([True, False, False, False])

    def share(at):
        return float(truth[at].mean()) if truth[at].any() else float("nan")

    low, high = by_person(share, ["a", "b", "c", "d"])
    assert 0.25 <= low <= high <= 1.0
    assert by_person(lambda at: float("nan"), ["a", "b", "c"]) == (None, None)


def test_what_the_rules_alone_reach_stands_beside_the_figure() -> None:
    shown = (Figure("questions, F1", 0.94, baseline="always 0.50"), Figure("reflections, F1", 0.76))
    alone = Figure("questions, F1 (rules alone)", 0.9134)
    table = beside_rules(Table("language", "t", "d", shown, details=(alone,)))
    assert [figure.baseline for figure in table.figures] == ["rules alone 0.913; always 0.50", ""]
