"""What the set-up tells a person: short lines, and one clear line with a remedy when something fails."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Trouble(Exception):  # noqa: N818 - it is told to a person, and most often is no fault of the programme
    """Something the set-up cannot do. `status` is 2 when the person has to act first, 1 when a step failed."""

    def __init__(self, message: str, remedy: str, status: int = 1) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy
        self.status = status


def say(line: str) -> None:
    """One line of progress. On stderr: stdout belongs to the programme that is started afterwards."""
    print(line, file=sys.stderr, flush=True)


def tell(trouble: Trouble) -> int:
    """Print the one line of a failure and give the exit status."""
    say(" ".join(f"attune: {trouble.message} {trouble.remedy}".split()))
    return trouble.status


def from_os_error(error: OSError) -> Trouble:
    """A file-system failure in words."""
    place = error.filename or "the folder"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Trouble(
            f"{place} cannot be written.", "Give yourself the rights to it, or clone the repository elsewhere.", 2
        )
    if error.errno == errno.ENOSPC:
        return Trouble("The disk is full.", "Free about 3 GB and run the same command again.", 2)
    return Trouble(f"{place}: {error.strerror or error}.", "Mend that and run the same command again.")
