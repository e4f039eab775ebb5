"""Opens a shared session: everything is decrypted and verified in a folder aside before any of it is in the library."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from app.library.folders import new_session_folder
from app.library.library import Library
from app.library.packages.contents import LARGEST_LIST, Contents, FileKind, PackedFile, contents_of, is_voice_name
from app.library.packages.errors import PackageError, no_room, not_readable, not_written
from app.library.packages.job import Job
from app.library.packages.packing import KIND_OF, working_folder
from app.library.packages.sealed import (
    DAMAGED,
    KIND_NOTES,
    KIND_PACK,
    KIND_PACK_NOTES,
    KIND_SESSION,
    Unsealer,
    read_header,
)
from app.library.packages.shared import SharedMark, write_shared
from app.library.packages.values import Opened
from app.library.summary import SessionSummary, moment
from perception.errors import SessionFormatError
from perception.recording.format import HEADER_NAME, write_atomically
from perception.recording.reader import open_session
from perception.recording.review_notes import (
    MOST_ENTRIES,
    VOICE_FOLDER,
    Comment,
    ReviewEntry,
    append_review,
    read_review,
)

STAGING: Final = ".opening-"
_PIECE: Final = 1 << 20
_LONGEST_LINE: Final = 64_000_000  # bytes; a result with every reason has less than one
_SPARE: Final = 50_000_000  # bytes that stay free on the disk


_KIND_WORDS: Final[Mapping[int, FileKind]] = {
    KIND_SESSION: "session",
    KIND_NOTES: "notes",
    KIND_PACK: "pack",
    KIND_PACK_NOTES: "pack_notes",
}


def kind_of_file(path: Path) -> FileKind:
    """What a shared file holds, as its clear beginning says. Raises PackageError."""
    try:
        with path.open("rb") as file:
            return _KIND_WORDS[read_header(file, path.name).kind]
    except OSError as error:
        raise not_readable(path, error) from error


def look(path: Path, passphrase: str, *, job: Job) -> Contents:
    """What is in a file of any kind, after reading all of it; nothing is written. Raises PackageError."""
    words = kind_of_file(path)
    kind = next(number for number, name in _KIND_WORDS.items() if name == words)
    with unsealed(path, passphrase, kind=kind) as (source, contents):
        done = 0
        for file in contents.files:
            for data in _file_data(source, file, path.name):
                done += len(data)
                job.reach(done, contents.size)
        _nothing_left(source, path.name)
    return contents


def open_package(path: Path, passphrase: str, library: Library, *, job: Job) -> Opened:
    """Bring a shared session into the library, or find it there. Raises PackageError, SessionFormatError.

    A session that is there already stays as it is; the notes of a review that came with the file are added to it.
    """
    with working_folder(library.root, STAGING, or_elsewhere=False) as staging:
        contents = unpack(path, passphrase, staging, job=job)
        known = find_session(library, contents.session)
        if known is not None:
            added = take_in_review(known.folder, staging, read_review(staging))
            media = any(file.name.startswith("media") for file in contents.files)
            return Opened(known.folder, contents, new=False, notes=added, fuller=media and not _has_media(known.folder))
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        mark = SharedMark(
            contents.package,
            contents.variant,
            contents.made_at,
            now,
            contents.by,
            sound="sound" in contents.extras,
        )
        job.check()
        folder = new_session_folder(contents.title, now=moment(contents.started_at), root=library.root)
        try:
            write_shared(staging, mark)
            staging.rename(folder)
        except OSError as error:
            raise not_written(folder, error) from error
        try:
            library.add_folder(folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return Opened(folder, contents, new=True, notes=len(read_review(folder)))


def unpack(path: Path, passphrase: str, into: Path, *, job: Job) -> Contents:
    """Write the files of a package into an empty folder and look them through. Raises PackageError."""
    with unsealed(path, passphrase, kind=KIND_SESSION) as (source, contents):
        write_files(source, contents, into, path.name, job)
    look_through(into, contents.session, [file.name for file in contents.files], path.name)
    return contents


def unpack_notes(path: Path, passphrase: str, into: Path, *, job: Job) -> Contents:
    """The same with a coach's notes. Raises PackageError."""
    with unsealed(path, passphrase, kind=KIND_NOTES) as (source, contents):
        write_files(source, contents, into, path.name, job)
    entries = read_review(into)
    if not entries:
        raise PackageError(f"“{path.name}” holds no notes.", recovery="Ask the coach to send them again.")
    no_strangers([file.name for file in contents.files], entries, path.name)
    return contents


def find_session(library: Library, session_id: str) -> SessionSummary | None:
    """The session of this id, if its folder is there. Raises SessionFormatError."""
    known = library.find(session_id)
    if known is None or known.id != session_id:
        return None
    if (known.folder / HEADER_NAME).is_file():
        return known
    library.refresh(known.folder)  # it is gone; the list did not know
    return None


