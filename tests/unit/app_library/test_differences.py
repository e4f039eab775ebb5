from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.agreement.differences import differences
from app.library.agreement.scale import nearest_step
from perception.recording.review_notes import CoachRating
from perception.types import LETTERS, LetterScore, Scorecard


def score(
    letter: str, value: float | None, low: float | None, high: float | None, state: str = "scored"
) -> LetterScore:
    return LetterScore(letter, value, low, high, 0.9, state)  # type: ignore[arg-type]


def card(*scores: LetterScore) -> Scorecard:
    return Scorecard(60.0, {one.letter: one for one in scores}, (), None, (), ())


def rated(**values: int) -> CoachRating:
    return CoachRating("r", "Kim", "2026-11-26T10:00:00+01:00", values)


def test_the_widest_apart_comes_first_and_what_meets_is_not_apart() -> None:
    found = differences(
        rated(E=4, A=4, H=2, T=1),
        card(
            score("E", 82.0, 79.0, 86.0),  # 4 stands for 62.5 to 87.5
            score("A", 48.0, 39.0, 57.0),
            score("H", 79.0, 73.0, 85.0),
            score("T", 20.0, 15.0, 30.0),
        ),
    )
    assert [(one.letter, one.apart) for one in found] == [("H", -35.5), ("A", 5.5), ("T", -2.5), ("E", 0.0)]


def test_a_band_is_compared_and_what_was_not_measured_or_rated_is_left_out() -> None:
    found = differences(
        rated(Y=1, P=3),
        card(
            score("Y", None, 42.0, 68.0, "band"),
            score("P", None, None, None, "not_enough"),
            score("E", 50.0, 40.0, 60.0),
        ),
    )
    [only] = found
    assert (only.letter, only.value, only.middle) == ("Y", None, 55.0)
    assert only.apart == -29.5


@given(st.integers(1, 5), st.floats(0, 100), st.floats(0, 30))
def test_apart_says_that_no_likely_value_would_be_rated_so(rating: int, value: float, half: float) -> None:
    low, high = max(0.0, value - half), min(100.0, value + half)
    [found] = differences(rated(A=rating), card(score("A", value, low, high)))
    steps = range(nearest_step(low), nearest_step(high) + 1)
    if found.apart:
        assert rating not in steps
        assert (found.apart > 0) == (rating > nearest_step(value))
    else:
        # At the very edge between two steps both are right.
        assert any(
            abs(rating - step) <= (1 if min(abs(low % 25 - 12.5), abs(high % 25 - 12.5)) < 1e-9 else 0)
            for step in steps
        )


def test_every_letter_can_be_compared() -> None:
    full = card(*(score(letter, 50.0, 45.0, 55.0) for letter in LETTERS))
    found = differences(rated(**dict.fromkeys(LETTERS, 3)), full)
    assert [one.letter for one in found] == list(LETTERS)
    assert all(one.apart == pytest.approx(0.0) for one in found)
