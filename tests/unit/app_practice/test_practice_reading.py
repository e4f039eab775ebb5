"""What the CSM did in a turn, by the word rules and what the customer feels at that place."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import pytest

from app.practice.reading import PracticeReader
from app.practice.scenario.model import Deed, NodeFeeling, Scenario
from app.practice.tongues import is_english
from app.practice.turns import CsmTurn, StatePoint
from perception.inference.lexicon_files import load_lexicon
from perception.language.types import SentenceInContext, SentenceSignals
from tests.unit.app_practice.small_scenario import small

ANGRY = "The report came two days late. I'm angry."
FINE = "It's fine, we managed."


def _deeds(text: str, *, node: str = "complains", heard: str = ANGRY, scenario: Scenario | None = None) -> set[Deed]:
    reader = PracticeReader(scenario or small(), load_lexicon())
    return set(reader.read(CsmTurn(text), heard=heard, point=StatePoint(node, 50, 50)).deeds)


@pytest.mark.parametrize(
    ("text", "has", "has_not"),
    [
        ("You sound angry that it came two days late.", {"named_feeling", "gave_back"}, {"acknowledged"}),
        ("I can see why that was hard.", {"acknowledged"}, {"named_feeling", "jumped_to_fixing"}),
        ("What did that mean for your week?", {"asked_open"}, {"asked_closed"}),
        ("Did it come on Tuesday?", {"asked_closed"}, {"asked_open"}),
        ("I'm sorry about that. That's on us.", {"apologised", "owned"}, {"pitied"}),
        ("I'll check the export and call you by four tomorrow.", {"committed", "committed_with_date"}, set()),
        ("I'll check the export.", {"committed"}, {"committed_with_date"}),
        ("That makes sense. Would it help if I called you?", {"aligned"}, set()),
        ("Good morning, this is Ada.", {"greeted"}, set()),
        ("Thanks for your time. Goodbye.", {"closed"}, set()),
        ("You should have planned for that.", {"judged"}, {"instructed"}),
        ("You're wrong about that.", {"judged"}, {"instructed"}),
        ("Why didn't you call us?", {"judged"}, {"instructed"}),
        ("You can't do it that way.", {"judged"}, {"instructed"}),
        ("You shouldn't have clicked on that.", {"judged"}, {"instructed"}),
        ("First, you'll need to map the fields.", {"instructed"}, {"judged", "dismissed"}),
        ("You have to export it first.", {"instructed"}, {"judged", "dismissed"}),
        ("You should read the guide first.", {"instructed"}, {"judged", "dismissed"}),
        ("You need to upload the file again.", {"instructed"}, {"judged", "dismissed"}),
        ("Then you're going to have to install it.", {"instructed"}, {"judged", "dismissed"}),
        ("Please calm down.", {"dismissed"}, {"pitied"}),
        ("There's nothing I can do.", {"dismissed"}, {"pitied"}),
        ("I'm so sorry, but there's nothing I can do.", {"pitied"}, {"dismissed"}),
        ("I feel so bad for you.", {"pitied"}, {"dismissed", "took_over"}),
        ("I know exactly how you feel. The same thing happened to me.", {"took_over"}, set()),
        ("I guarantee this will never happen again.", {"overpromised"}, set()),
    ],
)
def test_what_a_sentence_does(text: str, has: set[Deed], has_not: set[Deed]) -> None:
    found = _deeds(text)
    assert has <= found, found
    assert not has_not & found, found


def test_a_feeling_counts_as_named_only_where_it_is_near() -> None:
    assert "named_feeling" in _deeds("You sound disappointed.")  # near to anger
    assert "named_feeling" not in _deeds("You sound confused.")
    assert "named_feeling" not in _deeds("You sound relieved.")


def test_a_hidden_feeling_can_be_named_although_the_words_say_otherwise() -> None:
    found = _deeds("It sounds like you're worried about it.", node="opens", heard=FINE)
    assert "named_feeling" in found
    assert "named_feeling" not in _deeds("You sound glad.", node="opens", heard="I'm glad it's over.")
    assert "named_feeling" in _deeds("You sound worried, though.", node="opens", heard="I'm glad it's over.")


def test_a_hidden_feeling_named_is_a_good_answer() -> None:
    reader = PracticeReader(small(), load_lexicon())
    read = reader.read(
        CsmTurn("It sounds like you're worried."), heard="I'm glad it's over.", point=StatePoint("opens", 50, 50)
    )
    assert read.response is not None
    assert read.response.kind == "empathy"


@pytest.mark.parametrize("heard", ["I'm glad it's over.", "It's fine, really.", "You can just send the papers over."])
def test_catching_what_is_hidden_never_scores_below_passing_it_over(heard: str) -> None:
    reader = PracticeReader(small(), load_lexicon())
    point = StatePoint("opens", 50, 50)
    caught, passed = (
        reader.read(CsmTurn(text), heard=heard, point=point).response
        for text in ("You sound a bit worried, though.", "Okay, good to hear.")
    )
    assert caught is not None
    assert passed is not None
    assert caught.score > passed.score


def test_a_name_taken_back_is_no_name() -> None:
    assert "named_feeling" not in _deeds("You sound angry, but you have to be patient.")


def test_a_fix_before_the_feeling_is_a_jump() -> None:
    assert "jumped_to_fixing" in _deeds("I'll send you the report again.")
    assert "jumped_to_fixing" not in _deeds("You sound angry. I'll send you the report again.")
    mild = dataclasses.replace(
        small(),
        nodes={
            name: dataclasses.replace(node, feeling=NodeFeeling("anger", "annoyed", 1))
            for name, node in small().nodes.items()
        },
    )
    assert "jumped_to_fixing" not in _deeds("I'll send you the report again.", scenario=mild)


def test_where_nothing_is_felt_nothing_is_jumped_over() -> None:
    assert "jumped_to_fixing" not in _deeds("I'll send you the report again.", node="thanks")
    assert "named_feeling" in _deeds("You sound angry.", node="thanks")


def test_who_may_promise_does_not_overpromise() -> None:
    allowed = dataclasses.replace(small(), may_promise=True)
    assert "overpromised" not in _deeds("I guarantee this will never happen again.", scenario=allowed)


def test_how_a_turn_was_taken() -> None:
    reader = PracticeReader(small(), load_lexicon())
    point = StatePoint("complains", 50, 50)

    def read(turn: CsmTurn) -> tuple[Deed, ...]:
        return reader.read(turn, heard=ANGRY, point=point).deeds

    assert read(CsmTurn("")) == ("silent",)
    assert read(CsmTurn("  ")) == ("silent",)
    assert "interrupted" in read(CsmTurn("Right, the thing is.", interrupted=True))
    assert "rambled" in read(CsmTurn("Right, the thing is.", seconds=50.0))
    assert "rambled" in read(CsmTurn("well and then " * 40))
    assert "rambled" in read(CsmTurn("Right, the thing is.", cut_short=True))
    assert read(CsmTurn("You sound angry.", p=0.4)) == ("unclear",)
    assert read(CsmTurn("Es tut mir leid, das ist nicht gut für Sie.")) == ("unclear",)
    assert read(CsmTurn("Mm-hm.")) == ()


def test_silence_has_no_response() -> None:
    reader = PracticeReader(small(), load_lexicon())
    assert reader.read(CsmTurn(""), heard=ANGRY, point=StatePoint("complains", 50, 50)).response is None


class _Joining:
    """A reader that hears joining in every sentence of the CSM."""

    def read(self, sentences: Sequence[SentenceInContext]) -> tuple[SentenceSignals, ...]:
        nothing: Mapping[str, float] = {}
        return tuple(
            SentenceSignals(
                0.0, 0.0, 0.1, 0.1, 0.9 if one.speaker == "csm" else 0.0, nothing, nothing, nothing, nothing
            )
            for one in sentences
        )


@pytest.mark.parametrize(
    ("text", "has", "has_not"),
    [
        ("I hate it when that happens to me.", {"took_over"}, {"pitied"}),
        ("I'm so sorry, that's really awful.", {"pitied"}, {"took_over"}),
        ("You sound angry, and that's on us.", set(), {"took_over"}),
        ("That was a long day.", set(), {"took_over"}),
    ],
)
def test_only_ones_own_story_takes_over(text: str, has: set[Deed], has_not: set[Deed]) -> None:
    reader = PracticeReader(small(), load_lexicon(), _Joining())
    found = set(reader.read(CsmTurn(text), heard=ANGRY, point=StatePoint("complains", 50, 50)).deeds)
    assert has <= found
    assert not has_not & found


# ---------------------------------------------------------------- the language


@pytest.mark.parametrize(
    "text",
    [
        "That sounds really hard, and I can hear how much is on the line.",
        "Hola Maria, good to hear you.",
        "Okay.",
        "We met in Los Angeles, at the office on Rue de la Paix.",
        "Let's go through the Q3 numbers with Juan, Müller and François.",
        "",
        "12 34",
    ],
)
def test_english_is_taken_for_english(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Es tut mir leid, ich kann das nicht ändern, aber wir sind für Sie da.",
        "Je suis désolé, c'est très difficile pour vous.",
        "Lo siento mucho, pero no puedo hacer nada por usted.",
        "Sinto muito, mas não posso fazer nada por você.",
        "Mi dispiace molto, questo non è come speravo.",
        "Het spijt me heel erg, maar ik kan niet meer doen voor jullie.",
        "Bardzo mi przykro, ale nie mogę się tym zająć na razie.",
        "Мне очень жаль, что так вышло.",
        "申し訳ございません。",
        "आपकी परेशानी समझता हूँ।",
    ],
)
def test_other_languages_are_told(text: str) -> None:
    assert not is_english(text)
