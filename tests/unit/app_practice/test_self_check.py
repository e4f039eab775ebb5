"""The self-check: only what was answered, and gaps that are wider than the measurement is unsure."""

from __future__ import annotations

import pytest

from app.practice.self_check import SelfCheck, gaps, self_check_of
from perception.types import LetterScore, Scorecard


def score(letter, value, low, high):
    state = "scored" if value is not None else "not_enough"
    return LetterScore(letter, value, low, high, 0.8, state)


CARD = Scorecard(
    120.0,
    {
        "E": score("E", 60.0, 52.0, 68.0),
        "A": score("A", 40.0, 36.0, 44.0),
        "H": score("H", 80.0, 75.0, 85.0),
        "T": score("T", None, None, None),
    },
    (),
    None,
    (),
)


def test_names_and_values_that_do_not_fit_are_left_out():
    assert self_check_of({"E": 70.0, "A": 140.0, "Z": 50.0, "Y": -1.0}, "Too quick.") == SelfCheck(
        {"E": 70.0}, "Too quick."
    )


@pytest.mark.parametrize(
    ("letter", "said", "apart"),
    [
        ("E", 66.0, 0.0),  # within how sure it is
        ("A", 54.0, 0.0),  # outside, but nearer than two measurements may be
        ("A", 80.0, 40.0),
        ("H", 30.0, -50.0),
    ],
)
def test_a_gap_counts_only_when_it_can_be_told(letter, said, apart):
    [gap] = gaps(SelfCheck({letter: said}), CARD)
    assert (gap.letter, gap.said, gap.apart) == (letter, said, apart)


def test_the_widest_comes_first_and_unmeasured_letters_have_no_gap():
    found = gaps(SelfCheck({"A": 80.0, "H": 30.0, "T": 50.0, "M": 50.0}), CARD)
    assert [gap.letter for gap in found] == ["H", "A"]
