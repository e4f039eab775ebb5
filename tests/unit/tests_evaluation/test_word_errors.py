from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evaluation.word_errors import align, plain_words, word_errors


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("about fourteen fifty-five,", "about 1455."),
        ("in the fifteenth century", "In the 15th century"),
        ("more than twenty pounds.", "More than £20"),
        ("one hundred and twelve people", "112 people"),
        ("two thousand and six", "2,000 and 6"),
        ("at eight thirty", "at 8:30"),
        ("Mr. Jones, etc.", "mister Jones et cetera"),
        ("their favourite colour", "their favorite color"),
        ("the lower-case letters", "the lowercase letters"),
        ("It’s five percent", "it's 5%"),
    ],
)
def test_the_same_words_written_otherwise_are_no_error(said: str, heard: str) -> None:
    assert word_errors(said, heard).wrong == 0


def test_errors_are_counted_by_kind() -> None:
    errors = word_errors("where can I park my car", "where can I pump car today")
    assert (errors.words, errors.wrong) == (6, 3)
    assert word_errors("a b c d", "a c d").missed == 1
    assert word_errors("a b c", "a b x c").added == 1
    assert word_errors("a b c d", "a b c d").rate == 0.0
    assert word_errors("one two three four", "").rate == 100.0


_WORDS = st.lists(st.sampled_from(["we", "hear", "you", "now"]), max_size=7)


@given(said=_WORDS, heard=_WORDS)
def test_an_alignment_walks_both_texts_once_and_is_no_longer_than_needed(said: list[str], heard: list[str]) -> None:
    steps = align(said, heard)
    assert [step.said for step in steps if step.said is not None] == list(range(len(said)))
    assert [step.heard for step in steps if step.heard is not None] == list(range(len(heard)))
    assert all(
        (said[s.said] == heard[s.heard]) == (s.kind == "same")
        for s in steps
        if s.said is not None and s.heard is not None
    )
    wrong = sum(step.kind != "same" for step in steps)
    assert abs(len(said) - len(heard)) <= wrong <= max(len(said), len(heard))
    assert wrong == sum(step.kind != "same" for step in align(heard, said))


def test_words_are_plain() -> None:
    assert plain_words("“Well,” she said – it’s 3 o'clock!") == ["well", "she", "said", "it's", "three", "o'clock"]
