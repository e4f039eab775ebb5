"""The library: all sessions of a folder, found again by time, title and words.

The folders are the truth; the database is an index over them that can be made anew at any time.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from app.library.database import DATABASE_NAME
from app.library.index import Index, Put
from app.library.listed import LISTED, ListedSession, listed
from app.library.rows import COLUMNS, from_row, lines_from
from app.library.session_entry import index_entry, is_session, stamp_of
from app.library.snippets import Found, find_place
from app.library.summary import IndexEntry, SessionSummary
from app.library.syncing import Folders, SyncState, sync_steps
from app.library.trash import all_put_away, bring_back, delete_for_good, half_deleted, put_away
from app.library.wanted import Wanted, question_of, words_in
from perception.errors import SessionFormatError
from perception.recording.folder_lock import is_being_written
from perception.recording.reader import open_session
from perception.recording.retitle import retitle
from perception.recording.tags import read_tags, tidy_tags, write_tags
from perception.recording.unfinished import is_unfinished

REBUILD: Final = "Rebuild the list."
_ALL: Final = -1  # no limit, in SQL
_SUMMARY: Final = ", ".join(f"sessions.{name.strip()}" for name in COLUMNS.split(","))
_NUMBERS: Final = 500  # of one question for places


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A session that holds the words, and where they stand in it."""

    session: SessionSummary
    found: Found


@dataclass(frozen=True, slots=True)
class BinnedSession:
    """A session in the bin. at: when it was put away. title: of the folder where it cannot be read any more."""

    folder: Path
    title: str
    at: datetime
    started_at: datetime | None = None
    duration_s: float | None = None
    origin: Path | None = None


@dataclass(frozen=True, slots=True)
class LibraryProblem:
    """Something wrong with the library. folder: the session it is about, None for the list itself."""

    message: str
    remedy: str
    folder: Path | None = None


