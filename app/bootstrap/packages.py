"""Shared files over a real library (app.ui.sharing.ports.Packages). Encryption and media are loaded when first used."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.library.library import Library
    from app.library.packages.contents import Contents, FileKind
    from app.library.packages.job import Job
    from app.library.packages.values import Opened, SentNotes, ShareChoice, SharePreview, TakenNotes


class LibraryPackages:
    """Shared files of one library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def preview(self, folder: Path) -> SharePreview:
        """What a session has to share."""
        from app.library.packages.preview import preview

        return preview(folder)

    def share(self, folder: Path, target: Path, choice: ShareChoice, passphrase: str, *, by: str, job: Job) -> Contents:
        """Write a session into one file, with its newest result."""
        from app.library.packages.packing import share

        bring_up_to_date(folder)
        return share(folder, target, choice, passphrase, by=by, job=job)

    def kind_of(self, file: Path) -> FileKind:
        """What a shared file holds."""
        from app.library.packages.opening import kind_of_file

        return kind_of_file(file)

    def open(self, file: Path, passphrase: str, *, job: Job) -> Opened:
        """Bring a shared session into the library."""
        from app.library.packages.opening import open_package

        return open_package(file, passphrase, self._library, job=job)

    def take_in(self, file: Path, passphrase: str, *, job: Job) -> TakenNotes:
        """Add a coach's notes."""
        from app.library.packages.returning import take_in_notes

        return take_in_notes(file, passphrase, self._library, job=job)

    def notes_to_send(self, folder: Path) -> int:
        """How many notes of coaches there are to send back."""
        from app.library.packages.gather import is_own
        from perception.recording.review_notes import in_force, read_review

        return sum(not is_own(entry) for entry in in_force(read_review(folder)))

    def send_notes(self, folder: Path, target: Path, passphrase: str, *, by: str, job: Job) -> SentNotes:
        """Write the notes about a session into one file."""
        from app.library.packages.returning import send_notes

        return send_notes(folder, target, passphrase, by=by, job=job)


def bring_up_to_date(folder: Path) -> None:
    """A transcript corrected since the last result is scored first, in a process of its own. Raises PerceptionError."""
    from perception.recording.reader import open_session

    if not open_session(folder).outdated:
        return
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        pool.submit(_score_again, folder).result()


def _score_again(folder: Path) -> None:
    from perception.pipeline.replay import score_again

    score_again(folder)
