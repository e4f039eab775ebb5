from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

from perception.language.annotate import annotate_line
from perception.language.lexicon import Lexicon
from perception.language.response import WEIGHTS, score_response
from perception.language.response_signals import SIGNALS
from perception.language.turn import CustomerTurn
from perception.language.types import Line, ResponseScore, SentenceAnnotation

PAIRS: Final = Path(__file__).parents[2] / "evaluation" / "tuning_pairs.tsv"

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


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        # the customer's own words outweigh a formula
        (
            "Two weeks of a failing export, and the board saw it.",
            "I understand your concern. Thank you for telling us.",
        ),
        # a formula before a refusal, advice or a vague promise is worth little
        ("So the board saw it. What did they say?", "I understand your frustration, but that's our policy."),
        ("So the board saw it. What did they say?", "I understand. Click on settings and then choose export."),
        ("I hear you. I'll call you at four today.", "I hear you. We hope to know more at some point."),
        # who, what and when outweigh somebody, something, some time
        ("I'll check the export and call you by Friday.", "Someone will look at it as soon as possible."),
        # one good question, not four in a row
        ("Two weeks of that. What hurt most?", "Which version is it? Who set it up? When was that? Is it on?"),
        # no feeling named costs less than one of another kind
        ("The export failed for two weeks.", "You sound lonely because the export failed for two weeks."),
        # more than anybody can keep
        ("I hear you. I'll check it today.", "I hear you. I guarantee it will never happen again."),
    ],
)
def test_content_outweighs_form(lexicon: Lexicon, better: str, worse: str) -> None:
    assert score(better, lexicon).score > score(worse, lexicon).score


@pytest.mark.parametrize(
    ("text", "kind", "why"),
    [
        ("You sound lonely and sad.", "neutral", "It names a feeling, though not the one the customer voiced."),
        (
            "Which version is it? Who set it up? When was that?",
            "neutral",
            "It asks one question after another without a word for what the customer said.",
        ),
        ("I guarantee it will never happen again.", "dismissal", "It promises more than anybody can keep."),
        (
            "We take this very seriously, and it will be handled in due course.",
            "neutral",
            "It stays vague: nobody is named who does what by when.",
        ),
    ],
)
def test_a_poor_answer_says_what_weighs_most(lexicon: Lexicon, text: str, kind: str, why: str) -> None:
    found = score(text, lexicon)
    assert (found.kind, found.why) == (kind, why)
    assert found.score < 50


@pytest.mark.parametrize("before", ["Thanks, it works perfectly now!", "I'm so relieved, the export is through."])
def test_a_happy_customer_needs_no_pity(lexicon: Lexicon, before: str) -> None:
    glad = score("That's wonderful to hear! What will you do with it first?", lexicon, before)
    sorry = score("I'm so sorry, I can hear how frustrated you are. I'll take care of it.", lexicon, before)
    assert glad.score >= 60 > 50 > sorry.score


def test_the_score_moves_softly_with_what_a_reader_is_unsure_of() -> None:
    turn = CustomerTurn("It failed.", frozenset({"fail"}), (), complaint=True)
    scores = [
        score_response([SentenceAnnotation("Well, you see, that is it.", likely=likely)], turn).score
        for likely in ({}, {"dismissing": 0.3}, {"dismissing": 0.6}, {"dismissing": 0.9})
    ]
    assert scores == sorted(scores, reverse=True)
    assert all(before - after < 15 for before, after in pairwise(scores))


def test_every_signal_weighs_and_speaks_on_its_side() -> None:
    assert set(WEIGHTS) == set(SIGNALS)
    for_it = ("gives_back", "names", "acknowledges", "owns", "asks", "acts", "checks")
    assert all((WEIGHTS[name] > 0) == (name in for_it) for name in SIGNALS)


def test_the_better_answer_of_the_written_pairs_scores_higher_by_the_rules_alone(lexicon: Lexicon) -> None:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        pairs = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    right = [
        score(pair["better"], lexicon, pair["customer"]).score > score(pair["worse"], lexicon, pair["customer"]).score
        for pair in pairs
    ]
    assert len(right) >= 160
    assert sum(right) / len(right) >= 0.90
