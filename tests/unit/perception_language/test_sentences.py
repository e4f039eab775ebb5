from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perception.language.bare_runs import LEAST_BARE_WORDS
from perception.language.normalise import plain, stem, words
from perception.language.sentences import split_sentences

ANY_TEXT = st.text(max_size=300)
SPOKEN = st.lists(
    st.sampled_from(
        [
            "and",
            "i",
            "you",
            "the",
            "export",
            "failed",
            "so",
            "we",
            "it's",
            "Dr.",
            "what",
            "do",
            "again.",
            "3.5",
            "No!",
            "but",
            "let",
            "me",
            "...",
            "(ok)",
        ]
    ),
    max_size=80,
).map(" ".join)


def test_marks_end_sentences() -> None:
    assert split_sentences("It failed. What happened? I see!") == ("It failed.", "What happened?", "I see!")


def test_abbreviations_numbers_and_trailing_points_do_not() -> None:
    assert split_sentences("Version 3.5 failed for Dr. Miller today.") == ("Version 3.5 failed for Dr. Miller today.",)
    assert split_sentences("It was... well it was bad.") == ("It was... well it was bad.",)


def test_long_run_without_marks_is_cut_at_a_clause() -> None:
    run = (
        "i can hear that this was a really hard week for you and your team "
        "and i will call our engineer right after this call to get it fixed"
    )
    assert len(split_sentences(run)) == 2


def test_a_pause_before_the_cause_does_not_end_the_thought() -> None:
    """The recogniser writes a point or none there, depending on how the sound was cut."""
    assert split_sentences("You're really frustrated. And with a third outage I can see why.") == (
        "You're really frustrated. And with a third outage I can see why.",
    )
    assert split_sentences("That was hard for you. Because the launch had to wait.") == (
        "That was hard for you. Because the launch had to wait.",
    )


def test_a_new_clause_after_and_is_a_thought_of_its_own() -> None:
    assert split_sentences("You're frustrated. And I will check it. But with that we wait. Was it? Because I ask.") == (
        "You're frustrated.",
        "And I will check it.",
        "But with that we wait.",
        "Was it?",
        "Because I ask.",
    )


def test_short_run_is_left_alone() -> None:
    assert split_sentences("you are tired and i see why") == ("you are tired and i see why",)


@pytest.mark.parametrize(
    "parts",
    [
        ("so two days gone", "what did that mean for your team"),
        ("you had to tell the board with nothing in hand", "how did they take it", "i'll call you at four"),
        ("forty people without their pay", "i can hear how hard that is for you", "can you tell me which run stopped"),
        ("three hours on the phone", "was your team still waiting then"),
        ("i'm sorry about that", "we're looking at the export now"),
        ("you waited the whole morning", "so what would help you most today"),
        ("that was three hours of your day", "Let me look at it", "thank you for telling us"),
    ],
)
def test_text_without_marks_is_cut_where_a_question_or_statement_begins(parts: tuple[str, ...]) -> None:
    assert split_sentences(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "text",
    [
        "can you tell me what would help you most today",
        "i see how many hours this has cost you already",
        "i know i'll have to show you that it works",
        "you said that we should have told you much earlier",
        "everything i can do from here is already under way",
        "i understand how frustrating it is for your people",
        "what did you tell them when they called",
        "you feel that nobody here is taking this seriously",
        "switching the old server off was your doing",
        "calling the auditors that night was your own idea",
    ],
)
def test_a_clause_that_something_waits_for_is_not_cut_off(text: str) -> None:
    assert split_sentences(text) == (text,)


@pytest.mark.parametrize("mark", [".", "?", ",", ";", " – ", "!"])
def test_text_with_any_mark_is_cut_at_its_marks_only(mark: str) -> None:
    text = f"so two days gone what did that mean for your team{mark}"
    assert split_sentences(text) == (text.strip(),)


@given(SPOKEN)
@settings(max_examples=150, deadline=None)
def test_no_part_of_a_run_without_marks_is_a_fragment(text: str) -> None:
    bare = " ".join(text.replace(".", "").replace("!", "").replace("(", "").replace(")", "").split())
    parts = split_sentences(bare)
    assert len(parts) < 2 or min(len(part.split()) for part in parts) >= LEAST_BARE_WORDS


def test_nothing_gives_nothing() -> None:
    assert split_sentences("") == ()
    assert split_sentences(" \n ") == ()


@given(st.one_of(ANY_TEXT, SPOKEN))
@settings(max_examples=150, deadline=None)
def test_sentences_keep_every_word(text: str) -> None:
    assert " ".join(split_sentences(text)).split() == text.split()


def test_plain_form_opens_short_forms() -> None:
    assert plain("I’m sorry you CAN'T") == "i am sorry you can not"
    assert plain("dont worry  youre fine") == "do not worry you are fine"
    assert plain("it's been hard, that's all") == "it has been hard, that is all"
    assert plain("if-if you-you go") == "if you go"


@given(ANY_TEXT)
@settings(max_examples=100, deadline=None)
def test_plain_form_never_raises(text: str) -> None:
    assert words(plain(text)) is not None


def test_stems_meet() -> None:
    assert len({stem(word) for word in ("export", "exports", "exported", "exporting")}) == 1
    assert stem("invoices") == stem("invoice")
    assert stem("deliveries") == stem("delivery")
    assert stem("export") != stem("report")
