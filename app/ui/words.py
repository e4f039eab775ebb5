"""How times, dates, letters and marks are said. Pure: no Qt, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from app.reports import view
from app.reports.words import LETTER_NAMES, OUTCOMES, clock, percent
from app.reports.words import length as duration
from perception.types import LETTERS, Letter, LetterScore, LiveMark

__all__ = [
    "LETTER_NAMES",
    "clock",
    "duration",
    "percent",
]

_UNFIT: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
# Names that Windows keeps for devices, whatever ending they have.
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
AUTHOR: Final = "learner"  # of what is written down in the window
CAMERA_LETTERS: Final[tuple[Letter, ...]] = ("E", "M", "P")
MICROPHONE_LETTERS: Final[tuple[Letter, ...]] = ("A", "T", "H", "Y")
SHORT_NAMES: Final[Mapping[Letter, str]] = {  # where there is little room
    "E": "Eye contact",
    "M": "Face",
    "P": "Posture",
    "A": "Naming feelings",
    "T": "Tone",
    "H": "Hearing",
    "Y": "Response",
}
MARK_WORDS: Final[Mapping[str, str]] = {"good": "good", "watch": "worth a look", "unknown": "not measured"}
OUTCOME_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    outcome: (words, "good" if outcome in ("named", "acknowledged") else "watch") for outcome, words in OUTCOMES.items()
}


def file_name(title: str, suffix: str) -> str:
    """A name for a file that every system takes."""
    words = " ".join(_UNFIT.sub(" ", title).split())
    words = words.strip(" .")[:80].strip(" .") or "Session"
    return (f"Session {words}" if words.partition(".")[0].strip().casefold() in _DEVICES else words) + suffix


def time_left(seconds: float | None) -> str:
    """How long something still takes, roughly."""
    if seconds is None:
        return "Working out how long it takes."
    if seconds < 10:
        return "A few seconds left."
    if seconds < 90:
        return f"About {round(seconds / 10) * 10} seconds left."
    return f"About {round(seconds / 60)} minutes left."


def day(moment: datetime | None, today: date) -> str:
    """The day of a session: today, yesterday, or its date."""
    if moment is None:
        return "unknown day"
    if moment.tzinfo is not None:
        moment = moment.astimezone()
    apart = (today - moment.date()).days
    if apart == 0:
        return "today"
    if apart == 1:
        return "yesterday"
    return f"{moment.day} {moment:%B}" + (f" {moment.year}" if moment.year != today.year else "")


def sentence(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def listed(items: Iterable[str]) -> str:
    """E, M and P."""
    words = list(items)
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def mark_of(score: LetterScore | None) -> LiveMark:
    """The mark of a letter over a whole session, as reports give it; a letter that was left out is unknown."""
    return view.mark_of(score) if score is not None else "unknown"


def marks_sentence(marks: Mapping[str, str]) -> str:
    """The seven marks in words, for people who do not see them."""
    return ", ".join(f"{letter} {MARK_WORDS[marks.get(letter, 'unknown')]}" for letter in LETTERS)
