"""The index over the session folders: written in few large steps, read at the same time, made anew when damaged.

Writing and reading have a connection each, so a list never waits for what is being brought up to date.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from app.library.database import (
    DamagedDatabaseError,
    NewerDatabaseError,
    connect,
    connect_reader,
    empty,
    is_in_use,
    is_trouble,
    move_aside,
)
from app.library.rows import INSERT, places_of, to_row, words_of
from app.library.summary import IndexEntry
from perception.errors import SessionFormatError

log = logging.getLogger(__name__)

T = TypeVar("T")
_MENDED: Final = 2  # times in one go, then it is told
MADE_ANEW: Final = "The list of sessions was damaged and has been made anew from the session folders."
NEWER: Final = (
    "A newer Attune wrote the list of sessions in this folder. It is left as it is; this window makes a list of its "
    "own at every start. Update Attune to use the kept one."
)
NOT_SAVED: Final = "The list of sessions cannot be saved in this folder; it is made anew at every start."


class LibraryClosedError(SessionFormatError):
    """The window was closed while something was still being done."""


@dataclass(frozen=True, slots=True)
class Put:
    """A session to put into the index in place of what is known of it."""

    key: str
    entry: IndexEntry
    stamp: str


class Index:
    """The index in the file `path`, or in memory where that cannot be. May be used from several threads.

    notice: what the user should know about it, or None. revision: grows with every change made here.
    """

    def __init__(self, path: Path, *, thorough: bool) -> None:
        self.notice: str | None = None
        self.revision = 0
        self._path = path
        self._write_lock = threading.RLock()
        self._read_lock = threading.RLock()
        self._closed = False
        self._file = False
        self._writer = self._open(thorough=thorough)
        self._reader = self._second()

    def close(self) -> None:
        """Close the index; may be called twice."""
        with self._write_lock, self._read_lock:
            self._closed = True
            self._reader.close()
            self._writer.close()

    # ------------------------------------------------------------ reading

    def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Ask something. A damaged index is made anew, empty, and asked once more. Raises SessionFormatError."""
        attempt = 0
        while True:
            with self._read_lock:
                self._check_open()
                try:
                    return work(self._reader)
                except (sqlite3.DatabaseError, ValueError, TypeError, KeyError, AttributeError) as error:
                    hopeless = isinstance(error, sqlite3.Error) and is_trouble(error)
                    if hopeless or attempt == _MENDED:
                        raise _unreadable(error) from error
                    fault: Exception = error
            # Another window may have made it anew already; if it is as before, no check finds what is wrong.
            self._mend(fault, certain=attempt > 0)
            attempt += 1

    def changed_elsewhere(self) -> int:
        """A number that changes when another window has changed the index."""
        return int(self.read(lambda db: db.execute("PRAGMA data_version").fetchone()[0]))

    # ------------------------------------------------------------ writing

    def change(self, puts: Sequence[Put] = (), removes: Sequence[str] = ()) -> bool:
        """Put sessions in and take others out, in one step. False when another window was at it for too long.

        Where the place is full or read-only the index goes on in memory.
        """
        if not puts and not removes:
            return True
        return self._write(lambda db: _apply(db, puts, removes))

    def clear(self) -> None:
        """Take everything out."""
        self._write(empty)

    def damage(self, *, words: bool = False) -> list[str]:
        """What is wrong with the index itself; empty when all is well. words: compare the words with the text, too."""
        if not self._file:
            return []
        try:
            db = connect_reader(self._path)  # of its own: lists need not wait for it
            try:
                rows = [str(row[0]) for row in db.execute("PRAGMA quick_check")]
            finally:
                db.close()
            if words:
                with self._write_lock:
                    self._check_open()
                    self._writer.execute("INSERT INTO words(words) VALUES ('integrity-check')")
        except sqlite3.DatabaseError as error:
            return [] if is_trouble(error) else [str(error)]
        return [row for row in rows if row != "ok"]

    def make_anew(self) -> None:
        """Leave the damaged index aside and begin an empty one."""
        self._mend(DamagedDatabaseError("asked for"), certain=True)

    # ------------------------------------------------------------ inside

    def _write(self, work: Callable[[sqlite3.Connection], object]) -> bool:
        for attempt in range(_MENDED + 1):
            with self._write_lock:
                self._check_open()
                try:
                    with _transaction(self._writer):
                        work(self._writer)
                except sqlite3.DatabaseError as error:
                    if is_in_use(error):
                        log.warning("the list of sessions is in use elsewhere; it is brought up to date later")
                        return False
                    fault = error
                else:
                    self.revision += 1
                    return True
                if is_trouble(fault):
                    self._go_on_in_memory(fault)
                    continue
            self._mend(fault, certain=attempt > 0)
        raise SessionFormatError(
            f"The list of sessions cannot be changed ({fault}).",
            recovery="Close the window and open it again; the sessions themselves are safe.",
        ) from fault

    def _check_open(self) -> None:
        if self._closed:
            raise LibraryClosedError("The library is closed.", recovery="Open the window again.")

    def _open(self, *, thorough: bool) -> sqlite3.Connection:
        try:
            connection = connect(self._path, thorough=thorough)
        except NewerDatabaseError:
            return self._memory(NEWER)
        except DamagedDatabaseError as error:
            log.info("the list of sessions is damaged: %s", error)
            self.notice = MADE_ANEW
            try:
                move_aside(self._path)
                connection = connect(self._path)
            except (OSError, sqlite3.Error, DamagedDatabaseError, NewerDatabaseError):
                return self._memory(NOT_SAVED)
        except sqlite3.Error:
            return self._memory(NOT_SAVED)
        self._file = True
        return connection

    def _second(self) -> sqlite3.Connection:
        """The connection for reading; in memory there is only one, and it has one lock."""
        if self._file:
            try:
                return connect_reader(self._path)
            except sqlite3.Error:
                self._writer.close()
                self._writer = self._memory(NOT_SAVED)
        self._read_lock = self._write_lock
        return self._writer

    def _memory(self, notice: str) -> sqlite3.Connection:
        self.notice = notice
        self._file = False
        return connect(None)

    def _go_on_in_memory(self, fault: sqlite3.Error) -> None:
        """The place cannot be written any more: what is known stays, in memory. The write lock is held."""
        if not self._file:
            raise _unreadable(fault) from fault
        log.warning("the list of sessions cannot be saved: %s", fault)
        with self._read_lock:
            memory = connect(None)
            try:
                self._reader.backup(memory)
            except sqlite3.Error:
                memory.close()
                memory = connect(None)
            self._swap(memory)
        self.notice = NOT_SAVED

    def _swap(self, memory: sqlite3.Connection) -> None:
        self._reader.close()
        self._writer.close()
        self._file = False
        self._writer = self._reader = memory
        self._read_lock = self._write_lock
        self.revision += 1

    def _mend(self, fault: Exception, *, certain: bool = False) -> None:
        """Open the index anew; where it is damaged indeed, and not put right by another window, make it anew."""
        log.info("the list of sessions cannot be used: %s", fault)
        with self._write_lock, self._read_lock:
            self._check_open()
            self._reader.close()
            self._writer.close()
            if self._file and certain:
                try:
                    move_aside(self._path)
                except OSError:
                    log.warning("the damaged list of sessions cannot be left aside")
            was_file, self._file = self._file, False
            self._writer = self._open(thorough=True) if was_file else self._memory(NOT_SAVED)
            self._reader = self._second()
            if self.notice is None:
                self.notice = MADE_ANEW
            self.revision += 1


