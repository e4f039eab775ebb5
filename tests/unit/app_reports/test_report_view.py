"""What reports say: values only as exact as they are known, plain sentences, the promise of their purpose."""

from __future__ import annotations

import csv
import dataclasses
import io
import itertools
import json
import math

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from app.reports.captions import captions_srt, captions_vtt, split_utterance
from app.reports.details import detail_sections
from app.reports.scores import scores_document
from app.reports.tables import COLUMNS, scores_table
from app.reports.view import mark_of, scorecard_view
from app.reports.words import DISCLAIMER, clock, day, length, quantity, sentence, value_text
from perception.language.rewrite.better import Rewrite
from perception.recording.records import CueRecord
from perception.scoring.targets import ACTIONS
from perception.scoring.wordings import BetterWording
from perception.types import ComponentScore, LetterScore, Reason, Scorecard, Span, Utterance, Word
from tests.unit.perception_recording import session_samples


def letter(value: float | None, low: float | None, high: float | None, state: str, **more: object) -> LetterScore:
    return LetterScore("E", value, low, high, 0.5, state, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("score", "text"),
    [
        (letter(82.4, 74.0, 91.0, "scored"), "82 ± 10"),
        (letter(82.4, 82.0, 83.0, "scored"), "82 ± 5"),
        (letter(64.0, 56.0, 73.0, "band"), "55–75"),
        (letter(64.0, 64.0, 65.0, "band"), "65–70"),
        (letter(None, None, None, "not_enough"), "–"),
        (letter(50.0, 40.0, 60.0, "not_enough"), "–"),
    ],
)
def test_a_value_is_shown_only_as_exactly_as_it_is_known(score: LetterScore, text: str) -> None:
    assert value_text(score) == text


@pytest.mark.parametrize(
    ("score", "mark"),
    [
        (letter(55.0, 50.0, 60.0, "scored"), "good"),
        (letter(54.0, 50.0, 60.0, "scored"), "watch"),
        (letter(None, 50.0, 70.0, "band"), "good"),
        (letter(None, 20.0, 60.0, "band"), "watch"),
        (letter(None, None, None, "not_enough"), "unknown"),
    ],
)
def test_marks(score: LetterScore, mark: str) -> None:
    assert mark_of(score) == mark


def test_the_view_of_a_whole_session() -> None:
    view = scorecard_view(session_samples.scorecard(), session_samples.header())
    assert [row.letter for row in view.rows] == list("EMPATHY")
    rows = {row.letter: row for row in view.rows[:3]}
    assert rows["E"].headline == "You looked at the call 78 % of the time while the customer spoke."
    assert (rows["M"].value, rows["M"].value_text) == (None, "55–75")
    assert rows["P"].headline == "Not enough evidence: your shoulders were out of the picture half the time."
    assert (rows["P"].low, rows["P"].reasons) == (None, ())
    assert view.about == "1 min 5 s · 2 March 2026, 09:30"
    assert len(view.keep) == 2
    assert len({reason.letter for reason in view.keep}) == 2
    assert view.change is not None
    assert (view.change.letter, view.change.quote) == ("A", "Ha, yes.")
    assert view.change.action == ACTIONS["M1"]
    assert view.talk == "You spoke 55 % of the time. You spoke over the customer once (00:20)."
    assert [moment.outcome for moment in view.moments] == ["jumped to fixing", "missed", "named"]
    assert view.disclaimer == "For personal training; not for assessment"


def test_a_letter_that_was_left_out_and_a_session_without_anything() -> None:
    empty = Scorecard(duration_s=0.0, letters={}, moments=(), talk_share=None, interruptions=())
    view = scorecard_view(empty)
    assert all(row.headline == "This letter was left out of this session." for row in view.rows)
    assert (view.keep, view.change, view.talk, view.title) == ((), None, "", "Your call")
    assert detail_sections(view)


def test_a_quote_that_stands_in_the_sentence_is_not_repeated() -> None:
    reasons = (Reason("H4", "You asked openly: “How so?”", 9.0, (Span(3.0, 4.0),), "How so?"),)
    card = dataclasses.replace(
        session_samples.scorecard(), letters={"H": letter(70.0, 60.0, 80.0, "scored", reasons=reasons)}
    )
    reason = scorecard_view(card).rows[5].reasons[0]
    assert (reason.text, reason.quote, reason.times) == ("You asked openly: “How so?”", "", "00:03")


