"""Corrections of transcripts, and notes, as the window keeps them, over the session folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.bootstrap.wordings import reword
from app.reports.folder import renew_reports
from perception.recording.corrections import Correction
from perception.recording.notes import Note, append_corrections, append_note


class FolderTranscripts:
    """Implements app.ui.ports.Transcripts."""

    def correct(self, folder: Path, corrections: Sequence[Correction]) -> None:
        """Add them to the notes of the session."""
        append_corrections(folder, corrections)

    def renew(self, folder: Path) -> None:
        """Make the reports in the folder anew."""
        renew_reports(folder, reword)


class FolderNotes:
    """Implements app.ui.ports.SessionNotes."""

    def add(self, folder: Path, note: Note) -> None:
        """Add it to the notes of the session."""
        append_note(folder, note)
