"""Imports that were stopped half-way: what is kept of them, whether it can be used, and when it goes.

Each has a folder of its own beside the sessions. A label says what was asked for, of which files, with which models;
what is finished is used again only where all of that is still the same.
"""

from __future__ import annotations

import json
import logging
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from app.engine.import_messages import ImportMedia
from app.version import VERSION
from perception.errors import MediaError, SessionFormatError
from perception.pipeline.kept_work import KeptWorkFolder
from perception.recording.codec import decode, encode
from perception.recording.folder_lock import FolderLock, is_being_written
from perception.recording.format import write_atomically

log = logging.getLogger(__name__)

WORK_ROOM: Final = ".half-done"  # in the folder of the sessions
_LABEL: Final = "import.json"
_SHARE: Final = "share.txt"
_SESSION: Final = "session"
_TELL_EVERY_S: Final = 1.0
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class FileStamp:
    """A file as it was. size: bytes, changed_ns: time of its last change."""

    path: str
    size: int
    changed_ns: int


@dataclass(frozen=True, slots=True)
class WorkLabel:
    """What an unfinished import is about."""

    command: ImportMedia
    files: tuple[FileStamp, ...]
    models: Mapping[str, str]
    app_version: str
    begun_at: str
    format: int = _FORMAT


@dataclass(frozen=True, slots=True)
class HalfDone:
    """An import that can go on. share: 0..1 of the recording that was read. trouble: why it cannot go on, or ''."""

    work: Path
    command: ImportMedia
    begun_at: datetime | None
    share: float
    trouble: str = ""


class OpenWork:
    """The work folder of a running import."""

    def __init__(self, folder: Path, lock: FolderLock) -> None:
        self._folder = folder
        self._lock = lock
        self._next_s = 0.0
        self._share = 0.0
        self.kept = KeptWorkFolder(folder)

    def tell(self, fraction: float) -> None:
        """How far it is, for the list of imports that can go on; written once a second at most."""
        self._share = fraction
        now_s = time.monotonic()
        if now_s >= self._next_s:
            self._next_s = now_s + _TELL_EVERY_S
            self._write_share()

    def new_session(self) -> Path:
        """An empty folder to write the session into before it moves to its place."""
        place = self._folder / _SESSION
        if place.is_dir():
            shutil.rmtree(place)
        place.mkdir()
        return place

    def close(self, *, keep: bool) -> None:
        """The import has ended. keep: it can go on later, if anything of it is finished."""
        if keep and self.kept.holds_anything:
            self._write_share()
            self._lock.release()
        else:
            self._lock.release()
            _remove(self._folder)

    def _write_share(self) -> None:
        (self._folder / _SHARE).write_text(f"{self._share:.4f}", encoding="ascii")


def work_folder(session: Path) -> Path:
    """Where the work for this future session is kept."""
    return session.parent / WORK_ROOM / session.name


def stamps_of(command: ImportMedia) -> tuple[FileStamp, ...]:
    """The files of an import as they are now; those that are not there are left out."""
    paths = [Path(path) for path in (command.media, command.customer_audio) if path]
    found = []
    for path in paths:
        if path.is_file():
            state = path.stat()
            found.append(FileStamp(str(path), state.st_size, state.st_mtime_ns))
    return tuple(found)


def same_files(command: ImportMedia, before: object) -> MediaError | None:
    """None while the files are as they were; else what to tell."""
    now = stamps_of(command)
    if now == before:
        return None
    missing = [path for path in (command.media, command.customer_audio) if path and not Path(path).is_file()]
    if missing:
        return MediaError(
            f"“{Path(missing[0]).name}” is not there any more: it was moved or deleted, or its drive was unplugged.",
            recovery="Bring it back, then import it again.",
        )
    return MediaError(
        f"“{Path(command.media).name}” changed while it was read; it may still be being recorded or copied.",
        recovery="Wait until that is done, then import it again.",
    )


def open_work(command: ImportMedia, *, models: Mapping[str, str]) -> OpenWork:
    """The work folder of this import, with what an earlier run of the same has left; else empty.

    Raises SessionFormatError while another programme works on it, OSError.
    """
    folder = Path(command.work or "")
    label = WorkLabel(command, stamps_of(command), dict(models), VERSION, datetime.now().isoformat(timespec="seconds"))
    folder.mkdir(parents=True, exist_ok=True)
    lock = FolderLock.acquire(folder)
    if lock is None:
        raise SessionFormatError(
            "This recording is being imported by another window.", recovery="Wait for it, or cancel it there."
        )
    before = _read_label(folder)
    if before is None or _question(before) != _question(label):
        _empty(folder)
        data = json.dumps(encode(label), ensure_ascii=False)
        write_atomically(folder / _LABEL, data.encode("utf-8", errors="backslashreplace"))
    return OpenWork(folder, lock)


def list_half_done(sessions: Path) -> list[HalfDone]:
    """The imports into this folder of sessions that were stopped, the newest first. Running ones are left out."""
    room = sessions / WORK_ROOM
    if not room.is_dir():
        return []
    found = []
    for folder in room.iterdir():
        label = _read_label(folder)
        if label is None or is_being_written(folder):
            continue
        found.append(HalfDone(folder, label.command, _moment(label.begun_at), _share(folder), _trouble(label)))
    return sorted(found, key=lambda one: (one.begun_at or datetime.min, one.work.name), reverse=True)


def remove_half_done(work: Path) -> None:
    """Forget a stopped import. One that runs is left alone."""
    if not is_being_written(work):
        _remove(work)


def expire_half_done(sessions: Path, *, days: int, now: datetime) -> list[Path]:
    """Remove stopped imports that were begun more than `days` ago (0 keeps all), and what nobody can go on with."""
    room, gone = sessions / WORK_ROOM, []
    for folder in room.iterdir() if room.is_dir() and days > 0 else ():
        label = _read_label(folder)
        begun = _moment(label.begun_at) if label is not None else None
        when = begun or datetime.fromtimestamp(folder.stat().st_mtime)
        if when < now - timedelta(days=days) and not is_being_written(folder):
            _remove(folder)
            gone.append(folder)
    return gone


def _question(label: WorkLabel) -> WorkLabel:
    """What decides whether finished work can be used: not where the result goes and what it is called."""
    asked = replace(label.command, folder="", work=None, title="", started_at="", scenario="", consent={})
    return replace(label, command=asked, begun_at="")


def _trouble(label: WorkLabel) -> str:
    wrong = same_files(label.command, label.files)
    if wrong is None:
        return ""
    gone = any(not Path(stamp.path).is_file() for stamp in label.files)
    return "The recording is not there any more." if gone else "The recording has changed since: it begins anew."


def _read_label(folder: Path) -> WorkLabel | None:
    try:
        data: Any = json.loads((folder / _LABEL).read_text(encoding="utf-8"))
        label: WorkLabel = decode(WorkLabel, data)
    except (OSError, ValueError) as error:
        log.info("the label of a stopped import cannot be read: %s: %s", folder.name, error)
        return None
    return label if label.format == _FORMAT else None


def _share(folder: Path) -> float:
    try:
        return min(1.0, max(0.0, float((folder / _SHARE).read_text(encoding="ascii"))))
    except (OSError, ValueError):
        return 0.0


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name.endswith((".stretch", ".jsonl", ".json", ".txt", ".part")):
            path.unlink(missing_ok=True)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    room = folder.parent
    if room.name == WORK_ROOM and room.is_dir() and not any(room.iterdir()):
        room.rmdir()
