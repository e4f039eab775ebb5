from __future__ import annotations

from dataclasses import replace

import pytest

from app.practice.drills.live import LiveReading
from app.practice.drills.takes import TakeListener, measure_take, syllables, tone_feedback
from tests.unit.app_practice.drill_readings import voice

SENTENCE = "It won't come this year, and I'd rather tell you today."


def take(**how):
    made = measure_take(voice(**how), SENTENCE)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("text", "count"),
    [("It won't come", 3), ("today", 2), ("rather tell you", 4), ("the table", 3), ("", 0), ("I'm here", 2)],
)
def test_syllables_are_counted_as_people_do(text: str, count: int) -> None:
    assert syllables(text) == count


def test_a_take_ends_by_itself_after_a_silence() -> None:
    listener = TakeListener()
    for point in voice(seconds=3.0):
        listener.push(LiveReading(point.t_s, voice=(point,)))
    assert listener.done
    assert listener.points[-1].t_s == pytest.approx(2.9 + 1.3, abs=0.11)


def test_a_cough_is_no_take() -> None:
    listener = TakeListener()
    for point in voice(seconds=0.4):
        listener.push(LiveReading(point.t_s, voice=(point,)))
    assert not listener.done
    assert measure_take(listener.points, SENTENCE) is None
    listener.finish()
    assert tone_feedback("calmer", None, take()).mark == "unknown"


def test_talking_without_an_end_is_ended() -> None:
    listener = TakeListener()
    listener.push(LiveReading(30.0, voice=voice(seconds=30.0)))
    assert listener.done
    assert listener.points[-1].t_s == pytest.approx(20.0)


def test_silence_ends_the_listening_after_a_while() -> None:
    listener = TakeListener()
    for number in range(120):
        listener.push(LiveReading(50.0 + number * 0.1))
    assert listener.done
    assert not listener.heard
    assert tone_feedback("as_it_comes", measure_take(listener.points, SENTENCE), None).head == "Not heard."


def test_a_longer_take_of_the_same_words_is_slower_pauses_included() -> None:
    first, slow = take(seconds=3.0), take(seconds=4.0)
    assert slow.pace < 0.85 * first.pace
    assert first.level_dbfs == pytest.approx(-30.0)


def test_slower_and_no_louder_is_calmer() -> None:
    found = tone_feedback("calmer", take(seconds=4.0), take(seconds=3.0))
    assert found.mark == "good"
    assert "slower" in found.numbers[0]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"seconds": 3.0}, "not slower"),
        ({"seconds": 4.0, "level_dbfs": -26.0}, "louder"),
        ({"seconds": 4.0, "f0_hz": 205.0}, "higher"),
    ],
)
def test_what_is_not_calmer_is_told_with_its_number(how, said: str) -> None:
    found = tone_feedback("calmer", take(**how), take(seconds=3.0))
    assert found.mark == "watch"
    assert said in found.text
    assert len(found.numbers) == 3


def test_more_movement_without_more_level_is_offered_as_warmer_and_warmth_is_not_claimed() -> None:
    found = tone_feedback("warmer", take(move_st=3.0), take(move_st=2.0))
    assert found.mark == "good"
    assert "not measured" in found.text
    assert tone_feedback("warmer", take(move_st=2.0), take(move_st=2.0)).mark == "watch"
    assert tone_feedback("warmer", take(move_st=3.0, level_dbfs=-26.0), take(move_st=2.0)).mark == "watch"


def test_without_a_first_take_nothing_is_compared() -> None:
    assert tone_feedback("warmer", take(), None).mark == "unknown"
    assert tone_feedback("as_it_comes", take(), None).mark == "good"


def test_with_a_calibration_the_first_take_is_held_against_the_own_usual() -> None:
    points = [replace(point, st=2.0 if point.f0_hz else None, above_db=-3.0) for point in voice()]
    made = measure_take(points, SENTENCE)
    assert made is not None
    numbers = tone_feedback("as_it_comes", made, None).numbers
    assert "3 dB below your usual" in numbers[1]
    assert "2 semitones above your usual" in numbers[2]
    assert "full scale" in tone_feedback("as_it_comes", take(), None).numbers[1]


def test_slips_of_an_octave_change_neither_pitch_nor_movement() -> None:
    points = list(voice())
    slipped = [replace(p, f0_hz=p.f0_hz / 2 if n % 7 == 0 and p.f0_hz else p.f0_hz) for n, p in enumerate(points)]
    one, other = measure_take(points, SENTENCE), measure_take(slipped, SENTENCE)
    assert one is not None
    assert other is not None
    assert other.pitch_st == pytest.approx(one.pitch_st, abs=0.3)
    assert other.move_st == pytest.approx(one.move_st, abs=0.3)
