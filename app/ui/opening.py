"""Reads a session folder for the debrief."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.ui.ports import MediaPart, OpenedSession


def open_folder(folder: Path) -> OpenedSession:
    """Everything the debrief shows of a session; may take a moment. Raises SessionFormatError."""
    from perception.errors import SessionFormatError
    from perception.recording.reader import open_session

    session = open_session(folder)
    title = session.header.title
    scorecard = session.scorecard()
    if scorecard is None:
        raise SessionFormatError(
            f"“{title}” has no result yet: the call was interrupted.",
            recovery="Close the programme and open it again: it mends interrupted calls at its start.",
        )
    media = tuple(
        MediaPart(part.start_s, folder / part.media)
        for part in session.parts()
        if part.media and (folder / part.media).exists()
    )
    ended = session.ended_record()
    notes = ("This call ended early and was recovered.",) if ended is not None and ended.recovered else ()
    return OpenedSession(
        folder, title, _moment(session.header.started_at), scorecard, session.utterances(), media, notes
    )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
