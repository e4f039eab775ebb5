"""The parts that need no labelled faces or voices: comparing live with offline."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from app.engine.messages import PipelineStats, Problem, SnapshotTaken
from perception.types import ComponentScore, LetterScore, Scorecard, Snapshot
from tests.evaluation import agreement, demo_call

CALL = agreement.Recording("A call", "Two voices.", Path("call.mkv"), True, 1)


def letter(name: str, value: float | None, *, coverage: float = 0.9, s: float = 0.5) -> LetterScore:
    parts = (
        ComponentScore(f"{name}1", "first", 1.0, "", "", s, 0.75, 1.0),
        ComponentScore(f"{name}2", "second", 1.0, "", "", 0.4, 0.25, 1.0),
        ComponentScore(f"{name}3", "third", None, "", "", None, 0.5, 0.0),
    )
    return LetterScore(name, value, 0.0, 100.0, coverage, "scored", components=parts)


def card(*letters: LetterScore) -> Scorecard:
    return Scorecard(60.0, {one.letter: one for one in letters}, (), None, ())


def compared() -> list[agreement.Compared]:
    live = card(letter("E", 80.0, s=0.9), letter("M", 60.0, coverage=0.5), letter("T", None))
    offline = card(letter("E", 71.0, s=0.6), letter("M", 50.0), letter("T", 44.0))
    return agreement.compare(live, offline)


def test_letters_are_compared_where_both_have_a_value() -> None:
    e, m, t = compared()
    assert (e.difference, m.difference, t.difference) == (9.0, 10.0, None)
    assert (e.covered, m.covered) == (True, False)
    assert e.apart[0] == ("E1", pytest.approx(22.5))
    assert e.apart[1] == ("E2", 0.0)


def test_the_target_binds_only_where_there_is_enough_evidence() -> None:
    told = agreement.Told(problems=["The camera was slow."], captured=900, dropped=9)
    table = agreement.table_of(CALL, compared(), told)
    e, m, t = table.figures
    assert (e.met, m.met, t.met) == (False, None, None)
    assert e.baseline == "live 80.0 (coverage 0.90), offline 71.0 (coverage 0.90)"
    assert "coverage under 0.6, no target" in m.sample
    assert table.notes[0] == "9 of 900 pictures were given up live because a newer one was there."
    assert "E1 +22.5" in table.notes[1]
    assert any(
        note.startswith("T has a value offline only: live found no evidence for as much.") for note in table.notes
    )
    assert table.notes[-1] == "The camera was slow."


def test_the_end_of_the_recording_is_no_problem_and_a_fault_is() -> None:
    told = agreement.Told()
    told.hear(Problem("camera", "The recording played to its end.", "", "notice"))
    told.hear(Problem("engine", "The vision part broke.", "", "paused"))
    told.hear(SnapshotTaken(Snapshot(1.0, {}), PipelineStats(20, 2, 15.0, 5.0, 0, 0, 0, 100.0, 1.0, 10.0)))
    assert (told.ended, told.problems, told.captured, told.dropped) == ({"camera"}, ["The vision part broke."], 20, 2)


def test_the_customer_is_a_track_or_a_file_of_their_own(tmp_path: Path, monkeypatch) -> None:
    other = agreement.Recording("A call", "", Path("csm.flac"), False, Path("customer.flac"))
    assert (CALL.customer_id, CALL.sources) == (f"file:{CALL.media}#track=1", 3)
    assert (other.customer_id, other.sources) == ("file:customer.flac", 2)
    monkeypatch.setattr(agreement, "sample_call", lambda _progress: SimpleNamespace(media=Path("sample.mkv")))
    assert len(list(agreement.recordings(tmp_path))) == 1
    (tmp_path / agreement.REAL_CALL).mkdir(parents=True)
    for who in ("agent", "caller"):
        (tmp_path / agreement.REAL_CALL / f"Auto_Repairs_40_UTC_{who}.flac").touch()
    assert [one.has_video for one in agreement.recordings(tmp_path)] == [True, False]


def test_events_are_matched_either_way() -> None:
    truth = [SimpleNamespace(start_s=1.0, end_s=2.0), SimpleNamespace(start_s=10.0, end_s=11.0)]
    seen = [{"start_s": 2.2, "end_s": 3.0}, {"start_s": 5.0, "end_s": 6.0}, {"start_s": 1.5, "end_s": 1.8}]
    assert demo_call.matched(truth, seen) == 1
    assert demo_call.matched_seen(truth, seen) == 2
