"""Marks a session folder as being written. The system releases the lock when the process dies, however it dies."""

from __future__ import annotations

import os
import sys
from io import FileIO
from pathlib import Path

from perception.recording.format import LOCK_NAME

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: FileIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try_lock(file: FileIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderLock:
    """Held while a session is written or recovered."""

    def __init__(self, file: FileIO, path: Path) -> None:
        self._file = file
        self._path = path

    @classmethod
    def acquire(cls, folder: Path) -> FolderLock | None:
        """The lock of `folder`, or None while another writer holds it. Raises OSError when it cannot be made."""
        path = folder / LOCK_NAME
        file = FileIO(path, "a")
        try:
            _try_lock(file)
        except OSError:
            file.close()
            return None
        return cls(file, path)

    def release(self) -> None:
        """Give the folder free; may be called twice."""
        if self._file.closed:
            return
        if sys.platform == "win32":
            self._file.close()
            self._path.unlink(missing_ok=True)
        else:
            self._path.unlink(missing_ok=True)
            self._file.close()


def is_being_written(folder: Path) -> bool:
    """Whether a living process writes into `folder`. Changes nothing."""
    path = folder / LOCK_NAME
    if not os.path.isfile(path):  # noqa: PTH113 - never raises; a pipe in its place would be waited for
        return False
    try:
        file = FileIO(path, "r+" if sys.platform == "win32" else "r")
    except OSError:
        return False
    try:
        _try_lock(file)
    except OSError:
        return True
    finally:
        file.close()
    return False
