"""Two people on two channels are told from one recording kept on both."""

from __future__ import annotations

import numpy as np
import pytest

from perception.features.channels import LEVEL_S, channels_apart


def call(seconds: float = 60.0, *, crosstalk_db: float = 40.0) -> tuple[np.ndarray, np.ndarray]:
    """Levels of two people by turns, the other one heard so much more quietly."""
    t = np.arange(round(seconds / LEVEL_S)) * LEVEL_S
    noise = np.random.default_rng(1).normal(0.0, 2.0, (2, len(t)))
    speaking = (t // 4.0 % 2).astype(int)
    pause = t % 4.0 > 3.2
    own = np.where(pause, -75.0, -24.0)
    other = np.where(pause, -75.0, -24.0 - crosstalk_db)
    left, right = np.where(speaking == 0, own, other), np.where(speaking == 1, own, other)
    return left + noise[0], right + noise[1]


@pytest.mark.parametrize("crosstalk_db", [15.0, 25.0, 60.0])
def test_one_person_a_channel(crosstalk_db: float) -> None:
    assert channels_apart(*call(crosstalk_db=crosstalk_db))


def test_one_of_them_may_be_much_quieter() -> None:
    left, right = call()
    assert channels_apart(left, np.maximum(right - 14.0, -90.0))


def test_the_same_sound_on_both_is_one_recording() -> None:
    left, _ = call()
    assert not channels_apart(left, left)
    assert not channels_apart(left, left - 6.0)


def test_an_empty_side_and_silence_are_no_second_person() -> None:
    left, _ = call()
    assert not channels_apart(left, np.full_like(left, -90.0))
    assert not channels_apart(np.full_like(left, -90.0), np.full_like(left, -90.0))
    assert not channels_apart(np.zeros(0), np.zeros(0))


def test_music_in_stereo_is_not_two_people() -> None:
    random = np.random.default_rng(2)
    beat = -20.0 + random.normal(0.0, 3.0, 600)
    assert not channels_apart(beat + random.normal(0.0, 2.0, 600), beat + random.normal(0.0, 2.0, 600))