def take_in_review(folder: Path, source: Path, entries: tuple[ReviewEntry, ...]) -> int:
    """Add entries, and their spoken comments from `source`, to a session; how many were not there yet.

    Raises SessionFormatError, PackageError.
    """
    fresh: list[Path] = []
    try:
        for entry in entries:
            name = entry.voice if isinstance(entry, Comment) else None
            if name is None or not is_voice_name(name):
                continue
            place, spoken = folder / VOICE_FOLDER / name, source / VOICE_FOLDER / name
            if spoken.is_file() and not place.exists():
                place.parent.mkdir(exist_ok=True)
                write_atomically(place, spoken.read_bytes())
                fresh.append(place)
        return append_review(folder, entries)
    except (OSError, SessionFormatError) as error:
        for place in fresh:
            place.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise not_written(folder, error) from error
        raise


def write_files(source: Unsealer, contents: Contents, into: Path, name: str, job: Job) -> None:
    """Write every file of a list below `into`, checked against its sum. Raises PackageError."""
    try:
        if contents.size + _SPARE > shutil.disk_usage(into).free:
            raise no_room(Path(name), contents.size + _SPARE)
        done = 0
        for file in contents.files:
            target = into / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            lines = _Lines(name) if target.suffix == ".jsonl" else None
            with target.open("xb") as out:
                for data in _file_data(source, file, name):
                    if lines is not None:
                        lines.check(data)
                    out.write(data)
                    done += len(data)
                    job.reach(done, contents.size)
                out.flush()
                os.fsync(out.fileno())
    except OSError as error:
        raise not_written(into, error) from error
    _nothing_left(source, name)


class _Lines:
    """Lines are read whole, so none may be longer than a record can be."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._length = 0

    def check(self, data: bytes) -> None:
        end = data.rfind(b"\n")
        self._length = self._length + len(data) if end < 0 else len(data) - end - 1
        if self._length > _LONGEST_LINE:
            raise PackageError(f"A record in “{self._name}” is too long.", recovery=DAMAGED)


@contextmanager
def unsealed(path: Path, passphrase: str, *, kind: int) -> Iterator[tuple[Unsealer, Contents]]:
    """A file with its list of contents read and checked. Raises PackageError."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise not_readable(path, error) from error
    with file:
        try:
            source = Unsealer(file, path.name, passphrase, kind=kind)
            length = int.from_bytes(source.read_exactly(4), "big")
            if length > min(LARGEST_LIST, source.size):
                raise PackageError(f"The list of contents of “{path.name}” is too long.", recovery=DAMAGED)
            contents = contents_of(source.read_exactly(length), path.name, room=source.size - 4 - length)
        except OSError as error:
            raise not_readable(path, error) from error
        if KIND_OF[contents.variant] != kind:
            raise PackageError(f"“{path.name}” is not what it says it is.", recovery=DAMAGED)
        yield source, contents


def _file_data(source: Unsealer, file: PackedFile, name: str) -> Iterator[bytes]:
    """The bytes of the next file. Raises PackageError when they are not what the list says."""
    digest, left = hashlib.sha256(), file.size
    while left:
        try:
            data = source.read(min(left, _PIECE))
        except OSError as error:
            raise not_readable(Path(name), error) from error
        if not data:
            raise PackageError(f"“{name}” was cut short.", recovery=DAMAGED)
        digest.update(data)
        left -= len(data)
        yield data
    if digest.hexdigest() != file.sha256:
        raise PackageError(f"“{file.name}” in “{name}” is not what its list says.", recovery=DAMAGED)


def _nothing_left(source: Unsealer, name: str) -> None:
    if source.read(1):
        raise PackageError(f"“{name}” holds more than its list says.", recovery=DAMAGED)


def look_through(folder: Path, session_id: str, files: Iterable[str], name: str) -> None:
    """files: names in the folder. name: of the file it came in.

    Raises PackageError when what was unpacked is no session that can be opened, or another one."""
    try:
        session = open_session(folder)
        scored = session.scorecard() is not None and session.ended
        review = read_review(folder)
    except SessionFormatError as error:
        raise PackageError(f"The session in “{name}” cannot be opened. {error.message}", recovery=DAMAGED) from error
    if session.header.session_id != session_id:
        raise PackageError(f"“{name}” holds another session than its list says.", recovery=DAMAGED)
    if not scored:
        raise PackageError(f"The session in “{name}” is not complete.", recovery="Ask for it to be shared again.")
    no_strangers(files, review, name)


def no_strangers(files: Iterable[str], entries: Sequence[ReviewEntry], name: str) -> None:
    """Raises PackageError for too many entries, and for a spoken comment that none of them names."""
    if len(entries) > MOST_ENTRIES:
        raise PackageError(f"“{name}” holds more notes than a session can have.", recovery=DAMAGED)
    spoken = {entry.voice for entry in entries if isinstance(entry, Comment)}
    head = f"{VOICE_FOLDER}/"
    alone = [file for file in files if file.startswith(head) and file[len(head) :] not in spoken]
    if alone:
        raise PackageError(f"“{alone[0]}” in “{name}” belongs to no note.", recovery=DAMAGED)


def _has_media(folder: Path) -> bool:
    return open_session(folder).media() is not None
