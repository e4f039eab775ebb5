"""Makes the customer's lines into sound, ahead of time where it can be known what they may say next."""

from __future__ import annotations

import queue
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from app.practice.scenario.model import Mood, Node, Scenario
from app.practice.spoken_line import SpokenLine, at_level, fade_out, joined_line, silent_line
from app.practice.voice_moods import FASTEST, SLOWEST, manner_of, sounds_of
from perception.errors import PerceptionError
from perception.language.sentences import split_sentences
from perception.types import Float32Array

_LEVEL_DBFS: Final = -20.0  # of the louder parts of a neutral line
_QUIET: Final = 0.003  # amplitude: what begins and ends a sentence's sound
_BREATH_S: Final = 0.01  # kept of the silence before and after
_KEPT_LINES: Final = 120
_FADE_S: Final = 0.02


class Voice(Protocol):
    """A voice whose pitch can be moved from sentence to sentence (perception/inference/hibari_voice.py)."""

    rate_hz: int

    def speak(self, text: str, *, speed: float = 1.0, pitch_st: float = 0.0) -> Float32Array:
        """Mono sound. Raises ModelError."""
        ...


@dataclass(frozen=True, slots=True)
class Wording:
    """Words, and how they are said. intensity: 0..3 of the feeling."""

    text: str
    mood: Mood = "neutral"
    intensity: int = 2


class LineMaker:
    """Wordings to sound. Safe from any thread; the newest lines are kept.

    A line is made sentence by sentence: where it is wanted while it is made ahead, it is gone on with, and what is made
    ahead waits for what is wanted now.
    on_fault: told once when the voice does not work; lines are silent then, to be read only.
    """

    def __init__(self, voice: Voice, *, rate: float = 1.0, on_fault: Callable[[PerceptionError], None]) -> None:
        self._voice = voice
        self._rate = rate
        self._on_fault = on_fault
        self._faulty = False
        self._lock = threading.Lock()
        self._made: OrderedDict[Wording, SpokenLine] = OrderedDict()
        self._making = threading.Lock()  # one sentence at a time
        self._begun: dict[Wording, list[Float32Array]] = {}
        self._wanted_now = 0
        self._nothing_wanted = threading.Condition()

    @property
    def rate_hz(self) -> int:
        """Of every line."""
        return self._voice.rate_hz

    def has(self, wording: Wording) -> bool:
        """Whether its sound is there already."""
        with self._lock:
            return wording in self._made

    def line(self, wording: Wording) -> SpokenLine:
        """Its sound, made now unless it was before."""
        with self._nothing_wanted:
            self._wanted_now += 1
        try:
            return self._line(wording, lambda: None)
        finally:
            with self._nothing_wanted:
                self._wanted_now -= 1
                self._nothing_wanted.notify_all()

    def make_ahead(self, wording: Wording) -> None:
        """Have its sound ready for later."""
        self._line(wording, self._give_way)

    def _give_way(self) -> None:
        with self._nothing_wanted:
            self._nothing_wanted.wait_for(lambda: self._wanted_now == 0)

    def _line(self, wording: Wording, before_each: Callable[[], None]) -> SpokenLine:
        """before_each: called before each of its sentences is made."""
        sentences = split_sentences(wording.text)
        made = self._kept(wording)
        while made is None:
            before_each()
            with self._making:
                made = self._kept(wording) or self._one_more(wording, sentences)
        return made

    def _kept(self, wording: Wording) -> SpokenLine | None:
        with self._lock:
            made = self._made.get(wording)
            if made is not None:
                self._made.move_to_end(wording)
            return made

    def _keep(self, wording: Wording, line: SpokenLine) -> SpokenLine:
        with self._lock:
            self._made[wording] = line
            while len(self._made) > _KEPT_LINES:
                self._made.popitem(last=False)
        return line

    def _one_more(self, wording: Wording, sentences: Sequence[str]) -> SpokenLine | None:
        """Make its next sentence; the whole line with the last one."""
        sounds = self._begun.setdefault(wording, [])
        try:
            if not self._faulty and len(sounds) < len(sentences):
                sounds.append(self._sound(wording, sentences[len(sounds)], last=len(sounds) + 1 == len(sentences)))
        except PerceptionError as error:
            self._faulty = True
            self._on_fault(error)
        if not self._faulty and len(sounds) < len(sentences):
            return None
        del self._begun[wording]
        if self._faulty:
            return self._keep(wording, silent_line(wording.text, rate_hz=self.rate_hz))
        return self._keep(wording, joined_line(wording.text, sentences, sounds, rate_hz=self.rate_hz))

    def _sound(self, wording: Wording, sentence: str, *, last: bool) -> Float32Array:
        """A sentence in the manner of its mood, with the pause behind it."""
        manner = manner_of(wording.mood, intensity=wording.intensity)
        speed = min(max(self._rate * manner.rate, SLOWEST), FASTEST)
        sound = _trimmed(self._voice.speak(sentence, speed=speed, pitch_st=manner.pitch_st), self.rate_hz)
        sound = at_level(sound, dbfs=_LEVEL_DBFS + manner.level_db)
        pause_s = 0.0 if last else manner.pause_s
        return np.concatenate((sound, np.zeros(round(pause_s * self.rate_hz), dtype=np.float32)))


