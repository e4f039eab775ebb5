"""The index of the sessions in SQLite: made, checked, and moved aside when it is damaged."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

DATABASE_NAME: Final = "library.db"
SCHEMA_VERSION: Final = 1
_SCHEMA: Final = """
CREATE TABLE sessions (
    folder     TEXT PRIMARY KEY,   -- name below the library's folder, or a full path elsewhere
    id         TEXT NOT NULL,
    title      TEXT NOT NULL,
    started_at TEXT,
    started_s  REAL,               -- seconds since 1970, for sorting across time zones
    duration_s REAL,
    source     TEXT NOT NULL,
    letters    TEXT NOT NULL,      -- {"E": [value, low, high, state], ...}
    ended      INTEGER NOT NULL,
    recovered  INTEGER NOT NULL,
    stamp      TEXT NOT NULL       -- size and time of the folder's files when they were read
);
CREATE INDEX sessions_by_start ON sessions (started_s DESC);
CREATE INDEX sessions_by_id ON sessions (id);
CREATE TABLE trash (name TEXT PRIMARY KEY, origin TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(folder UNINDEXED, title, text, tokenize='unicode61 remove_diacritics 2');
"""


class DamagedDatabaseError(Exception):
    """The index cannot be used as it is; it can be made anew from the folders."""


def connect(path: Path | None) -> sqlite3.Connection:
    """Open the index, making it when absent; None keeps it in memory.

    Raises DamagedDatabaseError, or sqlite3.OperationalError when the place cannot be written.
    """
    connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None, timeout=10.0)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            _create(connection)
        elif version != SCHEMA_VERSION:
            raise DamagedDatabaseError(f"version {version}")
        problems = [row[0] for row in connection.execute("PRAGMA quick_check")]
        if problems != ["ok"]:
            raise DamagedDatabaseError(problems[0])
        connection.execute("SELECT count(*) FROM sessions, trash").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if _is_missing_table(error):
            raise DamagedDatabaseError(str(error)) from error
        raise
    except (sqlite3.DatabaseError, DamagedDatabaseError) as error:
        connection.close()
        raise DamagedDatabaseError(str(error)) from error
    return connection


def move_aside(path: Path) -> Path:
    """Keep a damaged index under another name; its companions go with it. Raises OSError."""
    number = 1
    while (kept := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    path.rename(kept)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return kept


def _create(connection: sqlite3.Connection) -> None:
    """Make the tables, unless another process was quicker."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
            for statement in _SCHEMA.split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except sqlite3.Error:
        connection.execute("ROLLBACK")
        raise


def _is_missing_table(error: sqlite3.OperationalError) -> bool:
    return "no such table" in str(error) or "already exists" in str(error) or "malformed" in str(error)
