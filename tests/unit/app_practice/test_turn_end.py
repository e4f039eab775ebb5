"""How long the customer waits before they take the turn."""

from __future__ import annotations

import pytest

from app.practice.turn_end import (
    HANGING_S,
    LONGEST_S,
    OPEN_S,
    QUESTION_S,
    SELF_TALK_S,
    SENTENCE_S,
    SHORT_S,
    THINKING_S,
    UNHEARD_S,
    is_backchannel,
    patience_s,
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("What would help you most right now?", QUESTION_S),
        ("Is it still down?", QUESTION_S),
        ("What is this about?", QUESTION_S),
        ("I'm so sorry that your team had to wait for this.", SENTENCE_S),
        ("I know exactly what you are looking for.", SENTENCE_S),
        ("We would be really happy to do so.", SENTENCE_S),
        ("I will check that with the team and come back to you by Friday.", SENTENCE_S),
        ("Okay.", SHORT_S),
        ("I hear you.", SHORT_S),
        ("That must be", OPEN_S),
        ("If the export fails again.", OPEN_S),
        ("So I was thinking and", HANGING_S),
        ("I understand that, but.", HANGING_S),
        ("Um", HANGING_S),
        ("And so.", HANGING_S),
        ("I wanted to tell you about the", HANGING_S),
        ("Right. Where was I?", SELF_TALK_S),
        ("How do I put this?", SELF_TALK_S),
        ("Let me see.", THINKING_S),
        ("Okay, give me a second, please.", THINKING_S),
        ("Sure, just a moment", THINKING_S),
        ("Right, let me look into that.", THINKING_S),
        ("", UNHEARD_S),
        ("...", UNHEARD_S),
    ],
)
def test_the_customer_waits_as_long_as_the_words_ask_for(text: str, seconds: float) -> None:
    assert patience_s(text) == seconds


def test_an_if_with_its_then_is_a_sentence() -> None:
    assert patience_s("If the export fails again, I will call you myself.") == SENTENCE_S


def test_own_time_to_think_is_added_where_the_turn_may_go_on() -> None:
    assert patience_s("What happened then?", thinking_s=2.0) == QUESTION_S
    assert patience_s("We are going to look at it again.", thinking_s=2.0) == SENTENCE_S + 1.0
    assert patience_s("I was thinking and", thinking_s=2.0) == HANGING_S + 2.0
    assert patience_s("Let me see.", thinking_s=20.0) == LONGEST_S


@pytest.mark.parametrize("text", ["Mm-hm.", "I see.", "Yeah, right.", "Okay, got it.", "Of course."])
def test_signs_of_listening_are_known(text: str) -> None:
    assert is_backchannel(text)


@pytest.mark.parametrize("text", ["", "I see what you mean.", "Okay, but why?", "Stop."])
def test_other_words_are_no_signs_of_listening(text: str) -> None:
    assert not is_backchannel(text)
