"""Why a cue came: every rule has its sentence, and its number is drawn from what was recorded."""

from __future__ import annotations

import math

import numpy as np
import pytest

from app.practice.cue_rules import RULES, HeldRule
from app.practice.cue_trace import around, is_drawn, trace_of
from app.practice.cue_why import why_words
from perception.recording.records import CueRecord
from perception.types import FaceObservation, PoseObservation, Span, Utterance, VoiceObservation, Word

HELD = {
    "raised_voice": (
        {"level_db": 8.2, "pitch_st": 3.0, "lasted_s": 2.2},
        {"level_db": 6.0, "pitch_st": 2.5, "lasted_s": 2.0},
    ),
    "look_away": ({"attend_p": 0.1, "lasted_s": 4.1}, {"attend_p": 0.5, "lasted_s": 4.0}),
    "monologue": ({"speaking_s": 46.0}, {"speaking_s": 45.0}),
    "smile": ({"smile": 0.7, "intensity": 2.0, "lasted_s": 3.2}, {"smile": 0.5, "intensity": 2.0, "lasted_s": 3.0}),
    "pace": ({"words_per_minute": 210.0, "lasted_s": 8.4}, {"words_per_minute": 195.0, "lasted_s": 8.0}),
    "lean_back": ({"lean": -0.08, "lasted_s": 21.0}, {"lean": -0.06, "lasted_s": 20.0}),
    "slouch": ({"slouch": 0.85, "lasted_s": 21.0}, {"slouch": 0.88, "lasted_s": 20.0}),
}


def cue(rule: str, t_s: float = 60.0) -> CueRecord:
    numbers, limits = HELD.get(rule, ({"turns": 2.0}, {"turns": 2.0}))
    return CueRecord(t_s, "T", "Do it", rule, numbers, limits=limits)


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_every_rule_tells_its_cause_and_its_limit(rule: str) -> None:
    told = why_words(cue(rule))
    assert "The cue " in told
    assert "rule “" not in told
    assert is_drawn(cue(rule)) == isinstance(next(one for one in RULES if one.name == rule), HeldRule)


def test_a_low_letter_is_told_only_where_it_was_one_of_the_signs() -> None:
    record = cue("look_away")
    both = CueRecord(
        60.0, "E", "", "look_away", {**record.numbers, "low_s": 9.0}, limits={**record.limits, "low_s": 8.0}
    )
    assert why_words(both).endswith("The letter E had also been low for 9 s (at least 8 s are asked for).")
    short = CueRecord(60.0, "A", "", "closing", {"turns": 1.0, "low_s": 2.0}, limits={"turns": 1.0, "low_s": 8.0})
    assert "low for" not in why_words(short)
    assert why_words(short).startswith("In your last turn you judged")


@pytest.mark.parametrize("rule", ["of_another_release", "raised_voice"])
def test_a_cue_with_other_numbers_still_says_something(rule: str) -> None:
    old = CueRecord(60.0, "T", "Do it", rule, {"loudness": 3.0})
    assert why_words(old) == f"It came from the rule “{rule.replace('_', ' ')}”."
    assert trace_of(old, ()) is None


def test_ten_seconds_around() -> None:
    assert around(cue("smile")) == Span(52.0, 62.0)
    assert around(cue("smile", 3.0)) == Span(0.0, 5.0)


def test_face_and_body_are_drawn_as_they_were_seen() -> None:
    seen = [
        *(FaceObservation(40.0 + i, True, attend_p=i / 30, displays={"smile": 0.5}) for i in range(30)),
        FaceObservation(58.5, False),
        *(PoseObservation(40.0 + i, True, lean=-0.05, slouch=0.9) for i in range(30)),
        PoseObservation(58.6, False),
    ]
    away = trace_of(cue("look_away"), seen)
    assert away is not None
    assert (away.points[0][0], away.points[-1][0], len(away.points)) == (52.0, 62.0, 11)
    assert (away.limit, away.above) == (50.0, False)
    smile = trace_of(cue("smile"), seen)
    assert smile is not None
    assert (smile.points[0][1], smile.above) == (50.0, True)
    lean = trace_of(cue("lean_back"), seen)
    assert lean is not None
    assert lean.points[0][1] == pytest.approx(100 * (math.exp(-0.05) - 1))
    slouch = trace_of(cue("slouch"), seen)
    assert slouch is not None
    assert slouch.points[0][1] == pytest.approx(90.0)


def voice(t_s: float, level: float, voiced: float = 1.0) -> VoiceObservation:
    ones = np.ones(100)
    return VoiceObservation(t_s, 0.01, "csm", 180.0 * ones, voiced * ones, level * ones, 0.0 * ones)


def test_the_level_is_drawn_against_the_usual_the_cue_knew() -> None:
    found = trace_of(cue("raised_voice"), [voice(45.0 + i, -30.0 if i < 10 else -22.0) for i in range(18)])
    assert found is not None
    at_cue = min(found.points, key=lambda point: abs(point[0] - 60.0))
    assert at_cue[1] == pytest.approx(8.2)
    assert found.points[0][1] == pytest.approx(0.2)


def test_without_voice_nothing_is_drawn() -> None:
    assert trace_of(cue("raised_voice"), [voice(50.0 + i, -30.0, 0.0) for i in range(12)]) is None
    assert trace_of(cue("raised_voice"), []) is None
    assert trace_of(cue("look_away"), [FaceObservation(59.0, True, attend_p=0.3)]) is None


def test_the_length_of_a_turn_runs_like_a_clock() -> None:
    found = trace_of(cue("monologue"), ())
    assert found is not None
    assert [value for _, value in found.points] == [38.0, 46.0, 48.0]
    odd = CueRecord(60.0, "H", "", "monologue", {}, limits={"speaking_s": 45.0})
    assert trace_of(odd, ()) is None


def test_the_pace_counts_the_words_of_the_running_turn() -> None:
    words = tuple(Word(50.0 + 0.3 * i, 50.25 + 0.3 * i, "so", 1.0) for i in range(40))
    before = Utterance(40.0, 41.0, "csm", "yes", (Word(40.0, 41.0, "yes", 1.0),))
    later = Utterance(70.0, 71.0, "csm", "fine", (Word(70.0, 71.0, "fine", 1.0),))
    said = [
        before,
        Utterance(50.0, 62.0, "csm", "so " * 40, words),
        later,
        Utterance(50.0, 60.0, "customer", "hm", words),
    ]
    found = trace_of(cue("pace"), said)
    assert found is not None
    assert found.points[0][0] >= 54.0
    assert found.points[-1][1] == pytest.approx(200.0, abs=8.0)
    assert trace_of(cue("pace"), ()) is None
