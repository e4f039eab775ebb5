"""Tags of a session: words by which its owner finds it again. Lines in notes.jsonl; the last one counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from perception.recording.format import NOTES_NAME, not_writable
from perception.recording.notes import note_data
from perception.recording.records import append_lines

TAGS: Final = "tags"
LONGEST_TAG: Final = 40  # characters
MOST_TAGS: Final = 20  # of one session


def tidy_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags as they are kept: trimmed, each once whatever its capitals, in the order given, at most MOST_TAGS."""
    kept: dict[str, str] = {}
    for tag in tags:
        plain = " ".join("".join(sign for sign in tag if sign.isprintable() and sign != ",").split())
        plain = plain.lstrip("#").strip()[:LONGEST_TAG].strip()
        if plain:
            kept.setdefault(plain.casefold(), plain)
    return tuple(kept.values())[:MOST_TAGS]


def read_tags(folder: Path) -> tuple[str, ...]:
    """The tags of a session, () without any. Raises SessionFormatError when its notes cannot be read."""
    found: tuple[str, ...] = ()
    for data in note_data(folder, mark=b'"tags"'):
        if data.get("kind") == TAGS:
            found = tags_of(data)
    return found


def tags_of(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The tags that a line of this kind holds; what is no text is left out."""
    tags = data.get("tags")
    return tidy_tags(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()


def write_tags(folder: Path, tags: Iterable[str], *, author: str, written_at: str) -> tuple[str, ...]:
    """Give a session these tags in place of those it has; as they are kept. Raises SessionFormatError.

    written_at: wall clock, ISO 8601 with offset.
    """
    kept = tidy_tags(tags)
    line = {"kind": TAGS, "author": author, "written_at": written_at, "tags": list(kept)}
    try:
        append_lines(folder / NOTES_NAME, [line])
    except OSError as error:
        raise not_writable(folder, error) from error
    return kept
