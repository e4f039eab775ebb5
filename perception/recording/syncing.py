"""Pushing files to the disk itself, so that a power cut costs seconds at most."""

from __future__ import annotations

import os
import sys
import threading
from io import FileIO
from pathlib import Path
from typing import Final

SYNC_S: Final = 0.5


def sync_file(raw: FileIO) -> None:
    """Push what was written to the disk itself, as far as the system allows. Raises OSError."""
    descriptor = raw.fileno()
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    elif hasattr(os, "fdatasync"):
        os.fdatasync(descriptor)
    else:
        os.fsync(descriptor)


class Syncer:
    """Syncs one file every `every_s` seconds in its own thread until stopped."""

    def __init__(self, raw: FileIO, *, every_s: float = SYNC_S) -> None:
        self._raw = raw
        self._every_s = every_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="attune-sync", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; may be called twice."""
        self._stop.set()
        self._thread.join(timeout=10.0)

    def _run(self) -> None:
        while not self._stop.wait(self._every_s):
            try:
                sync_file(self._raw)
            except OSError:
                # The next write meets the same fault in the thread that can report it.
                return


def sync_path(path: Path) -> None:
    """Push a finished file to the disk. Raises OSError."""
    with FileIO(path, "r+") as raw:
        sync_file(raw)
