from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.features.facial_display import (
    SMILE_YAW_GATE_DEG,
    TYPICAL_FULL,
    DisplayReader,
    activation,
    raw_shapes,
    shown_well,
    smile_shown,
)
from perception.types import FaceReading, PersonalBaseline
from tests.unit.perception_features.vision_streams import face_reading

NONE = PersonalBaseline()
REST = {
    "mouth_smile": 0.0,
    "mouth_lift": 0.0,
    "brow_inner_up": 0.1,
    "brow_outer_up": 0.1,
    "brow_slope": 0.1,
    "brow_lowering": 0.0,
}
OWN = PersonalBaseline(calibrated="full", display_rest=REST)


def reading(shapes: dict[str, float], *, slope: float = 0.1, lift: float = 0.0, light: float | None = 0.0):
    """A face with these blendshapes, the inner ends of its brows `slope` tenths higher, its corners lifted."""
    face = face_reading(pitch_deg=4.7, shapes=shapes)
    span = float(np.hypot(*(face.landmarks[263] - face.landmarks[33])[:2]))
    places = face.landmarks.copy()
    centre = places[0].copy()
    for index, (x, up) in {55: (-0.1, slope / 10), 285: (0.1, slope / 10), 46: (-0.4, 0.0), 276: (0.4, 0.0)}.items():
        places[index] = centre + np.array([x, -0.2 - up, 0.0]) * span
    for index, (x, up) in {61: (-0.3, lift), 291: (0.3, lift), 13: (0.0, 0.0), 14: (0.0, 0.0)}.items():
        places[index] = centre + np.array([x, 0.4 - up, 0.0]) * span
    return dataclasses.replace(face, landmarks=places, mouth_light=light)


def settle(
    face: FaceReading, *, baseline: PersonalBaseline = OWN, speaking: bool = False, reader: DisplayReader | None = None
) -> dict[str, float]:
    reader = reader or DisplayReader(baseline)
    raw = raw_shapes(face)
    look_up = (face.blendshapes.get("eyeLookUpLeft", 0.0) + face.blendshapes.get("eyeLookUpRight", 0.0)) / 2
    for index in range(40):
        shown = reader.read(raw, look_up=look_up, pitch_deg=0.0, speaking=speaking, t_s=index * 0.05)
    return shown


def both(name: str, value: float) -> dict[str, float]:
    return {f"{name}Left": value, f"{name}Right": value}


def test_each_display_answers_to_its_own_movement() -> None:
    at_rest = settle(reading({}))
    moved = {
        "smile": settle(reading(both("mouthSmile", 0.8))),
        "brow_raise": settle(reading({"browInnerUp": 0.9} | both("browOuterUp", 0.9))),
        "brow_lower": settle(reading(both("browDown", 0.6))),
        "concern": settle(reading({}, slope=0.4)),
        "scowl": settle(reading(both("browDown", 0.3), slope=-0.1)),
        "jaw_open": settle(reading({"jawOpen": 0.5})),
    }
    for name, shown in moved.items():
        assert at_rest[name] < 0.15
        assert shown[name] > 0.5
    assert moved["scowl"]["concern"] == moved["concern"]["scowl"] == moved["brow_raise"]["concern"] == 0.0


def test_a_smile_takes_concern_and_scowl_down() -> None:
    shown = settle(reading(both("mouthSmile", 0.95) | both("browDown", 0.6), slope=0.5, light=20.0))
    assert shown["smile"] > 0.9
    assert shown["concern"] < 0.1
    assert shown["scowl"] < 0.1


def test_teeth_and_lifted_corners_make_more_of_a_weak_smile() -> None:
    weak = both("mouthSmile", 0.3)
    closed = settle(reading(weak))["smile"]
    assert closed < 0.35
    assert settle(reading(weak, light=25.0))["smile"] > 0.35
    assert settle(reading(weak, lift=0.08))["smile"] > closed
    assert settle(reading(weak, light=None))["smile"] == closed


def test_while_speaking_teeth_say_nothing_and_the_rest_of_speech_counts() -> None:
    talking = reading(both("mouthSmile", 0.3), light=25.0, lift=0.05)
    assert settle(talking, speaking=True)["smile"] == pytest.approx(0.3, abs=0.01)
    own = PersonalBaseline(display_rest={"mouth_smile": 0.0}, display_rest_speaking={"mouth_smile": 0.3})
    assert settle(talking, baseline=own, speaking=True)["smile"] < 0.1


def test_mouth_shapes_of_speech_are_not_displays() -> None:
    face = reading(both("mouthPress", 0.6) | {"mouthSmileLeft": 0.7})
    assert not {"lip_press", "smile_asymmetry"} & set(settle(face, speaking=True))
    assert settle(face)["lip_press"] > 0.9
    assert settle(face)["smile_asymmetry"] == pytest.approx(0.7)


def test_one_sided_at_rest_is_not_read_as_one_sided() -> None:
    own = PersonalBaseline(display_rest={"smile_asymmetry": 0.3})
    assert "smile_asymmetry" not in settle(reading({"mouthSmileLeft": 0.7}), baseline=own)


