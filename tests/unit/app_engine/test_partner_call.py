"""A partner in the room: marks and stated feelings in the records, and one microphone for two."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from app.engine.building import Before
from app.engine.call_session import CallSession
from app.engine.messages import Event, PartnerFeels, PartnerPlan, StartCall
from app.engine.partner_call import SharedVoices, stated_by_partner
from app.practice.partner import FELT_HEARD
from perception.features.timbre import TIMBRE
from perception.pipeline.clock import SessionClock
from perception.pipeline.live import LiveParts
from perception.pipeline.two_microphones import TwoMicrophones
from perception.pipeline.voice_chain import TimbreRun
from perception.ports import Clock
from perception.types import (
    AudioBlock,
    FaceObservation,
    Mark,
    Observation,
    SpeechSegment,
    StatedFeeling,
    Utterance,
    VoiceObservation,
    Word,
)
from tests.unit.app_engine.fakes import FakeBuilder, NullPreview, SameRate

ANGRY = PartnerFeels("anger", "angry")
OTHERS_S = ((0.0, 4.0), (8.0, 12.0), (16.0, 20.0), (24.0, 28.0))
OWN_S = ((4.3, 7.7), (12.3, 15.7), (20.3, 23.7), (28.3, 31.7))


def test_a_stated_feeling_belongs_to_what_is_being_said_or_was_said_last() -> None:
    last = SpeechSegment(10.0, 16.0, "customer")
    assert stated_by_partner(ANGRY, 20.0, last, speaking=False).end_s == 16.0
    assert stated_by_partner(ANGRY, 20.0, last, speaking=True).end_s == 20.0
    assert stated_by_partner(ANGRY, 90.0, last, speaking=False).end_s == 90.0
    felt = stated_by_partner(ANGRY, 1.0, None, speaking=False)
    assert (felt.start_s, felt.end_s, felt.source, felt.word) == (0.0, 1.0, "partner", "angry")


class TwoVoices:
    """A voice chain that has heard two people take turns, with different timbres."""

    speaking = False

    def __init__(self) -> None:
        self._rest = heard()

    @property
    def timbre(self) -> tuple[TimbreRun, ...]:
        random = np.random.default_rng(7)
        hops = 3200
        colours = random.normal(0.0, 1.0, (hops, TIMBRE))
        for start_s, end_s in OWN_S:
            colours[round(start_s * 100) : round(end_s * 100)] += 6.0
        return (TimbreRun(0.005, colours.astype(np.float32)),)

    def push(self, _block: AudioBlock) -> tuple[list[Observation], list[Any]]:
        rest, self._rest = self._rest, []
        return rest, []

    def flush(self) -> tuple[list[Observation], list[Any]]:
        return [], []


def heard() -> list[Observation]:
    ones = np.ones(3200)
    voice = VoiceObservation(0.005, 0.01, "csm", 150.0 * ones, ones, -20.0 * ones, 8.0 * ones)
    segments = [SpeechSegment(*span, "csm") for span in (*OTHERS_S, *OWN_S)]
    words = (Word(24.2, 25.0, "I am", 0.9), Word(25.1, 27.5, "furious.", 0.9), Word(28.4, 31.0, "I hear that.", 0.8))
    return [voice, *segments, Utterance(24.2, 31.0, "csm", "I am furious. I hear that.", words, 0.87)]


def faces() -> list[Observation]:
    """A mouth that moves while the own voice is heard."""
    made: list[Observation] = []
    for number in range(480):
        t_s = number / 15
        talks = any(start_s <= t_s <= end_s for start_s, end_s in OWN_S)
        gape = 0.15 + (0.12 * math.sin(number * 1.9) if talks else 0.0)
        made.append(FaceObservation(t_s=t_s, found=True, faces=1, raw={"lips_apart": gape}))
    return made


class OneMicrophone:
    """Gives one block; `given` when it has been dealt with."""

    def __init__(self, clock: Clock, given: threading.Event) -> None:
        self._clock = clock
        self._given = given

    def start(self, on_block: Callable[[AudioBlock], None], _on_end: Any) -> Any:
        on_block(AudioBlock(self._clock.now_s(), np.full(320, 0.5, dtype=np.float32), 16000))
        self._given.set()

    def stop(self) -> None:
        return


class Room(FakeBuilder):
    """A call in which one microphone hears both."""

    def __init__(self) -> None:
        super().__init__()
        self.voices = TwoVoices()
        self.given = threading.Event()

    def call_parts(self, command: StartCall, clock: Clock) -> LiveParts:
        parts = self._parts(clock, None, "mic:0")
        return replace(
            parts,
            make_microphones={"csm": lambda: OneMicrophone(clock, self.given)},
            make_voice=lambda channel: self.voices,  # type: ignore[arg-type,return-value]
            make_resampler=SameRate,
        )


def session(builder: FakeBuilder, *, shares: bool) -> tuple[CallSession, list[Event]]:
    events: list[Event] = []
    plan = PartnerPlan("outage-closing-day", shares_microphone=shares)
    command = StartCall("unused", "Trial", None, "mic:0", partner=plan)
    made = CallSession(command, builder=builder, clock=SessionClock(), emit=events.append, preview=NullPreview())
    return made, events


def test_marks_and_feelings_of_the_partner_are_recorded() -> None:
    builder = FakeBuilder()
    running, _events = session(builder, shares=False)
    running.start()
    running.mark(FELT_HEARD)
    running.partner_feels(ANGRY)
    running.stop()
    kept = builder.recorders[0].observed
    assert [one.label for one in kept if isinstance(one, Mark)] == [FELT_HEARD]
    assert [one.source for one in kept if isinstance(one, StatedFeeling)] == ["partner"]


def test_what_one_microphone_heard_waits_until_it_is_known_whose_it_is() -> None:
    builder = Room()
    running, events = session(builder, shares=True)
    running.start()
    assert builder.given.wait(10)
    recorder = builder.recorders[0]
    assert not any(SharedVoices.waited(one) for one in recorder.observed)
    running.mark(FELT_HEARD)
    running.stop()
    segments = [one for one in recorder.observed if isinstance(one, SpeechSegment)]
    assert segments
    assert len(recorder.named) == 1
    # Nothing shows whose voice is whose without a picture: nobody is scored for the words of the other.
    assert {one.channel for one in segments} == {"unknown"}
    assert [one.label for one in recorder.observed if isinstance(one, Mark)] == [FELT_HEARD]
    live, final = builder.scorings
    assert not any(SharedVoices.waited(one) for one in live.observed)
    assert any(isinstance(one, Utterance) for one in final.observed)
    assert not [event for event in events if type(event).__name__ == "Heard"]


class QuietMicrophone:
    """Gives nothing."""

    def start(self, _on_block: Callable[[AudioBlock], None], _on_end: Any) -> Any:
        return

    def stop(self) -> None:
        return


class SecondPart(Room):
    """The same room after the engine was started again; what was said before is in the recording."""

    def call_parts(self, command: StartCall, clock: Clock) -> LiveParts:
        return replace(super().call_parts(command, clock), make_microphones={"csm": QuietMicrophone})

    def before(self, command: StartCall) -> Before:
        blocks = [AudioBlock(0.5 * number, np.full(8000, 0.5, dtype=np.float32), 16000) for number in range(3)]
        return Before((*faces(), Mark(20.0, FELT_HEARD)), iter(blocks))


def test_what_was_said_before_the_engine_was_started_again_is_heard_again_from_the_recording() -> None:
    builder = SecondPart()
    plan = PartnerPlan("outage-closing-day", shares_microphone=True)
    command = StartCall("unused", "Trial", None, "mic:0", partner=plan, segment=1, start_s=40.0)
    running = CallSession(
        command, builder=builder, clock=SessionClock(), emit=lambda _event: None, preview=NullPreview()
    )
    running.start()
    running.stop()
    recorder = builder.recorders[0]
    said = {one.text: one.speaker for one in recorder.observed if isinstance(one, Utterance)}
    assert said == {"I am furious.": "customer", "I hear that.": "csm"}
    assert not [one for one in recorder.observed if isinstance(one, FaceObservation | Mark)], "they are kept already"
    final = builder.scorings[-1]
    assert len([one for one in final.observed if isinstance(one, FaceObservation)]) == len(faces())
    assert [one.label for one in final.observed if isinstance(one, Mark)] == [FELT_HEARD]


def test_a_line_is_cut_where_the_other_may_have_answered() -> None:
    shared = SharedVoices()
    shared.listening(lambda _channel: TwoVoices())("csm")  # type: ignore[arg-type,return-value]
    for one in heard():
        assert shared.push(one) == []
    observed, named = shared.settle()
    said = [one.text for one in observed if isinstance(one, Utterance)]
    assert said == ["I am furious.", "I hear that."]
    assert named.told == "voices"


def test_the_moving_mouth_shows_whose_voice_is_whose() -> None:
    shared = SharedVoices()
    shared.listening(lambda _channel: TwoVoices())("csm")  # type: ignore[arg-type,return-value]
    for one in [*faces(), *heard()]:
        shared.push(one)
    observed, named = shared.settle()
    assert named.told == "mouth"
    said = {one.text: one.speaker for one in observed if isinstance(one, Utterance)}
    assert said == {"I am furious.": "customer", "I hear that.": "csm"}


def test_a_partner_with_a_microphone_of_their_own_is_told_by_the_nearer_one() -> None:
    plan = PartnerPlan("x")
    command = StartCall("unused", "Trial", None, "mic:0", customer_audio_id="mic:1", partner=plan)
    made = CallSession(
        command, builder=FakeBuilder(), clock=SessionClock(), emit=lambda _event: None, preview=NullPreview()
    )
    assert isinstance(made._guard, TwoMicrophones)
