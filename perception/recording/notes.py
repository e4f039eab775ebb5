"""notes.jsonl: what people wrote or rated about a session, beside what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from perception.errors import SessionFormatError
from perception.recording.codec import decode, encode
from perception.recording.format import NOTES_NAME, not_writable
from perception.recording.records import dump_line, parse_line

NoteKind = Literal["self_check", "partner_rating", "comment", "rating"]


@dataclass(frozen=True, slots=True)
class Note:
    """One note. written_at: wall clock, ISO 8601. t_s: session time it is about, None for the whole session.

    ratings: letter or question to value, in the unit of its form.
    """

    kind: NoteKind
    author: str
    written_at: str
    text: str = ""
    t_s: float | None = None
    ratings: Mapping[str, float] = field(default_factory=dict)


def append_note(folder: Path, note: Note) -> None:
    """Add a note. Raises SessionFormatError when the folder cannot be written."""
    try:
        with (folder / NOTES_NAME).open("ab") as file:
            file.write(dump_line(encode(note)))
    except OSError as error:
        raise not_writable(folder, error) from error


def read_notes(folder: Path) -> tuple[Note, ...]:
    """All readable notes in order. Raises SessionFormatError when the file is there but cannot be read."""
    try:
        lines = (folder / NOTES_NAME).read_bytes().splitlines()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise SessionFormatError(
            f"The notes of “{folder.name}” cannot be read ({error.strerror}).", recovery="Check the rights of the file."
        ) from error
    notes: list[Note] = []
    for line in lines:
        try:
            notes.append(decode(Note, parse_line(line)))
        except (ValueError, OverflowError):
            continue  # a line cut short by a crash; the others stand for themselves
    return tuple(notes)