def test_without_calibration_brows_are_read_against_the_last_minute() -> None:
    reader = DisplayReader(NONE)
    usual, oblique = raw_shapes(reading({}, slope=-0.2)), raw_shapes(reading({}, slope=0.1))

    def read(raw: dict[str, float], t_s: float) -> float:
        return reader.read(raw, look_up=0.0, pitch_deg=0.0, speaking=False, t_s=t_s)["concern"]

    assert read(oblique, 0.0) == 0.0  # nothing is known of this face yet, and others rest like this
    for index in range(1, 200):
        read(usual, index * 0.05)
    for index in range(200, 240):
        concern = read(oblique, index * 0.05)
    assert concern > 0.6


def test_an_own_range_of_lowered_brows_is_taken() -> None:
    wide = PersonalBaseline(calibrated="full", display_rest=REST, display_full={"brow_lowering": 0.9})
    lowered = reading(both("browDown", 0.3), slope=-0.1)
    assert settle(lowered, baseline=wide)["scowl"] < settle(lowered)["scowl"]


def test_eye_roll_needs_open_eyes_up_for_a_moment_with_a_still_head() -> None:
    raw = raw_shapes(reading(both("eyeLookUp", 0.8)))
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


@given(offset=st.floats(0.0, 0.25), value=st.floats(0.0, 0.6), name=st.sampled_from(sorted(TYPICAL_FULL)))
def test_a_constant_offset_disappears_with_a_baseline_of_its_own(offset: float, value: float, name: str) -> None:
    plain = PersonalBaseline(display_rest={name: 0.1}, display_full={name: 0.7})
    shifted = PersonalBaseline(display_rest={name: 0.1 + offset}, display_full={name: 0.7 + offset})
    assert activation(name, value, plain) == pytest.approx(activation(name, value + offset, shifted))


@given(offset=st.floats(0.0, 0.2))
def test_displays_of_a_shifted_face_do_not_change_after_calibrating_it(offset: float) -> None:
    names = ("mouthSmileLeft", "mouthSmileRight", "browInnerUp", *both("browOuterUp", 0), *both("browDown", 0))
    names = (*names, *both("mouthPress", 0), *both("eyeSquint", 0), "jawOpen")

    def calibrated(shift: float) -> tuple[PersonalBaseline, FaceReading]:
        rest = raw_shapes(reading(dict.fromkeys(names, 0.1 + shift)))
        full = raw_shapes(reading(dict.fromkeys(names, 0.7 + shift)))
        shown = reading(dict.fromkeys(names, 0.4 + shift), slope=0.25, lift=0.03, light=10.0)
        return PersonalBaseline(calibrated="full", display_rest=rest, display_full=full), shown

    (plain, face), (shifted, same) = calibrated(0.0), calibrated(offset)
    assert settle(face, baseline=plain) == pytest.approx(settle(same, baseline=shifted))


@given(
    values=st.dictionaries(
        st.sampled_from(["mouthSmileLeft", "browInnerUp", "browDownLeft", "jawOpen"]), st.floats(0, 1)
    ),
    slope=st.floats(-2, 2),
)
def test_displays_stay_between_0_and_1(values: dict[str, float], slope: float) -> None:
    assert all(0.0 <= value <= 1.0 for value in settle(reading(values, slope=slope), baseline=NONE).values())


@given(less=st.floats(0.0, 1.0), more=st.floats(0.0, 1.0))
def test_without_a_baseline_no_difference_is_cut_away(less: float, more: float) -> None:
    if less + 0.01 < more:
        for name in ("brow_inner_up", "brow_outer_up", "brow_lowering"):
            assert activation(name, less, NONE) < activation(name, more, NONE)


def test_mirroring_the_face_changes_nothing() -> None:
    shapes = {"mouthSmileLeft": 0.5, "mouthSmileRight": 0.3, "browDownLeft": 0.4, "browDownRight": 0.2}
    mirrored = {
        name.replace("Left", "#").replace("Right", "Left").replace("#", "Right"): value
        for name, value in shapes.items()
    }
    assert settle(reading(shapes)) == pytest.approx(settle(reading(mirrored)))


def test_a_turned_or_small_face_is_not_believed_but_its_smile_may_be() -> None:
    assert shown_well(yaw_deg=10.0, pitch_deg=-10.0, face_height_px=150.0)
    for yaw_deg, pitch_deg in ((40.0, 0.0), (0.0, 30.0)):
        assert not shown_well(yaw_deg=yaw_deg, pitch_deg=pitch_deg, face_height_px=150.0)
        assert smile_shown(yaw_deg=yaw_deg, pitch_deg=pitch_deg, face_height_px=150.0)
    assert not smile_shown(yaw_deg=SMILE_YAW_GATE_DEG + 1, pitch_deg=0.0, face_height_px=150.0)
    assert not shown_well(yaw_deg=0.0, pitch_deg=0.0, face_height_px=40.0)
    assert smile_shown(yaw_deg=0.0, pitch_deg=0.0, face_height_px=40.0)
    assert not smile_shown(yaw_deg=0.0, pitch_deg=0.0, face_height_px=30.0)


def test_the_smile_of_a_turned_face_is_read_alone() -> None:
    raw = raw_shapes(reading(both("mouthSmile", 0.8)))
    shown = DisplayReader(NONE).read_smile(raw, speaking=False, t_s=0.0)
    assert set(shown) == {"smile"}
    assert shown["smile"] > 0.5


def test_without_a_look_at_the_pixels_there_is_no_mouth_light() -> None:
    assert "mouth_light" not in raw_shapes(reading({}, light=None))
    assert raw_shapes(reading({}, light=4.0))["mouth_light"] == 4.0
