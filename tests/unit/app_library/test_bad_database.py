"""The index damaged in every way: it is made anew, nothing is lost, and a newer one is left alone."""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from app.library.database import DATABASE_NAME, SCHEMA_VERSION
from app.library.library import Library
from app.library.wanted import Wanted
from perception.errors import SessionFormatError
from tests.benchmarks.sessions import RARE, make_sessions
from tests.unit.app_library.test_library import make_session

SESSIONS = 12
V1 = """
CREATE TABLE sessions (folder TEXT PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL, started_at TEXT, started_s REAL,
    duration_s REAL, source TEXT NOT NULL, letters TEXT NOT NULL, ended INTEGER NOT NULL, recovered INTEGER NOT NULL,
    stamp TEXT NOT NULL);
CREATE INDEX sessions_by_start ON sessions (started_s DESC);
CREATE INDEX sessions_by_id ON sessions (id);
CREATE TABLE trash (name TEXT PRIMARY KEY, origin TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(folder UNINDEXED, title, text, tokenize='unicode61 remove_diacritics 2');
INSERT INTO sessions VALUES ('gone', 'x', 'Old', NULL, NULL, NULL, 'live', '{}', 1, 0, 'stamp');
INSERT INTO trash VALUES ('old', '/elsewhere/old');
PRAGMA user_version=1;
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with its index, closed."""
    root = tmp_path_factory.mktemp("made") / "library"
    make_sessions(root, SESSIONS, lines=60)
    library = Library(root)
    assert library.count() == SESSIONS
    library.close()
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "library")
    return tmp_path / "library"


