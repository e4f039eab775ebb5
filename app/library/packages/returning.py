"""The coach's notes on their way back: a small encrypted file, taken in by the learner as often as they like."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.library.library import Library
from app.library.packages.contents import Contents
from app.library.packages.errors import PackageError, SessionMissingError
from app.library.packages.gather import Piece, voice_piece
from app.library.packages.job import Job
from app.library.packages.opening import STAGING as OPENING
from app.library.packages.opening import find_session, take_in_review, unpack_notes
from app.library.packages.packing import STAGING, contents_for, working_folder, write_package
from app.library.packages.passphrase import check
from app.library.packages.sealed import COST
from app.library.packages.values import SentNotes, TakenNotes
from app.library.summary import moment
from perception.recording.format import NOTES_NAME
from perception.recording.reader import open_session
from perception.recording.records import dump_line
from perception.recording.review_notes import Comment, ReviewEntry, read_review, review_to_json

MOST_VOICE: Final = 100_000_000  # bytes of spoken comments in one file; the words of the others still go


def send_notes(folder: Path, target: Path, passphrase: str, *, by: str = "", job: Job, cost: int = COST) -> SentNotes:
    """Write the notes about a session into one encrypted file. by: the coach's name. cost: as in `share`.

    Raises PackageError, SessionFormatError.
    """
    check(passphrase)
    session = open_session(folder)
    entries = read_review(folder)
    if not entries:
        raise PackageError("There are no notes to send yet.", recovery="Write a comment or rate a letter first.")
    spoken, written, silent = with_voices(folder, entries)
    with working_folder(folder.parent, STAGING) as staging:
        notes = staging / NOTES_NAME
        notes.write_bytes(b"".join(dump_line(review_to_json(entry)) for entry in written))
        contents = contents_for(session.header, "notes", by)
        pieces = [Piece(NOTES_NAME, notes), *spoken]
        contents = write_package(pieces, contents, target, passphrase, job=job, cost=cost)
    return SentNotes(contents, len(written), silent)


def take_in_notes(path: Path, passphrase: str, library: Library, *, job: Job) -> TakenNotes:
    """Add a coach's notes to the session they are about. Raises PackageError, SessionFormatError."""
    with working_folder(library.root, OPENING, or_elsewhere=False) as staging:
        contents = unpack_notes(path, passphrase, staging, job=job)
        known = find_session(library, contents.session)
        if known is None:
            raise _missing(contents)
        entries = read_review(staging)
        new = take_in_review(known.folder, staging, entries)
        authors = tuple(dict.fromkeys(entry.author for entry in entries))
        return TakenNotes(known.folder, known.title, contents, new, len(entries) - new, authors)


def with_voices(
    folder: Path, entries: Sequence[ReviewEntry], room: int | None = None
) -> tuple[list[Piece], list[ReviewEntry], int]:
    """The sounds that fit, the entries without a mention of those that do not, and how many these are.

    room: bytes for sounds, None for as much as one file takes.
    """
    pieces: dict[str, Piece] = {}
    written: list[ReviewEntry] = []
    most = MOST_VOICE if room is None else room
    size = silent = 0
    for entry in entries:
        if not isinstance(entry, Comment) or entry.voice is None:
            written.append(entry)
            continue
        piece = voice_piece(folder, entry)
        more = piece.path.stat().st_size if piece is not None and piece.name not in pieces else 0
        if piece is None or size + more > most:
            silent += 1
            written.append(dataclasses.replace(entry, voice=None))
            continue
        size += more
        pieces[piece.name] = piece
        written.append(entry)
    return list(pieces.values()), written, silent


def _missing(contents: Contents) -> SessionMissingError:
    began = moment(contents.started_at)
    day = f" of {began:%Y-%m-%d}" if began is not None else ""
    return SessionMissingError(
        f"These notes are about “{contents.title}”{day}, which is not in your list (id {contents.session[:40]}).",
        recovery="If you put it into the bin, bring it back; if it is on another computer, take the notes in there.",
    )
