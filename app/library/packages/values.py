"""What is chosen for a shared file and what came of it, without media and encryption: the window may load it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.library.packages.contents import Contents, Extra


@dataclass(frozen=True, slots=True)
class ShareChoice:
    """What the learner chose. sound: without face, keep the sound of the voices; full always holds it.

    self_check, own_notes, coach_notes: take these in, too.
    """

    variant: Literal["full", "without_face"] = "full"
    sound: bool = False
    self_check: bool = False
    own_notes: bool = False
    coach_notes: bool = False

    @property
    def has_sound(self) -> bool:
        """Whether voices can be heard in it."""
        return self.variant == "full" or self.sound

    @property
    def extras(self) -> tuple[Extra, ...]:
        """What was chosen beyond the least."""
        chosen: tuple[tuple[Extra, bool], ...] = (
            ("sound", self.has_sound),
            ("self_check", self.self_check),
            ("own_notes", self.own_notes),
            ("coach_notes", self.coach_notes),
        )
        return tuple(name for name, on in chosen if on)


@dataclass(frozen=True, slots=True)
class SharePreview:
    """What a session has to share. media_bytes: picture and sound together; sound_bytes: the sound alone.

    record_bytes: measures and words. self_check: there is one. own_notes, coach_notes: how many there are.
    other_person: the other side is somebody real, whose voice was kept.
    """

    title: str
    started_at: str
    media_bytes: int
    sound_bytes: int
    record_bytes: int
    has_picture: bool
    self_check: bool = False
    own_notes: int = 0
    coach_notes: int = 0
    other_person: bool = False

    def bytes_of(self, choice: ShareChoice) -> int:
        """About how large the file will be."""
        media = self.media_bytes if choice.variant == "full" else self.sound_bytes if choice.sound else 0
        return media + self.record_bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """A shared session in the library. new: it was not there before. notes: entries of a review that came with it.

    fuller: it was there already, and this file holds picture or sound that the one there lacks.
    """

    folder: Path
    contents: Contents
    new: bool
    notes: int = 0
    fuller: bool = False


@dataclass(frozen=True, slots=True)
class SentNotes:
    """A file of notes that was written. entries: how many are in it. silent: spoken comments whose sound is not."""

    contents: Contents
    entries: int
    silent: int = 0


@dataclass(frozen=True, slots=True)
class TakenNotes:
    """Notes that were taken in. new: entries that were not there yet; known: those that were. authors: of all."""

    folder: Path
    title: str
    contents: Contents
    new: int
    known: int
    authors: tuple[str, ...]
