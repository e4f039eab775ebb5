"""The written customer of one call: joins mouth, ear, lines and conversation, in a thread of its own."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from app.engine.cue_desk import Floor
from app.engine.messages import Event, Problem
from app.engine.practice.cast import Cast
from app.engine.practice.conversation import DEAF_S, Conversation
from app.engine.practice.lines import LineMaker, Rehearsal, Wordings, sounds_for
from app.engine.practice.notices import Notices
from app.engine.practice.parts import PracticeParts
from app.engine.practice.player import CustomerPlayer
from app.engine.practice.speaking import Outlets
from app.engine.practice.turn_hearing import Ask, TurnHearing
from app.engine.practice_messages import CustomerIs, PracticePlan
from app.practice.turns import CustomerTurn, Step
from perception.errors import PerceptionError
from perception.pipeline.ear import Ear
from perception.pipeline.worker import Worker
from perception.ports import Clock, Microphone, OutputInfo
from perception.recording.records import StepRecord
from perception.types import AudioBlock, Observation

_STEP_S: Final = 0.02
_BEGINS_AFTER_S: Final = 0.8  # after the call has begun: the CSM looks up


@dataclass(frozen=True, slots=True)
class PracticeListeners:
    """Who else wants to know. keep: a step for the recording. customer_says: a turn and when it is first heard.
    csm_said: the answer to a turn of the CSM, and from when to when that turn was."""

    keep: Callable[[StepRecord], None]
    customer_says: Callable[[CustomerTurn, float], None]
    csm_said: Callable[[Step, float, float], None]


class PracticeCall:
    """Made before the call's other parts: the customer is a channel of it. Commands may come from any thread.

    Making it loads the voice, which takes a second or so, a few with the richer voice.
    """

    def __init__(
        self,
        plan: PracticePlan,
        parts: PracticeParts,
        *,
        clock: Clock,
        emit: Callable[[Event], None],
        publish: Callable[[Observation], None],
        listeners: PracticeListeners,
        on_fault: Callable[[str, Exception], None],
    ) -> None:
        self._plan = plan
        self._parts = parts
        self._clock = clock
        self._emit = emit
        self._notices = Notices()
        emit(CustomerIs(clock.now_s(), "getting_ready"))
        self._chosen = parts.make_voice()
        voice = self._chosen.voice
        self._lines = LineMaker(voice, rate=parts.scenario.persona.voice.rate, on_fault=self._no_voice)
        self._player = CustomerPlayer(
            clock=clock,
            output=parts.make_output(),
            rate_hz=voice.rate_hz,
            volume=plan.volume,
            on_lost=self._no_output,
            on_back=self._output_again,
        )
        self._ear = Ear(
            detector=parts.make_detector(), resampler=parts.make_resampler(), played_dbfs=self._player.played_dbfs
        )
        self._rehearsal = Rehearsal(self._lines)
        self._outlets = Outlets(emit, publish)
        self._listeners = listeners
        self._conversation: Conversation | None = None
        self._words: TurnHearing | None = None
        self._on_fault = on_fault
        self._worker: _CustomerWorker | None = None

    @property
    def channel(self) -> Microphone:
        """The customer's sound as a channel of the call."""
        return self._player

    def prepare(self) -> None:
        """Make the first lines, open the output. Takes a second or so."""
        if self._chosen.why_light is not None:
            self._emit(self._chosen.why_light)
        scenario = self._parts.scenario
        wordings, first = Wordings(scenario), scenario.nodes[self._parts.director.point.node]
        for text in first.lines:
            self._lines.line(wordings.of(text))
        for sound in sounds_for(first.mood):
            self._lines.line(sound)
        self._player.open()
        self._rehearsal.start()

    def start(self, ask: Ask) -> None:
        """Begin the conversation. ask: has speech put into words at once."""
        scenario, wordings = self._parts.scenario, Wordings(self._parts.scenario)
        words = self._words = TurnHearing(self._ear, ask)
        cast = Cast(
            director=self._parts.director,
            timing=lambda node: scenario.nodes[node].timing,
            wording=wordings.of,
            sounds=sounds_for,
            line=self._lines.line,
            prepare=self._rehearsal.prepare,
            player=self._player,
            ear=self._ear,
            words=words,
            outlets=self._outlets,
            keep=self._listeners.keep,
            begins=self._listeners.customer_says,
            answered=self._answered,
        )
        conversation = self._conversation = Conversation(cast, thinking_s=self._plan.thinking_s)
        self._worker = _CustomerWorker(conversation, self._clock, self._watch, self._on_fault)
        self._worker.start()

    @property
    def pronoun(self) -> Literal["she", "he", "they"]:
        """Of the customer."""
        return self._parts.scenario.persona.pronoun

    @property
    def floor(self) -> Floor:
        """Who speaks now."""
        talk, words, heard = self._conversation, self._words, self._ear.now
        if talk is None or words is None:
            return Floor()
        since_s = talk.csm_turn_since_s
        length_s = 0.0 if since_s is None or heard.until_s is None else heard.until_s - since_s
        return Floor(heard.speaking, talk.speaking, len(words.words), length_s)

    def hear(self, block: AudioBlock) -> None:
        """A block of the microphone."""
        if block.channel == "csm":
            self._ear.hear(block)

    def pause(self) -> None:
        """The customer falls silent."""
        self._tell(Conversation.pause)

    def resume(self) -> None:
        """The customer goes on with the sentence that was not finished."""
        self._tell(Conversation.resume)

    def repeat(self) -> None:
        """The customer says the last line again."""
        self._tell(Conversation.repeat)

    def stop(self) -> None:
        """End the conversation; the sound stops."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop()
        self._rehearsal.stop()
        self._player.close()

    # ------------------------------------------------------------ what happens

    def _tell(self, command: Callable[[Conversation, float], None]) -> None:
        if self._worker is not None:
            self._worker.tell(command)

    def _watch(self, conversation: Conversation, now_s: float) -> None:
        heard = self._ear.now
        if now_s - heard.heard_s > DEAF_S:
            return  # a microphone that is gone is told by the call
        notices = self._notices
        problem = notices.heard(now_s, csm=heard.speaking, customer=conversation.speaking)
        problem = problem or notices.talks(now_s, conversation.csm_turn_since_s)
        if problem is not None and not conversation.ended:
            self._emit(problem)

    def _answered(self, step: Step, start_s: float, end_s: float) -> None:
        self._listeners.csm_said(step, start_s, end_s)
        problem = self._notices.answered(step)
        if problem is not None:
            self._emit(problem)

    def _no_output(self, error: PerceptionError) -> None:
        remedy = error.recovery or "The call goes on with captions."
        self._emit(Problem("speaker", error.message, remedy, "notice", kept="The customer's words are still shown."))

    def _output_again(self, info: OutputInfo) -> None:
        self._emit(Problem("speaker", f"{info.name} works again; you hear the customer.", "", "notice"))

    def _no_voice(self, error: PerceptionError) -> None:
        self._emit(Problem("model", error.message, error.recovery, "notice", kept="The customer's words are shown."))


class _CustomerWorker(Worker):
    """Moves the conversation on, fifty times a second."""

    def __init__(
        self,
        conversation: Conversation,
        clock: Clock,
        watch: Callable[[Conversation, float], None],
        on_fault: Callable[[str, Exception], None],
    ) -> None:
        super().__init__("customer", on_fault=lambda worker, error: on_fault(worker.name, error))
        self._conversation = conversation
        self._clock = clock
        self._watch = watch
        self._commands: queue.SimpleQueue[Callable[[Conversation, float], None]] = queue.SimpleQueue()
        self._begins_s: float | None = clock.now_s() + _BEGINS_AFTER_S

    def tell(self, command: Callable[[Conversation, float], None]) -> None:
        """Have this done before the next step."""
        self._commands.put(command)

    def step(self) -> bool:
        """One look at what happened."""
        now_s = self._clock.now_s()
        while not self._commands.empty():
            self._commands.get_nowait()(self._conversation, now_s)
        if self._begins_s is None:
            self._conversation.step(now_s)
        elif now_s >= self._begins_s and not self._conversation.paused:
            self._begins_s = None
            self._conversation.begin(now_s)
        self._watch(self._conversation, now_s)
        self._stop.wait(_STEP_S)
        return True

    def finish(self) -> None:
        """What was being said is kept."""
        self._conversation.finish()
