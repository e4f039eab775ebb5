from __future__ import annotations

import math

import numpy as np
import pytest

from perception.features.recalibration import HOME_CAP_DEG, HomeFollower, LearntCentre, densest


def look(follower: HomeFollower, x: float, y: float, *, start_s: float, seconds: float) -> None:
    random = np.random.default_rng(3)
    for index in range(round(seconds * 10)):
        at = random.normal(0.0, 0.8, 2)
        follower.push((x + float(at[0]), y + float(at[1])), t_s=start_s + index / 10)


def test_the_places_move_a_tenth_of_the_way_a_minute() -> None:
    follower = HomeFollower((0.0, 0.0))
    look(follower, 5.0, 0.0, start_s=0.0, seconds=80)
    assert follower.shift[0] == pytest.approx(0.5, abs=0.1)  # nothing is concluded from the first 20 s
    assert follower.shift[1] == pytest.approx(0.0, abs=0.1)


def test_they_never_move_more_than_four_degrees() -> None:
    follower = HomeFollower((0.0, 0.0))
    look(follower, 9.0, 0.0, start_s=0.0, seconds=60 * 30)
    assert math.hypot(*follower.shift) == pytest.approx(HOME_CAP_DEG)


def test_a_second_screen_far_off_moves_nothing() -> None:
    follower = HomeFollower((0.0, 0.0))
    look(follower, 25.0, 0.0, start_s=0.0, seconds=120)
    assert follower.shift == (0.0, 0.0)


def test_a_gaze_that_wanders_has_no_cluster() -> None:
    follower = HomeFollower((0.0, 0.0))
    for index in range(1200):
        follower.push((30.0 * math.sin(index / 7.0), 20.0 * math.cos(index / 11.0)), t_s=index / 10)
    assert follower.shift == (0.0, 0.0)


def test_the_densest_cluster_is_found_among_glances() -> None:
    random = np.random.default_rng(1)
    points = np.concatenate([random.normal((4.0, -2.0), 0.7, (60, 2)), random.uniform(-30, 30, (40, 2))])
    middle = densest(points)
    assert middle is not None
    assert middle == (pytest.approx(4.0, abs=0.4), pytest.approx(-2.0, abs=0.4))
    assert densest(random.uniform(-40, 40, (100, 2))) is None


def test_an_unknown_persons_centre_is_learnt_slowly_and_only_from_nearby() -> None:
    centre = LearntCentre((0.0, 4.0))
    assert centre.point == (0.0, 4.0)
    for index in range(1200):
        centre.push((8.0, 4.0), t_s=index / 20)
    assert centre.point[0] == pytest.approx(4.0, abs=0.1)  # a minute weighs as much as the prior
    for index in range(1200):
        centre.push((45.0, 4.0), t_s=60 + index / 20)
    assert centre.point[0] == pytest.approx(4.0, abs=0.1)
