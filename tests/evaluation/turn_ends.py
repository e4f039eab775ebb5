"""Would the written customer cut people off? Real speech, heard by the parts of a live call, with the time they take.

A turn counts as cut off where the customer would have begun and the person then spoke on before anybody else did. In a
call both sides are listened to in turn; where one person speaks alone, every end of a turn is one too soon.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from app.engine.practice.turn_hearing import TurnHearing
from app.practice.turn_end import patience_s
from perception.pipeline.ear import Ear, Hearing
from perception.pipeline.speech_desk import quick_words
from perception.pipeline.voice_chain import SpeechJob
from perception.ports import Transcriber
from perception.types import AudioBlock, Float32Array, Word
from tests.evaluation.tables import Figure, Skipped, Table
from tests.evaluation.voices import RATE_HZ, models, sound

CALLS: Final = Path("conversation") / "support_calls"
ALONE: Final = Path("video") / "talking_to_camera"
TOOK_S: Final = (0.1, 0.015)  # of the recogniser: for any sound, and for each second of it
_BLOCK: Final = 320
_STEP_S: Final = _BLOCK / RATE_HZ
_ANSWERS_S: Final = 0.6  # shorter speech of the other side is a sign of listening
_GOES_ON_S: Final = 0.2
_STILL_S: Final = 0.1

Took = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class TurnEnd:
    """Where the customer would have begun. after_s: silence until then. more_s: silence until the person spoke on
    before anybody else did, None where they had ended. text: all they had said."""

    at_s: float
    after_s: float
    more_s: float | None
    text: str

    @property
    def cut_off(self) -> bool:
        """Whether they had not ended."""
        return self.more_s is not None


@dataclass(frozen=True, slots=True)
class Watched:
    """What came of one person's side. turns: that ended because the other side spoke. minutes: of their speech."""

    ends: tuple[TurnEnd, ...]
    turns: int
    minutes: float

    @property
    def cut_off(self) -> int:
        """Turns ended too soon."""
        return sum(end.cut_off for end in self.ends)


class _Same:
    def push(self, block: AudioBlock) -> AudioBlock:
        return block


@dataclass
class _Watch:
    """One person, block by block. took: seconds of the recogniser for so many seconds of sound."""

    recogniser: Transcriber
    took: Took
    now_s: float = 0.0
    ends: list[TurnEnd] = field(default_factory=list)
    turns: int = 0
    spoken_s: float = 0.0
    _begun: tuple[float, float, str] | None = None  # when, how long after the last word, after what
    _coming: tuple[float, Callable[[], None]] | None = None

    def __post_init__(self) -> None:
        self._own, self._other = _ear(), _ear()
        self._words = TurnHearing(self._own, self._ask)

    def step(self, own: Float32Array, other: Float32Array) -> None:
        """The next block of both sides."""
        self._own.hear(AudioBlock(self.now_s, own, RATE_HZ))
        self._other.hear(AudioBlock(self.now_s, other, RATE_HZ))
        self.now_s += _STEP_S
        if self._coming is not None and self.now_s >= self._coming[0]:
            (_, answer), self._coming = self._coming, None
            answer()
        heard, others = self._own.now, self._other.now
        speaks = heard.speaking and heard.silence_s < _STILL_S
        self.spoken_s += _STEP_S * speaks
        if others.speaking and others.run_s >= _ANSWERS_S and not speaks:
            self.close()
        elif heard.since_s is not None and heard.until_s is not None:
            self._words.step(heard)
            self._look(heard, heard.until_s, speaks)

    def close(self) -> None:
        """The other side has the word."""
        heard = self._own.now
        if heard.since_s is not None:
            self.turns += 1
            self._settle(None)
            self._words.begin()
            self._own.forget(self.now_s)

    def _look(self, heard: Hearing, until_s: float, speaks: bool) -> None:
        if self._begun is not None:
            if speaks and min(heard.run_s, self.now_s - self._begun[0]) >= _GOES_ON_S:
                since_s = self.now_s if heard.since_s is None else heard.since_s
                self._settle(since_s - self._begun[0] + self._begun[1])
        elif not speaks and self._words.knows(until_s) and heard.silence_s >= patience_s(self._words.text):
            self._begun = (self.now_s, heard.silence_s, self._words.text)

    def _settle(self, more_s: float | None) -> None:
        begun, self._begun = self._begun, None
        if begun is not None:
            self.ends.append(TurnEnd(begun[0], begun[1], more_s, begun[2]))

    def _ask(self, job: SpeechJob, answer: Callable[[tuple[Word, ...]], None]) -> None:
        words = quick_words(self.recogniser, job)
        self._coming = (self.now_s + self.took(len(job.samples) / RATE_HZ), lambda: answer(words))


