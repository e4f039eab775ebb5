"""What writing scenarios needs of files and of the director, as Protocols. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.practice.drafts import Draft
from app.practice.pack_files import PackPlan
from app.practice.packs import PackLabel
from app.practice.ports import Director
from app.practice.scenario.model import Scenario
from app.practice.turns import StatePoint
from app.ui.ports import ScenarioMistake


@dataclass(frozen=True, slots=True)
class Written:
    """A scenario that can be worked on. path: None where it was never saved. own: of the user, else shipped.

    scenario: None when its file has mistakes, which are then told.
    """

    path: Path | None
    scenario: Scenario | None
    own: bool
    mistakes: tuple[ScenarioMistake, ...] = ()
    draft: Draft | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A scenario on the desk. path: where it is saved, None for one that never was. text: what its file held, or ''.

    copied: it began as a copy of a shipped one. draft: what was left unsaved the last time, or None.
    """

    scenario: Scenario
    path: Path | None = None
    text: str = ""
    copied: bool = False
    draft: Draft | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a scenario was saved, what its file holds, and the comments of the old one that could not be kept.

    aside: where the text of somebody who changed the file meanwhile is kept, None where nobody did.
    """

    path: Path
    text: str
    lost: tuple[str, ...] = ()
    aside: Path | None = None


class Workshop(Protocol):
    """Where scenarios are written. All read or write files and raise PracticeError or OSError."""

    def written(self) -> Sequence[Written]:
        """The user's own first, with drafts, then the shipped ones."""
        ...

    def open(self, path: Path | None) -> Opened:
        """A scenario to work on; a shipped one as a copy under its own id; None: a new one from the template."""
        ...

    def open_draft(self, draft: Draft) -> Opened:
        """A scenario that was never saved, as it was left."""
        ...

    def save(self, scenario: Scenario, path: Path | None, text: str) -> Saved:
        """Save it; path None: as a new file, named after its title. text: what the file held when it was opened.

        Raises PracticeFileError: it holds something that may not stand in a file.
        """
        ...

    def remove(self, path: Path) -> Callable[[], None]:
        """Take one of the user's own away; the answer brings it back. Its samples stay."""
        ...

    def keep_draft(self, draft: Draft) -> None:
        """Keep what is on the desk."""
        ...

    def drop_draft(self, key: str) -> None:
        """Forget a draft."""
        ...

    def try_out(self, scenario: Scenario, point: StatePoint | None) -> Director:
        """Somebody who plays it, from this point or the start; runs away from the window."""
        ...

    def look_into(self, file: Path) -> PackPlan:
        """What a pack would bring."""
        ...

    def bring_in(self, plan: PackPlan, *, replace: bool) -> Callable[[], None]:
        """Bring a pack in; the answer takes it back."""
        ...

    def export(self, paths: Sequence[Path], target: Path, label: PackLabel) -> None:
        """Write a pack of these scenarios."""
        ...
