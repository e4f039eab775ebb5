"""The index of the sessions in SQLite: made, upgraded, checked, and moved aside when it is damaged."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

DATABASE_NAME: Final = "library.db"
SCHEMA_VERSION: Final = 2
WAIT_S: Final = 5.0  # for another window that writes; a write takes a few thousandths of that
_MAGIC: Final = b"SQLite format 3\x00"
_VERSION_AT: Final = 60  # where user_version stands in the file, four bytes (sqlite.org/fileformat.html)
_SCHEMA: Final = """
CREATE TABLE sessions (
    number      INTEGER PRIMARY KEY,    -- rowid of the same session in places, tags and words
    folder      TEXT NOT NULL UNIQUE,   -- name below the library's folder, or a full path elsewhere
    id          TEXT NOT NULL,
    title       TEXT NOT NULL,
    started_at  TEXT,
    started_s   REAL,                   -- seconds since 1970, for sorting across time zones
    duration_s  REAL,
    source      TEXT NOT NULL,
    letters     TEXT NOT NULL,          -- {"E": [value, low, high, state], ...}
    middles     TEXT NOT NULL,          -- {"E": value or middle of the band, or null, ...}
    ended       INTEGER NOT NULL,
    recovered   INTEGER NOT NULL,
    scenario    TEXT,
    watch       TEXT NOT NULL,          -- letters worth a look, as "AY"
    comments    INTEGER NOT NULL,
    coach_rated INTEGER NOT NULL,
    has_media   INTEGER NOT NULL,
    shared_by   TEXT NOT NULL,
    more        TEXT NOT NULL,          -- what nothing is looked for by, as JSON
    stamp       TEXT NOT NULL           -- size and time of the folder's files when they were read
);
CREATE INDEX sessions_by_start ON sessions (started_s DESC, folder DESC);
CREATE INDEX sessions_by_id ON sessions (id);
CREATE TABLE tags (folded TEXT NOT NULL, number INTEGER NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (folded, number))
    WITHOUT ROWID;
CREATE INDEX tags_by_session ON tags (number);
CREATE TABLE places (number INTEGER PRIMARY KEY, said TEXT NOT NULL, notes TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(title, said, notes, tags, tokenize='unicode61 remove_diacritics 2', prefix='2 3');
"""
# Version 1 kept here where a session in the bin came from; now a file beside it says so (trash.py).
_OLD_TRASH: Final = "CREATE TABLE IF NOT EXISTS trash (name TEXT PRIMARY KEY, origin TEXT NOT NULL)"
# What is known of a session that has still to be read: its place. Nothing has this stamp, so it is read next.
_UNREAD: Final = """
INSERT INTO sessions (folder, id, title, source, letters, middles, ended, recovered, watch, comments, coach_rated,
    has_media, shared_by, more, stamp) VALUES (?, '', ?, 'live', '{}', '{}', 0, 0, '', 0, 0, 0, '', '{}', '')
"""
_TABLES: Final = ("sessions", "tags", "places", "words", "trash")
# Codes of SQLite for a place that cannot be written or reached just now; nothing is wrong with the index itself.
_TROUBLE: Final = ("BUSY", "LOCKED", "FULL", "READONLY", "CANTOPEN", "IOERR", "PERM", "NOMEM", "INTERRUPT", "AUTH")


class DamagedDatabaseError(Exception):
    """The index cannot be used as it is; it can be made anew from the folders."""


class NewerDatabaseError(Exception):
    """A newer Attune wrote the index; it is left alone."""


def connect(path: Path | None, *, thorough: bool = True) -> sqlite3.Connection:
    """Open the index, making it when absent and upgrading an older one; None keeps it in memory.

    thorough: look at every page first. Raises DamagedDatabaseError, NewerDatabaseError, or sqlite3.OperationalError
    when the place cannot be written.
    """
    if path is not None and _version_in_file(path) > SCHEMA_VERSION:
        raise NewerDatabaseError
    connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None, timeout=WAIT_S)
    try:
        _prepare(connection)
        if thorough:
            problems = [row[0] for row in connection.execute("PRAGMA quick_check")]
            if problems != ["ok"]:
                raise DamagedDatabaseError(problems[0])
    except sqlite3.DatabaseError as error:
        connection.close()
        if is_trouble(error):
            raise
        raise DamagedDatabaseError(str(error)) from error
    except (DamagedDatabaseError, NewerDatabaseError):
        connection.close()
        raise
    return connection


def connect_reader(path: Path) -> sqlite3.Connection:
    """A second connection to an index that is open, for reading while the first writes. Raises sqlite3.Error."""
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=WAIT_S)
    connection.execute("PRAGMA query_only=ON")
    return connection


def is_trouble(error: sqlite3.Error) -> bool:
    """Whether the place is the trouble (full, read-only, in use) and not what is in the index."""
    name = getattr(error, "sqlite_errorname", "")
    return name.startswith(tuple(f"SQLITE_{code}" for code in _TROUBLE))


def is_in_use(error: sqlite3.Error) -> bool:
    """Whether another window holds the index just now."""
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def move_aside(path: Path) -> Path:
    """Keep a damaged index under another name; its companions go with it. Raises OSError."""
    number = 1
    while (kept := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    path.rename(kept)
    for suffix in ("-wal", "-shm"):
        companion = path.with_name(path.name + suffix)
        if companion.exists():
            companion.replace(kept.with_name(kept.name + suffix))
    return kept


def empty(connection: sqlite3.Connection) -> None:
    """Take every session out of the index, within a transaction."""
    for table in ("sessions", "tags", "places", "words"):
        connection.execute(f"DELETE FROM {table}")


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise NewerDatabaseError
    if version < SCHEMA_VERSION:
        _create(connection)
    for table in _TABLES:
        connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()


def _create(connection: sqlite3.Connection) -> None:
    """Make the tables, unless another process was quicker.

    Of an older index the old list of the bin stays, and where sessions lie that are not in the library's folder; all
    else is read again.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] < SCHEMA_VERSION:
            elsewhere = _elsewhere(connection)
            for table in ("sessions", "words"):
                connection.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in (*_SCHEMA.split(";\n"), _OLD_TRASH):
                connection.execute(statement)
            connection.executemany(_UNREAD, [(key, Path(key).name) for key in elsewhere])
            connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _elsewhere(connection: sqlite3.Connection) -> list[str]:
    """The full paths that an older index knows."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sessions'").fetchone() is None:
        return []
    keys = (str(row[0]) for row in connection.execute("SELECT folder FROM sessions").fetchall())
    return [key for key in keys if Path(key).is_absolute()]


def _version_in_file(path: Path) -> int:
    """The version as the file says it, without opening it as a database, which might change it; 0 when it cannot."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError:
        return 0
    return int.from_bytes(head[_VERSION_AT : _VERSION_AT + 4], "big") if head.startswith(_MAGIC) else 0