def watched(own: Float32Array, other: Float32Array, recogniser: Transcriber, took: Took) -> Watched:
    """One person's side of a call; the other side may be silent throughout."""
    watch = _Watch(recogniser, took)
    for start in range(0, min(len(own), len(other)) - _BLOCK + 1, _BLOCK):
        watch.step(own[start : start + _BLOCK], other[start : start + _BLOCK])
    watch.close()
    return Watched(tuple(watch.ends), watch.turns, watch.spoken_s / 60.0)


def sides(data: Path) -> Iterator[tuple[str, Float32Array, Float32Array]]:
    """Everybody who speaks in a call of two tracks, with the other side."""
    for agent in sorted((data / CALLS).glob("*_agent.flac")):
        one, two = sound(agent), sound(agent.with_name(agent.name.replace("_agent", "_caller")))
        yield f"{agent.stem}", one, two
        yield f"{agent.stem}, the caller", two, one


def alone(data: Path) -> Iterator[tuple[str, Float32Array]]:
    """Everybody who speaks alone."""
    for path in sorted((data / ALONE).iterdir()):
        if path.suffix in (".mp4", ".webm", ".mkv", ".mov"):
            yield path.stem, sound(path)


def measure(data: Path, took: Took) -> tuple[list[Watched], list[Watched]]:
    """The sides of calls, and people who speak alone."""
    if not (data / CALLS).is_dir():
        raise Skipped(f"There is no {CALLS} in {data}.")
    recogniser = models().transcriber()
    calls = [watched(own, other, recogniser, took) for _, own, other in sides(data)]
    return calls, [watched(own, np.zeros_like(own), recogniser, took) for _, own in alone(data)]


def tables(data: Path, plots: Path) -> Sequence[Table]:
    """One table."""
    del plots
    calls, speeches = measure(data, lambda seconds: TOOK_S[0] + TOOK_S[1] * seconds)
    turns, minutes = sum(one.turns for one in calls), sum(one.minutes for one in speeches)
    waits = [end.after_s for one in calls for end in one.ends if not end.cut_off]
    figures = (
        Figure(
            "times somebody is cut off, for each turn of a call",
            sum(one.cut_off for one in calls) / max(turns, 1),
            better="lower",
            sample=f"{turns} turns, {len(calls)} people",
        ),
        Figure(
            "times somebody is cut off, for each minute of speaking alone",
            sum(one.cut_off for one in speeches) / max(minutes, 1e-9),
            better="lower",
            sample=f"{minutes:.0f} minutes, {len(speeches)} people",
        ),
        Figure(
            "silence until the customer begins, median",
            float(np.median(waits)) if waits else None,
            better="lower",
            unit="s",
            digits=2,
            sample=f"{len(waits)} turns that had ended",
        ),
    )
    return [
        Table(
            "practice",
            "Ends of turns in real speech",
            "a support call in two tracks, and people who speak into a camera; nobody labelled anything",
            figures,
            notes=(
                "Who is cut off and speaks on is not answered: the customer stops within .4 s, and the turn goes on.",
                "Two people of one call are few; the second figure is the hard case of a speech without a listener.",
            ),
        )
    ]


def _ear() -> Ear:
    from perception.inference.silero_vad import SileroVad

    ear = Ear(detector=SileroVad(models().path("vad")), resampler=_Same(), played_dbfs=lambda _a, _b: -100.0)
    ear.restart()
    return ear
