"""Reading the files of a session with bounded memory, whatever somebody put in their place."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

LONGEST_LINE: Final = 8 * 2**20  # bytes; the longest real ones, results of long calls, have a tenth of it
LARGEST_FILE: Final = 64 * 2**20  # bytes of a file that is read as a whole


def open_plain(path: Path) -> BinaryIO:
    """Open a file for reading. Raises OSError for anything else: a pipe or a device would never come to an end."""
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - the same for paths that loop
        raise OSError(errno.EINVAL, "it is not a plain file", str(path))
    return path.open("rb")


def read_plain(path: Path, *, most: int = LARGEST_FILE) -> bytes:
    """The whole of a small file. Raises OSError, or ValueError when it is larger than `most` bytes."""
    with open_plain(path) as file:
        # Asking for `most` bytes would make room for them, however small the file is.
        data = file.read(min(most, os.fstat(file.fileno()).st_size) + 1)
    if len(data) > most:
        raise ValueError("the file is too large")
    return data


def lines_in(path: Path, *, longest: int = LONGEST_LINE) -> Iterator[bytes]:
    """The lines of a file. Of one longer than `longest` bytes only the beginning comes, which is then unreadable.

    Raises OSError.
    """
    with open_plain(path) as file:
        while line := file.readline(longest):
            if len(line) == longest and not line.endswith(b"\n"):
                _skip_rest(file, longest)
            yield line


def _skip_rest(file: BinaryIO, longest: int) -> None:
    while (rest := file.readline(longest)) and not rest.endswith(b"\n"):
        pass
