"""Practice itself: days, weeks in a row, drills, cues. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from app.library.progress.past import PastCall, values_of
from app.library.progress.trend import Change, change_between
from app.practice.drills.choosing import DrillDone
from app.practice.drills.model import DRILL_KINDS, DrillKind
from perception.types import LETTERS, Letter

WEEKS_SHOWN: Final = 12
_WEEK: Final = timedelta(days=7)
_FEWEST_WITHOUT: Final = 2  # calls on each side, to say anything about cues


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar. calls, drills: how many."""

    day: date
    calls: int
    drills: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """Whole weeks, Monday first, the newest last. weeks_in_a_row: with practice, up to this week or the last."""

    weeks: tuple[tuple[Day, ...], ...]
    weeks_in_a_row: int
    days_in_4_weeks: int


@dataclass(frozen=True, slots=True)
class DrillHabit:
    """A kind of drill. rounds: finished. right: share of the steps that were right, None where none can be judged."""

    kind: DrillKind
    rounds: int
    last: date
    right: float | None


@dataclass(frozen=True, slots=True)
class CueHabit:
    """Practice calls with and without cues. shown: cues in each call with them, the oldest first.

    held: for each letter with enough calls on both sides, from calls with cues to calls without.
    """

    with_cues: int
    without: int
    checks: int
    shown: tuple[int, ...]
    held: Mapping[Letter, Change]


def calendar(calls: Iterable[PastCall], drills: Iterable[DrillDone], today: date) -> Calendar:
    """The last weeks up to today. Calls and drills dated in the future are left out."""
    of_calls = Counter(call.started_at.date() for call in calls)
    of_drills = Counter(day for one in drills if (day := _day(one.done_at)) is not None)
    practised = {day for day in (*of_calls, *of_drills) if day <= today}
    monday = today - timedelta(days=today.weekday())
    weeks = tuple(
        tuple(
            Day(day, of_calls[day], of_drills[day])
            for number in range(7)
            if (day := monday - back * _WEEK + timedelta(days=number)) <= today
        )
        for back in range(WEEKS_SHOWN - 1, -1, -1)
    )
    recent = sum(today - day < 4 * _WEEK for day in practised)
    return Calendar(weeks, _in_a_row(practised, monday), recent)


def drill_habits(drills: Sequence[DrillDone]) -> tuple[DrillHabit, ...]:
    """By kind, those that were done."""
    return tuple(habit for kind in DRILL_KINDS if (habit := _habit(kind, drills)) is not None)


def cue_habit(calls: Sequence[PastCall]) -> CueHabit:
    """How cues were used, and whether letters hold without them."""
    guided = [call for call in calls if call.cue_mode == "with"]
    alone = [call for call in calls if call.cue_mode in ("fade", "check")]
    held: dict[Letter, Change] = {}
    for letter in LETTERS:
        first, second = values_of(guided, letter), values_of(alone, letter)
        if min(len(first), len(second)) >= _FEWEST_WITHOUT:
            held[letter] = change_between(first, second)
    return CueHabit(
        with_cues=len(guided),
        without=sum(call.cue_mode == "fade" for call in alone),
        checks=sum(call.cue_mode == "check" for call in alone),
        shown=tuple(call.cues for call in guided),
        held=held,
    )


def _in_a_row(practised: set[date], monday: date) -> int:
    """Weeks in a row; a week that has only begun does not break the row."""
    weeks = {day - timedelta(days=day.weekday()) for day in practised}
    at = monday if monday in weeks else monday - _WEEK
    count = 0
    while at in weeks:
        count, at = count + 1, at - _WEEK
    return count


def _habit(kind: DrillKind, drills: Sequence[DrillDone]) -> DrillHabit | None:
    done = [(day, one) for one in drills if one.kind == kind and (day := _day(one.done_at)) is not None]
    if not done:
        return None
    steps = sum(one.steps for _, one in done)
    right = sum(one.right for _, one in done) / steps if steps else None
    return DrillHabit(kind, len(done), max(day for day, _ in done), right)


def _day(moment: str) -> date | None:
    try:
        return datetime.fromisoformat(moment).date()
    except ValueError:
        return None
