"""A calibration pack as one encrypted file, and ratings on their way between coaches, in the same container."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from app.library.calibration_packs.pack import (
    CLIPS_FOLDER,
    PACK_NAME,
    Pack,
    PackError,
    clip_folder,
    merged,
    pack_data,
    read_pack,
    write_pack,
)
from app.library.calibration_packs.shelf import PackShelf
from app.library.calibration_packs.values import KeptPack, OpenedPack, SentRatings, TakenRatings
from app.library.packages.contents import Contents, Extra, Variant, clip_name, clips_in
from app.library.packages.errors import PackageError, SessionMissingError, not_written
from app.library.packages.gather import Piece, gather, shareable
from app.library.packages.job import Job
from app.library.packages.opening import STAGING as OPENING
from app.library.packages.opening import look_through, no_strangers, take_in_review, unsealed, write_files
from app.library.packages.packing import STAGING, working_folder, write_package
from app.library.packages.passphrase import check
from app.library.packages.returning import MOST_VOICE, with_voices
from app.library.packages.sealed import COST, DAMAGED, KIND_PACK, KIND_PACK_NOTES
from app.library.packages.shared import SharedMark, write_shared
from app.library.packages.values import ShareChoice
from perception.errors import SessionFormatError
from perception.recording.format import NOTES_NAME
from perception.recording.records import dump_line
from perception.recording.review_notes import ReviewEntry, new_id, read_review, review_to_json


def share_pack(
    kept: KeptPack, target: Path, choice: ShareChoice, passphrase: str, *, by: str = "", job: Job, cost: int = COST
) -> Contents:
    """Write a pack with all its clips into one encrypted file. Nobody's ratings or notes go with it.

    choice: with picture and sound, or without face. by: who shares it. cost: as in `packing.share`.
    Raises PackError, PackageError, SessionFormatError.
    """
    check(passphrase)
    if not kept.own:
        raise PackError(
            "This pack was shared with you: only who made it may pass it on.",
            recovery="You can send your ratings to the others.",
        )
    if not kept.pack.clips:
        raise PackError("There is no clip in this pack yet.", recovery="Add one from the review of a session.")
    bare = ShareChoice(choice.variant, sound=choice.sound)
    with working_folder(kept.folder.parent, STAGING) as staging:
        try:
            (staging / PACK_NAME).write_bytes(pack_data(kept.pack))
            pieces = [Piece(PACK_NAME, staging / PACK_NAME)]
            for clip in kept.pack.clips:
                place = staging / clip.id
                place.mkdir()
                made = gather(shareable(kept.clip_folder(clip)), bare, place, job)
                pieces += [Piece(clip_name(clip.id, piece.name), piece.path) for piece in made]
        except OSError as error:
            raise not_written(target, error) from error
        extras: tuple[Extra, ...] = (*(("picture",) if bare.variant == "full" else ()), *bare.extras)
        contents = replace(_contents(kept.pack, "pack", by), extras=extras)
        return write_package(pieces, contents, target, passphrase, job=job, cost=cost)


def open_pack(path: Path, passphrase: str, shelf: PackShelf, *, job: Job) -> OpenedPack:
    """Bring a pack into this library, or what is new of it. What was written here stays. Raises PackageError,
    SessionFormatError."""
    _make_root(shelf.root)
    with working_folder(shelf.root, OPENING, or_elsewhere=False) as staging:
        contents, pack = _unpack(path, passphrase, staging, job)
        mark = _mark(contents)
        known = shelf.find(pack.id)
        try:
            for clip in pack.clips:
                write_shared(clip_folder(staging, clip.id), mark)
            if known is None:
                write_shared(staging, mark)
                job.check()
                staging.rename(shelf.root / pack.id)
                return OpenedPack(shelf.root / pack.id, pack.name, contents, new=True, clips=len(pack.clips))
            job.check()
            return _add_to(known, staging, pack, contents)
        except OSError as error:
            raise not_written(shelf.root, error) from error


def send_ratings(
    kept: KeptPack, target: Path, passphrase: str, *, by: str = "", job: Job, cost: int = COST
) -> SentRatings:
    """Write all ratings and notes there are of a pack's clips into one small encrypted file, for any other coach.

    Raises PackError, PackageError, SessionFormatError.
    """
    check(passphrase)
    pieces: list[Piece] = []
    entries, clips, silent, room = 0, 0, 0, MOST_VOICE
    with working_folder(kept.folder.parent, STAGING) as staging:
        for clip in kept.pack.clips:
            folder = kept.clip_folder(clip)
            written = read_review(folder)
            if not written:
                continue
            spoken, written_now, without = with_voices(folder, written, room)
            room -= sum(piece.path.stat().st_size for piece in spoken)
            notes = staging / clip.id
            notes.write_bytes(b"".join(dump_line(review_to_json(entry)) for entry in written_now))
            pieces.append(Piece(clip_name(clip.id, NOTES_NAME), notes))
            pieces += [Piece(clip_name(clip.id, piece.name), piece.path) for piece in spoken]
            entries, clips, silent = entries + len(written), clips + 1, silent + without
        if not pieces:
            raise PackError("There are no ratings to send yet.", recovery="Rate a clip, or write a note on one first.")
        contents = _contents(kept.pack, "pack_notes", by)
        contents = write_package(pieces, contents, target, passphrase, job=job, cost=cost)
    return SentRatings(contents, entries, clips, silent)


def take_in_ratings(path: Path, passphrase: str, shelf: PackShelf, *, job: Job) -> TakenRatings:
    """Add other coaches' ratings and notes to the clips they are about. Raises PackageError, SessionFormatError."""
    _make_root(shelf.root)
    with working_folder(shelf.root, OPENING, or_elsewhere=False) as staging:
        contents, found = _unpack_ratings(path, passphrase, staging, job)
        kept = shelf.find(contents.session)
        if kept is None:
            raise SessionMissingError(
                f"These ratings are about the calibration pack “{contents.title}”, which is not here.",
                recovery="Open the pack first, then take the ratings in.",
            )
        new = known = missing = 0
        authors: dict[str, None] = {}
        for clip_id, entries in found.items():
            if kept.pack.clip(clip_id) is None:
                missing += 1
                continue
            added = take_in_review(clip_folder(kept.folder, clip_id), clip_folder(staging, clip_id), entries)
            new, known = new + added, known + len(entries) - added
            authors.update(dict.fromkeys(entry.author for entry in entries))
        return TakenRatings(kept.folder, kept.pack.name, contents, new, known, tuple(authors), missing)


