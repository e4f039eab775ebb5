from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from app.engine.messages import (
    BeginStep,
    CalibrationFinished,
    CalibrationReading,
    CheckReading,
    DevicesListed,
    EndStep,
    FinishCalibration,
    ListDevices,
    Problem,
    StartCalibration,
    StartCheck,
    StateChanged,
    StepDone,
    StopCalibration,
    StopCheck,
)
from perception.pipeline.live import LiveParts
from perception.ports import Clock
from perception.types import Observation, PersonalBaseline, VideoFrame
from tests.unit.app_engine.fakes import FakeBuilder
from tests.unit.app_engine.test_host import CALL, Desk
from tests.unit.perception_features.calibration_streams import body, face

START = StartCalibration(camera_id="camera:0", microphone_id="mic:0")


class SittingChain:
    """Sees a person who sits well and looks into the lens, as long as `present` is set."""

    def __init__(self, present: threading.Event) -> None:
        self._present = present

    def process(self, frame: VideoFrame, *, speaking: bool, listening: bool) -> list[Observation]:
        return [face(frame.t_s, gaze=(1.0, 2.0)), body(frame.t_s)] if self._present.is_set() else []

    def flush(self) -> list[Observation]:
        return []

    def close(self) -> None:
        return


class CalibrationBuilder(FakeBuilder):
    """Devices and models for a calibration."""

    def __init__(self) -> None:
        super().__init__()
        self.present = threading.Event()
        self.present.set()
        self.knew: list[PersonalBaseline | None] = []

    def calibration_parts(self, command: StartCalibration, clock: Clock) -> LiveParts:
        self.knew.append(command.known)
        parts = super().calibration_parts(command, clock)
        return LiveParts(
            clock=parts.clock,
            make_camera=parts.make_camera,
            make_microphones=parts.make_microphones,
            make_vision=self._vision(parts.make_vision),
            make_voice=parts.make_voice,
            make_resampler=parts.make_resampler,
            make_transcriber=None,
        )

    def _vision(self, check: Callable[[], object]) -> Callable[[], SittingChain]:
        def make() -> SittingChain:
            check()  # raises when the models are missing
            return SittingChain(self.present)

        return make


class CalibrationDesk(Desk):
    """A window's end of the pipe with a person before the camera."""

    def __init__(self) -> None:
        super().__init__()
        self.sitter = CalibrationBuilder()
        self.builder = self.sitter


@pytest.fixture
def desk() -> Iterator[CalibrationDesk]:
    with CalibrationDesk().running() as desk:
        yield desk


def test_steps_are_measured_and_put_together(desk: CalibrationDesk) -> None:
    desk.send(START)
    desk.wait_for(StateChanged, state="calibrating")
    reading = desk.wait_for(CalibrationReading)
    assert reading.step is None
    desk.send(BeginStep("framing"))
    desk.wait_for(CalibrationReading, step="framing")
    done = desk.wait_for(StepDone)
    assert (done.step, done.ok, done.advice) == ("framing", True, "")
    assert done.so_far is not None
    assert done.so_far.distance_cm == pytest.approx(62.0)
    desk.send(BeginStep("lens"))
    assert desk.wait_for(StepDone) == StepDone("lens", ok=True)
    desk.send(FinishCalibration())
    found = desk.wait_for(CalibrationFinished)
    desk.wait_for(StateChanged, state="ready")
    assert found.measured == ("framing", "lens")
    assert found.baseline.calibrated == "full"
    assert (found.baseline.gaze_x_deg, found.baseline.gaze_y_deg) == (1.0, 2.0)
    assert found.lens_tile_deg is None
    assert not found.separable
    assert desk.preview.written > 0
    assert desk.builder.recorders == []
    assert desk.builder.scorings == []


def test_readings_carry_level_distance_and_progress(desk: CalibrationDesk) -> None:
    desk.send(START)
    desk.send(BeginStep("neutral"))
    reading = desk.wait_for(CalibrationReading)
    while reading.level_dbfs is None or reading.distance_cm is None or reading.fraction == 0.0:
        reading = desk.wait_for(CalibrationReading)
    assert reading.level_dbfs == pytest.approx(-6.0, abs=0.1)
    assert reading.distance_cm == 62.0
    assert reading.step == "neutral"
    assert 0.0 < reading.fraction < 1.0


