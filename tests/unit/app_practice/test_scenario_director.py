"""The director of a scenario: the same turns give the same path, nothing is ever stuck, a moment can be tried again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.practice import params, state, words
from app.practice.director import ScenarioDirector, holds
from app.practice.ports import Director
from app.practice.scenario.loader import read_scenario
from app.practice.scenario.model import DEEDS, Condition, Deed, Scenario
from app.practice.turns import CsmTurn, ReadTurn, Step
from perception.errors import InvalidValueError
from perception.language.types import ResponseScore
from tests.unit.app_practice.small_scenario import ByWords, changed, did, small

RUNS = st.lists(st.lists(st.sampled_from(DEEDS), max_size=4, unique=True), max_size=12)


def _director(scenario: Scenario | None = None, *, seed: int = 0) -> ScenarioDirector:
    return ScenarioDirector(scenario or small(), ByWords(), seed=seed)


def _run(director: Director, runs: list[list[Deed]]) -> list[Step]:
    """Answers until the end; a turn that does nothing is one word without a deed."""
    out = []
    for deeds in runs:
        if director.ended:
            break
        out.append(director.answer(did(*deeds)))
    return out


def test_the_customer_opens_with_the_first_turn() -> None:
    director = _director()
    step = director.open()
    assert (step.from_node, step.read, step.edge, step.because) == (None, None, None, "")
    assert step.customer.node == "complains"
    assert step.customer.text in small().nodes["complains"].lines
    assert (step.customer.calm, step.customer.trust, step.customer.waits_s) == (40.0, 50.0, 0.5)
    assert not director.ended


def test_the_first_edge_that_holds_is_taken_and_says_why() -> None:
    director = _director()
    director.open()
    step = director.answer(did("named_feeling"))
    assert (step.edge, step.customer.node) == (0, "opens")
    assert step.because == "You took it up, so he told you more."
    # 9 points of the deed with room for 60 of 50, then 5 of the edge with room for 51 of 50.
    assert step.customer.calm == pytest.approx(54.0)
    assert step.calm_change == pytest.approx(14.0)
    assert step.point == director.point
    assert director.answer(did("named_feeling")).customer.end == "resolved"
    assert director.ended


def test_conditions_look_at_the_state_after_the_deeds() -> None:
    low = read_scenario(changed(("calm: 40", "calm: 30")), "x.yaml").scenario
    director = _director(low)
    director.open()
    assert director.answer(did("dismissed")).customer.node == "leaves"
    high = _director(read_scenario(changed(("calm: 40", "calm: 90")), "x.yaml").scenario)
    high.open()
    assert high.answer(did("dismissed")).customer.node == "complains"


def test_visits_count_the_times_before() -> None:
    director = _director()
    director.open()
    nodes = [director.answer(did("greeted")).customer.node for _ in range(3)]
    assert nodes == ["complains", "complains", "leaves"]


def test_no_wording_comes_twice_while_others_are_left() -> None:
    for seed in range(8):
        director = _director(seed=seed)
        said = [director.open().customer.text, *(step.customer.text for step in _run(director, [["greeted"]] * 2))]
        assert sorted(said) == sorted(small().nodes["complains"].lines)


def test_another_seed_chooses_other_wordings() -> None:
    assert len({_director(seed=seed).open().customer.text for seed in range(12)}) == 3


def test_what_was_not_understood_is_asked_for_again_and_moves_nothing() -> None:
    director = _director()
    first = director.open().customer
    before = director.point
    texts = []
    for _ in range(4):
        step = director.answer(did("unclear"))
        assert (step.customer.kind, step.edge, step.calm_change, step.read is not None) == ("repeat", None, 0.0, True)
        texts.append(step.customer.text)
    assert director.point == before
    assert tuple(texts[:3]) == words.NOT_CAUGHT
    assert texts[3] == words.NOT_CAUGHT[-1]
    assert director.repeat().customer.text == first.text
    assert director.answer(did("named_feeling")).customer.node == "opens"


def test_a_scenario_may_say_itself_what_follows_when_nothing_was_understood() -> None:
    text = changed(
        ("      - when: {visits: 2}", "      - when: {any_of: [unclear]}\n        to: opens\n      - when: {visits: 2}")
    )
    director = _director(read_scenario(text, "x.yaml").scenario)
    director.open()
    assert director.answer(did("unclear")).customer.node == "opens"


def test_into_a_silence_come_the_nudges_one_by_one() -> None:
    director = _director()
    assert director.silence() is None
    director.open()
    said = [director.silence(), director.silence(), director.silence()]
    assert [step and step.customer.text for step in said] == ["Hello?", "Still there?", None]
    assert [step.customer.kind for step in said if step] == ["nudge", "nudge"]
    assert director.point.step == 0
    director.answer(did("named_feeling"))
    general = director.silence()
    assert general is not None
    assert general.customer.text == words.NUDGES[0]


def test_the_customer_breaks_in_once_a_turn_where_they_may() -> None:
    director = _director()
    assert director.break_in() is None
    director.open()
    step = director.break_in()
    assert step is not None
    assert step.customer.kind == "break_in"
    assert step.customer.text in small().nodes["complains"].breaks_in
    assert director.break_in() is None
    director.answer(did("named_feeling"))
    assert director.break_in() is None  # that turn has no time after which they break in


def test_the_last_turn_comes_again_on_request() -> None:
    director = _director()
    with pytest.raises(InvalidValueError):
        director.repeat()
    opening = director.open()
    director.silence()
    assert director.repeat().customer.text == opening.customer.text
    assert director.point.step == 0


def test_it_cannot_be_answered_before_it_opens_or_after_it_ended() -> None:
    director = _director()
    with pytest.raises(InvalidValueError, match="not open"):
        director.answer(did())
    director.open()
    with pytest.raises(InvalidValueError, match="already open"):
        director.open()
    _run(director, [["named_feeling"], ["judged"]])
    assert director.ended
    assert director.options() == ()
    assert director.silence() is None
    assert director.break_in() is None
    with pytest.raises(InvalidValueError, match="ended"):
        director.answer(did())


def test_a_point_of_another_scenario_is_refused() -> None:
    director = _director()
    director.open()
    point = director.point.__class__("nowhere", 1.0, 1.0)
    with pytest.raises(InvalidValueError, match="has no turn"):
        ScenarioDirector(small(), ByWords(), point=point)


def test_a_way_that_leads_nowhere_is_told() -> None:
    text = changed(("      - to: complains\n", "      - when: {any_of: [silent]}\n        to: leaves\n"))
    director = _director(read_scenario(text, "x.yaml").scenario)
    director.open()
    with pytest.raises(InvalidValueError, match="leads nowhere"):
        director.answer(did("greeted"))


# ---------------------------------------------------------------- whatever is done


@given(runs=RUNS, seed=st.integers(0, 99))
def test_the_same_turns_give_the_same_path(runs: list[list[Deed]], seed: int) -> None:
    one, two = _director(seed=seed), _director(seed=seed)
    one.open()
    two.open()
    assert _run(one, runs) == _run(two, runs)
    assert one.steps == two.steps


@given(runs=RUNS)
def test_the_state_stays_within_its_ends_and_the_path_goes_on(runs: list[list[Deed]]) -> None:
    director = _director()
    director.open()
    for step in _run(director, runs):
        assert 0.0 <= step.customer.calm <= 100.0
        assert 0.0 <= step.customer.trust <= 100.0
        assert step.customer.text
        assert step.customer.node in small().nodes
    assert director.ended == (director.steps[-1].customer.end is not None)


@given(runs=RUNS, cut=st.integers(0, 12), seed=st.integers(0, 99))
def test_going_on_from_a_moment_is_going_on(runs: list[list[Deed]], cut: int, seed: int) -> None:
    whole = _director(seed=seed)
    whole.open()
    _run(whole, runs[:cut])
    point = whole.point
    spoken = [step.customer for step in whole.steps if step.customer.kind == "answer"][-1]
    again = ScenarioDirector(small(), ByWords(), seed=seed, point=point)
    assert again.point == point
    assert again.open().customer == spoken
    assert _run(again, runs[cut:]) == _run(whole, runs[cut:])
    assert again.point == whole.point


@given(runs=RUNS, deeds=st.lists(st.sampled_from(DEEDS), max_size=4, unique=True), seed=st.integers(0, 99))
def test_every_answer_was_among_the_options(runs: list[list[Deed]], deeds: list[Deed], seed: int) -> None:
    director = _director(seed=seed)
    director.open()
    _run(director, runs)
    if director.ended:
        return
    options = director.options()
    nudge, broken = director.silence(), director.break_in()
    assert nudge is None or nudge.customer.text in options
    assert broken is None or broken.customer.text in options
    assert director.answer(did(*deeds)).customer.text in options


# ---------------------------------------------------------------- the state


def _read(score: float | None, *deeds: Deed) -> ReadTurn:
    response = None if score is None else ResponseScore(score, "neutral", "x")
    return ReadTurn(CsmTurn("x"), deeds, response)


def test_what_wins_weighs_by_the_quality_of_the_answer() -> None:
    full, _ = params.EFFECTS["named_feeling"]
    assert state.points_of(_read(90, "named_feeling"), small())[0] == pytest.approx(full)
    assert state.points_of(_read(10, "named_feeling"), small())[0] == pytest.approx(full * params.LEAST_QUALITY)
    assert state.points_of(_read(None, "named_feeling"), small())[0] == pytest.approx(full)
    middle = state.points_of(_read(60, "named_feeling"), small())[0]
    assert full * params.LEAST_QUALITY < middle < full


def test_what_an_edge_wins_weighs_by_the_quality_of_the_answer_and_what_it_loses_does_not() -> None:
    assert state.earned(6.0, _read(90)) == pytest.approx(6.0)
    assert state.earned(6.0, _read(20)) == pytest.approx(6.0 * params.LEAST_QUALITY)
    assert state.earned(-6.0, _read(20)) == -6.0


def test_what_loses_counts_in_full() -> None:
    assert state.points_of(_read(100, "judged"), small()) == params.EFFECTS["judged"]


def test_a_scenario_may_give_a_deed_other_points() -> None:
    own = read_scenario(changed(("nodes:\n", "effects: {explained: [-8, -4]}\nnodes:\n")), "x.yaml").scenario
    assert state.points_of(_read(100, "explained"), own) == (-8.0, -4.0)


@given(value=st.floats(0, 100), points=st.floats(-200, 200))
def test_moves_shrink_towards_the_ends_and_never_pass_them(value: float, points: float) -> None:
    after = state.moved(value, points)
    assert 0.0 <= after <= 100.0
    assert abs(after - value) <= max(params.MOST_UP, params.MOST_DOWN) + 1e-9
    assert (after - value) * points >= 0.0


def test_every_deed_has_its_points() -> None:
    assert set(params.EFFECTS) == set(DEEDS)


def test_all_that_a_condition_gives_must_hold() -> None:
    when = Condition(("owned", "aligned"), ("committed",), ("judged",), (20.0, 60.0), (0.0, 50.0), 1)
    good = _read(50, "owned", "committed")
    assert holds(when, good, calm=60.0, trust=50.0, visits=1)
    assert not holds(when, _read(50, "committed"), calm=40.0, trust=40.0, visits=1)
    assert not holds(when, _read(50, "owned"), calm=40.0, trust=40.0, visits=1)
    assert not holds(when, _read(50, "owned", "committed", "judged"), calm=40.0, trust=40.0, visits=1)
    assert not holds(when, good, calm=61.0, trust=40.0, visits=1)
    assert not holds(when, good, calm=40.0, trust=51.0, visits=1)
    assert not holds(when, good, calm=40.0, trust=40.0, visits=0)


def test_a_condition_may_ask_what_was_reached_before() -> None:
    read = _read(50, "owned")
    told = Condition(seen=("story", "worry"))
    assert holds(told, read, calm=50.0, trust=50.0, visits=0, seen=("start", "story", "worry"))
    assert not holds(told, read, calm=50.0, trust=50.0, visits=0, seen=("start", "story"))
    untold = Condition(not_seen=("story", "worry"))
    assert holds(untold, read, calm=50.0, trust=50.0, visits=0, seen=("start",))
    assert not holds(untold, read, calm=50.0, trust=50.0, visits=0, seen=("start", "worry"))


def test_a_second_chance_leads_past_a_story_that_was_told() -> None:
    way_back = (
        "      - when: {any_of: [owned], seen: [opens]}\n        to: thanks\n"
        "      - when: {any_of: [owned]}\n        to: opens\n"
    )
    text = changed(
        (
            "    edges:\n      - when: {any_of: [named_feeling, ack",
            "    edges:\n" + way_back + "      - when: {any_of: [named_feeling, ack",
        ),
        ("      - to: leaves\n  thanks", "      - to: complains\n  thanks"),
    )
    director = ScenarioDirector(read_scenario(text, "x.yaml").scenario, ByWords())
    director.open()
    assert [director.answer(did(deed)).customer.node for deed in ("owned", "explained", "owned")] == [
        "opens",
        "complains",
        "thanks",
    ]


@given(RUNS, st.lists(st.sampled_from(DEEDS), max_size=4, unique=True))
def test_an_answer_that_was_not_said_leaves_no_trace(runs: list[list[Deed]], more: list[Deed]) -> None:
    director = _director()
    director.open()
    _run(director, runs)
    if director.ended:
        return
    steps, point, options = director.steps, director.point, director.options()
    first = director.answer(did(*more))
    director.take_back()
    assert (director.steps, director.point, director.options()) == (steps, point, options)
    assert director.answer(did(*more)) == first


def test_only_an_answer_can_be_taken_back_and_only_once() -> None:
    director = _director()
    director.open()
    with pytest.raises(InvalidValueError):
        director.take_back()
    director.answer(did("named_feeling"))
    director.take_back()
    with pytest.raises(InvalidValueError):
        director.take_back()
