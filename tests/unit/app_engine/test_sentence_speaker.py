from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from app.engine.messages import CustomerSpeaks, CustomerStops, Event, Problem, SaySentence
from app.engine.practice.voice_choice import ChosenVoice
from app.engine.sentence_speaker import SentenceSpeaker
from app.practice.scenario.model import Voice
from perception.errors import DeviceError, ModelError
from perception.pipeline.clock import SessionClock
from perception.ports import OutputInfo
from perception.types import Float32Array

RATE_HZ = 24_000


class FakeVoice:
    """Hums; a word takes a twentieth of a second. Waits in the middle of a sentence as long as `held`."""

    rate_hz = RATE_HZ

    def __init__(self) -> None:
        self.spoken: list[tuple[str, float, float]] = []
        self.begun = threading.Event()
        self.held = threading.Event()
        self.held.set()
        self.error: Exception | None = None

    def speak(self, text: str, *, speed: float = 1.0, pitch_st: float = 0.0) -> Float32Array:
        self.spoken.append((text, speed, pitch_st))
        self.begun.set()
        self.held.wait(10)
        if self.error is not None:
            raise self.error
        t_s = np.arange(int(0.05 * RATE_HZ * len(text.split()))) / RATE_HZ
        return (0.4 * np.sin(2 * np.pi * 180.0 * t_s)).astype(np.float32)


class FakeOutput:
    def __init__(self) -> None:
        self.written: list[Float32Array] = []
        self.cleared = self.stopped = 0
        self.error: Exception | None = None
        self.lose: Callable[[Exception], None] = lambda _error: None

    def start(self, on_lost: Callable[[Exception], None], *, rate_hz: int) -> OutputInfo:
        if self.error is not None:
            raise self.error
        self.lose = on_lost
        return OutputInfo("Headset", rate_hz, 0.02)

    def write(self, samples: Float32Array) -> None:
        self.written.append(samples)

    def clear(self) -> None:
        self.cleared += 1

    def stop(self) -> None:
        self.stopped += 1


class Stage:
    def __init__(self) -> None:
        self.voice, self.output = FakeVoice(), FakeOutput()
        self.voices = {False: self.voice, True: FakeVoice()}
        self.events: queue.Queue[Event] = queue.Queue()
        self.asked_for: list[str | None] = []
        self.speaker = SentenceSpeaker(
            make_voice=lambda _voice, *, rich: ChosenVoice(self.voices[rich]),
            make_output=self._output,
            clock=SessionClock(),
            emit=self.events.put,
        )

    def _output(self, speaker_id: str | None) -> FakeOutput:
        self.asked_for.append(speaker_id)
        return self.output

    def next(self) -> Event:
        return self.events.get(timeout=10)


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.speaker.close()
    made.speaker.close()


def test_a_sentence_is_said_with_its_mood_and_a_moving_mouth(stage: Stage) -> None:
    stage.speaker.say(
        SaySentence("Thank you for finding the time.", "angry", Voice(rate=1.0), "speaker:x", 0.5, 3, "hurt")
    )
    begins = stage.next()
    assert isinstance(begins, CustomerSpeaks)
    assert (begins.mood, begins.display, begins.lead_s) == ("angry", "hurt", 0.02)
    assert len(begins.mouth_open) == len(begins.mouth_round) > 10
    assert stage.asked_for == ["speaker:x"]
    assert float(np.abs(stage.output.written[0]).max()) < 0.5
    assert stage.voice.spoken[0][1] > 1.0  # faster when angry
    ends = stage.next()
    assert isinstance(ends, CustomerStops)
    assert (ends.cut, ends.said) == (False, "Thank you for finding the time.")


def test_a_new_sentence_cuts_the_one_before_and_nothing_at_all_is_said_of_no_words(stage: Stage) -> None:
    stage.speaker.say(SaySentence(""))
    stage.speaker.say(SaySentence(" ".join(["word"] * 60)))
    assert isinstance(stage.next(), CustomerSpeaks)
    stage.speaker.say(SaySentence("Short."))
    stops, begins = stage.next(), stage.next()
    assert isinstance(stops, CustomerStops)
    assert stops.cut
    assert stage.output.cleared == 1
    assert isinstance(begins, CustomerSpeaks)
    assert begins.text == "Short."


def test_of_sentences_that_wait_only_the_newest_is_said(stage: Stage) -> None:
    stage.voice.held.clear()
    stage.speaker.say(SaySentence("One."))
    assert stage.voice.begun.wait(10)
    stage.speaker.say(SaySentence("Two."))
    stage.speaker.say(SaySentence("Three."))
    stage.voice.held.set()
    begins = stage.next()
    assert isinstance(begins, CustomerSpeaks)
    assert begins.text == "Three."


def test_stopping_ends_it(stage: Stage) -> None:
    stage.speaker.say(SaySentence(" ".join(["word"] * 60)))
    assert isinstance(stage.next(), CustomerSpeaks)
    stage.speaker.say(SaySentence(""))
    stops = stage.next()
    assert isinstance(stops, CustomerStops)
    assert stops.cut
    stage.speaker.close()
    assert stage.output.stopped == 1


def test_without_a_loudspeaker_the_words_are_shown_and_it_is_told_once(stage: Stage) -> None:
    stage.output.error = DeviceError("No loudspeaker is there.", recovery="Plug one in.")
    for _ in range(2):
        stage.speaker.say(SaySentence("Hello there."))
        seen = [stage.next(), stage.next()]
        seen += [stage.next()] if isinstance(seen[0], Problem) else []
        assert isinstance(seen[-1], CustomerStops)
    assert stage.output.written == []
    problems = [one for one in seen if isinstance(one, Problem)]
    assert problems == []  # the second time nothing is told


def test_a_voice_that_is_missing_leaves_words_to_read(stage: Stage) -> None:
    stage.voice.error = ModelError("The built-in voice is missing.", recovery="Run the set-up again.")
    stage.speaker.say(SaySentence("Hello there."))
    problem, begins = stage.next(), stage.next()
    assert isinstance(problem, Problem)
    assert (problem.what, problem.severity) == ("speaker", "notice")
    assert problem.kept == "In calls and drills the words are shown."
    assert isinstance(begins, CustomerSpeaks)
    assert begins.seconds > 0.3
    assert begins.mouth_open == ()


def test_a_headset_that_is_unplugged_is_told_and_opened_anew_next_time(stage: Stage) -> None:
    stage.speaker.say(SaySentence("Hello there."))
    assert isinstance(stage.next(), CustomerSpeaks)
    stage.output.lose(DeviceError("The headset was unplugged.", recovery="Plug it in."))
    assert {type(stage.next()), type(stage.next())} == {Problem, CustomerStops}
    stage.speaker.say(SaySentence("Again."))
    assert isinstance(stage.next(), CustomerSpeaks)
    assert len(stage.asked_for) == 2


def test_the_rich_voice_speaks_where_it_is_wanted(stage: Stage) -> None:
    stage.speaker.say(SaySentence("Hello there.", rich_voice=True))
    assert isinstance(stage.next(), CustomerSpeaks)
    assert (len(stage.voices[True].spoken), stage.voice.spoken) == (1, [])


def test_what_is_said_when_it_closes_ends_without_a_word_to_the_call_that_follows(stage: Stage) -> None:
    stage.speaker.say(SaySentence(" ".join(["word"] * 60)))
    assert isinstance(stage.next(), CustomerSpeaks)
    stage.speaker.close()
    assert (stage.output.cleared, stage.output.stopped) == (1, 1)
    assert stage.events.empty()
