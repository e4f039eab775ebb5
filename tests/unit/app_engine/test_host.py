from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self, TypeVar

import pytest

from app.engine.host import EngineHost
from app.engine.messages import (
    CallFinished,
    CancelImport,
    CheckReading,
    Command,
    DevicesListed,
    Event,
    ExamineMedia,
    ImportMedia,
    ImportProgress,
    ListDevices,
    MarkMoment,
    MediaExamined,
    PauseCall,
    Problem,
    ResumeCall,
    ScoreAgain,
    ScoredAgain,
    Shutdown,
    SnapshotTaken,
    StartCall,
    StartCheck,
    StateChanged,
    StopCall,
    StopCheck,
)
from perception.errors import SessionFormatError
from perception.types import FaceObservation, Gap, Mark
from tests.unit.app_engine.fakes import FakeBuilder, NullPreview

E = TypeVar("E")
CALL = StartCall(folder="unused", title="Trial", camera_id="camera:0", microphone_id="mic:0")


class Desk:
    """The window's end of the pipe."""

    def __init__(self) -> None:
        self.connection, self.theirs = multiprocessing.Pipe()
        self.builder = FakeBuilder()
        self.preview = NullPreview()
        self.events: list[Event] = []
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        EngineHost(self.theirs, builder=self.builder, preview=self.preview).run()

    @contextmanager
    def running(self) -> Iterator[Self]:
        """With the engine at work; afterwards it has ended in good order."""
        self.thread.start()
        yield self
        if self.thread.is_alive():
            self.send(Shutdown())
        self.thread.join(10)
        assert not self.thread.is_alive()
        self.connection.close()
        self.theirs.close()

    def send(self, command: Command) -> None:
        self.connection.send(command)

    def wait_for(self, kind: type[E], /, **fields: object) -> E:
        """The next event of this kind with these fields; fails after ten seconds without any event."""
        while self.connection.poll(10):
            event = self.connection.recv()
            self.events.append(event)
            if isinstance(event, kind) and all(getattr(event, name) == value for name, value in fields.items()):
                return event
        raise AssertionError(f"no {kind.__name__} with {fields}; saw {self.events[-5:]}")


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk().running() as desk:
        yield desk


def test_it_prepares_and_lists_devices(desk: Desk) -> None:
    desk.wait_for(StateChanged, state="preparing")
    desk.wait_for(StateChanged, state="ready")
    desk.send(ListDevices())
    assert desk.wait_for(DevicesListed).cameras[0].name == "Fake camera"


def test_the_check_reports_level_light_and_face(desk: Desk) -> None:
    desk.send(StartCheck("camera:0", "mic:0"))
    desk.wait_for(StateChanged, state="checking")
    reading = desk.wait_for(CheckReading)
    while reading.brightness is None or reading.faces is None or reading.level_dbfs is None:
        reading = desk.wait_for(CheckReading)
    assert reading.brightness == pytest.approx(120 / 255, abs=0.01)
    assert reading.level_dbfs == pytest.approx(-6.0, abs=0.1)
    assert reading.faces == 1
    desk.send(StopCheck())
    desk.wait_for(StateChanged, state="ready")
    assert desk.preview.written > 0
    assert not [event for event in desk.events if isinstance(event, Problem)]  # devices that open are no news


def test_a_camera_that_is_back_in_the_check_is_told(desk: Desk) -> None:
    desk.builder.camera_broken.set()
    desk.send(StartCheck("camera:0", None))
    assert desk.wait_for(Problem, what="camera").severity == "paused"
    desk.builder.camera_broken.clear()
    back = desk.wait_for(Problem, what="camera", severity="notice")
    assert back.message == "Fake camera works again."


def test_a_whole_call_is_observed_recorded_marked_paused_and_finished(desk: Desk) -> None:
    desk.send(CALL)
    desk.wait_for(StateChanged, state="calling")
    snapshot = desk.wait_for(SnapshotTaken)
    assert snapshot.stats.disk_free_gb == 12.0
    desk.send(MarkMoment("here"))
    desk.send(PauseCall())
    desk.wait_for(StateChanged, state="paused")
    desk.send(ResumeCall())
    desk.wait_for(StateChanged, state="calling")
    desk.send(StopCall())
    desk.wait_for(StateChanged, state="finishing")
    finished = desk.wait_for(CallFinished)
    assert finished.folder == "unused"
    recorder, scoring = desk.builder.recorders[0], desk.builder.scorings[0]
    assert recorder.closed == ["ended by the user"]
    assert len(recorder.scorecards) == 1
    assert recorder.frames > 0
    assert recorder.blocks == 1
    kinds = {type(observation) for observation in recorder.observed}
    assert {FaceObservation, Mark, Gap} <= kinds
    assert recorder.observed == scoring.observed


