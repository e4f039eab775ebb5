"""Everything that is wrong or poor in a scenario while it is being written, each with the place it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.practice.errors import PracticeFileError
from app.practice.scenario import schema
from app.practice.scenario.findings import Finding, Severity
from app.practice.scenario.lint import lint
from app.practice.scenario.model import Scenario
from app.practice.yaml_files import Place, YamlFile


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding and where it stands in the form. place: keys and positions as in the file. node: None for the whole.

    form: the value itself may not stand in a file, so that it cannot be saved yet.
    """

    severity: Severity
    code: str
    what: str
    remedy: str
    place: Place = ()
    form: bool = False

    @property
    def node(self) -> str | None:
        """The turn it is about; None for the scenario as a whole."""
        return str(self.place[1]) if len(self.place) > 1 and self.place[0] == "nodes" else None


def check(scenario: Scenario) -> tuple[PlacedFinding, ...]:
    """Everything found: errors first, then in the order of the file. Takes values that no file could hold."""
    data = schema.as_data(scenario)
    places = list(_places(data, ()))
    file = YamlFile(scenario.id, data, {place: number for number, place in enumerate(places)})
    found = [*_form(file, places), *(_placed(one, places) for one in lint(scenario, file))]
    taken: set[Place] = {one.place for one in found if one.form}
    kept = [one for one in found if one.form or one.place not in taken]
    order = {place: number for number, place in enumerate(places)}
    return tuple(sorted(kept, key=lambda one: (one.severity, order.get(one.place, 0))))


def can_be_saved(findings: tuple[PlacedFinding, ...]) -> bool:
    """Whether a file could hold it; errors of the story do not stand in the way."""
    return not any(one.form for one in findings)


def _form(file: YamlFile, places: list[Place]) -> Iterator[PlacedFinding]:
    try:
        file.checked(schema.ScenarioForm)
    except PracticeFileError as fault:
        for one in fault.mistakes:
            yield PlacedFinding("error", "form", one.what, one.remedy, places[one.line or 0], form=True)


def _placed(one: Finding, places: list[Place]) -> PlacedFinding:
    return PlacedFinding(one.severity, one.code, one.what, one.remedy, places[one.line or 0])


def _places(value: Any, place: Place) -> Iterator[Place]:
    yield place
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _places(part, (*place, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _places(part, (*place, number))
