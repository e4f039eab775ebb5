"""What of the library counts as one's own past."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap.progress import LibraryPast, past_call
from app.library.drill_progress import DrillProgress
from app.library.library import Library
from app.library.summary import CustomerState, SessionSummary
from app.practice.drills.choosing import DrillDone
from perception.recording.notes import Note, append_note
from perception.recording.writer import SessionWriter
from tests.unit.perception_recording import session_samples

ONE = SessionSummary(
    id="a",
    folder=Path("/s/a"),
    title="A call",
    started_at=datetime(2026, 11, 2, tzinfo=UTC),
    duration_s=60.0,
    source="practice",
    letters={},
    ended=True,
    recovered=False,
    live_help="marks",
    customer=CustomerState(80.0, 70.0, "resolved"),
)


def test_a_practice_call_with_how_it_was_helped() -> None:
    call = past_call(ONE)
    assert call is not None
    assert (call.cue_mode, call.end) == ("fade", "resolved")
    own = past_call(replace(ONE, source="live", customer=None))
    assert own is not None
    assert (own.cue_mode, own.end) == ("none", "")


@pytest.mark.parametrize(
    "other", [{"ended": False}, {"started_at": None}, {"shared_by": "Zoe"}, {"source": "demo"}], ids=str
)
def test_what_is_not_over_or_not_ones_own_does_not_count(other: dict[str, object]) -> None:
    assert past_call(replace(ONE, **other)) is None  # type: ignore[arg-type]


def test_the_past_is_read_from_folders_and_drills(tmp_path: Path) -> None:
    writer = SessionWriter(tmp_path / "library" / "one", session_samples.header(), video=False, audio=())
    writer.write_scorecard(session_samples.scorecard())
    writer.close(reason="done")
    append_note(writer.folder, Note("self_check", "me", "2026-11-02T10:00:00+00:00", ratings={"E": 60.0}))
    drills = DrillProgress(DrillDone, tmp_path / "drills")
    drills.keep(DrillDone("2026-11-02T10:00:00+01:00", "tone", ("x",), 1, 2))
    library = Library(tmp_path / "library")
    try:
        past = LibraryPast(library, drills).read()
    finally:
        library.close()
    assert [(call.title, dict(call.self_check), call.letters["E"].value) for call in past.calls] == [
        ("Renewal at risk", {"E": 60.0}, 82.4)
    ]
    assert len(past.drills) == 1
