"""What a conversation is made of, as the customer's side of it sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.engine.practice.lines import Wording
from app.engine.practice.speaking import Outlets, Player
from app.practice.ports import Director
from app.practice.scenario.model import Mood, Timing
from app.practice.spoken_line import SpokenLine
from app.practice.turns import CustomerTurn, Step
from perception.pipeline.ear import Hearing
from perception.recording.records import StepRecord


class EarView(Protocol):
    """What is heard of the CSM (perception/pipeline/ear.py)."""

    @property
    def now(self) -> Hearing:
        """What is heard now."""
        ...

    def forget(self, before_s: float) -> None:
        """What was said before belongs to no turn."""
        ...

    def restart(self) -> None:
        """There was a hole."""
        ...


class Words(Protocol):
    """The words of the running turn (app/engine/practice/turn_hearing.py)."""

    @property
    def text(self) -> str:
        """What is known of it."""
        ...

    @property
    def p(self) -> float:
        """How well it was understood, 0..1."""
        ...

    def begin(self) -> None:
        """A new turn."""
        ...

    def step(self, heard: Hearing) -> None:
        """Ask about new speech when its time has come."""
        ...

    def awaited_s(self, heard_s: float) -> float:
        """Seconds until the words are likely to be there; infinite when nobody knows."""
        ...

    def knows(self, until_s: float) -> bool:
        """Whether everything said up to then is in words."""
        ...


@dataclass(frozen=True, slots=True)
class Cast:
    """What a customer is made of. timing: of a node. line: the sound of a wording. prepare: have these made ahead.
    keep: to the recording. begins: told of every turn of the customer and when it is first heard. answered: told of
    every answer, and from when to when the turn was that it answers."""

    director: Director
    timing: Callable[[str], Timing]
    wording: Callable[[str], Wording]
    sounds: Callable[[Mood], tuple[Wording, ...]]
    line: Callable[[Wording], SpokenLine]
    prepare: Callable[[tuple[Wording, ...]], None]
    player: Player
    ear: EarView
    words: Words
    outlets: Outlets
    keep: Callable[[StepRecord], None]
    begins: Callable[[CustomerTurn, float], None]
    answered: Callable[[Step, float, float], None]
