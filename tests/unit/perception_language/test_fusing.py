"""Word rules and a learned reader put together, with a reader that says what it is told."""

from __future__ import annotations

from typing import Any

import pytest

from perception.language.annotate import annotate, annotate_line
from perception.language.feelings import customer_feelings
from perception.language.lexicon import Lexicon
from perception.language.reading import Remembering
from perception.language.types import Line, SentenceAnnotation, SentenceInContext
from tests.unit.perception_language.scripted_reader import ScriptedReader, signals

BEFORE = "Your export failed again and I had to face my board without numbers."


def note(text: str, lexicon: Lexicon, before: str = BEFORE, **heard: Any) -> SentenceAnnotation:
    """The sentence as understood with a reader that hears this in it."""
    reader = ScriptedReader({text: signals(**heard)})
    (sentence,) = annotate_line(Line("csm", text), before, lexicon, reader).sentences
    return sentence


# ------------------------------------------------------------------ asking the reader


def test_a_conversation_is_read_in_one_call_and_each_sentence_once(lexicon: Lexicon) -> None:
    reader = ScriptedReader()
    lines = [
        Line("customer", "It failed. Again."),
        Line("csm", "Mm-hm."),
        Line("customer", "And nobody called."),
        Line("csm", "Who told you? I see."),
    ]
    annotate(lines, lexicon, reader)
    (asked,) = reader.calls
    assert len(set(asked)) == len(asked)
    turn = "It failed. Again. And nobody called."
    assert {one for one in asked if one.speaker == "csm"} == {
        SentenceInContext("csm", "Mm-hm.", "It failed. Again."),
        SentenceInContext("csm", "Who told you?", turn),
        SentenceInContext("csm", "I see.", turn),
    }
    assert all(one.before == "" for one in asked if one.speaker == "customer")


def test_a_line_alone_is_understood_as_in_its_conversation(lexicon: Lexicon) -> None:
    says = {
        "The whole quarter hangs on it.": signals(feeling={"worry": 0.9}),
        "That is a heavy thing to carry.": signals(feeling={"worry": 0.8}, reflection=0.9),
    }
    lines = [Line("customer", "The whole quarter hangs on it."), Line("csm", "That is a heavy thing to carry.")]
    whole = annotate(lines, lexicon, ScriptedReader(says))[1]
    assert whole == annotate_line(lines[1], lines[0].text, lexicon, ScriptedReader(says))


def test_nothing_said_asks_nothing(lexicon: Lexicon) -> None:
    reader = ScriptedReader()
    assert annotate([], lexicon, reader) == []
    assert customer_feelings("", lexicon, reader) == ()
    assert reader.calls == []


def test_what_was_read_once_is_remembered() -> None:
    reader = ScriptedReader()
    remembering = Remembering(reader)
    one, two = SentenceInContext("csm", "One."), SentenceInContext("csm", "Two.")
    assert remembering.read([one, one]) == (signals(), signals())
    assert remembering.read([two, one]) == (signals(), signals())
    assert reader.calls == [(one,), (two,)]


# ------------------------------------------------------------------ questions


@pytest.mark.parametrize(
    ("text", "question", "open_question", "kind"),
    [
        ("What happened before it failed?", 0.6, 0.5, "open"),  # unsure: wording and mark decide
        ("You restarted it?", 0.6, 0.2, "closed"),
        ("That's a lot, isn't it?", 0.02, 0.2, "none"),  # sure of no
        ("any idea what set it off", 0.9, 0.9, "open"),  # no mark, no known wording
        ("you had a look at the log", 0.4, 0.2, "none"),
        ("how frustrating", 0.1, 0.9, "none"),
        ("what happened then", 0.4, 0.9, "open"),  # the wording asks too
        ("We should look at the log.", 0.6, 0.2, "none"),  # a full stop needs a surer reader
        ("You mentioned a second outage.", 0.9, 0.1, "closed"),
        ("Did it change anything for you?", 0.9, 0.9, "open"),  # closed by form, open by meaning
    ],
)
def test_questions(lexicon: Lexicon, text: str, question: float, open_question: float, kind: str) -> None:
    assert note(text, lexicon, question=question, open_question=open_question).question == kind


def test_questions_of_the_customer_are_read_as_well(lexicon: Lexicon) -> None:
    reader = ScriptedReader({"you got my mail": signals(question=0.9, open_question=0.1)})
    assert annotate_line(Line("customer", "you got my mail"), "", lexicon, reader).sentences[0].question == "closed"


# ------------------------------------------------------------------ giving back and telling


