"""A sample script, spoken by the built-in voice and heard by the real parts, takes the same way as the text."""

from __future__ import annotations

import pytest

from tests.evaluation.practice_spoken import TARGET, measure


@pytest.mark.parametrize("name", ["empathic", "dismissive"])
def test_a_spoken_script_takes_the_way_of_the_written_one(name: str) -> None:
    (script,) = measure(["outage-closing-day"], [name])
    assert script.turns >= 3
    assert script.alike >= TARGET * script.turns
    assert script.path[-1] == script.written[-1]
