"""A long recording in stretches, so that an analysis that was stopped can go on from where it was.

The models follow a face from picture to picture; what they remember cannot be kept. So every stretch begins with a
model that has seen nothing, in every analysis of a recording, whether it is stopped or not: the result of one that went
on after a stop is then the same, bit by bit. What the interpretation remembers is plain values and is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from perception.types import Float32Array, Observation, VideoFrame, Word

STRETCH_S: Final = 120.0  # of the recording; what is done again after a stop is shorter than that


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was seen in one stretch, and what the interpretation remembered at its end."""

    observations: tuple[Observation, ...]
    memory: tuple[object, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What a recogniser was asked: Transcriber.transcribe's arguments."""

    samples: Float32Array
    t_s: float
    hotwords: Sequence[str]


class KeptWork(Protocol):
    """Where finished parts of an analysis are kept (perception/pipeline/kept_work.py)."""

    def stretches(self, looker: str) -> dict[int, Stretch]:
        """The finished stretches of a looker by number."""
        ...

    def keep_stretch(self, looker: str, number: int, stretch: Stretch) -> None:
        """Keep a finished one at once: its memory goes on changing. Raises OSError."""
        ...

    def words(self, heard: Heard) -> tuple[Word, ...] | None:
        """What was recognised in this very sound; None when it was not heard yet."""
        ...

    def keep_words(self, heard: Heard, words: tuple[Word, ...]) -> None:
        """Keep an answer of the recogniser. Raises OSError."""
        ...


class StretchedChain(Protocol):
    """A chain of perception/pipeline/vision_chain.py."""

    memory: Any

    def due(self, t_s: float) -> bool: ...

    def process(self, frame: VideoFrame, *, speaking: bool, listening: bool) -> list[Observation]: ...

    def flush(self) -> list[Observation]: ...

    def take_model(self, model: Any) -> None: ...

    def close(self) -> None: ...


class StretchedLooker:
    """Implements FrameConsumer over a chain: a new model for every stretch, finished stretches kept and not seen again.

    name: of the looker in `kept`. kept: None keeps nothing.
    """

    def __init__(
        self,
        chain: StretchedChain,
        make_model: Callable[[], Any],
        *,
        name: str,
        kept: KeptWork | None = None,
        stretch_s: float = STRETCH_S,
    ) -> None:
        self._chain = chain
        self._make_model = make_model
        self._name = name
        self._kept = kept
        self._stretch_s = stretch_s
        self._done = kept.stretches(name) if kept is not None else {}
        self._last_done = max(self._done, default=-1)
        self._number: int | None = None
        self._seen: list[Observation] = []

    def due(self, t_s: float) -> bool:
        """Whether this picture's turn has come."""
        return self._chain.due(t_s)

    def needs_picture(self, t_s: float) -> bool:
        """Whether its stretch is still to be looked at."""
        return self._number_of(t_s) > self._last_done

    def process(self, frame: VideoFrame, *, speaking: bool, listening: bool) -> list[Observation]:
        """What is seen; at the first picture of a finished stretch all of that stretch."""
        number = self._number_of(frame.t_s)
        turned = number != self._number
        if turned:
            self._turn_to(number)
        if number <= self._last_done:
            return list(self._done[number].observations) if turned and number in self._done else []
        seen = self._chain.process(frame, speaking=speaking, listening=listening)
        self._seen += seen
        return seen

    def flush(self) -> list[Observation]:
        """What was under way at the end."""
        self._finish_stretch()
        if self._number is not None and self._number <= self._last_done:
            self._chain.memory = self._done[self._last_done].memory
        return self._chain.flush()

    def close(self) -> None:
        """Free the model. A stretch that is not over is not kept."""
        self._chain.close()

    def _number_of(self, t_s: float) -> int:
        return int(t_s // self._stretch_s)

    def _turn_to(self, number: int) -> None:
        self._finish_stretch()
        before, self._number = self._number, number
        if number <= self._last_done:
            return
        if before is not None and before > self._last_done:
            self._chain.take_model(self._make_model())
        elif self._last_done >= 0:
            self._chain.memory = self._done[self._last_done].memory

    def _finish_stretch(self) -> None:
        if self._kept is not None and self._number is not None and self._number > self._last_done:
            self._kept.keep_stretch(self._name, self._number, Stretch(tuple(self._seen), self._chain.memory))
        self._seen = []


class KeptTranscriber:
    """Implements Transcriber: sound that was put into words before is not heard again."""

    def __init__(self, make: Callable[[], Any], kept: KeptWork) -> None:
        self._make = make
        self._inner: Any = None
        self._kept = kept

    def transcribe(self, samples: Float32Array, *, t_s: float, hotwords: Sequence[str] = ()) -> tuple[Word, ...]:
        """As the inner one does; the recogniser is loaded with the first sound that is new."""
        heard = Heard(samples, t_s, hotwords)
        known = self._kept.words(heard)
        if known is not None:
            return known
        if self._inner is None:
            self._inner = self._make()
        words: tuple[Word, ...] = self._inner.transcribe(samples, t_s=t_s, hotwords=hotwords)
        self._kept.keep_words(heard, words)
        return words
