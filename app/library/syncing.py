"""Brings the index up to date with the folders, step by step, so that it can be done beside other things."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.library.index import Index, Put
from app.library.session_entry import index_entry, is_session, stamp_of
from perception.errors import SessionFormatError

COMMIT_EVERY_S: Final = 1.0  # a commit waits for the disk; what is not written yet is read again after a crash
_MOST_PUTS: Final = 500
_LOOK_AT: Final = 250  # folders whose files are looked at between two steps


@dataclass(frozen=True, slots=True)
class SyncState:
    """How far it is. left: sessions still to be read, None while that is not known. read: those read so far."""

    left: int | None
    read: int = 0


class Folders:
    """The session folders below `root`, and their names in the index."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._resolved = root.resolve()

    def names(self) -> list[str]:
        """What may be a session, the newest name first. [] when the folder cannot be read."""
        try:
            with os.scandir(self.root) as found:
                return sorted((one.name for one in found if not one.name.startswith(".")), reverse=True)
        except OSError:
            return []

    def key(self, folder: Path) -> str:
        """The name of a folder in the index: its own below the library, else the full path."""
        if folder.parent == self.root:
            return folder.name
        resolved = folder.resolve()
        return resolved.name if resolved.parent == self._resolved else str(resolved)

    def path(self, key: str) -> Path:
        """The folder of a name."""
        return self.root / key


def sync_steps(index: Index, folders: Folders, problems: dict[str, str]) -> Iterator[SyncState]:
    """Read what has changed, the newest first; a state after each small step. Raises SessionFormatError.

    problems: by name, why a folder cannot be read; kept up to date.
    """
    known: dict[str, str] = dict(index.read(lambda db: db.execute("SELECT folder, stamp FROM sessions").fetchall()))
    names = [*folders.names(), *(key for key in known if os.path.isabs(key))]  # noqa: PTH117 - a name of 10,000
    yield SyncState(None)
    changed: list[tuple[str, str]] = []
    seen: set[str] = set()
    for number, name in enumerate(names):
        folder = f"{folders.root}{os.sep}{name}" if not os.path.isabs(name) else name  # noqa: PTH117
        if is_session(folder):
            seen.add(name)
            if known.get(name) != (stamp := stamp_of(folder)):
                changed.append((name, stamp))
        if number % _LOOK_AT == _LOOK_AT - 1:
            yield SyncState(None)
    for name in set(problems) - seen:
        problems.pop(name, None)  # another thread may have put it right meanwhile
    index.change(removes=[key for key in known if key not in seen and not is_session(folders.path(key))])
    yield from _read_changed(index, folders, problems, changed)


def _read_changed(
    index: Index, folders: Folders, problems: dict[str, str], changed: list[tuple[str, str]]
) -> Iterator[SyncState]:
    puts: list[Put] = []
    removes: list[str] = []
    read, committed_s = 0, time.monotonic()
    for number, (name, stamp) in enumerate(changed, start=1):
        folder = folders.path(name)
        try:
            entry = index_entry(folder)
            name.encode()
        except SessionFormatError as error:
            removes.append(name)
            problems[name] = error.message
        except UnicodeEncodeError:
            problems[name] = f"The name of the folder “{name!a}” is no text."
        else:
            problems.pop(name, None)
            puts.append(Put(name, entry, stamp))
            read += 1
        now_s = time.monotonic()
        if number == len(changed) or len(puts) >= _MOST_PUTS or now_s - committed_s >= COMMIT_EVERY_S:
            # What was changed here meanwhile is in the index already, or is read next time.
            index.change([put for put in puts if stamp_of(folders.path(put.key)) == put.stamp], removes)
            puts, removes, committed_s = [], [], now_s
        yield SyncState(len(changed) - number, read)
