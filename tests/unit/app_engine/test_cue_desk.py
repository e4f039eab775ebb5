"""What the live cues look at in a running call."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from app.engine.cue_desk import CueDesk, Floor
from app.engine.practice_messages import CueCleared, CueShown
from app.practice.cue_values import CueSettings
from app.practice.cue_view import CueView
from app.practice.turns import CsmTurn, ReadTurn
from perception.types import FaceObservation, LiveLetter, PersonalBaseline, PoseObservation, Snapshot, VoiceObservation
from tests.unit.app_engine.customer_stage import Stage

NOBODY = Floor()


class Watched:
    """A desk whose policy keeps what it was shown."""

    def __init__(self, baseline: PersonalBaseline | None = None) -> None:
        self.desk = CueDesk(CueSettings(), baseline=baseline)
        self.views: list[CueView] = []
        ask = self.desk._policy.update
        self.desk._policy.update = lambda now_s, view: (self.views.append(view), ask(now_s, view))[1]  # type: ignore[method-assign]

    def look(self, now_s: float, floor: Floor = NOBODY, levels: Mapping[str, LiveLetter] | None = None) -> list:
        return self.desk.update(now_s, Snapshot(now_s, levels or {}), floor)


def voice(t_s: float, seconds: float, level_dbfs: float, f0_hz: float) -> VoiceObservation:
    count = round(seconds / 0.01)
    return VoiceObservation(
        t_s, 0.01, "csm", np.full(count, f0_hz), np.ones(count), np.full(count, level_dbfs), np.zeros(count)
    )


def test_what_is_seen_counts_while_it_is_fresh() -> None:
    watched = Watched()
    watched.desk.observe(FaceObservation(10.0, True, attend_p=0.7, displays={"smile": 0.2}))
    watched.desk.observe(PoseObservation(10.0, True, lean=-0.1, slouch=0.9))
    watched.look(10.5)
    watched.look(12.0)
    fresh, old = watched.views
    assert (fresh.attend_p, fresh.smile, fresh.lean, fresh.slouch) == (0.7, 0.2, -0.1, 0.9)
    assert (old.attend_p, old.smile, old.lean, old.slouch) == (None, None, None, None)


def test_short_pauses_belong_to_speaking() -> None:
    watched = Watched()
    for now_s, csm in ((1.0, True), (1.2, True), (1.4, False), (1.6, True), (2.2, False), (2.6, False)):
        watched.look(now_s, Floor(csm=csm))
    assert [view.csm_since_s for view in watched.views] == [1.0, 1.0, 1.0, 1.0, 1.0, None]


def test_level_and_pitch_are_told_against_the_own_usual() -> None:
    watched = Watched(PersonalBaseline(level_dbfs=-30.0, f0_hz=100.0))
    watched.look(1.0)
    watched.desk.observe(voice(1.0, 1.0, -24.0, 200.0))
    watched.look(2.1)
    watched.look(6.0)
    assert [view.level_db for view in watched.views] == [None, pytest.approx(6.0), None]
    assert watched.views[1].pitch_st == pytest.approx(12.0)


def test_without_a_calibration_the_call_so_far_is_usual() -> None:
    watched = Watched()
    for second in range(11):
        watched.desk.observe(voice(float(second), 1.0, -30.0, 100.0))
    watched.desk.observe(voice(12.0, 2.5, -27.0, 100.0))
    watched.look(14.5)
    assert watched.views[0].level_db == pytest.approx(3.0)


def test_the_pace_is_told_once_a_turn_is_long_enough() -> None:
    watched = Watched()
    watched.look(1.0, Floor(csm=True, words=9, words_s=3.0))
    watched.look(5.0, Floor(csm=True, words=20, words_s=6.0))
    assert [view.words_per_minute for view in watched.views] == [None, pytest.approx(200.0)]


def test_a_turn_knows_what_it_answered() -> None:
    stage, watched = Stage(), Watched()
    stage.begin()
    watched.desk.customer_says(stage.director.steps[0].customer, t_s=1.0)
    watched.look(2.0)
    watched.desk.csm_said(ReadTurn(CsmTurn("Calm down."), ("dismissed",)), start_s=6.0, end_s=7.0)
    watched.look(8.0)
    first, second = watched.views
    assert (first.feeling, first.intensity, first.feeling_s) == ("anger", 3, 1.0)
    assert second.turn is not None
    assert (second.turn.answered, second.turn.phase, second.turn.end_s) == (3, "vent", 7.0)


def test_a_cue_comes_goes_and_can_be_hidden() -> None:
    watched = Watched()
    low = {"E": LiveLetter("E", 20.0, "watch", 1.0)}
    events: list[CueShown | CueCleared] = []
    for step in range(200):
        now_s = 20.0 + 0.2 * step
        watched.desk.observe(FaceObservation(now_s, True, attend_p=0.05))
        events += watched.look(now_s, Floor(customer=True), low)
        if events:
            break
    (shown,) = events
    assert isinstance(shown, CueShown)
    assert shown.cue.letter == "E"
    assert watched.desk.hide(True) == [CueCleared(shown.cue.rule, done=False)]
    asked = len(watched.views)
    assert watched.look(70.0, Floor(customer=True), low) == []
    assert len(watched.views) == asked
    assert watched.desk.hide(False) == []
