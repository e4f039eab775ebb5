"""Moving session folders to the trash and back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from perception.errors import SessionFormatError

TRASH_NAME: Final = ".trash"


def free_name(path: Path) -> Path:
    """`path`, or the same with a number when something is there already."""
    candidate, number = path, 2
    while candidate.exists():
        candidate, number = path.with_name(f"{path.name}-{number}"), number + 1
    return candidate


def move_session(source: Path, target: Path) -> None:
    """Move a folder, over file systems where needed. Raises SessionFormatError."""
    if not source.is_dir():
        raise SessionFormatError(
            f"The session “{source.name}” is not there any more.", recovery="Refresh the list of sessions."
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, target)
    except OSError as error:
        raise SessionFormatError(
            f"The session “{source.name}” cannot be moved ({error.strerror or error}).",
            recovery="Close other programs that use it and try again.",
        ) from error
