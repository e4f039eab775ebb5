"""Picture and sound are kept for as many days as the user chose; the scores and words of a call stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from app.library.summary import SessionSummary
from perception.recording.reader import open_session


def expire_media(sessions: Sequence[SessionSummary], *, days: int, now: datetime) -> list[Path]:
    """Remove the media of ended sessions older than `days` (0 keeps everything); the folders that lost theirs.

    Sessions without a known start or still being recorded are left alone. Raises SessionFormatError, OSError.
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
            or _local(session.started_at) > limit
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


def _local(moment: datetime) -> datetime:
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo is not None else moment
