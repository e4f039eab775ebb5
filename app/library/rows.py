"""Sessions as rows of the index, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, cast

import orjson

from app.library.summary import (
    CustomerState,
    IndexEntry,
    LetterSummary,
    SearchLine,
    SessionSummary,
    Where,
    joined,
    middles,
    moment,
    plain_text,
)
from app.practice.scenario.model import EndKind
from perception.recording.format import LiveHelp
from perception.scoring.params import LIVE_GOOD
from perception.types import LETTERS

COLUMNS: Final = (
    "folder, id, title, started_at, duration_s, source, letters, ended, recovered, scenario, comments, coach_rated, "
    "has_media, shared_by, more"
)
INSERT: Final = (
    "INSERT INTO sessions (folder, id, title, started_at, started_s, duration_s, source, letters, middles, "
    f"ended, recovered, scenario, watch, comments, coach_rated, has_media, shared_by, more, stamp) "
    f"VALUES ({', '.join('?' * 19)})"
)


def to_row(key: str, summary: SessionSummary, stamp: str) -> tuple[object, ...]:
    """The values of INSERT."""
    started = summary.started_at
    return (
        key,
        summary.id,
        summary.title,
        started.isoformat() if started is not None else None,
        started.timestamp() if started is not None else None,
        summary.duration_s,
        summary.source,
        _json({name: [one.value, one.low, one.high, one.state] for name, one in summary.letters.items()}),
        _json(middles(summary.letters)),
        summary.ended,
        summary.recovered,
        summary.scenario,
        worth_a_look(summary),
        summary.comments,
        summary.coach_rated,
        summary.has_media,
        summary.shared_by,
        _json(_more(summary)),
        stamp,
    )


def from_row(row: Sequence[Any], root: Path) -> SessionSummary:
    """A session of COLUMNS. Raises ValueError, TypeError or KeyError for what was never written there."""
    more: Mapping[str, Any] = orjson.loads(row[14])
    letters: Mapping[str, Any] = orjson.loads(row[6])
    customer = more.get("customer")
    return SessionSummary(
        id=row[1],
        folder=path_of(row[0], root),
        title=row[2],
        started_at=moment(row[3]) if row[3] else None,
        duration_s=row[4],
        source=row[5],
        letters={letter: LetterSummary(*values) for letter, values in letters.items()},
        ended=bool(row[7]),
        recovered=bool(row[8]),
        scenario=row[9],
        self_check=more.get("self_check", {}),
        coach_rated=bool(row[11]),
        comments=int(row[10]),
        cues=int(more.get("cues", 0)),
        live_help=cast(LiveHelp, more.get("live_help", "")),
        customer=_customer(customer) if customer else None,
        talk_share=more.get("talk_share"),
        interruptions=more.get("interruptions"),
        tags=tuple(more.get("tags", ())),
        has_media=bool(row[12]),
        shared_by=row[13],
    )


def words_of(entry: IndexEntry) -> tuple[str, str, str, str]:
    """What can be searched for: title, what was said, comments, tags; one line of text for each line."""
    said = joined(line.text for line in entry.lines if line.where != "comment")
    notes = joined(line.text for line in entry.lines if line.where == "comment")
    return plain_text(entry.summary.title), said, notes, joined(entry.summary.tags)


def places_of(entry: IndexEntry) -> tuple[str, str]:
    """Where the lines of `words_of` stand: of what was said, and of comments."""
    said = [[line.where, line.t_s] for line in entry.lines if line.where != "comment"]
    notes = [[line.author, line.t_s] for line in entry.lines if line.where == "comment"]
    return _json(said), _json(notes)


def lines_from(said: str, notes: str, said_places: str, note_places: str) -> list[SearchLine]:
    """The lines of a session again, comments first: they are fewer and say what somebody thought of it."""
    found = [
        SearchLine("comment", text, t_s, author)
        for text, (author, t_s) in zip(notes.split("\n"), orjson.loads(note_places), strict=False)
    ]
    for text, (where, t_s) in zip(said.split("\n"), orjson.loads(said_places), strict=False):
        found.append(SearchLine(cast(Where, where), text, t_s))
    return found


def worth_a_look(summary: SessionSummary) -> str:
    """The letters below the mark for good, in their order."""
    values = middles(summary.letters)
    return "".join(letter for letter in LETTERS if (value := values.get(letter)) is not None and value < LIVE_GOOD)


def path_of(key: str, root: Path) -> Path:
    """The folder of a row."""
    return root / key  # a full path stays as it is


def _more(summary: SessionSummary) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in ("self_check", "cues", "live_help", "tags"):
        if value := getattr(summary, name):
            found[name] = value
    for name in ("talk_share", "interruptions"):
        if (value := getattr(summary, name)) is not None:
            found[name] = value
    if summary.customer is not None:
        found["customer"] = [summary.customer.calm, summary.customer.trust, summary.customer.end]
    return found


def _customer(values: Sequence[Any]) -> CustomerState:
    calm, trust, end = values
    return CustomerState(float(calm), float(trust), cast(EndKind | None, end))


def _json(value: object) -> str:
    return orjson.dumps(value).decode("utf-8")
