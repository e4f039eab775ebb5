"""From faces to the share of attending (measurement page 11, items 1 and 2): what must not matter does not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from perception.features.face import FaceInterpreter
from perception.types import FaceObservation, GazeTarget, Observation, PersonalBaseline
from tests.unit.perception_features.vision_streams import WIDTH, face_reading
from tests.unit.perception_scoring.scoring_streams import component, run, speech

SECONDS, FPS = 120.0, 12.0
TILE = (0.0, 0.0)
BASELINE = PersonalBaseline(
    calibrated="full",
    yaw_deg=0.0,
    pitch_deg=0.0,
    gaze_x_deg=0.0,
    gaze_y_deg=1.5,
    gaze_targets=(
        GazeTarget("camera", 0.0, 3.0, 1.5, 1.5, 40),
        GazeTarget("tile", *TILE, 1.5, 1.5, 40),
        GazeTarget("notes", 5.0, -22.0, 2.0, 2.0, 40),
    ),
)
HALVES = [(10.0 * i, 10.0 * i + 5) for i in range(12)]
OTHER = [(10.0 * i + 5, 10.0 * i + 10) for i in range(12)]
TALK = [*speech("customer", *HALVES), *speech("csm", *OTHER)]

Over = Callable[[float], float]


def still(_t_s: float) -> float:
    return 0.0


def watched(
    *,
    yaw: Over = still,
    eye_x: Over = still,
    eye_y: Over = still,
    blink: Over = still,
    aside_px: Over = still,
    height_px: float = 200.0,
    baseline: PersonalBaseline = BASELINE,
) -> list[Observation]:
    interpreter, seen = FaceInterpreter(baseline=baseline), []
    for index in range(round(SECONDS * FPS)):
        t_s = index / FPS
        lids = {f"eyeBlink{side}": 0.08 + 0.8 * blink(t_s) for side in ("Left", "Right")}
        reading = face_reading(
            t_s=t_s,
            yaw_deg=yaw(t_s),
            eye_x_deg=eye_x(t_s),
            eye_y_deg=eye_y(t_s) - 15.0 * blink(t_s),  # falling lids take the irises along
            x_cm=aside_px(t_s) / 6.0,
            height_px=height_px,
            shapes=lids,
        )
        seen.append(interpreter.interpret((reading,), t_s=t_s))
    return list(seen)


def shares(faces: list[Observation], talk: list[Observation] = TALK, **config: object) -> tuple[float, float]:
    """G_L and G_S."""
    card = run([*talk, *faces], now_s=SECONDS, baseline=config.get("baseline", BASELINE))
    return component(card, "E1").value, component(card, "E2").value


def glances(t_s: float) -> float:
    """Twelve degrees aside for 3 of 10 s while the customer speaks."""
    return 30.0 if t_s % 10 < 3 else 0.0


def test_irises_on_the_tile_attend_and_twelve_degrees_beside_it_do_not() -> None:
    assert shares(watched())[0] >= 0.95
    assert shares(watched(eye_x=lambda _t: 12.0))[0] <= 0.1
    assert shares(watched(yaw=lambda _t: 12.0))[0] <= 0.1


def test_blinks_at_26_a_minute_change_the_share_by_less_than_two_hundredths() -> None:
    def blink(t_s: float) -> float:
        return float(t_s % (60 / 26) < 0.4)

    for eye_x in (still, glances):
        plain, blinking = shares(watched(eye_x=eye_x))[0], shares(watched(eye_x=eye_x, blink=blink))[0]
        assert abs(plain - blinking) < 0.02


def test_swapping_who_speaks_changes_listening_and_speaking_only() -> None:
    swapped = [*speech("csm", *HALVES), *speech("customer", *OTHER)]
    faces = watched(eye_x=glances)
    one, two = run([*TALK, *faces], now_s=SECONDS), run([*swapped, *faces], now_s=SECONDS)
    assert component(one, "E1").value == pytest.approx(component(two, "E2").value)
    assert component(one, "E1").value < 0.6 < component(one, "E2").value
    for ident in ("E3", "E4"):
        assert component(one, ident).value == component(two, ident).value


@pytest.mark.parametrize("share", [-0.2, 0.2])
def test_sitting_aside_by_a_fifth_of_the_picture_changes_the_share_by_less_than_a_tenth(share: float) -> None:
    for eye_x in (still, glances):
        plain, aside = watched(eye_x=eye_x), watched(eye_x=eye_x, aside_px=lambda _t: share * WIDTH)
        assert abs(shares(plain)[0] - shares(aside)[0]) < 0.1


def test_looking_at_the_notes_is_not_attending() -> None:
    down = watched(eye_x=lambda _t: 5.0, eye_y=lambda t: -22.0 if t % 10 < 2 else 0.0)
    zones = [face.zone for face in down if isinstance(face, FaceObservation)]
    assert "notes" in zones
    assert shares(down)[0] == pytest.approx(0.6, abs=0.1)


def test_where_the_eyes_cannot_be_read_the_head_stands_in_for_less_coverage_and_says_so() -> None:
    turned = watched(yaw=lambda t: 40.0 if t % 10 < 2 else 0.0, height_px=40.0)
    card = run([*TALK, *turned], now_s=SECONDS, baseline=BASELINE)
    assert component(card, "E1").value == pytest.approx(0.6, abs=0.1)
    assert card.letters["E"].coverage <= 0.5
    assert "eyes could often not be read" in card.letters["E"].note
    clear = run([*TALK, *watched()], now_s=SECONDS, baseline=BASELINE).letters["E"]
    assert clear.coverage > 0.6
    assert clear.note == ""


def test_an_uncalibrated_person_is_read_with_less_coverage() -> None:
    unknown = PersonalBaseline()
    faces = watched(baseline=unknown)
    card = run([*TALK, *faces], now_s=SECONDS, baseline=None)
    assert component(card, "E1").value >= 0.95
    assert card.letters["E"].coverage <= 0.5
    away = watched(baseline=unknown, eye_x=lambda _t: 25.0)
    assert float(np.mean([face.attend_p or 0.0 for face in away if isinstance(face, FaceObservation)])) < 0.05
