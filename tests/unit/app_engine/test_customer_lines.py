"""The customer's lines as sound: moods, pauses, ahead of time."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest

from app.engine.practice.lines import LineMaker, Rehearsal, Wording, Wordings, sounds_for
from app.practice.spoken_line import SpokenLine
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


def test_a_line_wanted_while_it_is_made_ahead_is_gone_on_with_and_goes_first() -> None:
    voice = SlowVoice()
    lines = LineMaker(voice, on_fault=never)
    rehearsal = Rehearsal(lines)
    rehearsal.start()
    rehearsal.prepare([Wording("One. Two. Three.", "tired"), Wording("Four.")])
    assert voice.began.acquire(timeout=5)  # at the first sentence
    wanted = threading.Thread(target=lines.line, args=(Wording("One. Two. Three.", "tired"),))
    wanted.start()
    for _ in range(3):
        voice.may.release()
        assert voice.done.acquire(timeout=5)
    wanted.join(timeout=5)
    assert not wanted.is_alive()
    assert voice.spoken == ["One.", "Two.", "Three."]  # none of it twice
    voice.may.release()
    rehearsal.stop()


def test_what_is_made_ahead_waits_for_what_is_wanted_now() -> None:
    asked = threading.Event()

    class TellingMaker(LineMaker):
        def _line(self, wording: Wording, before_each: Callable[[], None]) -> SpokenLine:
            if wording == Wording("Now. At once."):
                asked.set()
            return super()._line(wording, before_each)

    voice = SlowVoice()
    lines = TellingMaker(voice, on_fault=never)
    rehearsal = Rehearsal(lines)
    rehearsal.start()
    rehearsal.prepare([Wording("One. Two.")])
    assert voice.began.acquire(timeout=5)
    wanted = threading.Thread(target=lines.line, args=(Wording("Now. At once."),))
    wanted.start()
    assert asked.wait(timeout=5)
    for _ in range(4):
        voice.may.release()
        assert voice.done.acquire(timeout=5)
    wanted.join(timeout=5)
    rehearsal.stop()
    assert voice.spoken == ["One.", "Now.", "At once.", "Two."]


def test_a_voice_that_breaks_within_a_line_is_told_once_and_the_line_can_be_read() -> None:
    voice = LetterVoice()
    told: list[Exception] = []

    def breaks(text: str, **_: object) -> np.ndarray:
        if text == "Two.":
            voice.broken = True
        return LetterVoice.speak(voice, text)

    voice.speak = breaks  # type: ignore[method-assign,assignment]
    lines = LineMaker(voice, on_fault=told.append)
    for text in ("One. Two. Three.", "Four."):
        line = lines.line(Wording(text))
        assert line.text == text
        assert not line.samples.any()
        assert line.seconds > 0.0
    assert len(told) == 1
