"""What the home page shows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from app.ui.ports import SessionEntry
from app.ui.words import LETTER_NAMES, day, duration
from perception.scoring.params import LIVE_GOOD
from perception.types import LETTERS

MOST_CARDS: Final = 3


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session in a list: ready words and marks."""

    folder: Path
    title: str
    about: str
    marks: Mapping[str, str]
    action: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page. An empty `recent` shows the sample call instead."""

    recent: tuple[SessionView, ...]
    more: int


def present_home(entries: Sequence[SessionEntry], today: date) -> HomeView:
    """The newest sessions as cards."""
    recent = tuple(present_session(entry, today) for entry in entries[:MOST_CARDS])
    return HomeView(recent=recent, more=max(0, len(entries) - MOST_CARDS))


def present_session(entry: SessionEntry, today: date) -> SessionView:
    """One session in a list."""
    about = [day(entry.started_at, today)]
    if entry.duration_s is not None:
        about.append(duration(entry.duration_s))
    if entry.recovered:
        about.append("recovered")
    return SessionView(
        folder=entry.folder,
        title=entry.title,
        about=" · ".join(about),
        marks=present_marks(entry.letters),
        action=_next_action(entry.letters),
    )


def present_marks(letters: Mapping[str, float | None]) -> dict[str, str]:
    """The marks of whole-session values 0..100; None is not measured."""
    return {letter: _mark(letters.get(letter)) for letter in LETTERS}


def _mark(value: float | None) -> str:
    if value is None:
        return "unknown"
    return "good" if value >= LIVE_GOOD else "watch"


def _next_action(letters: Mapping[str, float | None]) -> str:
    scored = {letter: value for letter, value in letters.items() if value is not None}
    if not scored:
        return "Look at what was recorded"
    lowest = min(scored, key=lambda letter: scored[letter])
    name = LETTER_NAMES[lowest].split(":")[0].lower()
    return f"Look again at: {name}" if scored[lowest] < LIVE_GOOD else "See what to keep"
