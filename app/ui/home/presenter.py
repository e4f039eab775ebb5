"""What the home page shows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from app.practice.drills.model import DrillKind
from app.ui.drills.presenter import drill_for
from app.ui.ports import SessionEntry
from app.ui.words import LETTER_NAMES, day, duration
from perception.scoring.params import LIVE_GOOD
from perception.types import LETTERS, Letter

MOST_CARDS: Final = 3


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session in a list: ready words and marks. action: what to do next; drill: the drill that does it, or None.

    shared: somebody else shared it.
    """

    folder: Path
    title: str
    about: str
    marks: Mapping[str, str]
    action: str
    drill: DrillKind | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page. An empty `recent` shows the sample call instead."""

    recent: tuple[SessionView, ...]
    more: int


def present_home(
    entries: Sequence[SessionEntry], today: date, *, total: int | None = None, drills: bool = False
) -> HomeView:
    """The newest sessions as cards. total: how many there are. drills: whether there are any to practise with."""
    recent = tuple(present_session(entry, today, drills=drills) for entry in entries[:MOST_CARDS])
    return HomeView(recent=recent, more=max(0, (len(entries) if total is None else total) - len(recent)))


def present_session(entry: SessionEntry, today: date, *, drills: bool = False) -> SessionView:
    """One session in a list. drills: whether there are any to practise with."""
    about = [day(entry.started_at, today)]
    if entry.duration_s is not None:
        about.append(duration(entry.duration_s))
    if entry.recovered:
        about.append("recovered")
    lowest = _lowest(entry.letters)
    drill, words = drill_for(lowest) if drills and lowest is not None else (None, _next_action(entry.letters, lowest))
    if entry.shared_by:
        about.append(f"from {entry.shared_by}")
        drill, words = None, "Review it" if entry.coach_rated else "Rate and review it"
    return SessionView(
        folder=entry.folder,
        title=entry.title,
        about=" · ".join(about),
        marks=seen_marks(entry),
        action=words,
        drill=drill,
        shared=bool(entry.shared_by),
    )


def seen_marks(entry: SessionEntry) -> dict[str, str]:
    """The marks of a session; none of somebody else's: it is rated first, and people are not compared."""
    return {} if entry.shared_by else present_marks(entry.letters)


def present_marks(letters: Mapping[str, float | None]) -> dict[str, str]:
    """The marks of whole-session values 0..100; None is not measured."""
    return {letter: _mark(letters.get(letter)) for letter in LETTERS}


def _mark(value: float | None) -> str:
    if value is None:
        return "unknown"
    return "good" if value >= LIVE_GOOD else "watch"


def _lowest(letters: Mapping[str, float | None]) -> Letter | None:
    """The letter to work on; None where every letter with a value is good."""
    scored = {letter: value for letter in LETTERS if (value := letters.get(letter)) is not None}
    lowest = min(scored, key=lambda letter: scored[letter], default=None)
    return lowest if lowest is not None and scored[lowest] < LIVE_GOOD else None


def _next_action(letters: Mapping[str, float | None], lowest: Letter | None) -> str:
    if lowest is not None:
        return f"Look again at: {LETTER_NAMES[lowest].split(':')[0].lower()}"
    measured = any(value is not None for value in letters.values())
    return "See what to keep" if measured else "Look at what was recorded"
