"""Progress: what is more than chance, what practice there was, and how the self-check moves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from app.library.progress.comparing import compare
from app.library.progress.habits import calendar, cue_habit, drill_habits
from app.library.progress.past import CueMode, PastCall, values_of
from app.library.progress.self_view import self_view
from app.library.progress.trend import FEWEST, change_between, smallest_change, trends
from app.library.summary import LetterSummary
from app.practice.drills.choosing import DrillDone
from perception.types import ComponentScore, LetterScore, Moment, Scorecard, Span

TODAY = date(2026, 11, 26)  # a Thursday
START = datetime(2026, 11, 2, 10, 0).astimezone()


def scored(value: float, half: float = 8.0) -> LetterSummary:
    return LetterSummary(value, value - half, value + half, "scored")


def call(
    number: int,
    value: float | None = None,
    *,
    said: float | None = None,
    mode: CueMode = "none",
    cues: int = 0,
    half: float = 8.0,
    source: str = "practice",
) -> PastCall:
    letters = {"A": scored(value, half)} if value is not None else {}
    check = {"A": said} if said is not None else {}
    when = START + timedelta(days=number)
    return PastCall(Path(f"/s/{number}"), f"Call {number}", when, source, letters, check, "s1", mode, cues)


def letter_a(values: list[float], half: float = 8.0):
    return next(one for one in trends([call(n, v, half=half) for n, v in enumerate(values)]) if one.letter == "A")


# ------------------------------------------------------------ trend


def test_too_few_calls_tell_nothing() -> None:
    for count in range(FEWEST):
        trend = letter_a([50.0] * count)
        assert (trend.change, trend.direction) == (None, "unknown")
    assert "one more call in which" in letter_a([50.0] * 3).words
    assert "4 more calls" in letter_a([]).words


def test_a_clear_rise_and_a_clear_fall_are_told() -> None:
    up = letter_a([40.0, 42, 38, 60, 62, 64])
    assert up.direction == "up"
    assert up.words == "Up from 40 to 62. That is more than chance."
    assert letter_a([64.0, 62, 60, 38, 42, 40]).direction == "down"


def test_what_may_be_chance_is_not_called_a_change() -> None:
    assert letter_a([50.0, 52, 48, 54, 56, 55]).direction == "level"  # smaller than worth noticing
    assert letter_a([20.0, 80, 50, 35, 95, 60]).direction == "level"  # large, but the calls differ more
    assert letter_a([45.0, 45, 45, 58, 58, 58], half=30.0).direction == "level"  # large, but not sure


def test_the_order_of_the_calls_counts_and_not_the_order_they_come_in() -> None:
    calls = [call(n, 40.0 + 5 * n) for n in range(6)]
    assert trends(calls)[3].change == trends(calls[::-1])[3].change


def test_a_band_counts_by_its_middle_and_unmeasured_calls_are_left_out() -> None:
    band = PastCall(Path("/b"), "b", START, "live", {"A": LetterSummary(None, 40.0, 60.0, "band")})
    none = PastCall(Path("/n"), "n", START, "live", {"A": LetterSummary(None, None, None, "not_enough")})
    values = values_of([band, none, call(1, 70.0)], "A")
    assert [(one.value, one.exact) for one in values] == [(50.0, False), (70.0, True)]


def test_more_calls_make_smaller_changes_worth_noticing() -> None:
    assert smallest_change(1) == 15.0
    assert smallest_change(3) == pytest.approx(8.66, abs=0.01)


def test_a_learner_who_does_not_change_is_seldom_told_so() -> None:
    rng = np.random.default_rng(5)
    told = 0
    for _ in range(400):
        values = 60.0 + rng.normal(0.0, 8.3, 6)
        told += letter_a([float(value) for value in values]).direction in ("up", "down")
    assert told / 400 <= 0.2  # an 80 % interval


def test_two_calls_are_compared_with_their_own_intervals() -> None:
    first, second = values_of([call(0, 50.0)], "A"), values_of([call(1, 70.0)], "A")
    change = change_between(first, second)
    assert (change.difference, change.direction) == (20.0, "up")
    assert change.high - change.low == pytest.approx(2 * np.hypot(8.0, 8.0))


# ------------------------------------------------------------ habits


def drill(day: date, kind: str = "tone", right: int = 2, steps: int = 4) -> DrillDone:
    return DrillDone(f"{day.isoformat()}T09:00:00+01:00", kind, ("x",), right, steps)  # type: ignore[arg-type]


def test_the_calendar_has_whole_weeks_up_to_today() -> None:
    shown = calendar([call(0), call(0), call(24)], [drill(TODAY)], TODAY)
    assert len(shown.weeks) == 12
    assert shown.weeks[-1][-1].day == TODAY
    assert all(len(week) == 7 for week in shown.weeks[:-1])
    days = {one.day: one for week in shown.weeks for one in week}
    assert days[date(2026, 11, 2)].calls == 2
    assert (days[TODAY].calls, days[TODAY].drills) == (1, 1)
    assert shown.days_in_4_weeks == 2


def test_weeks_in_a_row_survive_a_week_that_has_only_begun() -> None:
    assert calendar([call(0), call(7), call(14)], [], TODAY).weeks_in_a_row == 3  # this week not yet
    assert calendar([call(0), call(7), call(14), call(21)], [], TODAY).weeks_in_a_row == 4
    assert calendar([call(0), call(7)], [], TODAY).weeks_in_a_row == 0
    assert calendar([], [], TODAY).weeks_in_a_row == 0


def test_what_lies_in_the_future_is_no_practice() -> None:
    assert calendar([call(60)], [drill(TODAY + timedelta(days=1))], TODAY).days_in_4_weeks == 0


def test_drills_are_counted_by_kind_and_odd_dates_are_left_out() -> None:
    odd = DrillDone("long ago", "tone", ("x",), 1, 1)
    habits = drill_habits([drill(TODAY), drill(TODAY - timedelta(days=3), right=4), drill(TODAY, "thread", 0, 0), odd])
    assert [(habit.kind, habit.rounds, habit.right) for habit in habits] == [("tone", 2, 0.75), ("thread", 1, None)]


def test_whether_letters_hold_without_cues() -> None:
    guided = [call(n, 70.0, mode="with", cues=4 - n) for n in range(3)]
    alone = [call(3, 50.0, mode="fade"), call(4, 48.0, mode="check")]
    habit = cue_habit([*guided, *alone, call(5, 10.0)])
    assert (habit.with_cues, habit.without, habit.checks, habit.shown) == (3, 1, 1, (4, 3, 2))
    assert habit.held["A"].direction == "down"
    assert cue_habit(guided).held == {}


# ------------------------------------------------------------ self-check


def test_the_gap_of_the_self_check_over_time() -> None:
    far = [call(n, 50.0, said=80.0) for n in range(3)]
    near = [call(n + 3, 60.0, said=62.0) for n in range(3)]
    view = self_view([*far, *near, call(9, 50.0), call(10, said=50.0)])
    assert [gap.mean for gap in view.gaps] == [30.0] * 3 + [2.0] * 3
    assert view.words == "What you say has moved nearer to what is measured: from 30 points apart to 2."
    assert view.higher == ("A",)
    assert self_view(near[::-1] + [call(n + 8, 50.0, said=80.0) for n in range(3)]).words.startswith(
        "What you say has moved further from"
    )
    assert self_view([call(n, 50.0, said=30.0) for n in range(4)]).lower == ("A",)
    assert "as in your first calls" in self_view([call(n, 50.0, said=30.0) for n in range(4)]).words
    assert "No self-check yet" in self_view([call(1, 50.0)]).words
    assert "lies 20 points" in self_view([call(1, 50.0, said=70.0)]).words


# ------------------------------------------------------------ two calls


def card(value: float | None, *, half: float = 5.0, part: float | None = 0.5, outcome: str = "named") -> Scorecard:
    known = value is not None
    score = LetterScore(
        "A",
        value,
        value - half if value is not None else None,
        value + half if value is not None else None,
        0.9 if known else 0.1,
        "scored" if known else "not_enough",
        components=(ComponentScore("A1", "Feelings answered", part, "share", "", 0.5, 1.0, 0.9),),
    )
    moments = (Moment(1.0, "worried", False, outcome),)  # type: ignore[arg-type]
    return Scorecard(60.0, {"A": score}, moments, 0.5, (Span(1.0, 2.0),))


def test_two_calls_letter_by_letter() -> None:
    found = compare(card(40.0), card(70.0, part=None, outcome="missed"))
    pair = next(one for one in found.letters if one.letter == "A")
    assert (pair.difference, pair.notable) == (30.0, True)
    assert [(part.first, part.second) for part in pair.parts] == [(0.5, None)]
    assert (found.first.met, found.second.met, found.second.feelings, found.first.interruptions) == (1, 0, 1, 1)
    other = next(one for one in found.letters if one.letter == "E")
    assert (other.first, other.difference, other.notable, other.parts) == (None, None, False, ())


@pytest.mark.parametrize(
    ("first", "second"),
    [(card(50.0), card(60.0)), (card(50.0, half=25.0), card(70.0, half=25.0)), (card(None), card(70.0))],
)
def test_what_may_be_chance_or_was_not_measured_is_not_notable(first: Scorecard, second: Scorecard) -> None:
    assert not any(pair.notable for pair in compare(first, second).letters)
