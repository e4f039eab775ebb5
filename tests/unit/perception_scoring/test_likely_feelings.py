"""A and Y where feelings and namings are only likely: they count as far as they are (measurement pages 4.4, 7.3)."""

from __future__ import annotations

import pytest

from perception.types import Scorecard
from tests.unit.perception_language.scripted_reader import ScriptedReader, signals
from tests.unit.perception_scoring.scoring_streams import component, run, said


def _heard_call(p: float) -> Scorecard:
    """Four complaints of a customer, each heard as worry with this likelihood, each answered by naming it."""
    hears = {"Monday decides whether I still have this job.": signals(feeling={"worry": p})}
    hears["No wonder your stomach is in knots over Monday."] = signals(feeling={"worry": 0.9})
    customer, csm = hears
    out = [one for i in range(4) for one in (*said("customer", 40 * i, customer), *said("csm", 40 * i + 12, csm))]
    return run(out, now_s=200, reader=ScriptedReader(hears))


def test_a_feeling_counts_as_far_as_it_is_likely() -> None:
    sure, likely, hardly = (_heard_call(p) for p in (0.9, 0.25, 0.02))
    assert sure.letters["A"].coverage > likely.letters["A"].coverage > hardly.letters["A"].coverage > 0
    assert [len(card.moments) for card in (sure, likely, hardly)] == [4, 0, 0]
    assert likely.letters["A"].value == pytest.approx(sure.letters["A"].value, abs=8)
    assert hardly.letters["A"].value is None  # not measurable: too little was likely voiced


def test_the_letter_does_not_jump_where_a_feeling_is_just_found() -> None:
    below, above = _heard_call(0.28), _heard_call(0.31)
    assert (len(below.moments), len(above.moments)) == (0, 4)
    assert below.letters["A"].coverage == pytest.approx(above.letters["A"].coverage, abs=0.05)
    assert below.letters["A"].value == pytest.approx(above.letters["A"].value, abs=2)
    assert below.letters["Y"].value == pytest.approx(above.letters["Y"].value, abs=8)


def test_a_damaged_naming_that_is_still_heard_loses_a_part_only() -> None:
    """Metamorphic: the same call, the feeling word of every answer lost."""

    def card(csm: str, naming: float) -> Scorecard:
        customer = "I'm really worried about Monday."
        hears = {customer: signals(feeling={"worry": 0.9}), csm: signals(feeling={"worry": naming})}
        out = [one for i in range(4) for one in (*said("customer", 40 * i, customer), *said("csm", 40 * i + 12, csm))]
        return run(out, now_s=200, reader=ScriptedReader(hears))

    whole = component(card("You sound worried about Monday.", 0.8), "A1").value
    damaged = component(card("You sound about Monday.", 0.5), "A1").value
    lost = component(card("You sound about Monday.", 0.02), "A1").value
    assert whole > damaged > lost
    assert whole - damaged < damaged - lost


def test_blocking_that_is_only_likely_takes_a_part() -> None:
    def value(p: float) -> float:
        csm = "It may turn out fine for all of you."
        hears = {csm: signals(dismissing={"silver_lining": p})}
        return component(
            run(
                [*said("customer", 0, "I'm really worried about Monday."), *said("csm", 12, csm)],
                now_s=60,
                reader=ScriptedReader(hears),
            ),
            "A1",
        ).value

    assert value(0.02) > value(0.4) > value(0.9)
    assert value(0.9) < 0


def test_of_several_namings_the_nearest_to_what_was_voiced_counts() -> None:
    """A weaker word said before does not stand in for the fitting one."""

    def value(text: str) -> float:
        out = [*said("customer", 0, "I'm absolutely furious about Monday."), *said("csm", 12, text)]
        return component(run(out, now_s=60, reader=ScriptedReader({})), "A1").value

    assert value("You sound annoyed. You sound furious.") >= value("You sound furious.")
