from __future__ import annotations

from perception.features.blinks import OPEN_TYPICAL, Eyes, LidReader
from perception.types import PersonalBaseline

FPS = 20.0


def follow(lids: LidReader, blink: float, *, start_s: float, seconds: float) -> list[Eyes]:
    return [lids.update(blink, t_s=start_s + index / FPS) for index in range(round(seconds * FPS))]


def reader(open_blink: float | None = None) -> LidReader:
    return LidReader(PersonalBaseline(eyes_open_blink=open_blink))


def test_a_short_fall_of_the_lids_is_a_blink() -> None:
    lids = reader()
    assert set(follow(lids, 0.1, start_s=0.0, seconds=3)) == {"open"}
    assert set(follow(lids, 0.8, start_s=3.0, seconds=0.2)) == {"blink"}
    assert set(follow(lids, 0.1, start_s=3.2, seconds=1)) == {"open"}


def test_lids_that_stay_shut_are_closed_eyes() -> None:
    lids = reader()
    follow(lids, 0.1, start_s=0.0, seconds=3)
    states = follow(lids, 0.8, start_s=3.0, seconds=2)
    assert states[0] == "blink"
    assert states[-1] == "closed"
    assert 1.9 < lids.closed_s(3.0 + 39 / FPS) < 2.0


def test_looking_down_lowers_the_lids_and_is_no_blink() -> None:
    lids = reader()
    follow(lids, 0.1, start_s=0.0, seconds=3)
    slowly = [lids.update(0.1 + 0.03 * index, t_s=3.0 + index / FPS) for index in range(12)]
    assert set(slowly) == {"open"}
    assert set(follow(lids, 0.43, start_s=3.6, seconds=5)) == {"open"}


def test_a_quick_look_down_is_open_again_once_it_outlasts_a_blink() -> None:
    lids = reader()
    follow(lids, 0.1, start_s=0.0, seconds=3)
    states = follow(lids, 0.45, start_s=3.0, seconds=2)
    assert states[-1] == "open"
    assert states.count("blink") <= 9


def test_blinks_of_someone_who_looks_down_are_still_blinks() -> None:
    lids = reader(0.1)
    follow(lids, 0.1, start_s=0.0, seconds=3)
    follow(lids, 0.3, start_s=3.0, seconds=3)
    assert set(follow(lids, 0.75, start_s=6.0, seconds=0.2)) == {"blink"}


def test_narrow_eyes_are_open_and_wide_ones_blink_early() -> None:
    assert set(follow(reader(0.35), 0.5, start_s=0.0, seconds=2)) == {"open"}
    wide = reader(0.02)
    follow(wide, 0.02, start_s=0.0, seconds=1)
    assert follow(wide, 0.36, start_s=1.0, seconds=0.2)[0] == "blink"


def test_the_own_level_is_learnt_and_eyes_cast_down_do_not_raise_it_for_ever() -> None:
    lids = reader()
    assert lids.open_level == OPEN_TYPICAL
    follow(lids, 0.25, start_s=0.0, seconds=10)
    assert lids.open_level == 0.25
    follow(lids, 0.6, start_s=10.0, seconds=80)
    assert lids.open_level == 0.35


def test_nothing_of_a_closure_is_kept_after_the_face_was_lost() -> None:
    lids = reader()
    follow(lids, 0.9, start_s=0.0, seconds=2)
    lids.forget()
    assert lids.closed_s(5.0) == 0.0
    assert lids.update(0.9, t_s=5.0) == "blink"
