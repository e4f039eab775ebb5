"""Spoken scripts against written ones: does the customer take the same way when the CSM is heard instead of read?

Every shipped scenario with its three sample scripts. The lines are spoken by the built-in voice, heard by the speech
detector, Whisper and the rule of when a turn ends. A turn counts as alike when, from the place where the written script
stands, the words as heard lead to the same next turn as the words as written.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.bootstrap.perception_parts import Models
from app.bootstrap.practice import practice_reader
from app.practice.director import ScenarioDirector
from app.practice.play import csm_lines, written_turn
from app.practice.reading import PracticeReader
from app.practice.scenario.loader import load_scenario
from app.practice.scenario.model import Scenario
from app.practice.turns import CsmTurn
from perception.inference.asset_files import assets_dir
from perception.inference.hibari_voice import HibariVoice
from perception.inference.lexicon_files import load_lexicon
from perception.inference.silero_vad import SileroVad
from tests.evaluation.heard_calls import Ears, HeardCall
from tests.evaluation.tables import Figure, Table

SAMPLES: Final = ("empathic", "sympathetic", "dismissive")
CHOSEN: Final = "ATTUNE_EVAL_SCENARIOS"  # ids with commas between; all where it is not set
TARGET: Final = 0.9
_PITCH_ST, _TRACT = -8.0, 0.84


@dataclass(frozen=True, slots=True)
class Script:
    """One script of one scenario. alike, turns: turns that took the same way, of how many. whole: heard as one turn
    each. path, written: the nodes of the spoken call, and of the script as text."""

    scenario: str
    name: str
    alike: int
    turns: int
    whole: int
    path: tuple[str, ...]
    written: tuple[str, ...]


def tables(data: Path, plots: Path) -> Sequence[Table]:
    """The table of all scripts."""
    del data, plots
    scripts = list(measure())
    turns = sum(script.turns for script in scripts)
    figures = (
        Figure(
            "turns that take the same way as from text",
            sum(script.alike for script in scripts) / max(turns, 1),
            target=TARGET,
            sample=f"{turns} turns, {len(scripts)} scripts",
        ),
        Figure("lines heard as one turn", sum(script.whole for script in scripts) / max(turns, 1)),
        Figure(
            "calls that end in the same place",
            sum(script.path[-1] == script.written[-1] for script in scripts) / max(len(scripts), 1),
        ),
    )
    details = tuple(
        Figure(f"{script.scenario}, {script.name}", script.alike / max(script.turns, 1), sample=f"{script.turns} turns")
        for script in scripts
    )
    return [
        Table(
            "practice",
            "Spoken scripts against written ones",
            "the shipped scenarios with their sample scripts, spoken by the built-in voice",
            figures,
            notes=("One voice, no noise; what people say into real microphones is heard less well.",),
            details=details,
        )
    ]


def measure(ids: Sequence[str] = (), samples: Sequence[str] = SAMPLES) -> list[Script]:
    """Every script of these scenarios, all by default."""
    folder = assets_dir() / "scenarios"
    chosen = set(ids or filter(None, os.environ.get(CHOSEN, "").split(",")))
    models, voice = Models(), HibariVoice(pitch_st=_PITCH_ST, tract=_TRACT)
    found = []
    for path in sorted(folder.glob("*.yaml")):
        if chosen and path.stem not in chosen:
            continue
        scenario = load_scenario(path).scenario
        reader = PracticeReader(scenario, load_lexicon(), practice_reader()[0])
        for name in samples:
            lines = csm_lines((folder / "samples" / path.stem / f"{name}.txt").read_text(encoding="utf-8"))
            ears = Ears(SileroVad(models.path("vad")), models.transcriber(), voice, reader)
            found.append(compare(scenario, name, lines, ears))
    return found


def compare(scenario: Scenario, name: str, lines: Sequence[str], ears: Ears) -> Script:
    """One script, spoken and as text."""
    call = HeardCall(scenario, ears)
    path = call.play(lines)
    written = ScenarioDirector(scenario, ears.reader)
    written.open()
    alike = turns = whole = 0
    for line, heard in zip(lines, [*call.heard, *([[]] * len(lines))], strict=False):
        if written.ended:
            break
        before = written.answer(written_turn(line)).customer.node
        if not line:
            continue
        turns += 1
        whole += len(heard) == 1
        if heard:
            written.take_back()
            joined = CsmTurn(" ".join(turn.text for turn in heard), sum(turn.seconds for turn in heard), heard[0].p)
            alike += written.answer(joined).customer.node == before
            written.take_back()
            written.answer(written_turn(line))
    nodes = tuple(step.customer.node for step in written.steps if step.customer.kind == "answer")
    return Script(scenario.id, name, alike, turns, whole, path, nodes)
