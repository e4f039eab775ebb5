"""The customer's lines as sound: moods, pauses, ahead of time."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from app.engine.practice.lines import LineMaker, Rehearsal, Wording, Wordings, sounds_for
from app.practice.voice_moods import manner_of
from tests.unit.app_engine.customer_stage import LetterVoice, scenario


class SlowVoice(LetterVoice):
    """Speaks when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may, self.began, self.done = threading.Semaphore(0), threading.Semaphore(0), threading.Semaphore(0)

    def speak(self, text: str, *, speed: float = 1.0, pitch_st: float = 0.0) -> np.ndarray:
        self.began.release()
        assert self.may.acquire(timeout=5)
        sound = super().speak(text, speed=speed, pitch_st=pitch_st)
        self.done.release()
        return sound


def never(error: Exception) -> None:
    raise AssertionError(error)


def test_a_line_is_made_once_and_kept() -> None:
    voice = LetterVoice()
    lines = LineMaker(voice, on_fault=never)
    wording = Wording("It is down. Again.", "angry", 3)
    assert not lines.has(wording)
    assert lines.line(wording) is lines.line(wording)
    assert voice.spoken == ["It is down.", "Again."]
    assert lines.has(wording)
    assert lines.line(Wording("It is down. Again.", "tired", 1)) is not lines.line(wording)


def test_moods_change_pace_level_and_pauses() -> None:
    lines = LineMaker(LetterVoice(), on_fault=never)
    text = "It is down today. It was down yesterday."
    angry, tired = lines.line(Wording(text, "angry", 3)), lines.line(Wording(text, "tired", 3))
    assert angry.seconds < tired.seconds
    assert np.abs(angry.samples).max() > 1.5 * np.abs(tired.samples).max()

    def gap_s(line):  # type: ignore[no-untyped-def]
        quiet = np.abs(line.samples) < 1e-4
        runs = np.diff(np.flatnonzero(np.diff(np.concatenate(([False], quiet, [False])))))[::2]
        return runs.max() / line.rate_hz

    assert gap_s(tired) == pytest.approx(manner_of("tired", intensity=3).pause_s, abs=0.05)
    assert gap_s(angry) == pytest.approx(manner_of("angry", intensity=3).pause_s, abs=0.05)


def test_the_personas_own_pace_counts() -> None:
    text = Wording("It has been down since Monday.")
    slow = LineMaker(LetterVoice(), rate=0.8, on_fault=never).line(text)
    quick = LineMaker(LetterVoice(), rate=1.2, on_fault=never).line(text)
    assert slow.seconds == pytest.approx(1.5 * quick.seconds, rel=0.03)


def test_the_director_names_texts_and_the_scenario_knows_how_they_are_said() -> None:
    wordings = Wordings(scenario())
    assert wordings.of("Hello?") == Wording("Hello?", "angry", 3)
    assert wordings.of("Thank you for seeing that.").mood == "warm"
    assert wordings.of("Sorry, I didn't catch that.") == Wording("Sorry, I didn't catch that.")
    assert all(sound.mood == "angry" for sound in sounds_for("angry"))


def test_what_is_asked_for_last_is_made_first() -> None:
    voice = SlowVoice()
    lines = LineMaker(voice, on_fault=never)
    rehearsal = Rehearsal(lines)
    rehearsal.start()
    rehearsal.prepare([Wording("One."), Wording("Two."), Wording("Three.")])
    assert voice.began.acquire(timeout=5)  # at the first line
    rehearsal.prepare([Wording("Four.")])
    for _ in range(2):
        voice.may.release()
        assert voice.done.acquire(timeout=5)
    rehearsal.stop()
    assert voice.spoken == ["One.", "Four."]
    assert lines.has(Wording("Four."))
    assert not lines.has(Wording("Two."))
