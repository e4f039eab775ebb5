"""Room kept free beside a running recording, so that records still fit when the disk suddenly fills up."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

RESERVE_NAME: Final = "recording.reserve"
RESERVE_BYTES: Final = 8_000_000  # about eight minutes of records, or the rest of a call and its result


class Reserve:
    """A file of zeros that is given up when the disk is full."""

    def __init__(self, folder: Path) -> None:
        """Take the room. Raises OSError."""
        self._path = folder / RESERVE_NAME
        with self._path.open("wb") as file:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, RESERVE_BYTES)
            else:
                file.write(bytes(RESERVE_BYTES))

    def release(self) -> None:
        """Give the room back; may be called again."""
        remove_reserve(self._path.parent)


def remove_reserve(folder: Path) -> None:
    """Give back what a killed recorder had taken."""
    (folder / RESERVE_NAME).unlink(missing_ok=True)
