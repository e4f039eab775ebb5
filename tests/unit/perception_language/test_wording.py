"""Judging, dismissing, acts, commitments, apologies and reflections, sentence by sentence."""

from __future__ import annotations

import pytest

from perception.language.annotate import annotate_line
from perception.language.commitments import action_quality, commitment_of
from perception.language.lexicon import Lexicon
from perception.language.types import Line, SentenceAnnotation

CUSTOMER = "Your export failed again and I had to face my board without numbers."


def note(text: str, lexicon: Lexicon, before: str = CUSTOMER) -> SentenceAnnotation:
    (sentence,) = annotate_line(Line("csm", text), before, lexicon).sentences
    return sentence


@pytest.mark.parametrize(
    ("text", "judging"),
    [
        ("You should have told us.", "directing"),
        ("You need to read the guide.", "directing"),
        ("Why didn't you call?", "accusing"),
        ("You never answered us.", "accusing"),
        ("That's not true.", "contradicting"),
        ("As I already told you, it is late.", "condescension"),
        ("Are you sure you saved it?", "premise_doubt"),
    ],
)
def test_judging(lexicon: Lexicon, text: str, judging: str) -> None:
    assert judging in note(text, lexicon).judging


@pytest.mark.parametrize(
    "text",
    [
        "You should not have had to deal with this.",
        "You must be tired.",
        "It sounds like you have to redo it each week.",
        "You can choose.",
        "Do you need to show it on Monday?",
        "This was not your fault.",
        "What do you think you need to get there?",
        "That doesn't mean you have to accept it.",
        "It sounds like you never got an answer.",
    ],
)
def test_not_judging(lexicon: Lexicon, text: str) -> None:
    assert note(text, lexicon).judging == ()


@pytest.mark.parametrize(
    ("text", "dismissing"),
    [
        ("I'm sorry, but there's nothing I can do.", "pity_exit"),
        ("At least it's only the beta.", "silver_lining"),
        ("Calm down.", "control"),
        ("Our policy does not allow that.", "policy_wall"),
        ("That's engineering's fault.", "blame_shift"),
        ("I know exactly how you feel.", "me_too"),
        ("I hear you are upset, but everyone waits.", "eraser"),
        ("This will never happen again.", "over_promise"),
    ],
)
def test_dismissing(lexicon: Lexicon, text: str, dismissing: str) -> None:
    assert dismissing in note(text, lexicon).dismissing


@pytest.mark.parametrize(
    "text",
    [
        "At least two users saw it.",
        "I'm sorry about this, and I'll call you.",
        "I can't promise a date.",
        "You should have been told earlier.",
    ],
)
def test_not_dismissing(lexicon: Lexicon, text: str) -> None:
    assert note(text, lexicon).dismissing == ()


def test_a_but_at_the_start_of_the_next_sentence_erases(lexicon: Lexicon) -> None:
    line = Line("csm", "I can hear how frustrated you are. However, these are the rules.")
    assert "eraser" in annotate_line(line, CUSTOMER, lexicon).sentences[1].dismissing


def test_over_identification(lexicon: Lexicon) -> None:
    assert note("I'm furious about it too.", lexicon).over_identification
    assert not note("You are furious, and I see why.", lexicon).over_identification


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("That's on us.", "own"),
        ("What would help most?", "ask_align"),
        ("Did I get that right?", "check"),
        ("I'll call our engineer.", "act"),
        ("The reason is a change in the database.", "explain"),
        ("Hello, this is Ana from support.", "greet"),
        ("Thanks for taking the time today.", "greet"),
        ("Have a great day.", "close"),
        ("Thank you for your time.", "close"),
        ("Mm-hm.", "backchannel"),
        ("You sound frustrated.", "acknowledge"),
        ("That makes sense.", "acknowledge"),
    ],
)
def test_acts(lexicon: Lexicon, text: str, act: str) -> None:
    assert act in note(text, lexicon).acts


def test_thanks_for_the_time_taken_are_no_goodbye(lexicon: Lexicon) -> None:
    assert "close" not in note("Thanks for taking the time to speak with me.", lexicon).acts


