"""The speaker of `attune practice --speak`: says the next line when the customer has finished, and not before."""

from __future__ import annotations

import numpy as np
import pytest

from app.bootstrap.practice_spoken import SpokenCall
from app.engine.messages import CustomerIs, CustomerLeft, CustomerSpeaks, Problem
from app.engine.practice.lines import LineMaker
from tests.unit.app_engine.customer_stage import LetterVoice, scenario


class HandClock:
    t_s = 0.0

    def now_s(self) -> float:
        return self.t_s


class HandMouth:
    def __init__(self, clock: HandClock) -> None:
        self._clock = clock
        self.said: list[float] = []

    def say(self, samples: np.ndarray) -> float:
        self.said.append(self._clock.t_s)
        return self._clock.t_s + 2.0


class Call:
    def __init__(self, *lines: str) -> None:
        self.clock = HandClock()
        self.mouth = HandMouth(self.clock)
        voice = LineMaker(LetterVoice(), on_fault=lambda error: None)
        self.call = SpokenCall(scenario(), list(lines), self.mouth, voice, self.clock)

    def at(self, t_s: float, event: object = None) -> None:
        self.clock.t_s = t_s
        if event is not None:
            self.call.take(event)  # type: ignore[arg-type]
        self.call.step(t_s)


def speaks(t_s: float, kind: str = "answer") -> CustomerSpeaks:
    return CustomerSpeaks(t_s, "Well.", "neutral", "neutral", 1, 1.0, lead_s=0.1, kind=kind)  # type: ignore[arg-type]


def test_each_line_comes_after_the_customer_and_a_pause() -> None:
    call = Call("One.", "Two.")
    call.at(1.0, speaks(1.0))
    call.at(5.0)
    assert not call.mouth.said
    call.at(6.0, CustomerIs(6.0, "listening"))
    call.at(6.4)
    call.at(6.6)
    call.at(7.0, CustomerIs(7.0, "listening", nods=True))
    call.at(8.0)
    assert call.mouth.said == [6.6]
    call.at(9.3, speaks(9.3))
    call.at(12.0, CustomerIs(12.0, "listening"))
    call.at(12.6)
    assert call.call.said == ["One.", "Two."]
    assert call.call.answers_s == [pytest.approx(9.4 - 8.6)]


def test_a_short_sound_and_the_answer_are_told_apart() -> None:
    call = Call("One.")
    call.at(1.0, CustomerIs(1.0, "listening"))
    call.at(1.6)
    call.at(4.2, speaks(4.2, "sound"))
    call.at(5.0, speaks(5.0))
    assert call.call.first_sounds_s == [pytest.approx(0.7)]
    assert call.call.answers_s == [pytest.approx(1.5)]


def test_the_moment_of_deciding_is_told_from_the_pause_before_the_answer() -> None:
    call = Call("One.")
    call.at(1.0, CustomerIs(1.0, "listening"))
    call.at(1.6)
    call.at(4.0, CustomerIs(4.0, "thinking"))
    call.at(4.4, speaks(4.4))
    assert call.call.decided_s == [pytest.approx(0.4)]
    assert call.call.answers_s == [pytest.approx(0.9)]


def test_a_line_that_was_not_let_end_is_counted_and_answered_before_the_next() -> None:
    call = Call("One. And more.", "Two.")
    call.at(1.0, CustomerIs(1.0, "listening"))
    call.at(1.6)
    call.at(2.5, speaks(2.5))
    call.at(2.9, CustomerIs(2.9, "listening"))
    call.at(3.5)
    assert call.mouth.said == [1.6]
    call.at(4.2, speaks(4.2))
    assert call.call.cut_off == 1
    assert call.call.answers_s == [pytest.approx(0.7)]
    call.at(6.0, CustomerIs(6.0, "listening"))
    call.at(6.6)
    assert call.mouth.said == [1.6, 6.6]


def test_it_is_over_when_the_customer_left_or_nothing_is_left_to_say() -> None:
    call = Call()
    call.at(1.0, CustomerIs(1.0, "listening"))
    call.at(1.6, Problem("speaker", "Gone.", "", "notice"))
    assert call.call.over
    assert call.call.problems == ["Gone."]
    other = Call("One.")
    other.at(1.0, CustomerLeft(1.0, "left"))
    assert other.call.over


def test_a_silent_line_lets_the_customer_ask() -> None:
    call = Call("", "Two.")
    call.at(1.0, CustomerIs(1.0, "listening"))
    call.at(1.6)
    assert not call.mouth.said
    call.at(9.0, speaks(9.0, "nudge"))
    call.at(11.0, CustomerIs(11.0, "listening"))
    call.at(11.6)
    assert call.mouth.said == [11.6]
