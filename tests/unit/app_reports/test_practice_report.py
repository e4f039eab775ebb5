"""Path, end and self-check of a practice call on paper and as data."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from PySide6.QtPdf import QPdfDocument

from app.practice.kept_practice import KeptPractice, kept_practice
from app.practice.partner import FELT_HEARD
from app.practice.self_check import SelfCheck
from app.reports.details import detail_sections
from app.reports.export import export
from app.reports.folder import open_scored
from app.reports.pdf import write_pdf
from app.reports.practice import LONGEST, practice_data, practice_view, self_check_data, self_check_lines
from app.reports.view import scorecard_view
from perception.recording.format import SCENARIO_NAME
from perception.recording.notes import Note, append_note
from perception.recording.reader import open_session
from perception.recording.records import StepRecord
from perception.recording.writer import SessionWriter
from perception.types import LetterScore, Mark, Scorecard
from tests.practice_sessions import TURNING, practice_session, sample
from tests.unit.perception_recording import session_samples

NOTHING = Scorecard(10.0, {}, (), None, ())


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sessions") / "call"
    practice_session(folder)
    return folder


def pdf_text(path: Path) -> str:
    document = QPdfDocument(None)
    assert document.load(str(path)) == QPdfDocument.Error.None_
    return "".join(document.getAllText(number).text() for number in range(document.pageCount()))


def test_the_pdf_tells_how_it_went_and_what_was_said_before(qapp: object, call: Path, tmp_path: Path) -> None:
    export(call, "pdf", tmp_path / "report.pdf")
    text = " ".join(pdf_text(tmp_path / "report.pdf").split())
    assert "How it went with Maya" in text
    assert "Maya said goodbye with things settled." in text
    assert "Maya felt heard:" in text
    assert "It does not measure empathy." in text
    assert "“Please calm down." in text
    assert "What you said before you saw this" in text
    assert "Affect: naming feelings: you said 70, measured" in text
    assert "“I was too quick.”" in text


def test_the_json_carries_path_end_and_self_check(call: Path, tmp_path: Path) -> None:
    export(call, "json", tmp_path / "scores.json")
    data = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
    practice = data["practice"]
    assert practice["scenario"] == "outage-closing-day"
    assert practice["end"] in ("resolved", "calmed")
    assert set(practice["end_state"]) == {"calm", "trust"}
    assert [turn["answer"] for turn in practice["path"]] == [*TURNING, None]
    assert "dismissed" in practice["path"][0]["deeds"]
    assert 1 <= practice["felt_heard"] <= 5
    assert practice["felt_heard_reasons"]
    assert data["self_check"] == {"ratings": {"A": 70.0, "H": 60.0, "Y": 50.0}, "sentence": "I was too quick."}


def test_a_call_without_a_written_customer_has_none_of_it() -> None:
    assert practice_view(None, NOTHING) is None
    assert practice_data(None, NOTHING) is None
    assert self_check_lines(None, NOTHING) == ()
    assert self_check_data(None) is None


def test_a_call_left_early_and_a_scenario_that_is_gone(tmp_path: Path) -> None:
    practice_session(tmp_path / "call", sample("empathic")[:1], checked=False)
    (tmp_path / "call" / SCENARIO_NAME).unlink()
    kept = kept_practice(open_session(tmp_path / "call"))
    view = practice_view(kept, NOTHING)
    assert view is not None
    assert view.name == "The customer"
    assert view.end.startswith("The call was ended before the customer had said the last word. They left")
    assert (view.rating, view.rows[-1].answer) == ("", "")
    data = practice_data(kept, NOTHING)
    assert data is not None
    assert (data["scenario"], data["end"], data["felt_heard"]) == (None, None, None)


def test_what_was_not_measured_is_said(call: Path) -> None:
    card = Scorecard(10.0, {"A": LetterScore("A", None, None, None, 0.1, "not_enough")}, (), None, ())
    lines = self_check_lines(SelfCheck({"A": 40.0, "E": 90.0}), card)
    assert lines == (
        "Affect: naming feelings: you said 40, not measured.",
        "Eye contact: you said 90, not measured.",
    )


def test_a_long_path_stays_within_its_pages(qapp: object, call: Path, tmp_path: Path) -> None:
    opened = open_scored(call)
    kept = kept_practice(opened.session)
    assert kept is not None
    long = dataclasses.replace(
        kept,
        steps=(
            kept.steps[0],
            *(
                dataclasses.replace(
                    StepRecord(10.0 * n, "a", f"line {n} " * 60, 50.0, 50.0, from_node="a"),
                    heard=f"word {n} " * 90,
                    because="why " * 90,
                )
                for n in range(1, 40)
            ),
        ),
    )
    view = dataclasses.replace(opened.view, practice=practice_view(long, opened.scorecard))
    assert view.practice is not None
    assert all(len(row.answer) <= LONGEST + 2 for row in view.practice.rows)
    write_pdf(tmp_path / "long.pdf", view)
    text = pdf_text(tmp_path / "long.pdf")
    assert all(f"word {n} " in text for n in range(1, 40))


def test_silence_is_said_and_marks_are_escaped() -> None:
    opening = StepRecord(0.0, "a", "<b>No & no</b>", 50.0, 50.0)
    silent = StepRecord(9.0, "a", "Hm.", 40.0, 50.0, from_node="a", deeds=("silent",))
    kept = KeptPractice(Path("gone.yaml"), None, (opening, silent))
    view = dataclasses.replace(scorecard_view(NOTHING), practice=practice_view(kept, NOTHING))
    html = "".join(detail_sections(view))
    assert "&lt;b&gt;No &amp; no&lt;/b&gt;" in html
    assert "(silence)" in html
    assert "Said nothing." in html


def test_what_the_partner_said_is_on_paper_and_in_the_data(qapp: object, tmp_path: Path) -> None:
    folder = tmp_path / "call"
    writer = SessionWriter(
        folder, dataclasses.replace(session_samples.header(), source="partner"), video=False, audio=()
    )
    for mark in (Mark(31.0, FELT_HEARD), Mark(40.0, "marked")):
        writer.record(mark)
    writer.write_scorecard(NOTHING)
    writer.close(reason="done")
    ratings = {"told": 5.0, "feeling": 2.0}
    append_note(folder, Note("partner_rating", "partner", "2026-11-26T10:00:00", "You let me talk.", ratings=ratings))
    export(folder, "pdf", tmp_path / "report.pdf")
    text = " ".join(pdf_text(tmp_path / "report.pdf").split())
    assert "What your partner said" in text
    assert "I could say everything I wanted to say. 5 of 5." in text
    assert "“You let me talk.” Felt heard at 00:31." in text
    export(folder, "json", tmp_path / "scores.json")
    assert json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))["partner"] == {
        "ratings": ratings,
        "sentence": "You let me talk.",
        "marks": [{"t_s": 31.0, "felt_heard": True}],
    }


def test_a_call_without_a_partner_says_nothing_of_one(call: Path) -> None:
    assert open_scored(call).scores()["partner"] is None
    assert open_scored(call).view.partner == ()
