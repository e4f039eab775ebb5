"""Finds sessions whose recorder ended before they did."""

from __future__ import annotations

from pathlib import Path

from perception.errors import SessionFormatError
from perception.recording.folder_lock import is_being_written
from perception.recording.format import HEADER_NAME
from perception.recording.reader import open_session


def find_unfinished(root: Path) -> tuple[Path, ...]:
    """Session folders directly under `root` without an end that no living process is writing, in order of name."""
    if not root.is_dir():
        return ()
    return tuple(folder for folder in sorted(root.iterdir()) if _is_unfinished(folder))


def _is_unfinished(folder: Path) -> bool:
    if folder.name.startswith(".") or not (folder / HEADER_NAME).is_file():
        return False
    try:
        return not open_session(folder).ended and not is_being_written(folder)
    except SessionFormatError:
        return False  # damaged or newer: the library tells about it, recovery cannot help
