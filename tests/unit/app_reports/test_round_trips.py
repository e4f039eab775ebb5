"""Every export read back by a reader of its own: what comes out is what went in."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st
from pympi.Elan import Eaf
from PySide6.QtGui import QImage

from app.reports.elan import Annotation, _lanes, _span
from app.reports.export import FORMATS, LABELS, ending, export
from app.reports.scores import scores_document
from app.reports.words import DISCLAIMER
from app.reports.xapi import xapi_statements
from perception.recording.notes import Note, append_note
from perception.recording.reader import open_session
from perception.recording.records import CueRecord
from perception.recording.review_notes import (
    CoachRating,
    Comment,
    Override,
    ReviewEntry,
    Withdrawal,
    append_review,
    in_force,
)
from perception.recording.writer import SessionWriter
from perception.types import LETTERS, FaceObservation, Scorecard, Utterance
from tests.unit.perception_recording import session_samples

_SCHEMAS = Path(__file__).parents[3] / "assets" / "schemas"
_WHEN = "2026-03-03T08:00:00+01:00"
_REVIEW: tuple[ReviewEntry, ...] = (
    Comment("c1", "Maria", "coach", _WHEN, "Stay with “nothing to tell them” <a breath> longer.", t_s=2.2, end_s=3.0),
    Comment("c2", "Me", "learner", _WHEN, "I will.", reply_to="c1", t_s=2.2),
    Comment("c3", "Maria", "coach", _WHEN, "=once more", take=True),
    Comment("c4", "Maria", "coach", _WHEN, "A slip."),
    CoachRating("r1", "Maria", _WHEN, {"E": 4, "A": 2}, cannot=("P",), rubric="empathy@1"),
    Override("o1", "Maria", _WHEN, "E", 60.0, "You looked at your notes & said so."),
    Withdrawal("w1", "Maria", _WHEN, "c4"),
)


@pytest.fixture
def session(tmp_path: Path) -> Path:
    folder = tmp_path / "call"
    writer = SessionWriter(folder, session_samples.header(title="Zoë & “Renewal” <at risk>"), video=False, audio=())
    for observation in session_samples.observations():
        writer.observe(observation)
    for number in range(20):
        writer.observe(FaceObservation(t_s=1.0 + number / 10, found=True, zone="tile" if number < 12 else "notes"))
    # Two people at once, and a character that XML does not know.
    writer.observe(Utterance(start_s=3.5, end_s=5.0, speaker="csm", text="I mean\x07 – go on.", p=0.4))
    writer.record(CueRecord(4.0, "A", "Name what you hear", "A_missed"))
    writer.write_scorecard(session_samples.scorecard())
    writer.close(reason="done")
    append_review(folder, _REVIEW)
    append_note(folder, Note("self_check", "me", _WHEN, text="I rushed.", ratings={"E": 70.0, "A": 30.0}))
    return folder


def written(session: Path, kind: str) -> bytes:
    target = session.parent / f"out.{ending(kind)}"
    export(session, kind, target)
    return target.read_bytes()


def card(session: Path) -> Scorecard:
    found = open_session(session).scorecard()
    assert found is not None
    return found


# ------------------------------------------------------------ ELAN


def elan(session: Path) -> Eaf:
    written(session, "eaf")
    return Eaf(str(session.parent / "out.eaf"))


def test_elan_reads_every_word_at_its_time(session: Path) -> None:
    document = elan(session)
    said = {
        (round(u.start_s * 1000), round(u.end_s * 1000), u.text.replace("\x07", " ").replace("\\x07", " "))
        for u in open_session(session).utterances()
    }
    tiers = [name for name in document.get_tier_names() if re.fullmatch(r"(You|Customer)( \d+)?", name)]
    read = {tuple(one[:3]) for name in tiers for one in document.get_annotation_data_for_tier(name)}
    assert read == said
    assert document.get_annotation_data_for_tier("Customer, words") == [(500, 700, "We")]


def test_elan_has_letters_events_and_comments(session: Path) -> None:
    document = elan(session)
    whole = document.get_annotation_data_for_tier("E Eye contact")
    assert whole == [(0, 65000, "measured 82 ± 10; 60 by Maria: You looked at your notes & said so.")]
    assert document.get_annotation_data_for_tier("P Posture") == [(0, 65000, "–")]
    reasons = document.get_annotation_data_for_tier("E Eye contact, reasons")
    assert [(start, end) for start, end, _ in reasons] == [(10000, 20000), (31000, 34000)]
    assert reasons[1][2].startswith("-6 You smiled")
    feelings = document.get_annotation_data_for_tier("Feelings voiced")
    assert [one[2] for one in feelings] == ["frustrated: jumped to fixing", "embarrassed: missed", "worried: named"]
    looks = document.get_annotation_data_for_tier("Looking")
    assert looks == [(1000, 2100, "at the customer"), (2200, 2900, "at notes")]
    assert document.get_annotation_data_for_tier("Nods") == [(500, 1000, "nod")]
    assert document.get_annotation_data_for_tier("Cues") == [(4000, 4100, "A: Name what you hear")]
    comments = [one[2] for tier in ("Comments", "Comments 2") for one in document.get_annotation_data_for_tier(tier)]
    assert "Maria: Stay with “nothing to tell them” <a breath> longer." in comments
    assert not any("A slip." in text for text in comments)
    assert ("note", DISCLAIMER) in document.get_properties()


def test_the_times_of_an_elan_document_are_in_order_and_no_tier_overlaps(session: Path) -> None:
    document = elan(session)
    slots = [document.timeslots[f"ts{number}"] for number in range(1, len(document.timeslots) + 1)]
    assert slots == sorted(slots)
    for name in document.get_tier_names():
        times = sorted(one[:2] for one in document.get_annotation_data_for_tier(name))
        assert all(start < end for start, end in times), name
        assert all(first[1] <= second[0] for first, second in itertools.pairwise(times)), name


@given(st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 60), st.text(max_size=8)), max_size=30))
def test_lanes_keep_every_annotation_and_never_overlap(found: list[tuple[float, float, str]]) -> None:
    wanted = [_span(start, start + length, text) for start, length, text in found]
    lanes = dict(_lanes("tier", wanted))
    key = _by_time
    assert sorted((one for lane in lanes.values() for one in lane), key=key) == sorted(wanted, key=key)
    for lane in lanes.values():
        assert all(first.end_ms <= second.start_ms for first, second in itertools.pairwise(lane))


def _by_time(one: Annotation) -> tuple[int, int, str]:
    return one.start_ms, one.end_ms, one.text


# ------------------------------------------------------------ data


def test_the_scores_fit_their_schema(session: Path) -> None:
    scores = json.loads(written(session, "json"))
    schema("scores").validate(scores)
    assert scores["letters"]["E"]["value"] == 82.4
    assert scores["coach"]["overrides"][0]["value"] == 60.0
    assert [one["id"] for one in scores["coach"]["comments"]] == ["c1", "c2", "c3"]
    assert scores["coach"]["ratings"][0]["cannot"] == ["P"]


def test_scores_without_evidence_and_without_a_review_fit_it_too() -> None:
    empty = scores_document(Scorecard(0.0, {}, (), None, ()), session_samples.header())
    schema("scores").validate({**empty, "practice": None, "self_check": None, "coach": None})


def test_the_schema_refuses_a_number_where_nothing_was_measured(session: Path) -> None:
    scores = json.loads(written(session, "json"))
    scores["letters"]["P"]["value"] = 0.0
    assert not schema("scores").is_valid(scores)


def test_the_table_holds_measured_and_coach_values_side_by_side(session: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(written(session, "csv").decode("utf-8-sig"))))
    measured = {row["letter"]: row["value"] for row in rows if row["record"] == "letter"}
    assert measured == {
        letter: f"{score.value:g}" if score.state == "scored" else "" for letter, score in card(session).letters.items()
    }
    coach = [(row["letter"], row["value"], row["text"]) for row in rows if row["record"] == "coach value"]
    assert coach == [("E", "60", "You looked at your notes & said so.")]
    assert [row["value"] for row in rows if row["record"] == "coach rating"] == ["4", "2"]


@pytest.mark.parametrize("kind", ["vtt", "srt"])
def test_captions_are_read_by_another_reader(session: Path, kind: str) -> None:
    text = written(session, kind).decode()
    reader = webvtt.from_buffer(io.StringIO(text), format=kind)
    said = " ".join(caption.text for caption in reader)
    for word in ("“again”", "exhausting", "[unclear]"):
        assert word in said


def test_the_picture_is_the_scorecard(qapp: object, session: Path) -> None:
    picture = QImage.fromData(written(session, "png"))
    assert (picture.width(), picture.height() > 1000) == (1588, True)


# ------------------------------------------------------------ xAPI


def test_the_statements_fit_the_schema_and_tell_what_was_measured(session: Path) -> None:
    statements = json.loads(written(session, "xapi"))
    schema("xapi-statements").validate(statements)
    scored = {
        one["object"]["id"].rsplit("/", 1)[1]: one["result"]["score"]["raw"]
        for one in statements
        if one["verb"]["display"]["en"] == "scored" and "instructor" not in one["context"]
    }
    assert scored == {letter: score.value for letter, score in card(session).letters.items() if score.state == "scored"}
    by_coach = [one for one in statements if "instructor" in one["context"]]
    assert [one["verb"]["display"]["en"] for one in by_coach] == ["commented", "commented", "scored"]
    assert statements[0]["timestamp"] == "2026-03-02T09:31:05.000+00:00"
    assert len({one["id"] for one in statements}) == len(statements)


def test_the_same_session_gives_the_same_statements(session: Path) -> None:
    assert written(session, "xapi") == written(session, "xapi")


def test_the_statements_name_whom_the_user_names_and_nobody_else(session: Path) -> None:
    opened = open_session(session)
    entries = in_force(_REVIEW)
    for learner, field in (("zoe@firm.test", "mbox"), ("Zoe", "account"), ("", "account")):
        statements = xapi_statements(card(session), opened.header, learner=learner, entries=entries)
        schema("xapi-statements").validate(statements)
        assert {field} == {key for one in statements for key in one["actor"]} - {"objectType"}
    assert "Renewal" not in json.dumps(statements)


def test_a_time_that_cannot_be_understood_does_not_stop_the_export() -> None:
    header = session_samples.header()
    odd = type(header)(**{**{n: getattr(header, n) for n in header.__slots__}, "started_at": "yesterday"})
    statements = xapi_statements(session_samples.scorecard(), odd)
    schema("xapi-statements").validate(statements)
    assert statements[0]["timestamp"].startswith("1970-01-01T00:01:05")


# ------------------------------------------------------------ all


def test_every_format_has_words_and_an_ending() -> None:
    assert set(FORMATS) == set(LABELS)
    assert {kind: ending(kind) for kind in ("xapi", "eaf", "pdf")} == {
        "xapi": "xapi.json",
        "eaf": "eaf",
        "pdf": "pdf",
    }


def test_letters_are_all_told(session: Path) -> None:
    names = elan(session).get_tier_names()
    assert all(any(name.startswith(f"{letter} ") for name in names) for letter in LETTERS)


def schema(name: str) -> Any:
    read = json.loads((_SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(read)
