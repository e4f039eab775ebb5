"""What a session has to share, for the learner to see before choosing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.library.packages.gather import chosen_notes, shareable
from app.library.packages.values import ShareChoice, SharePreview
from perception.recording.format import EVENTS_NAME, SCENARIO_NAME
from perception.recording.review_notes import Withdrawal

_WITH_SOMEBODY: Final = ("live", "import", "partner")
_EVERYTHING = ShareChoice(self_check=True, own_notes=True, coach_notes=True)
_OWN, _COACHES = ShareChoice(own_notes=True), ShareChoice(coach_notes=True)


def preview(folder: Path) -> SharePreview:
    """What there is. Raises PackageError where the session may not be shared, SessionFormatError."""
    session = shareable(folder)
    media = session.media_files()
    sound, has_picture = _streams(media)
    own, coaches = chosen_notes(session, _OWN), chosen_notes(session, _COACHES)
    return SharePreview(
        title=session.header.title,
        started_at=session.header.started_at,
        media_bytes=sum(_size(path) for path in media),
        sound_bytes=sound,
        record_bytes=sum(_size(folder / name) for name in (EVENTS_NAME, SCENARIO_NAME)),
        has_picture=has_picture,
        self_check=any(note.kind == "self_check" for note in chosen_notes(session, _EVERYTHING).notes),
        own_notes=len(own.notes) + _count(own.review),
        coach_notes=_count(coaches.review),
        other_person=session.header.source in _WITH_SOMEBODY and session.header.customer_sound_kept and sound > 0,
    )


def _count(entries: Sequence[object]) -> int:
    return sum(not isinstance(entry, Withdrawal) for entry in entries)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _streams(paths: Sequence[Path]) -> tuple[int, bool]:
    """Bytes of all sound tracks, and whether there is a picture."""
    import av
    import av.error

    total, pictures = 0, 0
    for path in paths:
        try:
            with av.open(str(path)) as media:
                pictures += len(media.streams.video)
                if media.streams.audio:
                    total += sum(packet.size for packet in media.demux(media.streams.audio))
        except (av.error.FFmpegError, ValueError):
            continue  # it cannot be read, so nothing of it would be taken in
    return total, pictures > 0
