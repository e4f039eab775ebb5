"""The words of practice: the list, the card, captions and closing lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.messages import CustomerDoing, CustomerIs, CustomerSpeaks, PracticePlan, StartCall
from app.engine.practice_messages import CueCleared, CueShown
from app.practice.cue_values import Cue, CueSettings
from app.practice.scenario.model import Difficulty, EndKind, Node, Persona, Scenario, Situation
from app.settings import Settings
from app.ui.call.practice_presenter import LONGEST_PART, PracticePresenter, caption_at, caption_parts
from app.ui.ports import Played, ScenarioEntry, ScenarioMistake
from app.ui.practice.persona_presenter import present_brief, present_cue_note, present_persona
from app.ui.practice.presenter import PickerFilter, mistake_lines, present_picker, situation_choices
from app.ui.practice.words_presenter import DIFFICULTIES, ENDS, LENGTHS, SITUATIONS, closing_words, length_of
from app.ui.settings.presenter import doubted_cues

TODAY = date(2026, 11, 26)
MAYA = Persona("Maya Lindqvist", "Head of finance operations", "Northbay", "Three years.", "dana", pronoun="she")
SCENARIO = Scenario(
    id="outage",
    title="The outage",
    situation="outage",
    difficulty="hard",
    minutes=5,
    letters=("Y", "A"),
    summary="Reports were down.",
    aim="Hear what the day was.",
    persona=MAYA,
    start="one",
    nodes={"one": Node("one", "vent", ("A.", "B."), end="open")},
    tags=("ledger",),
)
ENTRY = ScenarioEntry(Path("outage.yaml"), SCENARIO)


def test_every_situation_difficulty_end_and_state_has_words():
    assert set(SITUATIONS) == set(get_args(Situation))
    assert set(DIFFICULTIES) == set(get_args(Difficulty))
    assert set(ENDS) == set(get_args(EndKind))
    for end in get_args(EndKind):
        assert closing_words(MAYA, end).startswith("Maya ")
    for doing in get_args(CustomerDoing):
        presenter = PracticePresenter(StartCall("f", "t", None, "m"), MAYA, captions=True)
        presenter.hear(CustomerIs(1.0, doing))
        assert presenter.view.chip.startswith("Maya ")


@given(st.integers(1, 60))
def test_every_length_is_one_of_three(minutes):
    assert length_of(minutes) in LENGTHS


@pytest.mark.parametrize("words", ["maya", "LEDGER", "northbay outage", "head reports", ""])
def test_a_scenario_is_found_by_what_is_written_of_it(words):
    assert len(present_picker([ENTRY], PickerFilter(search=words), TODAY).cards) == 1
    assert not present_picker([ENTRY], PickerFilter(search=f"{words} zebra"), TODAY).cards


def test_a_card_says_who_how_hard_and_what_it_trains():
    (card,) = present_picker([replace(ENTRY, played=Played(1, datetime(2026, 11, 26)))], PickerFilter(), TODAY).cards
    assert card.who == "Maya Lindqvist · Head of finance operations, Northbay"
    assert (card.facts, card.letters, card.played) == ("Hard · 5 min", "A Y", "Played today")
    assert card.aloud == (
        "The outage. Maya Lindqvist · Head of finance operations, Northbay. Reports were down. Hard · 5 min. "
        "Trains A Y. Played today."
    )


def test_the_gentle_ones_come_first_and_of_those_whom_one_has_not_met():
    entries = [
        replace(
            ENTRY,
            file=Path(name),
            scenario=replace(ENTRY.scenario, title=name, difficulty=difficulty),
            played=Played(1, datetime(2026, 11, 26)) if met else None,
        )
        for name, difficulty, met in (("a", "gentle", True), ("b", "steady", False), ("c", "gentle", False))
    ]
    assert [card.title for card in present_picker(entries, PickerFilter(), TODAY).cards] == ["c", "a", "b"]


def test_nothing_found_and_nothing_there_are_said_apart():
    assert present_picker([], PickerFilter(), TODAY).empty[0] == "No customers here yet"
    assert present_picker([ENTRY], PickerFilter(letter="E"), TODAY).empty[0] == "Nobody fits"
    assert present_picker([ENTRY], PickerFilter(), TODAY).empty is None
    broken = ScenarioEntry(Path("x.yaml"), None, (ScenarioMistake(1, "Wrong.", "Mend it."),))
    assert present_picker([broken], PickerFilter(), TODAY).empty is None
    assert situation_choices([broken, ENTRY]) == (("", "Any situation"), ("outage", "Outage"))


def test_mistakes_are_told_with_line_and_remedy_and_not_without_end():
    mistakes = [ScenarioMistake(line, "Wrong.", "Mend it.") for line in (3, None, 7, 8, 9)]
    assert mistake_lines(mistakes) == (
        "Line 3: Wrong. Mend it.",
        "Wrong. Mend it.",
        "Line 7: Wrong. Mend it.",
        "And 2 more.",
    )


@pytest.mark.parametrize(("pronoun", "helps"), [("she", "Helps her"), ("he", "Helps him"), ("they", "Helps them")])
def test_a_persona_leaves_out_what_is_not_written(pronoun, helps):
    view = present_persona(replace(MAYA, pronoun=pronoun, soothers=("a date",)))
    assert view.lists == ((helps, ("a date",)),)


def test_the_brief_names_the_letters():
    assert present_brief(SCENARIO, None, TODAY).trains == "Trains A (affect) and Y (your response)."
    assert present_brief(replace(SCENARIO, letters=()), None, TODAY).trains == ""


@pytest.mark.parametrize(
    ("changes", "calls", "check", "words", "strip", "told"),
    [
        ({}, 0, False, True, True, ""),
        ({}, 2, False, False, True, "This call goes without cues: every third one does. The marks stay."),
        ({"cue_strip": False}, 2, False, False, False, "This call goes without cues: every third one does."),
        ({"cue_fading": False}, 2, False, True, True, ""),
        ({"cue_budget": 0}, 2, False, False, True, ""),
        ({"cue_letters": ""}, 0, False, False, True, ""),
        ({}, 0, True, False, False, "Check call: no cues and no marks, as in a real call."),
    ],
)
def test_what_cues_do_in_the_next_call_is_said_when_it_is_unusual(changes, calls, check, words, strip, told):
    note = present_cue_note(Settings().changed(**changes), calls, check=check)
    assert (note.words, note.strip, note.note) == (words, strip, told)


def test_cues_called_wrong_are_named_in_their_own_words():
    assert doubted_cues(Settings()) == ""
    told = doubted_cues(Settings().changed(cue_trust="pace 0.7, interrupting 0.343"))
    assert told.endswith("“Let them finish” and “Slow down a little”.")


# ---------------------------------------------------------------- captions


LONG = (
    "I have been on hold with your support since six this morning, and nobody could tell me a thing about it. "
    "Your reports were down for six hours, on the last day of the quarter. My team closed the books by hand. "
    "And now I hear that it was a known issue."
)


def test_a_long_line_is_shown_in_parts_as_it_is_said():
    said = CustomerSpeaks(10.0, LONG, "angry", "angry", 3, 12.0, lead_s=0.5)
    shown = [caption_at(said, t_s) for t_s in (10.0, 12.0, 16.0, 22.0)]
    assert shown[0].startswith("“I have been on hold")
    assert shown[0] == shown[1]
    assert shown[2] not in (shown[1], shown[3])
    assert shown[3].endswith("known issue.”")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=600))
def test_no_word_of_a_caption_is_lost(text):
    parts = caption_parts(text)
    assert " ".join(parts).split() == text.split()
    for part in parts:
        assert len(part) <= LONGEST_PART or " " not in part


def test_nothing_said_needs_no_caption():
    assert caption_at(CustomerSpeaks(0.0, "", "neutral", "neutral", 0, 0.0), 1.0) == ""


def test_a_short_sound_of_listening_is_no_line():
    presenter = PracticePresenter(StartCall("f", "t", None, "m"), MAYA, captions=True)
    presenter.hear(CustomerSpeaks(1.0, "Mm.", "neutral", "neutral", 0, 0.4, kind="sound"))
    assert presenter.view.caption == ""
    assert presenter.view.speaking


def test_captions_only_is_said_at_the_start_even_with_a_note():
    plan = StartCall("f", "t", None, "m", practice=PracticePlan("x.yaml", speaker_id="silent"), cues=CueSettings())
    presenter = PracticePresenter(plan, MAYA, captions=False, note="Check call.")
    assert presenter.view.note == "Check call. Without sound: the customer's words come as captions."


def test_a_cue_that_nobody_could_read_is_not_counted():
    presenter = PracticePresenter(StartCall("f", "t", None, "m", cues=CueSettings(budget=4)), MAYA, captions=True)
    shown = CueShown(Cue("look_away", "E", "Look into the camera", 8.0, 0.0, {}, {}))
    places = []
    for read in (False, True, True):
        presenter.hear(shown)
        places.append(presenter.view.cue.place)
        presenter.hear(CueCleared("look_away", done=False, read=read))
    assert places == ["cue 1 of 4 in this call", "cue 1 of 4 in this call", "cue 2 of 4 in this call"]
