"""A practice call without a person: the CSM's lines are spoken by the built-in voice into the live call.

Everything that hears, measures, answers and records is what a real call uses; only the microphone is fed.
"""

from __future__ import annotations

import queue
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Protocol

from app.bootstrap.engine import RealBuilder
from app.bootstrap.perception_parts import Models
from app.engine.call_session import CallSession
from app.engine.messages import CustomerIs, CustomerLeft, CustomerSpeaks, Event, PracticePlan, Problem, StartCall
from app.engine.practice.lines import LineMaker, Wording
from app.engine.practice.parts import PracticeParts
from app.engine.practice_messages import CustomerStops
from app.practice.play import Played
from app.practice.ports import Director
from app.practice.scenario.loader import dump
from app.practice.scenario.model import Scenario, Voice
from perception.devices.discovery import SILENT
from perception.devices.fed_mic import FedMicrophone
from perception.errors import PerceptionError
from perception.inference.hibari_voice import HibariVoice
from perception.pipeline.clock import SessionClock
from perception.pipeline.live import LiveParts
from perception.ports import Clock
from perception.types import ByteArray, Float32Array, Scorecard

_PAUSE_S: Final = 0.5  # people take so long to answer
_LOW, _HIGH = Voice(pitch_st=-8.0, tract=0.84), Voice()
_LOW_PITCH_ST: Final = -4.0
_PATIENCE_S: Final = 120.0
_POLL_S: Final = 0.02
_EARLY_S: Final = 0.3  # before the end of a line: it was not let end


class _NoPreview:
    """There is no picture."""

    def write(self, bgr: ByteArray, *, t_s: float) -> None:
        """Nothing is shown."""


class Mouth(Protocol):
    """Where the CSM's lines sound."""

    def say(self, samples: Float32Array) -> float:
        """Let this sound now; the session time at which it ends."""
        ...


@dataclass(frozen=True, slots=True)
class Stage:
    """What is spoken through. mouth: made for the call's clock and the rate of the voice; one that is a microphone
    itself is heard directly, else the microphone of this id is. speaker_id: where the customer sounds. camera_id: None
    for no picture."""

    mouth: Callable[[Clock, int], Mouth] = lambda clock, rate_hz: FedMicrophone(clock=clock, rate_hz=rate_hz)
    microphone_id: str = "fed"
    speaker_id: str | None = SILENT
    camera_id: str | None = None


_FED: Final = Stage()


class _Builder(RealBuilder):
    """The real parts, with the fed microphone where there is one; remembers the director."""

    def __init__(self, models: Models, mouth: Mouth) -> None:
        super().__init__(models)
        self._mouth = mouth
        self.director: Director | None = None

    def call_parts(self, command: StartCall, clock: Clock) -> LiveParts:
        """Heard directly where that is possible."""
        mouth = self._mouth
        if not isinstance(mouth, FedMicrophone):
            return super().call_parts(command, clock)
        parts = super().call_parts(replace(command, microphone_id=None), clock)
        return replace(parts, make_microphones={"csm": lambda: mouth})

    def practice(self, command: StartCall) -> PracticeParts:
        """As usual."""
        parts = super().practice(command)
        self.director = parts.director
        return parts