def test_an_unplugged_camera_is_told_with_a_remedy_and_the_call_goes_on(desk: Desk) -> None:
    desk.send(CALL)
    desk.wait_for(StateChanged, state="calling")
    desk.wait_for(SnapshotTaken)
    desk.builder.camera_broken.set()
    problem = desk.wait_for(Problem, what="camera", severity="paused")
    assert "unplugged" in problem.message
    assert problem.recovery
    assert "Sound is still recorded" in problem.kept
    desk.builder.camera_broken.clear()
    desk.wait_for(Problem, what="camera", severity="notice")
    desk.send(StopCall())
    desk.wait_for(CallFinished)
    gaps = [obs for obs in desk.builder.recorders[0].observed if isinstance(obs, Gap)]
    assert [gap.what for gap in gaps] == ["video"]


def test_a_missing_model_is_told_and_the_engine_lives_on(desk: Desk) -> None:
    desk.builder.model_missing = True
    desk.send(CALL)
    problem = desk.wait_for(Problem, severity="failed")
    assert problem.recovery == "Run “attune models install”."
    assert desk.builder.recorders[0].closed == ["could not start"]
    desk.send(ListDevices())
    desk.wait_for(DevicesListed)


def test_an_import_shows_progress_and_finishes(desk: Desk) -> None:
    desk.send(ImportMedia(media="call.mkv", folder="unused", title="Call"))
    desk.wait_for(StateChanged, state="importing")
    assert desk.wait_for(ImportProgress).remaining_s is not None
    assert desk.wait_for(CallFinished).scorecard.duration_s == 60.0
    desk.wait_for(StateChanged, state="ready")


def test_an_import_can_be_cancelled(desk: Desk) -> None:
    desk.builder.import_waits.clear()
    desk.send(ImportMedia(media="call.mkv", folder="unused", title="Call"))
    desk.wait_for(ImportProgress)
    desk.send(CancelImport())
    desk.send(ListDevices())
    desk.wait_for(DevicesListed)
    desk.builder.import_waits.set()
    assert "cancelled" in desk.wait_for(Problem, severity="failed").message


def test_a_look_through_a_recording_is_answered(desk: Desk) -> None:
    desk.send(ExamineMedia(4, "call.mkv"))
    assert desk.wait_for(ImportProgress).step == "Listening"
    assert desk.wait_for(MediaExamined).number == 4
    desk.send(ExamineMedia(5, "broken.mkv"))
    assert desk.wait_for(Problem, severity="failed").message == "It is damaged."


def test_only_the_newest_look_is_answered(desk: Desk) -> None:
    desk.builder.import_waits.clear()
    desk.send(ExamineMedia(1, "first.mkv"))
    desk.wait_for(ImportProgress)
    desk.send(ExamineMedia(2, "second.mkv"))
    desk.send(ListDevices())
    desk.wait_for(DevicesListed)
    desk.builder.import_waits.set()
    assert desk.wait_for(MediaExamined).number == 2


def test_a_window_that_vanishes_ends_the_call_in_good_order(desk: Desk) -> None:
    desk.send(CALL)
    desk.wait_for(StateChanged, state="calling")
    desk.connection.close()
    desk.thread.join(10)
    assert desk.builder.recorders[0].closed == ["the window was closed"]


def test_a_session_is_scored_again_and_of_those_that_wait_the_newest(desk: Desk) -> None:
    desk.builder.score_waits.clear()
    desk.send(ScoreAgain("first"))
    for folder in ("second", "third"):
        desk.send(ScoreAgain(folder, 7))
    desk.send(ListDevices())
    desk.wait_for(DevicesListed)  # everything before it was taken in
    desk.builder.score_waits.set()
    assert desk.wait_for(ScoredAgain).scorecard.duration_s == 1.0
    third = desk.wait_for(ScoredAgain, folder="third")
    assert (third.scorecard.duration_s, third.corrections) == (2.0, 7)
    assert desk.builder.scored == ["first", "third"]


def test_a_session_that_cannot_be_scored_again_is_told_and_nothing_is_lost(desk: Desk) -> None:
    desk.builder.score_error = SessionFormatError("It is gone.", recovery="Bring it back.")
    desk.send(ScoreAgain("gone"))
    problem = desk.wait_for(Problem, what="scoring")
    assert (problem.message, problem.severity) == ("It is gone.", "notice")
    assert problem.kept == "The corrections are kept."
