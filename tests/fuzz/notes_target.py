"""notes.jsonl of a stranger: read without a fault, and what is read is written again as it was."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from perception.recording.format import NOTES_NAME
from perception.recording.notes import read_corrections, read_notes
from perception.recording.records import dump_line
from perception.recording.review_notes import append_review, in_force, read_review, review_from_json, review_to_json
from tests.unit.app_library.packages import package_samples as samples


@cache
def seeds() -> tuple[bytes, ...]:
    """Notes of everybody, and entries of a review alone."""
    with tempfile.TemporaryDirectory() as place:
        samples.write_notes(Path(place))
        everything = (Path(place) / NOTES_NAME).read_bytes()
    return everything, b"".join(dump_line(review_to_json(entry)) for entry in samples.COMMENTS)


def fuzz_one(data: bytes) -> None:
    """Read it as every reader does, then merge it into another session, twice."""
    with tempfile.TemporaryDirectory() as place:
        folder, other = Path(place) / "one", Path(place) / "two"
        folder.mkdir()
        other.mkdir()
        (folder / NOTES_NAME).write_bytes(data)
        read_notes(folder)
        read_corrections(folder)
        entries = read_review(folder)
        in_force(entries)
        assert all(review_from_json(review_to_json(entry)) == entry for entry in entries), "it comes back as it was"
        assert append_review(other, entries) == len(entries), "all of it goes in"
        assert append_review(other, entries) == 0, "once"
        assert read_review(other) == entries, "and is the same there"
