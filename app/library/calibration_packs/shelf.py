"""The calibration packs of this library: `.packs/ID/` with pack.json and, below clips/, a session folder for each clip.

They stay out of the list of sessions. A pack somebody else made carries the mark of a shared session, and can be rated
but not changed.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from app.library.calibration_packs.clips import Scoring, make_clip, new_clip_id
from app.library.calibration_packs.pack import (
    CLIPS_FOLDER,
    IS_ID,
    MOST_CLIPS,
    QUESTION_LENGTH,
    Pack,
    PackClip,
    PackError,
    clip_folder,
    read_pack,
    tidy,
    write_pack,
)
from app.library.calibration_packs.values import KeptPack, MadeClip
from app.library.packages.job import Job
from app.library.packages.packing import working_folder
from app.library.packages.shared import read_shared
from perception.errors import SessionFormatError
from perception.recording.format import EVENTS_NAME
from perception.recording.review_notes import new_id
from perception.types import Span

PACKS_FOLDER: Final = ".packs"
BIN_FOLDER: Final = ".bin"
STAGING: Final = ".clipping-"
_KEEP_S: Final = 30 * 24 * 3600.0  # what was put away or left out is there for so long


class PackShelf:
    """The packs below a library's folder. now: wall clock."""

    def __init__(self, library_root: Path, *, now: Callable[[], datetime] = datetime.now) -> None:
        self.root = library_root / PACKS_FOLDER
        self._now = now

    # ------------------------------------------------------------ finding

    def all(self) -> tuple[tuple[KeptPack, ...], tuple[str, ...]]:
        """The packs, the newest first, and a sentence for each that cannot be read. Raises PackError."""
        found: list[KeptPack] = []
        problems: list[str] = []
        for folder in self._folders():
            try:
                found.append(self.read(folder))
            except SessionFormatError as error:
                problems.append(f"{error.message} {error.recovery}")
        return tuple(sorted(found, key=lambda one: one.pack.made_at, reverse=True)), tuple(problems)

    def read(self, folder: Path) -> KeptPack:
        """One pack; clips whose folder is gone are left out. Raises PackError."""
        pack = read_pack(folder)
        there = tuple(clip for clip in pack.clips if clip_folder(folder, clip.id).is_dir())
        return KeptPack(folder, replace(pack, clips=there), read_shared(folder))

    def find(self, pack_id: str) -> KeptPack | None:
        """The pack of this id, None when it is not here. Raises PackError."""
        folder = self.root / pack_id
        return self.read(folder) if IS_ID.fullmatch(pack_id) and folder.is_dir() else None

    # ------------------------------------------------------------ making and changing

    def make(self, name: str, *, author: str = "", rubric: str = "") -> KeptPack:
        """An empty pack. Raises PackError, SessionFormatError."""
        now = self._stamp()
        pack = Pack(new_id(), tidy(name), now, now, tidy(author), tidy(rubric))
        folder = self.root / pack.id
        try:
            (folder / CLIPS_FOLDER).mkdir(parents=True)
            write_pack(folder, pack)
        except (OSError, SessionFormatError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise _cannot(error) from error
        return KeptPack(folder, pack)

    def change(self, kept: KeptPack, pack: Pack) -> KeptPack:
        """Keep another name, order, titles or questions; clips that another window added meanwhile stay, as the last.

        Raises PackError for one that somebody else made.
        """
        if not kept.own:
            raise PackError(
                "This pack was shared with you: only who made it may change it.",
                recovery="You can rate its clips and send your ratings.",
            )
        clips = tuple(
            replace(clip, title=tidy(clip.title) or "Clip", question=clip.question.strip()[:QUESTION_LENGTH])
            for clip in (*pack.clips, *self._added_meanwhile(kept, pack))
        )
        changed = replace(pack, name=tidy(pack.name), clips=clips, changed_at=self._stamp())
        write_pack(kept.folder, changed)
        return replace(kept, pack=changed)

    def add_clip(
        self, kept: KeptPack, source: Path, span: Span, *, title: str, question: str = "", score: Scoring, job: Job
    ) -> tuple[KeptPack, MadeClip]:
        """Add a stretch of a session as the last clip. Raises PackError, PackageError, SessionFormatError."""
        if len(kept.pack.clips) >= MOST_CLIPS:
            raise PackError(f"A pack holds {MOST_CLIPS} clips at most.", recovery="Begin another pack.")
        clip_id = new_clip_id()
        question = question.strip()[:QUESTION_LENGTH]
        with working_folder(self.root, STAGING, or_elsewhere=False) as staging:
            place = staging / clip_id
            place.mkdir()
            made = make_clip(source, span, place, title=title, question=question, score=score, job=job)
            now = self.read(kept.folder)  # it may have changed meanwhile
            target = clip_folder(kept.folder, clip_id)
            try:
                target.parent.mkdir(exist_ok=True)
                place.rename(target)
            except OSError as error:
                raise _cannot(error) from error
        try:
            return self.change(now, replace(now.pack, clips=(*now.pack.clips, made.clip))), made
        except SessionFormatError:
            shutil.rmtree(target, ignore_errors=True)
            raise

    # ------------------------------------------------------------ putting away

    def put_away(self, folder: Path) -> Path:
        """Put a pack into the bin; where it lies then. Raises PackError."""
        return self._move(folder, self.root / BIN_FOLDER / folder.name)

    def bring_back(self, binned: Path) -> Path:
        """Take it out again. Raises PackError."""
        if (self.root / binned.name).exists():
            raise PackError("This pack is in the list already.", recovery="Put that one away first.")
        return self._move(binned, self.root / binned.name)

    def tidy(self) -> None:
        """Delete for good what has been in the bin, or left out of its pack, for long."""
        for folder in self._folders(self.root / BIN_FOLDER):
            if _old(folder):
                shutil.rmtree(folder, ignore_errors=True)
        for folder in self._folders():
            try:
                known = {clip.id for clip in read_pack(folder).clips}
            except SessionFormatError:
                continue
            for clip in self._folders(folder / CLIPS_FOLDER):
                if clip.name not in known and _old(folder):
                    shutil.rmtree(clip, ignore_errors=True)

    def expire_media(self, *, days: int) -> list[Path]:
        """Remove picture and sound of clips that came here more than `days` ago (0 keeps all); the clips that lost
        theirs. Words and measures stay. Raises OSError."""
        limit_s = self._now().timestamp() - days * 24 * 3600.0
        changed: list[Path] = []
        clips = [clip for pack in self._folders() for clip in self._folders(pack / CLIPS_FOLDER)] if days > 0 else []
        for clip in clips:
            records = clip / EVENTS_NAME
            if not records.is_file() or records.stat().st_mtime > limit_s:
                continue
            media = sorted(clip.glob("media*.mkv"))
            for path in media:
                path.unlink(missing_ok=True)
            changed += [clip] if media else []
        return changed

    # ------------------------------------------------------------ inside

    def _folders(self, root: Path | None = None) -> list[Path]:
        place = root or self.root
        try:
            return sorted(one for one in place.iterdir() if IS_ID.fullmatch(one.name) and one.is_dir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _cannot(error) from error

    def _move(self, folder: Path, target: Path) -> Path:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                shutil.rmtree(target)
            folder.rename(target)
            os.utime(target)
        except OSError as error:
            raise _cannot(error) from error
        return target

    def _added_meanwhile(self, kept: KeptPack, pack: Pack) -> list[PackClip]:
        """Clips that whoever makes this change has never seen."""
        known = {clip.id for clip in (*kept.pack.clips, *pack.clips)}
        return [clip for clip in self.read(kept.folder).pack.clips if clip.id not in known]

    def _stamp(self) -> str:
        now = self._now()
        return (now if now.tzinfo is not None else now.astimezone()).isoformat(timespec="microseconds")


def _old(folder: Path) -> bool:
    """Whether it was last changed long ago."""
    return time.time() - folder.stat().st_mtime > _KEEP_S


def _cannot(error: Exception) -> PackError:
    if isinstance(error, SessionFormatError):
        return PackError(error.message, recovery=error.recovery)
    why = getattr(error, "strerror", None) or error
    return PackError(f"The calibration pack could not be kept ({why}).", recovery="Check the disk and your rights.")
