"""A practice call of real parts: its scenario, where it goes on, what is kept of it."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from app.bootstrap.engine import RealBuilder
from app.bootstrap.perception_parts import Models
from app.bootstrap.practice_call import keep_scenario, last_point, stated_by
from app.engine.messages import PracticePlan, StartCall
from app.engine.problems import describe_problem
from app.practice.errors import PracticeFileError
from app.practice.scenario.loader import load_scenario
from app.practice.turns import StatePoint
from perception.errors import SessionFormatError
from perception.inference.asset_files import assets_dir
from perception.recording.format import SCENARIO_NAME
from perception.recording.reader import open_session
from perception.recording.records import ScenarioPoint, StepRecord

FILE = assets_dir() / "scenarios" / "outage-closing-day.yaml"


def call(folder: Path, *, file: Path = FILE, segment: int = 0) -> StartCall:
    plan = PracticePlan(str(file), speaker_id="silent")
    return StartCall(str(folder), "Trial", None, None, practice=plan, segment=segment)


def test_the_session_says_what_was_practised_and_holds_it(tmp_path: Path) -> None:
    folder = tmp_path / "session"
    recorder = RealBuilder(Models()).recorder(call(folder), lambda error: None)
    recorder.close(reason="done")
    session = open_session(folder)
    assert (session.header.source, session.header.scenario) == ("practice", "outage-closing-day")
    assert session.header.stated == stated_by(load_scenario(FILE).scenario)
    assert session.header.stated is not None
    assert ("auditors", "numbers", "changed twice") in session.header.stated.impacts
    assert session.scenario_file() == folder / SCENARIO_NAME
    assert (folder / SCENARIO_NAME).read_bytes() == FILE.read_bytes()


def test_after_a_restart_the_customer_goes_on_where_they_stood(tmp_path: Path) -> None:
    folder, builder = tmp_path / "session", RealBuilder(Models())
    recorder = builder.recorder(call(folder), lambda error: None)
    assert last_point(folder) is None
    point = ScenarioPoint("the_night", 55.0, 61.0, {"on_hold": 1, "the_night": 1}, 1)
    recorder.record(StepRecord(5.0, "on_hold", "Six hours.", 38.0, 50.0))
    recorder.record(StepRecord(20.0, "the_night", "By hand.", 55.0, 61.0, point=point))
    recorder.close(reason="done")
    expected = StatePoint("the_night", 55.0, 61.0, (("on_hold", 1), ("the_night", 1)), 1)
    assert last_point(folder) == expected
    assert builder.practice(call(folder, segment=1)).director.point == expected
    assert builder.practice(call(folder)).director.point.node == "on_hold"


def test_after_a_restart_the_copy_beside_the_recording_is_played(tmp_path: Path) -> None:
    folder, builder, file = tmp_path / "session", RealBuilder(Models()), tmp_path / "mine.yaml"
    file.write_bytes(FILE.read_bytes())
    builder.recorder(call(folder, file=file), lambda error: None).close(reason="killed")
    file.unlink()
    later = call(folder, file=file, segment=1)
    assert builder.practice(later).scenario.id == "outage-closing-day"
    builder.scoring(later)
    builder.recorder(later, lambda error: None).close(reason="done")
    assert open_session(folder).header.scenario == "outage-closing-day"


def test_a_full_disk_is_told_before_the_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_source: object, _target: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("app.bootstrap.practice_call.shutil.copyfile", full)
    with pytest.raises(SessionFormatError) as told:
        RealBuilder(Models()).recorder(call(tmp_path / "session"), lambda error: None)
    assert "No space left" in told.value.message
    assert "Free some space" in told.value.recovery


def test_a_scenario_with_a_mistake_is_told_as_such(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: 1\nid: bad\n", encoding="utf-8")
    with pytest.raises(PracticeFileError) as told:
        RealBuilder(Models()).practice(call(tmp_path, file=bad))
    problem = describe_problem(told.value, what="engine", doing="StartCall", severity="failed")
    assert problem.what == "scenario"
    assert "bad.yaml" in problem.message
    assert problem.recovery


def test_a_scenario_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    with pytest.raises(SessionFormatError, match="could not be kept"):
        keep_scenario(PracticePlan(str(tmp_path / "gone.yaml")), tmp_path / "session")


def test_speakers_are_among_the_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    from perception.devices import discovery

    found = [discovery.FoundDevice("speaker:Headset", "Headset", True)]
    monkeypatch.setattr(discovery, "list_outputs", lambda: found)
    for name in ("list_cameras", "list_microphones", "list_customer_sources"):
        monkeypatch.setattr(discovery, name, list)
    listed = RealBuilder(Models()).list_devices()
    assert [(one.id, one.kind) for one in listed.speakers] == [("speaker:Headset", "speaker")]
