from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.features.facial_display import (
    TYPICAL_REST,
    DisplayReader,
    activation,
    display_class,
    raw_shapes,
    shown_well,
)
from perception.types import PersonalBaseline

NONE = PersonalBaseline()


def settle(reader: DisplayReader, shapes: dict[str, float], *, speaking: bool = False) -> dict[str, float]:
    raw = raw_shapes(shapes)
    look_up = (shapes.get("eyeLookUpLeft", 0.0) + shapes.get("eyeLookUpRight", 0.0)) / 2
    for index in range(40):
        shown = reader.read(raw, look_up=look_up, pitch_deg=0.0, speaking=speaking, t_s=index * 0.05)
    return shown


def both(name: str, value: float) -> dict[str, float]:
    return {f"{name}Left": value, f"{name}Right": value}


def test_each_display_answers_to_its_own_movement() -> None:
    smile = settle(DisplayReader(NONE), both("mouthSmile", 0.8))
    assert smile["smile"] == pytest.approx(0.8)
    assert display_class(smile) == "smile"
    raised = settle(DisplayReader(NONE), {"browInnerUp": 0.8} | both("browOuterUp", 0.7))
    assert raised["brow_raise"] == pytest.approx(1.0)
    assert display_class(raised) == "concern"
    lowered = settle(DisplayReader(NONE), both("browDown", 0.65))
    assert lowered["scowl"] == pytest.approx(1.0)
    assert display_class(lowered) == "scowl"
    assert display_class(settle(DisplayReader(NONE), {})) == "neutral"


def test_a_smile_takes_concern_and_scowl_down() -> None:
    shapes = both("mouthSmile", 0.9) | both("browDown", 0.6) | {"browInnerUp": 0.5}
    shown = settle(DisplayReader(NONE), shapes)
    assert shown["concern"] < 0.1
    assert shown["scowl"] < 0.1


def test_one_corner_of_the_mouth_is_one_sided_unless_it_is_so_at_rest() -> None:
    shapes = {"mouthSmileLeft": 0.7, "mouthSmileRight": 0.1}
    assert display_class(settle(DisplayReader(NONE), shapes)) == "dismiss"
    own = PersonalBaseline(display_rest={"smile_asymmetry": 0.3})
    assert "smile_asymmetry" not in settle(DisplayReader(own), shapes)


def test_mouth_shapes_of_speech_are_not_displays() -> None:
    shapes = both("mouthPress", 0.6) | {"mouthSmileLeft": 0.7}
    speaking = settle(DisplayReader(NONE), shapes, speaking=True)
    assert not {"lip_press", "smile_asymmetry"} & set(speaking)
    assert settle(DisplayReader(NONE), shapes)["lip_press"] == pytest.approx(1.0)


def test_eye_roll_needs_open_eyes_up_for_a_moment_with_a_still_head() -> None:
    raw = raw_shapes(both("eyeLookUp", 0.8))
    reader, shown = DisplayReader(NONE), []
    for index in range(40):
        shown.append(reader.read(raw, look_up=0.8, pitch_deg=0.0, speaking=False, t_s=index * 0.05)["eye_roll"])
    assert shown[2] == 0.0
    assert shown[10] == 1.0
    assert shown[-1] == 0.0  # longer than 1.2 s is looking up, not rolling
    nodding = DisplayReader(NONE)
    rolled = [
        nodding.read(raw, look_up=0.8, pitch_deg=index * 2.0, speaking=False, t_s=index * 0.05)["eye_roll"]
        for index in range(20)
    ]
    assert rolled[-1] == 0.0


@given(offset=st.floats(0.0, 0.25), value=st.floats(0.0, 0.6), name=st.sampled_from(sorted(TYPICAL_REST)))
def test_a_constant_offset_disappears_with_a_baseline_of_its_own(offset: float, value: float, name: str) -> None:
    plain = PersonalBaseline(display_rest={name: 0.1}, display_full={name: 0.7})
    shifted = PersonalBaseline(display_rest={name: 0.1 + offset}, display_full={name: 0.7 + offset})
    assert activation(name, value, plain) == pytest.approx(activation(name, value + offset, shifted))


@given(
    values=st.dictionaries(
        st.sampled_from(["mouthSmileLeft", "browInnerUp", "browDownLeft", "jawOpen"]), st.floats(0, 1)
    )
)
def test_displays_stay_between_0_and_1(values: dict[str, float]) -> None:
    assert all(0.0 <= value <= 1.0 for value in settle(DisplayReader(NONE), values).values())


def test_mirroring_the_face_changes_nothing() -> None:
    shapes = {"mouthSmileLeft": 0.5, "mouthSmileRight": 0.3, "browDownLeft": 0.4, "browDownRight": 0.2}
    mirrored = {
        name.replace("Left", "#").replace("Right", "Left").replace("#", "Right"): value
        for name, value in shapes.items()
    }
    assert settle(DisplayReader(NONE), shapes) == pytest.approx(settle(DisplayReader(NONE), mirrored))


def test_a_turned_or_small_face_is_not_believed() -> None:
    assert shown_well(yaw_deg=10.0, pitch_deg=-10.0, face_height_px=150.0)
    assert not shown_well(yaw_deg=40.0, pitch_deg=0.0, face_height_px=150.0)
    assert not shown_well(yaw_deg=0.0, pitch_deg=30.0, face_height_px=150.0)
    assert not shown_well(yaw_deg=0.0, pitch_deg=0.0, face_height_px=60.0)
