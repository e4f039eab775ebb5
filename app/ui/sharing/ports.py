"""What the window needs to share sessions, as a Protocol. Pure."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from app.library.packages.contents import Contents, FileKind
from app.library.packages.job import Job
from app.library.packages.values import Opened, SentNotes, ShareChoice, SharePreview, TakenNotes


class Packages(Protocol):
    """Makes and opens shared files. All read or write files, so they run away from the window.

    They raise PerceptionError (PackageError for what is wrong with a file). A job that is cancelled leaves nothing.
    """

    def preview(self, folder: Path) -> SharePreview:
        """What a session has to share; raises for one that may not be shared."""
        ...

    def share(self, folder: Path, target: Path, choice: ShareChoice, passphrase: str, *, by: str, job: Job) -> Contents:
        """Write a session into one encrypted file. by: the learner's name, or ''."""
        ...

    def kind_of(self, file: Path) -> FileKind:
        """What a shared file holds; needs no passphrase."""
        ...

    def open(self, file: Path, passphrase: str, *, job: Job) -> Opened:
        """Bring a shared session into the library, or find it there."""
        ...

    def take_in(self, file: Path, passphrase: str, *, job: Job) -> TakenNotes:
        """Add a coach's notes to the session they are about."""
        ...

    def notes_to_send(self, folder: Path) -> int:
        """How many notes there are to send back."""
        ...

    def send_notes(self, folder: Path, target: Path, passphrase: str, *, by: str, job: Job) -> SentNotes:
        """Write the notes about a session into one encrypted file. by: the coach's name."""
        ...
