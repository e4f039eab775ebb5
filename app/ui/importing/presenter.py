"""What the import page shows. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, TypeGuard

from app.engine.messages import CallFinished, Event, ImportProgress, Problem
from app.ui.words import time_left

MEDIA_ENDINGS: Final = ("mp4", "mkv", "mov", "webm", "avi", "wav", "flac", "mp3", "m4a", "ogg")

# Who is heard first, for a recording in which both share a track.
FIRST_CHOICES: Final[tuple[tuple[str, Literal["csm", "customer"] | None], ...]] = (
    ("I do not know", None),
    ("I am", "csm"),
    ("The customer is", "customer"),
)

ImportPhase = Literal["choosing", "making", "running", "failed", "finished"]


@dataclass(frozen=True, slots=True)
class ImportView:
    """The import page at one moment. fraction: 0..1. notices: how the recording is read, as far as it is known."""

    phase: ImportPhase = "choosing"
    title: str = ""
    step: str = ""
    left: str = ""
    fraction: float = 0.0
    message: str = ""
    recovery: str = ""
    folder: str = ""
    notices: tuple[str, ...] = ()


class ImportPresenter:
    """Keeps the state of one import."""

    def __init__(self) -> None:
        self.view = ImportView()

    def begin(self, title: str) -> None:
        """An import starts."""
        self.view = ImportView(phase="running", title=title, step="Opening the recording …", left=time_left(None))

    def make(self, title: str, step: str) -> None:
        """The recording itself is made first."""
        self.view = ImportView(phase="making", title=title, step=step, left="This takes a minute or two.")

    def cancel(self) -> None:
        """The user changed their mind."""
        self.view = ImportView()

    def hear(self, event: Event) -> None:
        """Take in one event."""
        if self.view.phase != "running":
            return
        if isinstance(event, ImportProgress):
            left = time_left(event.remaining_s)
            self.view = replace(self.view, fraction=min(1.0, max(0.0, event.fraction)), step=event.step, left=left)
        elif isinstance(event, CallFinished):
            self.view = replace(self.view, phase="finished", folder=event.folder, fraction=1.0)
        elif is_import_notice(event):
            self.view = replace(self.view, notices=(*self.view.notices, event.message))
        elif isinstance(event, Problem) and event.severity == "failed":
            words = " ".join(filter(None, (event.kept, event.recovery)))
            self.view = replace(self.view, phase="failed", message=event.message, recovery=words)


def is_import_notice(event: Event) -> TypeGuard[Problem]:
    """Whether this tells how a recording is read."""
    return isinstance(event, Problem) and event.what == "media" and event.severity == "notice"


def title_of(media: Path) -> str:
    """A title made of a file name."""
    words = media.stem.replace("_", " ").replace("-", " ").split()
    return " ".join(words) or "Imported call"
