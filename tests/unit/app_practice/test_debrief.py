"""The path of a call from its steps, its turning points, clips and the rating the customer gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.practice.customer_rating import AT_MOST_LEFT, HIGHEST, LOWEST, rate
from app.practice.debrief import clip_of, end_of, path_of, rises, turn_at, turning_points
from app.practice.deed_words import COSTLY, DEED_WORDS, NEUTRAL, deed_words
from app.practice.end_words import change_words, closing_words, first_name
from app.practice.scenario.model import DEEDS, Persona
from perception.recording.records import ScenarioPoint, StepRecord
from perception.types import Moment, Span

OPENING = StepRecord(1.0, "a", "Down again.", 40.0, 50.0, point=ScenarioPoint("a", 40.0, 50.0, {"a": 1}))


def answered(t_s: float, node: str, calm: float, trust: float, **more) -> StepRecord:
    values = {"from_node": "a", "heard": "I hear you.", "heard_s": 3.0, "answer_after_s": 0.5, **more}
    return StepRecord(t_s, node, "And now?", calm, trust, point=ScenarioPoint(node, calm, trust, {node: 1}), **values)


def test_the_path_pairs_each_line_with_its_answer_and_keeps_what_came_between() -> None:
    steps = (
        OPENING,
        StepRecord(9.0, "a", "Hello?", 40.0, 50.0, manner="nudge", from_node="a"),
        StepRecord(14.0, "a", "Sorry, what?", 40.0, 50.0, manner="repeat", from_node="a", heard="Grmbl."),
        StepRecord(20.0, "a", "Let me stop you.", 40.0, 50.0, manner="break_in", from_node="a"),
        answered(
            30.0, "b", 52.0, 55.0, deeds=("named_feeling",), because="You named it.", calm_change=12.0, cut_short=True
        ),
        answered(40.0, "z", 60.0, 60.0, end="calmed"),
    )
    first, second, last = path_of(steps)
    assert [aside.manner for aside in first.asides] == ["nudge", "repeat", "break_in"]
    assert first.asides[1].heard == "Grmbl."
    assert first.answer is not None
    assert (first.answer.start_s, first.answer.end_s, first.answer.reaction_s) == (26.5, 29.5, 30.0)
    assert (first.answer.because, first.answer.cut_short) == ("You named it.", True)
    assert (first.may_retry, second.may_retry, last.may_retry) == (True, True, False)
    assert last.answer is None
    assert end_of((first, second, last)) == "calmed"
    assert first.point is not None
    assert first.point.visits == (("a", 1),)
    assert path_of(()) == ()
    assert end_of(()) is None


def test_words_before_the_first_line_belong_to_no_turn() -> None:
    assert path_of((StepRecord(1.0, "a", "Hello?", 40.0, 50.0, manner="nudge"),)) == ()


def test_a_line_that_is_said_again_after_the_engine_was_started_again_is_one_turn() -> None:
    crashed = answered(20.0, "b", 52.0, 55.0)
    again = StepRecord(31.0, "b", "And now?", 52.0, 55.0, point=crashed.point)
    turns = path_of((OPENING, crashed, again, answered(45.0, "c", 60.0, 60.0, from_node="b")))
    assert [(turn.number, turn.node) for turn in turns] == [(1, "a"), (2, "b"), (3, "c")]
    assert [(aside.manner, aside.t_s) for aside in turns[1].asides] == [("repeat", 31.0)]
    assert turns[1].answer is not None
    assert turns[1].answer.end_s == 44.5


def test_a_call_that_went_on_after_a_break_keeps_both_openings() -> None:
    first, second = path_of((OPENING, StepRecord(60.0, "b", "Back again.", 50.0, 50.0)))
    assert first.answer is None
    assert second.number == 2


def test_turning_points_are_the_largest_moves_in_order_of_time() -> None:
    moves = (4.0, 20.0, -30.0, 12.0, 11.0)
    steps = [OPENING, *(answered(10.0 + 10 * i, "a", 50.0, 50.0, calm_change=m) for i, m in enumerate(moves))]
    found = turning_points(path_of(steps))
    assert [turn.number for turn in found] == [2, 3, 4]
    assert [rises(turn) for turn in found] == [True, False, True]


def test_a_clip_holds_the_line_the_answer_and_the_first_of_the_reaction() -> None:
    turns = path_of((OPENING, answered(12.0, "b", 50.0, 50.0)))
    assert clip_of(turns[0]) == Span(0.0, 15.0)
    assert clip_of(turns[1]) == Span(11.0, 20.0)
    long = path_of((OPENING, answered(200.0, "b", 50.0, 50.0, heard_s=120.0)))
    assert clip_of(long[0]).end_s - clip_of(long[0]).start_s == 45.0


def test_the_turn_at_a_time() -> None:
    turns = path_of((OPENING, answered(12.0, "b", 50.0, 50.0)))
    assert turn_at(turns, -5.0) is None
    assert turn_at(turns, 5.0) is turns[0]
    assert turn_at(turns, 11.0) is turns[1]  # a little early
    assert turn_at(turns, 90.0) is turns[1]


def test_where_the_end_of_the_answer_was_not_kept_it_ends_with_the_reaction() -> None:
    (first, _) = path_of((OPENING, answered(12.0, "b", 50.0, 50.0, answer_after_s=None, heard_s=99.0)))
    assert first.answer is not None
    assert (first.answer.start_s, first.answer.end_s) == (1.0, 12.0)


def test_every_deed_has_words_and_a_kind() -> None:
    assert set(DEED_WORDS) == set(DEEDS)
    assert not COSTLY & NEUTRAL
    assert deed_words(("interrupted", "from_later"), "she") == ("spoke over her", "from later")
    assert deed_words(("interrupted",)) == ("spoke over them",)


@pytest.mark.parametrize(
    ("pronoun", "before", "after", "words"),
    [
        ("she", 28.0, 61.0, "She left calmer than she came: 28 → 61 of 100."),
        ("he", 50.0, 30.0, "He left less calm than he came: 50 → 30 of 100."),
        ("they", 50.0, 52.0, "They left about as calm as they came: 50 → 52 of 100."),
    ],
)
def test_how_calm_the_customer_left(pronoun: str, before: float, after: float, words: str) -> None:
    assert change_words(pronoun, before, after) == words


def test_the_end_in_one_sentence() -> None:
    persona = Persona("Maya Lindqvist", "Controller", "Northbay", "", "dana")
    assert first_name(persona) == "Maya"
    ends = ("resolved", "calmed", "open", "escalated", "left")
    said = [closing_words(persona, end) for end in ends]  # type: ignore[arg-type]
    assert len(set(said)) == len(ends)
    assert all(text.startswith("Maya ") for text in said)


# ---------------------------------------------------------------- rating


def path(trust: float, calm: float, *, end: str = "", **more):
    return path_of((OPENING, answered(10.0, "b", 45.0, 50.0, **more), answered(20.0, "z", calm, trust, end=end)))


def moments(*outcomes: str, hidden: tuple[bool, ...] = ()) -> tuple[Moment, ...]:
    sure = (*hidden, *(False,) * len(outcomes))
    return tuple(Moment(float(i), "upset", sure[i], o) for i, o in enumerate(outcomes))  # type: ignore[arg-type]


def test_the_worked_example_of_the_rule() -> None:
    rating = rate(path(60.0, 50.0), moments("named", "missed"))
    assert rating is not None
    assert rating.felt_heard == 3


@pytest.mark.parametrize(
    ("turns", "felt", "rated"),
    [
        (path(95.0, 95.0, end="resolved"), moments("named", "named"), 5),
        (path(10.0, 10.0, end="escalated"), moments("missed", "blocked"), 1),
        (path(95.0, 95.0, end="left"), moments("named"), AT_MOST_LEFT),
        (path(50.0, 50.0), (), 3),
    ],
)
def test_ratings(turns, felt, rated: int) -> None:
    found = rate(turns, felt)
    assert found is not None
    assert found.felt_heard == rated


def test_what_was_between_the_lines_weighs_more() -> None:
    turns = path(50.0, 50.0)
    caught = rate(turns, moments("named", "missed", hidden=(True,)), pronoun="she")
    missed = rate(turns, moments("missed", "named", hidden=(True,)), pronoun="she")
    assert caught is not None
    assert missed is not None
    assert caught.felt_heard >= missed.felt_heard
    assert "You caught what she did not say: upset." in [reason.text for reason in caught.reasons]
    assert "What she did not say went by: upset." in [reason.text for reason in missed.reasons]


def test_reasons_are_plain_and_say_which_way() -> None:
    turns = path(20.0, 30.0, end="left", interrupted=True, deeds=("judged",))
    found = rate(turns, moments("missed"), pronoun="he")
    assert found is not None
    assert [(reason.text, reason.helped) for reason in found.reasons] == [
        ("He ended the call; nobody who does that rates above 2.", False),
        ("You did not take up the one feeling he put into words.", False),
        ("Trust fell from 50 to 20.", False),
        ("You judged or brushed him off once.", False),
        ("You spoke over him once.", False),
    ]


def test_too_little_was_said_for_a_rating() -> None:
    assert rate(path_of((OPENING, answered(10.0, "b", 45.0, 50.0))), ()) is None


states = st.floats(0.0, 100.0)
outcomes = st.lists(st.sampled_from(("named", "acknowledged", "missed", "jumped_to_fixing", "blocked")), max_size=6)


@given(trust=states, calm=states, felt=outcomes, end=st.sampled_from(("", "resolved", "open", "escalated", "left")))
def test_a_rating_lies_on_its_scale_and_never_falls_when_a_feeling_is_met(
    trust: float, calm: float, felt: list[str], end: str
) -> None:
    turns = path(trust, calm, end=end)
    found = rate(turns, moments(*felt))
    better = rate(turns, moments(*(["named"] * len(felt))))
    assert found is not None
    assert better is not None
    assert LOWEST <= found.felt_heard <= better.felt_heard <= HIGHEST
