from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from perception.features.attending import Attending, AttendTracker
from perception.features.blinks import LidReader
from perception.features.gaze import Gaze
from perception.features.zones import PRIOR_CENTRE_DEG
from perception.types import GazeTarget, PersonalBaseline

FPS = 20.0
CALIBRATED = PersonalBaseline(
    calibrated="full",
    gaze_x_deg=0.0,
    gaze_y_deg=2.0,
    gaze_targets=(
        GazeTarget("camera", 0.0, 6.0, 1.2, 1.2, 40),
        GazeTarget("tile", 0.0, -2.0, 1.2, 1.2, 40),
        GazeTarget("notes", 4.0, -24.0, 2.0, 2.0, 40),
    ),
)


class Watcher:
    """A person whose gaze and lids are given over time."""

    def __init__(self, baseline: PersonalBaseline = CALIBRATED, *, fps: float = FPS) -> None:
        self.tracker = AttendTracker(baseline)
        self._lids = LidReader(baseline)
        self._t_s = 0.0
        self._fps = fps

    def watch(
        self,
        x: float | Callable[[float], float],
        y: float = -2.0,
        *,
        seconds: float,
        blink: float = 0.1,
        eyes: bool = True,
        offset_deg: tuple[float, float] = (0.0, 0.0),
        listening: bool = False,
    ) -> list[Attending]:
        states = []
        for _ in range(round(seconds * self._fps)):
            t_s = self._t_s
            lids = self._lids.update(blink, t_s=t_s)
            states.append(
                self.tracker.update(
                    Gaze(x(t_s) if callable(x) else x, y, eyes),
                    eyes=lids,
                    closed_s=self._lids.closed_s(t_s),
                    offset_deg=offset_deg,
                    listening=listening,
                    t_s=t_s,
                )
            )
            self._t_s += 1 / self._fps
        return states


def share(states: list[Attending]) -> float:
    return float(np.mean([state.attend_p is not None and state.attend_p > 0.5 for state in states]))


def first(states: list[Attending], *, attending: bool) -> int:
    """Index of the first picture in which this is told."""
    told = (state.attend_p is not None and (state.attend_p > 0.5) == attending for state in states)
    return list(told).index(True)


def test_the_tile_attends_and_twelve_degrees_beside_it_does_not() -> None:
    assert share(Watcher().watch(0.0, seconds=10)) >= 0.95
    assert share(Watcher().watch(12.0, seconds=10)) <= 0.1
    assert share(Watcher().watch(-12.0, seconds=10)) <= 0.1


def test_zones_are_told_where_they_are_known() -> None:
    watcher = Watcher()
    assert watcher.watch(0.0, seconds=2)[-1].zone == "tile"
    assert watcher.watch(0.0, 6.0, seconds=2)[-1].zone == "camera"
    assert watcher.watch(4.0, -23.0, seconds=2)[-1].zone == "notes"
    assert watcher.watch(40.0, seconds=2)[-1].zone == "away"


def test_without_calibration_only_away_is_told() -> None:
    watcher = Watcher(PersonalBaseline())
    assert watcher.watch(*PRIOR_CENTRE_DEG, seconds=2)[-1].zone is None
    assert watcher.watch(30.0, seconds=2)[-1].zone == "away"
    assert share(watcher.watch(45.0, seconds=60)) == 0.0  # a minute elsewhere does not become attending


def test_blinks_at_26_a_minute_hardly_change_the_share() -> None:
    watcher, states = Watcher(), []
    for _ in range(26):
        states += watcher.watch(0.0, -12.0, seconds=0.4, blink=0.9)
        states += watcher.watch(0.0, seconds=60 / 26 - 0.4)
    assert share(states) > 0.98


def test_eyes_closed_for_more_than_a_second_are_away() -> None:
    watcher = Watcher()
    watcher.watch(0.0, seconds=2)
    states = watcher.watch(0.0, seconds=2, blink=0.95)
    assert states[3].attend_p is not None
    assert states[3].attend_p > 0.9  # held through what may be a blink
    assert states[15].attend_p is None  # too long for a blink, too short to call it away
    assert states[-1].attend_p == 0.0
    assert states[-1].zone == "away"
    assert [state.eyes for state in (states[3], states[-1])] == ["blink", "closed"]


