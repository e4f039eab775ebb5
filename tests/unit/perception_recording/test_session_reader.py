"""Reading session folders: damage is counted, newer versions are refused, nothing is changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perception.errors import SessionFormatError
from perception.recording.format import SessionHeader, header_from_json, header_to_json, write_atomically, write_header
from perception.recording.notes import Note, append_note, read_notes
from perception.recording.reader import open_session
from perception.recording.records import EndedRecord, to_line
from perception.recording.unfinished import is_unfinished
from perception.recording.upgrade import STEPS, Step, record_upgrade, upgrade_header
from perception.types import PersonalBaseline
from tests.unit.perception_recording import session_samples

GOOD_LINES = [to_line(o) for o in session_samples.observations()]


def make(folder: Path, *, events: bytes | None = None, header: SessionHeader | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    write_header(folder, header or session_samples.header())
    if events is not None:
        (folder / "events.jsonl").write_bytes(events)
    return folder


def test_the_header_comes_back_with_everything_in_it(tmp_path: Path) -> None:
    header = SessionHeader(
        session_id="x",
        app_version="0.1.0",
        models={"face": "00"},
        started_at="2026-03-02T09:30:00+00:00",
        title="Zoë – “renewal”",
        source="practice",
        scenario="outage",
        consent={"voice": False},
        baseline=PersonalBaseline(calibrated="full", f0_hz=118.0),
        letters=("E", "T"),
        params={"cue_budget": 4.0, "voice": "any"},
    )
    write_header(tmp_path, header)
    assert open_session(tmp_path).header == header
    assert header_from_json(header_to_json(header)) == header


@given(cut=st.integers(min_value=0, max_value=len(b"".join(GOOD_LINES))))
@settings(deadline=None, max_examples=40)
def test_a_file_cut_anywhere_gives_all_whole_records(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    data = b"".join(GOOD_LINES)[:cut]
    session = open_session(make(tmp_path_factory.mktemp("cut"), events=data))
    whole = data.count(b"\n")
    tail = data[data.rfind(b"\n") + 1 :]
    assert len(list(session.records())) in (whole, whole + (1 if tail.endswith(b"}") else 0))
    assert session.truncated_lines in (0, 1)
    assert not session.ended


GARBAGE = st.binary(max_size=60).filter(lambda data: bool(data.strip()) and b"\n" not in data and b"{" not in data)


LINE = st.sampled_from([(True, line) for line in GOOD_LINES]) | GARBAGE.map(lambda data: (False, data + b"\n"))


@given(st.lists(LINE, max_size=12))
@settings(deadline=None, max_examples=40)
def test_garbage_between_records_is_counted_and_hurts_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[bool, bytes]]
) -> None:
    session = open_session(make(tmp_path_factory.mktemp("fuzz"), events=b"".join(line for _, line in lines)))
    assert len(list(session.records())) == sum(good for good, _ in lines)
    assert session.truncated_lines == sum(not good for good, _ in lines)


@given(data=st.binary(max_size=400))
@settings(deadline=None, max_examples=60)
def test_no_bytes_whatever_make_the_reader_fail(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = make(tmp_path_factory.mktemp("bytes"), events=data)
    session = open_session(folder)
    assert list(session.records()) == []
    assert session.scorecard() is None
    assert not session.ended
    (folder / "session.json").write_bytes(data)
    with pytest.raises(SessionFormatError):
        open_session(folder)


def test_a_session_without_events_is_empty(tmp_path: Path) -> None:
    session = open_session(make(tmp_path / "s"))
    assert list(session.observations()) == []
    assert session.last_time_s() == 0.0
    assert session.media_files() == ()
    assert session.notes() == ()
    assert not session.ended


def test_the_last_scorecard_counts_and_the_end_must_be_the_last_line(tmp_path: Path) -> None:
    first, second = session_samples.scorecard(duration_s=10.0), session_samples.scorecard(duration_s=20.0)
    ended = to_line(EndedRecord(20.0, "done"))
    session = open_session(make(tmp_path / "a", events=to_line(first) + to_line(second) + ended))
    assert session.scorecard() == second
    assert session.ended
    later = open_session(make(tmp_path / "b", events=ended + GOOD_LINES[0]))
    assert not later.ended


def test_reading_changes_nothing(tmp_path: Path) -> None:
    folder = make(tmp_path / "s", events=b"".join(GOOD_LINES)[:-7])
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    session = open_session(folder)
    list(session.observations())
    session.scorecard()
    session.notes()
    is_unfinished(folder)
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format_version": 99}, "“call” was made by a newer version"),
        ({"format_version": None}, "“call” does not say which format"),
        ({"format_version": True}, "which format"),
        ({"title": 5}, "cannot be understood"),
        ({"letters": ["Q"]}, "cannot be understood"),
    ],
)
def test_a_header_that_does_not_fit_is_told(tmp_path: Path, change: dict[str, object], message: str) -> None:
    data = {**header_to_json(session_samples.header()), **change}
    folder = tmp_path / "call"
    folder.mkdir()
    (folder / "session.json").write_text(json.dumps(data))
    with pytest.raises(SessionFormatError, match=message) as raised:
        open_session(folder)
    assert raised.value.recovery


@pytest.mark.parametrize(
    ("name", "told"),
    [("absent", "There is no folder"), ("file.txt", "not a session folder"), ("empty", "not a session folder")],
)
def test_what_is_no_session_folder_is_told(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "file.txt").write_text("hello")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SessionFormatError, match=told):
        open_session(tmp_path / name)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("old")
    (tmp_path / "x.json.part").mkdir()
    with pytest.raises(OSError):
        write_atomically(path, b"new")
    assert path.read_text() == "old"


# ------------------------------------------------------------ notes


def test_notes_are_appended_and_a_cut_one_is_left_out(tmp_path: Path) -> None:
    notes = (
        Note("self_check", "learner", "2026-03-02T10:00:00+00:00", ratings={"E": 60.0}),
        Note("partner_rating", "partner", "2026-03-02T11:00:00+00:00", text="Good pause – “here”", t_s=12.5),
    )
    for note in notes:
        append_note(tmp_path, note)
    with (tmp_path / "notes.jsonl").open("ab") as file:
        file.write(b'{"kind":"partner_rating","auth')
    assert read_notes(tmp_path) == notes
    with pytest.raises(SessionFormatError, match="cannot be written"):
        append_note(tmp_path / "absent", notes[0])


# ------------------------------------------------------------ upgrades


def test_every_upgrade_step_has_a_frozen_sample_and_every_sample_opens() -> None:
    samples = Path(__file__).parents[2] / "data" / "sessions"
    versions = {int(folder.name[1:]) for folder in samples.iterdir() if folder.is_dir()}
    current = SessionHeader.__dataclass_fields__["format_version"].default
    assert versions >= {step.from_version for step in STEPS} | {current}
    for version in sorted(versions):
        session = open_session(samples / f"v{version}")
        assert session.truncated_lines == 0
        assert session.ended
        assert len(list(session.observations())) >= 10
        assert session.scorecard() is not None


def test_steps_are_taken_in_order_one_after_the_other() -> None:
    steps = (
        Step(1, lambda raw: {**raw, "path": "1"}, lambda raw: {**raw, "seen": [1]}),
        Step(2, lambda raw: {**raw, "path": raw["path"] + "2"}, lambda raw: {**raw, "seen": [*raw["seen"], 2]}),
    )
    assert upgrade_header({"format_version": 1}, steps=steps, current=3) == {"format_version": 3, "path": "12"}
    assert record_upgrade(1, steps=steps, current=3)({}) == {"seen": [1, 2]}
    assert record_upgrade(3, steps=steps, current=3)({"a": 1}) == {"a": 1}


def test_a_version_without_a_way_up_is_told() -> None:
    with pytest.raises(SessionFormatError, match="format 1 can no longer be opened"):
        upgrade_header({"format_version": 1}, steps=(), current=2)
