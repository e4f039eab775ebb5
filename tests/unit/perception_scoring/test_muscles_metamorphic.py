"""M from the face model's readings to the letter (measurement page 11, items 3 and 9)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from perception.features.face import FaceInterpreter
from perception.features.facial_display import raw_shapes
from perception.types import FaceReading, Observation, PersonalBaseline, PhaseChange, Scorecard
from tests.unit.perception_features.vision_streams import face_reading
from tests.unit.perception_scoring.scoring_streams import felt, run, speech

LENGTH_S, FPS, PITCH_DEG = 60.0, 10.0, 3.0
TALK = [
    *speech("customer", *((10.0 * i, 10.0 * i + 6) for i in range(6))),
    *speech("csm", *((10.0 * i + 6.5, 10.0 * i + 9.5) for i in range(6))),
]
ANGRY_VENT = [PhaseChange(0.0, "vent"), *[felt(10.0 * i, "anger", end_s=10.0 * i + 6) for i in range(6)]]
PLEASED = [felt(10.0 * i, "relief_positive", end_s=10.0 * i + 6) for i in range(6)]
Shapes = dict[str, float]

REST: Shapes = {
    name + side: value
    for name, value in (("mouthSmile", 0.05), ("browDown", 0.1), ("browOuterUp", 0.1), ("eyeSquint", 0.3))
    for side in ("Left", "Right")
} | {"browInnerUp": 0.1, "jawOpen": 0.02, "mouthPressLeft": 0.05, "mouthPressRight": 0.05}


def moved(shapes: Shapes, **by: float) -> Shapes:
    return {
        name: value + next((d for key, d in by.items() if name.startswith(key)), 0.0) for name, value in shapes.items()
    }


def still(_t: float) -> Shapes:
    return REST


def smiling(t: float) -> Shapes:
    return moved(REST, mouthSmile=0.7) if t % 10 < 8 else REST


def lively(t: float) -> Shapes:
    one_sided = {"mouthSmileLeft": 0.55} if t % 10 > 8 else {}
    return moved(REST, browOuterUp=0.3 * (np.sin(t) > 0), mouthSmile=0.5 * (t % 10 < 2)) | one_sided


def same(reading: FaceReading) -> FaceReading:
    return reading


def mirrored(reading: FaceReading) -> FaceReading:
    """The face as a mirror shows it: turned the other way, left and right shapes change places."""
    shapes = {
        name.replace("Right", "@").replace("Left", "Right").replace("@", "Left"): value
        for name, value in reading.blendshapes.items()
    }
    assert reading.matrix is not None
    yaw_deg = np.degrees(np.arctan2(reading.matrix[0, 2], reading.matrix[2, 2]))
    return face_reading(t_s=reading.t_s, yaw_deg=-float(yaw_deg), pitch_deg=PITCH_DEG, shapes=shapes)


def calibrated(change: Callable[[FaceReading], FaceReading]) -> PersonalBaseline:
    """Rest and posed ranges as a calibration of this face would store them."""
    rest = raw_shapes(change(face_reading(pitch_deg=PITCH_DEG, shapes=REST)))
    posed = moved(REST, mouthSmile=0.8, brow=0.6, eyeSquint=0.3, jawOpen=0.5, mouthPress=0.4)
    full = raw_shapes(change(face_reading(pitch_deg=PITCH_DEG, shapes=posed)))
    return PersonalBaseline(calibrated="full", display_rest=rest, display_full=full)


def watch(
    shows: Callable[[float], Shapes], feelings: list[Observation], change: Callable[[FaceReading], FaceReading] = same
) -> Scorecard:
    own = calibrated(change)
    interpreter = FaceInterpreter(baseline=own)
    seen: list[Observation] = []
    for t_s in np.arange(0.0, LENGTH_S, 1.0 / FPS):
        reading = change(face_reading(t_s=float(t_s), yaw_deg=8.0, pitch_deg=PITCH_DEG, shapes=shows(float(t_s))))
        speaking = 6.5 <= t_s % 10 <= 9.5
        seen.append(interpreter.interpret((reading,), t_s=float(t_s), speaking=speaking))
    return run([*TALK, *feelings, *seen], now_s=LENGTH_S, baseline=own)


def m(card: Scorecard) -> float:
    value = card.letters["M"].value
    assert value is not None
    return value


def test_a_smile_while_the_customer_vents_anger_costs_twenty_points() -> None:
    assert m(watch(smiling, ANGRY_VENT)) <= m(watch(still, ANGRY_VENT)) - 20


def test_the_same_smile_while_the_customer_is_pleased_earns_points() -> None:
    assert m(watch(smiling, PLEASED)) >= m(watch(still, PLEASED)) + 20


@pytest.mark.parametrize("shows", [smiling, lively])
def test_the_mirrored_picture_scores_the_same(shows: Callable[[float], Shapes]) -> None:
    assert m(watch(shows, ANGRY_VENT, mirrored)) == pytest.approx(m(watch(shows, ANGRY_VENT)), abs=1e-6)


@pytest.mark.parametrize("shows", [smiling, lively])
def test_a_constant_offset_on_all_shapes_vanishes_with_calibration(shows: Callable[[float], Shapes]) -> None:
    def shifted(reading: FaceReading) -> FaceReading:
        names = ("eyeLook", "eyeBlink")
        raised = {k: v if k.startswith(names) else v + 0.08 for k, v in reading.blendshapes.items()}
        return dataclasses.replace(reading, blendshapes=raised)

    for feelings in (ANGRY_VENT, PLEASED):
        assert m(watch(shows, feelings, shifted)) == pytest.approx(m(watch(shows, feelings)), abs=1e-6)


def test_without_the_picture_there_is_not_enough_evidence() -> None:
    card = run([*TALK, *ANGRY_VENT], now_s=LENGTH_S)
    assert card.letters["M"].state == "not_enough"
    assert card.letters["M"].value is None
