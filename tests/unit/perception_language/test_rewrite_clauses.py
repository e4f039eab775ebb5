"""Clauses of the customer turned to "you", and when rather none."""

from __future__ import annotations

import pytest

from perception.inference.lexicon_files import load_lexicon
from perception.language.rewrite.clauses import clauses_of
from perception.language.rewrite.fluent import is_fluent
from perception.language.rewrite.told import read_told
from perception.language.turn import read_turn

LEXICON = load_lexicon()


def turned(text: str) -> list[str]:
    return [clause.turned for clause in clauses_of(text, LEXICON.rewrites.words)]


@pytest.mark.parametrize(
    ("said", "back"),
    [
        ("My export failed twice.", "your export failed twice"),
        ("I was locked out of our account.", "you were locked out of your account"),
        ("I'm chasing three refunds myself.", "you're chasing three refunds yourself"),
        ("We've lost $4,500 since 3:30.", "you've lost $4,500 since 3:30"),
        ("You charged us twice.", "we charged you twice"),
        ("Your team told me it was fixed.", "our team told you it was fixed"),
        ("I told you that on Monday.", "you told us that on Monday"),
        ("The report you sent us is wrong.", "the report we sent you is wrong"),
        ("Nobody has answered my ticket.", "not one person has answered your ticket"),
        ("We paid for a month we never used.", "you paid for a month that you never used"),
        ("Honestly, the CSV import drops every name.", "the CSV import drops every name"),
        ("In the last month the sync dropped 1,240 records, twice.", "the sync dropped 1,240 records"),
        ("We lost the orders and the stock.", "you lost the orders and the stock"),
        ("API calls are failing since Tuesday.", "API calls are failing since Tuesday"),
    ],
)
def test_a_clause_is_turned(said: str, back: str) -> None:
    assert turned(said) == [back]


def test_two_clauses_come_together_and_alone() -> None:
    assert turned("My board meets on Friday and I have no numbers.") == [
        "your board meets on Friday and you have no numbers", "your board meets on Friday", "you have no numbers",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        "Why did the export fail?",
        "Please send me the numbers.",
        "The boss said “never again” to me.",
        "She told him about the report.",
        "They moved the export.",
        "You know what I mean by that.",
        "You guys are a joke.",
        "The new reports module.",
        "Third time this quarter.",
        "It was because of the.",
        "Our system is useless crap.",
        "Take the data and go.",
    ],
)
def test_rather_none_than_a_doubtful_one(said: str) -> None:
    assert turned(said) == []


def test_if_is_never_lost() -> None:
    assert turned("We lose the client if the audit fails.") == ["you lose the client if the audit fails"]


def told(text: str):
    return read_told(read_turn(text, LEXICON), LEXICON)


def test_the_customers_own_word_is_kept_as_strong_as_said() -> None:
    assert told("I'm so frustrated with this.").feeling.words == ("really frustrated",)
    assert told("It's embarrassing.").feeling.words == ("embarrassed",)
    assert told("I'm livid about the invoice.").feeling.words == ("livid",)


def test_an_ambiguous_word_must_be_said_of_the_speaker() -> None:
    assert told("I've forgotten how the filter works.").feeling is None
    assert told("I'm lost in these menus.").voiced.turned == "you're lost in these menus"


def test_a_team_keeps_its_feeling() -> None:
    said = told("My team is exhausted by the manual imports.")
    assert said.feeling is None
    assert said.of_other.turned == "your team is exhausted by the manual imports"


def test_what_it_is_about() -> None:
    assert told("I'm worried about our renewal.").thing == ("your renewal", "our renewal")
    assert told("I'm annoyed by your new billing portal.").thing == (
        "our new billing portal",
        "your new billing portal",
    )
    assert told("I'm annoyed by the wrong order.").thing is None


@pytest.mark.parametrize(
    "text",
    ["", "no capital.", "No point", "It it failed.", "Your our export.", "You is late.", "A apple.",
     "Of the.", "One . Two.", "It failed. then again.", "I hear that you're worried that it fails.",
     " ".join(["Word"] * 31) + "."],
)  # fmt: skip
def test_broken_sentences_are_seen(text: str) -> None:
    assert not is_fluent(text)


@pytest.mark.parametrize("text", ["It had had an hour.", "A user waits.", "Your 3 reports show 0. What happened?"])
def test_whole_sentences_pass(text: str) -> None:
    assert is_fluent(text)
