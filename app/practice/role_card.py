"""The secret card of the partner who plays the customer: who you are, what happened, how you feel on the way.

Everything on it comes from the scenario. The arc is the shortest way to the best and to the worst end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.practice.scenario.graph import taken
from app.practice.scenario.model import EndKind, Node, Scenario

OPENING_LINES: Final = 3
MOST_UNSAID: Final = 3
HARSH: Final = frozenset(
    {"judged", "instructed", "dismissed", "pitied", "jumped_to_fixing", "took_over", "interrupted", "silent"}
)
_BEST: Final[tuple[EndKind, ...]] = ("resolved", "calmed", "open", "escalated", "left")
_CALM_WORDS: Final = ((30, "Play it close to the edge."), (50, "Play it tense."), (70, "Play it fairly calm."))
_QUITE_CALM: Final = "Play it calm."


@dataclass(frozen=True, slots=True)
class Step:
    """One station of the arc. feeling: in words; hidden: felt, and not said."""

    feeling: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class RoleCard:
    """What the partner reads. name: who they play. them: the pronoun. needs: what they want in the end.

    better, worse: the feelings on the way to the best and the worst end, the first is the one they begin with.
    calms, angers: what makes it better or worse. unsaid: what they feel and do not say, with how
    it shows in words. ends_well, ends_badly: how they leave the call.
    """

    title: str
    name: str
    role: str
    history: str
    happened: tuple[str, ...]
    means: tuple[str, ...]
    needs: tuple[str, ...]
    begin: str
    lines: tuple[str, ...]
    better: tuple[Step, ...]
    worse: tuple[Step, ...]
    calms: tuple[str, ...]
    angers: tuple[str, ...]
    unsaid: tuple[str, ...]
    ends_well: str
    ends_badly: str
    minutes: int

    @property
    def first_name(self) -> str:
        """What they are called in the call."""
        return self.name.split()[0]


def role_card(scenario: Scenario) -> RoleCard:
    """The card of a scenario."""
    start = scenario.nodes[scenario.start]
    good, bad = _way(scenario, _BEST), _way(scenario, tuple(reversed(_BEST)))
    persona = scenario.persona
    return RoleCard(
        title=scenario.title,
        name=persona.name,
        role=f"{persona.role}, {persona.company}",
        history=persona.history,
        happened=tuple(fact.text for fact in scenario.facts),
        means=tuple(impact.text for impact in scenario.impacts),
        needs=tuple(need.text for need in scenario.needs),
        begin=_begin(start, scenario.calm),
        lines=_opening_lines(start, good),
        better=_steps(good),
        worse=_steps(bad),
        calms=(*_CALMING, *persona.soothers),
        angers=(*_ANGERING, *persona.triggers),
        unsaid=_unsaid(scenario),
        ends_well=_last_line(good),
        ends_badly=_last_line(bad) if _ends_badly(bad) else "",
        minutes=scenario.minutes,
    )


_CALMING: Final = ("hearing how you feel, in their own words", "a question, and time to answer it")
_ANGERING: Final = ("an explanation before a question", "being talked over")


def _begin(start: Node, calm: float) -> str:
    state = next((words for below, words in _CALM_WORDS if calm < below), _QUITE_CALM)
    step = _step(start)
    if step is None:
        return state
    return (
        f"You feel {step.feeling}, and do not say so. {state}" if step.hidden else f"You feel {step.feeling}. {state}"
    )


def _step(node: Node) -> Step | None:
    felt = node.feeling
    if felt is None or felt.intensity == 0:
        return None
    return Step(f"a little {felt.word}" if felt.intensity == 1 else felt.word, felt.hidden)


def _steps(way: Sequence[Node]) -> tuple[Step, ...]:
    found: list[Step] = []
    for step in filter(None, map(_step, way)):
        if not found or found[-1] != step:
            found.append(step)
    return tuple(found)


def _opening_lines(start: Node, way: Sequence[Node]) -> tuple[str, ...]:
    """Of the first turn; where it has fewer wordings, the next turn's follow."""
    lines = list(start.lines)
    for node in way[1:]:
        lines += node.lines[:1]
    return tuple(dict.fromkeys(lines))[:OPENING_LINES]


def _unsaid(scenario: Scenario) -> tuple[str, ...]:
    """Hidden feelings, each once, with a line that hides it."""
    found: dict[str, str] = {}
    for node in scenario.nodes.values():
        if node.feeling is not None and node.feeling.hidden and node.end is None:
            found.setdefault(node.feeling.word, node.lines[0])
    told = (f"You feel {word}. You only say: “{line}”" for word, line in found.items())
    return tuple(told)[:MOST_UNSAID]


def _last_line(way: Sequence[Node]) -> str:
    return way[-1].lines[0] if way and way[-1].end is not None else ""


def _ends_badly(way: Sequence[Node]) -> bool:
    return bool(way) and way[-1].end in ("open", "escalated", "left")


def _way(scenario: Scenario, wanted: Sequence[EndKind]) -> tuple[Node, ...]:
    """The shortest way to the first of these ends that there is. On the way to a good end harsh deeds are left out."""
    good = wanted[0] == _BEST[0]
    came_from = _shortest(scenario, gently=good)
    for end in wanted:
        for name in came_from:
            if scenario.nodes[name].end == end:
                return _back(scenario, came_from, name)
    return (scenario.nodes[scenario.start],)


def _shortest(scenario: Scenario, *, gently: bool) -> Mapping[str, str | None]:
    """Each turn with the one before it, in the order of how soon they can be reached without having been anywhere."""
    came_from: dict[str, str | None] = {scenario.start: None}
    todo = [scenario.start]
    while todo:
        name = todo.pop(0)
        for edge in taken(scenario.nodes[name]):
            harsh = bool(HARSH & {*edge.when.any_of, *edge.when.all_of})
            back = bool(edge.when.seen)  # a way back to a story that was told before
            if edge.to not in came_from and edge.to in scenario.nodes and not back and not (gently and harsh):
                came_from[edge.to] = name
                todo.append(edge.to)
    return came_from


def _back(scenario: Scenario, came_from: Mapping[str, str | None], name: str) -> tuple[Node, ...]:
    way: list[Node] = []
    at: str | None = name
    while at is not None:
        way.append(scenario.nodes[at])
        at = came_from[at]
    return tuple(reversed(way))