def test_acts_come_in_the_order_they_are_said(lexicon: Lexicon) -> None:
    assert note("I hear that you are upset and I'll fix the export.", lexicon).acts == ("acknowledge", "act")
    assert note("I'll fix the export, and I hear that you are upset.", lexicon).acts == ("act", "acknowledge")


def test_commitment_parts(lexicon: Lexicon) -> None:
    full = note("I'll send you the export by Friday.", lexicon).commitment
    assert full is not None
    assert (full.commissive, full.object_match, full.time_bound, full.named_owner) == (True, True, True, True)
    vague = note("We will look into it.", lexicon).commitment
    assert vague is not None
    assert (vague.object_match, vague.time_bound, vague.named_owner) == (False, False, False)
    assert commitment_of("Let me know", "let me know", frozenset(), frozenset(), lexicon) is None
    assert action_quality(full) == pytest.approx(1.0)
    assert action_quality(vague) == pytest.approx(0.4)
    assert action_quality(None) == 0.0


def test_apology(lexicon: Lexicon) -> None:
    assert note("I'm really sorry about the delay.", lexicon).apology
    assert not note("Sorry, could you say that again?", lexicon).apology


def test_reflection_rule(lexicon: Lexicon) -> None:
    repeat = note("So you had to face your board without numbers.", lexicon)
    assert repeat.reflection == "simple"
    assert note("It sounds like you felt let down by us.", lexicon).reflection == "complex"
    assert note("So you should try the new version.", lexicon).reflection == "none"
    assert note("I will restart the server.", lexicon).reflection == "none"
    assert 0.0 <= repeat.reflection_p <= 1.0


def test_judging_vetoes_a_reflection(lexicon: Lexicon) -> None:
    assert note("So you failed to save your board numbers.", lexicon).reflection_p == 0.0


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("You must be frustrated that the export failed.", 4),
        ("You must be frustrated.", 3),
        ("I understand.", 1),
        ("Okay.", 1),
        ("That makes sense.", 2),
        ("I'm frustrated.", 0),
        ("Calm down.", -1),
        ("It's not that bad.", -1),
        ("The office is closed.", 0),
        ("Sounds like you're thrilled.", -1),
    ],
)
def test_acknowledging_levels(lexicon: Lexicon, text: str, level: int) -> None:
    assert note(text, lexicon).ack_level == level


def test_label_is_held_against_what_was_voiced(lexicon: Lexicon) -> None:
    angry = "I'm really frustrated with the export."
    fitting = note("You sound angry about the export.", lexicon, angry).feeling
    other = note("You sound confused about the export.", lexicon, angry).feeling
    wrong = note("You sound thrilled about the export.", lexicon, angry).feeling
    assert fitting is not None
    assert other is not None
    assert wrong is not None
    assert (fitting.accurate, other.accurate, wrong.accurate) == (True, False, False)
    assert fitting.level > other.level > wrong.level
    unheard = note("You sound angry about the export.", lexicon, "").feeling
    assert unheard is not None
    assert unheard.accurate is None


@pytest.mark.parametrize(
    ("text", "what", "who", "when"),
    [
        ("I'll send you the cause of the stop by Wednesday.", "send you the cause of the stop", "I", "by Wednesday"),
        ("Our lead developer Marta will test it tomorrow.", "test it", "Our lead developer Marta", "tomorrow"),
        ("We're going to roll it back tonight by ten.", "roll it back", "we", "tonight by ten"),
        ("I've already opened a ticket.", "opened a ticket", "I", ""),
        ("Let me check the log, then I'll call.", "check the log", "I", ""),
        ("We will send Dana a note every Friday.", "send Dana a note", "we", "every Friday"),
    ],
)
def test_a_promise_in_its_parts(lexicon: Lexicon, text: str, what: str, who: str, when: str) -> None:
    promise = note(text, lexicon).commitment
    assert promise is not None
    assert (promise.what, promise.who, promise.when) == (what, who, when)


def test_the_apologising_part_of_a_sentence(lexicon: Lexicon) -> None:
    assert note("I'm so sorry about that.", lexicon).apology_share == 1.0
    assert note("I'm sorry, and I will call you by noon.", lexicon).apology_share == pytest.approx(0.3)
    assert note("It failed again.", lexicon).apology_share is None
