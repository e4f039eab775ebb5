"""Scenario files: reading one, writing one, and the shelf of all that can be practised."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import platformdirs

from app.practice.scenario import schema, yaml_text
from app.practice.scenario.errors import Mistake, ScenarioError, scenario_error
from app.practice.scenario.model import Scenario

MOST_BYTES: Final = 1_000_000
SUFFIXES: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a scenario was read from. lines: path of keys to its line, counted from 1."""

    file: str
    lines: Mapping[yaml_text.Path, int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int | None:
        """The line of a value, or of the nearest thing around it; None for a scenario that is in no file."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


@dataclass(frozen=True, slots=True)
class LoadedScenario:
    """A scenario and where everything of it stands."""

    scenario: Scenario
    source: Source


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """A scenario that can be practised. own: of the user's folder, not shipped."""

    scenario: Scenario
    path: Path
    own: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """All scenarios by their id, in the order of titles, and those that could not be read."""

    entries: Mapping[str, ShelfEntry]
    broken: Mapping[Path, ScenarioError]


def user_scenarios_folder() -> Path:
    """The folder of the user's own scenarios: ATTUNE_SCENARIOS, or in the user's data. It may not exist yet."""
    chosen = os.environ.get("ATTUNE_SCENARIOS")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("attune")) / "scenarios"


def read_scenario(text: str, file: str) -> LoadedScenario:
    """The scenario of a YAML text. file: its name, for messages.

    Raises:
        ScenarioError: with every mistake of the text.
    """
    document = yaml_text.read_yaml(text, file)
    scenario, mistakes = schema.parse(document, file)
    if mistakes or scenario is None:
        raise scenario_error(mistakes)
    return LoadedScenario(scenario, Source(file, document.lines))


def load_scenario(path: Path) -> LoadedScenario:
    """The scenario of a file.

    Raises:
        ScenarioError: the file cannot be read, or with every mistake of it.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        what = "This is not UTF-8 text."
        raise scenario_error([Mistake(path.name, line, what, "Save the file as UTF-8.")]) from fault
    except OSError as fault:
        what = f"It cannot be read ({fault.strerror})."
        remedy = "Check the name of the file and your rights to it."
        raise scenario_error([Mistake(str(path), None, what, remedy)]) from fault
    if len(raw) > MOST_BYTES:
        raise scenario_error([Mistake(path.name, None, "It is too large for a scenario.", "Keep it below 1 MB.")])
    return read_scenario(text, path.name)


def dump(scenario: Scenario) -> str:
    """A scenario as YAML text; reading it again gives an equal one."""
    return yaml_text.write_yaml(schema.as_data(scenario))


def fill_shelf(shipped: Path, own: Path | None = None) -> Shelf:
    """The scenarios of both folders. One of the user's own takes the place of a shipped one with the same id."""
    found: dict[str, ShelfEntry] = {}
    broken: dict[Path, ScenarioError] = {}
    for folder, mine in ((shipped, False), (own, True)):
        here: dict[str, ShelfEntry] = {}
        for path in _files(folder):
            try:
                scenario = load_scenario(path).scenario
                if scenario.id in here:
                    raise _taken(path, here[scenario.id].path, scenario.id)
                here[scenario.id] = ShelfEntry(scenario, path, mine)
            except ScenarioError as fault:
                broken[path] = fault
        found.update(here)
    ordered = sorted(found.values(), key=lambda entry: (entry.scenario.title.casefold(), entry.scenario.id))
    return Shelf({entry.scenario.id: entry for entry in ordered}, broken)


def _taken(path: Path, first: Path, ident: str) -> ScenarioError:
    what = f"The id `{ident}` is already that of {first.name}."
    return scenario_error([Mistake(path.name, None, what, "Give this one another id.")])


def _files(folder: Path | None) -> Iterable[Path]:
    if folder is None or not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES and path.is_file())
