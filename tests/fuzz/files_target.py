"""The files of a session that somebody packed properly, whatever is in them."""

from __future__ import annotations

import dataclasses
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from app.library.packages.contents import contents_data
from app.library.packages.gather import Piece
from app.library.packages.job import Job
from app.library.packages.packing import contents_for, summed
from perception.recording.reader import open_session
from tests.fuzz import contents_target as below
from tests.unit.app_library.packages import package_samples as samples

_NAMES: Final = ("session.json", "events.jsonl", "notes.jsonl")
_BETWEEN: Final = b"\n#####\n"


@cache
def seeds() -> tuple[bytes, ...]:
    """The files of a small session, with a mark between them."""
    with tempfile.TemporaryDirectory() as place:
        folder = samples.session(Path(place) / "one", media=False)
        return (_BETWEEN.join((folder / name).read_bytes() for name in _NAMES),)


@cache
def _draft() -> object:
    with tempfile.TemporaryDirectory() as place:
        return contents_for(open_session(samples.session(Path(place) / "one", media=False)).header, "full", "")


def fuzz_one(data: bytes) -> None:
    """Pack the files with a list that fits, then open them as `contents_target` does."""
    parts = data.split(_BETWEEN)
    with tempfile.TemporaryDirectory() as place:
        pieces = [Piece(name, Path(place) / name) for name in _NAMES]
        for piece, part in zip(pieces, [*parts, b"", b"", b""], strict=False):
            piece.path.write_bytes(part)
        listed = contents_data(dataclasses.replace(_draft(), files=tuple(summed(pieces, Job()))))  # type: ignore[type-var]
    below.fuzz_one(listed + b"".join([*parts, b"", b"", b""][: len(pieces)]))
