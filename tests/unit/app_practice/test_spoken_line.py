"""Where words lie in a sound, moods, and sound without a voice."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from app.practice.scenario.model import Mood
from app.practice.spoken_line import at_level, fade_out, joined_line, silent_line, words_in
from app.practice.voice_moods import manner_of, sounds_of

RATE = 24_000


def tone(seconds: float, amplitude: float = 0.3) -> np.ndarray:
    return (amplitude * np.sin(2 * np.pi * 150.0 * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


def quiet(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE), dtype=np.float32)


def test_words_share_the_sound_by_their_length_and_leave_silence_out() -> None:
    sound = np.concatenate([quiet(0.3), tone(1.0), quiet(0.3)])
    words = words_in("I understand", sound, rate_hz=RATE)
    assert words[0].start_s == pytest.approx(0.3, abs=0.02)
    assert words[-1].end_s == pytest.approx(1.3, abs=0.02)
    assert words[0].end_s == words[1].start_s
    assert words[1].end_s - words[1].start_s > 2 * (words[0].end_s - words[0].start_s)


def test_a_boundary_moves_to_the_quiet_place_near_it() -> None:
    sound = np.concatenate([tone(0.45), quiet(0.06), tone(0.55)])
    words = words_in("seven seven", sound, rate_hz=RATE)
    assert words[0].end_s == pytest.approx(0.48, abs=0.035)


def test_a_line_is_its_sentences_one_after_the_other() -> None:
    line = joined_line("One two. Three.", ["One two.", "Three."], [tone(0.6), tone(0.4)], rate_hz=RATE)
    assert [word.text for word in line.words] == ["One", "two.", "Three."]
    assert line.sentence_starts_s == pytest.approx((0.0, 0.6))
    assert line.words[2].start_s == pytest.approx(0.6, abs=0.02)
    assert line.seconds == pytest.approx(1.0)
    assert len(line.mouth_open) == len(line.mouth_round) == 50
    assert [word.text for word in line.said_until(0.61)] == ["One", "two."]
    assert line.end_of_word(0.7) == pytest.approx(1.0, abs=0.02)


def test_a_line_that_can_only_be_read_takes_as_long_as_reading() -> None:
    line = silent_line("This is only shown.", rate_hz=RATE)
    assert [word.text for word in line.words] == ["This", "is", "only", "shown."]
    assert 0.8 < line.seconds < 2.5
    assert not line.samples.any()


def test_level_and_fade() -> None:
    loud = at_level(tone(0.5), dbfs=-20.0)
    assert np.sqrt(np.mean(loud**2)) == pytest.approx(0.1, rel=0.05)
    assert np.abs(at_level(tone(0.5), dbfs=6.0)).max() <= 0.9
    assert not at_level(quiet(0.1), dbfs=-20.0).any()
    faded = fade_out(np.ones(2400, dtype=np.float32), rate_hz=RATE, seconds=0.05)
    assert faded[:1200].min() == 1.0
    assert faded[-1] == pytest.approx(0.0, abs=1e-6)
    assert np.all(np.diff(faded[1200:]) <= 0)


@pytest.mark.parametrize("mood", get_args(Mood))
def test_every_mood_stays_within_what_is_well_understood(mood: Mood) -> None:
    for intensity in range(4):
        manner = manner_of(mood, intensity=intensity)
        assert 0.8 <= manner.rate <= 1.2
        assert abs(manner.pitch_st) <= 2.5
        assert 0.1 <= manner.pause_s <= 0.8
    assert sounds_of(mood)


def test_a_stronger_feeling_is_heard_more() -> None:
    mild, strong = manner_of("angry", intensity=1), manner_of("angry", intensity=3)
    assert strong.rate > mild.rate > 1.0
    assert strong.level_db > mild.level_db > 0.0
    assert strong.pause_s < mild.pause_s
