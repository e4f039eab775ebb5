"""Plays a scenario: takes in what the CSM did, moves the customer's state, and chooses what the customer says next."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from app.practice import state, words
from app.practice.ports import TurnReader
from app.practice.scenario.model import Condition, Edge, Node, Scenario
from app.practice.turns import CsmTurn, CustomerTurn, ReadTurn, StatePoint, Step
from perception.errors import InvalidValueError

Kind: TypeAlias = Literal["answer", "nudge", "break_in", "repeat"]


@dataclass(frozen=True, slots=True)
class _Before:
    """Where a run stood before an answer."""

    point: StatePoint
    spoken: CustomerTurn
    steps: int
    nudged: int
    broke_in: bool
    not_caught: int


class ScenarioDirector:
    """Keeps one run of a scenario. The same scenario, seed and turns give the same path; no clock, no chance.

    A wording depends only on the seed, the node and how often it was reached: so a run that goes on from a point is
    the run it came from, and no wording comes twice while others are left.
    """

    def __init__(
        self, scenario: Scenario, reader: TurnReader, *, seed: int = 0, point: StatePoint | None = None
    ) -> None:
        self._scenario = scenario
        self._reader = reader
        self._seed = seed
        start = StatePoint(scenario.start, scenario.calm, scenario.trust, ((scenario.start, 1),))
        self._point = point or start
        if self._point.node not in scenario.nodes:
            raise InvalidValueError(
                f"The scenario {scenario.id} has no turn “{self._point.node}”.",
                recovery="It was changed since; start it from the beginning.",
            )
        self._steps: list[Step] = []
        self._nudged = 0
        self._broke_in = False
        self._not_caught = 0
        self._spoken: CustomerTurn | None = None
        self._before: _Before | None = None

    @property
    def steps(self) -> Sequence[Step]:
        """The path so far."""
        return tuple(self._steps)

    @property
    def point(self) -> StatePoint:
        """Where the scenario stands."""
        return self._point

    @property
    def ended(self) -> bool:
        """Whether the customer said the last word."""
        return self._spoken is not None and self._spoken.end is not None

    def open(self) -> Step:
        """The first turn: of the scenario, or again the turn of the point it was made to go on from."""
        if self._steps:
            raise InvalidValueError("The scenario is already open.", recovery="Make a new director for a new try.")
        return self._take(Step(None, None, self._turn(self._node, self._point), point=self._point))

    def answer(self, turn: CsmTurn) -> Step:
        """The customer's answer to a turn of the CSM.

        Raises:
            InvalidValueError: the scenario is not open or has ended.
        """
        spoken = self._going_on()
        self._before = _Before(self._point, spoken, len(self._steps), self._nudged, self._broke_in, self._not_caught)
        read = self._reader.read(turn, heard=spoken.text, point=self._point)
        before = self._point
        calm, trust = state.points_of(read, self._scenario)
        calm, trust = state.moved(before.calm, calm), state.moved(before.trust, trust)
        place = self._way(read, calm, trust)
        if place is None:
            step = replace(self._aside(self._asking_again(), "repeat"), read=read)
            self._not_caught += 1
            return self._take(step)
        edge = self._node.edges[place]
        calm = state.moved(calm, state.earned(edge.calm, read))
        trust = state.moved(trust, state.earned(edge.trust, read))
        self._point = StatePoint(edge.to, calm, trust, _reached(before.visits, edge.to), before.step + 1)
        self._nudged, self._broke_in = 0, False
        step = Step(
            from_node=before.node,
            read=read,
            customer=self._turn(self._node, self._point),
            calm_change=calm - before.calm,
            trust_change=trust - before.trust,
            edge=place,
            because=edge.because,
            point=self._point,
        )
        return self._take(step)

    def take_back(self) -> None:
        """The last answer was not said: the CSM's turn had not ended. Everything is as before it.

        Raises:
            InvalidValueError: there is no answer, or it was taken back already.
        """
        before, self._before = self._before, None
        if before is None:
            raise InvalidValueError("There is no answer to take back.", recovery="Answer a turn first.")
        del self._steps[before.steps :]
        self._point, self._spoken = before.point, before.spoken
        self._nudged, self._broke_in, self._not_caught = before.nudged, before.broke_in, before.not_caught

    def options(self) -> Sequence[str]:
        """Every wording the next answer may have, then those of a silence and of breaking in."""
        if self.ended:
            return ()
        visits = dict(self._point.visits)
        reached = [(self._scenario.nodes[edge.to], visits.get(edge.to, 0) + 1) for edge in self._node.edges]
        answers = [self._wording(node, node.lines, times, "line") for node, times in reached]
        answers.append(self._asking_again())
        others = [text for text in (self._next_nudge(), self._next_break_in()) if text is not None]
        return tuple(dict.fromkeys([*answers, *others]))

    def silence(self) -> Step | None:
        """What the customer says into a silence; None when there is nothing more to say and they wait."""
        text = None if self.ended or self._spoken is None else self._next_nudge()
        if text is None:
            return None
        self._nudged += 1
        return self._take(self._aside(text, "nudge"))

    def break_in(self) -> Step | None:
        """How the customer breaks into a turn that goes on too long; None when they do not."""
        text = None if self.ended or self._spoken is None else self._next_break_in()
        if text is None:
            return None
        self._broke_in = True
        return self._take(self._aside(text, "break_in"))

    def repeat(self) -> Step:
        """The last turn again. Raises InvalidValueError when nothing was said yet."""
        spoken = self._spoken
        if spoken is None:
            raise InvalidValueError("Nothing was said yet.", recovery="Open the scenario first.")
        return self._take(self._aside(spoken.text, "repeat"))

    # ------------------------------------------------------------ parts

    @property
    def _node(self) -> Node:
        return self._scenario.nodes[self._point.node]

    def _going_on(self) -> CustomerTurn:
        if self._spoken is None or self.ended:
            what = "has ended" if self.ended else "is not open yet"
            raise InvalidValueError(f"The scenario {what}.", recovery="Start it again for another try.")
        return self._spoken

    def _take(self, step: Step) -> Step:
        self._steps.append(step)
        if step.customer.kind == "answer":
            self._spoken = step.customer
            self._not_caught = 0
        return step

    def _way(self, read: ReadTurn, calm: float, trust: float) -> int | None:
        """The edge to take; None where nothing was understood and the scenario has no way of its own for that."""
        reached = dict(self._point.visits)
        visits = reached.get(self._point.node, 1) - 1
        for place, edge in enumerate(self._node.edges):
            if "unclear" in read.deeds and not _is_for_unclear(edge):
                continue
            if holds(edge.when, read, calm=calm, trust=trust, visits=visits, seen=reached):
                return place
        if "unclear" in read.deeds:
            return None
        raise InvalidValueError(
            f"The turn “{self._point.node}” of the scenario {self._scenario.id} leads nowhere.",
            recovery="Give it a last edge without `when`; `attune practice FILE --check` finds such places.",
        )

    def _asking_again(self) -> str:
        return words.NOT_CAUGHT[min(self._not_caught, len(words.NOT_CAUGHT) - 1)]

    def _aside(self, text: str, kind: Kind) -> Step:
        """Something the customer says without being answered; it leads nowhere and moves nothing."""
        return Step(
            self._point.node,
            None,
            replace(self._turn(self._node, self._point), text=text, kind=kind),
            point=self._point,
        )

    def _next_nudge(self) -> str | None:
        nudges = self._node.nudges or words.NUDGES
        return nudges[self._nudged] if self._nudged < len(nudges) else None

    def _next_break_in(self) -> str | None:
        if self._broke_in or self._node.timing.interrupts_after_s is None:
            return None
        times = dict(self._point.visits).get(self._node.id, 1)
        return self._wording(self._node, self._node.breaks_in or words.BREAKS_IN, times, "break_in")

    def _turn(self, node: Node, point: StatePoint) -> CustomerTurn:
        times = dict(point.visits).get(node.id, 1)
        return CustomerTurn(
            node=node.id,
            text=self._wording(node, node.lines, times, "line"),
            phase=node.phase,
            feeling=node.feeling,
            display=node.display,
            mood=node.mood,
            calm=point.calm,
            trust=point.trust,
            waits_s=node.timing.waits_s,
            end=node.end,
        )

    def _wording(self, node: Node, wordings: Sequence[str], times: int, kind: str) -> str:
        """The wording for this time, counted from 1: all of them come once in an order of their own, then again."""
        chance = random.Random(f"{self._seed} {self._scenario.id} {node.id} {kind}")
        order = sorted(range(len(wordings)), key=lambda _: chance.random())
        return wordings[order[(times - 1) % len(order)]]


def holds(
    when: Condition, read: ReadTurn, *, calm: float, trust: float, visits: int, seen: Collection[str] = ()
) -> bool:
    """Whether an edge may be taken.

    calm, trust: after the deeds. visits: times the node was reached before. seen: the nodes that were reached so far.
    """
    did = set(read.deeds)
    return (
        (not when.any_of or bool(did.intersection(when.any_of)))
        and did.issuperset(when.all_of)
        and did.isdisjoint(when.none_of)
        and when.calm[0] <= calm <= when.calm[1]
        and when.trust[0] <= trust <= when.trust[1]
        and visits >= when.visits
        and all(node in seen for node in when.seen)
        and not any(node in seen for node in when.not_seen)
    )


def _is_for_unclear(edge: Edge) -> bool:
    return "unclear" in (*edge.when.any_of, *edge.when.all_of)


def _reached(visits: tuple[tuple[str, int], ...], node: str) -> tuple[tuple[str, int], ...]:
    """Visits with one more of a node, in the order of first reaching."""
    counted = dict(visits)
    counted[node] = counted.get(node, 0) + 1
    return tuple(counted.items())