def sessions_of(root: Path) -> dict[str, str]:
    """A hash of every file of every session."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith(DATABASE_NAME)
    }


def works(root: Path, *, sync: bool) -> Library:
    """Every way to ask gives all sessions in the end; what is damaged is found on the way or by the check."""
    library = Library(root, sync=sync)
    if not sync:
        library.list(limit=None)
        library.search(RARE)
        library.places([root / name for name in library._folders.names()], "outage price")
        library.tags()
        library.look_over()
        while library.step(1.0).left != 0:
            pass
    assert library.count() == SESSIONS
    assert len(library.search(Wanted(words=RARE))) == 1
    assert len(library.search("outage", limit=SESSIONS)) == library.count(Wanted(words="outage"))
    return library


def test_every_page_zeroed_in_turn(root: Path) -> None:
    data = (root / DATABASE_NAME).read_bytes()
    size = int.from_bytes(data[16:18], "big")
    before = sessions_of(root)
    assert len(data) // size > 40
    for page in range(len(data) // size):
        for path in root.glob(f"{DATABASE_NAME}*"):
            path.unlink()
        (root / DATABASE_NAME).write_bytes(data[: page * size] + bytes(size) + data[(page + 1) * size :])
        library = works(root, sync=page % 2 == 0)
        if library.integrity_check():  # a zeroed page of words can look empty; the check tells, making anew mends
            library.rebuild()
        assert library.integrity_check() == [], f"page {page}"
        library.close()
        assert sessions_of(root) == before


@pytest.mark.parametrize("seed", range(12))
def test_bytes_changed_at_random(root: Path, seed: int) -> None:
    dice = random.Random(seed)
    data = bytearray((root / DATABASE_NAME).read_bytes())
    for _ in range(40):
        data[dice.randrange(len(data))] = dice.randrange(256)
    (root / DATABASE_NAME).write_bytes(bytes(data))
    library = Library(root)
    library.list(limit=None)
    library.search("outage")
    library.rebuild()  # a value changed within its page may pass every check but this
    assert library.count() == SESSIONS
    assert library.integrity_check() == []
    library.close()


@pytest.mark.parametrize("share", [0.0, 0.001, 0.1, 0.5, 0.9, 0.999])
def test_cut_short(root: Path, share: float) -> None:
    data = (root / DATABASE_NAME).read_bytes()
    (root / DATABASE_NAME).write_bytes(data[: int(share * len(data))])
    works(root, sync=True).close()


@pytest.mark.parametrize("text", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 5000, bytes(8192)])
def test_no_database_at_all(root: Path, text: bytes) -> None:
    (root / DATABASE_NAME).write_bytes(text)
    works(root, sync=False).close()


def test_values_that_were_never_written_there(root: Path) -> None:
    with sqlite3.connect(root / DATABASE_NAME) as db:
        db.execute("UPDATE sessions SET letters = '[', more = x'ff', middles = 7")
    db.close()
    library = Library(root, sync=False)
    assert library.list() == []  # left aside on the way; read again with the next steps
    assert library.notice is not None
    library.close()
    works(root, sync=True).close()


def test_what_a_crash_left_in_the_log_of_the_index(made: Path, tmp_path: Path) -> None:
    """A copy of a library in use, with its log: as after a power cut."""
    library = Library(made)
    extra = make_session(made / "zz-extra", title="In the log only")
    library.add_folder(extra)
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    library.close()
    shutil.rmtree(extra)
    assert (copy / f"{DATABASE_NAME}-wal").stat().st_size > 0
    after = Library(copy, sync=False)
    assert after.notice is None
    assert after.list()[0].title in {one.title for one in after.list()}
    assert after.count() == SESSIONS + 1
    after.close()
    Library(made).close()


def test_a_log_of_nonsense(root: Path) -> None:
    (root / f"{DATABASE_NAME}-wal").write_bytes(b"\x37\x7f\x06\x82" + b"nonsense" * 5000)
    works(root, sync=True).close()


def test_a_newer_index_is_left_alone(root: Path) -> None:
    with sqlite3.connect(root / DATABASE_NAME) as db:
        db.execute("CREATE TABLE future (x)")
        db.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    db.close()
    before = {path.name: path.read_bytes() for path in root.glob(f"{DATABASE_NAME}*")}
    library = works(root, sync=True)
    assert library.notice is not None
    assert "newer Attune" in library.notice
    library.rename(library.list()[0].folder, "Changed in the folder")
    assert library.count(Wanted(words="changed in the folder")) == 1
    library.rebuild()
    library.close()
    assert {path.name: path.read_bytes() for path in root.glob(f"{DATABASE_NAME}*")} == before


def test_an_older_index_is_upgraded_and_the_bin_stays(root: Path) -> None:
    for path in root.glob(f"{DATABASE_NAME}*"):
        path.unlink()
    db = sqlite3.connect(root / DATABASE_NAME)
    db.executescript(V1)
    db.close()
    make_session(root / ".trash" / "old", title="Put away by an older one")
    library = Library(root, sync=False)
    assert library.notice is None
    assert library.count() == 0  # the rest is read in the background
    assert [(one.title, one.origin) for one in library.bin()] == [("Put away by an older one", Path("/elsewhere/old"))]
    library.close()
    works(root, sync=True).close()


def test_sessions_elsewhere_are_still_listed_after_an_upgrade(root: Path, tmp_path: Path) -> None:
    """Only the list knows of them: they lie in no folder that it looks through."""
    outside, gone = make_session(tmp_path / "stick" / "call", title="On the stick"), tmp_path / "stick" / "gone"
    for path in root.glob(f"{DATABASE_NAME}*"):
        path.unlink()
    db = sqlite3.connect(root / DATABASE_NAME)
    db.executescript(V1)
    for number, folder in enumerate((outside, gone)):
        row = (str(folder), str(number), "t", "live", "{}", 1, 0, "s")
        columns = "folder, id, title, source, letters, ended, recovered, stamp"
        db.execute(f"INSERT INTO sessions ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    db.commit()
    db.close()
    library = Library(root)
    assert library.count() == SESSIONS + 1
    assert [one.folder for one in library.list(Wanted(words="stick"))] == [outside]
    library.close()


@pytest.mark.expects_log
@pytest.mark.parametrize("trouble", ["read-only", "full"])
def test_a_place_that_gets_full_or_read_only_goes_on_in_memory(root: Path, trouble: str) -> None:
    library = Library(root)
    writer = library._index._writer
    if trouble == "read-only":
        writer.execute("PRAGMA query_only=ON")  # SQLITE_READONLY, as from a disk mounted so
    else:
        pages = writer.execute("PRAGMA page_count").fetchone()[0]
        writer.execute(f"PRAGMA max_page_count={pages}")  # SQLITE_FULL, as from a disk without room
        for number in range(40):
            make_session(root / f"more-{number}", title="More " * 200, said="words that need room " * 300)
        library.sync()
    folder = library.list()[-1].folder
    library.rename(folder, "Renamed all the same")
    assert library.notice is not None
    assert "cannot be saved" in library.notice
    assert [one.title for one in library.list(Wanted(words="renamed all the same"))] == ["Renamed all the same"]
    count = SESSIONS if trouble == "read-only" else SESSIONS + 40
    assert library.count() == count
    library.trash(folder)
    assert library.count() == count - 1
    assert library.integrity_check() == []
    library.close()


def test_a_closed_library_says_so(root: Path) -> None:
    library = Library(root)
    library.close()
    library.close()
    for ask in (library.list, library.sync, library.step, library.rebuild, library.bin):
        with pytest.raises(SessionFormatError, match="closed"):
            ask()
