"""What a batch has done so far, kept where its sessions are, so that it can go on after a stop or a crash."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from app.batch.values import LetterValues, Recording
from perception.recording.codec import decode, encode
from perception.recording.format import write_atomically

log = logging.getLogger(__name__)

BATCH_ROOM: Final = ".batches"  # in the folder of the sessions
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One recording of a batch. key: names its files as they were, and what was said about it.

    session: its session folder, '' before it is begun. letters: to value 0..100 or None. message, remedy: what went
    wrong, or ''.
    """

    media: str
    key: str
    session: str = ""
    done: bool = False
    duration_s: float = 0.0
    letters: Mapping[str, LetterValues] = field(default_factory=dict)
    message: str = ""
    remedy: str = ""


class BatchState:
    """The entries of one folder. Every change is on the disk before it returns."""

    def __init__(self, folder: Path, sessions: Path) -> None:
        name = hashlib.sha256(str(folder.resolve()).encode("utf-8", errors="surrogateescape")).hexdigest()[:16]
        self._path = sessions / BATCH_ROOM / f"{name}.json"
        self._folder = folder
        self._entries = self._read()

    def of(self, recording: Recording) -> Entry | None:
        """What is known of a recording as it is now; None where it is new or has changed since."""
        entry = self._entries.get(str(recording.media))
        return entry if entry is not None and entry.key == key_of(recording) else None

    def begin(self, recording: Recording, session: Path) -> None:
        """Its analysis starts. Raises OSError."""
        self._put(Entry(str(recording.media), key_of(recording), str(session)))

    def change(self, recording: Recording, **values: Any) -> None:
        """How it ended. Raises OSError."""
        self._put(replace(self._entries[str(recording.media)], **values))

    def fail(self, recording: Recording, message: str, remedy: str) -> None:
        """It could not be analysed. Raises OSError."""
        self._put(Entry(str(recording.media), key_of(recording), message=message, remedy=remedy))

    def forget(self) -> None:
        """Begin anew: sessions stay, what is known of the folder goes."""
        self._entries.clear()
        self._path.unlink(missing_ok=True)

    @property
    def entries(self) -> Iterable[Entry]:
        """All that is known."""
        return tuple(self._entries.values())

    def _put(self, entry: Entry) -> None:
        self._entries[entry.media] = entry
        self._path.parent.mkdir(parents=True, exist_ok=True)
        data = {"format": _FORMAT, "folder": str(self._folder), "entries": [encode(one) for one in self.entries]}
        text = json.dumps(data, ensure_ascii=False, indent=1)
        write_atomically(self._path, text.encode("utf-8", errors="backslashreplace"))

    def _read(self) -> dict[str, Entry]:
        if not self._path.is_file():
            return {}
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            if data["format"] != _FORMAT:
                return {}
            entries: list[Entry] = [decode(Entry, one) for one in data["entries"]]
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.info("the state of a batch cannot be read, it begins anew: %s", error)
            return {}
        return {entry.media: entry for entry in entries}


def key_of(recording: Recording) -> str:
    """Names the recording by its files' size and time of change, and by what was said about it."""
    parts: list[object] = [sorted((name, str(value)) for name, value in recording.options.items())]
    for path in recording.files:
        try:
            state = path.stat()
        except OSError:
            parts.append((path.name, None))
        else:
            parts.append((path.name, state.st_size, state.st_mtime_ns))
    return hashlib.sha256(repr(parts).encode("utf-8", errors="surrogateescape")).hexdigest()