def test_a_step_can_be_broken_off_and_the_whole_stopped(desk: CalibrationDesk) -> None:
    desk.send(START)
    desk.send(BeginStep("neutral"))
    desk.wait_for(CalibrationReading, step="neutral")
    desk.send(EndStep())
    desk.wait_for(CalibrationReading, step=None)
    desk.send(StopCalibration())
    desk.wait_for(StateChanged, state="ready")
    assert not any(isinstance(event, CalibrationFinished | StepDone) for event in desk.events)


def test_somebody_who_leaves_is_told(desk: CalibrationDesk) -> None:
    desk.sitter.present.clear()
    desk.send(START)
    desk.send(BeginStep("lens"))
    desk.wait_for(CalibrationReading, advice="no_face")
    desk.sitter.present.set()
    assert desk.wait_for(StepDone).ok


def test_an_unplugged_camera_is_told_and_the_calibration_goes_on(desk: CalibrationDesk) -> None:
    desk.send(START)
    desk.wait_for(CalibrationReading)
    desk.builder.camera_broken.set()
    problem = desk.wait_for(Problem, what="camera", severity="paused")
    assert "unplugged" in problem.message
    desk.builder.camera_broken.clear()
    desk.wait_for(Problem, what="camera", severity="notice")
    desk.send(BeginStep("lens"))
    assert desk.wait_for(StepDone).ok


def test_a_step_without_its_device_ends_at_once(desk: CalibrationDesk) -> None:
    desk.send(StartCalibration(camera_id="camera:0", microphone_id=None))
    desk.send(BeginStep("reading"))
    assert desk.wait_for(StepDone) == StepDone("reading", ok=False, advice="no_sound")


def test_what_is_known_comes_back_when_nothing_is_measured_anew(desk: CalibrationDesk) -> None:
    known = PersonalBaseline(calibrated="full", f0_hz=118.0)
    desk.send(StartCalibration("camera:0", "mic:0", known=known))
    desk.wait_for(StateChanged, state="calibrating")
    desk.send(FinishCalibration())
    assert desk.wait_for(CalibrationFinished).baseline == known
    assert desk.sitter.knew == [known]


def test_a_missing_model_is_told_and_the_engine_lives_on(desk: CalibrationDesk) -> None:
    desk.builder.model_missing = True
    desk.send(START)
    problem = desk.wait_for(Problem, severity="failed")
    assert problem.recovery == "Run “attune models install”."
    desk.wait_for(StateChanged, state="ready")
    desk.builder.model_missing = False
    desk.send(START)
    desk.wait_for(StateChanged, state="calibrating")


def test_a_calibration_gives_way_to_a_check_and_a_call(desk: CalibrationDesk) -> None:
    desk.send(START)
    desk.wait_for(StateChanged, state="calibrating")
    desk.send(StartCheck("camera:0", "mic:0"))
    desk.wait_for(StateChanged, state="checking")
    desk.wait_for(CheckReading)
    desk.send(START)
    desk.wait_for(StateChanged, state="calibrating")
    desk.send(CALL)
    desk.wait_for(StateChanged, state="calling")
    desk.send(BeginStep("lens"))
    desk.send(ListDevices())
    desk.wait_for(DevicesListed)
    assert not any(isinstance(event, Problem) and event.severity == "failed" for event in desk.events)


def test_stopping_the_check_late_does_not_stop_the_calibration(desk: CalibrationDesk) -> None:
    desk.send(StartCheck("camera:0", "mic:0"))
    desk.wait_for(StateChanged, state="checking")
    desk.send(START)
    desk.wait_for(StateChanged, state="calibrating")
    desk.send(StopCheck())
    desk.send(BeginStep("framing"))
    assert desk.wait_for(StepDone).ok


@pytest.mark.parametrize("command", [BeginStep("lens"), FinishCalibration()])
def test_a_window_that_waits_for_a_lost_calibration_is_told(desk: CalibrationDesk, command: object) -> None:
    desk.send(command)  # type: ignore[arg-type]
    problem = desk.wait_for(Problem, severity="failed")
    assert problem.what == "engine"
    desk.send(EndStep())
    desk.send(StopCalibration())
    desk.send(START)
    desk.wait_for(StateChanged, state="calibrating")


def test_a_window_that_vanishes_closes_the_devices(desk: CalibrationDesk) -> None:
    desk.send(START)
    desk.wait_for(StateChanged, state="calibrating")
    desk.connection.close()
    desk.thread.join(10)
    assert not desk.thread.is_alive()
