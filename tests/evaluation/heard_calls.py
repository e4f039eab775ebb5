"""Practice calls heard without waiting: the CSM's lines are spoken by the built-in voice, heard block by block by the
parts of a live call, and answered; only the clock is moved by hand and the recogniser takes no time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import soxr

from app.engine.practice.cast import Cast
from app.engine.practice.conversation import Conversation
from app.engine.practice.lines import LineMaker, Voice, Wording, Wordings, sounds_for
from app.engine.practice.speaking import Outlets
from app.engine.practice.turn_hearing import TurnHearing
from app.practice.director import ScenarioDirector
from app.practice.ports import TurnReader
from app.practice.scenario.model import Scenario
from app.practice.turns import CsmTurn, Step
from perception.errors import PerceptionError
from perception.pipeline.ear import Ear
from perception.pipeline.speech_desk import Question, quick_words
from perception.pipeline.voice_chain import SpeechJob
from perception.ports import SpeechDetector, Transcriber
from perception.types import AudioBlock, Float32Array

RATE_HZ: Final = 16_000
_BLOCK: Final = 320
_STEP_S: Final = _BLOCK / RATE_HZ
_PAUSE_S: Final = 0.5
_LONGEST_S: Final = 1800.0
_ROOM: Final = 0.0004
_SILENT_RATE_HZ: Final = 1000
_LETTER_S: Final = 0.02


@dataclass(frozen=True, slots=True)
class Ears:
    """What hears. detector: made anew for every call."""

    detector: SpeechDetector
    transcriber: Transcriber
    voice: Voice  # of the CSM
    reader: TurnReader


class _QuickVoice:
    """The customer's lines take hardly any time."""

    rate_hz = _SILENT_RATE_HZ

    def speak(self, text: str, *, speed: float = 1.0, pitch_st: float = 0.0) -> Float32Array:
        return np.full(round(len(text) * _LETTER_S * _SILENT_RATE_HZ), 0.1, dtype=np.float32)


class _Same:
    def push(self, block: AudioBlock) -> AudioBlock:
        return block


@dataclass
class HeardCall:
    """One call. turns: as heard, in order; for each line that was said, those that were heard of it."""

    scenario: Scenario
    ears: Ears
    seed: int = 0
    now_s: float = 0.0
    heard: list[list[CsmTurn]] = field(default_factory=list)
    _waiting: Float32Array = field(default_factory=lambda: np.zeros(0, dtype=np.float32))

    def __post_init__(self) -> None:
        self.director = ScenarioDirector(self.scenario, self.ears.reader, seed=self.seed)
        self._ear = Ear(detector=self.ears.detector, resampler=_Same(), played_dbfs=lambda _a, _b: -100.0)
        self._ear.restart()
        self._noise = np.random.default_rng(0)
        quick, spoken = _QuickVoice(), Wordings(self.scenario)
        self._lines = LineMaker(self.ears.voice, on_fault=_give_up)
        made = LineMaker(quick, on_fault=_give_up)
        self._talk = Conversation(
            Cast(
                director=self.director,
                timing=lambda node: self.scenario.nodes[node].timing,
                wording=spoken.of,
                sounds=sounds_for,
                line=made.line,
                prepare=lambda wordings: None,
                player=self,
                ear=self._ear,
                words=TurnHearing(self._ear, self._ask),
                outlets=Outlets(lambda event: None, lambda observation: None),
                keep=lambda record: None,
                begins=lambda turn, t_s: None,
                answered=self._answered,
            )
        )

    def play(self, lines: Sequence[str]) -> tuple[str, ...]:
        """Say the lines one after the other; the customer's turns by node."""
        self._talk.begin(self.now_s)
        for line in lines:
            self._until(lambda: not self._talk.speaking)
            if self._talk.ended:
                break
            self.heard.append([])
            self._run(_PAUSE_S)
            if line:
                self._say(line)
                self._until(lambda: not len(self._waiting))
            self._until(lambda: self._talk.speaking or self._talk.ended)
        self._until(lambda: not self._talk.speaking)
        return tuple(step.customer.node for step in self.director.steps if step.customer.kind == "answer")

    # ------------------------------------------------------------ the customer's mouth

    def say(self, samples: Float32Array) -> float:
        """Nobody listens."""
        return self.now_s

    def cut(self, at_s: float) -> float:
        """At once."""
        return max(at_s, self.now_s)

    # ------------------------------------------------------------ time

    def _say(self, line: str) -> None:
        made = self._lines.line(Wording(line))
        self._waiting = np.asarray(soxr.resample(made.samples, made.rate_hz, RATE_HZ), dtype=np.float32)

    def _until(self, done: object) -> None:
        assert callable(done)
        end_s = self.now_s + _LONGEST_S
        while not done() and self.now_s < end_s:
            self._run(_STEP_S)

    def _run(self, seconds: float) -> None:
        for _ in range(round(seconds / _STEP_S)):
            piece, self._waiting = self._waiting[:_BLOCK], self._waiting[_BLOCK:]
            block = self._noise.standard_normal(_BLOCK).astype(np.float32) * np.float32(_ROOM)
            block[: len(piece)] += piece
            self._ear.hear(AudioBlock(self.now_s, block, RATE_HZ))
            self.now_s += _STEP_S
            self._talk.step(self.now_s)

    def _ask(self, job: SpeechJob, answer: object) -> None:
        question = Question(job, answer)  # type: ignore[arg-type]
        question.answer(quick_words(self.ears.transcriber, job))

    def _answered(self, step: Step, _start_s: float, _end_s: float) -> None:
        if step.read is None or not self.heard:
            return
        turn, before = step.read.turn, self.heard[-1]
        if before and turn.text.startswith(before[-1].text):
            before.pop()  # the turn had only paused, and its first answer was taken back
        before.append(turn)


def _give_up(error: PerceptionError) -> None:
    raise error
