"""Times, speeds, moments and places of dividers in the review."""

from __future__ import annotations

import pytest

from app.library.review.series import Happening, SessionSeries
from app.ui.review.layout_presenter import Places, places_of, stand_for
from app.ui.review.words_presenter import (
    exact_clock,
    moment_after,
    moment_before,
    moment_times,
    rate_words,
    speed_words,
)
from perception.recording.review_notes import CoachRating, Comment


@pytest.mark.parametrize(
    ("t_s", "words"),
    [(0.0, "00:00.0"), (132.44, "02:12.4"), (59.999, "00:59.9"), (3723.5, "1:02:03.5"), (-1.0, "00:00.0")],
)
def test_time_to_a_tenth(t_s, words):
    assert exact_clock(t_s) == words


def test_speeds():
    assert [speed_words(one) for one in (0.5, 0.75, 1.0, 1.25, 2.0)] == ["0.5×", "0.75×", "1.0×", "1.25×", "2.0×"]


def test_how_far_the_rating_is():
    assert rate_words(None) == "Rate first (0 of 7)"
    assert rate_words(CoachRating("a", "Alex", "now", {"E": 4, "M": 3}, ("P",))) == "Rate first (3 of 7)"
    assert rate_words(CoachRating("a", "Alex", "now", dict.fromkeys("EMPATHY", 3))) == "Your rating"


def test_moments_wait_until_the_coach_has_rated():
    series = SessionSeries(
        100.0, happenings=(Happening(10.0, "moment", "named"), Happening(20.0, "mark", "mark"), Happening(5, "nod", ""))
    )
    comments = [Comment("a", "Alex", "coach", "now", "Here.", t_s=30.0), Comment("b", "Alex", "coach", "now", "All.")]
    assert moment_times(series, comments, locked=False) == (10.0, 20.0, 30.0)
    assert moment_times(series, comments, locked=True) == (20.0, 30.0)


def test_the_next_moment_is_not_where_one_stands():
    times = (10.0, 20.0, 30.0)
    assert moment_after(times, 10.1) == 20.0
    assert moment_after(times, 30.0) is None
    assert moment_before(times, 20.1) == 10.0
    assert moment_before(times, 10.0) is None


@pytest.mark.parametrize(
    ("width", "height", "body", "beside", "turns"),
    [
        (1280, 664, 14, ("picture", "transcript", "coach"), ()),
        (1920, 1024, 14, ("picture", "transcript", "coach"), ()),
        (900, 564, 14, ("picture",), ("transcript", "coach")),
        (1280, 608, 28, ("picture",), ("transcript", "coach", "tracks")),
        (1920, 968, 28, ("picture",), ("transcript", "coach", "tracks")),
        (1280, 500, 14, ("picture", "transcript", "coach"), ("tracks",)),
    ],
)
def test_what_stands_beside_what(width, height, body, beside, turns):
    stand = stand_for(width, height, body)
    assert (stand.beside, stand.turns) == (beside, turns)
    assert stand.below == ("tracks" not in turns)


def test_places_of_dividers_are_kept_as_text():
    moved = Places().moved([600, 300, 300], [300, 300])
    assert moved.three == (0.5, 0.25, 0.25)
    assert moved.down == 0.5
    assert places_of(moved.as_text()) == moved
    assert moved.moved([1, 999], None).two == (0.12, 0.999)
    assert places_of("") == places_of("0.1 x") == places_of("1 2 3 4 5 6") == Places()


def test_columns_share_the_room():
    assert sum(Places().across(3)) == pytest.approx(1.0)
    assert sum(Places().across(4)) == pytest.approx(1.0)
    assert Places().across(0) == ()
