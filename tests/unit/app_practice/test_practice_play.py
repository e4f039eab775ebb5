"""Playing a scenario from written lines, and what the scoring engine is told of it."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pytest

from app.practice.director import ScenarioDirector
from app.practice.play import csm_lines, facts_of, observations_of, play, written_turn
from app.practice.text_clock import LEAST_S, PAUSE_S, WORDS_PER_S, TextClock
from app.practice.turns import CsmTurn
from perception.inference.lexicon_files import load_lexicon
from perception.scoring.context import ScenarioFacts
from perception.types import PhaseChange, StatedFeeling, Utterance
from tests.unit.app_practice.small_scenario import ByWords, did, small

GOOD = ("You sound angry that it was two days late.", "It sounds like you're worried, though.", "Bye.")
BAD = ("Please calm down.", "You should have planned for it.", "That's our policy.", "It's not my job.")


def test_a_script_is_one_turn_a_line() -> None:
    text = "# a remark\n\n  Hello there. \n...\n…\r\nBye."
    assert csm_lines(text) == ("Hello there.", "", "", "Bye.")


def test_lines_get_the_pace_of_ordinary_talk() -> None:
    clock = TextClock()
    assert clock.span("one two three four five") == (0.0, 5 / WORDS_PER_S)
    assert clock.span("") == (2.0 + PAUSE_S, 2.0 + PAUSE_S + LEAST_S)
    assert written_turn("one two three four five") == CsmTurn("one two three four five", 2.0)
    assert written_turn("") == CsmTurn("", 0.0)


def test_a_good_conversation_ends_well() -> None:
    played = play(small(), GOOD, lexicon=load_lexicon())
    assert played.path == ("complains", "opens", "thanks")
    assert played.end == "resolved"
    assert played.unused == 1
    assert played.last.calm > 40.0
    assert played.scorecard.letters["A"].value is not None


def test_a_bad_one_ends_badly() -> None:
    played = play(small(), BAD, lexicon=load_lexicon())
    assert played.end == "escalated"
    assert played.last.calm < 25.0


def test_a_call_that_is_not_ended_has_no_end() -> None:
    played = play(small(), GOOD[:1], lexicon=load_lexicon())
    assert (played.end, played.unused) == (None, 0)
    nothing = play(small(), (), lexicon=load_lexicon())
    assert nothing.path == ("complains",)


@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_lines_and_seed_give_the_same(seed: int) -> None:
    one, two = (play(small(), GOOD, lexicon=load_lexicon(), seed=seed) for _ in range(2))
    assert one == two


def test_the_engine_is_told_what_was_said_felt_and_done() -> None:
    director = ScenarioDirector(small(), ByWords())
    director.open()
    director.silence()
    director.answer(did("unclear"))
    director.answer(did("named_feeling"))
    director.answer(CsmTurn(""))
    found, end_s = observations_of(director.steps)
    said = [one for one in found if isinstance(one, Utterance)]
    assert [one.speaker for one in said] == [
        "customer", "customer", "csm", "customer", "csm", "customer", "customer"
    ]  # fmt: skip
    assert [one.p for one in said if one.speaker == "csm"] == [0.0, 1.0]  # what was not understood is not scored
    assert all(one.end_s <= two.start_s for one, two in pairwise(said))
    assert end_s == pytest.approx(said[-1].end_s + PAUSE_S)
    phases = [one.phase for one in found if isinstance(one, PhaseChange)]
    assert phases == ["vent", "explore", "close"]
    felt = [one for one in found if isinstance(one, StatedFeeling)]
    assert [(one.word, one.kind, one.intensity, one.source) for one in felt] == [
        ("angry", "concern", 3, "scenario"),
        ("worried", "cue", 2, "scenario"),
    ]
    assert (felt[0].start_s, felt[0].end_s) == (said[0].start_s, said[0].end_s)


def test_a_feeling_of_no_strength_is_not_stated() -> None:
    node = small().nodes["complains"]
    assert node.feeling is not None
    calm = dataclasses.replace(node, feeling=dataclasses.replace(node.feeling, intensity=0))
    scenario = dataclasses.replace(small(), nodes={**small().nodes, "complains": calm})
    director = ScenarioDirector(scenario, ByWords())
    director.open()
    assert not any(isinstance(one, StatedFeeling) for one in observations_of(director.steps)[0])


def test_any_word_of_a_concept_takes_it_up() -> None:
    assert facts_of(small()) == ScenarioFacts((("late", "two days"),), (("blind", "guess"),), any_word=True)
