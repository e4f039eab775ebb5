"""What of a session goes into a package, by the learner's choice; its files are laid out to be packed."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.library.packages.allowed import header_without_face, unnamed, without_face
from app.library.packages.contents import LARGEST_VOICE, is_voice_name
from app.library.packages.errors import PackageError
from app.library.packages.job import Job
from app.library.packages.shared import read_shared
from app.library.packages.values import ShareChoice
from perception.recording.codec import encode
from perception.recording.corrections import CORRECTION, corrected
from perception.recording.folder_lock import is_being_written
from perception.recording.format import EVENTS_NAME, HEADER_NAME, NOTES_NAME, PICTURE_SIDE, SCENARIO_NAME, write_header
from perception.recording.media_copy import StreamChoice, copy_streams
from perception.recording.notes import Note
from perception.recording.plain_files import read_plain
from perception.recording.reader import Session, open_session
from perception.recording.records import EndedRecord, Record, dump_line, parse_line, to_line
from perception.recording.rescored import RESCORED_NAME, read_rescored, write_rescored
from perception.recording.review_notes import (
    VOICE_FOLDER,
    Comment,
    ReviewEntry,
    Withdrawal,
    read_review,
    review_to_json,
)
from perception.types import Scorecard

_CHECK_EVERY: Final = 500  # records between two looks at whether to stop
_OWN_KINDS: Final = ("partner_rating", "cue")


@dataclass(frozen=True, slots=True)
class Piece:
    """A file for the package: its name there, and where its bytes lie."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class ChosenNotes:
    """What of the notes goes in."""

    notes: tuple[Note, ...]
    review: tuple[ReviewEntry, ...]


def shareable(folder: Path) -> Session:
    """The session, if it may be shared. Raises SessionFormatError, PackageError."""
    session = open_session(folder)
    if read_shared(folder) is not None:
        raise PackageError(
            "This session was shared with you: only the person it shows may share it.",
            recovery="You can send your notes back to them.",
        )
    if is_being_written(folder):
        raise PackageError("This session is still being recorded.", recovery="End the call first.")
    if not session.ended or session.scorecard() is None:
        raise PackageError(
            "This session has no result yet: it was interrupted.",
            recovery="Start the programme anew, which mends it, and open it once.",
        )
    return session


def gather(session: Session, choice: ShareChoice, staging: Path, job: Job) -> list[Piece]:
    """The files of the package; those that have to be made are made in `staging`.

    Raises SessionFormatError, PackageError, OSError.
    """
    notes = chosen_notes(session, choice)
    if choice.variant == "full":
        _write_whole_header(session.folder, staging)
        _write_unnamed(session.folder / EVENTS_NAME, staging / EVENTS_NAME, job)
        pieces = [Piece(EVENTS_NAME, staging / EVENTS_NAME)]
        pieces += [Piece(path.name, path) for path in session.media_files()]
        scorecard = None if session.outdated else read_rescored(session.folder, notes=session.result_notes)
        counted = len(session.corrections())
    else:
        write_header(staging, header_without_face(session.header))
        _write_records(session, staging / EVENTS_NAME, job)
        pieces = [Piece(EVENTS_NAME, staging / EVENTS_NAME)]
        pieces += _sound_of(session, staging) if choice.sound else []
        scorecard, counted = session.scorecard(), 0
    job.check()
    pieces.insert(0, Piece(HEADER_NAME, staging / HEADER_NAME))
    pieces += _made_notes(session, notes, choice, staging)
    counted += sum(note.kind == "self_check" for note in notes.notes)
    if scorecard is not None and counted:
        write_rescored(staging, scorecard, notes=counted)
        pieces.append(Piece(RESCORED_NAME, staging / RESCORED_NAME))
    scenario = session.scenario_file()
    return [*pieces, *([Piece(SCENARIO_NAME, scenario)] if scenario is not None else [])]


def chosen_notes(session: Session, choice: ShareChoice) -> ChosenNotes:
    """The notes that go in: the self-check, the learner's own and the coaches' only where that was chosen."""
    notes = tuple(
        note
        for note in session.notes()
        if (note.kind == "self_check" and choice.self_check) or (note.kind in _OWN_KINDS and choice.own_notes)
    )
    return ChosenNotes(notes, tuple(_chosen_review(read_review(session.folder), choice)))


def is_own(entry: ReviewEntry) -> bool:
    """Whether the learner wrote it, rather than a coach. Of a withdrawal it is not known: it goes with its entry."""
    return isinstance(entry, Comment) and entry.role == "learner"


