"""The written customers as the window lists them, with what was played of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, cast

from app.library.practice_log import PlayedScenario, PracticeLog
from app.practice.scenario.model import EndKind
from app.ui.ports import Played, ScenarioEntry, ScenarioList, ScenarioMistake

if TYPE_CHECKING:
    # Reading scenarios loads the checks of files, which takes a moment; the window appears without them.
    from app.practice.errors import PracticeFileError
    from app.practice.scenario.loader import Shelf
    from app.ui.ports import ScenarioShelf


class FileScenarios:
    """Scenario files, the shipped and the user's own, with the log of practice calls (app.ui.ports.ScenarioShelf)."""

    def __init__(self, shelf: Callable[[], Shelf], log: PracticeLog, clock: Callable[[], datetime]) -> None:
        self._shelf = shelf
        self._log = log
        self._clock = clock

    def read(self) -> ScenarioList:
        """All of them, with what was played."""
        shelf, played = self._shelf(), self._log.all()
        good = [
            ScenarioEntry(one.path, one.scenario, played=_played(played.get(one.scenario.id)))
            for one in shelf.entries.values()
        ]
        faulty = [ScenarioEntry(path, None, _mistakes(fault)) for path, fault in shelf.broken.items()]
        return ScenarioList((*good, *faulty), calls=sum(one.times for one in played.values()))

    def keep_played(self, scenario_id: str, end: EndKind | None) -> None:
        """Note it in the log."""
        self._log.note(scenario_id, end, self._clock())


def window_scenarios() -> ScenarioShelf:
    """The scenarios of this machine."""
    return FileScenarios(_shelf, PracticeLog(), datetime.now)


def _shelf() -> Shelf:
    from app.bootstrap.practice import scenario_shelf

    return scenario_shelf()


def _played(one: PlayedScenario | None) -> Played | None:
    return None if one is None else Played(one.times, one.last, cast("EndKind | None", one.best))


def _mistakes(fault: PracticeFileError) -> tuple[ScenarioMistake, ...]:
    return tuple(ScenarioMistake(one.line, one.what, one.remedy) for one in fault.mistakes)
