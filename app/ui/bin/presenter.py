"""What the bin shows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from app.ui.ports import BinnedSession
from app.ui.words import day, duration


@dataclass(frozen=True, slots=True)
class BinRowView:
    """A session in the bin. about: which call it was; away: when it was put away, and when it goes."""

    folder: Path
    title: str
    about: str
    away: str

    @property
    def aloud(self) -> str:
        """All of it, for people who do not see it."""
        return ". ".join(filter(None, (self.title, self.about, self.away)))


@dataclass(frozen=True, slots=True)
class BinView:
    """The bin. about: how long things stay in it."""

    rows: tuple[BinRowView, ...]
    summary: str
    about: str


def present_bin(binned: Sequence[BinnedSession], today: date, days: int) -> BinView:
    """What is in the bin, the last put away first. days: how long it stays there, 0 for ever."""
    count = len(binned)
    about = (
        f"Calls stay here for {days} days, then they are deleted for good. The settings say how long."
        if days > 1
        else "Calls stay here for a day, then they are deleted for good. The settings say how long."
        if days
        else "Calls stay here until you delete them for good."
    )
    summary = ("1 call" if count == 1 else f"{count:,} calls") if count else ""
    return BinView(tuple(_row(one, today, days) for one in binned), summary, about)


def sure_words(titles: Sequence[str]) -> str:
    """The one question before something is gone."""
    if len(titles) == 1:
        return f"Delete “{titles[0]}” for good? It cannot be brought back."
    return f"Delete {len(titles):,} calls for good? They cannot be brought back."


def done_words(count: int, title: str, what: str) -> str:
    """What was done with them."""
    return f"“{title}” was {what}." if count == 1 else f"{count:,} calls were {what}."


def _row(one: BinnedSession, today: date, days: int) -> BinRowView:
    about = [f"Call of {day(one.started_at, today)}"] if one.started_at is not None else []
    if one.duration_s is not None:
        about.append(duration(one.duration_s))
    away = f"Put away {day(one.at, today)}"
    if days:
        left = (one.at.astimezone().date() + timedelta(days=days) - today).days
        away += (
            " · goes at the next start" if left <= 0 else f" · goes in {left} days" if left > 1 else " · goes tomorrow"
        )
    return BinRowView(one.folder, one.title, " · ".join(about) or "Which call it was cannot be read any more", away)