def _chosen_review(entries: Sequence[ReviewEntry], choice: ShareChoice) -> Iterator[ReviewEntry]:
    """A withdrawal goes with what it takes back, whichever of them was merged first."""
    taken = {
        entry.id
        for entry in entries
        if not isinstance(entry, Withdrawal) and (choice.own_notes if is_own(entry) else choice.coach_notes)
    }
    for entry in entries:
        if (entry.about if isinstance(entry, Withdrawal) else entry.id) in taken:
            yield entry


def _made_notes(session: Session, chosen: ChosenNotes, choice: ShareChoice, staging: Path) -> Iterator[Piece]:
    """notes.jsonl, and the spoken comments in it."""
    spoken: list[Piece] = []
    review: list[ReviewEntry] = []
    for entry in chosen.review:
        voice = voice_piece(session.folder, entry) if choice.has_sound else None
        if voice is not None:
            spoken.append(voice)
        silent = isinstance(entry, Comment) and voice is None
        review.append(dataclasses.replace(entry, voice=None) if isinstance(entry, Comment) and silent else entry)
    lines = [dump_line(encode(note)) for note in chosen.notes] + [dump_line(review_to_json(entry)) for entry in review]
    if choice.variant == "full":
        corrections = ({"kind": CORRECTION, **encode(one)} for one in session.corrections())
        lines = [*map(dump_line, corrections), *lines]
    if lines:
        (staging / NOTES_NAME).write_bytes(b"".join(lines))
        yield Piece(NOTES_NAME, staging / NOTES_NAME)
    yield from {piece.name: piece for piece in spoken}.values()


def voice_piece(folder: Path, entry: ReviewEntry) -> Piece | None:
    """The sound of a spoken comment; None without one, or with one too large to send."""
    if not isinstance(entry, Comment) or entry.voice is None or not is_voice_name(entry.voice):
        return None
    path = folder / VOICE_FOLDER / entry.voice
    fits = path.is_file() and path.stat().st_size <= LARGEST_VOICE
    return Piece(f"{VOICE_FOLDER}/{entry.voice}", path) if fits else None


def _write_whole_header(folder: Path, staging: Path) -> None:
    """The header as it is, in the version it has, without the names of devices; which half of the picture is the CSM's
    stays."""
    raw = json.loads(read_plain(folder / HEADER_NAME))
    devices = raw.pop("devices", None)
    side = devices.get(PICTURE_SIDE) if isinstance(devices, dict) else None
    if side in ("left", "right"):
        raw["devices"] = {PICTURE_SIDE: side}
    (staging / HEADER_NAME).write_bytes(dump_line(raw))


def _write_unnamed(source: Path, target: Path, job: Job) -> None:
    """The records as they are, but for the names of devices that were lost."""
    with source.open("rb") as records, target.open("wb") as file:
        for number, line in enumerate(records):
            if number % _CHECK_EVERY == 0:
                job.check()
            file.write(_unnamed_line(line) if b'"gap"' in line else line)


def _unnamed_line(line: bytes) -> bytes:
    try:
        record = parse_line(line)
    except ValueError:
        return b"\n"  # nobody can read it, and what it names is not known
    reason = record.get("reason")
    return dump_line({**record, "reason": unnamed(reason)}) if isinstance(reason, str) else line


def _write_records(session: Session, target: Path, job: Job) -> None:
    """The records as the transcript reads now, with what is allowed in; the one result is the newest."""
    with target.open("wb") as file:
        for number, line in enumerate(_reduced_lines(session)):
            if number % _CHECK_EVERY == 0:
                job.check()
            file.write(line)


def _reduced_lines(session: Session) -> Iterator[bytes]:
    result = session.scorecard()
    # Besides observations it passes on whatever it is given.
    reading: Iterable[Record] = corrected(session.records(), session.corrections())  # type: ignore[arg-type]
    for record in reading:
        if isinstance(record, Scorecard):
            continue
        if isinstance(record, EndedRecord) and result is not None:
            yield to_line(result)
        kept = without_face(record)
        if kept is not None:
            yield to_line(kept)


def _sound_of(session: Session, staging: Path) -> Iterator[Piece]:
    """The sound tracks of every part, without its picture."""
    for path in session.media_files():
        tracks = sound_tracks(path)
        if tracks:
            copy_streams([StreamChoice(path, "audio", number) for number in range(tracks)], staging / path.name)
            yield Piece(path.name, staging / path.name)


def sound_tracks(path: Path) -> int:
    """How many sound tracks a media file holds; 0 for one that cannot be read."""
    import av
    import av.error

    try:
        with av.open(str(path)) as media:
            return len(media.streams.audio)
    except (av.error.FFmpegError, ValueError):
        return 0
