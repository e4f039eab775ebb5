"""What a line of the customer is for scoring and recording: words, feeling, phase, smile. Known, not recognised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.practice.play import stated_feeling
from app.practice.scenario.model import Display
from app.practice.spoken_line import SpokenWord
from app.practice.turns import CustomerTurn, StatePoint, Step
from perception.recording.records import ScenarioPoint, StepRecord
from perception.types import CustomerSmile, Observation, PhaseChange, Utterance, Word

_SMILES: Final[frozenset[Display]] = frozenset(("friendly", "relieved"))
_AFTERGLOW_S: Final = 0.6  # a smile stays so long after the words


def said(
    turn: CustomerTurn, words: Sequence[SpokenWord], *, start_s: float, end_s: float, voiced: bool
) -> list[Observation]:
    """What was said of a turn between two times. words: times from `start_s` on. voiced: tell its phase and feeling."""
    if not words:
        return []
    timed = tuple(Word(start_s + word.start_s, start_s + word.end_s, word.text, 1.0) for word in words)
    told: list[Observation] = [Utterance(start_s, end_s, "customer", " ".join(w.text for w in words), timed, 1.0)]
    if voiced and turn.kind == "answer":
        told.append(PhaseChange(start_s, turn.phase))
        feeling = stated_feeling(turn, start_s, end_s)
        told += [feeling] if feeling is not None else []
    if turn.display in _SMILES:
        told.append(CustomerSmile(start_s, end_s + _AFTERGLOW_S, source="character"))
    return told


def step_record(
    step: Step, *, t_s: float, sound_after_s: float | None = None, answer_after_s: float | None = None
) -> StepRecord:
    """A step of the path as it is kept."""
    customer, read = step.customer, step.read
    turn = read.turn if read is not None else None
    return StepRecord(
        t_s=t_s,
        node=customer.node,
        text=customer.text,
        manner=customer.kind,
        calm=customer.calm,
        trust=customer.trust,
        calm_change=step.calm_change,
        trust_change=step.trust_change,
        from_node=step.from_node,
        edge=step.edge,
        because=step.because,
        deeds=read.deeds if read is not None else (),
        heard=turn.text if turn is not None else "",
        heard_s=turn.seconds if turn is not None else 0.0,
        heard_p=turn.p if turn is not None else 1.0,
        interrupted=turn.interrupted if turn is not None else False,
        cut_short=turn.cut_short if turn is not None else False,
        end=customer.end or "",
        sound_after_s=sound_after_s,
        answer_after_s=answer_after_s,
        point=scenario_point(step.point),
    )


def scenario_point(point: StatePoint | None) -> ScenarioPoint | None:
    """Where a scenario stands, as it is kept."""
    if point is None:
        return None
    return ScenarioPoint(point.node, point.calm, point.trust, dict(point.visits), point.step)