class Rehearsal:
    """Makes lines in a thread of its own while somebody else speaks. What is asked for last comes first."""

    def __init__(self, maker: LineMaker) -> None:
        self._maker = maker
        self._asked: queue.SimpleQueue[tuple[Wording, ...] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread."""
        self._thread = threading.Thread(target=self._run, name="customer-lines", daemon=True)
        self._thread.start()

    def prepare(self, wordings: Iterable[Wording]) -> None:
        """Have these made, in this order, in place of what was asked for before."""
        self._asked.put(tuple(wordings))

    def stop(self) -> None:
        """End the thread."""
        self._asked.put(None)
        if self._thread is not None:
            self._thread.join(timeout=5.0)

    def _run(self) -> None:
        wanted: tuple[Wording, ...] | None = ()
        while wanted is not None:
            wanted = self._newest(wanted)
            if wanted:
                first, wanted = wanted[0], wanted[1:]
                self._maker.make_ahead(first)

    def _newest(self, wanted: tuple[Wording, ...]) -> tuple[Wording, ...] | None:
        """What to make now: the newest request; waits where nothing is left to do."""
        newest: tuple[Wording, ...] | None = wanted if wanted else self._asked.get()
        while newest is not None and not self._asked.empty():
            newest = self._asked.get()
        return newest


class Wordings:
    """How every wording of a scenario is said, by its text: the director names texts only."""

    def __init__(self, scenario: Scenario) -> None:
        self._by_text = {text: _wording(text, node) for node in scenario.nodes.values() for text in _texts(node)}

    def of(self, text: str) -> Wording:
        """The wording of a text; said neutrally when no node has it."""
        return self._by_text.get(text, Wording(text))


def sounds_for(mood: Mood) -> tuple[Wording, ...]:
    """The short sounds of a mood."""
    return tuple(Wording(text, mood, 1) for text in sounds_of(mood))


def _texts(node: Node) -> tuple[str, ...]:
    return (*node.lines, *node.nudges, *node.breaks_in)


def _wording(text: str, node: Node) -> Wording:
    return Wording(text, node.mood, node.feeling.intensity if node.feeling is not None else 1)


def _trimmed(samples: Float32Array, rate_hz: int) -> Float32Array:
    """Without the silence around: pauses are the mood's."""
    loud = np.flatnonzero(np.abs(samples) > _QUIET)
    if not len(loud):
        return samples
    spare = round(_BREATH_S * rate_hz)
    kept = samples[max(0, loud[0] - spare) : loud[-1] + spare]
    return fade_out(kept, rate_hz=rate_hz, seconds=_FADE_S)
