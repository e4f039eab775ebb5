"""What a calibration says while a step does not go on, and what it keeps to itself."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from perception.features.calibration import Calibrator, StepResult
from perception.features.calibration_quality import LEAST_S, light_problems
from perception.features.calibration_steps import CalibrationAdvice
from perception.features.lighting import Light
from perception.types import Box, FaceObservation
from tests.unit.perception_features.calibration_streams import (
    Sitting,
    at,
    body,
    face,
    showing,
    voice,
)


@pytest.fixture
def sitting() -> Sitting:
    return Sitting(Calibrator())


def test_restless_looks_are_waited_for(sitting: Sitting) -> None:
    def wandering(t_s: float) -> FaceObservation:
        return face(t_s, gaze=(20.0 * float(np.sin(4.0 * t_s)), 0.0) if t_s < 8.0 else (3.0, 0.0))

    assert sitting.run("lens", look=wandering) == StepResult("lens", True, "")
    assert sitting.said() == {"keep_looking"}
    (target,) = sitting.calibrator.finish().baseline.gaze_targets
    assert target.x_deg == pytest.approx(3.0, abs=0.5)


def test_a_pose_that_hardly_differs_from_rest_is_told(sitting: Sitting) -> None:
    sitting.run("neutral")
    faint = sitting.run("smile", look=showing({"mouth_smile": 0.05}))
    assert faint == StepResult("smile", False, "not_enough_change")
    assert sitting.said() == {"not_enough_change"}
    assert sitting.calibrator.finish().baseline.display_full == {}


def test_framing_says_what_is_wrong_and_gives_up_kindly(sitting: Sitting) -> None:
    result = sitting.run("framing", sit=lambda t_s: body(t_s, framing="head_only"))
    assert result == StepResult("framing", False, "head_only")
    assert sitting.said() == {"head_only"}
    assert sitting.now_s == pytest.approx(40.0, abs=1.0)


def test_another_face_and_the_light_are_told_and_stop_nothing(sitting: Sitting) -> None:
    sitting.calibrator.begin("neutral", t_s=0.0)
    for _ in range(40):
        sitting.calibrator.light(Light(0.3, backlit=False, glare=True), t_s=sitting.now_s)
        sitting.go_on(look=lambda t_s: face(t_s, faces=2), longest_s=0.3)
    assert sitting.calibrator.progress.fraction > 0.5
    assert sitting.said() == {"several_faces"}
    for _ in range(15):
        sitting.calibrator.light(Light(0.3, backlit=False, glare=True), t_s=sitting.now_s)
        sitting.go_on(longest_s=0.3)
    assert "glare" in sitting.said()


def test_a_portrait_on_the_wall_does_not_hide_what_holds_the_step_up(sitting: Sitting) -> None:
    result = sitting.run("smile", look=lambda t_s: face(t_s, faces=2))
    assert result == StepResult("smile", False, "not_enough_change")
    sitting.run("smile", look=lambda t_s: face(t_s, faces=2), longest_s=8.0)
    assert sitting.calibrator.progress.advice == "not_enough_change"


def test_darkness_comes_before_everything(sitting: Sitting) -> None:
    sitting.calibrator.begin("lens", t_s=0.0)
    for _ in range(10):
        sitting.calibrator.light(Light(0.05, backlit=None), t_s=sitting.now_s)
        sitting.go_on(look=lambda t_s: FaceObservation(t_s, found=False), longest_s=0.5)
    assert sitting.calibrator.progress.advice == "too_dark"


def test_a_camera_that_gives_nothing_reads_as_no_face(sitting: Sitting) -> None:
    assert sitting.run("neutral", look=None, sit=None) == StepResult("neutral", False, "no_face")
    assert sitting.said() == {"no_face"}


def test_moving_is_told_and_does_not_count(sitting: Sitting) -> None:
    def moving(t_s: float) -> FaceObservation:
        return face(t_s, yaw_deg=15.0 * float(np.sin(6.0 * t_s)))

    sitting.run("neutral", look=moving, longest_s=6.0)
    assert sitting.said() == {"moving"}
    assert sitting.calibrator.progress.fraction < 0.1


@pytest.mark.parametrize(
    ("speak", "advice"),
    [
        (lambda t_s: voice(t_s, f0_hz=0.0, room_dbfs=-95.0), "no_sound"),
        (lambda t_s: voice(t_s, f0_hz=0.0), "no_speech"),
        (lambda t_s: voice(t_s, level_dbfs=-60.0, room_dbfs=-78.0), "too_quiet"),
        (lambda t_s: voice(t_s, level_dbfs=-3.0), "too_loud"),
        (lambda t_s: voice(t_s, room_dbfs=-36.0), "noisy_room"),
        (None, "no_sound"),
    ],
)
def test_what_is_wrong_with_the_sound_is_told(sitting: Sitting, speak: object, advice: str) -> None:
    sitting.run("reading", speak=speak, longest_s=7.0)  # type: ignore[arg-type]
    assert sitting.said() == {advice}


def test_silence_gives_up_with_its_reason(sitting: Sitting) -> None:
    assert sitting.run("talking", speak=lambda t_s: voice(t_s, f0_hz=0.0)) == StepResult("talking", False, "no_speech")
    assert sitting.now_s < 13.0


def test_a_microphone_that_silences_pauses_still_gives_sound(sitting: Sitting) -> None:
    sitting.run("talking", speak=lambda t_s: voice(t_s, f0_hz=120.0 if t_s < 2.0 else 0.0, room_dbfs=-100.0))
    assert sitting.said() == {"no_speech"}


def test_clipping_is_too_loud(sitting: Sitting) -> None:
    sitting.calibrator.begin("reading", t_s=0.0)
    for _ in range(8):
        sitting.calibrator.clipping(t_s=sitting.now_s)
        sitting.go_on(speak=voice, longest_s=0.6)
    assert sitting.calibrator.progress.advice == "too_loud"


def test_every_advice_has_its_time() -> None:
    assert tuple(LEAST_S) == get_args(CalibrationAdvice)[1:]


def test_light_is_told_one_thing_at_a_time() -> None:
    assert light_problems(Light(0.5, backlit=False)) == set()
    assert light_problems(Light(0.05, backlit=True)) == {"backlit"}
    assert light_problems(Light(0.05, backlit=False)) == {"too_dark"}
    assert light_problems(Light(0.97, backlit=None)) == {"too_bright"}


def test_notes_may_lie_further_aside_than_the_call(sitting: Sitting) -> None:
    aside = at((45.0, -10.0), yaw_deg=40.0)
    assert sitting.run("lens", look=aside) == StepResult("lens", False, "face_turned")
    assert sitting.run("notes", look=aside) == StepResult("notes", True, "")


def test_shapes_of_a_small_face_are_guesses(sitting: Sitting) -> None:
    def far(t_s: float) -> FaceObservation:
        return replace(face(t_s, mouth_smile=0.6), box=Box(300, 200, 30, 40))

    assert sitting.run("smile", look=far) == StepResult("smile", False, "too_far")
    assert sitting.said() == {"too_far"}
    assert sitting.run("lens", look=far) == StepResult("lens", True, "")
