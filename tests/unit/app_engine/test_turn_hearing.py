"""What is asked of the recogniser while the CSM speaks, and how the answers become one turn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from app.engine.practice.turn_hearing import TurnHearing
from perception.pipeline.ear import Hearing
from perception.pipeline.voice_chain import SpeechJob
from perception.types import Word


class Sound:
    """An ear whose sound is as long as asked; words lie at given times."""

    def __init__(self) -> None:
        self.now = Hearing()

    def sound(self, since_s: float) -> tuple[float, np.ndarray]:
        return since_s, np.zeros(round(16_000 * (self.now.heard_s - since_s)), dtype=np.float32)


class Desk:
    """Speech with one word a second; the recogniser answers when the test says so."""

    def __init__(self) -> None:
        self.ear = Sound()
        self.asked: list[tuple[SpeechJob, Callable[[tuple[Word, ...]], None]]] = []
        self.hearing = TurnHearing(self.ear, lambda job, answer: self.asked.append((job, answer)))  # type: ignore[arg-type]
        self.spoken: list[Word] = []
        self.t_s = 10.0

    def speak(self, *words: str) -> None:
        """One word a second."""
        for text in words:
            if not self.ear.now.speaking:
                self._since_s = self.t_s
            self.spoken.append(Word(self.t_s + 0.1, self.t_s + 0.9, text, 0.9))
            self._run(1.0, speaking=True)

    def pause(self, seconds: float) -> None:
        self._run(seconds, speaking=False)

    def answer(self) -> None:
        """The oldest open question gets its words."""
        job, answer = self.asked.pop(0)
        end_s = job.t_s + len(job.samples) / 16_000
        answer(tuple(word for word in self.spoken if word.start_s >= job.t_s and word.end_s <= end_s))

    def _run(self, seconds: float, *, speaking: bool) -> None:
        for _ in range(round(seconds / 0.02)):
            self.t_s = round(self.t_s + 0.02, 6)
            before = self.ear.now
            until_s = self.t_s if speaking else before.until_s
            still = speaking or (until_s is not None and self.t_s - until_s < 0.25)
            self.ear.now = Hearing(self.t_s, still, self._since_s, until_s, 1.0, 1.0)
            self.hearing.step(self.ear.now)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_words_are_asked_for_at_the_first_short_pause(desk: Desk) -> None:
    desk.speak("You", "sound", "tired.")
    assert not desk.asked
    desk.pause(0.2)
    (job, _) = desk.asked[0]
    assert job.t_s == pytest.approx(9.8)
    assert job.t_s + len(job.samples) / 16_000 == pytest.approx(13.1, abs=0.03)  # a tenth of a second later
    assert not desk.hearing.knows(13.0)
    desk.answer()
    assert desk.hearing.text == "You sound tired."
    assert desk.hearing.p == pytest.approx(0.9)
    assert desk.hearing.knows(13.0)
    desk.pause(2.0)
    assert not desk.asked


def test_one_question_at_a_time(desk: Desk) -> None:
    desk.speak("You")
    desk.pause(0.2)
    desk.speak("sound")
    desk.pause(0.2)
    assert len(desk.asked) == 1
    desk.answer()
    assert not desk.hearing.knows(desk.ear.now.until_s or 0.0)
    desk.pause(0.2)
    desk.answer()
    assert desk.hearing.text == "You sound"


def test_what_lies_before_a_long_pause_is_not_heard_again(desk: Desk) -> None:
    desk.speak("First.")
    desk.pause(0.3)
    desk.answer()
    desk.pause(0.6)
    desk.speak("Second.")
    desk.pause(0.3)
    (job, _) = desk.asked[0]
    assert job.t_s == pytest.approx(11.7)  # margin before the second run
    desk.answer()
    assert desk.hearing.text == "First. Second."


def test_nothing_is_lost_when_the_answer_comes_after_the_long_pause(desk: Desk) -> None:
    desk.speak("First.")
    desk.pause(0.9)
    desk.speak("Second.")
    desk.answer()  # of the first only
    desk.pause(0.5)
    desk.answer()
    assert desk.hearing.text == "First. Second."
    desk.pause(0.5)
    assert not desk.asked


def test_a_slow_recogniser_is_asked_less_often(desk: Desk) -> None:
    desk.speak("You")
    desk.pause(0.2)
    desk.speak("sound")
    desk.answer()  # a second later
    desk.pause(0.2)
    assert not desk.asked
    desk.pause(0.15)
    assert len(desk.asked) == 1


def test_it_is_known_when_the_words_are_likely_to_come(desk: Desk) -> None:
    assert desk.hearing.awaited_s(desk.t_s) == float("inf")
    desk.speak("You")
    desk.pause(0.2)
    assert desk.hearing.awaited_s(desk.t_s) == pytest.approx(0.2, abs=0.04)
    desk.pause(0.1)
    desk.answer()
    desk.speak("sound")
    desk.pause(0.2)
    assert desk.hearing.awaited_s(desk.t_s) == pytest.approx(0.1, abs=0.03)  # as quick as the last time
    desk.pause(0.14)
    assert desk.hearing.awaited_s(desk.t_s) == 0.0  # a little late
    desk.pause(1.0)
    assert desk.hearing.awaited_s(desk.t_s) == float("inf")  # overdue


def test_long_speech_is_settled_piece_by_piece(desk: Desk) -> None:
    desk.speak(*[f"w{k}" for k in range(16)])
    desk.pause(0.2)
    desk.answer()
    desk.speak("more")
    desk.pause(0.4)
    (job, _) = desk.asked[0]
    assert len(job.samples) / 16_000 < 2.0
    desk.answer()
    assert desk.hearing.text == " ".join([*(f"w{k}" for k in range(16)), "more"])


def test_speech_without_a_pause_is_asked_for_all_the_same(desk: Desk) -> None:
    desk.speak(*[f"w{k}" for k in range(21)])
    assert len(desk.asked) == 1
    desk.answer()
    desk.speak("w21", "w22")
    desk.pause(0.4)
    desk.answer()
    assert desk.hearing.text.split() == [f"w{k}" for k in range(23)]


def test_an_answer_to_an_older_turn_does_not_count(desk: Desk) -> None:
    desk.speak("Old.")
    desk.pause(0.3)
    desk.hearing.begin()
    desk.answer()
    assert desk.hearing.text == ""
    assert desk.hearing.p == 0.0
