"""notes.jsonl: what people wrote or rated about a session, beside what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from perception.errors import SessionFormatError
from perception.recording.codec import decode, encode
from perception.recording.corrections import CORRECTION, Correction
from perception.recording.format import NOTES_NAME, not_writable
from perception.recording.plain_files import lines_in
from perception.recording.records import append_lines, parse_line

NoteKind = Literal["self_check", "partner_rating", "cue"]


@dataclass(frozen=True, slots=True)
class Note:
    """One note. written_at: wall clock, ISO 8601. t_s: session time it is about, None for the whole session.

    ratings: letter or question to value, in the unit of its form. Of a 'cue': text its rule, ratings `wrong` 1 or 0.
    """

    kind: NoteKind
    author: str
    written_at: str
    text: str = ""
    t_s: float | None = None
    ratings: Mapping[str, float] = field(default_factory=dict)


def append_note(folder: Path, note: Note) -> None:
    """Add a note. Raises SessionFormatError when the folder cannot be written."""
    _append(folder, [encode(note)])


def append_corrections(folder: Path, corrections: Sequence[Correction]) -> None:
    """Add corrections of the transcript. Raises SessionFormatError when the folder cannot be written."""
    _append(folder, [{"kind": CORRECTION, **encode(correction)} for correction in corrections])


def read_notes(folder: Path) -> tuple[Note, ...]:
    """All readable notes in order. Raises SessionFormatError when the file is there but cannot be read."""
    return tuple(_read(folder, Note, corrections=False))


def read_corrections(folder: Path) -> tuple[Correction, ...]:
    """All readable corrections in the order written. Raises SessionFormatError as above."""
    return tuple(_read(folder, Correction, corrections=True))


def _append(folder: Path, notes: Sequence[Mapping[str, Any]]) -> None:
    try:
        append_lines(folder / NOTES_NAME, notes)
    except OSError as error:
        raise not_writable(folder, error) from error


def note_lines(folder: Path) -> Iterator[bytes]:
    """The lines of the file, whatever is in them. Raises SessionFormatError when it is there but cannot be read."""
    try:
        yield from lines_in(folder / NOTES_NAME)
    except FileNotFoundError:
        return
    except OSError as error:
        why = error.strerror or error
        raise SessionFormatError(
            f"The notes of “{folder.name}” cannot be read ({why}).", recovery="Check the rights of the file."
        ) from error


def note_data(folder: Path, *, mark: bytes = b"") -> Iterator[dict[str, Any]]:
    """The objects that the lines hold, in the order written; a line cut short by a crash is left out.

    mark: only lines that hold these bytes are read. Raises SessionFormatError as `note_lines`.
    """
    for line in note_lines(folder):
        if mark not in line:
            continue
        try:
            data = parse_line(line)
        except ValueError:
            continue  # the others stand for themselves
        yield data


def _read(folder: Path, kind: type, *, corrections: bool) -> Iterator[Any]:
    for data in note_data(folder):
        try:
            if (data.get("kind") == CORRECTION) == corrections:
                yield decode(kind, data)
        except (ValueError, OverflowError):
            continue  # a line cut short by a crash; the others stand for themselves
