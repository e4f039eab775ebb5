"""What is below the encryption of a calibration pack: somebody who knows the passphrase may have put anything there."""

from __future__ import annotations

import dataclasses
import tempfile
from functools import cache
from pathlib import Path

from app.library.calibration_packs.pack import PACK_NAME
from app.library.calibration_packs.sharing import open_pack
from app.library.calibration_packs.shelf import PackShelf
from app.library.packages.contents import Contents, clip_name, contents_data
from app.library.packages.errors import PackageError
from app.library.packages.gather import Piece
from app.library.packages.job import Job
from app.library.packages.packing import summed
from app.library.packages.sealed import KIND_PACK, Sealer
from perception.recording.reader import open_session
from tests.unit.app_library.calibration_packs import pack_samples as samples


@cache
def seeds() -> tuple[bytes, ...]:
    """The list and the files of a pack of one clip."""
    with tempfile.TemporaryDirectory() as place:
        _, kept = samples.pack(Path(place), 1)
        (clip,) = kept.pack.clips
        pieces = [Piece(PACK_NAME, kept.folder / PACK_NAME)]
        names = ("session.json", "events.jsonl")
        pieces += [Piece(clip_name(clip.id, name), kept.clip_folder(clip) / name) for name in names]
        draft = Contents("p1", kept.pack.id, kept.pack.name, "", "", "pack", ())
        listed = contents_data(dataclasses.replace(draft, files=tuple(summed(pieces, Job()))))
        return (listed + b"".join(piece.path.read_bytes() for piece in pieces),)


def fuzz_one(data: bytes) -> None:
    """Close it up properly, then open it on an empty shelf: either it is there whole, or nothing is."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        with (root / "x.attune").open("wb") as file:
            sealer = Sealer(file, samples.PASSPHRASE, kind=KIND_PACK, cost=1)
            sealer.write(data)
            sealer.finish()
        shelf = PackShelf(root / "library")
        try:
            opened = open_pack(root / "x.attune", samples.PASSPHRASE, shelf, job=Job())
        except PackageError:
            left = list(shelf.root.iterdir())
            assert not left, f"left behind: {left}"
        else:
            kept = shelf.read(opened.folder)
            assert opened.folder.parent == shelf.root, "it is on the shelf"
            assert not kept.own, "and marked as somebody else's"
            assert len(kept.pack.clips) == opened.clips, "with every clip"
            for clip in kept.pack.clips:
                assert open_session(kept.clip_folder(clip)).scorecard() is not None, "whole"
        assert {path.name for path in root.iterdir()} == {"x.attune", "library"}, "nothing is anywhere else"
