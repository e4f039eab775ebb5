"""Changes of a scenario as plain functions: each gives a new one in which every reference still resolves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, TypeVar

from app.practice.errors import PracticeError
from app.practice.scenario.model import Condition, Edge, EndKind, Node, Persona, Scenario
from perception.types import Phase

T = TypeVar("T")
LONGEST_NAME: Final = 40
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
FIRST_LINES: Final = ("Write what the customer says here.", "Write it here in other words.")


class EditError(PracticeError):
    """A change that cannot be made; nothing is changed."""


# ---------------------------------------------------------------- names


def free_name(scenario: Scenario, wish: str) -> str:
    """A name for a turn that is not taken, near the wish."""
    base = re.sub(r"[^A-Za-z0-9_-]+", "_", wish).strip("_-")[: LONGEST_NAME - 4] or "turn"
    base = base if base[0].isalpha() else f"turn_{base}"
    return _first_free(base, scenario.nodes)


def free_id(wish: str, taken: Iterable[str]) -> str:
    """An id for a scenario that is not taken, near the wish."""
    base = re.sub(r"[^a-z0-9]+", "-", wish.casefold()).strip("-")[:56] or "scenario"
    return _first_free(base, taken, joint="-")


def _first_free(base: str, taken: Iterable[str], joint: str = "_") -> str:
    known = set(taken)
    number = 2
    name = base
    while name in known:
        name = f"{base}{joint}{number}"
        number += 1
    return name


def proper_id(text: str) -> bool:
    """Whether a scenario may be called so."""
    return bool(_ID.fullmatch(text)) and len(text) <= 60


# ---------------------------------------------------------------- the scenario


def set_scenario(scenario: Scenario, **changes: Any) -> Scenario:
    """Other values of the scenario as a whole."""
    return replace(scenario, **changes)


def set_persona(scenario: Scenario, **changes: Any) -> Scenario:
    """Other values of the customer."""
    persona: Persona = replace(scenario.persona, **changes)
    return replace(scenario, persona=persona)


def copy_of(scenario: Scenario, taken: Iterable[str]) -> Scenario:
    """The same story under an id and title of its own."""
    title = f"{scenario.title} (copy)"
    return replace(scenario, id=free_id(f"{scenario.id}-copy", taken), title=title, author="", version=1)


# ---------------------------------------------------------------- turns


def add_node(scenario: Scenario, wish: str = "turn", *, after: str | None = None) -> tuple[Scenario, str]:
    """A new turn and its name; after: with a way to it from this turn, in the same phase."""
    name = free_name(scenario, wish)
    before = scenario.nodes.get(after) if after is not None else None
    phase: Phase = before.phase if before is not None else "explore"
    node = Node(name, phase, FIRST_LINES)
    made = replace(scenario, nodes=_placed_after(scenario, node, after))
    if before is not None and before.end is None:
        made = add_edge(made, before.id, name)
    return made, name


def duplicate_node(scenario: Scenario, name: str) -> tuple[Scenario, str]:
    """A turn once more, with its ways but none that lead to it; and the name of it."""
    node = _node(scenario, name)
    fresh = free_name(scenario, name)
    return replace(scenario, nodes=_placed_after(scenario, replace(node, id=fresh), name)), fresh


def rename_node(scenario: Scenario, old: str, new: str) -> Scenario:
    """Another name for a turn; every way to it and the start follow. Raises EditError: taken or not a name."""
    _node(scenario, old)
    if new == old:
        return scenario
    if not _NAME.fullmatch(new) or len(new) > LONGEST_NAME:
        what = f"A turn cannot be called “{new}”."
        remedy = f"Start with a letter; then letters, digits, _ and -, at most {LONGEST_NAME}."
        raise EditError(what, recovery=remedy)
    if new in scenario.nodes:
        raise EditError(f"There is a turn “{new}” already.", recovery="Choose another name.")
    nodes = {}
    for name, node in scenario.nodes.items():
        edges = tuple(_renamed(edge, old, new) for edge in node.edges)
        key = new if name == old else name
        nodes[key] = replace(node, id=key, edges=edges)
    return replace(scenario, nodes=nodes, start=new if scenario.start == old else scenario.start)


def remove_node(scenario: Scenario, name: str) -> Scenario:
    """Without a turn, the ways to it and those that ask for it; the start moves to the first that is left.

    Raises EditError for the last.
    """
    _node(scenario, name)
    if len(scenario.nodes) == 1:
        raise EditError("A scenario needs one turn.", recovery="Add another turn before you remove this one.")
    nodes = {
        key: replace(node, edges=tuple(_without(edge, name) for edge in node.edges if not _needs(edge, name)))
        for key, node in scenario.nodes.items()
        if key != name
    }
    return replace(scenario, nodes=nodes, start=next(iter(nodes)) if scenario.start == name else scenario.start)


def _renamed(edge: Edge, old: str, new: str) -> Edge:
    def names(found: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if name == old else name for name in found)

    when = replace(edge.when, seen=names(edge.when.seen), not_seen=names(edge.when.not_seen))
    return replace(edge, to=new if edge.to == old else edge.to, when=when)


def _needs(edge: Edge, name: str) -> bool:
    return edge.to == name or name in edge.when.seen


def _without(edge: Edge, name: str) -> Edge:
    rest = tuple(one for one in edge.when.not_seen if one != name)
    return replace(edge, when=replace(edge.when, not_seen=rest))


def leads_to(scenario: Scenario, name: str) -> int:
    """How many ways of other turns lead to a turn."""
    return sum(edge.to == name for key, node in scenario.nodes.items() if key != name for edge in node.edges)


def set_node(scenario: Scenario, name: str, **changes: Any) -> Scenario:
    """Other values of a turn; for its name see `rename_node`, for its end `set_end`."""
    node: Node = replace(_node(scenario, name), **changes)
    return replace(scenario, nodes={**scenario.nodes, name: node})


def set_end(scenario: Scenario, name: str, end: EndKind | None) -> Scenario:
    """Let the call end after a turn, which takes its ways away; or go on."""
    if end is None:
        return set_node(scenario, name, end=None)
    return set_node(scenario, name, end=end, edges=())


def set_start(scenario: Scenario, name: str) -> Scenario:
    """Begin with this turn."""
    return replace(scenario, start=_node(scenario, name).id)


# ---------------------------------------------------------------- ways


def add_edge(scenario: Scenario, name: str, to: str) -> Scenario:
    """One more way. The first of a turn always holds; a later one goes before that, for something the CSM did."""
    node = _node(scenario, name)
    _node(scenario, to)
    if not node.edges or not node.edges[-1].when.always:
        return set_node(scenario, name, edges=(*node.edges, Edge(to)))
    edge = Edge(to, Condition(any_of=("named_feeling",)))
    return set_node(scenario, name, edges=(*node.edges[:-1], edge, node.edges[-1]))


def set_edge(scenario: Scenario, name: str, place: int, **changes: Any) -> Scenario:
    """Other values of a way."""
    if "to" in changes:
        _node(scenario, changes["to"])
    edges = _node(scenario, name).edges
    return set_node(scenario, name, edges=replaced(edges, place, replace(_at(edges, place), **changes)))


def set_condition(scenario: Scenario, name: str, place: int, **changes: Any) -> Scenario:
    """Another `when` of a way."""
    when = replace(_at(_node(scenario, name).edges, place).when, **changes)
    return set_edge(scenario, name, place, when=when)


def remove_edge(scenario: Scenario, name: str, place: int) -> Scenario:
    """Without a way."""
    return set_node(scenario, name, edges=removed(_node(scenario, name).edges, place))


def move_edge(scenario: Scenario, name: str, place: int, to: int) -> Scenario:
    """A way at another place of its turn: the first that holds is taken."""
    return set_node(scenario, name, edges=moved(_node(scenario, name).edges, place, to))


# ---------------------------------------------------------------- lists


def added(items: tuple[T, ...], item: T) -> tuple[T, ...]:
    """With one more at the end."""
    return (*items, item)


def replaced(items: tuple[T, ...], place: int, item: T) -> tuple[T, ...]:
    """With another one at a place."""
    _at(items, place)
    return (*items[:place], item, *items[place + 1 :])


def removed(items: tuple[T, ...], place: int) -> tuple[T, ...]:
    """Without the one at a place."""
    _at(items, place)
    return (*items[:place], *items[place + 1 :])


def moved(items: tuple[T, ...], place: int, to: int) -> tuple[T, ...]:
    """With one carried to another place, held within the list."""
    item = _at(items, place)
    rest = removed(items, place)
    to = min(len(rest), max(0, to))
    return (*rest[:to], item, *rest[to:])


def _at(items: tuple[T, ...], place: int) -> T:
    if not 0 <= place < len(items):
        raise EditError("That entry is not there any more.", recovery="Look at the list again.")
    return items[place]


def _node(scenario: Scenario, name: str) -> Node:
    if name not in scenario.nodes:
        raise EditError(f"There is no turn “{name}”.", recovery="Choose one of the graph.")
    return scenario.nodes[name]


def _placed_after(scenario: Scenario, node: Node, after: str | None) -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    for key, one in scenario.nodes.items():
        nodes[key] = one
        if key == after:
            nodes[node.id] = node
    nodes.setdefault(node.id, node)
    return nodes
