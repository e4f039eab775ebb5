"""How calm and trusting the customer is, and what moves it. Both 0..100, with soft ends."""

from __future__ import annotations

from collections.abc import Iterable

from app.practice import params
from app.practice.scenario.model import Deed, Scenario
from app.practice.turns import ReadTurn

LOWEST, HIGHEST = 0.0, 100.0


def moved(value: float, points: float) -> float:
    """A state after so many points; moves shrink where little room is left."""
    points = min(params.MOST_UP, max(-params.MOST_DOWN, points))
    room = HIGHEST - value if points > 0 else value - LOWEST
    return min(HIGHEST, max(LOWEST, value + points * min(1.0, room / params.ROOM)))


def points_of(read: ReadTurn, scenario: Scenario) -> tuple[float, float]:
    """Points (calm, trust) of a turn: what wins weighs by the quality of the answer, what loses in full."""
    share = quality(read)
    pairs = [effect(deed, scenario) for deed in read.deeds]
    return _weighed((calm for calm, _ in pairs), share), _weighed((trust for _, trust in pairs), share)


def earned(points: float, read: ReadTurn) -> float:
    """Points of an edge after a turn: what it wins weighs by the quality of the answer, what it loses in full."""
    return _weighed((points,), quality(read))


def effect(deed: Deed, scenario: Scenario) -> tuple[float, float]:
    """What a deed moves in this scenario, before quality and room."""
    return scenario.effects.get(deed, params.EFFECTS[deed])


def quality(read: ReadTurn) -> float:
    """Share of what a turn can win, LEAST_QUALITY..1; 1 where nothing was scored."""
    if read.response is None:
        return 1.0
    low, high = params.QUALITY
    grown = min(1.0, max(0.0, (read.response.score - low) / (high - low)))
    return params.LEAST_QUALITY + (1.0 - params.LEAST_QUALITY) * grown


def _weighed(points: Iterable[float], share: float) -> float:
    return sum(one * share if one > 0 else one for one in points)
