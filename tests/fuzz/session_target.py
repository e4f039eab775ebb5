"""A session folder made of the fuzzer's bytes, read by every reader; anything but their own error is a find."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from app.library.database import DATABASE_NAME
from app.library.library import Library
from app.library.session_entry import index_entry
from perception.errors import SessionFormatError
from perception.recording.reader import open_session
from perception.recording.review_notes import in_force, read_review
from perception.recording.tags import read_tags
from perception.recording.unfinished import is_unfinished

NAMES: Final = ("session.json", "events.jsonl", "notes.jsonl", "rescored.json", "shared.json", "scenario.yaml")
_MARK: Final = b"\xf5"  # never in text: parts the bytes into files
_HEADER: Final = (
    b'{"format_version":1,"session_id":"s","app_version":"0","models":{},"started_at":"2026-01-01T00:00:00+00:00",'
    b'"title":"t","source":"live"}'
)


def fuzz_one(data: bytes) -> None:
    """One input. The first byte tells whether the header is whole; then the files, parted by a mark."""
    whole, parts = data[:1], data[1:].split(_MARK)
    files = dict(zip(NAMES, parts, strict=False))
    if whole < b"\xc0":
        files = {"session.json": _HEADER, **dict(zip(NAMES[1:], parts, strict=False))}
    place = Path(tempfile.mkdtemp(prefix="attune-fuzz-"))
    try:
        folder = place / "session"
        folder.mkdir()
        everything_read(files_from(folder, files))
    finally:
        shutil.rmtree(place)


def files_from(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write these files in place of those there; the folder."""
    for path in folder.iterdir():
        path.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def everything_read(folder: Path) -> None:
    """Ask every reader everything; the folder must be as before. Raises AssertionError, or whatever is a find."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    trouble: SessionFormatError | None = None
    try:
        _read(folder)
    except SessionFormatError as error:
        trouble = error
    assert trouble is None or (trouble.message and trouble.recovery)
    _index(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def _read(folder: Path) -> None:
    session = open_session(folder)
    for _ in session.records():
        pass
    for _ in session.observations():
        pass
    session.scorecard()
    session.lines()
    session.utterances()
    session.steps()
    session.cues()
    session.notes()
    session.media_files()
    session.last_time_s()
    assert session.truncated_lines >= 0
    assert session.outdated in (True, False)
    in_force(read_review(folder))
    read_tags(folder)
    is_unfinished(folder)


def _index(folder: Path) -> None:
    """What the library keeps comes back from the index as it was read."""
    try:
        summary = index_entry(folder).summary
    except SessionFormatError:
        return
    (folder.parent / DATABASE_NAME).mkdir(exist_ok=True)  # in the way of a file: an index in memory is quicker
    library = Library(folder.parent)
    try:
        assert [one.id for one in library.list()] == [summary.id]
        assert library.list()[0] == summary
        library.listed()
        library.search("a")
        assert library.problems == {}
    finally:
        library.close()
