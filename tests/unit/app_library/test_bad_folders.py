"""Folders that are no sessions, or damaged ones: left out and told, never changed, never in the way of the others."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tracemalloc
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from app.library.library import Library
from app.library.session_entry import index_entry
from perception.errors import SessionFormatError
from perception.recording.plain_files import LONGEST_LINE
from perception.recording.recover import recover
from tests.practice_sessions import practice_session
from tests.unit.app_library.test_library import make_session

FILES = ("session.json", "events.jsonl", "notes.jsonl", "scenario.yaml")
JUNK = (
    b"",
    b"\x00" * 5000,
    b"\xff\xfe\x00",
    b"[]",
    b"{}",
    b"null",
    b'{"a": NaN}',
    b"{" * 100_000,
    b'"\\ud800"',
    b"1" * 6000,
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole practice call."""
    folder = tmp_path_factory.mktemp("sample") / "call"
    practice_session(folder)
    return folder


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    shutil.copytree(sample, tmp_path / "library" / "call")
    make_session(tmp_path / "library" / "other", title="Another")
    return tmp_path / "library" / "call"


def state_of(folder: Path) -> dict[str, object]:
    """Everything in a folder: what kind, size, time and bytes."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        stat = path.lstat()
        data = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() and not path.is_symlink() else ""
        found[str(path.relative_to(folder))] = (stat.st_mode, stat.st_size, stat.st_mtime_ns, data)
    return found


def opened(folder: Path) -> Library:
    """The library around it, with everything asked of it that only reads; the folder is as it was."""
    before = state_of(folder)
    library = Library(folder.parent)
    library.integrity_check()
    library.rebuild()
    assert state_of(folder) == before
    assert "Another" in {one.title for one in library.list()}
    return library


@pytest.mark.parametrize("name", FILES)
def test_each_file_missing_in_turn(folder: Path, name: str) -> None:
    (folder / name).unlink()
    library = opened(folder)
    if name == "session.json":
        assert library.count() == 1
    else:
        assert library.count() == 2
    library.close()


@pytest.mark.parametrize("name", [*FILES, "rescored.json", "shared.json"])
@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_each_file_filled_with_junk(folder: Path, name: str, junk: bytes) -> None:
    (folder / name).write_bytes(junk)
    library = opened(folder)
    assert library.count() == (1 if name == "session.json" else 2)
    assert len(library.problems) == (name == "session.json")
    library.close()


@pytest.mark.parametrize("name", [*FILES, "rescored.json", "shared.json", "media.mkv", "recording.lock"])
@pytest.mark.parametrize("what", ["folder", "pipe", "loop", "dangling", "device"])
def test_something_else_in_the_place_of_a_file(folder: Path, name: str, what: str) -> None:
    path = folder / name
    path.unlink(missing_ok=True)
    makers: dict[str, Callable[[], object]] = {
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
        "loop": lambda: path.symlink_to(path),
        "dangling": lambda: path.symlink_to(folder / "nowhere"),
        "device": lambda: path.symlink_to("/dev/zero"),
    }
    if what == "pipe" and not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    makers[what]()
    library = opened(folder)
    assert library.count() in (1, 2)
    library.close()


def test_files_that_do_not_belong_there(folder: Path) -> None:
    (folder / "notes.jsonl.part").write_bytes(b"half")
    (folder / "holiday.jpg").write_bytes(b"\xff" * 100)
    (folder / "deeper").mkdir()
    (folder / "deeper" / "session.json").write_text("{}")
    library = opened(folder)
    assert library.count() == 2
    library.close()


def test_things_beside_the_sessions(tmp_path: Path) -> None:
    root = tmp_path / "library"
    make_session(root / "good", title="Another")
    (root / "a file").write_text("no folder")
    (root / "empty").mkdir()
    (root / "loop").symlink_to(root / "loop")
    (root / "up").symlink_to(root)
    (root / "twice").symlink_to(root / "good")
    (root / ".hidden").mkdir()
    (root / ".hidden" / "session.json").write_text("{}")
    library = opened(root / "good")
    assert [one.folder.name for one in library.list()] == ["twice", "good"]
    assert library.problems == {}
    library.close()


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    root = tmp_path / "library"
    make_session(root / "good", title="Another")
    shutil.copytree(root / "good", os.fsdecode(os.fsencode(str(root)) + b"/bad-\xff"))
    library = Library(root)
    assert [one.folder.name for one in library.list()] == ["good"]
    assert "is no text" in next(iter(library.problems.values()))
    library.close()


@pytest.mark.parametrize("name", ["events.jsonl", "notes.jsonl"])
def test_a_line_too_long_to_read_is_left_out_with_little_memory(folder: Path, name: str) -> None:
    with (folder / name).open("ab") as file:
        file.write(b'{"kind":"utterance","start_s":1.0,"end_s":2.0,"speaker":"csm","text":"')
        for _ in range(8):
            file.write(b"x" * LONGEST_LINE)
        file.write(b'"}\n{"kind":"utterance","start_s":1.0,"end_s":2.0,"speaker":"csm","text":"Zanzibar"}\n')
    tracemalloc.start()
    entry = index_entry(folder)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6 * LONGEST_LINE
    assert any("Zanzibar" in line.text for line in entry.lines) == (name == "events.jsonl")


@pytest.mark.parametrize(
    "values",
    [
        {"duration_s": 1e300, "talk_share": 7.0},
        {"duration_s": -5.0},
        {"talk_share": None},
    ],
)
def test_numbers_that_cannot_be_are_as_if_not_measured(tmp_path: Path, values: dict[str, float]) -> None:
    folder = make_session(tmp_path / "library" / "a")
    letters = {"E": {"letter": "E", "value": 4000.0, "low": -3.0, "high": 90.0, "coverage": 1.0, "state": "scored"}}
    card = {
        "kind": "scorecard",
        "duration_s": 60.0,
        "letters": letters,
        "moments": [],
        "talk_share": 0.5,
        "interruptions": [],
        **values,
    }
    with (folder / "events.jsonl").open("a") as file:
        file.write(json.dumps(card, separators=(",", ":")) + "\n")
    summary = index_entry(folder).summary
    assert summary.letters["E"].value is None
    assert summary.talk_share is None or summary.talk_share == 0.5
    library = Library(folder.parent)
    assert library.listed()[0].letters["E"] is None
    library.close()


@pytest.mark.parametrize("started_at", ["", "never", "0001-01-01T00:00:00", "9999-12-31T23:59:59-14:00", "2026-13-45"])
def test_a_start_that_cannot_be_understood(tmp_path: Path, started_at: str) -> None:
    folder = make_session(tmp_path / "library" / "a")
    header = json.loads((folder / "session.json").read_text())
    (folder / "session.json").write_text(json.dumps({**header, "started_at": started_at}))
    library = Library(folder.parent)
    assert library.count() == 1
    library.list()
    library.listed()
    library.close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="somebody who may read everything")
@pytest.mark.parametrize("name", [*FILES, ""])
def test_what_may_not_be_read(folder: Path, name: str) -> None:
    place = folder / name if name else folder
    place.chmod(0)
    try:
        library = Library(folder.parent)
        assert library.count() in (1, 2)
        library.integrity_check()
        library.close()
    finally:
        place.chmod(0o755)


def test_a_folder_that_vanishes_while_it_is_listed(folder: Path) -> None:
    library = Library(folder.parent)
    listed = library.list()
    shutil.rmtree(folder)
    assert library.places([one.folder for one in listed], "morning")
    for change in (
        lambda: library.rename(folder, "x"),
        lambda: library.trash(folder),
        lambda: library.add_folder(folder),
    ):
        with pytest.raises(SessionFormatError):
            change()
    assert library.refresh(folder) is None
    assert library.count() == 1
    library.close()


def test_a_folder_that_vanishes_while_it_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.library import syncing

    real = syncing.index_entry

    def gone(place: Path) -> object:
        entry = real(place)
        shutil.rmtree(place)
        return entry

    monkeypatch.setattr(syncing, "index_entry", gone)
    library = Library(folder.parent)
    assert library.count() == 0
    library.close()


def test_a_failed_change_leaves_the_folder_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(folder.parent)
    before = state_of(folder)

    def full(*_args: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("perception.recording.retitle.write_atomically", full)
    monkeypatch.setattr("perception.recording.tags.append_lines", full)
    for change in (
        lambda: library.rename(folder, "x"),
        lambda: library.retag(folder, add=["x"], author="me", now=datetime.now()),
    ):
        with pytest.raises(SessionFormatError, match="No space left"):
            change()
    assert state_of(folder) == before
    library.close()


def test_what_cannot_be_opened_is_not_written_to_either(folder: Path) -> None:
    (folder / "session.json").write_bytes(b"{")
    before = state_of(folder)
    library = Library(folder.parent)
    for change in (
        lambda: library.rename(folder, "x"),
        lambda: library.retag(folder, add=["x"], author="me", now=datetime.now()),
    ):
        with pytest.raises(SessionFormatError, match="damaged"):
            change()
    assert state_of(folder) == before
    library.close()


def test_a_folder_that_may_not_be_looked_into_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.stat

    def refused(path: object, *args: object, **named: object) -> object:
        if str(path).startswith(f"{folder}{os.sep}"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **named)

    monkeypatch.setattr("app.library.session_entry.os.stat", refused)
    library = Library(folder.parent)
    assert library.problems == {"call": "The session “call” cannot be read (Permission denied)."}
    assert [one.message for one in library.integrity_check()] == list(library.problems.values())
    library.close()


def test_a_header_that_cannot_be_mended_is_not_touched_by_recovery(folder: Path) -> None:
    (folder / "session.json").write_bytes(b"{")
    before = state_of(folder)
    library = Library(folder.parent)
    library.recover_unfinished(recover)
    library.close()
    assert state_of(folder) == before
