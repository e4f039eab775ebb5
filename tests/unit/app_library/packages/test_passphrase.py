"""What is asked of a passphrase, and how its strength is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.packages.errors import PassphraseTooWeakError
from app.library.packages.passphrase import SHORTEST, check, normalised, strength, suggestion


@pytest.mark.parametrize(
    "text",
    [
        *("", "short", "elevenchars", "aaaaaaaaaaaaaaaa", "123456789012", "abcdefghijklmnop", "qwertyuiop12"),
        *("abababababab", "password1234", "PasswordPassword", "1234 1234 1234", "x" * 2000),
    ],
)
def test_refused(text):
    found = strength(text)
    assert found.level == "refused"
    with pytest.raises(PassphraseTooWeakError):
        check(text)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("horse battery", "refused"),
        ("horse battery staple", "weak"),
        ("horse battery staple green", "fair"),
        ("horse battery staple green lake", "good"),
        ("Tr0ub4dor&3xyz", "weak"),
        ("the cat sat on the mat", "weak"),
    ],
)
def test_told_in_plain_words(text, level):
    found = strength(text)
    assert found.level == level
    assert found.text.endswith(".")


def test_what_is_missing_is_said():
    assert "1 character more" in strength("elevenchars").text
    assert f"{SHORTEST} characters more" in strength("").text


def test_a_suggestion_is_good_and_never_the_same():
    made = {suggestion() for _ in range(200)}
    assert len(made) == 200
    assert all(strength(one).level == "good" for one in made)


@given(st.text(max_size=60))
def test_any_text_has_a_strength_and_bytes(text):
    found = strength(text)
    assert found.bits >= 0.0
    assert isinstance(normalised(text), bytes)


@given(st.text(min_size=1, max_size=30))
def test_saying_it_twice_adds_little(text):
    once, twice = strength(text), strength(text + text)
    assert twice.bits <= 2.2 * once.bits + 12.0
