"""Hearing a voice at once, and keeping the sound of its turn."""

from __future__ import annotations

import numpy as np
import pytest

from perception.pipeline.ear import Ear
from perception.types import AudioBlock

RATE = 16_000
CHUNK = 512


class LevelDetector:
    """Sound is speech."""

    chunk_samples = CHUNK
    rate_hz = RATE

    def __init__(self) -> None:
        self.resets = 0

    def push(self, chunk: np.ndarray) -> float:
        return 0.9 if np.abs(chunk).max() > 0.05 else 0.01

    def reset(self) -> None:
        self.resets += 1


class Same:
    def push(self, block: AudioBlock) -> AudioBlock:
        return block


class Room:
    """Feeds an ear with loud and quiet stretches, in blocks of 20 ms."""

    def __init__(self, played_dbfs: float = -100.0) -> None:
        self.detector = LevelDetector()
        self.played = played_dbfs
        self.ear = Ear(detector=self.detector, resampler=Same(), played_dbfs=lambda _a, _b: self.played)
        self.t_s = 0.0

    def hear(self, seconds: float, amplitude: float = 0.0) -> None:
        for _ in range(round(seconds / 0.02)):
            block = np.full(320, amplitude, dtype=np.float32)
            self.ear.hear(AudioBlock(self.t_s, block, RATE))
            self.t_s += 0.02


def test_speech_is_heard_within_a_tenth_of_a_second_and_its_end_to_the_chunk() -> None:
    room = Room()
    room.hear(1.0)
    assert not room.ear.now.speaking
    room.hear(0.14, 0.3)
    assert room.ear.now.speaking
    assert room.ear.now.since_s == pytest.approx(1.0, abs=0.033)
    room.hear(0.86, 0.3)
    room.hear(0.4)
    now = room.ear.now
    assert not now.speaking
    assert now.until_s == pytest.approx(2.0, abs=0.033)
    assert now.silence_s == pytest.approx(0.4, abs=0.07)
    assert now.total_s == pytest.approx(1.0, abs=0.05)


def test_a_short_pause_does_not_end_a_run_and_a_click_begins_none() -> None:
    room = Room()
    room.hear(0.5, 0.3)
    room.hear(0.16)
    room.hear(0.5, 0.3)
    assert room.ear.now.speaking
    assert room.ear.now.since_s == pytest.approx(0.0)
    clicks = Room()
    clicks.hear(0.5)
    clicks.hear(0.04, 0.3)
    clicks.hear(0.5)
    assert clicks.ear.now.since_s is None
    assert clicks.ear.now.total_s == 0.0


def test_the_sound_of_a_turn_is_kept_and_forgotten() -> None:
    room = Room()
    room.hear(1.0, 0.3)
    room.hear(0.5)
    start_s, sound = room.ear.sound(0.8)
    assert start_s == pytest.approx(0.8, abs=0.033)
    assert start_s + len(sound) / RATE == pytest.approx(1.5, abs=0.033)
    room.ear.forget(1.4)
    assert room.ear.now.since_s is None
    assert room.ear.sound(0.0)[0] >= 1.36


def test_speech_under_way_is_not_forgotten() -> None:
    room = Room()
    room.hear(0.5, 0.3)
    room.ear.forget(room.t_s)
    assert room.ear.now.speaking
    assert room.ear.now.since_s == pytest.approx(0.0)
    assert len(room.ear.sound(0.0)[1]) == pytest.approx(0.5 * RATE, abs=2 * CHUNK)


def test_after_a_hole_everything_begins_afresh() -> None:
    room = Room()
    room.hear(0.5, 0.3)
    room.t_s += 3.0
    room.hear(0.1)
    assert not room.ear.now.speaking
    assert room.ear.now.since_s is None
    assert room.detector.resets >= 1


def test_the_other_sides_sound_is_no_speech() -> None:
    room = Room(played_dbfs=-20.0)
    room.hear(2.0, 0.06)  # -24 dBFS of the microphone
    assert not room.ear.now.speaking
    assert room.ear.echo_db == pytest.approx(-4.4, abs=0.5)
