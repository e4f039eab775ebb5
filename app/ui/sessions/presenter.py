"""What the list of sessions shows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from app.library.wanted import Order, Wanted
from app.ui.home.presenter import seen_marks
from app.ui.ports import Found, LibraryProblem, SessionEntry, ShelfChoices, ShelfState
from app.ui.words import LETTER_NAMES, clock, day, duration, marks_sentence
from perception.types import LETTERS

Choices = tuple[tuple[str, str], ...]
SOURCES: Final[Mapping[str, str]] = {
    "practice": "Practice",
    "partner": "With a partner",
    "live": "Own call",
    "import": "Imported",
    "demo": "Sample",
}
ORDERS: Final[tuple[tuple[Order, str], ...]] = (
    ("newest", "Newest first"),
    ("oldest", "Oldest first"),
    ("best", "Best match first"),
    ("title", "By title"),
    ("longest", "Longest first"),
)
BETWEEN: Final = "between"
TIMES: Final[Choices] = (
    ("", "Any time"),
    ("0", "Today"),
    ("6", "Last 7 days"),
    ("29", "Last 30 days"),
    ("364", "Last 12 months"),
    (BETWEEN, "Between two days"),
)
_WHO: Final[Mapping[str, str]] = {"csm": "You", "customer": "Customer", "unknown": "Somebody"}


@dataclass(frozen=True, slots=True)
class SnippetView:
    """Where the words that were looked for stand. head: when and who. marked: start and end of the words in `text`."""

    head: str
    text: str
    marked: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RowView:
    """A session across the page: ready words and marks. chips: tags and what else is worth knowing at a glance."""

    folder: Path
    title: str
    about: str
    chips: tuple[str, ...]
    marks: Mapping[str, str]
    snippet: SnippetView | None = None

    @property
    def aloud(self) -> str:
        """All of it, for people who do not see it."""
        parts = [self.title, self.about, ", ".join(self.chips)]
        if self.snippet is not None:
            parts.append(f"{self.snippet.head} {self.snippet.text}".strip())
        if self.marks:
            parts.append(marks_sentence(self.marks))
        return ". ".join(part for part in parts if part)


def present_row(entry: SessionEntry, today: date, found: Found | None = None) -> RowView:
    """One session. found: where the words stand, None while that is not known or nothing is looked for."""
    about = [day(entry.started_at, today)]
    if entry.duration_s is not None:
        about.append(duration(entry.duration_s))
    about.append(SOURCES.get(entry.source, "Call"))
    if entry.check_call:
        about.append("check call")
    if entry.recovered:
        about.append("recovered")
    if not entry.ended:
        about.append("not ended yet")
    chips = list(entry.tags)
    if entry.comments:
        chips.append("1 comment" if entry.comments == 1 else f"{entry.comments} comments")
    if entry.coach_rated:
        chips.append("rated")
    if entry.shared_by:
        chips.append(f"from {entry.shared_by}")
    return RowView(
        folder=entry.folder,
        title=entry.title,
        about=" · ".join(about),
        chips=tuple(chips),
        marks=seen_marks(entry),
        snippet=_snippet(found) if found is not None else None,
    )


def summary_of(shown: int, wanted: Wanted, state: ShelfState | None) -> str:
    """How many there are, and how far reading is."""
    noun = "call" if shown == 1 else "calls"
    if wanted.searches:
        text = f"{shown:,} {noun} with “{wanted.words.strip()}”" if shown else ""
    else:
        text = f"{shown:,} {noun}" if shown else ""
    if state is not None and state.left:
        text = f"{text} · " if text else ""
        text += f"{state.left:,} still to be read" if state.left > 1 else "one still to be read"
    return text


def empty_words(wanted: Wanted) -> tuple[str, str]:
    """Title and sentence where nothing fits."""
    if wanted.searches:
        return (
            f"Nothing was found for “{wanted.words.strip()}”",
            "Words are looked for in titles, tags, comments and what was said. The beginning of a word is enough.",
        )
    return "No call is like that", "Take a limit away to see more."


def fixed_choices() -> dict[str, Choices]:
    """What can be chosen whatever there is."""
    letters = tuple((letter, f"{letter}: {LETTER_NAMES[letter].split(':')[0].lower()}") for letter in LETTERS)
    return {
        "source": (("", "Any kind"), *SOURCES.items()),
        "watch": (("", "Any letter"), *letters),
        "time": TIMES,
    }


def present_choices(choices: ShelfChoices) -> dict[str, Choices]:
    """What can be chosen because there is some."""
    return {
        "tag": (("", "Any tag"), *((tag, f"{tag} ({count:,})") for tag, count in choices.tags)),
        "scenario": (("", "Any scenario"), *choices.scenarios),
    }


def span_of(chosen: str, now: datetime, first: date, last: date) -> tuple[datetime | None, datetime | None]:
    """The first moment and the one after the last. chosen: of TIMES. first, last: between these, in either order."""
    if chosen == BETWEEN:
        first, last = min(first, last), max(first, last)
        return _midnight(first), _midnight(last + timedelta(days=1))
    return (_midnight(now.date() - timedelta(days=int(chosen))), None) if chosen else (None, None)


def away_words(count: int, title: str) -> str:
    """What was put into the bin."""
    return f"“{title}” was put into the bin." if count == 1 else f"{count:,} calls were put into the bin."


def selected_words(count: int) -> str:
    """How many are chosen."""
    return {0: "Choose a call. Enter opens it.", 1: "1 chosen"}.get(count, f"{count:,} chosen")


def trouble_words(state: ShelfState | None) -> str:
    """What is to be known about the list, or ''."""
    if state is None:
        return ""
    count = len(state.unreadable)
    unreadable = ""
    if count == 1:
        unreadable = f"One folder cannot be read: {state.unreadable[0]}"
    elif count:
        unreadable = f"{count:,} folders cannot be read. “Check the library” tells which, and what to do."
    return " ".join(filter(None, (state.notice, unreadable)))


def check_words(problems: Sequence[LibraryProblem]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What a check found: a heading, then each problem with its remedy; the same remedies stand together."""
    if not problems:
        return "All is well: every session can be read, and the list knows them all.", ()
    head = (
        "One thing is not as it should be." if len(problems) == 1 else f"{len(problems):,} things are to be looked at."
    )
    return head, tuple((one.message, one.remedy) for one in problems)


def tag_states(entries: Sequence[SessionEntry]) -> tuple[tuple[str, Literal["all", "some"]], ...]:
    """The tags of these sessions, and whether all have them, by name."""
    counts: dict[str, tuple[str, int]] = {}
    for entry in entries:
        for tag in entry.tags:
            name, count = counts.get(tag.casefold(), (tag, 0))
            counts[tag.casefold()] = (name, count + 1)
    return tuple((name, "all" if count == len(entries) else "some") for _, (name, count) in sorted(counts.items()))


def _snippet(found: Found) -> SnippetView:
    if found.place == "title":
        return SnippetView("In the title", "")
    if found.place == "tag":
        return SnippetView("Tag", found.text, found.marked)
    time = clock(found.t_s) if found.t_s is not None else ""
    who = f"{found.author or 'Somebody'} in a comment" if found.place == "comment" else _WHO[found.place]
    return SnippetView(f"{time} {who}:".strip(), found.text, found.marked)


def _midnight(of: date) -> datetime:
    return datetime(of.year, of.month, of.day)
