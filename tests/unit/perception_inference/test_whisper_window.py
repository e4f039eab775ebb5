"""Phrases from the tokens of the recogniser: words below 100 here, stamps of time from 100 on, .02 s each."""

from __future__ import annotations

import pytest

from perception.inference.whisper_window import LONGEST_S, phrases, rest_from, window_s

STAMPS = 100


def told(*tokens: int, seconds: float = 6.0) -> list[tuple[float, float, list[int]]]:
    return list(phrases(tokens, stamps_from=STAMPS, seconds=seconds))


def test_a_phrase_lies_between_its_stamps() -> None:
    assert told(STAMPS, 1, 2, STAMPS + 50, STAMPS + 75, 3, STAMPS + 150) == [(0.0, 1.0, [1, 2]), (1.5, 3.0, [3])]


def test_a_phrase_that_was_not_ended_lasts_as_long_as_the_sound() -> None:
    assert told(STAMPS, 1, STAMPS + 50, STAMPS + 75, 2) == [(0.0, 1.0, [1]), (1.5, 6.0, [2])]


def test_without_stamps_the_words_are_spread_over_all_of_it() -> None:
    assert told(1, 2) == [(0.0, 6.0, [1, 2])]


def test_stamps_without_words_are_nothing() -> None:
    assert told(STAMPS, STAMPS + 50) == []
    assert told() == []


def test_a_phrase_that_was_only_begun_is_looked_at_again() -> None:
    assert rest_from((STAMPS, 1, STAMPS + 50, STAMPS + 75), stamps_from=STAMPS) == 1.5
    assert rest_from((STAMPS, 1, STAMPS + 50), stamps_from=STAMPS) is None
    assert rest_from((STAMPS, 1, STAMPS + 50, STAMPS + 75, 2), stamps_from=STAMPS) is None
    assert rest_from((STAMPS, STAMPS + 50), stamps_from=STAMPS) is None


@pytest.mark.parametrize(("seconds", "looked_at_s"), [(1.0, 20.0), (14.9, 20.0), (18.0, 23.0), (LONGEST_S, 30.0)])
def test_the_window_is_as_long_as_the_sound_and_some_silence_and_never_short(
    seconds: float, looked_at_s: float
) -> None:
    assert window_s(seconds) == looked_at_s
