from __future__ import annotations

import numpy as np
import pytest

from perception.features.pose_geometry import arms_folded, hands_past_middle, shoulder_tilt_deg
from perception.features.posture import PostureInterpreter, framing
from perception.types import PersonalBaseline, PoseObservation
from tests.unit.perception_features.vision_streams import pose_reading

CROSSED = ((-0.3, 0.6), (0.3, 0.6))
OPEN = ((0.5, 1.0), (-0.5, 1.0))
AT_MOUTH = ((0.05, -0.62), (-0.5, 1.0))
FPS = 5.0


def sit(interpreter: PostureInterpreter, *, start_s: float, seconds: float, **body: object) -> PoseObservation:
    for index in range(round(seconds * FPS)):
        t_s = start_s + index / FPS
        seen = interpreter.interpret(pose_reading(t_s=t_s, **body), t_s=t_s)
    return seen


def settled() -> PostureInterpreter:
    interpreter = PostureInterpreter(baseline=PersonalBaseline())
    sit(interpreter, start_s=0.0, seconds=30.0)
    return interpreter


def test_nobody_is_absent_and_personal_measures_wait_for_a_reference() -> None:
    interpreter = PostureInterpreter(baseline=PersonalBaseline())
    absent = interpreter.interpret(None, t_s=0.0)
    assert (absent.found, absent.framing) == (False, "absent")
    first = interpreter.interpret(pose_reading(), t_s=0.2)
    assert first.found
    assert (first.slouch, first.facing) == (None, None)
    later = sit(interpreter, start_s=0.4, seconds=8.0)
    assert (later.slouch, later.facing) == (pytest.approx(1.0), pytest.approx(1.0))


def test_a_calibrated_reference_is_used_at_once() -> None:
    seen = settled().interpret(pose_reading(), t_s=31.0)
    baseline = PersonalBaseline(
        shoulder_span_px=seen.shoulder_span_px,
        head_span_px=seen.head_span_px,
        ear_shoulder_ratio=seen.ear_shoulder_ratio,
    )
    first = PostureInterpreter(baseline=baseline).interpret(pose_reading(drop=0.2), t_s=0.0)
    assert first.slouch is not None
    assert first.slouch < 0.85


def test_turning_the_body_lowers_facing() -> None:
    turned = sit(settled(), start_s=30.0, seconds=2.0, turn_deg=45.0)
    assert turned.facing == pytest.approx(np.cos(np.radians(45)), abs=0.02)


@pytest.mark.parametrize("tilt", [-12.0, 0.0, 8.0])
def test_tilt_is_positive_when_the_right_edge_shoulder_is_lower(tilt: float) -> None:
    landmarks = pose_reading(tilt_deg=tilt).landmarks
    assert shoulder_tilt_deg(landmarks) == pytest.approx(tilt, abs=0.1)
    mirrored = landmarks * np.array([-1.0, 1.0, 1.0]) + np.array([640.0, 0.0, 0.0])
    assert shoulder_tilt_deg(mirrored) == pytest.approx(-tilt, abs=0.1)


def test_hands_past_the_middle_are_measured_from_both() -> None:
    assert hands_past_middle(pose_reading(wrists=CROSSED).landmarks) == pytest.approx(0.3)
    assert hands_past_middle(pose_reading(wrists=OPEN).landmarks) == pytest.approx(-0.5)
    assert hands_past_middle(pose_reading(wrists=(CROSSED[0], OPEN[1])).landmarks) == pytest.approx(-0.1)


def test_arms_are_folded_when_bent_between_shoulder_and_hip() -> None:
    assert arms_folded(pose_reading(wrists=CROSSED).landmarks)
    assert not arms_folded(pose_reading(wrists=((-0.3, -0.2), (0.3, 0.6))).landmarks)
    assert not arms_folded(pose_reading(wrists=((0.7, 1.6), (-0.7, 1.6))).landmarks)


def test_crossed_arms_must_last_and_hidden_wrists_are_unknown() -> None:
    interpreter = settled()
    assert sit(interpreter, start_s=30.0, seconds=1.0, wrists=CROSSED).arms_crossed is False
    assert sit(interpreter, start_s=31.0, seconds=1.0, wrists=CROSSED).arms_crossed is True
    assert sit(interpreter, start_s=32.0, seconds=0.4, wrists=OPEN).arms_crossed is False
    assert sit(interpreter, start_s=33.0, seconds=0.4).arms_crossed is None


def test_arms_crossed_before_a_gap_and_after_it_are_not_known_to_have_stayed_so() -> None:
    interpreter = settled()
    assert sit(interpreter, start_s=30.0, seconds=2.0, wrists=CROSSED).arms_crossed is True
    later = interpreter.interpret(pose_reading(t_s=40.0, wrists=CROSSED), t_s=40.0)
    assert later.arms_crossed is False


def test_a_hand_resting_at_the_mouth_is_a_touch_after_a_moment() -> None:
    interpreter = settled()
    assert sit(interpreter, start_s=30.0, seconds=0.4, wrists=AT_MOUTH).face_touch is False
    assert sit(interpreter, start_s=30.4, seconds=1.0, wrists=AT_MOUTH).face_touch is True
    assert sit(interpreter, start_s=31.4, seconds=0.4, wrists=OPEN).face_touch is False
    assert sit(interpreter, start_s=32.0, seconds=0.4).face_touch is None


def test_motion_is_speed_in_shoulder_spans_and_unknown_at_first() -> None:
    interpreter = PostureInterpreter(baseline=PersonalBaseline())
    assert interpreter.interpret(pose_reading(), t_s=0.0).motion is None
    moved = interpreter.interpret(pose_reading(shift_px=(16.0, 0.0)), t_s=0.2)
    assert moved.motion == pytest.approx(16.0 / 160.0 / 0.2, rel=0.01)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({}, "ok"),
        ({"scale": 0.45}, "too_far"),
        ({"shift_px": (200.0, 0.0)}, "off_centre"),
        ({"shift_px": (0.0, -130.0)}, "too_high"),
        ({"shift_px": (0.0, 140.0)}, "too_low"),
    ],
)
def test_framing_words(body: dict[str, object], word: str) -> None:
    assert framing(pose_reading(**body)) == word


def test_a_head_without_shoulders_is_head_only_and_measures_nothing_else() -> None:
    reading = pose_reading()
    reading.visibility[[11, 12]] = 0.2
    seen = PostureInterpreter(baseline=PersonalBaseline()).interpret(reading, t_s=0.0)
    assert seen.framing == "head_only"
    assert not seen.shoulders_visible
    assert seen.shoulder_tilt_deg is None
