"""Every shipped scenario, played with its three samples and the shipped reader of sentences: they end as they should.

An empathic CSM ends with a calm customer and good letters, a sympathetic one elsewhere, a dismissive one escalates.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.practice.director import ScenarioDirector
from app.practice.play import Played, csm_lines, play
from app.practice.scenario.lint import lint
from app.practice.scenario.loader import dump, load_scenario, read_scenario
from app.practice.scenario.model import DEEDS
from perception.inference.asset_files import assets_dir
from perception.inference.lexicon_files import load_lexicon
from perception.inference.sentence_reader import load_sentence_reader
from perception.language.reading import Remembering
from perception.language.types import SentenceReader
from tests.unit.app_practice.small_scenario import ByWords, did

FOLDER = assets_dir() / "scenarios"
FILES = sorted(FOLDER.glob("*.yaml"))
IDS = [path.stem for path in FILES]
SAMPLES = ("empathic", "sympathetic", "dismissive")
SEEDS = (0, 1, 2, 3, 4)
# Calls played half well: polite, a formula here and there, a promise before the story, some closed questions.
MIDDLING = (
    (
        "I understand. That's not great. What happened?",
        "Okay, I see. I can look into that for you.",
        "Right, I understand. Is it still a problem now?",
        "I'm sorry about that. I'll ask the team about it.",
        "Okay. We can send you something tomorrow.",
        "I understand. I'll check and get back to you by Friday.",
        "Is there anything else?",
        "Okay, I'll send you an email tomorrow. Thanks for your time.",
    ),
    (
        "Sorry to hear that. Can you tell me a bit more?",
        "I can see that's annoying. Let me check what we can do.",
        "Okay. How many people are affected?",
        "That makes sense. I'll pass that on to our product team.",
        "I'll send you a summary by Thursday.",
        "Does that help?",
        "I'll call you on Friday then.",
        "Thanks for telling me. Have a good day.",
    ),
    (
        "I hear you. What would you need from us?",
        "I understand, that's not ideal. We'll look at it this week.",
        "Okay, and what did you do then?",
        "That's frustrating. I'll talk to my manager today.",
        "Sure. I'll get you an answer by Friday.",
        "Would that work for you?",
        "Good. I'll send it tomorrow at ten.",
        "Thank you. Bye.",
    ),
)
LETTERS = ("A", "H", "Y")


@pytest.fixture(scope="module")
def reader() -> SentenceReader:
    return Remembering(load_sentence_reader())


@pytest.fixture(scope="module")
def table(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Filled by the tests that play, printed when they are done."""
    rows: list[str] = []
    yield rows
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        sys.stdout.write("\n" + "\n".join(sorted(rows)) + "\n")


def _sample(ident: str, name: str) -> tuple[str, ...]:
    return csm_lines((FOLDER / "samples" / ident / f"{name}.txt").read_text(encoding="utf-8"))


def _value(played: Played, letter: str) -> float:
    """A letter as it is shown; a letter without a value fails the figures it is held against."""
    value = played.scorecard.letters[letter].value  # type: ignore[index]
    return float("nan") if value is None else value


def _row(name: str, played: Played) -> str:
    letters = "  ".join(f"{letter} {_value(played, letter):3.0f}" for letter in LETTERS)
    last = played.last
    state = f"calm {last.calm:3.0f}  trust {last.trust:3.0f}"
    return f"{played.scenario.id:<28} {name:<12} {state}  {letters}  {played.end or 'no end':<10} {last.node}"


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_it_has_nothing_to_mend(path: Path) -> None:
    loaded = load_scenario(path)
    assert [str(one) for one in lint(loaded.scenario, loaded.file)] == []
    assert loaded.scenario.id == path.stem
    assert read_scenario(dump(loaded.scenario), path.name).scenario == loaded.scenario


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_its_samples_end_as_they_should(path: Path, seed: int, reader: SentenceReader, table: list[str]) -> None:
    scenario = load_scenario(path).scenario
    lexicon = load_lexicon()
    played = {
        name: play(scenario, _sample(path.stem, name), lexicon=lexicon, reader=reader, seed=seed) for name in SAMPLES
    }
    if seed == SEEDS[0]:
        table.extend(_row(name, one) for name, one in played.items())
    empathic, sympathetic, dismissive = (played[name] for name in SAMPLES)
    assert empathic.end in ("resolved", "calmed"), table
    assert empathic.last.calm >= 70.0, table
    assert all(_value(empathic, letter) >= 75.0 for letter in LETTERS), table
    assert _value(sympathetic, "Y") < 55.0, table
    assert dismissive.end in ("escalated", "left"), table
    assert dismissive.last.calm <= 25.0, table
    assert _value(dismissive, "Y") <= 35.0, table
    assert len({one.last.node for one in played.values()}) == len(SAMPLES), table


def test_a_call_played_half_well_is_seldom_resolved(reader: SentenceReader, table: list[str]) -> None:
    lexicon = load_lexicon()
    played = [
        play(load_scenario(path).scenario, lines, lexicon=lexicon, reader=reader)
        for path in FILES
        for lines in MIDDLING
    ]
    table.extend(_row("middling", one) for one in played)
    assert sum(one.end == "resolved" for one in played) <= len(played) / 4, table
    softly = {one.scenario.id for one in played if one.end in ("open", "calmed")}
    assert len(softly) >= 3, table


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_whatever_is_done_it_goes_on(path: Path) -> None:
    scenario = load_scenario(path).scenario
    for seed in range(40):
        chance = random.Random(seed)
        director = ScenarioDirector(scenario, ByWords(), seed=seed)
        director.open()
        for _ in range(30):
            if director.ended:
                break
            step = director.answer(did(*chance.sample(DEEDS, chance.randint(0, 4))))
            assert 0.0 <= step.customer.calm <= 100.0
            assert 0.0 <= step.customer.trust <= 100.0
