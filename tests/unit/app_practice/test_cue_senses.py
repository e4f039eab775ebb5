"""What the cues go by: steady, recent, and silent about what is not known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from app.practice import cue_params as params
from app.practice.cue_senses import CueSenses
from app.practice.cue_values import CueSettings
from app.practice.cue_view import CueView
from app.practice.cues import CuePolicy
from app.practice.scenario.model import NodeFeeling
from app.practice.turns import CsmTurn, CustomerTurn, ReadTurn
from perception.scoring.params import T_RAISED_DB, T_RAISED_ST
from perception.types import (
    FaceObservation,
    LiveLetter,
    PersonalBaseline,
    PoseObservation,
    Snapshot,
    StatedFeeling,
    Utterance,
    VoiceObservation,
)

OWN = PersonalBaseline("full", level_dbfs=-30.0, f0_hz=120.0)


def quiet(now_s: float, *, csm: bool = False, customer: bool = False, letters=None) -> Snapshot:
    return Snapshot(now_s, letters or {}, csm_speaking=csm, customer_speaking=customer)


def face(t_s: float, attend: float | None = 0.9, *, found: bool = True, smile: float = 0.0) -> FaceObservation:
    return FaceObservation(t_s, found, attend_p=attend, displays={"smile": smile})


def voice(start_s: float, seconds: float, level: float, f0: float, *, channel="csm", voiced=0.9) -> VoiceObservation:
    n = round(seconds * 100)
    return VoiceObservation(
        start_s, 0.01, channel, np.full(n, f0), np.full(n, voiced), np.full(n, level), np.full(n, 20.0)
    )


def customer_turn(intensity: int = 2, *, feeling: bool = True, phase="vent") -> CustomerTurn:
    felt = NodeFeeling("anger", "furious", intensity) if feeling else None
    return CustomerTurn("n", "Six hours.", phase, felt, "angry", "angry", 40.0, 50.0)


def read(*deeds: str) -> ReadTurn:
    return ReadTurn(CsmTurn("words", 5.0), tuple(deeds))


def test_nothing_observed_is_nothing_known():
    view = CueSenses().view(10.0, quiet(10.0))
    assert view == CueView()


def test_one_wrong_frame_moves_nothing_and_a_lost_face_is_not_a_look_away():
    senses = CueSenses()
    for number in range(10):
        senses.observe(face(number * 0.066, 0.05 if number == 5 else 0.9))
    assert senses.view(0.6, quiet(0.6)).attend_p == 0.9
    senses.observe(face(0.7, found=False))
    assert senses.view(0.7, quiet(0.7)).attend_p is None
    assert senses.view(0.7, quiet(0.7)).smile is None


def test_what_was_seen_grows_old():
    senses = CueSenses()
    senses.observe(face(1.0, smile=0.7))
    senses.observe(PoseObservation(1.0, True, lean=-0.1, slouch=0.8))
    assert senses.view(1.5, quiet(1.5)).smile == 0.7
    later = senses.view(3.0, quiet(3.0))
    assert (later.smile, later.lean, later.slouch) == (None, -0.1, 0.8)
    assert senses.view(5.0, quiet(5.0)).lean is None


def test_a_place_looked_at_stands_in_where_no_share_is_known():
    senses = CueSenses()
    senses.observe(FaceObservation(1.0, True, zone="away"))
    assert senses.view(1.1, quiet(1.1)).attend_p == 0.0


@pytest.mark.parametrize("baseline", [OWN, None], ids=["calibrated", "from the call"])
def test_a_raised_voice_is_told_against_the_own_usual(baseline):
    senses = CueSenses(baseline)
    senses.observe(voice(0.0, 20.0, -30.0, 120.0))
    usual = senses.view(20.0, quiet(20.0, csm=True))
    assert usual.level_db == pytest.approx(0.0)
    assert usual.pitch_st == pytest.approx(0.0)
    senses.observe(voice(20.0, 3.0, -20.0, 150.0))
    raised = senses.view(23.0, quiet(23.0, csm=True))
    assert raised.level_db > T_RAISED_DB
    assert raised.pitch_st > T_RAISED_ST


def test_one_loud_word_is_no_raised_voice():
    senses = CueSenses(OWN)
    senses.observe(voice(0.0, 1.6, -30.0, 120.0))
    senses.observe(voice(1.6, 0.6, -18.0, 160.0))
    assert senses.view(2.2, quiet(2.2, csm=True)).level_db < T_RAISED_DB


def test_too_little_voice_tells_nothing():
    senses = CueSenses(OWN)
    senses.observe(voice(0.0, 0.3, -10.0, 200.0))
    assert senses.view(0.3, quiet(0.3)).level_db is None
    senses = CueSenses()
    senses.observe(voice(0.0, 5.0, -30.0, 120.0))
    senses.observe(voice(5.0, 5.0, -30.0, 120.0, voiced=0.1))
    senses.observe(voice(10.0, 5.0, -30.0, 120.0, channel="customer"))
    assert senses.view(10.0, quiet(10.0)).level_db is None


def test_short_pauses_do_not_begin_a_turn_anew():
    senses = CueSenses()
    senses.view(1.0, quiet(1.0, csm=True))
    senses.view(2.0, quiet(2.0, csm=True))
    assert senses.view(2.8, quiet(2.8)).csm_since_s == 1.0
    assert senses.view(3.2, quiet(3.2)).csm_since_s is None
    assert senses.view(4.0, quiet(4.0, csm=True, customer=True)).csm_since_s == 4.0
    assert senses.view(4.0, quiet(4.0, csm=True, customer=True)).customer_since_s == 4.0


def test_a_turn_that_was_read_has_ended_and_knows_what_it_answered():
    senses = CueSenses()
    senses.customer(customer_turn(3, phase="solve"), 1.0, 5.0)
    senses.view(6.0, quiet(6.0, csm=True))
    senses.turn(read("explained"), 6.0, 9.0)
    view = senses.view(9.2, quiet(9.2))
    assert view.csm_since_s is None
    assert (view.turn.answered, view.turn.phase, view.turn.end_s) == (3, "solve", 9.0)
    senses.customer(customer_turn(feeling=False), 10.0, 12.0)
    senses.turn(read("explained"), 60.0, 63.0)
    assert senses.view(63.0, quiet(63.0)).turn.answered == 0


def test_a_written_feeling_is_known_from_its_first_word_and_not_told_again_by_its_record():
    senses = CueSenses()
    senses.customer(customer_turn(2), 10.0, 14.0)
    senses.observe(StatedFeeling(10.0, 14.0, "anger", "furious", 2, source="scenario"))
    view = senses.view(11.0, quiet(11.0))
    assert (view.feeling_s, view.feeling, view.intensity) == (10.0, "anger", 2)
    late = senses.view(40.0, quiet(40.0))
    assert (late.feeling_s, late.feeling, late.intensity) == (10.0, None, 0)


@dataclass(frozen=True)
class Found:
    family: str
    intensity: int


def test_a_customer_nobody_has_written_voices_feelings_in_words():
    senses = CueSenses(find_feelings=lambda text: (Found("worry", 2), Found("anger", 1)) if "worried" in text else ())
    senses.observe(Utterance(1.0, 4.0, "customer", "I am worried about it."))
    senses.observe(Utterance(5.0, 6.0, "customer", "Well."))
    view = senses.view(6.0, quiet(6.0))
    assert (view.feeling_s, view.feeling, view.intensity) == (4.0, "worry", 2)
    senses.observe(StatedFeeling(7.0, 8.0, "anger", "angry", 3, source="partner"))
    assert senses.view(8.0, quiet(8.0)).feeling == "anger"


def test_the_pace_counts_the_last_lines_that_were_understood():
    senses = CueSenses()
    words = " ".join(["word"] * 20)
    senses.observe(Utterance(0.0, 5.0, "csm", words))
    assert senses.view(5.0, quiet(5.0)).words_per_minute is None
    senses.observe(Utterance(5.0, 10.0, "csm", words))
    senses.observe(Utterance(10.0, 11.0, "csm", words, p=0.3))
    assert senses.view(11.0, quiet(11.0)).words_per_minute == pytest.approx(240.0)
    assert senses.view(40.0, quiet(40.0)).words_per_minute is None


def test_senses_and_policy_together_tell_a_look_away():
    """A call as the engine lives it: the customer speaks, the CSM looks aside, the letter has been low."""
    senses, policy = CueSenses(), CuePolicy(CueSettings())
    low = {"E": LiveLetter("E", 20.0, "watch", 0.9)}
    told, now_s = [], 0.0
    while now_s < 20.0:
        senses.observe(face(now_s, 0.9 if now_s < 10.0 else 0.1))
        told += policy.update(now_s, senses.view(now_s, quiet(now_s, customer=True, letters=low)))
        now_s = round(now_s + 0.2, 3)
    assert [one.rule for one in told] == ["look_away", "look_away"]
    assert 10.0 + params.AWAY_S <= told[0].t_s <= 10.0 + params.AWAY_S + 1.0
