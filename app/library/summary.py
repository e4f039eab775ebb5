"""What the library knows of a session without opening it: values for lists, filters, progress and agreement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from app.practice.scenario.model import EndKind
from perception.recording.format import LiveHelp
from perception.types import LETTERS, Scorecard


@dataclass(frozen=True, slots=True)
class LetterSummary:
    """A letter in short: value, low, high 0..100 or None; state as in LetterScore."""

    value: float | None
    low: float | None
    high: float | None
    state: str

    @property
    def middle(self) -> float | None:
        """The value, or the middle of the band, or None without evidence."""
        if self.value is not None:
            return self.value
        return (self.low + self.high) / 2 if self.low is not None and self.high is not None else None


@dataclass(frozen=True, slots=True)
class CustomerState:
    """Where a written customer stood when the call was over. calm, trust: 0..100.

    end: how the call ended; None where it was left before its end.
    """

    calm: float
    trust: float
    end: EndKind | None = None


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One session in the list. duration_s: None while it has no end. letters: empty without a result.

    ended: False while it is recorded, or when it was interrupted and not yet recovered. scenario: the id of a practice
    call's scenario, else None. self_check: letter to what the learner said of it, 0..100; empty without one.
    coach_rated: a coach has rated at least one letter. comments: those that stand. cues: how many were shown.
    live_help: what the call helped with, '' where that is not known; 'none' is a check call. customer: of a practice
    call, None for any other and where nothing was said. talk_share: 0..1 of the CSM, None where not measured.
    interruptions: None without a result. has_media: picture or sound is there. shared_by: whose session it is when
    somebody else shared it, '' for one's own.
    """

    id: str
    folder: Path
    title: str
    started_at: datetime | None
    duration_s: float | None
    source: str
    letters: Mapping[str, LetterSummary]
    ended: bool
    recovered: bool
    scenario: str | None = None
    self_check: Mapping[str, float] = field(default_factory=dict)
    coach_rated: bool = False
    comments: int = 0
    cues: int = 0
    live_help: LiveHelp = ""
    customer: CustomerState | None = None
    talk_share: float | None = None
    interruptions: int | None = None
    tags: tuple[str, ...] = ()
    has_media: bool = False
    shared_by: str = ""


Where = Literal["csm", "customer", "unknown", "comment"]


@dataclass(frozen=True, slots=True)
class SearchLine:
    """A line that can be searched for: something said, or a comment. t_s: session time, None for the whole session.

    author: of a comment the name written on it, else ''.
    """

    where: Where
    text: str
    t_s: float | None = None
    author: str = ""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A summary with the lines to search."""

    summary: SessionSummary
    lines: tuple[SearchLine, ...] = ()


def letters_of(scorecard: Scorecard | None) -> dict[str, LetterSummary]:
    """The letters of a result in short; numbers that cannot be are as if they were not measured."""
    if scorecard is None:
        return {}
    return {
        letter: LetterSummary(_percent(score.value), _percent(score.low), _percent(score.high), score.state)
        for letter in LETTERS
        if (score := scorecard.letters.get(letter)) is not None
    }


def middles(letters: Mapping[str, LetterSummary]) -> dict[str, float | None]:
    """Letter to its value or the middle of its band, None where not measured."""
    return {letter: short.middle for letter, short in letters.items()}


def moment(text: str) -> datetime | None:
    """A wall-clock time with its offset, None when it cannot be understood."""
    try:
        parsed = datetime.fromisoformat(text)
        aware = parsed.astimezone() if parsed.tzinfo is None else parsed
        aware.astimezone()  # one at the very end of the calendar has no local time
        aware.timestamp()
    except (ValueError, OverflowError, OSError):
        return None
    return aware


def plain_text(text: str) -> str:
    """Text as the index can hold it: half a character of a damaged file becomes a question mark."""
    return text.encode("utf-8", errors="replace").decode("utf-8").replace("\x00", " ")


def joined(texts: Iterable[str]) -> str:
    """Texts as the lines of one, whatever line breaks are in them."""
    return "\n".join(" ".join(plain_text(text).split()) for text in texts)


def _percent(value: float | None) -> float | None:
    return value if value is not None and 0.0 <= value <= 100.0 else None
