"""What the progress page shows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from app.library.progress.habits import Calendar, CueHabit, DrillHabit, calendar, cue_habit, drill_habits
from app.library.progress.past import PastCall, Value, in_order
from app.library.progress.self_view import SelfView, self_view
from app.library.progress.trend import Trend, trends
from app.practice.drills.choosing import DrillDone
from app.ui.drills.presenter import KINDS
from app.ui.words import LETTER_NAMES, day, listed, percent
from perception.types import LETTERS

NOTE: Final = (
    "For you alone, and not for assessment. Calls differ: a harder customer lowers letters. Pale bars show how sure "
    "each value is, the corridor how far calls may lie from your first ones by chance."
)
ALL: Final = "all"
_SIGNS: Final = {"up": "▲", "down": "▼", "level": "■", "unknown": "○"}
_SIGN_WORDS: Final = {"up": "up", "down": "down", "level": "about the same", "unknown": "too few calls"}
_MARKS: Final = {"up": "good", "down": "watch", "level": "unknown", "unknown": "unknown"}


@dataclass(frozen=True, slots=True)
class PointView:
    """One call in a chart. words: read aloud and shown in a hint. exact: False for a band's middle, drawn as a ring."""

    folder: Path
    value: float
    low: float
    high: float
    exact: bool
    words: str


@dataclass(frozen=True, slots=True)
class ChartView:
    """A letter over time. corridor: low and high of what is chance, None with too few calls. mark, sign: its way."""

    letter: str
    name: str
    words: str
    sign: str
    way: str
    mark: str
    points: tuple[PointView, ...]
    corridor: tuple[float, float] | None
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class GapView:
    """The self-check over time. points: mean gap of each call, points of the scale. tends: '' for no tendency."""

    words: str
    tends: str
    points: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class ProgressView:
    """The whole page. choices: which calls can be looked at, key and words."""

    summary: str
    charts: tuple[ChartView, ...]
    calendar: Calendar
    practised: str
    gap: GapView
    drills: tuple[str, ...]
    cues: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    pair: tuple[Path, Path] | None


def present_progress(
    calls: Sequence[PastCall], drills: Sequence[DrillDone], today: date, *, chosen: str = ALL
) -> ProgressView:
    """Everything the page shows; chosen: a key of `choices`."""
    ordered = in_order(calls)
    wanted = tuple(filter(_filter(chosen), ordered))
    shown = calendar(ordered, drills, today)
    measured = [call for call in wanted if any(short.middle is not None for short in call.letters.values())]
    return ProgressView(
        summary=_count(len(wanted)),
        charts=tuple(_chart(trend, today) for trend in trends(wanted)),
        calendar=shown,
        practised=_practised(shown),
        gap=_gap(self_view(wanted), today),
        drills=tuple(_drill(habit, today) for habit in drill_habits(drills)),
        cues=_cues(cue_habit(wanted)),
        choices=_choices(ordered),
        pair=(measured[0].folder, measured[-1].folder) if len(measured) > 1 else None,
    )


def _filter(chosen: str) -> Callable[[PastCall], bool]:
    if chosen == "practice":
        return lambda call: call.source in ("practice", "partner")
    if chosen == "own":
        return lambda call: call.source in ("live", "import")
    if chosen.startswith("scenario:"):
        return lambda call: call.scenario == chosen.partition(":")[2]
    return lambda _call: True


def _choices(calls: Sequence[PastCall]) -> tuple[tuple[str, str], ...]:
    """All, by kind, and each scenario that was played twice: like is best compared with like."""
    played: dict[str, list[PastCall]] = {}
    for call in calls:
        if call.scenario:
            played.setdefault(call.scenario, []).append(call)
    again = [(f"scenario:{key}", f"Only “{found[-1].title}”") for key, found in played.items() if len(found) > 1]
    return (
        (ALL, "All calls"),
        ("practice", "Practice calls"),
        ("own", "Own calls and recordings"),
        *sorted(again, key=lambda one: one[1]),
    )


def _chart(trend: Trend, today: date) -> ChartView:
    way, change = trend.direction, trend.change
    days = [day(one.call.started_at, today) for one in trend.values]
    corridor = None
    if change is not None:
        corridor = (max(0.0, change.before - change.smallest), min(100.0, change.before + change.smallest))
    return ChartView(
        letter=trend.letter,
        name=LETTER_NAMES[trend.letter],
        words=trend.words,
        sign=_SIGNS[way],
        way=_SIGN_WORDS[way],
        mark=_MARKS[way],
        points=tuple(_point(one, when) for one, when in zip(trend.values, days, strict=True)),
        corridor=corridor,
        first=days[0] if days else "",
        last=days[-1] if len(days) > 1 else "",
    )


def _point(one: Value, when: str) -> PointView:
    value = (
        f"{one.value:.0f}, likely {one.low:.0f} to {one.high:.0f}" if one.exact else f"{one.low:.0f} to {one.high:.0f}"
    )
    return PointView(one.call.folder, one.value, one.low, one.high, one.exact, f"{one.call.title}, {when}: {value}")


def _count(calls: int) -> str:
    return "" if not calls else "1 call" if calls == 1 else f"{calls} calls"


def _practised(shown: Calendar) -> str:
    days = shown.days_in_4_weeks
    told = "No practice in the last four weeks." if not days else f"{_days(days)} in the last four weeks."
    row = shown.weeks_in_a_row
    return told + (f" Practised {row} weeks in a row." if row > 1 else "")


def _days(count: int) -> str:
    return "One day" if count == 1 else f"{count} days"


def _gap(found: SelfView, today: date) -> GapView:
    tends = []
    if found.higher:
        tends.append(f"You tend to say more than was measured at {listed(found.higher)}.")
    if found.lower:
        tends.append(f"You tend to say less than was measured at {listed(found.lower)}.")
    points = tuple((f"{gap.call.title}, {day(gap.call.started_at, today)}", gap.mean) for gap in found.gaps)
    return GapView(found.words, " ".join(tends), points)


def _drill(habit: DrillHabit, today: date) -> str:
    rounds = "once" if habit.rounds == 1 else f"{habit.rounds} times"
    right = f", {percent(habit.right)} right" if habit.right is not None else ""
    apart = (today - habit.last).days
    last = "today" if apart == 0 else "yesterday" if apart == 1 else f"{apart} days ago"
    return f"{KINDS[habit.kind][0]}: {rounds}{right}, last {last}"


def _cues(habit: CueHabit) -> tuple[str, ...]:
    if not habit.with_cues and not habit.without and not habit.checks:
        return ("No practice calls yet. Every third one goes without cues, so that you see what holds.",)
    lines = [f"{_calls(habit.with_cues)} with cues, {habit.without} without, {habit.checks} check calls."]
    if len(habit.shown) > 1:
        lines.append(f"Cues shown: {habit.shown[0]} in the first of them, {habit.shown[-1]} in the newest.")
    drops = [letter for letter in LETTERS if letter in habit.held and habit.held[letter].direction == "down"]
    if drops:
        lines.append(f"Lower without cues: {listed(drops)}. These are worth a drill.")
    elif habit.held:
        lines.append("Without cues your letters hold.")
    return tuple(lines)


def _calls(count: int) -> str:
    return "1 call" if count == 1 else f"{count} calls"
