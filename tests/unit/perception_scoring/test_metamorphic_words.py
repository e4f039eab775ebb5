"""What must hold for A, H and Y however it is worded (measurement page 11, items 6, 7 and 8)."""

from __future__ import annotations

import pytest

from perception.types import Scorecard, SpeechSegment
from tests.unit.perception_scoring.scoring_streams import component, run, said, speech
from tests.unit.perception_scoring.test_scoring_words import answer, later_answer, sentences, y_of

NAMED_AND_TIED = (
    "It sounds like you're frustrated that the export failed.",
    "You must be frustrated that the export failed.",
    "You're frustrated, because the export failed again.",
    "I can hear how frustrating it is that the export failed.",
    "Losing a weekend to a failed export must be so frustrating.",
    "Are you frustrated that the export failed again?",
)
OPPOSITE = (
    "It sounds like you're thrilled.",
    "You must be excited that the export failed.",
    "You seem really happy with the export.",
)
OWN_FEELING = ("I'm frustrated.", "We're frustrated about this as well.", "I feel so frustrated right now.")
MINIMAL = ("I understand.", "I see.", "Okay.", "Sure, I understand.", "I'm sorry to hear that.")

JUDGING = (
    "You should have read the manual.",
    "You need to read the guide first.",
    "Why didn't you call us earlier?",
    "As I already told you, it is in the guide.",
    "Are you sure you saved it?",
)
NOT_JUDGING = (
    "You should not have had to deal with this.",
    "You shouldn't have to chase us for it.",
    "You should never have been left alone with this.",
    "You don't have to decide that today.",
)
LISTENING = ("mm-hm", "Right.", "uh-huh", "I see.", "Yeah, okay.", "Got it.")

TAKES_BACK = ("but the export is complicated.", "however the export is complicated.", "but that's how exports are.")
DATES = ("by Friday", "within two hours", "tomorrow morning", "before your board meeting")
SILVER = ("At least it's only the beta.", "Well, at least nobody lost data.", "On the bright side, it was a Sunday.")
NUMBERS = ("It affects at least two users.", "At least two users saw it.", "We lost at least an hour of data.")


# ------------------------------------------------------------------ item 6


@pytest.mark.parametrize("text", NAMED_AND_TIED)
def test_a_named_feeling_is_named_with_and_without_a_stem(text: str) -> None:
    card = answer(text)
    assert [m.outcome for m in card.moments] == ["named"]
    assert component(card, "A1").s >= 0.75


@pytest.mark.parametrize("text", OPPOSITE)
def test_the_opposite_feeling_costs(text: str) -> None:
    assert component(answer(text), "A1").value < 0


@pytest.mark.parametrize("text", OWN_FEELING)
def test_the_own_feeling_is_no_answer(text: str) -> None:
    assert component(answer(text), "A1").s == 0


@pytest.mark.parametrize("text", MINIMAL)
def test_little_more_than_a_sign_of_having_heard_is_minimal(text: str) -> None:
    assert component(answer(text), "A1").s <= 0.25


# ------------------------------------------------------------------ item 7


def hearing(text: str) -> float:
    value = sentences(text).letters["H"].value
    assert value is not None
    return value


@pytest.mark.parametrize("text", JUDGING)
def test_one_judging_sentence_among_twelve_lowers_h(text: str) -> None:
    neutral = " ".join(["The", "people", "read", "it", "all", "here", "now"][: len(text.split())]) + "."
    assert hearing(text) <= hearing(neutral) - 3


@pytest.mark.parametrize("text", NOT_JUDGING)
def test_taking_the_blame_does_not_lower_h(text: str) -> None:
    neutral = " ".join((["The", "people", "in", "Berlin", "look", "at", "all", "of", "this"] * 2)[: len(text.split())])
    assert hearing(text) >= hearing(neutral + ".") - 1.5


