"""From a debrief into the next call: the same customer again, from the beginning or from one moment on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.practice.turns import StatePoint
from app.ui.page import Page
from app.ui.ports import KeptPractice, OpenedSession, ScenarioEntry, ScenarioList
from app.ui.practice.persona_presenter import present_cue_note
from app.ui.routes import PracticeChoice, ToPractice, ToSetup

BACK_NOTE = "You are back at that moment. The words may differ."
_SEEDS = 100_000


class Again:
    """What leads from the debrief into a practice call."""

    def __init__(self, page: Page, session: Callable[[], OpenedSession | None]) -> None:
        self._page = page
        self._session = session

    def same(self) -> None:
        """The same scenario from its beginning, in other words; somebody else where that cannot be."""
        self._begin(None)

    def other(self) -> None:
        """Choose another customer."""
        self._page.go.emit(ToPractice())

    def from_point(self, point: StatePoint) -> None:
        """Go on from where the scenario stood then, in other words."""
        self._begin(point)

    def _begin(self, start: StatePoint | None) -> None:
        session = self._session()
        kept = session.practice if session is not None else None
        if kept is None or kept.scenario is None:
            self.other()
            return
        shelf = self._page.desk.scenarios
        if shelf is None:
            self._read(kept, start, ScenarioList(()))
            return
        # Without the list the call still goes: from the copy kept with the session.
        self._page.desk.tasks.run(
            shelf.read,
            lambda found, error: self._read(kept, start, found if error is None else ScenarioList(())),
            owner=self._page,
        )

    def _read(self, kept: KeptPractice, start: StatePoint | None, found: Any) -> None:
        choice = choice_for(kept, start, found, seed=int(self._page.desk.now().timestamp()) % _SEEDS + 1)
        if choice is None:
            return
        note = present_cue_note(self._page.desk.settings, found.calls, check=False)
        told = note.note or ("" if choice.start is None else BACK_NOTE)
        self._page.go.emit(ToSetup(replace(choice, words=note.words, strip=note.strip, note=told)))


def choice_for(
    kept: KeptPractice, start: StatePoint | None, listed: ScenarioList, *, seed: int
) -> PracticeChoice | None:
    """The call to set up; None where the scenario cannot be read. A new beginning takes the scenario as it is now, a
    moment of this call takes it as it was then."""
    scenario = kept.scenario
    if scenario is None:
        return None
    now = _entry(listed, scenario.id) if start is None else None
    if now is not None and now.scenario is not None:
        return PracticeChoice(now.file, now.scenario, seed=seed)
    return PracticeChoice(kept.file, scenario, seed=seed, start=start)


def _entry(listed: ScenarioList, scenario_id: str) -> ScenarioEntry | None:
    return next((one for one in listed.entries if one.scenario is not None and one.scenario.id == scenario_id), None)
