"""What the list shows of a session, read from its folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from perception.recording.folder_lock import is_being_written
from perception.recording.format import EVENTS_NAME, HEADER_NAME, NOTES_NAME
from perception.recording.reader import open_session
from perception.recording.records import EndedRecord
from perception.recording.rescored import RESCORED_NAME
from perception.types import Scorecard


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
class SessionSummary:
    """One session in the list. duration_s: None while it has no end. letters: empty without a result.

    ended: False while it is recorded, or when it was interrupted and not yet recovered.
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


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A summary with the text to search."""

    summary: SessionSummary
    text: str


def index_entry(folder: Path) -> IndexEntry:
    """Read a session for the index. Raises SessionFormatError."""
    session = open_session(folder)
    header = session.header
    scorecard: Scorecard | None = None
    ended: EndedRecord | None = None
    text = ""
    if not is_being_written(folder):
        scorecard, ended = session.scorecard(), session.ended_record()
        text = "\n".join(utterance.text for utterance in session.utterances())
    summary = SessionSummary(
        id=header.session_id,
        folder=folder,
        title=header.title,
        started_at=moment(header.started_at),
        duration_s=_duration_s(scorecard, ended),
        source=header.source,
        letters=letters_of(scorecard),
        ended=ended is not None,
        recovered=ended is not None and ended.recovered,
    )
    return IndexEntry(summary, text)


def letters_of(scorecard: Scorecard | None) -> dict[str, LetterSummary]:
    """The letters of a result in short."""
    if scorecard is None:
        return {}
    return {
        letter: LetterSummary(score.value, score.low, score.high, score.state)
        for letter, score in scorecard.letters.items()
    }


def letters_to_json(letters: Mapping[str, LetterSummary]) -> str:
    """Letters as kept in the index."""
    return json.dumps({letter: [s.value, s.low, s.high, s.state] for letter, s in letters.items()})


def letters_from_json(text: str) -> dict[str, LetterSummary]:
    """Letters from the index."""
    raw: Mapping[str, Any] = json.loads(text)
    return {letter: LetterSummary(*values) for letter, values in raw.items()}


def moment(text: str) -> datetime | None:
    """A wall-clock time with its offset, None when it cannot be understood."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return None
    return parsed.astimezone() if parsed.tzinfo is None else parsed


def stamp_of(folder: Path) -> str:
    """Changes whenever the header, the records or the corrections of a session change."""
    parts = []
    for name in (HEADER_NAME, EVENTS_NAME, NOTES_NAME, RESCORED_NAME):
        try:
            stat = (folder / name).stat()
            parts.append(f"{stat.st_size}-{stat.st_mtime_ns}")
        except OSError:
            parts.append("absent")
    return "/".join(parts)


def _duration_s(scorecard: Scorecard | None, ended: EndedRecord | None) -> float | None:
    if scorecard is not None:
        return scorecard.duration_s
    return ended.t_s if ended is not None else None
