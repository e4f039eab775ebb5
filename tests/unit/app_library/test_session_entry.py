"""What the library keeps of a session: everything lists, filters, progress and agreement need, read in one pass."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.library.library import Library
from app.library.session_entry import index_entry, stamp_of
from app.library.summary import CustomerState, SearchLine
from perception.recording.notes import Note, append_note
from perception.recording.records import CueRecord, StepRecord
from perception.recording.review_notes import CoachRating, Comment, Withdrawal, append_review
from perception.recording.tags import read_tags, tidy_tags, write_tags
from perception.recording.writer import SessionWriter
from perception.types import Utterance
from tests.unit.perception_recording import session_samples

AT = "2026-11-26T10:00:00+00:00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A practice call with everything in it."""
    header = dataclasses.replace(
        session_samples.header(), source="practice", scenario="renewal-after-outage", live_help="none"
    )
    writer = SessionWriter(tmp_path / "call", header, video=False, audio=())
    writer.observe(Utterance(1.0, 3.0, "customer", "We lost a\nwhole morning"))
    writer.observe(Utterance(4.0, 6.0, "csm", "That sounds exhausting."))
    for record in (
        CueRecord(5.0, "H", "Ask an open question", "no_question"),
        StepRecord(1.0, "opening", "We lost a whole morning", 20.0, 30.0),
        StepRecord(8.0, "calmer", "It was.", 61.0, 72.0, from_node="opening", end="calmed"),
        StepRecord(9.0, "calmer", "Still there?", 60.0, 71.0, manner="nudge"),
    ):
        writer.record(record)
    writer.write_scorecard(session_samples.scorecard())
    writer.close(reason="done")
    return tmp_path / "call"


def note(folder: Path, *entries: object) -> None:
    append_review(folder, entries)  # type: ignore[arg-type]


def test_everything_of_a_practice_call(folder: Path) -> None:
    append_note(folder, Note("self_check", "learner", AT, "Fine.", ratings={"E": 70.0, "A": 80.0}))
    note(folder, Comment("c1", "Kim", "coach", AT, "Stay with it.", 5.0), Comment("c2", "Kim", "coach", AT, "Gone."))
    note(folder, Withdrawal("w1", "Kim", AT, "c2"), CoachRating("r1", "Kim", AT, {"E": 4}))
    write_tags(folder, ["Board"], author="learner", written_at=AT)
    (folder / "media.mkv").write_bytes(b"picture")
    entry = index_entry(folder)
    summary = entry.summary
    assert (summary.scenario, summary.source, summary.live_help) == ("renewal-after-outage", "practice", "none")
    assert summary.live_help == "none"
    assert summary.self_check == {"E": 70.0, "A": 80.0}
    assert (summary.comments, summary.coach_rated, summary.cues) == (1, True, 1)
    assert summary.customer == CustomerState(60.0, 71.0, "calmed")
    assert (summary.talk_share, summary.interruptions) == (0.55, 1)
    assert (summary.tags, summary.has_media, summary.shared_by) == (("Board",), True, "")
    assert entry.lines == (
        SearchLine("customer", "We lost a whole morning", 1.0),
        SearchLine("csm", "That sounds exhausting.", 4.0),
        SearchLine("comment", "Stay with it.", 5.0, "Kim"),
    )


@pytest.mark.parametrize(
    ("mark", "by"),
    [('{"by": "Kim"}', "Kim"), ("{}", "somebody else"), ("{", "somebody else"), ('{"by": 3}', "somebody else")],
)
def test_who_shared_it(folder: Path, mark: str, by: str) -> None:
    (folder / "shared.json").write_text(mark)
    assert index_entry(folder).summary.shared_by == by


def test_the_index_gives_back_what_was_read(folder: Path) -> None:
    append_note(folder, Note("self_check", "learner", AT, "Fine.", ratings={"E": 70.0}))
    write_tags(folder, ["Board", "Zoë"], author="learner", written_at=AT)
    library = Library(folder.parent)
    assert list(library.list()) == [index_entry(folder).summary]
    listed = library.listed()[0]
    assert (listed.title, listed.tags, listed.check_call) == ("Renewal at risk", ("Board", "Zoë"), True)
    assert listed.letters["P"] is None
    assert listed.letters["M"] == pytest.approx(64.0)
    library.close()


@pytest.mark.parametrize(
    "name", ["session.json", "events.jsonl", "notes.jsonl", "rescored.json", "media.mkv", "shared.json"]
)
def test_every_file_that_counts_changes_the_stamp(folder: Path, name: str) -> None:
    before = stamp_of(folder)
    with (folder / name).open("ab") as file:
        file.write(b"\n")
    assert stamp_of(folder) != before


def test_the_last_tags_count_and_others_read_notes_as_before(folder: Path) -> None:
    assert read_tags(folder) == ()
    write_tags(folder, ["one", "two"], author="learner", written_at=AT)
    append_note(folder, Note("comment", "learner", AT, 'about the "tags"'))
    assert write_tags(folder, ["#Two ", "three,", "TWO"], author="learner", written_at=AT) == ("Two", "three")
    assert read_tags(folder) == ("Two", "three")
    write_tags(folder, [], author="learner", written_at=AT)
    assert read_tags(folder) == ()


def test_tags_are_short_words_without_doubles() -> None:
    assert tidy_tags(["  a   b ", "A B", "", " # ", "x" * 90, "bad\x00 sign\n"]) == ("a b", "x" * 40, "bad sign")
    assert len(tidy_tags(str(number) for number in range(99))) == 20
