"""A folder of recordings through a scripted pool: one fails, one crashes, a stop, going on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Future
from dataclasses import replace
from pathlib import Path

import pytest

from app.batch.finding import find_recordings
from app.batch.running import BatchRun, BatchWishes, WorkStoppedError, command_of
from app.batch.state import BATCH_ROOM, BatchState
from app.batch.values import Analysed, BatchStatus, Recording
from app.engine.half_done import work_folder
from app.engine.import_messages import ImportMedia
from perception.errors import MediaError
from tests.unit.app_engine.fakes import empty_scorecard
from tests.unit.app_library.test_library import make_session

LETTERS = {"E": {"value": 61.0, "low": 50.0, "high": 70.0, "coverage": 0.9, "state": "scored"}}


class ScriptedPool:
    """Analyses at once, or as told by the name of the file."""

    def __init__(self, size: int = 2) -> None:
        self.size = size
        self.commands: list[ImportMedia] = []
        self.together: list[int] = []
        self.renewed = 0
        self.stopped = threading.Event()
        self.holds: list[tuple[ImportMedia, Future[Analysed]]] = []
        self.on_submit: Callable[[ImportMedia], None] = lambda _command: None

    def submit(self, command: ImportMedia) -> Future[Analysed]:
        self.commands.append(command)
        self.on_submit(command)
        future: Future[Analysed] = Future()
        name = Path(command.media).name
        if name.startswith("bad"):
            future.set_exception(MediaError("It is damaged.", recovery="Choose another."))
        elif name.startswith("crash"):
            self.holds.append((command, future))
            for _command, held in self.holds:
                held.set_exception(BrokenExecutor("a worker died"))
            self.holds = []
        elif name.startswith("hold"):
            self.holds.append((command, future))
        else:
            future.set_result(self.done(command))
        return future

    def done(self, command: ImportMedia) -> Analysed:
        Path(command.folder).mkdir(parents=True)
        (Path(command.folder) / "session.json").write_text("{}", encoding="utf-8")
        return Analysed(command.folder, 12.0, LETTERS)

    def shares(self) -> Mapping[str, float]:
        return {command.folder: 0.5 for command, _future in self.holds}

    def stop(self) -> None:
        self.stopped.set()
        for _command, future in self.holds:
            future.set_exception(WorkStoppedError())
        self.holds = []

    def renew(self) -> None:
        self.renewed += 1

    def close(self) -> None:
        pass


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "calls"
    folder.mkdir()
    return folder


def batch(place: Path, *names: str, resume: bool = True) -> BatchRun:
    for name in names:
        if not (place / name).exists():
            (place / name).write_bytes(name.encode())
    sessions = place.parent / "sessions"
    return BatchRun(find_recordings(place), BatchState(place, sessions), BatchWishes(sessions), resume=resume)


def states(status: BatchStatus) -> dict[str, str]:
    return {item.recording.media.name: item.state for item in status.items}


def test_one_that_fails_does_not_stop_the_others(place: Path) -> None:
    status = batch(place, "a.wav", "bad.wav", "c.wav").run(ScriptedPool())
    assert states(status) == {"a.wav": "done", "bad.wav": "failed", "c.wav": "done"}
    failed = status.items[1]
    assert (failed.message, failed.remedy) == ("It is damaged.", "Choose another.")
    assert status.items[0].letters == LETTERS
    assert status.fraction == 1.0


def test_going_on_leaves_out_what_is_done_and_tries_the_rest(place: Path) -> None:
    batch(place, "a.wav", "bad.wav").run(ScriptedPool())
    (place / "bad.wav").rename(place / "good.wav")
    pool = ScriptedPool()
    status = batch(place).run(pool)
    assert [Path(command.media).name for command in pool.commands] == ["good.wav"]
    assert status.items[0].earlier
    assert status.items[0].letters == LETTERS


def test_what_failed_before_waits_with_its_reason_until_it_is_tried_again(place: Path) -> None:
    batch(place, "bad.wav").run(ScriptedPool())
    again = batch(place)
    (waiting,) = again.status().items
    assert (waiting.state, waiting.message) == ("waiting", "It is damaged.")
    seen: list[str] = []
    again.run(ScriptedPool(), lambda status: seen.extend(one.message for one in status.items if one.state == "running"))
    assert set(seen) <= {""}


def test_beginning_anew_and_changed_recordings_are_read_again(place: Path) -> None:
    batch(place, "a.wav").run(ScriptedPool())
    pool = ScriptedPool()
    batch(place, resume=False).run(pool)
    (place / "a.wav").write_bytes(b"another call")
    batch(place).run(pool)
    (place / "a.toml").write_text('person = "left"\n', encoding="utf-8")
    batch(place).run(pool)
    assert len(pool.commands) == 3
    assert len({command.folder for command in pool.commands}) == 3


def test_a_session_that_was_deleted_is_made_again(place: Path) -> None:
    (one,) = batch(place, "a.wav").run(ScriptedPool()).items
    assert one.session is not None
    (one.session / "session.json").unlink()
    one.session.rmdir()
    pool = ScriptedPool()
    batch(place).run(pool)
    assert len(pool.commands) == 1


def test_a_stop_ends_soon_and_the_same_session_is_gone_on_with(place: Path) -> None:
    pool = ScriptedPool(size=1)
    run = batch(place, "a.wav", "hold.wav", "z.wav")
    seen: list[BatchStatus] = []

    def look(status: BatchStatus) -> None:
        seen.append(status)
        if status.count("running") and status.count("done"):
            run.stop()

    status = run.run(pool, look)
    assert states(status) == {"a.wav": "done", "hold.wav": "waiting", "z.wav": "waiting"}
    assert any(item.share == 0.5 for one in seen for item in one.items)
    held = next(command for command in pool.commands if "hold" in command.media)
    assert held.work == str(work_folder(Path(held.folder)))
    again = ScriptedPool()
    run = batch(place)
    run.run(again, lambda status: run.stop() if status.count("done") == 2 else None)
    assert held.folder in {command.folder for command in again.commands}


def test_a_file_that_brings_workers_down_is_found_and_the_others_are_read(place: Path) -> None:
    pool = ScriptedPool(size=3)
    run = batch(place, "crash.wav", "hold.wav", "z.wav")

    def let_go(_command: ImportMedia) -> None:
        if pool.renewed >= 2:
            for command, future in pool.holds:
                future.set_result(pool.done(command))
            pool.holds = []

    def look(status: BatchStatus) -> None:
        if pool.renewed >= 2:
            let_go(pool.commands[-1])

    status = run.run(pool, look)
    assert states(status) == {"crash.wav": "failed", "hold.wav": "done", "z.wav": "done"}
    assert "stopped while it read this file" in status.items[0].message


def test_a_session_that_was_finished_unseen_counts_as_done(place: Path) -> None:
    run = batch(place, "a.wav")
    (item,) = run.status().items
    sessions = place.parent / "sessions"
    state = BatchState(place, sessions)
    state.begin(item.recording, make_session(sessions / "call", scorecard=empty_scorecard(3.0)))
    (item,) = batch(place).status().items
    assert item.state == "done"
    assert item.session == sessions / "call"


def test_a_damaged_state_begins_anew(place: Path) -> None:
    batch(place, "a.wav").run(ScriptedPool())
    (kept,) = (place.parent / "sessions" / BATCH_ROOM).iterdir()
    kept.write_text('{"format": 1, "entries": [{"media": 3}]}', encoding="utf-8")
    assert batch(place).status().count("waiting") == 1


def test_two_calls_of_one_minute_get_two_folders(place: Path) -> None:
    pool = ScriptedPool()
    pool.done = lambda command: Analysed(command.folder, 1.0, {})  # type: ignore[method-assign]
    batch(place, "call.wav", "call.mp3").run(pool)
    assert len({command.folder for command in pool.commands}) == 2


def test_what_was_said_about_a_recording_is_asked_of_the_import(place: Path) -> None:
    said = {"person": "right", "customer_track": 0, "title": "Renewal", "date": "2026-05-12", "scenario": "outage"}
    recording = Recording(place / "a.mp4", None, said)
    wishes = BatchWishes(place, "base", ("Priya",))
    command = command_of(recording, place / "session", wishes)
    assert (command.person, command.customer_track, command.title) == ("right", 0, "Renewal")
    assert (command.started_at, command.scenario, command.transcriber) == ("2026-05-12", "outage", "base")
    assert command_of(replace(recording, options={}), place / "session", wishes).started_at


def test_an_empty_folder_is_done_at_once(place: Path) -> None:
    status = batch(place).run(ScriptedPool())
    assert status.items == ()
