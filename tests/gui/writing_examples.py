"""A workshop over a folder of its own, for the tests of writing scenarios and the screen pictures."""

from __future__ import annotations

from pathlib import Path

from app.bootstrap.workshop import FileWorkshop
from app.practice.director import ScenarioDirector
from app.practice.reading import PracticeReader
from app.practice.scenario.model import Scenario
from app.practice.turns import StatePoint
from perception.inference.asset_files import assets_dir
from perception.inference.lexicon_files import load_lexicon

SHIPPED = assets_dir() / "scenarios"
OUTAGE = SHIPPED / "outage-closing-day.yaml"


class Bench(FileWorkshop):
    """Real files; turns are read here by the word rules, without a process of their own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(SHIPPED, folder / "scenarios", folder / "drafts")
        self.own = folder / "scenarios"

    def try_out(self, scenario: Scenario, point: StatePoint | None) -> ScenarioDirector:
        return ScenarioDirector(scenario, PracticeReader(scenario, load_lexicon()), point=point)

    def put(self, name: str, text: str) -> Path:
        """A file of the user's own."""
        self.own.mkdir(parents=True, exist_ok=True)
        path = self.own / name
        path.write_text(text, encoding="utf-8")
        return path
