"""Makes the file: encrypted while it is written, beside its place, and put there whole."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from app.library.packages.contents import Contents, PackedFile, Variant, contents_data
from app.library.packages.errors import PackageError, no_room, not_written
from app.library.packages.gather import Piece, gather, shareable
from app.library.packages.job import Job
from app.library.packages.passphrase import check
from app.library.packages.sealed import (
    CHUNK,
    COST,
    HEADER,
    KIND_NOTES,
    KIND_PACK,
    KIND_PACK_NOTES,
    KIND_SESSION,
    TAG,
    Sealer,
)
from app.library.packages.values import ShareChoice
from perception.recording.format import PARTIAL_SUFFIX, SessionHeader
from perception.recording.review_notes import new_id

_PIECE: Final = 1 << 20  # bytes read at a time
_SUMMING: Final = 0.2  # share of the time that the sums of the files take
_SPARE: Final = 10_000_000  # bytes that stay free on the disk
_OLD_S: Final = 24 * 3600.0  # a working folder older than this was left by a crash
STAGING: Final = ".sharing-"
KIND_OF: Final[Mapping[Variant, int]] = {
    "full": KIND_SESSION,
    "without_face": KIND_SESSION,
    "notes": KIND_NOTES,
    "pack": KIND_PACK,
    "pack_notes": KIND_PACK_NOTES,
}


def share(
    folder: Path, target: Path, choice: ShareChoice, passphrase: str, *, by: str = "", job: Job, cost: int = COST
) -> Contents:
    """Write a session into one encrypted file; what is in it. by: how the sharer calls themselves, or ''.

    cost: of the passphrase, as in SealedHeader; only tests take less.
    Raises PackageError, SessionFormatError. What was at `target` before stays unless all went well.
    """
    check(passphrase)
    session = shareable(folder)
    with working_folder(folder.parent, STAGING) as staging:
        try:
            pieces = gather(session, choice, staging, job)
        except OSError as error:
            raise not_written(target, error) from error
        draft = contents_for(session.header, choice.variant, by)
        contents = replace(draft, extras=choice.extras)
        return write_package(pieces, contents, target, passphrase, job=job, cost=cost)


def contents_for(header: SessionHeader, variant: str, by: str) -> Contents:
    """The list of contents of a new file about a session, without its files."""
    return Contents(
        package=new_id(),
        session=header.session_id,
        title=header.title,
        started_at=header.started_at,
        made_at=datetime.now().astimezone().isoformat(timespec="seconds"),
        variant=variant,  # type: ignore[arg-type]
        files=(),
        by=by.strip()[:120],
    )


def write_package(
    pieces: Sequence[Piece], contents: Contents, target: Path, passphrase: str, *, job: Job, cost: int = COST
) -> Contents:
    """Write these files with their list of contents. Raises PackageError."""
    files = tuple(summed(pieces, job))
    contents = replace(contents, files=files)
    head = contents_data(contents)
    needed = sealed_size(len(head) + contents.size)
    partial = target.with_name(target.name + PARTIAL_SUFFIX)
    kind = KIND_OF[contents.variant]
    try:
        if needed + _SPARE > shutil.disk_usage(target.parent).free:
            raise no_room(target, needed + _SPARE)
        try:
            with partial.open("wb") as file:
                sealer = Sealer(file, passphrase, kind=kind, cost=cost)
                sealer.write(head)
                _write_pieces(pieces, files, sealer, job)
                sealer.finish()
                file.flush()
                os.fsync(file.fileno())
            job.reach(1.0, 1.0)
            partial.replace(target)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise not_written(target, error) from error
    return contents


def sealed_size(contents: int) -> int:
    """The size of the file for so many bytes of contents."""
    return HEADER + contents + TAG * max(1, -(-contents // CHUNK))


def summed(pieces: Sequence[Piece], job: Job) -> Iterator[PackedFile]:
    """Size and sum of every file."""
    whole = sum(_size(piece) for piece in pieces)
    done = 0
    for piece in pieces:
        digest, size = hashlib.sha256(), 0
        for data in _read(piece):
            digest.update(data)
            size += len(data)
            job.reach(_SUMMING * (done + size), max(whole, 1))
        done += size
        yield PackedFile(piece.name, size, digest.hexdigest())


def _write_pieces(pieces: Sequence[Piece], files: Sequence[PackedFile], sealer: Sealer, job: Job) -> None:
    """The bytes of every file. Raises PackageError when one has changed since it was summed, OSError."""
    whole = max(sum(file.size for file in files), 1)
    done = 0
    for piece, file in zip(pieces, files, strict=True):
        digest, size = hashlib.sha256(), 0
        for data in _read(piece):
            digest.update(data)
            size += len(data)
            if size > file.size:
                break
            sealer.write(data)
            job.reach(_SUMMING * whole + (1 - _SUMMING) * (done + size), whole)
        if size != file.size or digest.hexdigest() != file.sha256:
            raise PackageError("The session changed while it was packed.", recovery="Try again.")
        done += size


def _size(piece: Piece) -> int:
    try:
        return piece.path.stat().st_size
    except OSError as error:
        raise _lost(piece, error) from error


def _read(piece: Piece) -> Iterator[bytes]:
    try:
        with piece.path.open("rb") as file:
            while data := file.read(_PIECE):
                yield data
    except OSError as error:
        raise _lost(piece, error) from error


def _lost(piece: Piece, error: OSError) -> PackageError:
    return PackageError(
        f"“{piece.name}” of the session cannot be read ({error.strerror or error}).",
        recovery="Check that the disk is connected and that you may read the folder.",
    )


@contextmanager
def working_folder(beside: Path, prefix: str, *, or_elsewhere: bool = True) -> Iterator[Path]:
    """A folder to work in, taken away afterwards: on the disk of the sessions where that can be written to.

    or_elsewhere: else in the system's place for such. What a crash left there is taken away, too.
    Raises PackageError.
    """
    elsewhere = or_elsewhere and not os.access(beside, os.W_OK)
    root = Path(tempfile.gettempdir()) if elsewhere else beside
    for left in root.glob(f"{prefix}*"):
        with suppress(OSError):  # another window has ended with it meanwhile
            if time.time() - left.stat().st_mtime > _OLD_S:
                shutil.rmtree(left, ignore_errors=True)
    try:
        made = Path(tempfile.mkdtemp(prefix=prefix, dir=root))
    except OSError as error:
        raise not_written(root, error) from error
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
