"""The transcript of a review: words with times, tags of sentences, search, what is being said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.review.acts import SentenceAct
from app.ui.review.transcript.presenter import (
    UNCLEAR,
    find,
    found_words,
    nearest,
    place_at,
    present_lines,
    word_under,
)
from perception.types import Utterance, Word

ANSWER = "I'm sorry about that, but we've deployed a fix. What did it cost you?"
SAID = (
    Utterance(10.0, 14.0, "customer", "Third time this quarter.", (Word(10.0, 10.5, "Third", 0.9),)),
    Utterance(15.0, 20.0, "csm", ANSWER),
    Utterance(22.0, 24.0, "customer", "So that's it?", p=0.2),
)
ACTS = (
    SentenceAct(1, 0, 47, 15.0, 18.0, "fix first", "watch"),
    SentenceAct(1, 48, 69, 18.0, 20.0, "open question", "good"),
)


def test_tags_stand_after_their_sentences():
    line = present_lines(SAID, ACTS, "Dana")[1]
    first, second = line.acts
    assert line.text[first.start : first.end] == ANSWER[:47]
    assert line.text[first.tag.start : first.tag.end].strip() == "fix\u00a0first"
    assert line.text[second.start : second.end] == ANSWER[48:]
    assert line.said == ANSWER
    assert line.spoken == f"00:15, You: {ANSWER} (fix first, open question)"


def test_words_after_a_tag_are_still_where_they_are_shown():
    line = present_lines(SAID, ACTS)[1]
    assert [line.text[word.start : word.end] for word in line.words] == ANSWER.split()


def test_words_without_times_get_their_share_of_the_line():
    line = present_lines(SAID)[0]
    assert line.words[0].start_s == 10.0
    assert [round(word.start_s, 2) for word in line.words] == [10.0, 11.0, 11.83, 12.67]
    assert line.words[-1].end_s == pytest.approx(14.0)


def test_recognised_times_count_where_the_words_are_those_of_the_line():
    words = (Word(1.0, 1.4, "Yes.", 0.9), Word(1.9, 2.2, "Please.", 0.9))
    line = present_lines([Utterance(1.0, 2.2, "csm", "Yes. Please.", words)])[0]
    assert [(word.start_s, word.end_s) for word in line.words] == [(1.0, 1.4), (1.9, 2.2)]


def test_unclear_lines_have_no_tags_and_say_so():
    line = present_lines(SAID, (SentenceAct(2, 0, 5, 22.0, 23.0, "checks", "plain"),))[2]
    assert line.unclear
    assert line.acts == ()
    assert line.spoken.endswith(f"({UNCLEAR})")


@pytest.mark.parametrize(
    ("t_s", "expected"),
    [(5.0, (None, None)), (10.2, (0, 0)), (14.5, (0, None)), (15.0, (1, 0)), (19.99, (1, 13)), (30.0, (2, None))],
)
def test_what_is_being_said_at_a_time(t_s, expected):
    lines = present_lines(SAID)
    assert place_at(lines, [line.start_s for line in lines], t_s) == expected


def test_where_both_speak_the_one_who_goes_on_is_shown_again():
    lines = present_lines([Utterance(0.0, 10.0, "csm", "A long answer."), Utterance(4.0, 5.0, "customer", "Mm-hm.")])
    starts = [0.0, 4.0]
    assert place_at(lines, starts, 4.5)[0] == 1
    assert place_at(lines, starts, 6.0)[0] == 0


def test_search_finds_every_place_in_any_case_and_not_in_tags():
    lines = present_lines(SAID, ACTS)
    found = find(lines, "  THIRD   time ")
    assert [(place.line, lines[place.line].text[place.start : place.end]) for place in found] == [(0, "Third time")]
    assert find(lines, "open question") == ()
    cost = find(lines, "cost you?")[0]
    assert lines[1].text[cost.start : cost.end] == "cost you?"
    assert find(lines, "   ") == ()


def test_search_over_a_tag_marks_the_words_around_it():
    lines = present_lines(SAID, ACTS)
    place = find(lines, "fix. what")[0]
    assert lines[1].text[place.start : place.end].startswith("fix.")
    assert lines[1].text[place.start : place.end].endswith("What")


def test_search_begins_at_the_line_being_said():
    found = find(present_lines(SAID), "that")
    assert [place.line for place in found] == [1, 2]
    assert nearest(found, 2) == 1
    assert nearest(found, None) == 0
    assert (found_words(2, 1), found_words(0, 0)) == ("2 of 2", "Not found")


def test_a_click_between_words_belongs_to_the_one_before():
    line = present_lines(SAID)[0]
    assert word_under(line, 6) == line.words[1]
    assert word_under(line, 5) == line.words[0]


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12), max_size=8))
def test_every_word_of_any_line_is_found_where_it_stands(parts):
    text = " ".join(parts)
    line = present_lines([Utterance(0.0, 5.0, "csm", text)])[0]
    assert [line.text[word.start : word.end] for word in line.words] == text.split()
    assert all(0.0 <= word.start_s <= word.end_s <= 5.0 for word in line.words)
