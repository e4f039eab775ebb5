"""What coaching needs from outside the window, as Protocols. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from app.library.rubric import Rubric
from perception.recording.review_notes import ReviewEntry


class RubricShelf(Protocol):
    """Where the versions of the rubric are kept. All read or write files, so they run away from the window."""

    def all(self) -> Sequence[Rubric]:
        """Every version, the shipped one first. Raises PerceptionError."""
        ...

    def problems(self) -> Sequence[str]:
        """One sentence for each file that could not be read when the versions were asked for last."""
        ...

    def in_use(self) -> Rubric:
        """The version coaches rate by now. Raises PerceptionError."""
        ...

    def use(self, rubric_id: str) -> None:
        """Rate by this version from now on. Raises PerceptionError."""
        ...

    def save(self, edited: Rubric, *, author: str, made_on: str) -> Rubric:
        """Keep edited texts as the next version and use it. Raises PerceptionError."""
        ...

    def take_in(self, path: Path) -> Rubric:
        """Import a file and use it. Raises PerceptionError."""
        ...

    def write(self, rubric: Rubric, target: Path) -> None:
        """Export one version as a file. Raises PerceptionError."""
        ...


class CoachingService(Protocol):
    """Where comments, ratings and overrides are kept. Its calls run away from the window."""

    @property
    def rubrics(self) -> RubricShelf:
        """What the steps of a rating mean."""
        ...

    def read(self, folder: Path) -> tuple[ReviewEntry, ...]:
        """What was written of a session. Raises PerceptionError."""
        ...

    def keep(self, folder: Path, entries: Sequence[ReviewEntry]) -> None:
        """Add entries to a session; those that are there already are left out. Raises PerceptionError."""
        ...
