"""A hand-made stage for a written customer: a clock, an ear, a mouth and words that the test moves itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from app.engine.practice.cast import Cast
from app.engine.practice.conversation import Conversation
from app.engine.practice.lines import LineMaker, Wording, Wordings, sounds_for
from app.engine.practice.speaking import Outlets
from app.practice.director import ScenarioDirector
from app.practice.scenario.model import Condition, Edge, Node, NodeFeeling, Persona, Scenario, Timing
from app.practice.turns import CsmTurn, ReadTurn, StatePoint, Step
from perception.errors import DeviceError, ModelError
from perception.pipeline.ear import Hearing
from perception.ports import OutputInfo
from perception.recording.records import StepRecord
from perception.types import Float32Array, Observation

RATE = 1000
LETTER_S = 0.1  # what the voice needs for a letter


def scenario(*, better_waits_s: float = 0.0, **timing: object) -> Scenario:
    """Complains, softens when a feeling is named, ends."""
    nodes = {
        "angry": Node(
            "angry",
            "vent",
            ("It has been down for two days now.", "Two whole days it has been down."),
            feeling=NodeFeeling("anger", "angry", 3, cause=("down",)),
            display="angry",
            mood="angry",
            timing=replace(Timing(), **timing),
            nudges=("Hello?",),
            edges=(
                Edge("better", Condition(any_of=("named_feeling",)), because="You named it."),
                Edge("angry", Condition(any_of=("dismissed",))),
                Edge("bye"),
            ),
        ),
        "better": Node("better", "explore", ("Thank you for seeing that.",) * 2, display="friendly", mood="warm",
                       edges=(Edge("bye"),), timing=Timing(waits_s=better_waits_s)),
        "bye": Node("bye", "close", ("Goodbye then.",) * 2, end="calmed"),
    }  # fmt: skip
    persona = Persona("Maya", "Head", "Northbay", "", "dana")
    return Scenario("trial", "Trial", "outage", "steady", 5, ("A",), "", "", persona, "angry", nodes)


class DeedReader:
    """Reads deeds by words of the test."""

    deeds: Mapping[str, tuple[str, ...]] = {"frustrat": ("named_feeling",), "policy": ("dismissed",)}

    def __init__(self) -> None:
        self.turns: list[CsmTurn] = []

    def read(self, turn: CsmTurn, *, heard: str, point: StatePoint) -> ReadTurn:
        self.turns.append(turn)
        if turn.text and turn.p < 0.4:
            return ReadTurn(turn, ("unclear",))
        found = tuple(deed for word, deeds in self.deeds.items() if word in turn.text for deed in deeds)
        return ReadTurn(turn, found or (("silent",) if not turn.text else ()))  # type: ignore[arg-type]


class LetterVoice:
    """A tone as long as its text."""

    rate_hz = RATE

    def __init__(self) -> None:
        self.spoken: list[str] = []
        self.broken = False

    def speak(self, text: str, *, speed: float = 1.0, pitch_st: float = 0.0) -> Float32Array:
        if self.broken:
            raise ModelError("The built-in voice is missing.", recovery="Run the set-up again.")
        self.spoken.append(text)
        length = round(len(text) * LETTER_S * RATE / speed)
        return (0.3 * np.sin(np.arange(length) * 0.7)).astype(np.float32)


class HandEar:
    """Says what the test wants to be heard."""

    def __init__(self) -> None:
        self.now = Hearing()
        self.restarts = 0

    def forget(self, before_s: float) -> None:
        if not self.now.speaking:
            self.now = Hearing(heard_s=self.now.heard_s)

    def restart(self) -> None:
        self.restarts += 1
        self.now = Hearing(heard_s=self.now.heard_s)


class HandWords:
    """The words of the running turn, as soon as the test lets them be known."""

    def __init__(self) -> None:
        self.text = ""
        self.p = 0.9
        self.prompt = True
        self.awaited = float("inf")
        self.begun = 0

    def begin(self) -> None:
        self.begun += 1
        self.text = ""

    def step(self, heard: Hearing) -> None:
        return

    def awaited_s(self, heard_s: float) -> float:
        return self.awaited

    def knows(self, until_s: float) -> bool:
        return self.prompt


class HandPlayer:
    """Sounds at once."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self.cuts: list[float] = []

    def say(self, samples: Float32Array) -> float:
        return self._now() + 0.02

    def cut(self, at_s: float) -> float:
        self.cuts.append(at_s)
        return max(at_s, self._now()) + 0.12