def _apply(db: sqlite3.Connection, puts: Sequence[Put], removes: Sequence[str]) -> None:
    for key in (*removes, *(put.key for put in puts)):
        row = db.execute("SELECT number FROM sessions WHERE folder = ?", (key,)).fetchone()
        if row is not None:
            db.execute("DELETE FROM sessions WHERE number = ?", row)
            db.execute("DELETE FROM tags WHERE number = ?", row)
            db.execute("DELETE FROM places WHERE number = ?", row)
            db.execute("DELETE FROM words WHERE rowid = ?", row)
    for put in puts:
        summary = put.entry.summary
        number = db.execute(INSERT, to_row(put.key, summary, put.stamp)).lastrowid
        db.executemany(
            "INSERT OR IGNORE INTO tags VALUES (?, ?, ?)", [(tag.casefold(), number, tag) for tag in summary.tags]
        )
        db.execute("INSERT INTO places VALUES (?, ?, ?)", (number, *places_of(put.entry)))
        db.execute(
            "INSERT INTO words (rowid, title, said, notes, tags) VALUES (?, ?, ?, ?, ?)", (number, *words_of(put.entry))
        )


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _unreadable(error: Exception) -> SessionFormatError:
    if isinstance(error, sqlite3.Error) and is_in_use(error):
        return SessionFormatError(
            "Another window is busy with the list of sessions.", recovery="Try again in a moment."
        )
    return SessionFormatError(
        f"The list of sessions cannot be read ({error}).",
        recovery="Close other windows of Attune, then run “attune doctor --rebuild-library”.",
    )
