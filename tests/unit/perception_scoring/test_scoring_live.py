"""The letters while a call runs: marks, holding, what late phrases do (measurement page 8.1)."""

from __future__ import annotations

import numpy as np
import pytest

from perception.scoring.engine import ScoringConfig, ScoringEngine
from perception.scoring.live import _mark, _State
from perception.types import (
    LETTERS,
    Observation,
    PhaseChange,
)
from tests.unit.perception_scoring.scoring_streams import FULL, call, faces, felt, lexicon, said, voice

# ---------------------------------------------------------------- live


def known_at(o: Observation) -> float:
    return o.t_s if hasattr(o, "t_s") else o.end_s


def live(observations: list[Observation], end_s: float, step_s: float = 0.4, **config: object):
    settings: dict[str, object] = {"baseline": FULL, "lexicon": lexicon(), **config}
    engine = ScoringEngine(ScoringConfig(**settings))  # type: ignore[arg-type]
    ordered = sorted(observations, key=known_at)
    shots, done = [], 0
    for now in np.arange(step_s, end_s, step_s):
        while done < len(ordered) and known_at(ordered[done]) <= now:
            engine.observe(ordered[done])
            done += 1
        shots.append(engine.snapshot(now_s=float(now)))
    return shots


def test_a_call_is_read_live_in_every_letter() -> None:
    observations, end = call()
    shots = live(observations, end)
    last = shots[-1]
    assert set(last.letters) == set(LETTERS)
    assert all(letter.mark in ("good", "watch") for letter in last.letters.values() if letter.letter != "P")
    assert last.letters["A"].mark == last.letters["T"].mark == "good"
    assert last.talk_share == pytest.approx(0.55, abs=0.05)
    assert any(shot.csm_speaking for shot in shots)
    assert any(shot.customer_speaking for shot in shots)
    assert all(letter.mark == "unknown" for letter in shots[0].letters.values())


def test_words_hold_their_level_while_nothing_is_said() -> None:
    observations, end = call()
    shots = live(observations, end + 60)
    assert shots[-1].letters["A"].level == shots[-120].letters["A"].level


def test_the_picture_going_away_turns_its_marks_to_unknown() -> None:
    observations, end = call()
    shots = live(observations, end + 60)
    assert shots[-1].letters["E"].mark == "unknown"
    assert shots[-1].letters["E"].level is None


def test_a_raised_voice_shows_in_the_tone() -> None:
    observations, end = call()
    loud = [*said("csm", end, "word " * 24, seconds=10.0), *voice(end, end + 10, level=-16.0, f0=190.0, swing_st=0.2)]
    before, after = live(observations, end)[-1], live([*observations, *loud], end + 12)[-1]
    assert after.letters["T"].level < before.letters["T"].level


def test_without_the_customers_channel_there_is_no_talk_share() -> None:
    observations, end = call()
    assert live(observations, end, step_s=1.0, has_customer_channel=False)[-1].talk_share is None


def test_marks_hold_between_the_limits() -> None:
    assert _mark(_State(level=None)) == "unknown"
    assert _mark(_State(level=48.0, mark="good")) == "good"
    assert _mark(_State(level=48.0, mark="watch")) == "watch"
    assert _mark(_State(level=48.0)) == "good"
    assert _mark(_State(level=42.0)) == "watch"
    assert _mark(_State(level=80.0, mark="watch")) == "good"
    assert _mark(_State(level=20.0, mark="good")) == "watch"


def test_stated_phases_and_feelings_replace_the_derived_ones() -> None:
    observations, _end = call()
    engine = ScoringEngine(ScoringConfig(lexicon=lexicon()))
    for observation in observations:
        engine.observe(observation)
    derived = engine.conversation()
    assert [c.phase for c in derived.phases][:2] == ["greet", "vent"]
    engine.observe(PhaseChange(3.0, "explore"))
    engine.observe(felt(5.0, "worry"))
    stated = engine.conversation()
    assert [c.phase for c in stated.phases] == ["explore"]
    assert [o.families for o in stated.opportunities] == [("worry",)]
    assert engine.end_s > 60


def test_looking_away_lowers_the_live_mark_although_phrases_are_known_late() -> None:
    talk = [o for i in range(30) for o in said("customer", 3.0 * i, "word " * 8, seconds=2.9)]
    seen = faces(0, 90, attend=lambda t: 1.0 if t < 40 else 0.0)
    shots = live([*talk, *seen], 90.0)
    assert shots[80].letters["E"].mark == "good"
    assert shots[-1].letters["E"].mark == "watch"


def test_a_live_window_cannot_show_too_much_looking() -> None:
    talk = [o for i in range(10) for o in said("customer", 3.0 * i, "word " * 8, seconds=2.9)]
    shots = live([*talk, *faces(0, 30)], 30.0)
    assert shots[-1].letters["E"].mark == "good"
