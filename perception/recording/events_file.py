"""events.jsonl while it is written: whole lines, appended at once, kept whole on a full disk."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from perception.recording.media_writer import OpenFile, open_unbuffered
from perception.recording.syncing import Syncer, sync_file

_BACKLOG_LINES: Final = 20_000  # about ten minutes of records wait for room on a full disk
_RETRY_S: Final = 1.0


class EventsFile:
    """Appends lines. A line that does not fit on the disk is taken back and tried again later.

    `lost` counts lines given up because the disk stayed full for so long that the backlog overflowed.
    """

    def __init__(self, path: Path, *, open_file: OpenFile = open_unbuffered) -> None:
        """Open for appending; an unfinished last line of an earlier writer is closed. Raises OSError."""
        unfinished = _ends_in_mid_line(path)
        self._raw = open_file(path, "a")
        self._end = path.stat().st_size
        self._waiting: deque[bytes] = deque()
        self._retry_at_s = 0.0
        self.lost = 0
        self._syncer = Syncer(self._raw)
        if unfinished:
            self.append([b"\n"])

    @property
    def waiting(self) -> int:
        """Lines that are not in the file yet."""
        return len(self._waiting)

    def append(self, lines: Sequence[bytes]) -> None:
        """Write lines now. Raises OSError when the disk refuses; they are then kept and tried with the next call."""
        self._waiting.extend(lines)
        while len(self._waiting) > _BACKLOG_LINES:
            self._waiting.popleft()
            self.lost += 1
        if time.monotonic() >= self._retry_at_s:
            self._write_waiting()

    def close(self) -> None:
        """Write what waits and close; may be called twice. Raises OSError when lines could not be written."""
        if self._raw.closed:
            return
        self._syncer.stop()
        try:
            self._write_waiting()
            sync_file(self._raw)
        finally:
            self._raw.close()

    def _write_waiting(self) -> None:
        if not self._waiting:
            return
        data = b"".join(self._waiting)
        written = 0
        try:
            while written < len(data):
                written += self._raw.write(data[written:]) or 0
        except OSError:
            self._retry_at_s = time.monotonic() + _RETRY_S
            self._take_back(data[:written])
            raise
        self._end += written
        self._waiting.clear()

    def _take_back(self, written: bytes) -> None:
        """Keep the whole lines that were written and cut a part of one off again."""
        whole = written.rfind(b"\n") + 1
        self._end += whole
        for _ in range(written[:whole].count(b"\n")):
            self._waiting.popleft()
        try:
            self._raw.truncate(self._end)
        except OSError:
            # The piece stays; a line break keeps it from spoiling the next line.
            self._waiting.appendleft(b"\n")
            self._end = os.fstat(self._raw.fileno()).st_size


def _ends_in_mid_line(path: Path) -> bool:
    if not path.exists() or path.stat().st_size == 0:
        return False
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read(1) != b"\n"
