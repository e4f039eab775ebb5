"""Makes a clip: a small session of its own from a stretch of one of the user's sessions."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from app.library.calibration_packs.pack import LONGEST_S, SHORTEST_S, PackClip, PackError, tidy
from app.library.calibration_packs.values import MadeClip
from app.library.packages.gather import shareable
from app.library.packages.job import Job
from perception.errors import SessionFormatError
from perception.recording.corrections import corrected
from perception.recording.format import EVENTS_NAME, SessionHeader, media_name, result_is_final, write_header
from perception.recording.media_copy import MediaSpan, all_streams, copy_streams, key_frame_before
from perception.recording.reader import Session, open_session
from perception.recording.records import EndedRecord, PartRecord, Record, to_line
from perception.recording.review_notes import new_id
from perception.recording.stretch import stretch_of
from perception.types import Scorecard, Span

ENDED: Final = "The clip ends here."
_CHECK_EVERY: Final = 500  # records between two looks at whether to stop
_EARLIER_S: Final = 0.5  # from here on it is told that the clip begins earlier
Scoring = Callable[[Session], Scorecard]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the recording that reaches into the clip. media: its file, None where none is kept.

    offset_s: session time of the file's time 0. start_s: session time where the part begins in the clip.
    """

    media: Path | None
    offset_s: float
    start_s: float


def make_clip(
    source: Path, span: Span, into: Path, *, title: str, question: str = "", score: Scoring, job: Job
) -> MadeClip:
    """Make the session of a clip in `into`, a folder that is there and empty, whose name is the clip's id.

    score: measures a session anew. Raises PackError, PackageError, SessionFormatError.
    """
    session = clippable(source)
    whole_s = session.last_time_s()
    chosen = checked_span(span, whole_s)
    parts, begins_s = _parts_in(session, chosen)
    real = Span(begins_s, chosen.end_s)
    header = _header(session.header, into.name, title, real)
    try:
        write_header(into, header)
        job.reach(0.05, 1.0)
        media = list(_copy_media(parts, real, into, job))
        _write_records(session, real, media, into, score, job)
    except OSError as error:
        raise PackError(
            f"The clip could not be written ({error.strerror or error}).", recovery="Free some space and try again."
        ) from error
    clip = PackClip(into.name, header.title, real.end_s - real.start_s, question.strip())
    return MadeClip(clip, chosen.start_s - begins_s)


def clippable(source: Path) -> Session:
    """The session, if clips may be made from it. Raises PackError, PackageError, SessionFormatError."""
    session = shareable(source)
    if result_is_final(session.header):
        raise PackError(
            "The other side's words or sound were not kept, so a stretch of this session cannot be measured anew.",
            recovery="Choose a session in which both sides were kept.",
        )
    return session


def checked_span(span: Span, whole_s: float) -> Span:
    """The stretch within the session. Raises PackError where it is too short or too long."""
    start_s, end_s = max(0.0, span.start_s), min(span.end_s, whole_s)
    if end_s - start_s < SHORTEST_S:
        raise PackError(
            f"A clip needs at least {SHORTEST_S:.0f} seconds.", recovery="Choose a longer stretch on the tracks."
        )
    if end_s - start_s > LONGEST_S:
        raise PackError(
            f"A clip may last {LONGEST_S / 60:.0f} minutes at most.",
            recovery="Choose a shorter stretch; two or three minutes are good to rate.",
        )
    return Span(start_s, end_s)


def _parts_in(session: Session, span: Span) -> tuple[list[_Part], float]:
    """The parts that reach into the stretch, and where the clip begins: where the picture can begin."""
    known = session.parts() or (PartRecord(0, 0.0),)
    ends = [*(part.start_s for part in known[1:]), float("inf")]
    found: list[_Part] = []
    begins_s = span.start_s
    for part, end_s in zip(known, ends, strict=True):
        if end_s <= span.start_s or part.start_s >= span.end_s:
            continue
        path = session.folder / media_name(part.number)
        media = path if path.is_file() and all_streams(path) else None
        if part.start_s <= span.start_s and media is not None:
            begins_s = part.start_s + key_frame_before(media, span.start_s - part.start_s)
        found.append(_Part(media, part.start_s, max(part.start_s, begins_s)))
    return found or [_Part(None, 0.0, begins_s)], begins_s


def _copy_media(parts: Sequence[_Part], span: Span, into: Path, job: Job) -> list[PartRecord]:
    """The media of every part, cut; what their records say."""
    records = []
    for number, part in enumerate(parts):
        job.check()
        name = None
        if part.media is not None:
            name = media_name(number)
            cut = MediaSpan(part.start_s - part.offset_s, span.end_s - part.offset_s)
            try:
                copy_streams(all_streams(part.media), into / name, cut)
            except SessionFormatError as error:
                raise PackError(
                    f"Picture and sound of the stretch could not be copied. {error.message}",
                    recovery="Free some space and try again, or choose another stretch.",
                ) from error
        records.append(PartRecord(number, max(0.0, part.start_s - span.start_s), name))
    job.reach(0.3, 1.0)
    return records


def _write_records(
    session: Session, span: Span, parts: Sequence[PartRecord], into: Path, score: Scoring, job: Job
) -> None:
    """The records with a result of their own. It is measured from what is kept, so that goes to the disk first."""
    length_s = span.end_s - span.start_s
    lines = [to_line(part) for part in parts]
    # Besides observations it passes on whatever it is given.
    reading = corrected(session.records(), session.corrections())  # type: ignore[arg-type]
    for number, record in enumerate(stretch_of(reading, span)):
        if number % _CHECK_EVERY == 0:
            job.check()
        lines.append(to_line(record))
    ended: Record = EndedRecord(length_s, ENDED)
    path = into / EVENTS_NAME
    path.write_bytes(b"".join([*lines, to_line(ended)]))
    job.reach(0.4, 1.0)
    scorecard = score(open_session(into))
    job.check()
    with path.open("wb") as file:
        file.write(b"".join([*lines, to_line(scorecard), to_line(ended)]))
        file.flush()
        os.fsync(file.fileno())
    job.reach(1.0, 1.0)


def _header(header: SessionHeader, clip_id: str, title: str, span: Span) -> SessionHeader:
    at = f"{_clock(span.start_s)} to {_clock(span.end_s)}"
    return replace(
        header,
        session_id=clip_id,
        title=tidy(title) or tidy(f"{header.title}, {at}"),
        started_at=_later(header.started_at, span.start_s),
        notices=(*header.notices, f"A clip for coaches, measured by itself: {at} of the call."),
    )


def _later(text: str, by_s: float) -> str:
    try:
        return (datetime.fromisoformat(text) + timedelta(seconds=by_s)).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return text


def _clock(t_s: float) -> str:
    return f"{int(t_s) // 60}:{int(t_s) % 60:02d}"


def new_clip_id() -> str:
    """An id for a clip, and the name of its folder."""
    return new_id()
