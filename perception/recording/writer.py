"""Writes a running session: records at once, media as they come, everything from one thread of its own.

A killed process loses at most half a second of media and a second of records; a full disk stops the media first.
"""

from __future__ import annotations

import errno
import logging
import math
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from perception.errors import InvalidValueError, PerceptionError, SessionFormatError
from perception.recording.events_file import EventsFile
from perception.recording.folder_lock import FolderLock
from perception.recording.format import EVENTS_NAME, HEADER_NAME, SessionHeader, media_name, not_writable, write_header
from perception.recording.media_part import MediaItem, MediaPart
from perception.recording.media_writer import OpenFile, open_unbuffered
from perception.recording.queues import RecorderQueues
from perception.recording.reader import open_session
from perception.recording.records import (
    KINDS,
    CueRecord,
    EndedRecord,
    PartRecord,
    Record,
    ScoreRecord,
    StepRecord,
    time_of,
    to_line,
)
from perception.recording.reserve import Reserve, remove_reserve
from perception.types import (
    AudioBlock,
    FaceObservation,
    Gap,
    Observation,
    PoseObservation,
    Scorecard,
    Speaker,
    VideoFrame,
    VoiceObservation,
)

MIN_FREE_TO_START: Final = 200_000_000  # bytes; about 20 minutes of picture and sound
MIN_FREE_TO_GO_ON: Final = 100_000_000  # bytes left for the records once media has stopped
_FLUSH_S: Final = 0.1
_DISK_CHECK_S: Final = 2.0
_CLOSE_S: Final = 60.0
_RECORD_TYPES: Final = tuple(KINDS.values())
_log = logging.getLogger(__name__)

FreeBytes = Callable[[Path], int]


def free_bytes(folder: Path) -> int:
    """Free space on the disk of `folder`, bytes."""
    return shutil.disk_usage(folder).free


