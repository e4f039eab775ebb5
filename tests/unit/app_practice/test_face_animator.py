"""The face moves like somebody's: without jumps, unevenly, with the voice, and the same each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, fields
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.practice.face.animator import Animator
from app.practice.face.displays import display_pose
from app.practice.face.idle import Blinks
from app.practice.face.speech import Speech, SpokenLine, guessed_line
from app.practice.scenario.model import Display
from perception.character.lips import MOUTH_HZ
from perception.character.rig import NEUTRAL, RigPose

FPS = 30
NAMES = [field.name for field in fields(NEUTRAL)]


def rising(*steps: tuple[int, float]) -> tuple[float, ...]:
    """Levels with their lengths in values, joined by slopes a mouth can make."""
    flat = np.concatenate([np.full(count, level) for count, level in steps])
    return tuple(np.convolve(flat, [0.25, 0.5, 0.25], mode="same").tolist())


LINE = SpokenLine(2.0, 0.2, rising((10, 0.0), (40, 0.6), (20, 0.0), (30, 0.6)), rising((70, 0.0), (28, 0.7), (2, 0.0)))
# The most a part may change from one picture to the next, thirty a second; the eyes may jump, as eyes do.
MOST = {"lids": 0.75, "gaze_x_deg": 9.0, "gaze_y_deg": 9.0, "jaw": 0.4, "lips_apart": 0.4, "lip_round": 0.6}
MOST_DEG, MOST_SHARE, MOST_CM = 2.5, 0.35, 0.2


def film(
    animator: Animator, seconds: float, events: dict[float, Callable[[Animator, float], None]] | None = None
) -> list[RigPose]:
    """The poses of every picture; events happen at their times."""
    waiting = sorted((events or {}).items(), key=lambda item: item[0])
    poses = []
    for i in range(int(seconds * FPS)):
        t_s = i / FPS
        while waiting and waiting[0][0] <= t_s:
            waiting.pop(0)[1](animator, t_s)
        poses.append(animator.pose(t_s))
    return poses


def curve(poses: list[RigPose], name: str) -> np.ndarray:
    return np.array([getattr(pose, name) for pose in poses])


def most_of(name: str) -> float:
    if name in MOST:
        return MOST[name]
    return MOST_DEG if name.endswith("_deg") else MOST_CM if name.endswith("_cm") else MOST_SHARE


ACTIONS: dict[str, Callable[[Animator, float], None]] = {
    **{f"shows {d}": lambda a, t, d=d: a.shows(t, d, 3) for d in get_args(Display)},
    "speaks": lambda a, t: a.speaks(t, LINE),
    "speaks long": lambda a, t: a.speaks(t, guessed_line(6.0)),
    "stops": lambda a, t: a.stops(t),
    "thinks": lambda a, t: a.does(t, "thinking"),
    "listens": lambda a, t: a.does(t, "listening"),
    "nods": lambda a, t: a.nods(t),
}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.1, 9.9), st.sampled_from(sorted(ACTIONS))), max_size=9, unique_by=lambda e: e[0]),
    st.integers(0, 99),
)
def test_nothing_jumps_whatever_happens(steps: list[tuple[float, str]], seed: int) -> None:
    poses = film(Animator(seed), 10.0, {at: ACTIONS[name] for at, name in steps})
    for name in NAMES:
        values = curve(poses, name)
        assert np.abs(np.diff(values)).max() <= most_of(name), name
        if not name.endswith(("_deg", "_cm")):
            assert values.min() >= -1.0
            assert values.max() <= 1.0


def test_the_same_calls_give_the_same_face_however_often_it_is_asked() -> None:
    events = {0.5: ACTIONS["shows sad"], 1.0: ACTIONS["speaks"], 4.0: ACTIONS["nods"]}
    first = film(Animator(7), 6.0, events)
    assert first == film(Animator(7), 6.0, events)
    seldom = Animator(7)
    for at_s in (0.5, 1.0, 4.0):
        events[at_s](seldom, at_s)
    assert astuple(seldom.pose(5.5)) == pytest.approx(astuple(first[int(5.5 * FPS)]))


def test_another_seed_moves_otherwise() -> None:
    assert film(Animator(1), 2.0) != film(Animator(2), 2.0)


def test_a_display_arrives_within_a_second_and_stays() -> None:
    animator = Animator(3)
    animator.shows(0.0, "angry", 3)
    wanted = display_pose("angry", 3)
    assert animator.pose(0.1).brow_lower < 0.5 * wanted.brow_lower
    assert animator.pose(0.9).brow_lower == pytest.approx(wanted.brow_lower)
    assert animator.pose(9.0).brow_lower == pytest.approx(wanted.brow_lower)


def test_the_mouth_follows_the_voice_and_shuts_in_its_silence() -> None:
    poses = film(Animator(5), 4.0, {0.5: ACTIONS["speaks"]})
    jaw, ring = curve(poses, "jaw"), curve(poses, "lip_round")
    start = 0.5 + LINE.lead_s
    assert jaw[: int(start * FPS)].max() < 0.02
    assert jaw[int((start + 0.3) * FPS) : int((start + 0.9) * FPS)].min() > 0.2
    assert jaw[int((start + 1.1) * FPS) : int((start + 1.3) * FPS)].max() < 0.05
    assert ring[int((start + 1.6) * FPS) : int((start + 1.9) * FPS)].min() > 0.4
    assert jaw[int((start + 2.1) * FPS) :].max() == 0.0


def test_a_customer_who_is_broken_off_shuts_the_mouth() -> None:
    poses = film(Animator(5), 3.0, {0.0: ACTIONS["speaks"], 0.8: ACTIONS["stops"]})
    assert curve(poses, "jaw")[int(1.0 * FPS) :].max() == 0.0


def test_speech_without_known_lips_makes_syllables_and_pauses() -> None:
    line = guessed_line(10.0)
    opening = np.array(line.opening)
    assert len(opening) == 10.0 * MOUTH_HZ
    assert opening.max() > 0.5
    assert (opening < 0.05).mean() > 0.15
    assert np.abs(np.diff(opening)).max() < 0.3
    assert Speech(line, now_s=0.0).mouth(4.0).talking == 1.0


def test_blinks_come_as_often_as_people_blink_and_unevenly() -> None:
    blinks = Blinks(4)
    lids = np.array([blinks.lids(i / 100) for i in range(30_000)])
    starts = np.flatnonzero((lids[1:] > 0.5) & (lids[:-1] <= 0.5)) / 100
    gaps = np.diff(starts)
    assert 10 <= len(starts) / 5 <= 24
    assert gaps.std() > 0.4 * gaps.mean()
    assert lids.max() > 0.95
    assert (lids > 0).mean() < 0.12


def test_a_sign_of_listening_is_a_nod() -> None:
    quiet, nodding = (film(Animator(2), 2.5, events) for events in (None, {0.5: ACTIONS["nods"]}))
    dips = curve(nodding, "pitch_deg") - curve(quiet, "pitch_deg")
    assert dips.min() < -3.0
    assert dips[-1] == pytest.approx(0.0)


def test_the_eyes_stay_on_the_other_while_the_head_moves_and_leave_to_think() -> None:
    def looks(poses: list[RigPose]) -> np.ndarray:
        return curve(poses, "gaze_x_deg") + curve(poses, "yaw_deg")

    listening = looks(film(Animator(6), 30.0))
    assert np.abs(np.median(listening)) < 2.5
    thinking = looks(film(Animator(6), 3.0, {0.2: ACTIONS["thinks"]}))
    assert np.abs(thinking[-20:]).min() > 6.0


def test_a_lowered_display_lowers_the_eyes_more_often() -> None:
    def low(display: Display) -> float:
        animator = Animator(8)
        animator.shows(0.0, display, 2)
        rest = display_pose(display, 2)
        poses = film(animator, 60.0)
        look = curve(poses, "gaze_y_deg") + curve(poses, "pitch_deg") - rest.gaze_y_deg - rest.pitch_deg
        return float((look < -6.0).mean())

    assert low("sad") > low("angry") + 0.1


def test_with_less_movement_only_face_and_lips_change() -> None:
    poses = film(Animator(1, still=True), 6.0, {1.0: ACTIONS["shows angry"], 2.0: ACTIONS["speaks"]})
    assert {astuple(pose) for pose in poses[:FPS]} == {astuple(display_pose("neutral", 0))}
    assert poses[int(1.1 * FPS)].brow_lower == pytest.approx(display_pose("angry", 3).brow_lower)
    assert curve(poses, "jaw").max() > 0.25
    assert curve(poses, "lids").max() == 0.0
    for name in ("sway_x_cm", "sway_z_cm"):
        assert np.ptp(curve(poses, name)) == 0.0
    assert len({pose.yaw_deg for pose in poses}) <= 2