def test_what_is_measured_but_not_scored_says_so_and_gets_no_mark() -> None:
    part = ComponentScore("H5", "Giving back", 0.8, "reflections a question", "at least 1", 0.7, 0.0, 1.0)
    card = dataclasses.replace(
        session_samples.scorecard(), letters={"H": letter(70.0, 60.0, 80.0, "scored", components=(part,))}
    )
    (shown,) = scorecard_view(card).rows[5].components
    assert (shown.value, shown.target, shown.mark) == ("0.8 reflections a question", "measured, not scored", "unknown")


def test_the_note_is_not_said_twice() -> None:
    score = letter(None, None, None, "not_enough", note="Not enough evidence: nothing was said")
    card = dataclasses.replace(session_samples.scorecard(), letters={"E": score})
    assert scorecard_view(card).rows[0].headline == "Not enough evidence: nothing was said."


def test_small_words() -> None:
    assert (clock(151.9), clock(3751.0), clock(-1.0)) == ("02:31", "1:02:31", "00:00")
    assert (length(40.2), length(460.0), length(3900.0)) == ("40 s", "7 min 40 s", "1 h 5 min")
    assert (day("2026-03-02T09:30:00+00:00"), day("some day")) == ("2 March 2026, 09:30", "some day")
    assert (quantity(0.456, "share"), quantity(3.0, "s"), quantity(133.4, "words a minute")) == (
        "46 %",
        "3 s",
        "133 words a minute",
    )
    assert (sentence(" it rose"), sentence("Why?"), sentence("")) == ("It rose.", "Why?", "")


def test_a_better_wording_stands_under_what_it_answers() -> None:
    weak = Reason("H3", "This can sound like an order: “Calm down.”", -9.0, (Span(4.0, 5.0),), "Calm down.")
    card = dataclasses.replace(
        session_samples.scorecard(), letters={"E": letter(70.0, 60.0, 80.0, "scored", reasons=(weak,))}
    )
    rewrite = Rewrite("Calm down.", "control", "So the export failed & you're upset.", "It hears first.", ("failed",))
    view = scorecard_view(card, wordings=(BetterWording(Span(4.0, 5.0), "Calm down.", rewrite),))
    assert view.rows[0].reasons[0].better == rewrite.better
    html = "".join(detail_sections(view))
    assert "Say it like this:</span> “So the export failed &amp; you" in html
    assert "Say it like this" not in "".join(detail_sections(scorecard_view(card)))


def test_markup_in_what_was_said_is_shown_as_text() -> None:
    reasons = (Reason("H4", "You said <b>&", -9.0, (), "<script>"),)
    card = dataclasses.replace(
        session_samples.scorecard(), letters={"E": letter(70.0, 60.0, 80.0, "scored", reasons=reasons)}
    )
    html = "".join(detail_sections(scorecard_view(card)))
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert "<b>" not in html


# ------------------------------------------------------------ data


def test_scores_as_data_have_the_fields_that_other_tools_read() -> None:
    cue = CueRecord(t_s=30.0, letter="H", text="Ask an open question", rule="closed_run")
    scores = scores_document(session_samples.scorecard(), session_samples.header(), cues=[cue])
    assert list(scores) == [
        "session",
        "duration_s",
        "letters",
        "talk_share",
        "interruptions",
        "cues",
        "model_versions",
    ]
    assert list(scores["letters"]) == list("EMPATHY")
    eyes = scores["letters"]["E"]
    assert list(eyes) == ["value", "low", "high", "coverage", "state", "reasons", "note"]
    assert list(eyes["reasons"][0]) == ["text", "delta", "quote", "spans", "component"]
    assert eyes["reasons"][0]["spans"] == [[10.0, 20.0]]
    assert scores["letters"]["P"]["value"] is None
    assert scores["interruptions"] == [[20.0, 20.8]]
    assert scores["cues"] == [{"t_s": 30.0, "letter": "H", "text": "Ask an open question", "rule": "closed_run"}]
    assert scores["model_versions"] == {"face": "ab" * 32}


def test_what_is_not_a_number_is_null() -> None:
    card = dataclasses.replace(session_samples.scorecard(), talk_share=math.nan, letters={})
    text = json.dumps(scores_document(card, session_samples.header()), allow_nan=False)
    assert json.loads(text)["talk_share"] is None


