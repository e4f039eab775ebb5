from __future__ import annotations

import pytest

from app.practice.drills.holds import FaceHold, PostureHold
from tests.unit.app_practice.drill_readings import face, faces, seat


def held(readings, hold_s: float = 20.0) -> FaceHold:
    hold = FaceHold(hold_s)
    for reading in readings:
        hold.push(reading)
    return hold


def test_a_face_at_rest_listens() -> None:
    hold = held(faces(25.0))
    assert hold.done
    found = hold.feedback()
    assert found.mark == "good"
    assert found.numbers[0] == "At rest: 100 % of the time"


def test_a_face_that_is_always_stern_is_measured_against_itself() -> None:
    assert held(faces(25.0, brow_lower=0.6)).feedback().mark == "good"


def test_lowered_brows_are_told_in_seconds() -> None:
    hold = held(face(n * 0.1, brow_lower=0.9 if 100 <= n < 150 else 0.1) for n in range(250))
    found = hold.feedback()
    assert found.mark == "watch"
    assert found.head == "Almost: brows lowered."
    assert found.numbers[0].startswith("Brows lowered: 5.0 of")


def test_a_twitch_is_not_told() -> None:
    hold = held(face(n * 0.1, smile=0.9 if n in (100, 101) else 0.0) for n in range(250))
    assert hold.feedback().mark == "good"


def test_what_moves_is_shown_while_it_does() -> None:
    hold = FaceHold(20.0)
    for n in range(100):
        hold.push(face(n * 0.1, lip_press=0.8 if n > 50 else 0.1))
    assert hold.showing == ("lips pressed",)


def test_looking_away_is_told_only_where_it_is_known() -> None:
    away = held(face(n * 0.1, attend_p=0.1) for n in range(250))
    assert away.feedback().head == "Quiet, but looking away."
    assert held(face(n * 0.1, attend_p=None) for n in range(250)).feedback().mark == "good"


def test_a_face_out_of_the_picture_gives_no_result() -> None:
    hold = held(face(n * 0.1, found=n < 60) for n in range(250))
    assert hold.feedback().mark == "unknown"


def test_a_gap_between_readings_counts_for_nothing() -> None:
    hold = FaceHold(20.0)
    hold.push(face(0.0))
    hold.push(face(30.0))
    assert hold.elapsed_s == 0.0


def sat(readings, focus="upright", hold_s: float = 10.0) -> PostureHold:
    hold = PostureHold(hold_s, focus)
    for reading in readings:
        hold.push(reading)
    return hold


def test_sitting_back_and_staying_is_good_and_says_how_soon() -> None:
    hold = sat(seat(n * 0.1, slouch=0.8 if n < 40 else 1.0) for n in range(200))
    found = hold.feedback()
    assert found.mark == "good"
    assert "Reached after 4 s" in found.numbers


@pytest.mark.parametrize(
    ("how", "off"),
    [
        ({"slouch": 0.8}, "lower"),
        ({"tilt_deg": 7.0}, "one shoulder"),
        ({"lean": -0.05}, "back"),
        ({"lean": 0.05}, "in"),
    ],
)
def test_what_is_off_is_told(how, off: str) -> None:
    hold = sat(seat(n * 0.1, **how) for n in range(100))
    assert hold.seat.off is not None
    assert off in hold.seat.off[0]
    assert not hold.done


def test_nearer_is_fine_where_nearer_was_asked_for() -> None:
    assert sat((seat(n * 0.1, lean=0.05) for n in range(150)), focus="near").feedback().mark == "good"
    assert sat((seat(n * 0.1) for n in range(100)), focus="near").seat.off == ("not nearer yet",)


def test_without_a_calibration_the_first_seconds_are_upright() -> None:
    hold = sat(seat(n * 0.1, slouch=0.9, tilt_deg=3.0, calibrated=False) for n in range(200))
    assert hold.feedback().mark == "good"
    assert sat([seat(0.0, calibrated=False)]).resting


def test_it_ends_without_success_after_a_while() -> None:
    hold = sat(seat(n * 0.1, slouch=0.7) for n in range(600))
    assert hold.done
    assert hold.feedback().mark == "watch"


def test_shoulders_out_of_the_picture_give_no_result() -> None:
    hold = sat(seat(n * 0.1, slouch=None) for n in range(600))
    assert hold.done
    assert hold.feedback().mark == "unknown"
