"""Comments, ratings and overrides over session folders; the rubric over its files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from app.library.rubric import Rubrics
from perception.inference.asset_files import assets_dir
from perception.recording.review_notes import ReviewEntry, append_review, read_review


class FolderCoaching:
    """Implements app.ui.review.coaching.ports.CoachingService. rubrics_at: where own versions are kept."""

    def __init__(self, rubrics_at: Path | None = None) -> None:
        self._rubrics_at = rubrics_at

    @cached_property
    def rubrics(self) -> Rubrics:
        """What the steps of a rating mean."""
        return Rubrics(assets_dir() / "rubric" / "empathy.yaml", self._rubrics_at)

    def read(self, folder: Path) -> tuple[ReviewEntry, ...]:
        """What was written of a session."""
        return read_review(folder)

    def keep(self, folder: Path, entries: Sequence[ReviewEntry]) -> None:
        """Add entries to a session."""
        append_review(folder, entries)
