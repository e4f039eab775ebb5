"""H: giving back what was heard, by a call with a reader that says what it is told, and by the rules alone."""

from __future__ import annotations

import pytest

from perception.scoring.conversation import Interpreter, spoken_turns
from perception.types import Observation, Speaker, Utterance
from tests.unit.perception_language.scripted_reader import ScriptedReader, signals
from tests.unit.perception_scoring.scoring_streams import component, run, said


def test_giving_back_is_counted_by_turn_and_told_from_advice() -> None:
    hears = ScriptedReader(
        {
            "Forty people without a shift plan.": signals(reflection=0.9),
            "A whole night by hand.": signals(reflection=0.9),
            "Turn the old plan off.": signals(reflection=0.9, telling=0.9),
            "What did the night shift do then?": signals(question=0.99, open_question=0.99),
            "Who told the wards?": signals(question=0.99),
        }
    )

    def giving_back(*answers: str) -> float:
        out: list[Observation] = []
        for i, text in enumerate(answers):
            out += said("customer", 20.0 * i, "The plan was gone and forty people called me.")
            out += said("csm", 20.0 * i + 8, text)
        return component(run(out, now_s=20.0 * len(answers) + 20, reader=hears), "H5").value

    once = giving_back("Forty people without a shift plan.", "Who told the wards?", "Who told the wards?")
    assert once == pytest.approx(0.9 / 2, abs=0.05)
    both = "Forty people without a shift plan. A whole night by hand."
    assert giving_back(both, "Who told the wards?", "Who told the wards?") == pytest.approx(once, abs=0.01)
    asked = "What did the night shift do then? Who told the wards?"
    assert giving_back("Forty people without a shift plan.", asked, "Who told the wards?") == pytest.approx(once)
    assert giving_back("Forty people without a shift plan.", "Okay.", "Okay.") == pytest.approx(once, abs=0.05)
    assert giving_back("Turn the old plan off.", "Who told the wards?", "Who told the wards?") < 0.2


def test_giving_back_counts_for_the_letter_with_a_reader_only() -> None:
    back = "Forty people without a shift plan."
    hears = ScriptedReader({back: signals(reflection=0.95), "Who told the wards?": signals(question=0.99)})

    def letter(text: str, reader: ScriptedReader | None = hears) -> float:
        out: list[Observation] = []
        for i in range(6):
            out += said("customer", 20.0 * i, "The plan was gone and forty people called me.")
            out += said("csm", 20.0 * i + 8, text)
        card = run(out, now_s=140.0, reader=reader)
        assert (component(card, "H5").weight > 0.0) == (reader is not None)
        return card.letters["H"].value or 0.0

    asked, gave = "Forty shifts. Who told the wards?", f"{back} Who told the wards?"
    assert letter(gave) > letter(asked) + 3.0
    assert letter(gave, None) < letter(asked, None) + 3.0


def test_yes_to_a_question_of_the_customer_answers_it() -> None:
    def turns(before: str) -> int:
        told: tuple[tuple[Speaker, str], ...] = (
            ("customer", before),
            ("csm", "Yes."),
            ("customer", "Then the board saw an empty page."),
        )
        spoken = [Utterance(10.0 * i, 10.0 * i + 2, who, text) for i, (who, text) in enumerate(told)]
        return len(spoken_turns(spoken, Interpreter()))

    assert turns("Did it fail again?") == 3
    assert turns("It failed again.") == 1
