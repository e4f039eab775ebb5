from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.engine.messages import Event, Problem, StartCall, StateChanged
from app.engine.voice_note import RATE_HZ, VoiceNoteDesk, VoiceNoteParts
from app.engine.voice_note_messages import (
    LONGEST_VOICE_NOTE_S,
    RecordVoiceNote,
    StopVoiceNote,
    VoiceNoteKept,
    VoiceNoteReading,
    VoiceNoteWords,
)
from perception.errors import DeviceError, ModelError, SessionFormatError
from perception.ports import Clock, MicrophoneInfo
from perception.types import AudioBlock, Float32Array
from tests.unit.app_engine.fakes import FakeBuilder, SameRate
from tests.unit.app_engine.test_host import Desk

START = RecordVoiceNote("/sessions/a", "n1.opus", "mic:0", ("Acme",))


class HandClock:
    """Time that is set by hand."""

    def __init__(self) -> None:
        self.t_s = 0.0

    def now_s(self) -> float:
        return self.t_s


class HandMicrophone:
    """Sound that is pushed by hand."""

    def __init__(self) -> None:
        self.on_block: Callable[[AudioBlock], None] = lambda _block: None
        self.on_end: Callable[[Exception | None], None] = lambda _error: None
        self.open = False
        self.broken = False

    def start(
        self, on_block: Callable[[AudioBlock], None], on_end: Callable[[Exception | None], None]
    ) -> MicrophoneInfo:
        if self.broken:
            raise DeviceError("The microphone cannot be opened.", recovery="Plug it in.")
        self.on_block, self.on_end, self.open = on_block, on_end, True
        return MicrophoneInfo("Hand", RATE_HZ, 1)

    def stop(self) -> None:
        self.open = False

    def say(self, seconds: float, level: float = 0.5) -> None:
        self.on_block(AudioBlock(0.0, np.full(int(seconds * RATE_HZ), level, dtype=np.float32), RATE_HZ))


