"""Sessions in memory, as the window tests and the screen pictures list them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from app.ui.ports import BinnedSession, Found, LibraryProblem, PutAway, ShelfChoices, ShelfState, Wanted


@dataclass(frozen=True)
class Entry:
    """A session in the list."""

    folder: Path
    title: str
    started_at: datetime | None
    duration_s: float | None
    letters: Mapping[str, float | None] = field(default_factory=dict)
    recovered: bool = False
    source: str = "practice"
    tags: tuple[str, ...] = ()
    comments: int = 0
    coach_rated: bool = False
    shared_by: str = ""
    ended: bool = True
    check_call: bool = False


def entries() -> list[Entry]:
    """Four sessions, newest first."""
    return [
        Entry(
            Path("/sessions/a"),
            "Renewal at risk after an outage",
            datetime(2026, 11, 23, 9, 12),
            460.0,
            {"E": 82.0, "M": 44.0, "P": None, "A": 48.0, "T": 86.0, "H": 79.0, "Y": 52.0},
            tags=("board", "second try"),
            comments=2,
        ),
        Entry(
            Path("/sessions/b"),
            "Price rise, second try",
            datetime(2026, 11, 22, 16, 40),
            610.0,
            {"E": 74.0, "M": 66.0, "P": 71.0, "A": 61.0, "T": 70.0, "H": 58.0, "Y": 67.0},
        ),
        Entry(
            Path("/sessions/c"),
            "Discovery interview with a clinic",
            datetime(2026, 11, 18, 11, 5),
            745.0,
            {"E": 61.0, "M": None, "P": None, "A": 39.0, "T": 64.0, "H": 83.0, "Y": 58.0},
            recovered=True,
            source="live",
            shared_by="Kim",
            coach_rated=True,
        ),
        Entry(Path("/sessions/d"), "A missing feature", datetime(2026, 11, 2, 14, 0), 300.0, {"T": 62.0, "H": 51.0}),
    ]


class Shelf:
    """Sessions in memory."""

    def __init__(self, root: Path, listed: Sequence[Entry] = ()) -> None:
        self.root = root
        self.listed = list(listed)
        self.made = 0
        self.revision = 0
        self.state = ShelfState((0, 0))
        self.binned: list[BinnedSession] = []
        self.problems: list[LibraryProblem] = []
        self.found: dict[Path, Found] = {}

    def recent(self, most: int) -> tuple[list[Entry], int]:
        return self.listed[:most], len(self.listed)

    def look(self, wanted: Wanted, limit: int | None = None) -> list[Entry]:
        found = [
            entry
            for entry in self.listed
            if wanted.words.strip().lower() in entry.title.lower()
            and wanted.source in ("", entry.source)
            and (not wanted.tag or wanted.tag in entry.tags)
            and (not wanted.commented or entry.comments)
        ]
        return found[:limit]

    def places(self, folders: Sequence[Path], words: str) -> dict[Path, Found]:
        return {folder: self.found.get(folder, Found("title")) for folder in folders}

    def choices(self) -> ShelfChoices:
        tags = sorted({tag for entry in self.listed for tag in entry.tags})
        return ShelfChoices(tuple((tag, sum(tag in one.tags for one in self.listed)) for tag in tags))

    def freshen(self, budget_s: float = 0.2) -> ShelfState:
        return replace(self.state, revision=(self.revision, 0))

    def retag(self, folders: Sequence[Path], *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        self.revision += 1
        self.listed = [
            replace(one, tags=tuple(sorted({*one.tags, *add} - {*remove}))) if one.folder in folders else one
            for one in self.listed
        ]

    def rename_tag(self, old: str, new: str) -> int:
        folders = [one.folder for one in self.listed if old in one.tags]
        self.retag(folders, add=[new], remove=[old])
        return len(folders)

    def trash_all(self, folders: Sequence[Path]) -> PutAway:
        before = list(self.listed)
        self.listed = [entry for entry in self.listed if entry.folder not in folders]
        self.revision += 1
        return PutAway(len(before) - len(self.listed), lambda: setattr(self, "listed", before))

    def bin(self) -> list[BinnedSession]:
        return list(self.binned)

    def restore(self, trashed: Sequence[Path]) -> None:
        self.binned = [one for one in self.binned if one.folder not in trashed]

    def delete_for_good(self, trashed: Sequence[Path]) -> None:
        self.restore(trashed)

    def check(self) -> list[LibraryProblem]:
        return list(self.problems)

    def rebuild(self) -> int:
        self.problems = []
        return len(self.listed)

    def new_folder(self, title: str) -> Path:
        self.made += 1
        return self.root / f"call-{self.made}"

    def rename(self, folder: Path, title: str) -> None:
        self.listed = [replace(e, title=title) if e.folder == folder else e for e in self.listed]

    def trash(self, folder: Path) -> Callable[[], None]:
        self.put_away = folder
        before = list(self.listed)
        self.listed = [entry for entry in self.listed if entry.folder != folder]
        return lambda: setattr(self, "listed", before)
