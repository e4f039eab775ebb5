from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.practice.drills import params
from app.practice.drills.answers import Judged
from app.practice.drills.choosing import DrillDone, choose_round, kind_for, suggested
from app.practice.drills.feedback import of_self_check
from app.practice.drills.model import DRILL_KINDS, LETTERS_OF
from app.practice.drills.schema import load_drills
from app.practice.drills.session import DrillSession, steps_of
from perception.types import LETTERS

ITEMS = load_drills(Path(__file__).parents[3] / "assets" / "drills")
EMPATHIC = Judged("said", 88.0, "empathy", "It names the feeling.", named="furious", gave_back=True)
PITIFUL = Judged("said", 8.0, "sympathy", "Pity, then an exit.", better="Try this.", better_why="It stays.")


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def session(kind: str, clock: Clock | None = None) -> DrillSession:
    return DrillSession(choose_round(ITEMS, kind, (), seed=1), clock or Clock())


def right(running: DrillSession) -> int:
    step = running.step
    assert step is not None
    return next(n for n, one in enumerate(step.choices) if getattr(one, "right", getattr(one, "kind", "") == "empathy"))


def done(kind, *items: str) -> DrillDone:
    return DrillDone("2026-11-26T10:00:00+01:00", kind, items, 1, 1)


@pytest.mark.parametrize("kind", DRILL_KINDS)
def test_a_round_takes_one_to_two_minutes(kind) -> None:
    assert params.SHORTEST_S <= session(kind).planned_s <= params.LONGEST_S


def test_choosing_explains_at_once_and_goes_on_only_when_asked() -> None:
    running = session("empathy_or_sympathy")
    wrong = (right(running) + 1) % 3
    found = running.choose(wrong)
    assert found is not None
    assert found.mark == "watch"
    assert found.head.startswith("That one is ")
    assert running.choose(right(running)) is None  # answered already
    assert running.number == 0
    running.go_on()
    assert running.step is not None
    assert running.step.ask == "reason"
    assert running.choose(7) is None


def test_a_written_answer_is_read_and_may_be_written_anew() -> None:
    running = session("empathy_or_sympathy")
    for _ in range(2):
        running.choose(right(running))
        running.go_on()
    poor = running.read(PITIFUL)
    assert poor is not None
    assert (poor.mark, poor.better) == ("watch", "Try this.")
    running.again()
    good = running.read(EMPATHIC)
    assert good is not None
    assert good.mark == "good"
    assert any("88 of 100" in number for number in good.numbers)
    running.go_on()
    assert running.step is None
    assert running.done("now").right == 3


def test_a_paraphrase_is_held_to_its_points_and_a_fix_is_too_early() -> None:
    running = session("paraphrase")
    task = running.items[0].task
    whole = replace(EMPATHIC, said=task.example)
    assert running.read(whole).mark == "good"
    running.again()
    assert running.read(replace(whole, promised="send a link")).mark == "watch"
    running.again()
    missing = running.read(replace(EMPATHIC, said="I see what you mean there."))
    assert missing.mark == "watch"
    assert "Left out" in missing.text


def test_time_stands_still_at_the_end_and_skipping_is_counted() -> None:
    clock = Clock()
    running = session("name_feeling", clock)
    clock.now += 12.0
    running.choose(right(running))
    running.go_on()
    while running.step is not None:
        running.skip()
    clock.now += 500.0
    kept = running.done("2026-11-26T10:00:00+01:00")
    assert kept.seconds == 12.0
    assert (kept.right, kept.steps, kept.skipped) == (1, 1, 4)
    running.skip()  # nothing left
    assert len(running.outcomes) == 5


def test_what_was_not_measured_is_neither_right_nor_wrong() -> None:
    running = session("tone")
    for _ in range(3):
        running.tell(of_self_check("It sounded as asked.", "No microphone was found."))
        running.go_on()
    assert (running.done("now").right, running.done("now").steps) == (0, 0)


def test_items_not_met_come_first_gentle_ones_before_hard_ones() -> None:
    first = choose_round(ITEMS, "name_feeling", (), seed=3)
    assert {item.difficulty for item in first} == {"gentle"}
    met = done("name_feeling", *(item.id for item in first))
    second = choose_round(ITEMS, "name_feeling", (met,), seed=3)
    assert not {item.id for item in first} & {item.id for item in second}
    assert choose_round(ITEMS, "name_feeling", (met,), seed=3) == second
    assert choose_round(ITEMS, "tone", (), seed=1, first="tone-no")[0].id == "tone-no"
    assert choose_round((), "tone", (), seed=1) == ()


def test_when_all_were_met_the_oldest_comes_again() -> None:
    tones = [item.id for item in ITEMS if item.kind == "tone"]
    past = [done("tone", name) for name in (*tones[3:], *tones[:3])]
    assert choose_round(ITEMS, "tone", past, seed=5)[0].id == tones[3]


def test_what_is_suggested_is_the_letter_asked_for_or_the_kind_drilled_least() -> None:
    assert suggested(()) == DRILL_KINDS[0]
    assert suggested([done(kind) for kind in DRILL_KINDS[:-1]]) == DRILL_KINDS[-1]
    assert suggested((), "T") == "tone"
    assert all(letter in LETTERS_OF[kind_for(letter)] for letter in LETTERS)


def test_the_right_choice_stands_anywhere() -> None:
    places = set()
    for item in ITEMS:
        for step in steps_of(item):
            places |= {n for n, one in enumerate(step.choices) if getattr(one, "right", False)}
    assert places == {0, 1, 2, 3}
