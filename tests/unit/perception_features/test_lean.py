from __future__ import annotations

import math

import pytest

from perception.features.lean import LeanJoiner
from perception.types import FaceObservation, Observation, PersonalBaseline, PoseObservation

SPAN_PX = 160.0  # of the shoulders, seen from SHOULDERS_CM
HEAD_CM, SHOULDERS_CM = 60.0, 68.0


class Sitter:
    """A face 20 and a body 5 times a second, at given distances from the camera."""

    def __init__(self, baseline: PersonalBaseline | None = None) -> None:
        self.joiner = LeanJoiner(baseline or PersonalBaseline())
        self.t_s = 0.0

    def sit(
        self, seconds: float, *, head_cm: float = HEAD_CM, shoulders_cm: float = SHOULDERS_CM, facing: float = 1.0
    ) -> PoseObservation:
        body: Observation = PoseObservation(0.0, found=False)
        for step in range(round(seconds * 20)):
            self.t_s += 0.05
            self.joiner.join(FaceObservation(self.t_s, found=True, distance_cm=head_cm))
            if step % 4 == 3:
                body = self.joiner.join(self.body(shoulders_cm=shoulders_cm, facing=facing))
        assert isinstance(body, PoseObservation)
        return body

    def body(self, *, shoulders_cm: float = SHOULDERS_CM, facing: float = 1.0) -> PoseObservation:
        span_px = SPAN_PX * SHOULDERS_CM / shoulders_cm
        return PoseObservation(self.t_s, found=True, shoulder_span_px=span_px, facing=facing, shoulders_visible=True)


def hinge(deg: float) -> dict[str, float]:
    """Distances of head and shoulders when the trunk leans about hips 70 and 55 cm below them."""
    lean = math.sin(math.radians(deg))
    return {"head_cm": HEAD_CM - 70.0 * lean, "shoulders_cm": SHOULDERS_CM - 55.0 * lean}


def test_a_first_reference_takes_six_seconds() -> None:
    sitter = Sitter()
    assert sitter.sit(5.0).lean is None
    assert sitter.sit(3.0).lean == 0.0


@pytest.mark.parametrize("deg", [10.0, 13.0])
def test_leaning_in_is_positive_and_back_negative(deg: float) -> None:
    sitter = Sitter()
    sitter.sit(30.0)
    assert (sitter.sit(3.0, **hinge(deg)).lean or 0.0) > 0.02
    assert sitter.sit(3.0).lean == 0.0
    assert (sitter.sit(3.0, **hinge(-deg)).lean or 0.0) < -0.02


@pytest.mark.parametrize("roll_cm", [-12.0, -5.0, 5.0, 12.0])
def test_rolling_the_chair_comes_nearer_but_does_not_lean(roll_cm: float) -> None:
    sitter = Sitter()
    before = sitter.sit(30.0)
    rolled = sitter.sit(3.0, head_cm=HEAD_CM - roll_cm, shoulders_cm=SHOULDERS_CM - roll_cm)
    assert rolled.shoulder_span_px is not None
    assert before.shoulder_span_px is not None
    approach = math.log(rolled.shoulder_span_px / before.shoulder_span_px)
    assert math.copysign(1.0, approach) == math.copysign(1.0, roll_cm)
    assert abs(approach) > 0.04
    assert rolled.lean == 0.0


def test_a_calibration_is_used_at_once() -> None:
    own = PersonalBaseline(shoulder_span_px=SPAN_PX, distance_cm=HEAD_CM)
    assert (Sitter(own).sit(1.0, **hinge(9.0)).lean or 0.0) > 0.02


def test_a_turned_body_a_lost_face_or_hidden_shoulders_tell_no_lean() -> None:
    sitter = Sitter()
    sitter.sit(30.0)
    assert sitter.sit(1.0, facing=0.7).lean is None
    sitter.t_s += 2.0
    alone = sitter.joiner.join(sitter.body())
    assert isinstance(alone, PoseObservation)
    assert alone.lean is None
    hidden = sitter.joiner.join(PoseObservation(sitter.t_s, found=True, framing="head_only"))
    assert isinstance(hidden, PoseObservation)
    assert hidden.lean is None


def test_other_observations_pass_through() -> None:
    face = FaceObservation(1.0, found=False)
    assert LeanJoiner(PersonalBaseline()).join(face) is face
