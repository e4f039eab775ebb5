"""Word rules and a learned reader put together, with a reader that says what it is told."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from perception.language.annotate import annotate, annotate_line
from perception.language.feelings import customer_feelings, feelings_heard
from perception.language.lexicon import Lexicon
from perception.language.reading import Remembering
from perception.language.types import DismissingClass, JudgingClass, Line, SentenceAnnotation, SentenceInContext
from tests.unit.perception_language.scripted_reader import ScriptedReader, signals

JUDGING = get_args(JudgingClass)
DISMISSING = get_args(DismissingClass)
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
        ("That's a lot, isn't it?", 0.005, 0.2, "none"),  # sure of no
        ("any idea what set it off", 0.9, 0.9, "open"),  # no mark, no known wording
        ("you had a look at the log", 0.2, 0.2, "none"),
        ("how frustrating", 0.1, 0.9, "none"),
        ("what happened then", 0.4, 0.9, "open"),  # the wording asks too
        ("We should look at the log.", 0.5, 0.2, "none"),  # a full stop needs a surer reader
        ("You mentioned a second outage.", 0.85, 0.1, "none"),
        ("You mentioned a second outage.", 0.98, 0.1, "closed"),
        ("Did it change anything for you?", 0.9, 0.9, "open"),  # closed by form, open by meaning
    ],
)
def test_questions(lexicon: Lexicon, text: str, question: float, open_question: float, kind: str) -> None:
    assert note(text, lexicon, question=question, open_question=open_question).question == kind


def test_words_without_marks_ask_by_their_order_whatever_the_reader_says(lexicon: Lexicon) -> None:
    run_on = "okay what would you need most"
    assert note(run_on, lexicon, question=0.0, open_question=0.9).question == "open"
    assert note("you had a long week then", lexicon, question=0.7).question == "none"
    assert note("you had a long week then", lexicon, question=0.9).question == "closed"


def test_a_part_of_a_written_line_needs_more_than_its_order(lexicon: Lexicon) -> None:
    def asked(likelihood: float) -> list[str]:
        line = "I see. And what did it mean for-"
        reader = ScriptedReader({"And what did it mean for-": signals(question=likelihood)})
        return [one.question for one in annotate_line(Line("csm", line), BEFORE, lexicon, reader).sentences]

    assert asked(0.05) == ["none", "none"]
    assert asked(0.5)[1] != "none"


def test_a_mark_after_a_sign_of_listening_asks_nothing(lexicon: Lexicon) -> None:
    assert note("Yeah?", lexicon, question=0.6, open_question=0.9).question == "none"


def test_a_clear_request_is_open_although_the_reader_doubts(lexicon: Lexicon) -> None:
    assert (
        note("Can you tell me how it affects your week?", lexicon, question=0.9, open_question=0.03).question == "open"
    )


def test_questions_of_the_customer_are_read_as_well(lexicon: Lexicon) -> None:
    reader = ScriptedReader({"you got my mail": signals(question=0.9, open_question=0.1)})
    assert annotate_line(Line("customer", "you got my mail"), "", lexicon, reader).sentences[0].question == "closed"


# ------------------------------------------------------------------ giving back and telling


def test_advice_that_sounds_like_giving_back_is_telling(lexicon: Lexicon) -> None:
    advice = note("So you want to clear the cache first.", lexicon, reflection=0.02, telling=0.9)
    assert advice.reflection == "none"
    assert advice.telling == 0.9


def test_over_a_call_telling_and_judging_are_no_giving_back(lexicon: Lexicon) -> None:
    back, advice = (note("So the board saw an empty page.", lexicon, reflection=0.8, telling=p) for p in (0.1, 0.9))
    assert back.giving_back > 5 * advice.giving_back > 0.0
    harsh = note("So the board saw an empty page.", lexicon, reflection=0.8, judging={"accusing": 0.97})
    assert harsh.giving_back == 0.0


def test_a_question_gives_back_less(lexicon: Lexicon) -> None:
    told, asked = (note("So the board saw an empty page.", lexicon, reflection=0.4, question=p) for p in (0.01, 0.9))
    assert told.reflection_p > asked.reflection_p


def test_giving_back_without_any_known_opening(lexicon: Lexicon) -> None:
    back = note("A whole board meeting without a single figure.", lexicon, reflection=0.9, telling=0.05)
    assert back.reflection != "none"
    assert back.ack_level == 2


def test_rules_and_reader_together_are_surer_than_either(lexicon: Lexicon) -> None:
    echo = "So you had to face your board without numbers."
    both = note(echo, lexicon, reflection=0.8).reflection_p
    assert both > note("A long Monday for everyone.", lexicon, reflection=0.8).reflection_p
    assert both > note(echo, lexicon, reflection=0.2).reflection_p


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


def test_giving_back_counts_less_among_much_else(lexicon: Lexicon) -> None:
    back = "So the board saw an empty page."
    reader = ScriptedReader({back: signals(reflection=0.5)})
    rest = "The new release is out. It has a new importer. The log will be kept for a year."
    alone, among = (
        annotate_line(Line("csm", text), BEFORE, lexicon, reader).sentences[0] for text in (back, f"{back} {rest}")
    )
    assert alone.reflection_p > among.reflection_p > 0.0
    assert alone.giving_back > among.giving_back


def test_only_what_clearly_gives_back_counts_over_a_call(lexicon: Lexicon) -> None:
    sure, unsure = (note("A whole board meeting.", lexicon, reflection=p, telling=0.0) for p in (0.9, 0.1))
    assert sure.giving_back / sure.reflection_p > 1.2 * unsure.giving_back / unsure.reflection_p


def test_a_sign_of_listening_gives_nothing_back(lexicon: Lexicon) -> None:
    assert note("Right.", lexicon, reflection=0.9).reflection_p == 0.0


def test_an_unsure_reader_counts_for_a_part(lexicon: Lexicon) -> None:
    said = note("The whole board in one room.", lexicon, reflection=0.1, acts={"own": 0.4, "act": 0.1})
    assert said.acts == ()
    assert 0.0 < said.does("acknowledge") < 1.0
    assert (said.does("own"), said.does("act")) == (0.4, 0.0)
    harsh = note("The whole board in one room.", lexicon, judging={"accusing": 0.3}, dismissing={"control": 0.1})
    assert 0.0 < harsh.does("judging") < 1.0
    assert harsh.does("dismissing") < harsh.does("judging")


# ------------------------------------------------------------------ judging, dismissing, joining


@pytest.mark.parametrize(
    ("text", "likelihood", "found"),
    [
        ("You should have told us.", 0.3, True),  # wording, reader unsure
        ("You should have told us.", 0.0, True),  # a short sentence leaves no room for another meaning
        ("You should have told us all of this in March.", 0.0, False),  # reader very sure of no
        ("A careful admin would have noticed.", 0.97, True),  # no known wording, reader sure
        ("A careful admin would have noticed.", 0.3, False),
    ],
)
def test_judging(lexicon: Lexicon, text: str, likelihood: float, found: bool) -> None:
    heard = dict.fromkeys(JUDGING, 0.001) | {"directing": likelihood}
    nothing = dict.fromkeys(DISMISSING, 0.001)
    assert ("directing" in note(text, lexicon, judging=heard, dismissing=nothing).judging) == found


@pytest.mark.parametrize(
    ("name", "likelihood", "found"),
    [
        ("accusing", 0.5, True),
        ("accusing", 0.4, False),
        ("premise_doubt", 0.85, False),  # a guess at what someone means sounds like it
        ("contradicting", 0.85, False),
        ("directing", 0.85, False),
        ("premise_doubt", 0.95, True),
    ],
)
def test_the_reader_alone_is_believed_more_in_some_kinds_of_judging(
    lexicon: Lexicon, name: JudgingClass, likelihood: float, found: bool
) -> None:
    said = note("So it is less than you thought?", lexicon, judging=dict.fromkeys(JUDGING, 0.001) | {name: likelihood})
    assert (said.judging == (name,)) == found
    assert said.does("judging") > 0.0  # a little doubt stays


@pytest.mark.parametrize(
    ("text", "name", "likelihood", "found"),
    [
        ("Calm down.", "control", 0.3, True),
        ("Calm down.", "control", 0.001, True),
        ("You really do not have to calm down for me.", "control", 0.001, False),
        ("Plenty of teams would love to have your problem.", "silver_lining", 0.97, True),
        ("I hear you are upset, but everyone waits.", "eraser", 0.3, True),
        ("I hear you are upset, but everyone waits.", "eraser", 0.001, False),
    ],
)
def test_dismissing(lexicon: Lexicon, text: str, name: str, likelihood: float, found: bool) -> None:
    heard = dict.fromkeys(DISMISSING, 0.0005) | {name: likelihood}
    nothing = dict.fromkeys(JUDGING, 0.001)
    assert (name in note(text, lexicon, dismissing=heard, judging=nothing).dismissing) == found


def test_what_the_word_lists_exempt_is_exempt_for_the_reader_too(lexicon: Lexicon) -> None:
    sure = {"directing": 0.99}
    assert note("You should not have had to deal with this.", lexicon, judging=sure).judging == ()
    assert note("Do remember to save it this time.", lexicon, judging=sure).judging == ("directing",)
    lining = {"silver_lining": 0.99}
    assert note("It affects at least two users, I am afraid.", lexicon, dismissing=lining).dismissing != ()
    assert note("At least two users saw it.", lexicon, dismissing=lining).dismissing == ()


def test_joining(lexicon: Lexicon) -> None:
    assert note("That would drive me up the wall, and it does.", lexicon, joining=0.97).over_identification
    assert not note("I'm furious about it too.", lexicon, joining=0.01).over_identification
    # Naming what the customer feels takes nothing over, however likely the reader finds it.
    for naming in ("That must be so frustrating.", "You sound furious, and I don't blame you."):
        assert not note(naming, lexicon, joining=0.9).over_identification
    # Nor does telling somebody how to feel.
    assert not note("Please calm down.", lexicon, joining=0.99).over_identification
    assert note("Please calm down, I'm upset too.", lexicon, joining=0.99).over_identification


def test_refusing_what_the_customer_expects_takes_nothing_up(lexicon: Lexicon) -> None:
    kind = {"acts": {"acknowledge": 0.9}, "reflection": 0.9, "judging": dict.fromkeys(JUDGING, 0.0)}
    said = note("You can't expect us to answer every message at night.", lexicon, feeling={"anger": 0.9}, **kind)
    assert (said.judging, said.ack_level, said.reflection, said.feeling) == (("directing",), 0, "none", None)
    assert note("You can't work like that for nine days on end.", lexicon, **kind).ack_level == 2


# ------------------------------------------------------------------ acts and feelings


def test_acts(lexicon: Lexicon) -> None:
    assert "own" in note("The buck stops here with me.", lexicon, acts={"own": 0.9}).acts
    assert "own" not in note("That's on us.", lexicon, acts={"own": 0.001}).acts
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


def test_a_naming_that_is_not_sure_is_kept_with_its_likelihood(lexicon: Lexicon) -> None:
    sure = note("You sound frustrated.", lexicon, feeling={"anger": 0.9})
    worn = note("You sound frustr.", lexicon, feeling={"anger": 0.15})
    none = note("You sound frustr.", lexicon)
    assert sure.feeling is not None
    assert worn.likely_feeling is not None
    assert (sure.likely_feeling, worn.feeling) == (None, None)
    assert 0.0 < worn.likely_feeling.p < 0.5 < sure.feeling.p < 1.0
    assert none.feeling is None
    assert none.likely_feeling is None or none.likely_feeling.p < worn.likely_feeling.p


def test_likelihoods_grow_with_what_the_reader_hears_and_with_the_wording(lexicon: Lexicon) -> None:
    heard = (0.05, 0.2, 0.4, 0.6, 0.9)
    with_word = [_voiced("I'm so frustrated.", lexicon, p) for p in heard]
    without = [_voiced("It is the third time.", lexicon, p) for p in heard]
    assert with_word == sorted(with_word)
    assert without == sorted(without)
    assert all(one > other for one, other in zip(with_word, without, strict=True))
    acknowledges = [note("That is a lot.", lexicon, acts={"acknowledge": p}).taking_up for p in heard]
    assert acknowledges == sorted(acknowledges)
    blocks = [note("It may be fine.", lexicon, dismissing={"silver_lining": p}).blocking for p in heard]
    assert blocks == sorted(blocks)
    assert note("Calm down.", lexicon).blocking > 0.5


def _voiced(text: str, lexicon: Lexicon, p: float) -> float:
    return feelings_heard(text, lexicon, ScriptedReader({text: signals(feeling={"anger": p})}))[0].p


def test_what_is_only_heard_as_possible_is_not_found(lexicon: Lexicon) -> None:
    text = "It is the third time."
    reader = ScriptedReader({text: signals(feeling={"anger": 0.2})})
    assert customer_feelings(text, lexicon, reader) == ()
    (possible,) = feelings_heard(text, lexicon, reader)
    assert not possible.found
    assert feelings_heard(text, lexicon) == ()


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
