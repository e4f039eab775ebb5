"""Finished drills kept on this machine: one file of lines for each learner, nothing of what was written or said.

A line is added in one go; one that cannot be read (cut short by a crash, or of a newer kind) is left where it is and
left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

import platformdirs

from app.library.calibrations import ME
from perception.recording.codec import decode, encode
from perception.recording.records import append_lines, parse_line

DoneT = TypeVar("DoneT")
_SUFFIX: Final = ".drills.jsonl"


def drills_folder() -> Path:
    """The folder of all learners' progress of this user."""
    return Path(platformdirs.user_data_dir("attune")) / "drills"


class DrillProgress(Generic[DoneT]):
    """What one learner has drilled. kind: the frozen value that a line holds.

    left_out: lines of the last reading that could not be read.
    """

    def __init__(self, kind: type[DoneT], folder: Path | None = None, learner: str = ME) -> None:
        self._kind: Any = kind
        self.folder = folder or drills_folder()
        self.left_out = 0
        self._path = self.folder / f"{_name(learner)}{_SUFFIX}"

    def all(self) -> tuple[DoneT, ...]:
        """Every finished round, the oldest first. Raises OSError when the file is there but cannot be read."""
        try:
            lines = self._path.read_bytes().splitlines()
        except FileNotFoundError:
            lines = []
        self.left_out = 0
        return tuple(self._readable(lines))

    def keep(self, done: DoneT) -> None:
        """Add a finished round. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        append_lines(self._path, [encode(done)])

    def forget(self) -> None:
        """Delete what is kept of this learner. Raises OSError."""
        self._path.unlink(missing_ok=True)

    def _readable(self, lines: list[bytes]) -> Iterator[DoneT]:
        for line in lines:
            if not line.strip():
                continue
            try:
                done: DoneT = decode(self._kind, parse_line(line))
            except (ValueError, OverflowError):
                self.left_out += 1
                continue
            yield done


def _name(learner: str) -> str:
    """A file name that tells learners apart and is readable."""
    plain = re.sub(r"[^a-z0-9]+", "-", learner.lower()).strip("-")[:20] or "learner"
    return f"{plain}-{hashlib.sha256(learner.encode()).hexdigest()[:8]}"
