"""What passes between the director of a scenario and those who play it: values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.practice.scenario.model import Deed, Display, EndKind, Mood, NodeFeeling
from perception.language.types import ResponseScore
from perception.types import Phase


@dataclass(frozen=True, slots=True)
class CsmTurn:
    """One turn of the CSM as the director hears it. text: '' for silence. p: how well it was understood, 0..1.

    seconds: its length. interrupted: it began while the customer spoke. before it is cut by the customer: cut_short.
    """

    text: str
    seconds: float = 0.0
    p: float = 1.0
    interrupted: bool = False
    cut_short: bool = False


@dataclass(frozen=True, slots=True)
class ReadTurn:
    """What was found in a turn of the CSM. response: how it answers the customer, None for silence."""

    turn: CsmTurn
    deeds: tuple[Deed, ...]
    response: ResponseScore | None = None


@dataclass(frozen=True, slots=True)
class StatePoint:
    """Where a scenario stands; enough to go on from there. visits: node id to times reached, in the order reached."""

    node: str
    calm: float
    trust: float
    visits: tuple[tuple[str, int], ...] = ()
    step: int = 0


@dataclass(frozen=True, slots=True)
class CustomerTurn:
    """What the customer says now. node: where the scenario stands. text: the wording chosen. kind: an answer, words
    into a silence, breaking in, or the last line again. end: the call ends after it."""

    node: str
    text: str
    phase: Phase
    feeling: NodeFeeling | None
    display: Display
    mood: Mood
    calm: float
    trust: float
    waits_s: float = 0.0
    kind: Literal["answer", "nudge", "break_in", "repeat"] = "answer"
    end: EndKind | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the path: the CSM's turn, why the customer went on as they did, and where that led.

    from_node: None for the opening. read: None for the opening. calm, trust: after the step. because: '' where the
    scenario gives no reason. edge: its place among the node's edges, None for opening, nudge and breaking in.
    """

    from_node: str | None
    read: ReadTurn | None
    customer: CustomerTurn
    calm_change: float = 0.0
    trust_change: float = 0.0
    edge: int | None = None
    because: str = ""
    point: StatePoint | None = None
