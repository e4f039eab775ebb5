from __future__ import annotations

import pytest

from perception.language.lexicon import Lexicon
from perception.language.normalise import plain
from perception.language.questions import classify_question


@pytest.mark.parametrize(
    "text",
    [
        "What happened before it failed?",
        "How does that affect your team?",
        "Tell me more about Monday.",
        "Walk me through it.",
        "what would help most right now",
        "how do you use the report today",
        "Can you tell me a little about that?",
        "I'm wondering what that meant for you.",
        "So what makes you think so?",
    ],
)
def test_open(lexicon: Lexicon, text: str) -> None:
    assert classify_question(plain(text), lexicon) == "open"


@pytest.mark.parametrize(
    "text",
    [
        "Did it fail on Monday?",
        "How many users are affected?",
        "is it still down",
        "When did it start?",
        "You saw it yesterday?",
        "I'm wondering if Friday works.",
        "Does that work for you?",
        "have you restarted it",
        "Why didn't you call us?",
    ],
)
def test_closed(lexicon: Lexicon, text: str) -> None:
    assert classify_question(plain(text), lexicon) == "closed"


@pytest.mark.parametrize(
    "text",
    [
        "What a week.",
        "How it works is simple.",
        "I know what you mean.",
        "That is how it is",
        "I will do it",
        "Mm-hm?",
        "",
    ],
)
def test_none(lexicon: Lexicon, text: str) -> None:
    assert classify_question(plain(text), lexicon) == "none"
