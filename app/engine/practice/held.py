"""What the customer holds back for a moment: a line that was broken off, an answer that is to come."""

from __future__ import annotations

from dataclasses import dataclass

from app.engine.practice.speaking import Speaking
from app.practice.turns import CsmTurn, Step


@dataclass(slots=True)
class BrokenOff:
    """A line that was broken off. at_s: in the line. since_s: when the CSM began. first: they had begun before, or at
    the same moment: their turn had not ended."""

    speaking: Speaking
    at_s: float
    since_s: float
    first: bool = False


@dataclass(slots=True)
class Pending:
    """An answer that is known and not said yet. asked_s: end of the CSM's turn. sounded_s: first sound, where one came
    before. turn: of the CSM, None where nothing was asked."""

    step: Step
    due_s: float
    asked_s: float | None = None
    sounded_s: float | None = None
    turn: CsmTurn | None = None