def test_looks_shorter_than_a_quarter_second_do_not_change_the_zone() -> None:
    watcher = Watcher()
    watcher.watch(0.0, seconds=2)
    short = watcher.watch(40.0, seconds=0.2)
    back = watcher.watch(0.0, seconds=1)
    long = watcher.watch(40.0, seconds=1)
    assert {state.zone for state in short + back} == {"tile"}
    assert long[-1].zone == "away"


def test_eyes_that_cannot_be_read_tell_nothing() -> None:
    state = Watcher().watch(0.0, seconds=1, eyes=False)[-1]
    assert (state.attend_p, state.zone, state.eyes) == (None, None, None)


def test_nothing_is_held_across_a_lost_face() -> None:
    watcher = Watcher()
    watcher.watch(0.0, seconds=2)
    state = watcher.tracker.update(
        Gaze(0.0, -2.0, True), eyes="blink", closed_s=0.0, offset_deg=(0.0, 0.0), listening=False, t_s=10.0
    )
    assert state.attend_p is None


def test_a_change_of_seat_is_taken_off_with_the_calibrated_slope() -> None:
    slope = -0.6
    baseline = PersonalBaseline(
        calibrated="full", gaze_targets=CALIBRATED.gaze_targets, yaw_per_offset=slope, pitch_per_offset=0.0
    )
    plain = PersonalBaseline(calibrated="full", gaze_targets=CALIBRATED.gaze_targets)
    shares = []
    for one in (baseline, plain):
        watcher = Watcher(one)
        watcher.watch(0.0, seconds=20)
        shares.append(share(watcher.watch(slope * 20.0, seconds=10, offset_deg=(20.0, 0.0))))
    assert shares[0] > 0.95
    assert shares[1] < 0.1


def test_a_seat_other_than_in_the_calibration_is_taken_off_from_the_first_moment_and_for_good() -> None:
    slope, offset_deg = -0.6, 20.0
    seat = math.tan(math.radians(-offset_deg / 2))
    slopes = {"yaw_per_offset": slope, "pitch_per_offset": 0.0}
    baseline = PersonalBaseline(
        calibrated="full", gaze_targets=CALIBRATED.gaze_targets, offset_x=seat, offset_y=0.0, **slopes
    )
    states = Watcher(baseline).watch(slope * offset_deg, seconds=90, offset_deg=(offset_deg / 2, 0.0))
    assert share(states[: round(FPS)]) == 1.0
    assert share(states[-round(10 * FPS) :]) == 1.0
    unknown_seat = PersonalBaseline(calibrated="full", gaze_targets=CALIBRATED.gaze_targets, **slopes)
    left = Watcher(unknown_seat).watch(slope * offset_deg, seconds=90, offset_deg=(offset_deg / 2, 0.0))
    assert share(left) < 0.1


@pytest.mark.parametrize("fps", [10.0, 15.0, 20.0, 30.0])
def test_looking_away_and_back_is_told_within_a_twentieth_of_a_second_at_any_rate(fps: float) -> None:
    """What is shown must not depend on how many pictures a second the machine can afford."""
    watcher = Watcher(fps=fps)
    watcher.watch(0.0, seconds=2)
    away = watcher.watch(25.0, seconds=1)
    back = watcher.watch(0.0, seconds=1)
    assert first(away, attending=False) / fps <= 0.05
    assert first(back, attending=True) / fps <= 0.05


def test_the_places_follow_the_gaze_while_the_customer_speaks_only() -> None:
    def sunk(t_s: float) -> float:
        return 8.3 + 0.2 * math.sin(9 * t_s)

    followed, left = Watcher(), Watcher()
    before = followed.watch(sunk, seconds=30, listening=True)[-1].attend_p
    after = followed.watch(sunk, seconds=300, listening=True)[-1].attend_p
    same = left.watch(sunk, seconds=330)[-1].attend_p
    assert before is not None
    assert after is not None
    assert after > before + 0.1
    assert same == pytest.approx(before, abs=0.05)
