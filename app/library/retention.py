"""Picture and sound are kept for as many days as the user chose; the scores and words of a call stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from app.library.packages.shared import read_shared
from app.library.summary import SessionSummary, moment
from perception.recording.reader import open_session


def expire_media(sessions: Sequence[SessionSummary], *, days: int, now: datetime) -> list[Path]:
    """Remove the media of ended sessions older than `days` (0 keeps everything); the folders that lost theirs.

    One that somebody shared is as old as its opening here. Sessions without a known start or still being recorded are
    left alone. Raises SessionFormatError, OSError.
    """
    if days <= 0:
        return []
    limit = now - timedelta(days=days)
    changed: list[Path] = []
    for session in sessions:
        if (
            not session.has_media
            or session.started_at is None
            or not session.ended
            or _begin(session, session.started_at) > limit
        ):
            continue
        media = open_session(session.folder).media_files()
        if session.source == "import":  # an old call that was brought in lately is kept as long as a new one
            media = tuple(path for path in media if datetime.fromtimestamp(path.stat().st_mtime) <= limit)
        for path in media:
            path.unlink(missing_ok=True)
        if media:
            changed.append(session.folder)
    return changed


def _begin(session: SessionSummary, started_at: datetime) -> datetime:
    """From when its days are counted."""
    shared = read_shared(session.folder) if session.shared_by else None
    opened_at = moment(shared.opened_at) if shared is not None else None
    return max(_local(started_at), _local(opened_at)) if opened_at is not None else _local(started_at)


def _local(when: datetime) -> datetime:
    return when.astimezone().replace(tzinfo=None) if when.tzinfo is not None else when
