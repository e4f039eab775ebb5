"""Letters of words under what a recogniser does to them (measurement page 11, item 9)."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

import pytest

from tests.unit.perception_scoring.scoring_streams import lexicon
from tests.unit.perception_scoring.written_calls import CALLS, letters, lines_of, moved

MOST_POINTS = 8.0


@pytest.fixture(scope="module")
def fifteen() -> Mapping[str, Mapping[str, list[float]]]:
    return moved(lexicon(), share=0.15)


def test_the_written_calls_lie_far_apart() -> None:
    """Otherwise nothing could move."""
    for letter in "AHY":
        values = [letters(lines_of(name), lexicon())[letter].value for name in CALLS]
        assert None not in values
        assert max(values) - min(values) > 50, letter


@pytest.mark.parametrize("letter", "AHY")
def test_fifteen_of_a_hundred_words_damaged_move_a_letter_little(
    letter: str, fifteen: Mapping[str, Mapping[str, list[float]]]
) -> None:
    by_call = fifteen[letter]
    assert set(by_call) == set(CALLS)
    assert median(points for call in by_call.values() for points in call) <= MOST_POINTS
    for name, points in by_call.items():
        assert median(points) <= 1.5 * MOST_POINTS, name


@pytest.mark.parametrize("letter", "AHY")
def test_more_damage_moves_a_letter_more(letter: str, fifteen: Mapping[str, Mapping[str, list[float]]]) -> None:
    five = moved(lexicon(), share=0.05, seeds=4)
    assert _mean(five[letter]) < _mean(fifteen[letter])
    none = moved(lexicon(), share=0.0, seeds=1)
    assert _mean(none[letter]) == 0.0


def _mean(by_call: Mapping[str, list[float]]) -> float:
    every = [points for call in by_call.values() for points in call]
    return sum(every) / len(every)
