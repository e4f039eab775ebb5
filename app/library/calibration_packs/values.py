"""A pack as it is kept, and what came of making and sharing one; no media, no encryption: the window may load it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.library.calibration_packs.pack import Pack, PackClip, clip_folder
from app.library.packages.contents import Contents
from app.library.packages.shared import SharedMark


@dataclass(frozen=True, slots=True)
class KeptPack:
    """A pack and where it lies. shared: the mark of one that somebody else made; None for an own one."""

    folder: Path
    pack: Pack
    shared: SharedMark | None = None

    @property
    def own(self) -> bool:
        """Whether it may be changed and shared here."""
        return self.shared is None

    def clip_folder(self, clip: PackClip) -> Path:
        """The session of a clip."""
        return clip_folder(self.folder, clip.id)


@dataclass(frozen=True, slots=True)
class MadeClip:
    """A clip that was made. earlier_s: how much before the chosen moment it begins, because the picture can only
    begin there."""

    clip: PackClip
    earlier_s: float = 0.0


@dataclass(frozen=True, slots=True)
class OpenedPack:
    """A pack in this library. new: it was not here before. clips: how many were added. notes: entries that came with
    it."""

    folder: Path
    name: str
    contents: Contents
    new: bool
    clips: int
    notes: int = 0


@dataclass(frozen=True, slots=True)
class SentRatings:
    """A file of ratings and notes. entries, clips: how many are in it. silent: spoken comments without their sound."""

    contents: Contents
    entries: int
    clips: int
    silent: int = 0


@dataclass(frozen=True, slots=True)
class TakenRatings:
    """Ratings that were taken in. new: entries that were not here yet, known: those that were. authors: of all.

    missing: clips they are about that are not in the pack here.
    """

    folder: Path
    name: str
    contents: Contents
    new: int
    known: int
    authors: tuple[str, ...]
    missing: int = 0
