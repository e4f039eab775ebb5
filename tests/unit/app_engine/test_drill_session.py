from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.engine.drill_messages import AnswerJudged, DrillReading, JudgeAnswer, StartDrill, StopDrill
from app.engine.messages import CheckReading, Problem, StartCheck, StateChanged
from perception.errors import ModelError
from perception.pipeline.live import LiveParts
from perception.ports import Clock
from perception.types import FaceObservation, Observation, PersonalBaseline, PoseObservation, VideoFrame
from tests.unit.app_engine.fakes import FakeBuilder
from tests.unit.app_engine.test_host import Desk

START = StartDrill("camera:0", "mic:0", PersonalBaseline("full", ear_shoulder_ratio=0.5, shoulder_tilt_deg=2.0))
HEARD = "Nine days and nobody has answered. I'm so frustrated."
GOOD = "Nine days without an answer, that sounds frustrating. I'll call you tomorrow at ten."


class SittingChain:
    """Sees a person with lowered brows whose right shoulder is lower."""

    def process(self, frame: VideoFrame, *, speaking: bool, listening: bool) -> list[Observation]:
        shown = {"brow_lower": 0.6, "lip_press": 0.1, "smile": 0.0, "jaw_open": 0.3}
        return [
            FaceObservation(frame.t_s, found=True, displays=shown, attend_p=0.8),
            PoseObservation(
                frame.t_s, found=True, shoulders_visible=True, shoulder_tilt_deg=6.0, slouch=0.97, lean=0.01
            ),
        ]

    def flush(self) -> list[Observation]:
        return []

    def close(self) -> None:
        return


class DrillBuilder(FakeBuilder):
    def drill_parts(self, command: StartDrill, clock: Clock) -> LiveParts:
        self.warm_up()
        return replace(super().drill_parts(command, clock), make_vision=SittingChain)


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    desk.builder = DrillBuilder()
    with desk.running():
        yield desk


def test_readings_tell_displays_and_posture_against_the_own_baseline(desk: Desk) -> None:
    desk.send(START)
    desk.wait_for(StateChanged, state="checking")
    reading = desk.wait_for(DrillReading).reading
    while reading.slouch is None or reading.level_dbfs is None:
        reading = desk.wait_for(DrillReading).reading
    assert reading.face
    assert dict(reading.displays) == {"brow_lower": 0.6, "lip_press": 0.1, "smile": 0.0}
    assert (reading.shoulder_tilt_deg, reading.slouch, reading.lean) == (4.0, 0.97, 0.01)
    assert reading.level_dbfs == pytest.approx(-6.0, abs=0.1)
    assert reading.calibrated
    assert desk.builder.recorders == []
    desk.send(StopDrill())
    desk.wait_for(StateChanged, state="ready")


def test_a_device_serves_one_at_a_time(desk: Desk) -> None:
    desk.send(START)
    desk.wait_for(DrillReading)
    desk.send(StartCheck("camera:0", None))
    desk.wait_for(CheckReading)
    seen = len(desk.events)
    for _ in range(3):
        desk.wait_for(CheckReading)
    assert not [event for event in desk.events[seen:] if isinstance(event, DrillReading)]


def test_an_answer_is_read_with_and_without_devices(desk: Desk) -> None:
    desk.send(JudgeAnswer(GOOD, HEARD, 4))
    answer = desk.wait_for(AnswerJudged, number=4)
    assert answer.judged is not None
    assert (answer.judged.kind, answer.judged.said) == ("empathy", GOOD)
    assert answer.judged.score > 60.0
    assert answer.judged.named
    assert answer.judged.promised


def test_of_answers_that_wait_the_newest_is_read(desk: Desk) -> None:
    desk.builder.judge_waits.clear()
    desk.send(JudgeAnswer(GOOD, HEARD, 1))
    desk.send(START)
    desk.wait_for(DrillReading)  # the first one is being read
    for number in (2, 3):
        desk.send(JudgeAnswer("I'm sorry, but there's nothing I can do.", HEARD, number))
    desk.wait_for(DrillReading)
    desk.builder.judge_waits.set()
    assert [desk.wait_for(AnswerJudged).number for _ in range(2)] == [1, 3]


def test_an_answer_that_cannot_be_read_is_told_and_the_engine_lives_on(desk: Desk) -> None:
    desk.builder.judge_error = ModelError("The word lists are missing.", recovery="Install Attune again.")
    desk.send(JudgeAnswer(GOOD, HEARD, 1))
    assert desk.wait_for(Problem).message == "The word lists are missing."
    assert desk.wait_for(AnswerJudged).judged is None
    desk.builder.judge_error = None
    desk.send(JudgeAnswer(GOOD, HEARD, 2))
    assert desk.wait_for(AnswerJudged).judged is not None