@dataclass
class SpokenCall:
    """Speaks the lines one by one, each after the customer has finished.

    problems: what the call told. first_sounds_s, decided_s, answers_s: from the end of each spoken line to the first
    sound of the customer, to the moment when they know what to say, and to the first word. cut_off: times that they
    began before a line had ended.
    """

    scenario: Scenario
    lines: list[str]
    mouth: Mouth
    lines_of: LineMaker
    clock: Clock
    said: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    first_sounds_s: list[float] = field(default_factory=list)
    decided_s: list[float] = field(default_factory=list)
    answers_s: list[float] = field(default_factory=list)
    cut_off: int = 0
    over: bool = False
    _next_s: float | None = None
    _ended_s: float | None = None
    _sounded_s: float | None = None
    _knew_s: float | None = None

    def take(self, event: Event) -> None:
        """What the call tells."""
        if isinstance(event, CustomerLeft):
            self.over = True
        elif isinstance(event, Problem):
            self.problems.append(event.message)
        elif isinstance(event, CustomerSpeaks):
            self._next_s = None
            self._note_delay(event)
        elif isinstance(event, CustomerIs) and event.doing == "thinking":
            self._knew_s = event.t_s
        elif isinstance(event, CustomerIs) and event.doing in ("listening", "waiting") and not event.nods:
            self._knew_s = None
            if self._ended_s is None or event.doing == "waiting":  # a line is let end and answered first
                self._next_s = event.t_s + _PAUSE_S

    def step(self, now_s: float) -> None:
        """Say the next line when it is time."""
        if self._next_s is None or now_s < self._next_s or self.over:
            return
        self._next_s = None
        if not self.lines:
            self.over = True
            return
        line = self.lines.pop(0)
        if line:
            self.said.append(line)
            self._ended_s = self.mouth.say(self.lines_of.line(Wording(line)).samples)

    def _note_delay(self, event: CustomerSpeaks) -> None:
        if self._ended_s is None:
            return
        if event.t_s < self._ended_s - _EARLY_S:
            self.cut_off += event.kind == "answer"
            return
        after_s = event.t_s + event.lead_s - self._ended_s
        self._sounded_s = after_s if self._sounded_s is None else self._sounded_s
        if event.kind == "sound":
            return
        self.first_sounds_s.append(self._sounded_s)
        self.decided_s.append((event.t_s if self._knew_s is None else self._knew_s) - self._ended_s)
        self.answers_s.append(after_s)
        self._ended_s = self._sounded_s = self._knew_s = None


def play_spoken(scenario: Scenario, lines: Sequence[str], seed: int, *, models: Models | None = None) -> Played:
    """Play a scenario by speaking the lines; takes as long as the call."""
    with tempfile.TemporaryDirectory(prefix="attune-practice-") as name:
        return spoken_call(scenario, lines, seed, Path(name), models=models)[0]


def spoken_call(
    scenario: Scenario,
    lines: Sequence[str],
    seed: int,
    folder: Path,
    *,
    models: Models | None = None,
    stage: Stage = _FED,
) -> tuple[Played, SpokenCall]:
    """The same, with its recording kept in `folder`/session; also what happened meanwhile."""
    file = folder / "scenario.yaml"
    file.write_text(dump(scenario), encoding="utf-8")
    clock, events = SessionClock(), queue.SimpleQueue[Event]()
    other = _HIGH if scenario.persona.voice.pitch_st < _LOW_PITCH_ST else _LOW
    voice = HibariVoice(pitch_st=other.pitch_st, tract=other.tract)
    mouth = stage.mouth(clock, voice.rate_hz)
    builder = _Builder(models or Models(), mouth)
    plan = PracticePlan(str(file), seed=seed, speaker_id=stage.speaker_id)
    command = StartCall(str(folder / "session"), scenario.title, stage.camera_id, stage.microphone_id, practice=plan)
    session = CallSession(command, builder=builder, clock=clock, emit=events.put, preview=_NoPreview())
    call = SpokenCall(scenario, list(lines), mouth, LineMaker(voice, on_fault=_give_up), clock)
    session.start()
    try:
        _run(session, call, events, clock)
    finally:
        scorecard = session.stop().scorecard
    return _played(call, builder.director, scorecard), call


def _give_up(error: PerceptionError) -> None:
    raise error


def _run(session: CallSession, call: SpokenCall, events: queue.SimpleQueue[Event], clock: Clock) -> None:
    last_s = clock.now_s()
    while not call.over and clock.now_s() - last_s < _PATIENCE_S:
        session.tick()
        try:
            event = events.get(timeout=_POLL_S)
        except queue.Empty:
            call.step(clock.now_s())
            continue
        call.take(event)
        if isinstance(event, CustomerSpeaks | CustomerStops | CustomerIs):
            last_s = clock.now_s()


def _played(call: SpokenCall, director: Director | None, scorecard: Scorecard) -> Played:
    steps = () if director is None else tuple(director.steps)
    return Played(call.scenario, steps, scorecard, len(call.lines), tuple(call.said))
