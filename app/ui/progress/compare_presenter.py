"""What the comparison of two calls shows. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from app.library.progress.comparing import Comparison, ComponentPair, Counted, LetterPair, compare
from app.reports.words import quantity, value_text
from app.ui.bar_presenter import Bar, bar_of
from app.ui.ports import OpenedSession
from app.ui.words import LETTER_NAMES, day, duration, percent
from perception.types import LetterScore

SAME: Final = "About the same"


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of a letter in both calls, in words."""

    name: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class PairRow:
    """A letter in both calls. values: as reports give them. words: the difference.

    mark: good, watch, or unknown where there is nothing to tell.
    """

    letter: str
    name: str
    first: Bar
    second: Bar
    values: tuple[str, str]
    words: str
    mark: str
    parts: tuple[PartRow, ...]


@dataclass(frozen=True, slots=True)
class SideView:
    """One of the two calls."""

    folder: Path
    title: str
    about: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompareView:
    """Both calls side by side."""

    first: SideView
    second: SideView
    rows: tuple[PairRow, ...]


def present_comparison(first: OpenedSession, second: OpenedSession, today: date) -> CompareView:
    """Everything the page shows."""
    found: Comparison = compare(first.scorecard, second.scorecard)
    return CompareView(
        _side(first, found.first, today),
        _side(second, found.second, today),
        tuple(_row(pair) for pair in found.letters),
    )


def _side(session: OpenedSession, counted: Counted, today: date) -> SideView:
    about = f"{day(session.started_at, today)} · {duration(session.scorecard.duration_s)}"
    lines = [
        f"Feelings met: {counted.met} of {counted.feelings}" if counted.feelings else "No feeling was voiced",
        f"Spoke over the customer: {counted.interruptions or 'never'}",
        "Your share of the talk: "
        + (percent(counted.talk_share) if counted.talk_share is not None else "not measured"),
    ]
    return SideView(session.folder, session.title, about, tuple(lines))


def _row(pair: LetterPair) -> PairRow:
    words, mark = _difference(pair)
    return PairRow(
        letter=pair.letter,
        name=LETTER_NAMES[pair.letter],
        first=bar_of(pair.first),
        second=bar_of(pair.second),
        values=(_value(pair.first), _value(pair.second)),
        words=words,
        mark=mark,
        parts=tuple(_part(part) for part in pair.parts if part.first is not None or part.second is not None),
    )


def _difference(pair: LetterPair) -> tuple[str, str]:
    if pair.difference is None:
        missing = [name for name, score in (("first", pair.first), ("second", pair.second)) if _unknown(score)]
        where = "either" if len(missing) == 2 else f"the {missing[0]}" if missing else "one"
        return f"Not measured well enough in {where}", "unknown"
    if not pair.notable:
        return SAME, "unknown"
    return f"{pair.difference:+.0f}, more than chance", "good" if pair.difference > 0 else "watch"


def _unknown(score: LetterScore | None) -> bool:
    return score is None or score.value is None


def _value(score: LetterScore | None) -> str:
    return value_text(score) if score is not None else "–"


def _part(part: ComponentPair) -> PartRow:
    first, second = (
        quantity(value, part.unit) if value is not None else "not measured" for value in (part.first, part.second)
    )
    return PartRow(part.name, first, second)
