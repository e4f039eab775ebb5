"""The written customer of one call: joins mouth, ear, lines and conversation, in a thread of its own."""

from __future__ import annotations

import queue
from collections.abc import Callable
from typing import Final

from app.engine.messages import Event, Problem
from app.engine.practice.cast import Cast
from app.engine.practice.conversation import Conversation
from app.engine.practice.lines import LineMaker, Rehearsal, Wordings, sounds_for
from app.engine.practice.notices import Notices
from app.engine.practice.parts import PracticeParts
from app.engine.practice.player import CustomerPlayer
from app.engine.practice.speaking import Outlets
from app.engine.practice.turn_hearing import Ask, TurnHearing
from app.engine.practice_messages import CustomerIs, PracticePlan
from app.practice.turns import Step
from perception.errors import PerceptionError
from perception.pipeline.ear import Ear
from perception.pipeline.worker import Worker
from perception.ports import Clock, Microphone
from perception.recording.records import StepRecord
from perception.types import AudioBlock, Observation

_STEP_S: Final = 0.02
_BEGINS_AFTER_S: Final = 0.8  # after the call has begun: the CSM looks up


class PracticeCall:
    """Made before the call's other parts: the customer is a channel of it. Commands may come from any thread."""

    def __init__(
        self,
        plan: PracticePlan,
        parts: PracticeParts,
        *,
        clock: Clock,
        emit: Callable[[Event], None],
        publish: Callable[[Observation], None],
        keep: Callable[[StepRecord], None],
        on_fault: Callable[[str, Exception], None],
    ) -> None:
        self._plan = plan
        self._parts = parts
        self._clock = clock
        self._emit = emit
        self._notices = Notices()
        voice = parts.make_voice()
        self._lines = LineMaker(voice, rate=parts.scenario.persona.voice.rate, on_fault=self._no_voice)
        self._player = CustomerPlayer(
            clock=clock,
            output=parts.make_output(),
            rate_hz=voice.rate_hz,
            volume=plan.volume,
            on_lost=self._no_output,
        )
        self._ear = Ear(
            detector=parts.make_detector(), resampler=parts.make_resampler(), played_dbfs=self._player.played_dbfs
        )
        self._rehearsal = Rehearsal(self._lines)
        self._outlets = Outlets(emit, publish)
        self._keep = keep
        self._on_fault = on_fault
        self._worker: _CustomerWorker | None = None

    @property
    def channel(self) -> Microphone:
        """The customer's sound as a channel of the call."""
        return self._player

    def prepare(self) -> None:
        """Load the voice, make the first lines, open the output. Takes a second or so."""
        self._emit(CustomerIs(self._clock.now_s(), "getting_ready"))
        scenario = self._parts.scenario
        wordings, first = Wordings(scenario), scenario.nodes[self._first_node()]
        for text in first.lines:
            self._lines.line(wordings.of(text))
        for sound in sounds_for(first.mood):
            self._lines.line(sound)
        self._player.open()
        self._rehearsal.start()

    def start(self, ask: Ask) -> None:
        """Begin the conversation. ask: has speech put into words at once."""
        scenario, wordings = self._parts.scenario, Wordings(self._parts.scenario)
        cast = Cast(
            director=self._parts.director,
            timing=lambda node: scenario.nodes[node].timing,
            wording=wordings.of,
            sounds=sounds_for,
            line=self._lines.line,
            prepare=self._rehearsal.prepare,
            player=self._player,
            ear=self._ear,
            words=TurnHearing(self._ear, ask),
            outlets=self._outlets,
            keep=self._keep,
            answered=self._answered,
        )
        conversation = Conversation(cast, thinking_s=self._plan.thinking_s)
        self._worker = _CustomerWorker(conversation, self._clock, self._watch, self._on_fault)
        self._worker.start()

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
        problem = self._notices.heard(now_s, csm=heard.speaking, customer=conversation.speaking)
        if problem is not None and not conversation.ended:
            self._emit(problem)

    def _answered(self, step: Step) -> None:
        problem = self._notices.answered(step)
        if problem is not None:
            self._emit(problem)

    def _no_output(self, error: PerceptionError) -> None:
        remedy = error.recovery or "The call goes on with captions."
        self._emit(Problem("speaker", error.message, remedy, "notice", kept="The customer's words are still shown."))

    def _no_voice(self, error: PerceptionError) -> None:
        self._emit(Problem("model", error.message, error.recovery, "notice", kept="The customer's words are shown."))

    def _first_node(self) -> str:
        return self._plan.start.node if self._plan.start is not None else self._parts.scenario.start


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