# ---------------------------------------------------------------- inside


def _contents(pack: Pack, variant: Literal["pack", "pack_notes"], by: str) -> Contents:
    made_at = datetime.now().astimezone().isoformat(timespec="seconds")
    return Contents(new_id(), pack.id, pack.name, pack.made_at, made_at, variant, (), by=by.strip()[:120])


def _make_root(root: Path) -> None:
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(root, error) from error


def _unpack(path: Path, passphrase: str, into: Path, job: Job) -> tuple[Contents, Pack]:
    """Write the files of a pack into an empty folder and look all of them through. Raises PackageError."""
    with unsealed(path, passphrase, kind=KIND_PACK) as (source, contents):
        write_files(source, contents, into, path.name, job)
    try:
        pack = read_pack(into)
    except PackError as error:
        raise PackageError(f"“{path.name}” is no calibration pack. {error.message}", recovery=DAMAGED) from error
    files = clips_in(contents)
    if pack.id != contents.session or {clip.id for clip in pack.clips} != set(files):
        raise PackageError(f"“{path.name}” does not hold the clips its list names.", recovery=DAMAGED)
    for clip_id, names in files.items():
        job.check()
        look_through(clip_folder(into, clip_id), clip_id, names, path.name)
    return contents, pack


def _unpack_ratings(
    path: Path, passphrase: str, into: Path, job: Job
) -> tuple[Contents, dict[str, tuple[ReviewEntry, ...]]]:
    """The same with ratings; by clip what was written. Raises PackageError."""
    with unsealed(path, passphrase, kind=KIND_PACK_NOTES) as (source, contents):
        write_files(source, contents, into, path.name, job)
    found: dict[str, tuple[ReviewEntry, ...]] = {}
    for clip_id, names in clips_in(contents).items():
        entries = read_review(clip_folder(into, clip_id))
        if not entries:
            raise PackageError(f"“{path.name}” holds no ratings for one of its clips.", recovery=DAMAGED)
        no_strangers(names, entries, path.name)
        found[clip_id] = entries
    return contents, found


def _mark(contents: Contents) -> SharedMark:
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    variant: Variant = "full" if "picture" in contents.extras else "without_face"
    sound = "sound" in contents.extras
    return SharedMark(contents.package, variant, contents.made_at, now, contents.by, sound=sound)


def _add_to(known: KeptPack, staging: Path, pack: Pack, contents: Contents) -> OpenedPack:
    """Add the clips that are not here yet, the notes that came with the others, and the newer words and order.

    What lies on the disk but was taken out of an own pack is not brought back by an older file.
    """
    added = notes = 0
    (known.folder / CLIPS_FOLDER).mkdir(exist_ok=True)
    fresh = []
    for clip in pack.clips:
        source, target = clip_folder(staging, clip.id), clip_folder(known.folder, clip.id)
        if target.is_dir():
            notes += take_in_review(target, source, read_review(source))
        elif not known.own:
            source.rename(target)
            fresh.append(target)
            added += 1
    if not known.own:
        try:
            write_pack(known.folder, merged(read_pack(known.folder), pack))
        except SessionFormatError:
            for target in fresh:
                target.rename(clip_folder(staging, target.name))
            raise
    return OpenedPack(known.folder, known.pack.name, contents, new=False, clips=added, notes=notes)
