"""The library: all sessions of a folder, found again by time, title and words.

The folders are the truth; the database is an index over them that can be made anew at any time.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.library.database import DATABASE_NAME, DamagedDatabaseError, connect, move_aside
from app.library.summary import SessionSummary, index_entry, letters_from_json, letters_to_json, moment, stamp_of
from app.library.trash import TRASH_NAME, free_name, move_session
from perception.errors import SessionFormatError
from perception.recording.folder_lock import is_being_written
from perception.recording.format import HEADER_NAME
from perception.recording.retitle import retitle
from perception.recording.unfinished import find_unfinished

_COLUMNS: Final = "folder, id, title, started_at, duration_s, source, letters, ended, recovered"
_SNIPPET_WORDS: Final = 12


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A session that holds the words, and the place: what was said around them, or '' when only the title fits."""

    session: SessionSummary
    snippet: str


class Library:
    """The sessions under `root`. May be used from several threads.

    notice: what the user should know about the index (it was made anew, or is kept in memory only), or None.
    """

    def __init__(self, root: Path) -> None:
        """Open the index and bring it up to date. Raises SessionFormatError when `root` is not a usable folder."""
        self.root = root
        self.notice: str | None = None
        self._lock = threading.RLock()
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SessionFormatError(
                f"The library folder “{root}” cannot be used ({error.strerror}).",
                recovery="Choose another folder in the settings.",
            ) from error
        self._db = self._open()
        self.sync()

    def close(self) -> None:
        """Close the index."""
        with self._lock:
            self._db.close()

    # ------------------------------------------------------------ finding

    def list(self, *, limit: int = 100, offset: int = 0, query: str = "") -> Sequence[SessionSummary]:
        """Sessions, the newest first; `query` narrows by words in title and transcript."""
        where, values = "", []
        if match := _fts_query(query):
            where, values = "WHERE folder IN (SELECT folder FROM words WHERE words MATCH ?)", [match]
        elif query.strip():
            return []
        sql = f"SELECT {_COLUMNS} FROM sessions {where} ORDER BY started_s DESC, folder DESC LIMIT ? OFFSET ?"
        with self._lock:
            rows = self._db.execute(sql, [*values, limit, offset]).fetchall()
        return [self._summary(row) for row in rows]

    def search(self, text: str, *, limit: int = 50) -> Sequence[SearchHit]:
        """Sessions that hold all words of `text` (beginnings of words count), the best first."""
        match = _fts_query(text)
        if not match:
            return []
        columns = ", ".join(f"sessions.{name.strip()}" for name in _COLUMNS.split(","))
        sql = (
            f"SELECT {columns}, snippet(words, 2, '', '', '…', {_SNIPPET_WORDS}) FROM words "
            "JOIN sessions ON sessions.folder = words.folder WHERE words MATCH ? ORDER BY rank LIMIT ?"
        )
        with self._lock:
            rows = self._db.execute(sql, (match, limit)).fetchall()
        return [SearchHit(self._summary(row[:-1]), row[-1] or "") for row in rows]

    def find(self, id_or_name: str) -> SessionSummary | None:
        """The session of this id or folder name, None when there is none. With copies of one id the first is given."""
        sql = f"SELECT {_COLUMNS} FROM sessions WHERE id = ? OR folder = ? ORDER BY folder LIMIT 1"
        with self._lock:
            row = self._db.execute(sql, (id_or_name, id_or_name)).fetchone()
        return self._summary(row) if row else None

    # ------------------------------------------------------------ keeping up to date

    def add_folder(self, folder: Path) -> SessionSummary:
        """Put a session folder, inside the library or elsewhere, on the list. Raises SessionFormatError."""
        stamp = stamp_of(folder)
        entry = index_entry(folder)
        summary = entry.summary
        started_s = summary.started_at.timestamp() if summary.started_at else None
        values = (
            self._key(folder),
            summary.id,
            summary.title,
            summary.started_at.isoformat() if summary.started_at else None,
            started_s,
            summary.duration_s,
            summary.source,
            letters_to_json(summary.letters),
            summary.ended,
            summary.recovered,
            stamp,
        )
        with self._transaction():
            self._remove(self._key(folder))
            self._db.execute(f"INSERT INTO sessions VALUES ({', '.join('?' * len(values))})", values)
            self._db.execute("INSERT INTO words VALUES (?, ?, ?)", (self._key(folder), summary.title, entry.text))
        return summary

    def refresh(self, folder: Path) -> SessionSummary | None:
        """Read a folder again; one that is gone leaves the list. Raises SessionFormatError."""
        if (folder / HEADER_NAME).exists():
            return self.add_folder(folder)
        with self._transaction():
            self._remove(self._key(folder))
        return None

    def sync(self) -> int:
        """Bring the index up to date with the folders; how many were read again."""
        with self._lock:
            known = dict(self._db.execute("SELECT folder, stamp FROM sessions").fetchall())
        folders = {self._key(folder): folder for folder in self._folders()}
        outside = {key: self._path(key) for key in known if Path(key).is_absolute()}
        read = 0
        for key, folder in {**folders, **outside}.items():
            if known.get(key) != stamp_of(folder):
                read += self._refresh_quietly(folder)
        gone = [key for key in known if key not in folders and key not in outside]
        with self._transaction():
            for key in gone:
                self._remove(key)
        return read

    def rebuild(self) -> int:
        """Make the index anew from the folders; how many sessions it holds then."""
        with self._transaction():
            elsewhere = [row[0] for row in self._db.execute("SELECT folder FROM sessions")]
            self._db.execute("DELETE FROM sessions")
            self._db.execute("DELETE FROM words")
        folders = [*self._folders(), *(Path(key) for key in elsewhere if Path(key).is_absolute())]
        return sum(self._refresh_quietly(folder) for folder in folders)

    def integrity_check(self) -> Sequence[str]:
        """What is wrong with the index or the folders, one plain line each; empty when all is well."""
        problems: list[str] = []
        with self._lock:
            try:
                rows = [row[0] for row in self._db.execute("PRAGMA integrity_check")]
                self._db.execute("INSERT INTO words(words) VALUES ('integrity-check')")
                keys = {row[0] for row in self._db.execute("SELECT folder FROM sessions")}
            except sqlite3.DatabaseError as error:
                return [f"The list of sessions is damaged ({error})."]
        problems += [f"The list of sessions is damaged ({row})." for row in rows if row != "ok"]
        for folder in self._folders():
            try:
                index_entry(folder)
            except SessionFormatError as error:
                problems.append(error.message)
            else:
                if self._key(folder) not in keys:
                    problems.append(f"The session “{folder.name}” is not on the list.")
        return problems

    def recover_unfinished(self, mend: Callable[[Path], object]) -> Sequence[SessionSummary]:
        """Mend every interrupted session with `mend` (perception.recording.recover) and put it on the list.

        A session that cannot be mended is left for the next start; integrity_check tells about it.
        """
        mended: list[SessionSummary] = []
        for folder in find_unfinished(self.root):
            try:
                mend(folder)
                mended.append(self.add_folder(folder))
            except SessionFormatError as error:
                self.notice = error.message
        return mended

    # ------------------------------------------------------------ changing

    def rename(self, folder: Path, title: str) -> SessionSummary:
        """Give a session another title. Raises SessionFormatError."""
        retitle(folder, title)
        return self.add_folder(folder)

    def trash(self, folder: Path) -> Path:
        """Move a session to the trash; its place there, for `restore`. Raises SessionFormatError."""
        if is_being_written(folder):
            raise SessionFormatError("This session is still being recorded.", recovery="End the call first.")
        target = free_name(self.root / TRASH_NAME / folder.name)
        move_session(folder, target)
        with self._transaction():
            self._remove(self._key(folder))
            self._db.execute("INSERT OR REPLACE INTO trash VALUES (?, ?)", (target.name, str(folder)))
        return target

    def restore(self, trashed: Path) -> SessionSummary:
        """Bring a session back from the trash. Raises SessionFormatError."""
        with self._lock:
            row = self._db.execute("SELECT origin FROM trash WHERE name = ?", (trashed.name,)).fetchone()
        target = free_name(Path(row[0]) if row else self.root / trashed.name)
        move_session(trashed, target)
        with self._transaction():
            self._db.execute("DELETE FROM trash WHERE name = ?", (trashed.name,))
        return self.add_folder(target)

    # ------------------------------------------------------------ inside

    def _open(self) -> sqlite3.Connection:
        path = self.root / DATABASE_NAME
        try:
            return connect(path)
        except DamagedDatabaseError:
            self.notice = "The list of sessions was damaged and has been made anew from the session folders."
            try:
                move_aside(path)
                return connect(path)
            except (OSError, sqlite3.Error, DamagedDatabaseError):
                return self._open_in_memory()
        except sqlite3.OperationalError:
            return self._open_in_memory()

    def _open_in_memory(self) -> sqlite3.Connection:
        self.notice = "The list of sessions cannot be saved in this folder; it is made anew at every start."
        return connect(None)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                self._roll_back()
                raise SessionFormatError(
                    f"The list of sessions cannot be saved ({error}).",
                    recovery="Free some space; “attune doctor --rebuild-library” makes the list anew.",
                ) from error
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def _remove(self, key: str) -> None:
        self._db.execute("DELETE FROM sessions WHERE folder = ?", (key,))
        self._db.execute("DELETE FROM words WHERE folder = ?", (key,))

    def _refresh_quietly(self, folder: Path) -> bool:
        """A folder that cannot be read stays off the list; integrity_check tells why."""
        try:
            return self.refresh(folder) is not None
        except SessionFormatError:
            with self._transaction():
                self._remove(self._key(folder))
            return False

    def _folders(self) -> Sequence[Path]:
        candidates = sorted(path for path in self.root.iterdir() if not path.name.startswith("."))
        return [path for path in candidates if (path / HEADER_NAME).is_file()]

    def _key(self, folder: Path) -> str:
        inside = folder.parent.resolve() == self.root.resolve()
        return folder.name if inside else str(folder.resolve())

    def _path(self, key: str) -> Path:
        return Path(key) if Path(key).is_absolute() else self.root / key

    def _summary(self, row: tuple[object, ...]) -> SessionSummary:
        folder, session_id, title, started_at, duration_s, source, letters, ended, recovered = row
        return SessionSummary(
            id=str(session_id),
            folder=self._path(str(folder)),
            title=str(title),
            started_at=moment(str(started_at)) if started_at else None,
            duration_s=float(str(duration_s)) if duration_s is not None else None,
            source=str(source),
            letters=letters_from_json(str(letters)),
            ended=bool(ended),
            recovered=bool(recovered),
        )


def _fts_query(text: str) -> str:
    """All words of `text` as beginnings of words, safe from the query language; '' without any."""
    return " ".join(f'"{word}"*' for word in re.findall(r"\w+", text))
