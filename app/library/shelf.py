"""The library as the window uses it: entries, a folder for a new session, renaming, undoable removing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.library.folders import new_session_folder
from app.library.library import Library
from app.library.summary import SessionSummary

_ALL = 1_000


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """One session in the list. letters: letter to value (or middle of the band), None where not measured."""

    folder: Path
    title: str
    started_at: datetime | None
    duration_s: float | None
    letters: Mapping[str, float | None]
    recovered: bool


class LibraryShelf:
    """Sessions of one library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def entries(self, search: str = "") -> list[ShelfEntry]:
        """The newest first; `search` narrows by title and words. Folders that changed are read again first."""
        self._library.sync()
        return [_entry(summary) for summary in self._library.list(limit=_ALL, query=search)]

    def new_folder(self, title: str) -> Path:
        """A folder for a new session that does not exist yet."""
        return new_session_folder(title, root=self._library.root)

    def rename(self, folder: Path, title: str) -> None:
        """Give a session another title. Raises SessionFormatError."""
        self._library.rename(folder, title)

    def trash(self, folder: Path) -> Callable[[], None]:
        """Put a session away; the answer brings it back. Raises SessionFormatError."""
        trashed = self._library.trash(folder)

        def undo() -> None:
            self._library.restore(trashed)

        return undo


def _entry(summary: SessionSummary) -> ShelfEntry:
    return ShelfEntry(
        folder=summary.folder,
        title=summary.title,
        started_at=summary.started_at,
        duration_s=summary.duration_s,
        letters={letter: short.middle for letter, short in summary.letters.items()},
        recovered=summary.recovered,
    )