class Library:
    """The sessions under `root`. May be used from several threads; other windows may use the same folder.

    notice: what the user should know about the index (it was made anew, or is kept in memory only), or None.
    """

    def __init__(self, root: Path, *, sync: bool = True) -> None:
        """Open the index. Raises SessionFormatError when `root` is not a usable folder.

        sync: look at every page of it and bring it up to date now; False leaves that to `step` and the check.
        """
        self.root = root
        self._notice: str | None = None
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SessionFormatError(
                f"The library folder “{root}” cannot be used ({error.strerror}).",
                recovery="Choose another folder in the settings.",
            ) from error
        self._folders = Folders(root)
        self._syncing = threading.Lock()
        self._steps: Iterator[SyncState] | None = None
        self.problems: dict[str, str] = {}
        self._index = Index(root / DATABASE_NAME, thorough=sync)
        if sync:
            self.sync()

    @property
    def notice(self) -> str | None:
        """What the user should know, or None."""
        return self._notice or self._index.notice

    @property
    def revision(self) -> int:
        """Grows with every change that was made through this library."""
        return self._index.revision

    def changed_elsewhere(self) -> int:
        """A number that changes when another window has changed the list. Raises SessionFormatError."""
        return self._index.changed_elsewhere()

    def close(self) -> None:
        """Close the index."""
        self._index.close()

    # ------------------------------------------------------------ finding

    def list(
        self, wanted: Wanted | None = None, *, limit: int | None = 100, offset: int = 0
    ) -> Sequence[SessionSummary]:
        """Sessions in the order wanted, the newest first. limit: None for all. Raises SessionFormatError."""
        question = question_of(wanted or Wanted())
        if question is None:
            return []
        sql = f"SELECT {_SUMMARY} {question.where} {question.order} LIMIT ? OFFSET ?"
        values = (*question.values, _ALL if limit is None else limit, offset)
        return self._index.read(lambda db: [from_row(row, self.root) for row in db.execute(sql, values).fetchall()])

    def listed(self, wanted: Wanted | None = None, *, limit: int | None = None) -> Sequence[ListedSession]:
        """The same for long lists: little of each session. Raises SessionFormatError."""
        question = question_of(wanted or Wanted())
        if question is None:
            return []
        sql = f"SELECT {LISTED} {question.where} {question.order} LIMIT ?"
        values = (*question.values, _ALL if limit is None else limit)
        return self._index.read(lambda db: [listed(row, self.root) for row in db.execute(sql, values).fetchall()])

    def count(self, wanted: Wanted | None = None) -> int:
        """How many there are of those. Raises SessionFormatError."""
        question = question_of(wanted or Wanted())
        if question is None:
            return 0
        sql = f"SELECT count(*) {question.where}"
        return int(self._index.read(lambda db: db.execute(sql, question.values).fetchone()[0]))

    def search(self, wanted: Wanted | str, *, limit: int = 50, offset: int = 0) -> Sequence[SearchHit]:
        """Sessions with the place of the words in each; of plain words the best first. Raises SessionFormatError."""
        if isinstance(wanted, str):
            wanted = Wanted(words=wanted, order="best")
        question = question_of(wanted)
        words = words_in(wanted.words)
        if question is None or not words:
            return []
        sql = f"SELECT sessions.number, {_SUMMARY} {question.where} {question.order} LIMIT ? OFFSET ?"

        def ask(db: sqlite3.Connection) -> list[SearchHit]:
            rows = db.execute(sql, (*question.values, limit, offset)).fetchall()
            return [_hit(db, row[0], from_row(row[1:], self.root), words) for row in rows]

        return self._index.read(ask)

    def places(self, folders: Sequence[Path], words: str) -> dict[Path, Found]:
        """Where the words stand in each of these sessions. Raises SessionFormatError."""
        wanted = words_in(words)
        if not wanted:
            return {}
        keys = [self._folders.key(folder) for folder in folders]

        def ask(db: sqlite3.Connection) -> dict[Path, Found]:
            found: dict[Path, Found] = {}
            for start in range(0, len(keys), _NUMBERS):
                part = keys[start : start + _NUMBERS]
                sql = f"SELECT number, {_SUMMARY} FROM sessions WHERE folder IN ({', '.join('?' * len(part))})"
                for row in db.execute(sql, part).fetchall():
                    hit = _hit(db, row[0], from_row(row[1:], self.root), wanted)
                    found[hit.session.folder] = hit.found
            return found

        return self._index.read(ask)

    def find(self, id_or_name: str) -> SessionSummary | None:
        """The session of this id or folder name, None when there is none.

        An id goes before a name; with copies of one id the first is given. Raises SessionFormatError.
        """
        sql = f"SELECT {COLUMNS} FROM sessions WHERE id = ? OR folder = ? ORDER BY id <> ?, folder LIMIT 1"

        def ask(db: sqlite3.Connection) -> SessionSummary | None:
            row = db.execute(sql, (id_or_name,) * 3).fetchone()
            return from_row(row, self.root) if row else None

        return self._index.read(ask)

    def tags(self) -> Sequence[tuple[str, int]]:
        """Every tag with how many sessions have it, by name. Raises SessionFormatError."""
        sql = "SELECT max(tag), count(*) FROM tags GROUP BY folded ORDER BY folded"
        return self._index.read(lambda db: [(str(tag), int(n)) for tag, n in db.execute(sql).fetchall()])

    def scenarios(self) -> Sequence[tuple[str, str]]:
        """The scenarios that were played: id, and the title of the newest session of each."""
        sql = (
            "SELECT scenario, title, max(coalesce(started_s, 0)) FROM sessions WHERE scenario IS NOT NULL "
            "GROUP BY scenario ORDER BY title COLLATE NOCASE"
        )
        return self._index.read(lambda db: [(str(one), str(title)) for one, title, _ in db.execute(sql).fetchall()])

    # ------------------------------------------------------------ keeping up to date

    def add_folder(self, folder: Path) -> SessionSummary:
        """Put a session folder, inside the library or elsewhere, on the list. Raises SessionFormatError."""
        stamp = stamp_of(folder)
        entry = index_entry(folder)
        key = self._folders.key(folder)
        self._index.change([Put(key, entry, stamp)])
        self.problems.pop(key, None)
        return entry.summary

    def refresh(self, folder: Path) -> SessionSummary | None:
        """Read a folder again; one that is gone leaves the list. Raises SessionFormatError."""
        if is_session(folder):
            return self.add_folder(folder)
        self._index.change(removes=[self._folders.key(folder)])
        return None

    def sync(self) -> int:
        """Bring the index up to date with the folders; how many were read again. Raises SessionFormatError."""
        with self._syncing:
            self._steps = None  # what was begun does not know of the newest changes
            states = sync_steps(self._index, self._folders, self.problems)
            return max(state.read for state in states)

    def step(self, budget_s: float = 0.2) -> SyncState:
        """Go on with that for about so long; `left` is 0 when it is done. Raises SessionFormatError."""
        until_s = time.monotonic() + budget_s
        with self._syncing:
            if self._steps is None:
                self._steps = sync_steps(self._index, self._folders, self.problems)
            try:
                for state in self._steps:
                    if time.monotonic() >= until_s and state.left != 0:
                        return state
            except SessionFormatError:
                self._steps = None
                raise
            self._steps = None
        return SyncState(0)

    def rebuild(self) -> int:
        """Make the index anew from the folders; how many sessions it holds then. Raises SessionFormatError."""
        elsewhere = [key for key in self._keys() if Path(key).is_absolute()]
        if self._index.damage(words=True):
            self._index.make_anew()
        else:
            self._index.clear()
        self.sync()
        for key in elsewhere:
            if is_session(key):
                self.add_folder(Path(key))
        return self.count()

    def look_over(self) -> bool:
        """Look at every page of the index; a damaged one is made anew, empty. Whether it was whole."""
        if not self._index.damage():
            return True
        self._index.make_anew()
        return False

    def integrity_check(self) -> Sequence[LibraryProblem]:
        """What is wrong with the index or the folders, one plain line each; empty when all is well."""
        problems = [
            LibraryProblem(f"The list of sessions is damaged ({row}).", REBUILD)
            for row in self._index.damage(words=True)
        ]
        keys = self._keys()
        for name in self._folders.names():
            folder = self.root / name
            if not is_session(folder):
                continue
            try:
                entry: IndexEntry | None = index_entry(folder)
            except SessionFormatError as error:
                problems.append(LibraryProblem(error.message, error.recovery, folder))
                continue
            if name not in keys:
                problems.append(LibraryProblem(f"The session “{name}” is not on the list.", REBUILD, folder))
            if entry is not None and not entry.summary.ended and not is_being_written(folder):
                text = f"The session “{entry.summary.title}” was interrupted and has no end yet."
                problems.append(LibraryProblem(text, "Open Attune again: it is mended at the start.", folder))
        return problems

    def recover_unfinished(self, mend: Callable[[Path], object]) -> Sequence[SessionSummary]:
        """Mend every interrupted session with `mend` (perception.recording.recover) and put it on the list.

        A session that cannot be mended is left for the next start; integrity_check tells about it.
        """
        mended: list[SessionSummary] = []
        sql = "SELECT folder FROM sessions WHERE NOT ended ORDER BY folder"
        keys = self._index.read(lambda db: [str(row[0]) for row in db.execute(sql).fetchall()])
        for folder in map(self._folders.path, keys):
            try:
                if is_unfinished(folder):
                    mend(folder)
                    mended.append(self.add_folder(folder))
            except SessionFormatError as error:
                self._notice = error.message
        return mended

    # ------------------------------------------------------------ changing

    def rename(self, folder: Path, title: str) -> SessionSummary:
        """Give a session another title. Raises SessionFormatError."""
        retitle(folder, title)
        return self.add_folder(folder)

    def retag(
        self, folder: Path, *, add: Sequence[str] = (), remove: Sequence[str] = (), author: str, now: datetime
    ) -> SessionSummary:
        """Give a session tags and take others from it. Raises SessionFormatError."""
        open_session(folder)  # what cannot be opened is not written to either
        before = read_tags(folder)
        gone = {tag.casefold() for tag in tidy_tags(remove)}
        after = tidy_tags([*(tag for tag in before if tag.casefold() not in gone), *add])
        if after != before:
            write_tags(folder, after, author=author, written_at=now.astimezone().isoformat(timespec="seconds"))
        return self.add_folder(folder)

    def trash(self, folder: Path, *, now: datetime | None = None) -> Path:
        """Move a session to the bin; its place there, for `restore`. Raises SessionFormatError."""
        if is_being_written(folder):
            raise SessionFormatError("This session is still being recorded.", recovery="End the call first.")
        key = self._folders.key(folder)
        target = put_away(folder, self.root, now=now or datetime.now())
        self._index.change(removes=[key])
        return target

    def restore(self, trashed: Path) -> SessionSummary:
        """Bring a session back from the bin. Raises SessionFormatError."""
        return self.add_folder(bring_back(trashed, self.root, self._old_origins().get(trashed.name)))

    def bin(self) -> Sequence[BinnedSession]:
        """What was put away, the last first. Raises SessionFormatError."""
        return [_binned(one.folder, one.at, one.origin) for one in all_put_away(self.root, self._old_origins())]

    def delete_for_good(self, trashed: Path) -> None:
        """Delete a session in the bin. Raises SessionFormatError."""
        delete_for_good(trashed)

    def tidy_bin(self, *, days: int, now: datetime) -> Sequence[Path]:
        """Delete what has been in the bin for more than `days` (0 keeps it), and what an earlier deletion left."""
        doomed = half_deleted(self.root)
        if days > 0:
            kept = all_put_away(self.root, self._old_origins())
            doomed += [one.folder for one in kept if (now.astimezone() - one.at).total_seconds() > days * 86_400]
        for folder in doomed:
            delete_for_good(folder)
        return doomed

    # ------------------------------------------------------------ inside

    def _keys(self) -> set[str]:
        return self._index.read(lambda db: {row[0] for row in db.execute("SELECT folder FROM sessions")})

    def _old_origins(self) -> dict[str, str]:
        """Where sessions came from that an older Attune put away."""
        return dict(self._index.read(lambda db: db.execute("SELECT name, origin FROM trash").fetchall()))


def _hit(db: sqlite3.Connection, number: int, session: SessionSummary, words: Sequence[str]) -> SearchHit:
    row: Any = db.execute(
        "SELECT words.said, words.notes, places.said, places.notes FROM words "
        "JOIN places ON places.number = words.rowid WHERE words.rowid = ?",
        (number,),
    ).fetchone()
    lines = lines_from(*row) if row is not None else []
    return SearchHit(session, find_place(words, session.title, session.tags, lines))


def _binned(folder: Path, at: datetime, origin: Path | None) -> BinnedSession:
    try:
        summary = index_entry(folder).summary
    except SessionFormatError:
        return BinnedSession(folder, folder.name, at, origin=origin)
    return BinnedSession(folder, summary.title, at, summary.started_at, summary.duration_s, origin)
