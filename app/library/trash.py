"""The bin: session folders that were put away, moved back, or deleted for good. The folders are the truth here, too.

Beside each stands a small file that says where it came from and when it was put away.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from app.library.summary import moment
from perception.errors import SessionFormatError
from perception.recording.format import PARTIAL_SUFFIX, write_atomically
from perception.recording.plain_files import read_plain

TRASH_NAME: Final = ".trash"
_ABOUT: Final = ".away.json"
_GONE: Final = ".gone-"  # a folder that is being deleted
_MOST_ABOUT: Final = 65_536
_TRIES: Final = 100
_SHORT: Final = 60  # characters; a name of the user's may fill what the system allows, with no room for a mark


@dataclass(frozen=True, slots=True)
class PutAway:
    """A folder in the bin. origin: where it came from, None when that is not known. at: when it was put away."""

    folder: Path
    origin: Path | None
    at: datetime


def free_name(path: Path) -> Path:
    """`path`, or the same with a number when something is there already."""
    candidate, number = path, 2
    while os.path.lexists(candidate):
        candidate, number = path.with_name(f"{path.name}-{number}"), number + 1
    return candidate


def put_away(folder: Path, root: Path, *, now: datetime) -> Path:
    """Move a session to the bin of the library at `root`; its place there. Raises SessionFormatError."""
    target = move_session(folder, root / TRASH_NAME / folder.name)
    about = {"origin": str(folder), "at": now.astimezone().isoformat(timespec="seconds")}
    try:
        write_atomically(_about(target), json.dumps(about).encode())
    except (OSError, ValueError):
        # A full disk must not keep anybody from making room; without the file it goes back below the library.
        _forget(target)
    return target


def all_put_away(root: Path, origins: Mapping[str, str]) -> list[PutAway]:
    """What is in the bin, the last put away first. origins: by name, where older ones came from."""
    return sorted(_read(root, origins), key=lambda one: one.at, reverse=True)


def bring_back(trashed: Path, root: Path, origin: str | None = None) -> Path:
    """Move a session back to where it came from, or below `root`; its place now. Raises SessionFormatError."""
    about = _told(trashed)
    known = about.get("origin") if isinstance(about.get("origin"), str) else origin
    wanted = Path(str(known)) if known else root / trashed.name
    if not wanted.parent.is_dir():
        wanted = root / wanted.name
    target = move_session(trashed, wanted)
    _forget(trashed)
    return target


def delete_for_good(trashed: Path) -> None:
    """Delete a folder in the bin. Raises SessionFormatError; what is left of it then goes at the next tidying."""
    if trashed.parent.name != TRASH_NAME:
        raise SessionFormatError(f"“{trashed.name}” is not in the bin.", recovery="Put it into the bin first.")
    doomed = trashed
    try:
        if not trashed.name.startswith(_GONE):
            # Under another name at once: half a session never comes back.
            doomed = free_name(trashed.with_name(f"{_GONE}{trashed.name[:_SHORT]}"))
            trashed.rename(doomed)
            _forget(trashed)
        if doomed.is_symlink() or not doomed.is_dir():
            doomed.unlink()
        else:
            shutil.rmtree(doomed)
    except FileNotFoundError:
        return
    except OSError as error:
        raise SessionFormatError(
            f"“{trashed.name}” could not be deleted as a whole ({error.strerror or error}).",
            recovery="Close other programs that use its files; the rest goes at the next start.",
        ) from error


def half_deleted(root: Path) -> list[Path]:
    """What an earlier deletion left."""
    return [path for path in _inside(root) if path.name.startswith(_GONE)]


def move_session(source: Path, wanted: Path) -> Path:
    """Move a folder to `wanted` or, where something is, to the same name with a number; its place now.

    Over file systems where needed. Raises SessionFormatError.
    """
    if not source.is_dir():
        raise SessionFormatError(
            f"The session “{source.name}” is not there any more.", recovery="Refresh the list of sessions."
        )
    try:
        wanted.parent.mkdir(parents=True, exist_ok=True)
        return _moved(source, wanted)
    except OSError as error:
        raise SessionFormatError(
            f"The session “{source.name}” cannot be moved ({error.strerror or error}).",
            recovery="Close other programs that use it and try again.",
        ) from error


def _moved(source: Path, wanted: Path) -> Path:
    for _ in range(_TRIES):
        target = free_name(wanted)
        try:
            source.rename(target)
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
                continue  # another window was quicker with this name
            if error.errno != errno.EXDEV:
                raise
            _copy_over(source, target)
        return target
    raise OSError(errno.EEXIST, "no free name was found")


def _copy_over(source: Path, target: Path) -> None:
    """Move a folder to another file system: copied beside its place, put there whole, then taken away.

    A copy that was cut short is taken away again. Raises OSError.
    """
    partial = target.with_name(f".{target.name[:_SHORT]}{PARTIAL_SUFFIX}")
    try:
        shutil.rmtree(partial, ignore_errors=True)  # what a crash left
        shutil.copytree(source, partial, symlinks=True)
        partial.rename(target)
    except OSError:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    shutil.rmtree(source)


def _inside(root: Path) -> list[Path]:
    try:
        return sorted((root / TRASH_NAME).iterdir())
    except OSError:
        return []


def _read(root: Path, origins: Mapping[str, str]) -> Iterator[PutAway]:
    for path in _inside(root):
        if path.name.startswith(_GONE) or path.name.endswith((_ABOUT, PARTIAL_SUFFIX)):
            continue
        about = _told(path)
        known = about.get("origin") if isinstance(about.get("origin"), str) else origins.get(path.name)
        at = moment(str(about.get("at"))) or _changed_at(path)
        if at is not None:
            yield PutAway(path, Path(str(known)) if known else None, at)


def _told(trashed: Path) -> dict[str, Any]:
    try:
        told = json.loads(read_plain(_about(trashed), most=_MOST_ABOUT))
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _changed_at(path: Path) -> datetime | None:
    """When the system changed the folder's entry last: on most systems that is when it was moved."""
    try:
        return datetime.fromtimestamp(path.lstat().st_ctime).astimezone()
    except (OSError, ValueError, OverflowError):
        return None


def _about(trashed: Path) -> Path:
    return trashed.with_name(trashed.name + _ABOUT)


def _forget(trashed: Path) -> None:
    """Take the file away that tells of a folder; one that stays tells of nothing, and the next one replaces it."""
    with suppress(OSError):
        _about(trashed).unlink(missing_ok=True)
