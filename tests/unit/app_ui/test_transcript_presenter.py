from __future__ import annotations

from dataclasses import replace

from app.ui.debrief.transcript_presenter import (
    UNCLEAR,
    TranscriptPresenter,
    changes_between,
    unclear_sentence,
    words_of,
)
from perception.recording.corrections import Correction, lines_of
from perception.types import LETTERS, LetterScore, Scorecard, Utterance

CLEAR = Utterance(2.0, 4.0, "csm", "We're fixing it.", p=0.93)
FAINT = Utterance(65.0, 66.0, "customer", "It's the bored.", p=0.41)
NOW = "2026-11-26T10:00:00+01:00"


def presenter(*corrections: Correction) -> TranscriptPresenter:
    return TranscriptPresenter(lines_of([CLEAR, FAINT], corrections), corrections, author="me")


def card(**values: float | None) -> Scorecard:
    letters = {
        letter: LetterScore(letter, values.get(letter), 40.0, 60.0, 0.9, "scored")
        if values.get(letter) is not None
        else LetterScore(letter, None, None, None, 0.1, "not_enough")
        for letter in LETTERS
    }
    return Scorecard(60.0, letters, (), None, ())


def test_a_line_says_when_who_what_and_why_it_is_grey() -> None:
    clear, faint = presenter().views
    assert (clear.time, clear.voice, clear.text, clear.note, clear.look) == (
        "00:02",
        "You",
        "We're fixing it.",
        "",
        "plain",
    )
    assert (faint.note, faint.look) == (UNCLEAR, "unclear")
    assert faint.spoken == "01:05, Customer: It's the bored. (heard unclearly, not scored)"


def test_typing_the_same_words_changes_nothing_unless_they_were_unclear() -> None:
    shown = presenter()
    assert shown.correct(0, "  We're fixing   it. ", now=NOW) is None
    assert not shown.can_undo
    confirmed = shown.correct(1, FAINT.text, now=NOW)
    assert confirmed is not None
    assert (confirmed.text, shown.views[1].look) == (FAINT.text, "plain")
    assert unclear_sentence(shown.lines) == ""


def test_going_back_to_the_recorded_words_by_hand_is_a_restoration() -> None:
    shown = presenter()
    shown.correct(0, "We fixed it.", now=NOW)
    assert shown.views[0].recorded == "Heard as: “We're fixing it.” (You)"
    back = shown.correct(0, CLEAR.text, now=NOW)
    assert back is not None
    assert not back.changes
    assert shown.views[0].note == ""


def test_no_words_leave_the_line_out_and_typing_brings_it_back() -> None:
    shown = presenter()
    left_out = shown.correct(0, "   ", now=NOW)
    assert left_out is not None
    assert left_out.struck
    assert [said.text for said in words_of(shown.lines)] == [FAINT.text]
    back = shown.correct(0, "We fixed it.", now=NOW)
    assert back is not None
    assert not back.struck


def test_a_speaker_given_back_is_as_recorded() -> None:
    shown = presenter()
    given = shown.give_to(0, "customer", now=NOW)
    assert given is not None
    assert (given.said_by, shown.views[0].voice) == ("customer", "Customer")
    assert shown.give_to(0, "customer", now=NOW) is None
    back = shown.give_to(0, "csm", now=NOW)
    assert back is not None
    assert back.said_by is None


def test_undo_and_redo_walk_over_several_lines_and_a_new_change_ends_redo() -> None:
    shown = presenter()
    shown.correct(0, "One.", now=NOW)
    shown.strike(1, now=NOW)
    undone = shown.undo(now="later")
    assert undone is not None
    assert (undone.start_s, undone.changes, undone.written_at) == (65.0, False, "later")
    shown.undo(now=NOW)
    assert [view.text for view in shown.views] == [CLEAR.text, FAINT.text]
    assert shown.undo(now=NOW) is None
    shown.redo(now=NOW)
    assert shown.views[0].text == "One."
    shown.correct(0, "Two.", now=NOW)
    assert not shown.can_redo
    assert shown.redo(now=NOW) is None


def test_what_was_corrected_before_is_shown_and_can_be_restored() -> None:
    first = Correction("coach", NOW, 2.0, 4.0, "csm", CLEAR.text, text="We fixed it.")
    shown = presenter(first)
    assert shown.views[0].text == "We fixed it."
    restored = shown.restore(0, now=NOW)
    assert restored is not None
    assert restored.author == "me"
    undone = shown.undo(now=NOW)
    assert undone is not None
    assert undone.text == "We fixed it."


def test_changes_of_letters_are_said() -> None:
    before, after = card(A=62.4, H=50.0, Y=40.0), card(A=71.0, H=50.2, T=30.0)
    assert changes_between(before, after) == "A changed from 62 to 71. T is now 30. Y has too little evidence now."
    assert changes_between(before, before) == "The letters stay as they are."
    band = replace(before.letters["A"], state="band", value=None)
    assert changes_between(replace(before, letters={**before.letters, "A": band}), before).startswith(
        "A changed from 40–60 to 62."
    )


def test_unclear_lines_are_counted() -> None:
    assert unclear_sentence(presenter().lines).startswith("One line was heard unclearly")
    two = lines_of([FAINT, replace(FAINT, start_s=70.0, end_s=71.0)], ())
    assert unclear_sentence(two).startswith("2 lines were heard unclearly")
