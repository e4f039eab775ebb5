"""Scenario files: reading one, writing one, and the shelf of all that can be practised."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import platformdirs

from app.practice.errors import Mistake, PracticeFileError
from app.practice.scenario import schema
from app.practice.scenario.lint import lint
from app.practice.scenario.model import Scenario
from app.practice.yaml_files import YamlFile, parse_yaml, read_yaml, write_yaml

SUFFIXES: Final = (".yaml", ".yml")
_KEPT_FILES: Final = 200


@dataclass(frozen=True, slots=True, eq=False)
class LoadedScenario:
    """A scenario and the file it stands in, for lines."""

    scenario: Scenario
    file: YamlFile


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """A scenario that can be practised. own: of the user's folder, not shipped."""

    scenario: Scenario
    path: Path
    own: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """All scenarios by their id, in the order of titles, and those that cannot be played with the reason."""

    entries: Mapping[str, ShelfEntry]
    broken: Mapping[Path, PracticeFileError]


def user_scenarios_folder() -> Path:
    """The folder of the user's own scenarios: ATTUNE_SCENARIOS, or in the user's data. It may not exist yet."""
    chosen = os.environ.get("ATTUNE_SCENARIOS")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("attune")) / "scenarios"


def read_scenario(text: str, name: str) -> LoadedScenario:
    """The scenario of a YAML text. name: of its file. Raises PracticeFileError with every mistake."""
    return _loaded(parse_yaml(text, name=name))


def load_scenario(path: Path) -> LoadedScenario:
    """The scenario of a file. Raises PracticeFileError: it cannot be read, or every mistake of it."""
    return _loaded(read_yaml(path))


def _loaded(file: YamlFile) -> LoadedScenario:
    return LoadedScenario(schema.scenario_of(file.checked(schema.ScenarioForm)), file)


def load_playable(path: Path) -> LoadedScenario:
    """A scenario that can be played to an end; a file that has not changed is not read again.

    Raises PracticeFileError: also where the linter finds errors.
    """
    try:
        now = path.stat()
    except OSError:
        return _read_playable(path)  # tells why it cannot be read
    return _kept_playable(path, now.st_mtime_ns, now.st_size)


@lru_cache(maxsize=_KEPT_FILES)
def _kept_playable(path: Path, _changed_ns: int, _size: int) -> LoadedScenario:
    return _read_playable(path)


def _read_playable(path: Path) -> LoadedScenario:
    loaded = load_scenario(path)
    refuse_unplayable(loaded)
    return loaded


def refuse_unplayable(loaded: LoadedScenario) -> None:
    """Raise PracticeFileError with all errors of the linter, where it finds any."""
    errors = [one for one in lint(loaded.scenario, loaded.file) if one.severity == "error"]
    if errors:
        raise PracticeFileError(Mistake(one.file, one.line, one.what, one.remedy) for one in errors)


def dump(scenario: Scenario) -> str:
    """A scenario as YAML text; reading it again gives an equal one."""
    return write_yaml(schema.as_data(scenario))


def fill_shelf(shipped: Path, own: Path | None = None) -> Shelf:
    """The scenarios of both folders. One of the user's own takes the place of a shipped one with the same id."""
    found: dict[str, ShelfEntry] = {}
    broken: dict[Path, PracticeFileError] = {}
    for folder, mine in ((shipped, False), (own, True)):
        here: dict[str, ShelfEntry] = {}
        for path in _files(folder):
            try:
                scenario = load_playable(path).scenario
                if scenario.id in here:
                    raise _taken(path, here[scenario.id].path, scenario.id)
                here[scenario.id] = ShelfEntry(scenario, path, mine)
            except PracticeFileError as fault:
                broken[path] = fault
        found.update(here)
    ordered = sorted(found.values(), key=lambda entry: (entry.scenario.title.casefold(), entry.scenario.id))
    return Shelf({entry.scenario.id: entry for entry in ordered}, broken)


def _taken(path: Path, first: Path, ident: str) -> PracticeFileError:
    what = f"The id `{ident}` is already that of {first.name}."
    return PracticeFileError([Mistake(path.name, None, what, "Give this one another id.")])


def _files(folder: Path | None) -> Iterable[Path]:
    if folder is None or not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES and path.is_file())