class HandOutput:
    """Keeps what it was given; `clear` drops what has not sounded."""

    def __init__(self, *, there: bool = True, latency_s: float = 0.0) -> None:
        self.there = there
        self.latency_s = latency_s
        self.waiting: list[Float32Array] = []
        self.cleared = 0
        self.stopped = 0

    def start(self, on_lost: Callable[[Exception], None], *, rate_hz: int) -> OutputInfo:
        if not self.there:
            raise DeviceError("No loudspeaker is there.", recovery="Plug one in.")
        self.lose = on_lost
        return OutputInfo("Hand", rate_hz, self.latency_s)

    def write(self, samples: Float32Array) -> None:
        self.waiting.append(samples)

    def clear(self) -> None:
        self.cleared += 1
        self.waiting.clear()

    def stop(self) -> None:
        self.stopped += 1


@dataclass
class Stage:
    """One call. `run` lets time pass, `csm` lets the CSM speak."""

    scenario: Scenario = field(default_factory=scenario)
    thinking_s: float = 0.0
    start: StatePoint | None = None
    now_s: float = 0.0
    events: list[object] = field(default_factory=list)
    published: list[Observation] = field(default_factory=list)
    kept: list[StepRecord] = field(default_factory=list)
    answered: list[tuple[Step, float, float]] = field(default_factory=list)
    began: list[tuple[str, float]] = field(default_factory=list)
    prepared: list[Wording] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ear, self.words, self.reader = HandEar(), HandWords(), DeedReader()
        self.voice, self.faults = LetterVoice(), list[Exception]()
        self.player = HandPlayer(lambda: self.now_s)
        self.director = ScenarioDirector(self.scenario, self.reader, seed=1, point=self.start)
        lines, wordings = LineMaker(self.voice, on_fault=self.faults.append), Wordings(self.scenario)
        cast = Cast(
            director=self.director,
            timing=lambda node: self.scenario.nodes[node].timing,
            wording=wordings.of,
            sounds=sounds_for,
            line=lines.line,
            prepare=self.prepared.extend,
            player=self.player,
            ear=self.ear,
            words=self.words,
            outlets=Outlets(self.events.append, self.published.append),
            keep=self.kept.append,
            begins=lambda turn, t_s: self.began.append((turn.node, t_s)),
            answered=lambda step, start_s, end_s: self.answered.append((step, start_s, end_s)),
        )
        self.talk = Conversation(cast, thinking_s=self.thinking_s)

    def begin(self) -> None:
        self.talk.begin(self.now_s)

    def of(self, kind: type) -> list:
        return [event for event in self.events if isinstance(event, kind)]

    def seen(self, kind: type) -> list:
        return [one for one in self.published if isinstance(one, kind)]

    def run(self, seconds: float, *, speaking: bool = False) -> None:
        """Time passes in steps of 20 ms; the CSM speaks or is silent."""
        for _ in range(round(seconds / 0.02)):
            self.now_s = round(self.now_s + 0.02, 6)
            self.ear.now = self._heard(self.ear.now, speaking)
            self.talk.step(self.now_s)

    def unplugged(self, seconds: float) -> None:
        """Time passes and the microphone gives nothing, not even silence."""
        for _ in range(round(seconds / 0.02)):
            self.now_s = round(self.now_s + 0.02, 6)
            self.talk.step(self.now_s)

    def csm(self, text: str, seconds: float, *, known: bool = True) -> None:
        """The CSM says something."""
        self.words.prompt = False
        self.run(seconds, speaking=True)
        self.words.text, self.words.prompt = text, known

    def until_silent(self) -> None:
        """The customer says their line to its end."""
        for _ in range(2000):
            if not self.talk.speaking:
                return
            self.run(0.02)
        raise AssertionError("the customer never stops")

    def _heard(self, before: Hearing, speaking: bool) -> Hearing:
        now_s = self.now_s
        if speaking:
            fresh = not before.speaking
            since_s = now_s - 0.02 if fresh else before.since_s
            run_s = 0.02 if fresh else before.run_s + 0.02
            return Hearing(now_s, True, since_s, now_s, run_s, before.total_s + 0.02)
        still = before.speaking and before.until_s is not None and now_s - before.until_s < 0.25
        return replace(before, heard_s=now_s, speaking=still, run_s=before.run_s if still else 0.0)