class Room:
    """A desk with a microphone in the hand."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.microphone = HandMicrophone()
        self.events: list[Event] = []
        self.kept: list[tuple[str, str, int]] = []
        self.keep_error: Exception | None = None
        self.words_error: Exception | None = None
        self.desk = VoiceNoteDesk(make_parts=self.parts, clock=self.clock, emit=self.events.append)

    def parts(self) -> VoiceNoteParts:
        def open_microphone(_device: str, _clock: Clock) -> HandMicrophone:
            return self.microphone

        return VoiceNoteParts(open_microphone, SameRate, self.keep, self.words)

    def keep(self, folder: Path, name: str, samples: Float32Array) -> None:
        if self.keep_error is not None:
            raise self.keep_error
        self.kept.append((folder.as_posix(), name, len(samples)))

    def words(self, _samples: Float32Array, terms: Sequence[str]) -> str:
        if self.words_error is not None:
            raise self.words_error
        return f"about {terms[0]}"

    def told(self) -> list[Event]:
        self.desk.close()
        events, self.events[:] = list(self.events), []
        return events


@pytest.fixture
def room() -> Room:
    return Room()


def test_what_is_said_is_kept_and_then_put_into_words(room: Room) -> None:
    room.desk.start(START)
    room.microphone.say(3.0)
    room.desk.stop(keep=True)
    assert not room.microphone.open
    assert room.told() == [VoiceNoteKept("n1.opus", 3.0), VoiceNoteWords("n1.opus", "about Acme")]
    assert room.kept == [("/sessions/a", "n1.opus", 3 * RATE_HZ)]


def test_readings_come_ten_times_a_second(room: Room) -> None:
    room.desk.start(START)
    room.microphone.say(1.0, level=0.1)
    for t_s in (0.0, 0.05, 0.11, 0.15, 0.22):
        room.clock.t_s = t_s
        room.desk.tick()
    readings = [event for event in room.events if isinstance(event, VoiceNoteReading)]
    assert [reading.seconds for reading in readings] == [1.0, 1.0, 1.0]
    assert readings[0].level_dbfs == pytest.approx(-20.0, abs=0.1)


@pytest.mark.parametrize(("seconds", "keep"), [(0.2, True), (3.0, False), (0.0, True)])
def test_a_slip_and_what_was_given_up_are_not_kept(room: Room, seconds: float, keep: bool) -> None:
    room.desk.start(START)
    room.microphone.say(seconds)
    room.desk.stop(keep=keep)
    assert room.told() == [VoiceNoteKept("n1.opus", 0.0)]
    assert room.kept == []


def test_after_two_minutes_it_ends_by_itself(room: Room) -> None:
    room.desk.start(START)
    for _ in range(13):
        room.microphone.say(10.0)
    room.desk.tick()
    assert not room.desk.open
    assert VoiceNoteKept("n1.opus", LONGEST_VOICE_NOTE_S) in room.told()


def test_a_lost_microphone_keeps_what_was_said(room: Room) -> None:
    room.desk.start(START)
    room.microphone.say(2.0)
    room.microphone.on_end(DeviceError("The microphone was unplugged.", recovery="Plug it in."))
    room.desk.tick()
    told = room.told()
    assert VoiceNoteKept("n1.opus", 2.0) in told
    [problem] = [event for event in told if isinstance(event, Problem)]
    assert (problem.message, problem.kept) == (
        "The microphone was unplugged.",
        "What was said until then is kept.",
    )


def test_a_microphone_that_cannot_be_opened_leaves_nothing_open(room: Room) -> None:
    room.microphone.broken = True
    with pytest.raises(DeviceError):
        room.desk.start(START)
    assert not room.desk.open
    assert room.told() == []


def test_what_cannot_be_written_is_told_and_not_said_to_be_kept(room: Room) -> None:
    room.keep_error = SessionFormatError("The disk is full.", recovery="Free some space.")
    room.desk.start(START)
    room.microphone.say(2.0)
    room.desk.stop(keep=True)
    problem, kept = room.told()
    assert isinstance(problem, Problem)
    assert problem.message == "The disk is full."
    assert kept == VoiceNoteKept("n1.opus", 0.0)


def test_without_a_recogniser_the_sound_is_kept(room: Room) -> None:
    room.words_error = ModelError("The speech model is missing.", recovery="Run “attune models install”.")
    room.desk.start(START)
    room.microphone.say(2.0)
    room.desk.stop(keep=True)
    kept, problem, words = room.told()
    assert kept == VoiceNoteKept("n1.opus", 2.0)
    assert isinstance(problem, Problem)
    assert problem.kept == "Your spoken comment is kept."
    assert words == VoiceNoteWords("n1.opus", "")


# ------------------------------------------------------------ in the host


class TalkingMicrophone(HandMicrophone):
    """Says a second as soon as it is open."""

    def start(
        self, on_block: Callable[[AudioBlock], None], on_end: Callable[[Exception | None], None]
    ) -> MicrophoneInfo:
        info = super().start(on_block, on_end)
        self.say(1.0)
        return info


class TalkingBuilder(FakeBuilder):
    def voice_note_parts(self) -> VoiceNoteParts:
        return replace(super().voice_note_parts(), open_microphone=lambda _id, _clock: TalkingMicrophone())


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    desk.builder = TalkingBuilder()
    with desk.running():
        yield desk


def test_the_host_holds_the_microphone_and_gives_it_back(desk: Desk) -> None:
    desk.wait_for(StateChanged, state="ready")
    desk.send(START)
    assert desk.wait_for(VoiceNoteReading).seconds == 1.0
    desk.send(StopVoiceNote())
    assert desk.wait_for(VoiceNoteKept).seconds == 1.0
    assert desk.wait_for(VoiceNoteWords).text == "spoken words Acme"
    assert [name for name, _ in desk.builder.voices] == ["n1.opus"]


def test_a_call_has_the_microphone_for_itself(desk: Desk, tmp_path: Path) -> None:
    desk.wait_for(StateChanged, state="ready")
    desk.send(StartCall(str(tmp_path / "call"), "Call", None, "mic:0"))
    desk.wait_for(StateChanged, state="calling")
    desk.send(START)
    assert desk.wait_for(Problem).message == "The microphone is in use by the call."
