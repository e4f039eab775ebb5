from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from perception.features.face import FaceInterpreter, bounding_box, eye_span_px
from perception.types import PersonalBaseline
from tests.unit.perception_features.vision_streams import face_reading


def watch(**look: float) -> FaceInterpreter:
    return FaceInterpreter(baseline=PersonalBaseline(**look))


def test_no_face_is_told_as_not_found() -> None:
    seen = watch().interpret((), t_s=3.0)
    assert (seen.found, seen.faces, seen.attend_p, seen.displays) == (False, 0, None, {})


def test_the_largest_face_is_the_csm_and_all_are_counted() -> None:
    near, far = face_reading(yaw_deg=12.0), face_reading(yaw_deg=-30.0, height_px=90.0)
    seen = watch().interpret((near, far), t_s=0.0)
    assert seen.faces == 2
    assert seen.yaw_deg == pytest.approx(12.0, abs=0.1)


def test_head_and_eyes_add_up_to_the_gaze() -> None:
    seen = watch().interpret((face_reading(yaw_deg=17.5, eye_x_deg=-17.5),), t_s=0.0)
    assert seen.gaze_x_deg == pytest.approx(0.0, abs=0.3)
    assert seen.eyes == "open"
    assert seen.attend_p is not None
    assert seen.attend_p > 0.9


def test_moving_across_the_picture_with_the_same_look_keeps_attending() -> None:
    interpreter, seen = watch(), []
    for index in range(200):
        x_cm = 14.0 * np.sin(index / 20)
        seen.append(interpreter.interpret((face_reading(x_cm=x_cm, t_s=index / 20),), t_s=index / 20))
    assert np.mean([face.attend_p > 0.5 for face in seen]) > 0.95


def test_displays_are_absent_for_a_turned_face_but_the_bare_shapes_stay() -> None:
    seen = watch().interpret((face_reading(yaw_deg=50.0, shapes={"jawOpen": 0.4}),), t_s=0.0)
    assert seen.displays == {}
    assert seen.raw["jaw_open"] == 0.4


def test_a_face_without_a_matrix_has_no_angles() -> None:
    reading = dataclasses.replace(face_reading(), matrix=None)
    seen = watch().interpret((reading,), t_s=0.0)
    assert seen.found
    assert seen.yaw_deg is None
    assert seen.attend_p is None


def test_the_face_scale_does_not_shrink_with_a_turn() -> None:
    straight, turned = face_reading(pitch_deg=4.0), face_reading(yaw_deg=30.0, pitch_deg=4.0)
    scale = eye_span_px(turned.landmarks, yaw_deg=30.0) / eye_span_px(straight.landmarks, yaw_deg=0.0)
    assert scale == pytest.approx(1.0, abs=0.01)


def test_the_box_holds_every_landmark() -> None:
    reading = face_reading()
    box = bounding_box(reading.landmarks)
    assert box.width > 0
    assert np.all(reading.landmarks[:, 0] >= box.x)
    assert np.all(reading.landmarks[:, 1] <= box.y + box.height)
