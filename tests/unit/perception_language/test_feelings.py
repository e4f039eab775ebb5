from __future__ import annotations

import pytest

from perception.language.families import family_distance
from perception.language.feelings import customer_feelings, minimised, namings
from perception.language.lexicon import FAMILIES, Lexicon
from perception.language.normalise import plain
from perception.language.turn import read_turn


def named(text: str, lexicon: Lexicon) -> list[str]:
    return [naming.word.family for naming in namings(plain(text), lexicon, question=text.endswith("?"))]


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("It sounds like you're very frustrated by our product", "anger"),
        ("You must be exhausted.", "overwhelm"),
        ("That must have been really stressful.", "worry"),
        ("Are you worried that it happens again?", "worry"),
        ("I understand your frustration.", "anger"),
        ("I can see how disappointing that is.", "disappointment"),
        ("You have every right to be upset.", "anger"),
        ("I'm hearing that you feel ignored.", "disrespect"),
        ("what a confusing invoice", "confusion"),
        ("Your team is under a lot of pressure.", "worry"),
    ],
)
def test_naming(lexicon: Lexicon, text: str, family: str) -> None:
    assert family in named(text, lexicon)


@pytest.mark.parametrize(
    "text",
    [
        "I'm frustrated.",
        "We are frustrated as well.",
        "You are not angry.",
        "Don't be upset.",
        "There is no need to be worried.",
        "You seem just a little annoyed.",
        "He was furious.",
        "If you are unhappy, you can cancel.",
        "What are you worried about?",
        "I'm happy to help.",
        "Your blood pressure is fine.",
        "They were disappointed.",
        "You should be happy.",
    ],
)
def test_not_a_naming(lexicon: Lexicon, text: str) -> None:
    assert named(text, lexicon) == []


def test_two_feelings_in_one_breath(lexicon: Lexicon) -> None:
    assert named("You sound frustrated and worried.", lexicon) == ["anger", "worry"]


def test_intensity_follows_the_degree(lexicon: Lexicon) -> None:
    plainly, strongly = (namings(plain(t), lexicon)[0] for t in ("You are annoyed.", "You are extremely annoyed."))
    assert strongly.intensity == plainly.intensity + 1


def test_tentative_and_minimised(lexicon: Lexicon) -> None:
    assert namings(plain("It sounds like you are upset."), lexicon)[0].tentative
    assert not namings(plain("You are upset."), lexicon)[0].tentative
    assert minimised(plain("You are just a bit upset."), lexicon)


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("I'm so frustrated and honestly embarrassed.", {"anger", "disrespect"}),
        ("I'm not angry, I'm just disappointed.", {"disappointment"}),
        ("We are not happy with this.", {"anger"}),
        ("My team is furious.", {"anger"}),
        ("im so confused by this", {"confusion"}),
        ("You don't know how relieved I am.", {"relief_positive"}),
        ("You have no idea how angry we are about it.", {"anger"}),
        ("You can't imagine how happy that makes me.", {"relief_positive"}),
        ("I don't know how this works.", {"confusion"}),
        ("You don't know how the export works.", {"confusion"}),
        ("This is absolutely unacceptable.", {"anger"}),
        ("Nobody listens to us.", {"disrespect"}),
        ("I don't trust you any more.", {"distrust"}),
        ("I'm lost in the new settings.", {"confusion"}),
        ("We lost two days of work.", set()),
        ("I have lost the file.", set()),
        ("I'm happy to wait.", set()),
        ("You are angry with me.", set()),
        ("The file is attached.", set()),
        ("", set()),
    ],
)
def test_customer_feelings(lexicon: Lexicon, text: str, families: set[str]) -> None:
    assert {feeling.family for feeling in customer_feelings(text, lexicon)} == families


def test_customer_feeling_carries_its_cause(lexicon: Lexicon) -> None:
    (feeling,) = customer_feelings("I'm worried about the migration.", lexicon)
    assert feeling.cause == ("migrat",)
    assert feeling.intensity == 2


def test_strongest_comes_first(lexicon: Lexicon) -> None:
    found = customer_feelings("I'm a bit confused. And I'm furious.", lexicon)
    assert [feeling.intensity for feeling in found] == sorted((f.intensity for f in found), reverse=True)
    assert found[0].family == "anger"


def test_family_distance_is_symmetric_and_bounded() -> None:
    for one in FAMILIES:
        assert family_distance(one, one) == 0.0
        for other in FAMILIES:
            assert family_distance(one, other) == family_distance(other, one)
            assert 0.0 <= family_distance(one, other) <= 1.0
    assert family_distance("anger", "disappointment") == 0.35
    assert family_distance("anger", "relief_positive") == 1.0


def test_a_friendly_goodbye_is_no_complaint(lexicon: Lexicon) -> None:
    assert not read_turn("All right, see you again.", lexicon).complaint
    assert not read_turn("I have to leave now, thank you.", lexicon).complaint
    assert read_turn("It failed again this morning.", lexicon).complaint
