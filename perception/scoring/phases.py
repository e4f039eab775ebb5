"""The phases of a call when no scenario states them.

Derived so: the call begins with GREET. VENT begins with the customer's first complaint or bad feeling and lasts as
long as every customer turn brings another one, the answer to the last included, at most VENT_MAX_S. Then EXPLORE,
until the CSM first promises an action: SOLVE. CLOSE begins with the first closing sentence after that. A call
without any complaint explores from its second customer turn on.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from perception.scoring import params
from perception.scoring.conversation import SpokenTurn
from perception.scoring.opportunities import Opportunity
from perception.types import FloatArray, Phase, PhaseChange


def derive_phases(turns: Sequence[SpokenTurn], complaints: Sequence[Opportunity]) -> tuple[PhaseChange, ...]:
    """Phase changes from words alone, beginning with GREET at 0."""
    changes = [PhaseChange(0.0, "greet")]
    customer = [turn for turn in turns if turn.speaker == "customer"]
    if complaints:
        begin = complaints[0].start_s
        changes.append(PhaseChange(begin, "vent"))
        explore = min(_vent_end(customer, complaints), begin + params.VENT_MAX_S)
    elif len(customer) > 1:
        explore = customer[1].start_s
    else:
        return tuple(changes)
    changes.append(PhaseChange(explore, "explore"))
    solve = _first_act(turns, "act", explore)
    if solve is not None:
        changes.append(PhaseChange(solve, "solve"))
        close = _first_act(turns, "close", solve)
        if close is not None:
            changes.append(PhaseChange(close, "close"))
    return tuple(changes)


def phase_at(changes: Sequence[PhaseChange], t_s: float) -> Phase:
    """The phase a time lies in."""
    current: Phase = "greet"
    for change in changes:
        if change.t_s > t_s:
            break
        current = change.phase
    return current


def phase_intervals(changes: Sequence[PhaseChange], phase: Phase, *, end_s: float) -> FloatArray:
    """(n, 2) stretches of one phase up to the end of the session."""
    ends = [change.t_s for change in changes[1:]] + [end_s]
    pairs = [(c.t_s, end) for c, end in zip(changes, ends, strict=True) if c.phase == phase and end > c.t_s]
    return np.asarray(pairs, dtype=np.float64).reshape(-1, 2)


def _vent_end(customer: Sequence[SpokenTurn], complaints: Sequence[Opportunity]) -> float:
    """Start of the first later customer turn that brings no complaint; infinite while there is none."""
    starts = np.asarray([c.start_s for c in complaints])
    for turn in customer:
        if turn.start_s > complaints[0].start_s and not np.any((starts >= turn.start_s) & (starts <= turn.end_s)):
            return turn.start_s
    return float(np.inf)


def _first_act(turns: Sequence[SpokenTurn], act: str, after_s: float) -> float | None:
    for turn in turns:
        for sentence in turn.sentences:
            if sentence.start_s >= after_s and act in sentence.note.acts:
                return sentence.start_s
    return None