def test_advice_that_sounds_like_giving_back_is_telling(lexicon: Lexicon) -> None:
    advice = note("So you want to clear the cache first.", lexicon, reflection=0.8, telling=0.9)
    assert advice.reflection == "none"
    assert advice.reflection_p == pytest.approx(0.08)
    assert advice.telling == 0.9


def test_giving_back_without_any_known_opening(lexicon: Lexicon) -> None:
    back = note("A whole board meeting without a single figure.", lexicon, reflection=0.9, telling=0.05)
    assert back.reflection != "none"
    assert back.ack_level == 2


@pytest.mark.parametrize(
    "heard",
    [
        {"judging": {"accusing": 0.97}},
        {"dismissing": {"silver_lining": 0.97}},
        {"joining": 0.97},
        {"acts": {"act": 0.9}},
    ],
)
def test_giving_back_is_vetoed_by_what_closes_or_promises(lexicon: Lexicon, heard: dict[str, Any]) -> None:
    assert note("So the board saw an empty page.", lexicon, reflection=0.95, **heard).reflection_p == 0.0


# ------------------------------------------------------------------ judging, dismissing, joining


@pytest.mark.parametrize(
    ("text", "likelihood", "found"),
    [
        ("You should have told us.", 0.3, True),  # wording, reader unsure
        ("You should have told us.", 0.01, False),  # reader very sure of no
        ("A careful admin would have noticed.", 0.97, True),  # no known wording, reader sure
        ("A careful admin would have noticed.", 0.7, False),
    ],
)
def test_judging(lexicon: Lexicon, text: str, likelihood: float, found: bool) -> None:
    classes = ("directing", "accusing", "contradicting", "condescension", "premise_doubt")
    heard = dict.fromkeys(classes, min(likelihood, 0.3)) | {"directing": likelihood}
    assert ("directing" in note(text, lexicon, judging=heard).judging) == found


@pytest.mark.parametrize(
    ("text", "name", "likelihood", "found"),
    [
        ("Calm down.", "control", 0.3, True),
        ("Calm down.", "control", 0.01, False),
        ("Plenty of teams would love to have your problem.", "silver_lining", 0.97, True),
        ("I hear you are upset, but everyone waits.", "eraser", 0.3, True),
        ("I hear you are upset, but everyone waits.", "eraser", 0.01, False),
    ],
)
def test_dismissing(lexicon: Lexicon, text: str, name: str, likelihood: float, found: bool) -> None:
    assert (name in note(text, lexicon, dismissing={name: likelihood}).dismissing) == found


def test_joining(lexicon: Lexicon) -> None:
    assert note("That would drive me up the wall, and it does.", lexicon, joining=0.97).over_identification
    assert not note("I'm furious about it too.", lexicon, joining=0.01).over_identification


# ------------------------------------------------------------------ acts and feelings


def test_acts(lexicon: Lexicon) -> None:
    assert "own" in note("The buck stops here with me.", lexicon, acts={"own": 0.9}).acts
    assert "own" not in note("That's on us.", lexicon, acts={"own": 0.01}).acts
    promise = note("You'll find a working export in your inbox by Friday.", lexicon, acts={"act": 0.9})
    assert promise.commitment is not None
    assert promise.commitment.time_bound
    assert "act" in promise.acts


def test_an_acknowledgement_only_the_reader_hears(lexicon: Lexicon) -> None:
    assert note("Nobody ought to stand there like that.", lexicon, acts={"acknowledge": 0.9}).ack_level == 2
    assert note("That makes sense.", lexicon, acts={"acknowledge": 0.01}).ack_level < 2


def test_a_feeling_is_named_without_its_word(lexicon: Lexicon) -> None:
    said = note("No wonder your stomach is in knots over that board.", lexicon, feeling={"worry": 0.9})
    assert said.feeling is not None
    assert (said.feeling.family, said.feeling.word) == ("worry", "worry")
    assert said.ack_level >= 3


def test_a_word_for_the_feeling_wins_over_the_reader(lexicon: Lexicon) -> None:
    said = note("You sound frustrated.", lexicon, feeling={"worry": 0.99})
    assert said.feeling is not None
    assert said.feeling.family == "anger"


def test_voiced_feelings_agree_wherever_they_are_asked_for(lexicon: Lexicon) -> None:
    before = "Monday decides whether I still have this job."
    reader = ScriptedReader({before: signals(feeling={"worry": 0.9})})
    (voiced,) = customer_feelings(before, lexicon, reader)
    assert (voiced.family, voiced.intensity) == ("worry", 2)
    assert "job" in voiced.cause
    label = annotate_line(Line("csm", "You sound worried."), before, lexicon, reader).sentences[0].feeling
    assert label is not None
    assert label.accurate is True
    assert customer_feelings(before, lexicon) == ()
