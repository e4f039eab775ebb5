"""Sessions as a long list holds them: little of each, made quickly from the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson

LISTED: Final = (
    "sessions.folder, sessions.title, started_at, duration_s, middles, recovered, source, more, comments, coach_rated, "
    "shared_by, ended"
)


class ListedSession(NamedTuple):
    """One session in the list. letters: letter to value (or middle of the band), None where not measured.

    The other fields as in SessionSummary.
    """

    folder: Path
    title: str
    started_at: datetime | None
    duration_s: float | None
    letters: Mapping[str, float | None]
    recovered: bool
    source: str = "live"
    tags: tuple[str, ...] = ()
    comments: int = 0
    coach_rated: bool = False
    shared_by: str = ""
    ended: bool = True
    check_call: bool = False


def listed(row: Sequence[Any], root: Path) -> ListedSession:
    """A session of LISTED. Raises ValueError, TypeError or KeyError for what was never written there."""
    folder, title, started_at, duration_s, middles, recovered, source, more, comments, rated, shared_by, ended = row
    rest: dict[str, Any] = orjson.loads(more)
    return ListedSession(
        root / folder,
        title,
        datetime.fromisoformat(started_at) if started_at else None,
        duration_s,
        orjson.loads(middles),
        bool(recovered),
        source,
        tuple(rest.get("tags", ())),
        comments,
        bool(rated),
        shared_by,
        bool(ended),
        rest.get("live_help") == "none",
    )
