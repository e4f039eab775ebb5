"""The path of a practice call as its debrief tells it: what the customer said, what was answered, and what that did.

Computed from the steps a session keeps (perception/recording/records.py). Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, cast

from app.practice.scenario.model import EndKind
from app.practice.turns import StatePoint
from perception.recording.records import ScenarioPoint, StepRecord
from perception.types import Span

# Points (calm and trust together) from which on a turn counts as a turning point, and how many are told. [D]
TURNING: Final = 10.0
MOST_TURNING: Final = 3
_LEAD_S: Final = 1.0
_TAIL_S: Final = 3.0  # of the customer's reaction
_LONGEST_CLIP_S: Final = 45.0
_LINE_S: Final = 8.0  # of a last line that nobody answered
_SLACK_S: Final = 1.5  # a feeling is voiced a little before or after the words are heard to begin


@dataclass(frozen=True, slots=True)
class Aside:
    """Something the customer said without being answered: into a silence, breaking in, or not having understood.

    heard: what was said before it and could not be understood, or ''.
    """

    t_s: float
    manner: Literal["nudge", "break_in", "repeat"]
    text: str
    heard: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to the customer and what it did. start_s, end_s: session time, as near as it is known.

    text: as heard, '' for silence. deeds: app/practice/scenario/model.py. because: of the scenario, or ''.
    calm_change, trust_change: points. reaction_s: when the customer began to react.
    """

    text: str
    start_s: float
    end_s: float
    deeds: tuple[str, ...]
    because: str
    calm_change: float
    trust_change: float
    reaction_s: float
    interrupted: bool = False
    cut_short: bool = False


@dataclass(frozen=True, slots=True)
class PathTurn:
    """One turn of the customer and the answer to it. number: from 1. calm, trust: 0..100 while it is said.

    point: where the scenario stands, for another try from here; None where that was not kept. answer: None where the
    call ended before one. end: how the call ends after this line, None when it goes on.
    """

    number: int
    t_s: float
    node: str
    text: str
    calm: float
    trust: float
    point: StatePoint | None = None
    asides: tuple[Aside, ...] = ()
    answer: Answer | None = None
    end: EndKind | None = None

    @property
    def may_retry(self) -> bool:
        """Whether another try can begin here: there is something to answer."""
        return self.point is not None and self.end is None


def path_of(steps: Sequence[StepRecord]) -> tuple[PathTurn, ...]:
    """The turns in order; () without steps. A line said again after the engine was started again is the same turn."""
    turns: list[PathTurn] = []
    for step in steps:
        again = bool(turns) and step.from_node is None and step.node == turns[-1].node
        if step.manner != "answer" or again:
            if turns:
                turns[-1] = replace(turns[-1], asides=(*turns[-1].asides, _aside(step)))
            continue
        if turns and step.from_node is not None:
            turns[-1] = replace(turns[-1], answer=_answer(step, turns[-1].t_s))
        turns.append(
            PathTurn(
                number=len(turns) + 1,
                t_s=step.t_s,
                node=step.node,
                text=step.text,
                calm=step.calm,
                trust=step.trust,
                point=state_point(step.point),
                end=cast(EndKind, step.end) if step.end else None,
            )
        )
    return tuple(turns)


def state_point(point: ScenarioPoint | None) -> StatePoint | None:
    """Where a scenario stood, as its director takes it."""
    if point is None:
        return None
    return StatePoint(point.node, point.calm, point.trust, tuple(point.visits.items()), point.step)


def turning_points(turns: Sequence[PathTurn]) -> tuple[PathTurn, ...]:
    """The turns whose answer moved the customer most, at most three, in order of time."""
    moved = [turn for turn in turns if abs(_move(turn)) >= TURNING]
    moved.sort(key=lambda turn: (-abs(_move(turn)), turn.number))
    return tuple(sorted(moved[:MOST_TURNING], key=lambda turn: turn.number))


def rises(turn: PathTurn) -> bool:
    """Whether the answer moved the customer up."""
    return _move(turn) > 0


def end_of(turns: Sequence[PathTurn]) -> EndKind | None:
    """How the call ended; None where it was left before its end."""
    return turns[-1].end if turns else None


def clip_of(turn: PathTurn) -> Span:
    """What to play of a turn: the end of the customer's line, the answer, and the first of the reaction."""
    answer = turn.answer
    if answer is None:
        return Span(max(0.0, turn.t_s - _LEAD_S), turn.t_s + _LINE_S)
    start_s = max(0.0, min(turn.t_s, answer.start_s) - _LEAD_S)
    end_s = answer.reaction_s + _TAIL_S
    return Span(max(start_s, end_s - _LONGEST_CLIP_S), end_s)


def turn_at(turns: Sequence[PathTurn], t_s: float) -> PathTurn | None:
    """The turn of the customer that runs at this time; None before the first."""
    begun = [turn for turn in turns if turn.t_s <= t_s + _SLACK_S]
    return begun[-1] if begun else None


def _move(turn: PathTurn) -> float:
    return 0.0 if turn.answer is None else turn.answer.calm_change + turn.answer.trust_change


def _aside(step: StepRecord) -> Aside:
    return Aside(step.t_s, "repeat" if step.manner == "answer" else step.manner, step.text, step.heard)


def _answer(step: StepRecord, asked_s: float) -> Answer:
    """answer_after_s is from the end of the CSM's turn; where it was not kept, the turn ends with the reaction."""
    end_s = max(asked_s, step.t_s - (step.answer_after_s or 0.0))
    return Answer(
        text=step.heard,
        start_s=max(asked_s, end_s - step.heard_s),
        end_s=end_s,
        deeds=step.deeds,
        because=step.because,
        calm_change=step.calm_change,
        trust_change=step.trust_change,
        reaction_s=step.t_s,
        interrupted=step.interrupted,
        cut_short=step.cut_short,
    )
