"""The drills as the window knows them: the shipped files, own ones, and what the learner has done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from app.library.drill_progress import DrillProgress, drills_folder
from app.practice.drills.choosing import DrillDone
from app.practice.drills.model import DrillItem
from perception.inference.asset_files import assets_dir


class OwnDrills:
    """Implements app.ui.ports.DrillShelf for one learner. own: the folder of drills written by trainers."""

    def __init__(
        self,
        folder: Path | None = None,
        own: Path | None = None,
        progress: DrillProgress[DrillDone] | None = None,
    ) -> None:
        self._folder = folder or assets_dir() / "drills"
        self._own = own or drills_folder() / "own"
        self._progress = progress or DrillProgress(DrillDone)
        self._problems: tuple[str, ...] = ()

    def items(self) -> Sequence[DrillItem]:
        """Every item; the shipped files are read once, the own ones each time."""
        from app.practice.drills.schema import read_drills

        own, mistakes = read_drills(self._own, known=[item.id for item in self._shipped])
        self._problems = tuple(str(one) for one in mistakes)
        return (*self._shipped, *own)

    def problems(self) -> Sequence[str]:
        """Every mistake of the own files, as found when the items were asked for last."""
        return self._problems

    def done(self) -> Sequence[DrillDone]:
        """Every finished round, the oldest first."""
        return self._progress.all()

    def keep(self, done: DrillDone) -> None:
        """Keep a finished round."""
        self._progress.keep(done)

    @cached_property
    def _shipped(self) -> tuple[DrillItem, ...]:
        from app.practice.drills.schema import load_drills

        return load_drills(self._folder)
