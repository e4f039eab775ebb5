"""What is below the encryption: somebody who knows the passphrase may have put anything there."""

from __future__ import annotations

import dataclasses
import tempfile
from functools import cache
from pathlib import Path

from app.library.database import DATABASE_NAME
from app.library.library import Library
from app.library.packages.contents import contents_data
from app.library.packages.errors import PackageError
from app.library.packages.gather import Piece
from app.library.packages.job import Job
from app.library.packages.opening import open_package
from app.library.packages.packing import contents_for, summed
from app.library.packages.sealed import KIND_SESSION, Sealer
from perception.recording.reader import open_session
from tests.unit.app_library.packages import package_samples as samples


@cache
def seeds() -> tuple[bytes, ...]:
    """The list and the files of a small session."""
    with tempfile.TemporaryDirectory() as place:
        folder = samples.session(Path(place) / "one", media=False)
        pieces = [Piece(name, folder / name) for name in ("session.json", "events.jsonl", "notes.jsonl")]
        contents = contents_for(open_session(folder).header, "full", "")
        listed = contents_data(dataclasses.replace(contents, files=tuple(summed(pieces, Job()))))
        return (listed + b"".join(piece.path.read_bytes() for piece in pieces),)


def fuzz_one(data: bytes) -> None:
    """Close it up properly, then open it into an empty library: either it is there whole, or nothing is."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        with (root / "x.attune").open("wb") as file:
            sealer = Sealer(file, samples.PASSPHRASE, kind=KIND_SESSION, cost=1)
            sealer.write(data)
            sealer.finish()
        (root / "library" / DATABASE_NAME).mkdir(parents=True)  # in the way of a file: an index in memory is quicker
        library = Library(root / "library")
        try:
            opened = open_package(root / "x.attune", samples.PASSPHRASE, library, job=Job())
        except PackageError:
            left = [path.name for path in library.root.iterdir() if path.name != DATABASE_NAME]
            assert not left, f"left behind: {left}"
        else:
            assert opened.folder.parent == library.root, "it is in the library"
            assert open_session(opened.folder).scorecard() is not None, "and whole"
            assert [summary.folder for summary in library.list()] == [opened.folder], "and on its list"
        finally:
            library.close()
        assert {path.name for path in root.iterdir()} == {"x.attune", "library"}, "nothing is anywhere else"
