"""The timer, the other side's consent, the strip's place and words, and the partner's card in the debrief."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from app.engine.messages import StartCall
from app.practice.partner import FEELINGS, PartnerMark, PartnerSaid
from app.ui.call.practice_presenter import CueLineView, PracticeView
from app.ui.call.presenter import CallPresenter
from app.ui.call.strip_presenter import present_strip, read_place, within, write_place
from app.ui.debrief.partner_presenter import CLIP_BEFORE_S, present_partner
from app.ui.partner.presenter import feeling_of_key, marked_words, present_timer, stated_words
from app.ui.partner.rating_presenter import RatingPresenter
from app.ui.setup.other_side_presenter import ASK_FIRST, present_other_side, present_partner_side

CALL = CallPresenter(StartCall("f", "t", "c", "m"), captions=True).view


@pytest.mark.parametrize(
    ("now_s", "extended_s", "text", "state"),
    [
        (0.0, 0, "05:00", "running"),
        (239.0, 0, "01:01", "running"),
        (240.0, 0, "01:00", "soon"),
        (300.0, 0, "+00:00", "over"),
        (300.0, 120, "02:00", "running"),
        (3900.0, 0, "+1:00:00", "over"),
    ],
)
def test_the_timer(now_s: float, extended_s: int, text: str, state: str) -> None:
    view = present_timer(now_s, 5, extended_s, begun=True)
    assert (view.text, view.state) == (text, state)


def test_the_timer_waits_and_pauses() -> None:
    assert present_timer(9.0, 8, 0, begun=False).state == "waiting"
    assert present_timer(9.0, 8, 0, begun=False).text == "08:00"
    assert present_timer(9.0, 8, 0, begun=True, paused=True).state == "paused"


def test_what_the_partner_is_told_after_a_key() -> None:
    assert marked_words(True, 151.0) == "Marked at 02:31: felt heard."
    assert marked_words(False, 5.0) == "Marked at 00:05: not heard."
    assert stated_words("let down", 5.0) == "Noted at 00:05: you feel let down."
    assert feeling_of_key(1) == FEELINGS[0]
    assert feeling_of_key(9) == FEELINGS[8]
    assert feeling_of_key(0) is None
    assert feeling_of_key(10) is None


def test_the_other_side_is_asked_before_they_are_heard() -> None:
    assert present_other_side(heard=False, knows=False, words=False, sound=False).missing == ""
    asked = present_other_side(heard=True, knows=False, words=True, sound=True)
    assert asked.missing == ASK_FIRST
    nothing = present_other_side(heard=True, knows=True, words=False, sound=False)
    assert nothing.text.startswith("Their words and sound are used while the call runs and then forgotten.")
    only_words = present_other_side(heard=True, knows=True, words=True, sound=False)
    assert only_words.text.startswith("Their words are kept. Their sound is used")
    only_sound = present_other_side(heard=True, knows=True, words=False, sound=True)
    assert only_sound.text.startswith("Their sound is kept. Their words are used")
    everything = present_other_side(heard=True, knows=True, words=True, sound=True)
    assert everything.text == "Their words and their sound are kept with the call."


def test_what_a_partners_microphone_means() -> None:
    shared = present_partner_side(shares=True, agrees=False)
    assert "no sound is kept, and no words of theirs" in shared.text
    assert shared.note
    own = present_partner_side(shares=False, agrees=True)
    assert own.mark == "good"
    assert own.note == ""
    assert present_partner_side(shares=False, agrees=False).mark == "unknown"


def test_the_strip_shows_the_cue_before_a_quiet_sentence() -> None:
    cue = CueLineView("H", "Ask an open question", "cue 1 of 4 in this call")
    quiet = present_strip(replace(CALL, status="Preparing …"), PracticeView(), strip=True)
    assert (quiet.letter, quiet.text) == ("", "Preparing …")
    shown = present_strip(CALL, PracticeView(cue=cue), strip=True)
    assert (shown.letter, shown.text, shown.paused) == ("H", "Ask an open question", False)
    assert present_strip(CALL, PracticeView(), strip=False).marks is None
    assert present_strip(CALL, PracticeView(hidden=True), strip=True).marks is None
    assert present_strip(replace(CALL, phase="paused"), PracticeView(), strip=True).paused


SCREENS = ((0, 0, 1280, 720), (1280, 0, 1920, 1080))


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (None, (340, 636)),
        ((100, 50), (100, 50)),
        ((-300, -40), (0, 0)),
        ((1100, 700), (1280, 700)),
        ((2000, 500), (2000, 500)),
        ((9000, 9000), (2600, 1020)),
    ],
)
def test_the_strip_stays_on_a_screen(place: tuple[int, int] | None, expected: tuple[int, int]) -> None:
    assert within(place, (600, 60), SCREENS) == expected


def test_a_kept_place_reads_back_and_nonsense_is_none() -> None:
    assert read_place(write_place(-12, 40)) == (-12, 40)
    assert read_place("") is None
    assert read_place("left,top") is None
    assert within((3, 4), (10, 10), ()) == (3, 4)
    assert within(None, (10, 10), ()) == (0, 0)


def test_the_partners_card_in_the_debrief() -> None:
    assert present_partner(None) is None
    assert present_partner(PartnerSaid()) is None
    view = present_partner(
        PartnerSaid({"told": 4.0}, "", (PartnerMark(151.0, heard=True), PartnerMark(3.0, heard=False)))
    )
    assert view is not None
    assert view.answers == (("I could say everything I wanted to say.", "4 of 5"),)
    first, second = view.moments
    assert (first.text, first.mark) == ("Your partner felt heard at 02:31", "good")
    assert first.clip.start_s == 151.0 - CLIP_BEFORE_S
    assert (second.text, second.clip.start_s) == ("Your partner did not feel heard at 00:03", 0.0)


def test_the_rating_keeps_what_was_answered() -> None:
    rating = RatingPresenter()
    assert not rating.may_keep
    assert rating.progress == "0 of 5 answered."
    rating.write("  A   word. ")
    for question in ("told", "understood", "feeling", "together", "next"):
        rating.answer(question, 3)
    rating.answer("told", 5)
    assert rating.progress == "All answered. Thank you."
    note = rating.note(datetime(2026, 11, 26, 10, 0))
    assert (note.kind, note.text, note.ratings["told"], note.ratings["next"]) == ("partner_rating", "A word.", 5.0, 3.0)
