"""Reads of a session folder what the library keeps in its index, in one pass. Nothing is ever changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast, get_args

from app.library.packages.shared import SHARED_NAME
from app.library.summary import (
    CustomerState,
    IndexEntry,
    SearchLine,
    SessionSummary,
    joined,
    letters_of,
    moment,
    plain_text,
)
from app.practice.kept_practice import kept_self_check
from app.practice.scenario.model import EndKind
from perception.recording.corrections import lines_of
from perception.recording.folder_lock import is_being_written
from perception.recording.format import EVENTS_NAME, HEADER_NAME, MEDIA_NAME, NOTES_NAME
from perception.recording.plain_files import read_plain
from perception.recording.reader import Session, open_session
from perception.recording.records import CueRecord, EndedRecord, StepRecord, parse_line
from perception.recording.rescored import RESCORED_NAME
from perception.recording.review_notes import CoachRating, Comment, ReviewEntry, in_force, read_review
from perception.recording.tags import read_tags
from perception.types import Scorecard, Utterance

_KINDS: Final = ("utterance", "scorecard", "cue", "step")
_SOMEBODY: Final = "somebody else"
_STAMPED: Final = (HEADER_NAME, EVENTS_NAME, NOTES_NAME, RESCORED_NAME, MEDIA_NAME, SHARED_NAME)
_MOST_LINES: Final = 20_000  # of one session; a whole day has no more
_LONGEST: Final = 20_000  # characters of one line


@dataclass(slots=True)
class _Recorded:
    """What one pass over the records finds."""

    said: list[Utterance] = field(default_factory=list)
    steps: list[StepRecord] = field(default_factory=list)
    cues: int = 0
    scorecard: Scorecard | None = None
    ended: EndedRecord | None = None


def index_entry(folder: Path) -> IndexEntry:
    """Read a session for the index. Raises SessionFormatError."""
    session = open_session(folder)
    recorded = _recorded(session) if not is_being_written(folder) else _Recorded()
    scorecard = session.rescored() or recorded.scorecard
    review = in_force(read_review(folder))
    summary = _summary(session, recorded, scorecard, review)
    return IndexEntry(summary, (*_said(session, recorded.said), *_comments(review)))


def stamp_of(folder: Path | str) -> str:
    """Changes whenever the header, the records, the notes, the result or the media of a session change."""
    parts = []
    for name in _STAMPED:
        try:
            found = os.stat(f"{folder}{os.sep}{name}")  # noqa: PTH116 - a path object for each of 50,000 files is slow
            parts.append(f"{found.st_size:x}.{found.st_mtime_ns:x}")
        except (OSError, ValueError):
            parts.append("-")
    return "/".join(parts)


def is_session(folder: Path | str) -> bool:
    """Whether this looks like a session folder, or may not be looked into; reading it then tells why. Never raises."""
    try:
        return stat.S_ISREG(os.stat(f"{folder}{os.sep}{HEADER_NAME}").st_mode)  # noqa: PTH116 - as above
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False


def _recorded(session: Session) -> _Recorded:
    found = _Recorded(ended=session.ended_record())
    for record in session.records(_KINDS):
        if isinstance(record, Utterance):
            found.said.append(record)
        elif isinstance(record, Scorecard):
            found.scorecard = record
        elif isinstance(record, StepRecord):
            found.steps.append(record)
        elif isinstance(record, CueRecord):
            found.cues += 1
    return found


def _summary(
    session: Session, recorded: _Recorded, scorecard: Scorecard | None, review: Sequence[ReviewEntry]
) -> SessionSummary:
    header, ended = session.header, recorded.ended
    check = kept_self_check(session.notes())
    duration_s = scorecard.duration_s if scorecard is not None else ended.t_s if ended is not None else None
    return SessionSummary(
        id=plain_text(header.session_id),
        folder=session.folder,
        title=" ".join(plain_text(header.title).split()) or session.folder.name,
        started_at=moment(header.started_at),
        duration_s=duration_s if duration_s is not None and 0.0 <= duration_s < float("inf") else None,
        source=header.source,
        letters=letters_of(scorecard),
        ended=ended is not None,
        recovered=ended is not None and ended.recovered,
        scenario=plain_text(header.scenario) if header.scenario else None,
        self_check={str(letter): value for letter, value in check.ratings.items()} if check is not None else {},
        coach_rated=any(isinstance(entry, CoachRating) and entry.done and bool(entry.values) for entry in review),
        comments=sum(isinstance(entry, Comment) for entry in review),
        cues=recorded.cues,
        live_help=header.live_help,
        customer=_customer(recorded.steps),
        talk_share=_share(scorecard),
        interruptions=len(scorecard.interruptions) if scorecard is not None else None,
        tags=tuple(plain_text(tag) for tag in read_tags(session.folder)),
        has_media=bool(session.media_files()),
        shared_by=shared_by(session.folder),
    )


def _customer(steps: Sequence[StepRecord]) -> CustomerState | None:
    if not steps:
        return None
    last = steps[-1]
    calm, trust = (min(100.0, max(0.0, points)) for points in (last.calm, last.trust))
    answers = [step.end for step in steps if step.manner == "answer"]
    end = answers[-1] if answers and answers[-1] in get_args(EndKind) else None
    return CustomerState(calm, trust, cast(EndKind | None, end))


def shared_by(folder: Path) -> str:
    """Who shared it, '' for one's own; a mark that cannot be read still says that it was shared."""
    path = folder / SHARED_NAME
    if not os.path.lexists(path):
        return ""
    try:
        by = parse_line(read_plain(path)).get("by")
    except (OSError, ValueError):
        return _SOMEBODY
    return joined([by])[:_LONGEST] or _SOMEBODY if isinstance(by, str) else _SOMEBODY


def _share(scorecard: Scorecard | None) -> float | None:
    share = scorecard.talk_share if scorecard is not None else None
    return share if share is not None and 0.0 <= share <= 1.0 else None


def _said(session: Session, said: Sequence[Utterance]) -> list[SearchLine]:
    """What was said as it reads now; nothing of lines that were left out."""
    lines = lines_of(said, session.corrections())[:_MOST_LINES]
    return [
        SearchLine(line.said.speaker, joined([line.said.text[:_LONGEST]]), line.said.start_s)
        for line in lines
        if not line.struck
    ]


def _comments(review: Sequence[ReviewEntry]) -> list[SearchLine]:
    return [
        SearchLine("comment", joined([entry.text]), entry.t_s, plain_text(entry.author))
        for entry in review
        if isinstance(entry, Comment)
    ]
