"""Feelings a partner states with a key: they count, and the words tell of the rest."""

from __future__ import annotations

from perception.types import Moment
from tests.unit.perception_scoring.scoring_streams import felt, run, said

CALL = [
    *said("customer", 2.0, "I am furious about this outage.", seconds=4.0),
    *said("csm", 7.0, "You are furious, and I see why.", seconds=3.0),
    *said("customer", 40.0, "And now I am worried about the audit.", seconds=4.0),
    *said("csm", 45.0, "We will look at the logs.", seconds=3.0),
]


def moments(*stated: object) -> list[Moment]:
    return list(run([*CALL, *stated], now_s=60.0).moments)  # type: ignore[list-item]


def test_without_keys_the_words_tell() -> None:
    assert [moment.feeling for moment in moments()] == ["furious", "worried"]


def test_a_key_takes_the_place_of_the_words_it_belongs_to_and_leaves_the_others() -> None:
    told = moments(felt(4.0, "anger", source="partner"))
    assert [moment.feeling for moment in told] == ["anger", "worried"]
    assert told[0].outcome == "named"


def test_a_key_adds_what_was_not_in_words() -> None:
    told = moments(felt(20.0, "sadness", source="partner"), *said("csm", 24.0, "I hear you.", seconds=1.0))
    assert [moment.feeling for moment in told] == ["furious", "sadness", "worried"]


def test_a_scenario_tells_everything_itself() -> None:
    assert [moment.feeling for moment in moments(felt(4.0, "anger", source="scenario"))] == ["anger"]
