from __future__ import annotations

import pytest

from perception.features.baseline import session_baseline
from perception.features.face import FaceInterpreter
from perception.types import FaceObservation, PersonalBaseline, PoseObservation
from tests.unit.perception_features.vision_streams import face_reading


def faces(count: int, *, yaw_deg: float = 4.0, smile: float = 0.2) -> list[FaceObservation]:
    interpreter = FaceInterpreter(baseline=PersonalBaseline())
    shapes = {"mouthSmileLeft": smile, "mouthSmileRight": smile}
    return [
        interpreter.interpret((face_reading(yaw_deg=yaw_deg, shapes=shapes),), t_s=index / 20) for index in range(count)
    ]


def test_medians_of_what_was_seen() -> None:
    poses = [
        PoseObservation(
            t_s=index / 5,
            found=True,
            shoulders_visible=True,
            shoulder_span_px=200.0 + index % 3,
            head_span_px=55.0,
            ear_shoulder_ratio=0.7,
            shoulder_tilt_deg=1.0,
        )
        for index in range(90)
    ]
    baseline = session_baseline(faces(200), poses)
    assert baseline.calibrated == "session"
    assert baseline.gaze_x_deg == pytest.approx(4.0, abs=0.1)
    assert baseline.display_rest["mouth_smile"] == pytest.approx(0.2)
    assert baseline.shoulder_span_px == 201.0
    assert baseline.head_span_px == 55.0


def test_long_looks_elsewhere_do_not_move_the_centre() -> None:
    assert session_baseline(faces(200) + faces(300, yaw_deg=60.0)).gaze_x_deg == pytest.approx(4.0, abs=0.1)


def test_too_little_leaves_everything_unknown() -> None:
    baseline = session_baseline(faces(20))
    assert baseline.gaze_x_deg is None
    assert baseline.display_rest == {}
    assert baseline.shoulder_span_px is None
