"""Namings between two voiced feelings: each counts once, and for the feeling it answers."""

from __future__ import annotations

import pytest

from perception.types import Observation
from tests.unit.perception_scoring.scoring_streams import component, felt, run, said


def test_one_sentence_that_answers_two_feelings_is_no_repeat() -> None:
    namings = ("worried about the launch", "anxious about Friday", "concerned about the audit")
    out: list[Observation] = []
    for i, naming in enumerate(namings):
        out += [
            felt(40.0 * i, "worry"),
            felt(40.0 * i + 9, "worry"),
            *said("csm", 40.0 * i + 14, f"You sound {naming}."),
        ]
    card = run(out, now_s=160)
    assert len(card.moments) == 2 * len(namings)
    assert component(card, "A4").value == 0.0


@pytest.mark.parametrize("named", ["I can hear some relief.", "You sound relieved about that."])
def test_naming_relief_once_it_is_voiced_says_nothing_against_the_feeling_before(named: str) -> None:
    before = [
        *said("customer", 0, "Nobody called us for a week."),
        felt(0, "anger"),
        *said("csm", 6, "That should not have happened, and I see what it cost you."),
    ]
    relief = [*said("customer", 12, "All right. That would take a load off."), felt(12, "relief_positive")]
    (angry,) = run([*before, *relief, *said("csm", 17, named)], now_s=60).moments[:1]
    assert angry.outcome == "acknowledged"
    (unheard,) = run([*before, *said("csm", 17, named)], now_s=60).moments
    assert unheard.outcome == "blocked"
