"""A call with a written customer through the engine's host, and the test sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import pytest

from app.engine.messages import (
    CallFinished,
    CustomerIs,
    CustomerLeft,
    CustomerSpeaks,
    CustomerStops,
    HideCues,
    PauseCall,
    PracticePlan,
    Problem,
    RepeatLine,
    ResumeCall,
    SaySentence,
    StartCall,
    StateChanged,
    StopCall,
)
from app.engine.practice.notices import LONG_S, QUIET_S, Notices
from app.practice.cue_values import CueSettings
from app.practice.turns import CsmTurn, ReadTurn, Step
from perception.recording.records import StepRecord
from perception.types import StatedFeeling, Utterance
from tests.unit.app_engine.customer_stage import Stage
from tests.unit.app_engine.test_host import Desk

E = TypeVar("E")
CALL = StartCall(
    folder="unused",
    title="Trial",
    camera_id=None,
    microphone_id="mic:0",
    practice=PracticePlan("unused.yaml"),
    cues=CueSettings(),
)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk().running() as desk:
        desk.wait_for(StateChanged, state="ready")
        yield desk


def test_the_customer_gets_ready_speaks_repeats_pauses_and_is_recorded(desk: Desk) -> None:
    desk.send(CALL)
    desk.wait_for(CustomerIs, doing="getting_ready")
    desk.wait_for(StateChanged, state="calling")
    first = desk.wait_for(CustomerSpeaks)
    assert first.kind == "answer"
    assert first.mouth_open
    desk.send(RepeatLine())
    again = desk.wait_for(CustomerSpeaks, kind="repeat")
    assert again.text == first.text
    desk.send(PauseCall())
    desk.wait_for(CustomerStops, cut=True)
    desk.send(HideCues(True))
    desk.send(ResumeCall())
    assert desk.wait_for(CustomerSpeaks).kind == "repeat"
    desk.wait_for(CustomerStops, cut=False)
    desk.send(StopCall())
    desk.wait_for(CallFinished)
    recorder = desk.builder.recorders[0]
    steps = [record for record in recorder.records if isinstance(record, StepRecord)]
    assert [step.manner for step in steps] == ["answer", "repeat"]
    said = [one for one in recorder.observed if isinstance(one, Utterance)]
    assert said
    assert all(one.speaker == "customer" for one in said)
    assert recorder.blocks > 10  # the customer's sound is a track of the recording
    assert desk.builder.output.stopped >= 1


def test_a_call_without_a_loudspeaker_goes_on_and_says_so(desk: Desk) -> None:
    desk.builder.output.there = False
    desk.send(CALL)
    told = desk.wait_for(Problem, what="speaker")
    assert told.severity == "notice"
    assert "captions" in told.recovery or "Plug" in told.recovery
    desk.wait_for(CustomerSpeaks)
    desk.send(StopCall())
    desk.wait_for(CallFinished)


def test_a_headset_that_is_pulled_out_is_told_and_the_call_goes_on(desk: Desk) -> None:
    desk.send(CALL)
    desk.wait_for(CustomerSpeaks)
    desk.builder.output.lose(RuntimeError("gone"))
    desk.wait_for(Problem, what="speaker")
    desk.wait_for(CustomerStops, cut=False)
    desk.send(StopCall())
    desk.wait_for(CallFinished)
    feelings = [one for one in desk.builder.recorders[0].observed if isinstance(one, StatedFeeling)]
    assert [felt.word for felt in feelings] == ["angry"]


def test_a_test_sentence_sounds_outside_a_call(desk: Desk) -> None:
    desk.send(SaySentence("Hello.", volume=0.5))
    desk.send(SaySentence("Hello again.", volume=0.5))
    desk.wait_for(CustomerSpeaks, text="Hello again.")
    begun = len(desk.events)  # the first one is never begun, or was cut before that
    desk.send(CALL)  # takes the loudspeaker back
    desk.wait_for(StateChanged, state="calling")
    assert not [event for event in desk.events[begun:] if isinstance(event, CustomerStops)]
    desk.wait_for(CustomerSpeaks)
    desk.send(StopCall())
    desk.wait_for(CallFinished)
    assert desk.builder.output.stopped >= 2
    assert not [event for event in desk.events if isinstance(event, Problem)]


def test_why_the_richer_voice_is_not_heard_is_told_once_a_call_and_with_the_test_sentence(desk: Desk) -> None:
    why = desk.builder.why_light = Problem("model", "The richer voice is too slow.", "Switch it off.", "notice")
    desk.send(SaySentence("Hello.", rich_voice=True))
    assert desk.wait_for(Problem, what="model") == why
    desk.send(CALL)
    assert desk.wait_for(Problem, what="model") == why
    desk.wait_for(CustomerSpeaks)
    desk.send(RepeatLine())
    desk.wait_for(CustomerSpeaks, kind="repeat")
    desk.send(StopCall())
    desk.wait_for(CallFinished)
    assert [event for event in desk.events if isinstance(event, Problem)] == [why, why]


def test_a_test_sentence_without_a_loudspeaker_is_told(desk: Desk) -> None:
    desk.builder.output.there = False
    desk.send(SaySentence("Hello."))
    assert desk.wait_for(Problem, what="speaker").severity == "notice"


def test_after_the_last_word_the_customer_has_left() -> None:
    stage = Stage()
    stage.begin()
    stage.until_silent()
    stage.csm("Whatever you say about all that?", 2.0)
    stage.run(0.6)
    stage.until_silent()
    assert [event.end for event in stage.of(CustomerLeft)] == ["calmed"]


def test_a_minute_without_a_word_is_told_once_and_again_after_speech() -> None:
    notices = Notices()
    assert notices.heard(0.0, csm=False, customer=True) is None
    assert notices.heard(QUIET_S - 1.0, csm=False, customer=False) is None
    told = notices.heard(QUIET_S, csm=False, customer=False)
    assert told is not None
    assert told.message == "Nothing was heard for a minute. Is the microphone on?"
    assert notices.heard(3 * QUIET_S, csm=False, customer=False) is None
    notices.heard(200.0, csm=True, customer=False)
    assert notices.heard(200.0 + QUIET_S, csm=False, customer=False) is not None


def test_a_turn_without_end_is_told_once() -> None:
    notices = Notices()
    assert notices.talks(10.0, None) is None
    assert notices.talks(10.0 + LONG_S - 1.0, 10.0) is None
    told = notices.talks(10.0 + LONG_S, 10.0)
    assert told is not None
    assert "as soon as you pause" in told.recovery
    assert notices.talks(20.0 + LONG_S, 10.0) is None
    assert notices.talks(500.0 + LONG_S, 500.0) is not None


def test_words_that_are_not_understood_twice_are_told() -> None:
    notices, stage = Notices(), Stage()
    stage.begin()
    customer = stage.director.steps[0].customer
    unclear = Step("angry", ReadTurn(CsmTurn("guten Tag"), ("unclear",)), customer)
    clear = Step("angry", ReadTurn(CsmTurn("Hello"), ("greeted",)), customer)
    assert [notices.answered(step) for step in (unclear, clear, unclear)] == [None, None, None]
    told = notices.answered(unclear)
    assert told is not None
    assert "English" in told.recovery