class SessionWriter:
    """Implements perception.ports.SessionSink. Its methods may be called from any thread.

    drops: pictures and sound blocks that could not be kept in time. refused: records and pictures whose time went
    back. problem: the first thing that went wrong, or None; `on_problem` hears each thing once.
    """

    def __init__(
        self,
        folder: Path,
        header: SessionHeader,
        *,
        video: bool,
        audio: tuple[Speaker, ...],
        segment: int = 0,
        on_problem: Callable[[Exception], None] | None = None,
        free: FreeBytes = free_bytes,
        open_file: OpenFile = open_unbuffered,
    ) -> None:
        """Make the folder and begin; with `segment` > 0 an existing session goes on in a new part.

        Raises SessionFormatError when the folder cannot be written, holds another session, or the disk is nearly full.
        """
        self._folder = folder
        self._video = video
        self._audio = audio
        self._on_problem = on_problem
        self._free = free
        self.refused = 0
        self.problem: PerceptionError | None = None
        self._told: set[str] = set()
        self._last_s: dict[tuple[type, str], float] = {}
        self._end_s = 0.0
        self._guard = threading.Lock()
        self._gap_from_s: float | None = None
        self._queues = RecorderQueues()
        self._next_disk_check_s = 0.0
        self._lock = self._prepare(header, segment)
        try:
            self._reserve = Reserve(folder) if video or audio else None
            self._events = EventsFile(folder / EVENTS_NAME, open_file=open_file)
        except OSError as error:
            self._lock.release()
            remove_reserve(folder)
            raise not_writable(folder, error) from error
        name = media_name(segment) if video or audio else None
        self._media = (
            MediaPart(folder / name, video=video, audio=audio, from_start=segment == 0, open_file=open_file)
            if name
            else None
        )
        self._queues.put_record(PartRecord(number=segment, start_s=self._end_s, media=name))
        self._thread = threading.Thread(target=self._run, name="attune-recorder", daemon=True)
        self._thread.start()

    @property
    def folder(self) -> Path:
        """The session folder."""
        return self._folder

    @property
    def drops(self) -> int:
        """Pictures and sound blocks that could not be kept in time."""
        return self._queues.drops

    def observe(self, observation: Observation) -> None:
        """Keep an observation. Raises InvalidValueError for anything else."""
        self.record(observation)

    def record(self, record: Observation | ScoreRecord | CueRecord | StepRecord) -> None:
        """Keep an observation, the letters as shown, a cue, or a step of a scenario.

        One whose time went back is refused and counted.
        """
        if not isinstance(record, _RECORD_TYPES):
            raise InvalidValueError(
                f"A record is expected, not {type(record).__name__}.", recovery="Give one of the record types."
            )
        with self._guard:
            if not self._in_order(record):
                self.refused += 1
                return
            self._close_gap(record)
            self._queues.put_record(record)

    def frame(self, frame: VideoFrame) -> None:
        """Keep a picture, when pictures are kept."""
        if self._video:
            self._queues.put_media(frame)

    def audio(self, block: AudioBlock) -> None:
        """Keep a run of sound, when that track is kept."""
        if block.channel in self._audio:
            self._queues.put_media(block)

    def write_scorecard(self, scorecard: Scorecard) -> None:
        """Keep the result; the last one written counts."""
        self._queues.put_record(scorecard)

    def wait_for_room(self, *, timeout_s: float = 10.0) -> bool:
        """Wait until nothing is queued, for sources that are faster than time; False when it takes too long."""
        return self._queues.wait_until_taken(timeout_s=timeout_s)

    def close(self, *, reason: str) -> None:
        """Write everything, then the ended record; may be called twice."""
        with self._guard:
            ended = EndedRecord(t_s=self._end_s, reason=reason, drops=self.drops, refused=self.refused)
        self._queues.close(ended)
        self._thread.join(timeout=_CLOSE_S)
        if self._thread.is_alive():
            self._tell(
                "slow", "The disk is too slow; the end of the recording may be missing.", "Close other programs."
            )

    # ------------------------------------------------------------ preparing

    def _prepare(self, header: SessionHeader, segment: int) -> FolderLock:
        folder = self._folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._refuse_full_disk()
            lock = FolderLock.acquire(folder)
        except OSError as error:
            raise not_writable(folder, error) from error
        if lock is None:
            raise SessionFormatError(
                f"The session “{folder.name}” is being recorded already.", recovery="Start a new session."
            )
        try:
            self._begin_part(header, segment)
        except OSError as error:
            lock.release()
            raise not_writable(folder, error) from error
        except BaseException:
            lock.release()
            raise
        return lock

    def _begin_part(self, header: SessionHeader, segment: int) -> None:
        exists = (self._folder / HEADER_NAME).exists()
        if segment > 0 and exists:
            self._end_s = open_session(self._folder).last_time_s()
            self._gap_from_s = self._end_s
        elif exists:
            raise SessionFormatError(
                f"The folder “{self._folder.name}” holds a session already.", recovery="Choose a new folder."
            )
        else:
            write_header(self._folder, header)

    def _refuse_full_disk(self) -> None:
        free = self._free(self._folder)
        if free < MIN_FREE_TO_START:
            raise SessionFormatError(
                f"The disk is nearly full: {_megabytes(free)} free, {_megabytes(MIN_FREE_TO_START)} are needed.",
                recovery="Free some space, or choose another folder in the settings.",
            )

    # ------------------------------------------------------------ order of time (callers' threads)

    def _in_order(self, record: Record) -> bool:
        now_s = time_of(record)
        if not math.isfinite(now_s):
            return False
        if isinstance(record, FaceObservation | PoseObservation | VoiceObservation):
            key = (type(record), getattr(record, "channel", ""))
            if record.t_s < self._last_s.get(key, -math.inf):
                return False
            self._last_s[key] = record.t_s
        self._end_s = max(self._end_s, now_s)
        return True

    def _close_gap(self, record: Record) -> None:
        """With the first record of a later part it is known how long nothing was captured."""
        if self._gap_from_s is None:
            return
        start_s, self._gap_from_s = self._gap_from_s, None
        end_s = float(getattr(record, "start_s", getattr(record, "t_s", start_s)))
        if end_s > start_s:
            self._queues.put_record(Gap(start_s, end_s, "all", "The recording was interrupted and started again."))

    # ------------------------------------------------------------ the writer thread

    def _run(self) -> None:
        done = False
        try:
            while not done:
                records, media, done = self._queues.take(timeout_s=_FLUSH_S)
                ended = records.pop() if done and records and isinstance(records[-1], EndedRecord) else None
                self._append(records)
                for item in media:
                    self._write_media(item)
                self._check_disk()
                if done:
                    self._finish(ended)
        except Exception as error:  # noqa: BLE001 - becomes a message; the call goes on without its recording
            self._break_off(error)
        finally:
            self._give_up_reserve()
            self._lock.release()

    def _break_off(self, error: Exception) -> None:
        """After a fault of our own: take nothing more, keep what is there."""
        _log.error("the recorder stopped", exc_info=error)
        self._queues.close(EndedRecord(t_s=self._end_s, reason="fault"))
        self._stop_media()
        try:
            self._events.close()
        except OSError as disk_error:
            self._tell_disk(disk_error, "What was recorded before is kept.")
        self._tell("fault", f"The recording stopped ({error}).", "What was recorded is kept; start a new call.")

    def _append(self, records: list[Record]) -> None:
        if not records and not self._events.waiting:
            return
        lines = [line for line in map(self._line, records) if line is not None]
        try:
            self._events.append(lines)
        except OSError as error:
            self._stop_media()
            self._tell_disk(error, "Records wait in memory until there is room.")

    def _line(self, record: Record) -> bytes | None:
        """The record as a line; one with a value that cannot be kept is left out and told."""
        try:
            return to_line(record)
        except (TypeError, ValueError) as error:
            self.refused += 1
            self._tell("record", f"A measurement could not be kept ({error}).", "The rest goes on; please report this.")
            return None

    def _write_media(self, item: MediaItem) -> None:
        if self._media is None:
            return
        try:
            self._media.write(item)
        except OSError as error:
            self._stop_media()
            self._tell_disk(error, "Picture and sound are no longer recorded; the letters go on.")
        except PerceptionError as error:
            self._stop_media()
            self._tell("media", error.message, error.recovery)

    def _check_disk(self) -> None:
        now_s = time.monotonic()
        if self._media is None or now_s < self._next_disk_check_s:
            return
        self._next_disk_check_s = now_s + _DISK_CHECK_S
        try:
            free = self._free(self._folder)
        except OSError as error:
            self._tell_disk(error, "Attune goes on trying.")
            return
        if free < MIN_FREE_TO_GO_ON:
            self._stop_media()
            message = f"The disk is nearly full ({_megabytes(free)} left). Picture and sound are no longer recorded."
            self._tell("disk", message, "The letters go on; free some space before the next call.")

    def _finish(self, ended: Record | None) -> None:
        try:
            if self._media is not None:
                self._media.close()
                self.refused += self._media.refused_frames
        except OSError as error:
            self._stop_media()
            self._tell_disk(error, "What was recorded before is kept.")
        except PerceptionError as error:
            self._stop_media()
            self._tell("media", error.message, error.recovery)
        try:
            if ended is not None:
                self._events.append([to_line(ended)])
            self._events.close()
        except OSError as error:
            self._tell_disk(error, "The session will be mended at the next start.")

    def _stop_media(self) -> None:
        if self._media is not None:
            self._media.give_up()
            self._media = None

    def _give_up_reserve(self) -> None:
        reserve, self._reserve = self._reserve, None
        if reserve is None:
            return
        try:
            reserve.release()
        except OSError as error:
            _log.info("the reserve could not be removed: %s", error)

    def _tell_disk(self, error: OSError, kept: str) -> None:
        if error.errno == errno.ENOSPC:
            self._give_up_reserve()
            self._tell("disk", f"The disk is full. {kept}", "Free some space; what was recorded is kept.")
        else:
            what = error.strerror or str(error)
            self._tell("disk", f"The recording cannot be written ({what}). {kept}", "Check the disk and its rights.")

    def _tell(self, topic: str, message: str, recovery: str) -> None:
        """Report once a topic, however often it happens."""
        if topic in self._told:
            return
        self._told.add(topic)
        problem = SessionFormatError(message, recovery=recovery)
        self.problem = self.problem or problem
        _log.info("recording: %s", message)
        if self._on_problem is not None:
            self._on_problem(problem)


def _megabytes(size: int) -> str:
    return f"{size // 1_000_000} MB"
