"""Mends sessions whose recorder was killed: makes the media seekable, notes the gap, closes the records.

May be run again at any point: the original media is replaced only by a complete copy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import av
import av.error

from perception.errors import SessionFormatError
from perception.recording.events_file import EventsFile
from perception.recording.folder_lock import FolderLock
from perception.recording.format import EVENTS_NAME, PARTIAL_SUFFIX, not_writable
from perception.recording.reader import Session, open_session
from perception.recording.records import EndedRecord, to_line
from perception.recording.reserve import remove_reserve
from perception.recording.syncing import sync_path
from perception.types import Gap, Scorecard

REASON: Final = "recovered"
_GAP_REASON: Final = "The recording stopped unexpectedly."

Scorer = Callable[[Session], Scorecard | None]


@dataclass(frozen=True, slots=True)
class RecoveryReport:
    """What was done to one folder. end_s: session time up to which something was kept.

    mended_media: files made seekable. unreadable_media: files in which nothing could be read; they are left as
    they are. already_ended: there was nothing to do.
    """

    folder: Path
    already_ended: bool
    end_s: float
    truncated_lines: int = 0
    mended_media: tuple[str, ...] = ()
    unreadable_media: tuple[str, ...] = ()
    scored: bool = False


def recover(folder: Path, *, score: Scorer | None = None) -> RecoveryReport:
    """Mend one session. score: computes the result from what was kept, where there is none yet.

    Raises SessionFormatError when the folder is being written, cannot be written, or is no session.
    """
    session = open_session(folder)
    if session.ended:
        return RecoveryReport(folder, already_ended=True, end_s=session.last_time_s())
    try:
        lock = FolderLock.acquire(folder)
        if lock is None:
            raise SessionFormatError(
                f"The session “{folder.name}” is still being recorded.", recovery="End the call first."
            )
        try:
            remove_reserve(folder)
            return _recover(session, score)
        finally:
            lock.release()
    except OSError as error:
        raise not_writable(folder, error) from error


def _recover(session: Session, score: Scorer | None) -> RecoveryReport:
    mended: list[str] = []
    unreadable: list[str] = []
    media_end_s = 0.0
    for path in session.media_files():
        state, end_s = _mend_media(path)
        media_end_s = max(media_end_s, end_s)
        if state == "mended":
            mended.append(path.name)
        elif state == "unreadable":
            unreadable.append(path.name)
    seen_s = session.last_time_s()
    end_s = max(seen_s, media_end_s)
    scorecard = score(session) if score is not None and session.scorecard() is None else None
    lines = [to_line(Gap(seen_s, end_s, "all", _GAP_REASON))]
    if scorecard is not None:
        lines.append(to_line(scorecard))
    lines.append(to_line(EndedRecord(t_s=end_s, reason=REASON, recovered=True)))
    truncated = session.truncated_lines
    events = EventsFile(session.folder / EVENTS_NAME)
    try:
        events.append(lines)
    finally:
        events.close()
    return RecoveryReport(
        folder=session.folder,
        already_ended=False,
        end_s=end_s,
        truncated_lines=truncated,
        mended_media=tuple(mended),
        unreadable_media=tuple(unreadable),
        scored=scorecard is not None,
    )


def _mend_media(path: Path) -> tuple[str, float]:
    """'whole', 'mended' or 'unreadable', and the time of the last packet in seconds."""
    try:
        with av.open(str(path)) as source:
            finished = source.duration is not None
            if finished:
                return "whole", float(source.duration or 0) / 1e6
            end_s = _remux(source, path)
    except (av.error.FFmpegError, ValueError):
        return "unreadable", 0.0
    return "mended", end_s


def _remux(source: Any, path: Path) -> float:
    """Copy all whole packets into a new file, then put it in the place of the old one."""
    partial = path.with_name(path.name + PARTIAL_SUFFIX)
    try:
        end_s = _copy_packets(source, partial)
        sync_path(partial)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    source.close()
    partial.replace(path)
    return end_s


def _copy_packets(source: Any, partial: Path) -> float:
    end_s = 0.0
    with av.open(str(partial), "w", format="matroska") as target:
        streams = {}
        for stream in source.streams:
            streams[stream.index] = target.add_stream_from_template(stream, opaque=True)
            streams[stream.index].metadata.update(stream.metadata)
        packets = source.demux()
        while True:
            try:
                packet = next(packets)
            except (StopIteration, av.error.FFmpegError):
                return end_s  # a cluster cut in the middle ends the readable part
            if packet.dts is None:
                continue
            end_s = max(end_s, float((packet.pts + (packet.duration or 0)) * packet.time_base))
            packet.stream = streams[packet.stream.index]
            target.mux(packet)
