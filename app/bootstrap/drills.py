"""The drills as the window knows them: the shipped files, and what the learner has done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from app.library.drill_progress import DrillProgress
from app.practice.drills.choosing import DrillDone
from app.practice.drills.model import DrillItem
from perception.inference.asset_files import assets_dir


class OwnDrills:
    """Implements app.ui.ports.DrillShelf for one learner."""

    def __init__(self, folder: Path | None = None, progress: DrillProgress[DrillDone] | None = None) -> None:
        self._folder = folder or assets_dir() / "drills"
        self._progress = progress or DrillProgress(DrillDone)

    def items(self) -> Sequence[DrillItem]:
        """Every item; the files are read once."""
        return self._items

    def done(self) -> Sequence[DrillDone]:
        """Every finished round, the oldest first."""
        return self._progress.all()

    def keep(self, done: DrillDone) -> None:
        """Keep a finished round."""
        self._progress.keep(done)

    @cached_property
    def _items(self) -> tuple[DrillItem, ...]:
        from app.practice.drills.schema import load_drills

        return load_drills(self._folder)
