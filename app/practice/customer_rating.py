"""What the customer would say at the end of a scenario: "I felt heard", 1 to 5, with reasons. Pure.

A rule of the game, for talking about, and never a measurement of empathy. It reads what the debrief shows anyway:

    heard  = mean over the feelings of what came of them (MET), one that was only between the lines counts HIDDEN times
    state  = TRUST_SHARE * trust + (1 - TRUST_SHARE) * calm at the end, as a share of 100
    points = 1 + 4 * (HEARD_SHARE * heard + (1 - HEARD_SHARE) * state) - COST for each turn in which the CSM spoke over
             them, judged or brushed them off, at most MOST_COST together

points are rounded to a whole number in 1..5. Without a voiced feeling `state` alone counts. Where the customer took it
further or hung up, it is at most AT_MOST_LEFT. A worked example: named and missed (0.5), trust 60, calm 50 (0.57):
1 + 4 * (0.6 * 0.5 + 0.4 * 0.57) = 3.1, so 3. Every number is a design prior [D].
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.practice.debrief import PathTurn, end_of
from perception.types import Moment

LEAST_ANSWERS: Final = 2  # answers of the CSM before the customer says anything at all
MET: Final[Mapping[str, float]] = {
    "named": 1.0,
    "acknowledged": 0.75,
    "jumped_to_fixing": 0.25,
    "missed": 0.0,
    "blocked": 0.0,
}
HIDDEN: Final = 1.5
TRUST_SHARE: Final = 0.7
HEARD_SHARE: Final = 0.6
COST: Final = 0.25
MOST_COST: Final = 0.75
WALLS: Final = frozenset(("judged", "dismissed"))
AT_MOST_LEFT: Final = 2
LOWEST: Final = 1
HIGHEST: Final = 5
_MOVED: Final = 5.0  # points of trust from which on a change is told
_MOST_REASONS: Final = 5
_THEM: Final = {"she": "her", "he": "him"}
_THEY: Final = {"she": "she", "he": "he"}


@dataclass(frozen=True, slots=True)
class RatingReason:
    """One sentence, and whether it speaks for a higher or a lower rating."""

    text: str
    helped: bool


@dataclass(frozen=True, slots=True)
class CustomerRating:
    """felt_heard: 1..5."""

    felt_heard: int
    reasons: tuple[RatingReason, ...]


def rate(turns: Sequence[PathTurn], moments: Sequence[Moment], *, pronoun: str = "they") -> CustomerRating | None:
    """The rating; None where too little was said for one. moments: of the whole call."""
    if sum(turn.answer is not None for turn in turns) < LEAST_ANSWERS:
        return None
    last = turns[-1]
    state = (TRUST_SHARE * last.trust + (1.0 - TRUST_SHARE) * last.calm) / 100.0
    heard = _heard(moments)
    share = state if heard is None else HEARD_SHARE * heard + (1.0 - HEARD_SHARE) * state
    points = 1.0 + 4.0 * share - min(MOST_COST, COST * sum(_over(turn) or _wall(turn) for turn in turns))
    highest = AT_MOST_LEFT if end_of(turns) in ("escalated", "left") else HIGHEST
    felt = max(LOWEST, min(highest, math.floor(points + 0.5)))
    return CustomerRating(felt, tuple(_reasons(turns, moments, pronoun)[:_MOST_REASONS]))


def _heard(moments: Sequence[Moment]) -> float | None:
    weights = [HIDDEN if moment.hidden else 1.0 for moment in moments]
    if not weights:
        return None
    return sum(w * MET[m.outcome] for w, m in zip(weights, moments, strict=True)) / sum(weights)


def _over(turn: PathTurn) -> bool:
    return turn.answer is not None and turn.answer.interrupted


def _wall(turn: PathTurn) -> bool:
    return turn.answer is not None and not WALLS.isdisjoint(turn.answer.deeds)


def _reasons(turns: Sequence[PathTurn], moments: Sequence[Moment], pronoun: str) -> list[RatingReason]:
    """The weightier first."""
    they, them = _THEY.get(pronoun, "they"), _THEM.get(pronoun, "them")
    found = [*_of_end(turns, they), *_of_moments(moments, they), *_of_hidden(moments, they)]
    change = turns[-1].trust - turns[0].trust
    if abs(change) >= _MOVED:
        how = "rose" if change > 0 else "fell"
        found.append(RatingReason(f"Trust {how} from {turns[0].trust:.0f} to {turns[-1].trust:.0f}.", change > 0))
    over, walls = sum(map(_over, turns)), sum(map(_wall, turns))
    if walls:
        found.append(RatingReason(f"You judged or brushed {them} off {_often(walls)}.", helped=False))
    if over:
        found.append(RatingReason(f"You spoke over {them} {_often(over)}.", helped=False))
    return found


def _often(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _of_end(turns: Sequence[PathTurn], they: str) -> list[RatingReason]:
    end = end_of(turns)
    if end not in ("escalated", "left"):
        return []
    what = "took it further" if end == "escalated" else "ended the call"
    return [RatingReason(f"{they.capitalize()} {what}; nobody who does that rates above {AT_MOST_LEFT}.", False)]


def _of_moments(moments: Sequence[Moment], they: str) -> list[RatingReason]:
    """What was in the words."""
    said = [moment for moment in moments if not moment.hidden]
    if not said:
        return []
    met = sum(moment.outcome in ("named", "acknowledged") for moment in said)
    text = f"You took up {met or 'none'} of the {len(said)} feelings {they} put into words."
    if len(said) == 1:
        text = f"You {'took up' if met else 'did not take up'} the one feeling {they} put into words."
    return [RatingReason(text, met * 2 > len(said))]


def _of_hidden(moments: Sequence[Moment], they: str) -> list[RatingReason]:
    """What was between the lines: the first that was caught, else the first that was not."""
    hidden = [moment for moment in moments if moment.hidden]
    caught = [moment for moment in hidden if moment.outcome in ("named", "acknowledged")]
    if caught:
        return [RatingReason(f"You caught what {they} did not say: {caught[0].feeling}.", True)]
    return [RatingReason(f"What {they} did not say went by: {hidden[0].feeling}.", False)] if hidden else []
