"""What the window's services offer the pages: the part of the Desk of page.py that only hands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.ports import (
    CalibrationShelf,
    DrillShelf,
    Exporter,
    ScenarioShelf,
    SessionNotes,
    SessionOpener,
    SessionShelf,
    Transcripts,
)
from app.ui.services import Services
from app.ui.widgets.character_view import Drawing

if TYPE_CHECKING:
    from app.ui.editor.ports import Workshop
    from app.ui.review.coaching.ports import CoachingService
    from app.ui.review.ports import ReviewService


class OfferedServices:
    """Mixed into the window."""

    _services: Services

    @property
    def services(self) -> Services:
        """What the window works with."""
        return self._services

    @property
    def shelf(self) -> SessionShelf:
        """Where sessions are kept."""
        return self._services.shelf

    @property
    def opener(self) -> SessionOpener:
        """Reads a session."""
        return self._services.opener

    @property
    def exporter(self) -> Exporter:
        """Writes a session in another format."""
        return self._services.exporter

    @property
    def transcripts(self) -> Transcripts | None:
        """Where corrections of transcripts are kept, or None."""
        return self._services.transcripts

    @property
    def notes(self) -> SessionNotes | None:
        """Where self-checks and comments are kept, or None."""
        return self._services.notes

    @property
    def calibrations(self) -> CalibrationShelf | None:
        """Where calibrations are kept, or None."""
        return self._services.calibrations

    @property
    def scenarios(self) -> ScenarioShelf | None:
        """Where the written customers are kept, or None."""
        return self._services.scenarios

    @property
    def workshop(self) -> Workshop | None:
        """Where scenarios are written, or None."""
        make = self._services.workshop
        return None if make is None else make()

    @property
    def coaching(self) -> CoachingService | None:
        """Where comments, ratings and the rubric are kept, or None."""
        make = self._services.coaching
        return None if make is None else make()

    @property
    def review(self) -> ReviewService | None:
        """Reads sessions for the coach's workspace, or None."""
        make = self._services.review
        return None if make is None else make()

    @property
    def drills(self) -> DrillShelf | None:
        """The written drills, or None."""
        return self._services.drills

    def portrait(self, look: str) -> Drawing | None:
        """How to draw the person of a look."""
        return self._services.portrait(look) if self._services.portrait is not None else None

    @property
    def has_sample(self) -> bool:
        """Whether the sample call can be made."""
        return self._services.sample is not None
