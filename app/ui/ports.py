"""What the window needs from the library, the session reader and the exporters, as Protocols. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from perception.types import Scorecard, Utterance


class SessionEntry(Protocol):
    """One session in the list. letters: letter to its mark or score; see `present_marks`."""

    @property
    def folder(self) -> Path: ...
    @property
    def title(self) -> str: ...
    @property
    def started_at(self) -> datetime | None: ...
    @property
    def duration_s(self) -> float | None: ...
    @property
    def letters(self) -> Mapping[str, float | None]: ...
    @property
    def recovered(self) -> bool: ...


class SessionShelf(Protocol):
    """Where sessions are kept."""

    def entries(self, search: str = "") -> Sequence[SessionEntry]:
        """The newest first; `search` narrows by title and words."""
        ...

    def new_folder(self) -> Path:
        """A folder name for a new session that does not exist yet."""
        ...

    def rename(self, folder: Path, title: str) -> None: ...

    def trash(self, folder: Path) -> Callable[[], None]:
        """Put a session away; the answer brings it back."""
        ...


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """What the debrief shows of one session. media: None when picture and sound were not kept."""

    folder: Path
    title: str
    started_at: datetime | None
    scorecard: Scorecard
    utterances: tuple[Utterance, ...] = ()
    media: Path | None = None
    notes: tuple[str, ...] = ()


class SessionOpener(Protocol):
    """Reads a session folder; may take a second, so it runs away from the window."""

    def __call__(self, folder: Path) -> OpenedSession: ...


class Exporter(Protocol):
    """Writes one session in one format ('pdf', 'csv', 'json', 'vtt') to a file."""

    def __call__(self, folder: Path, kind: str, target: Path) -> None: ...


@dataclass(frozen=True, slots=True)
class SampleMedia:
    """The files of the sample call."""

    media: Path
    title: str
    customer_audio: Path | None = None
    customer_track: int | None = None


