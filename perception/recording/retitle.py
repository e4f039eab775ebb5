"""Gives a session another title, leaving everything else in its header as it is, whatever its version."""

from __future__ import annotations

import json
from pathlib import Path

from perception.errors import SessionFormatError
from perception.recording.format import HEADER_NAME, not_writable, write_atomically
from perception.recording.plain_files import read_plain
from perception.recording.reader import open_session


def retitle(folder: Path, title: str) -> None:
    """Write the title into session.json. Raises SessionFormatError."""
    if not title.strip():
        raise SessionFormatError("A session needs a title.", recovery="Type at least one letter.")
    open_session(folder)
    path = folder / HEADER_NAME
    raw = json.loads(read_plain(path))
    text = json.dumps({**raw, "title": title.strip()}, ensure_ascii=False, indent=2)
    try:
        write_atomically(path, (text + "\n").encode("utf-8", errors="backslashreplace"))
    except OSError as error:
        raise not_writable(folder, error) from error
