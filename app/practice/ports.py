"""What plays a scenario and what it needs, as Protocols."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.practice.turns import CsmTurn, ReadTurn, StatePoint, Step


class TurnReader(Protocol):
    """Reads a turn of the CSM against what the customer said and feels (app/practice/reading.py)."""

    def read(self, turn: CsmTurn, *, heard: str, point: StatePoint) -> ReadTurn:
        """What the CSM did in it. heard: what the customer said last. Deterministic."""
        ...


class Director(Protocol):
    """Chooses the customer's turns (app/practice/director.py). The same seed and turns give the same path."""

    @property
    def steps(self) -> Sequence[Step]:
        """The path so far."""
        ...

    @property
    def point(self) -> StatePoint:
        """Where the scenario stands."""
        ...

    @property
    def ended(self) -> bool:
        """Whether the customer said the last word."""
        ...

    def open(self) -> Step:
        """The first turn: of the scenario, or again the turn of the point it was made to go on from."""
        ...

    def answer(self, turn: CsmTurn) -> Step:
        """The customer's answer to a turn of the CSM."""
        ...

    def take_back(self) -> None:
        """The last answer was not said: the CSM's turn had not ended. Everything is as before it."""
        ...

    def options(self) -> Sequence[str]:
        """Every wording the next answer may have, so that they can be made into sound ahead of time."""
        ...

    def silence(self) -> Step | None:
        """What the customer says into a silence; None when there is nothing more to say and they wait."""
        ...

    def break_in(self) -> Step | None:
        """How the customer breaks into a turn that goes on too long; None when they do not."""
        ...

    def repeat(self) -> Step:
        """The last turn again."""
        ...
