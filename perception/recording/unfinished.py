"""Tells sessions whose recorder ended before they did."""

from __future__ import annotations

from pathlib import Path

from perception.errors import SessionFormatError
from perception.recording.folder_lock import is_being_written
from perception.recording.reader import open_session


def is_unfinished(folder: Path) -> bool:
    """Whether a session has no end and no living process is writing it. Never raises.

    One that is damaged or newer is none: recovery cannot help it.
    """
    try:
        return not open_session(folder).ended and not is_being_written(folder)
    except SessionFormatError:
        return False