def test_the_table_has_every_letter_component_and_reason() -> None:
    rows = list(csv.DictReader(io.StringIO(scores_table(session_samples.scorecard()))))
    assert set(rows[0]) == set(COLUMNS)
    counts = {kind: sum(row["record"] == kind for row in rows) for kind in ("letter", "component", "reason", "note")}
    assert counts == {"letter": 7, "component": 18, "reason": 12, "note": 1}
    by_letter = {row["letter"]: row for row in rows if row["record"] == "letter"}
    assert (by_letter["E"]["value"], by_letter["E"]["low"]) == ("82.4", "74.4")
    assert (by_letter["M"]["value"], by_letter["M"]["low"]) == ("", "56")
    assert by_letter["P"]["low"] == ""
    assert rows[-1]["text"] == DISCLAIMER


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    reasons = (Reason("H4", "said", 1.0, (), text),)
    card = dataclasses.replace(
        session_samples.scorecard(), letters={"E": letter(70.0, 60.0, 80.0, "scored", reasons=reasons)}
    )
    row = next(r for r in csv.DictReader(io.StringIO(scores_table(card))) if r["record"] == "reason")
    assert row["quote"] == f"'{text}"


# ------------------------------------------------------------ captions


def test_captions_are_read_back_by_another_reader() -> None:
    said = [
        Utterance(4.0, 6.5, "csm", "You lost a whole <morning> & more."),
        Utterance(0.5, 2.0, "customer", "We lost a morning --> again.", (Word(0.5, 0.7, "We", 0.9),)),
        Utterance(3661.25, 3662.0, "unknown", "Later."),
    ]
    captions = webvtt.from_string(captions_vtt(said))
    assert [(c.voice, c.start, c.text) for c in captions] == [
        ("Customer", "00:00:00.500", "We lost a morning --&gt; again."),
        ("You", "00:00:04.000", "You lost a whole &lt;morning&gt; &amp; more."),
        ("Speaker", "01:01:01.250", "Later."),
    ]


def test_long_utterances_are_split_between_words_by_their_times() -> None:
    words = tuple(Word(float(i), i + 0.8, f"word{i:03d}", 0.9) for i in range(30))
    said = Utterance(0.0, 30.0, "csm", " ".join(word.text for word in words), words)
    captions = list(split_utterance(said))
    assert len(captions) == 3
    assert all(len(caption.text) <= 84 for caption in captions)
    assert [caption.start_s for caption in captions] == [0.0, 10.0, 20.0]
    assert captions[-1].end_s == pytest.approx(29.8)


@given(st.text(), st.floats(0, 1e5), st.floats(0, 100))
def test_captions_keep_every_word_and_never_run_backwards(text: str, start_s: float, length_s: float) -> None:
    captions = list(split_utterance(Utterance(start_s, start_s + length_s, "csm", text)))
    assert " ".join(caption.text for caption in captions) == " ".join(text.split())
    assert all(caption.end_s > caption.start_s for caption in captions)
    assert all(a.start_s <= b.start_s for a, b in itertools.pairwise(captions))


def test_subrip_captions_are_numbered_name_the_speaker_and_say_what_was_unclear() -> None:
    said = [
        Utterance(2.0, 3.5, "customer", "We lost a <whole> morning."),
        Utterance(61.0, 62.25, "csm", "I here you.", p=0.3),
    ]
    assert captions_srt(said) == (
        "1\n00:00:02,000 --> 00:00:03,500\nCustomer: We lost a <whole> morning.\n\n"
        "2\n00:01:01,000 --> 00:01:02,250\nYou: [unclear] I here you.\n"
    )
    assert "<v You>[unclear] I here you." in captions_vtt(said)
    assert captions_srt([]) == ""


def test_captions_say_that_lines_were_corrected_without_speaking_over_the_words() -> None:
    said = [Utterance(2.0, 3.5, "customer", "We lost a morning."), Utterance(1.0, 9.0, "csm", "I hear you.")]
    assert captions_srt(said, corrected_lines=3).endswith(
        "3\n00:00:09,000 --> 00:00:12,000\n(3 lines were corrected by hand.)\n"
    )
    told = captions_vtt(said, corrected_lines=1)
    assert "NOTE One line was corrected by hand.\n" in told
    assert len(webvtt.from_string(told)) == 2
    assert "corrected" not in captions_vtt(said) + captions_srt(said)


def test_what_was_also_noticed_is_marked_as_worth_a_look() -> None:
    card = dataclasses.replace(session_samples.scorecard(), flags=(Reason("H3", "This can sound like blame", 0.0),))
    (flag,) = scorecard_view(card).flags
    assert not flag.helped
    assert "●" not in next(part for part in detail_sections(scorecard_view(card)) if "Also noticed" in part)
