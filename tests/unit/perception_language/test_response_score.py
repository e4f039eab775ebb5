from __future__ import annotations

import pytest

from perception.language.annotate import annotate_line
from perception.language.lexicon import Lexicon
from perception.language.types import Line, ResponseScore

GOLD = "It sounds like you're very frustrated by our product; I'm committed to figuring this out with you"
BAD = "I'm sorry, but there's nothing I can do."
COMPLAINT = "Your export has failed for two weeks. I'm really frustrated, and my board saw it."


def score(text: str, lexicon: Lexicon, before: str = COMPLAINT) -> ResponseScore:
    found = annotate_line(Line("csm", text), before, lexicon).response
    assert found is not None
    return found


@pytest.mark.parametrize("before", ["", COMPLAINT])
def test_the_two_sentences_of_the_training(lexicon: Lexicon, before: str) -> None:
    gold, bad = score(GOLD, lexicon, before), score(BAD, lexicon, before)
    assert gold.score >= 85
    assert gold.kind == "empathy"
    assert bad.score <= 25
    assert bad.kind == "sympathy"


@pytest.mark.parametrize(
    ("text", "score_in", "why"),
    [
        (GOLD, (85, 100), "It names the feeling, then commits."),
        ("You must be fed up with our product. I'll stay with this until it works.", (85, 100), "then commits."),
        ("This has been so frustrating for you. What would help most?", (80, 100), "It names the feeling, then asks."),
        ("You sound frustrated. I'll look into it today.", (70, 100), "It names the feeling, then acts."),
        (BAD, (0, 25), "Pity, then an exit: it is sorry, and nothing follows."),
        ("I'm so sorry, but my hands are tied.", (0, 25), "Pity, then an exit"),
        ("I wish I could help, but that's policy.", (0, 25), "Pity, then an exit"),
    ],
)
def test_why_is_one_plain_sentence(lexicon: Lexicon, text: str, score_in: tuple[int, int], why: str) -> None:
    found = score(text, lexicon)
    assert score_in[0] <= found.score <= score_in[1]
    assert why in found.why
    assert found.why.count(".") == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "I hear how frustrating these two weeks were for you. What would help most before the next board meeting?",
            "empathy",
        ),
        ("I'm so sorry you had to go through that.", "sympathy"),
        ("Oh no, I feel so bad for you.", "sympathy"),
        ("I wish I could help, but that's policy.", "sympathy"),
        ("Calm down, please.", "dismissal"),
        ("That's just how the export works.", "dismissal"),
        ("You should have checked your filters.", "dismissal"),
        ("At least you still have last month's numbers.", "dismissal"),
        ("Have you tried clearing your cache?", "fix_first"),
        ("Let me reset the export for you.", "fix_first"),
        ("I'm furious about our software too.", "over_identification"),
        ("I know exactly how you feel, the same thing happened to me.", "over_identification"),
        ("Which plan are you on?", "neutral"),
    ],
)
def test_kinds(lexicon: Lexicon, text: str, kind: str) -> None:
    assert score(text, lexicon).kind == kind


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("I hear how frustrated you are. I'll fix the export.", "I'll fix the export. I hear how frustrated you are."),
        (
            "I hear how frustrated you are, and I'll fix the export.",
            "I hear how frustrated you are, but I'll fix the export.",
        ),
        ("I hear you're frustrated. I'll fix the export by Friday.", "I hear you're frustrated. I'll fix the export."),
        ("At least two users saw the same.", "At least it's only the beta."),
        ("You should not have had to deal with this.", "You should have told us."),
        ("You sound frustrated.", "I understand."),
        ("I understand.", "Calm down."),
        ("You sound frustrated with the export.", "You sound thrilled with the export."),
        ("I'm sorry. That's on us, and I'll call you today.", "I'm sorry."),
        ("It sounds like you felt let down. What matters most now?", "That's sad, poor you."),
    ],
)
def test_better_answers_score_higher(lexicon: Lexicon, better: str, worse: str) -> None:
    assert score(better, lexicon).score > score(worse, lexicon).score


def test_a_plain_question_of_the_customer_asks_for_no_acknowledgement(lexicon: Lexicon) -> None:
    answer = score("It is thirty dollars a seat.", lexicon, "How much is a seat?")
    assert answer.kind == "neutral"
    assert answer.score >= 50


def test_every_answer_says_why(lexicon: Lexicon) -> None:
    for text in (GOLD, BAD, "", "Okay.", "Calm down.", "I'll fix it."):
        assert score(text, lexicon).why.endswith(".")