@pytest.mark.parametrize("text", LISTENING)
def test_signs_of_listening_never_interrupt(text: str) -> None:
    base = [*speech("customer", (0, 40), (45, 80)), *speech("csm", (41, 44))]
    card = run([*base, *said("csm", 20, text, seconds=0.7)], now_s=80)
    assert card.interruptions == ()
    assert component(card, "H2").s == component(run(base, now_s=80), "H2").s


@pytest.mark.parametrize("pairs", [((0, 20), (20, 50)), ((0, 5), (6, 60)), ((3, 33), (30, 45))])
def test_swapping_the_speakers_gives_the_rest_of_the_talk(pairs: tuple[tuple[int, int], tuple[int, int]]) -> None:
    def share(first: str, second: str) -> float:
        spoken = [SpeechSegment(*pairs[0], first), SpeechSegment(*pairs[1], second)]  # type: ignore[arg-type]
        found = run(spoken, now_s=60).talk_share
        assert found is not None
        return found

    assert share("csm", "customer") == pytest.approx(1 - share("customer", "csm"))


# ------------------------------------------------------------------ item 8


@pytest.mark.parametrize("acknowledged", ["It sounds like you're frustrated.", "That makes sense.", "You're right."])
@pytest.mark.parametrize("acted", ["I will check the export by Friday.", "The reason is a change in our database."])
def test_acknowledging_comes_before_acting(acknowledged: str, acted: str) -> None:
    assert y_of(acknowledged, acted) > y_of(acted, acknowledged)


@pytest.mark.parametrize("but", TAKES_BACK)
@pytest.mark.parametrize("acknowledged", ["It sounds like you're frustrated", "I can see why that matters"])
def test_a_but_behind_it_lowers_y(acknowledged: str, but: str) -> None:
    assert y_of(f"{acknowledged}, {but}") < y_of(f"{acknowledged}.", but.partition(" ")[2])


@pytest.mark.parametrize("date", DATES)
def test_a_promise_with_a_date_is_worth_more(date: str) -> None:
    def chain(text: str) -> float:
        found = component(later_answer(f"That makes sense. {text}"), "Y1").s
        assert found is not None
        return float(found)

    assert chain(f"I will check the report {date}.") > chain("I will check the report.")


@pytest.mark.parametrize("silver", SILVER)
@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_no_silver_lining(silver: str, number: str) -> None:
    assert y_of(number, "I own this.") == y_of("It affects several users.", "I own this.") > y_of(silver, "I own this.")


def apologising(text: str, seconds: float) -> float:
    out = [
        *said("customer", 0, "I'm really frustrated. The export failed."),
        *said("csm", 10, text, seconds=seconds),
    ]
    found = component(run(out, now_s=60), "Y5").s
    assert found is not None
    return float(found)


@pytest.mark.parametrize("text", ["I'm so sorry about that.", "I apologise for the failed export.", "My apologies."])
def test_an_apology_is_short(text: str) -> None:
    assert apologising(text, 3.0) == pytest.approx(1.0)
    assert apologising(text, 20.0) < 0.5


def test_only_what_apologises_counts_as_apology() -> None:
    long = "I'm sorry about that, and I will send you the whole report with every number by noon on Friday."
    assert apologising(long, 10.0) == pytest.approx(1.0)


def test_what_was_heard_badly_is_shown_but_carries_nothing() -> None:
    def card(p: float) -> Scorecard:
        words = [
            *said("customer", 0, "I'm really frustrated. The export failed.", p=1.0),
            *said("csm", 10, "Calm down. You should have read the manual.", p=p),
            *said("customer", 16, "I'm worried about Monday.", p=p),
            *said("csm", 22, "You sound frustrated about the export.", p=1.0),
        ]
        return run(words, now_s=80)

    sure, unsure = card(0.9), card(0.2)
    assert component(sure, "Y6").value > 0
    assert component(unsure, "Y6").value == 0
    assert component(unsure, "H3").value == 0
    assert [m.feeling for m in unsure.moments] == ["frustrated"]
    assert [m.outcome for m in unsure.moments] == ["named"]
    assert sure.talk_share == unsure.talk_share
