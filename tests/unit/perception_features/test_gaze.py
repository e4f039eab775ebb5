from __future__ import annotations

import numpy as np
import pytest

from perception.features.gaze import PRIOR_CENTRE_DEG, AttendTracker, attend_probability, eye_look
from perception.types import PersonalBaseline

CENTRED = PersonalBaseline(calibrated="full", gaze_x_deg=0.0, gaze_y_deg=0.0)
FPS = 20.0


def follow(tracker: AttendTracker, x_deg: float, *, start_s: float, seconds: float, blink: float = 0.1) -> list[object]:
    count = round(seconds * FPS)
    return [
        tracker.update(gaze_x_deg=x_deg, gaze_y_deg=0.0, blink=blink, t_s=start_s + index / FPS)
        for index in range(count)
    ]


def share(states: list[object]) -> float:
    return float(np.mean([state.attend_p is not None and state.attend_p > 0.5 for state in states]))


def test_eyes_to_the_picture_right_and_up_are_positive() -> None:
    assert eye_look({"eyeLookOutLeft": 0.8, "eyeLookInRight": 0.8}) == (0.8, 0.0)
    assert eye_look({"eyeLookInLeft": 0.6, "eyeLookOutRight": 0.6}) == (-0.6, 0.0)
    assert eye_look({"eyeLookUpLeft": 0.5, "eyeLookUpRight": 0.5}) == (0.0, 0.5)
    assert eye_look({"eyeLookDownLeft": 0.5, "eyeLookDownRight": 0.5}) == (0.0, -0.5)


def test_probability_falls_with_distance_in_every_direction() -> None:
    at = [attend_probability(gaze_x_deg=d, gaze_y_deg=0.0, centre=(0.0, 0.0)) for d in (0.0, 10.0, 15.0, 20.0, 300.0)]
    assert at == sorted(at, reverse=True)
    assert at[0] > 0.95
    assert at[2] == pytest.approx(0.5)
    assert at[3] == pytest.approx(attend_probability(gaze_x_deg=0.0, gaze_y_deg=-20.0, centre=(0.0, 0.0)))


def test_steady_look_at_the_centre_attends_and_a_shift_of_the_gaze_does_not() -> None:
    assert share(follow(AttendTracker(CENTRED), 0.0, start_s=0.0, seconds=10)) >= 0.95
    assert share(follow(AttendTracker(CENTRED), 25.0, start_s=0.0, seconds=10)) <= 0.1


def test_blinks_at_26_a_minute_hardly_change_the_share() -> None:
    tracker, states = AttendTracker(CENTRED), []
    for index in range(int(60 * FPS)):
        t_s = index / FPS
        closed = (t_s % (60 / 26)) < 0.4
        states.append(tracker.update(gaze_x_deg=0.0, gaze_y_deg=-20.0 * closed, blink=0.9 * closed, t_s=t_s))
    assert share(states) > 0.98


def test_eyes_closed_for_more_than_a_second_are_away() -> None:
    tracker = AttendTracker(CENTRED)
    follow(tracker, 0.0, start_s=0.0, seconds=2)
    states = follow(tracker, 0.0, start_s=2.0, seconds=2, blink=0.95)
    assert states[3].attend_p > 0.9  # held through what may be a blink
    assert states[15].attend_p is None  # too long for a blink, too short to call it away
    assert states[-1].attend_p == 0.0
    assert states[-1].zone == "away"


def test_looks_shorter_than_a_quarter_second_do_not_change_the_zone() -> None:
    tracker = AttendTracker(CENTRED)
    follow(tracker, 0.0, start_s=0.0, seconds=2)
    short = follow(tracker, 40.0, start_s=2.0, seconds=0.2)
    back = follow(tracker, 0.0, start_s=2.2, seconds=1)
    long = follow(tracker, 40.0, start_s=3.2, seconds=1)
    assert {state.zone for state in short + back} == {None}
    assert long[-1].zone == "away"


def test_uncalibrated_centre_moves_to_where_the_person_usually_looks() -> None:
    tracker = AttendTracker(PersonalBaseline())
    assert tracker.centre == PRIOR_CENTRE_DEG
    follow(tracker, 9.0, start_s=0.0, seconds=20)
    assert tracker.centre[0] == pytest.approx(9.0, abs=0.5)


def test_looking_far_away_for_a_minute_does_not_become_attending() -> None:
    states = follow(AttendTracker(PersonalBaseline()), 45.0, start_s=0.0, seconds=60)
    assert share(states) == 0.0


def test_half_lowered_lids_of_someone_looking_down_are_not_closed_eyes() -> None:
    tracker = AttendTracker(CENTRED)
    states = follow(tracker, 0.0, start_s=0.0, seconds=10, blink=0.45)
    states += follow(tracker, 0.0, start_s=10.0, seconds=5, blink=0.6)
    assert all(state.attend_p is not None and state.attend_p > 0.9 for state in states)


def test_nothing_is_held_across_a_lost_face() -> None:
    tracker = AttendTracker(CENTRED)
    follow(tracker, 0.0, start_s=0.0, seconds=2)
    state = tracker.update(gaze_x_deg=0.0, gaze_y_deg=0.0, blink=0.9, t_s=10.0)
    assert state.attend_p is None
