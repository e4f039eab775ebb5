"""Feelings, questions and short forms in text that a recogniser or a hasty hand has damaged."""

from __future__ import annotations

import pytest

from perception.language.annotate import annotate_line
from perception.language.feelings import customer_feelings, namings
from perception.language.lexicon import Lexicon
from perception.language.normalise import plain
from perception.language.types import Line


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("I can hear frustrating how that is for you.", "anger"),  # swapped
        ("worried You're about the next run.", "worry"),
        ("So I understand why you are in fed up.", "anger"),  # a stray word
        ("You must now be exhausted after weekend.", "overwhelm"),
        ("I understand you upset.", "anger"),  # a word lost
        ("That sounds really for stressful.", "worry"),
        ("It sounds like you are frustated.", "anger"),  # slips of the pen
        ("You sound dissappointed.", "disappointment"),
        ("That must be so embarassing.", "disrespect"),
    ],
)
def test_a_damaged_naming_is_still_one(lexicon: Lexicon, text: str, family: str) -> None:
    assert family in [naming.word.family for naming in namings(plain(text), lexicon)]


@pytest.mark.parametrize(
    "text",
    [
        "You have unhappy users.",
        "You want worried customers to call us.",
        "If you should be upset, call me.",
        "I sent you the frustrated team a note.",
        "They told you they were annoyed.",
        "You will be excited to see it.",
        "You crashed the server.",
        "You made a concerted effort.",
        "We stamped the form for you.",
        "You are never angry.",
    ],
)
def test_near_is_not_enough(lexicon: Lexicon, text: str) -> None:
    assert namings(plain(text), lexicon) == []


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("I'm so really it frustrated.", {"anger"}),
        ("We were also completely on overwhelmed with paper forms.", {"overwhelm"}),
        ("I have to say quite unhappy.", {"anger"}),
        ("annoyed I'm because we deliver every day", {"anger"}),
        ("I am overwelmed by this", {"overwhelm"}),
        ("He told me you are worried.", set()),
        ("The app exited and crashed.", set()),
        ("We have worried clients everywhere.", set()),
        ("I do not want to end up annoyed.", set()),
    ],
)
def test_damaged_words_of_the_customer(lexicon: Lexicon, text: str, families: set[str]) -> None:
    assert {feeling.family for feeling in customer_feelings(text, lexicon)} == families


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("I, um, understand.", "i understand."),
        ("I I I hear you.", "i hear you."),
        ("Um, you are right.", "you are right."),
        ("uh-huh", "uh-huh"),
        ("uh huh", "uh huh"),
        ("um", "um"),
        ("the umbrella", "the umbrella"),
    ],
)
def test_hesitations_and_repeats_change_nothing(said: str, meant: str) -> None:
    assert plain(said) == meant


def test_a_question_that_lost_its_first_word_is_half_open(lexicon: Lexicon) -> None:
    def openness(text: str) -> float:
        return annotate_line(Line("csm", text), "", lexicon).sentences[0].does("open")

    assert openness("What happened on your side when it stopped?") == 1.0
    assert openness("happened on your side when it stopped?") == 0.5
    assert openness("Did it stop on your side as well?") == 0.0
    assert openness("You restarted it on Friday?") == 0.0
