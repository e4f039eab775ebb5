"""A practice call played from written lines and recorded: its debrief reads path, end, cues and traces back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.bootstrap.window import open_for_debrief
from app.practice.director import ScenarioDirector
from app.ui.debrief.again import choice_for
from app.ui.debrief.presenter import present_debrief
from app.ui.ports import OpenedSession, ScenarioEntry, ScenarioList
from perception.recording.format import SCENARIO_NAME
from tests.practice_sessions import SCENARIO, TURNING, practice_session, sample
from tests.unit.app_practice.small_scenario import ByWords

TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> OpenedSession:
    folder = tmp_path_factory.mktemp("sessions") / "call"
    practice_session(folder)
    return open_for_debrief(folder)


def test_the_path_is_told_turn_by_turn(opened: OpenedSession) -> None:
    customer = present_debrief(opened, TODAY).customer
    assert customer is not None
    assert customer.empty is None
    assert customer.tracks is not None
    assert len(customer.turns) == len(TURNING) + 1 == len(customer.tracks.calm)
    first = customer.turns[0]
    assert first.answer == TURNING[0]
    assert ("Brushed it off · went to the fix before the feeling", "watch") in first.found
    assert first.mark == "watch"
    assert customer.turns[-1].point is None  # the last word cannot be answered
    assert all(turn.point is not None for turn in customer.turns[:-1])
    assert customer.rating is not None
    assert 1 <= customer.rating.felt_heard <= 5


def test_every_turn_can_be_tried_again_from_where_it_stood(opened: OpenedSession) -> None:
    customer = present_debrief(opened, TODAY).customer
    assert customer is not None
    assert opened.practice is not None
    for turn, step in zip(customer.turns[:-1], opened.practice.steps, strict=False):
        choice = choice_for(opened.practice, turn.point, ScenarioList(()), seed=77)
        assert choice is not None
        assert choice.file == opened.folder / SCENARIO_NAME
        again = ScenarioDirector(choice.scenario, ByWords(), seed=choice.seed, point=choice.start)
        opening = again.open().customer
        assert (opening.node, opening.calm, opening.trust) == (step.node, step.calm, step.trust)
        assert opening.text in choice.scenario.nodes[step.node].lines


def test_a_new_beginning_takes_the_scenario_as_it_is_now(opened: OpenedSession) -> None:
    kept = opened.practice
    assert kept is not None
    assert kept.scenario is not None
    newer = replace(kept.scenario, version=2)
    listed = ScenarioList((ScenarioEntry(SCENARIO, newer),))
    begun = choice_for(kept, None, listed, seed=5)
    assert begun is not None
    assert (begun.file, begun.scenario.version, begun.start, begun.seed) == (SCENARIO, 2, None, 5)


def test_a_cue_is_drawn_from_what_was_recorded(opened: OpenedSession) -> None:
    assert opened.trace is not None
    away, loud, passed = opened.cues
    seen = opened.trace(away)
    assert seen is not None
    assert (seen.limit, seen.above) == (50.0, False)
    below = [t_s for t_s, value in seen.points if value < seen.limit]
    assert below
    assert min(below) == pytest.approx(away.since_s, abs=0.2)
    heard = opened.trace(loud)
    assert heard is not None
    at_cue = min(heard.points, key=lambda point: abs(point[0] - loud.t_s))
    assert at_cue[1] == pytest.approx(loud.numbers["level_db"], abs=0.5)
    assert heard.points[0][1] < heard.limit
    assert opened.trace(passed) is None


def test_a_call_left_before_its_end_says_so(tmp_path: Path) -> None:
    practice_session(tmp_path / "call", sample("empathic")[:1], checked=False)
    view = present_debrief(open_for_debrief(tmp_path / "call"), TODAY)
    assert view.customer is not None
    assert view.customer.end == "The call was ended before the customer had said the last word."
    assert view.customer.turns[-1].note == "The call ended here, before an answer."
    assert view.customer.turns[-1].point is not None
    assert view.customer.rating is None
    assert view.self_check is None


@pytest.mark.parametrize("damage", ["gone", "broken"])
def test_a_scenario_that_cannot_be_read_leaves_the_path_and_says_so(tmp_path: Path, damage: str) -> None:
    practice_session(tmp_path / "call")
    kept = tmp_path / "call" / SCENARIO_NAME
    kept.unlink() if damage == "gone" else kept.write_text("format: 1\nid: [", encoding="utf-8")
    opened = open_for_debrief(tmp_path / "call")
    customer = present_debrief(opened, TODAY).customer
    assert customer is not None
    assert "any more" in customer.trouble
    assert len(customer.turns) == len(TURNING) + 1
    assert all(turn.point is None for turn in customer.turns)
    assert customer.name == "Your customer"
