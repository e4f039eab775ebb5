"""A scenario as a graph: what can be reached, what can end, which edge stands in the way of another."""

from __future__ import annotations

from app.practice.scenario.model import Condition, Edge, Node, Scenario


def taken(node: Node) -> tuple[Edge, ...]:
    """The edges of a node that can be taken."""
    if node.end is not None:
        return ()
    edges = node.edges
    free = [not any(covers(edges[j].when, edges[i].when) for j in range(i)) for i in range(len(edges))]
    return tuple(edge for edge, is_free in zip(edges, free, strict=True) if is_free and not impossible(edge.when))


def reachable(scenario: Scenario) -> frozenset[str]:
    """The nodes that some way from the start leads to."""
    found: set[str] = set()
    todo = [scenario.start]
    while todo:
        name = todo.pop()
        if name not in found and name in scenario.nodes:
            found.add(name)
            todo += [edge.to for edge in taken(scenario.nodes[name])]
    return frozenset(found)


def leading_to_an_end(scenario: Scenario) -> frozenset[str]:
    """The nodes from which some way leads to an end."""
    found = {name for name, node in scenario.nodes.items() if node.end is not None}
    grew = True
    while grew:
        more = {
            name
            for name, node in scenario.nodes.items()
            if name not in found and any(edge.to in found for edge in taken(node))
        }
        found |= more
        grew = bool(more)
    return frozenset(found)


def covers(wide: Condition, narrow: Condition) -> bool:
    """Whether `wide` surely holds whenever `narrow` does. False where that cannot be told from the two alone."""
    needs = set(narrow.all_of) | (set(narrow.any_of) if len(set(narrow.any_of)) == 1 else set())
    any_met = not wide.any_of or bool(needs & set(wide.any_of))
    if wide.any_of and narrow.any_of:
        any_met = any_met or set(narrow.any_of) <= set(wide.any_of)
    return (
        any_met
        and set(wide.all_of) <= needs
        and set(wide.none_of) <= set(narrow.none_of)
        and wide.calm[0] <= narrow.calm[0]
        and narrow.calm[1] <= wide.calm[1]
        and wide.trust[0] <= narrow.trust[0]
        and narrow.trust[1] <= wide.trust[1]
        and wide.visits <= narrow.visits
        and set(wide.seen) <= set(narrow.seen)
        and set(wide.not_seen) <= set(narrow.not_seen)
    )


def impossible(when: Condition) -> bool:
    """Whether a condition contradicts itself."""
    barred = set(when.none_of)
    return (
        bool(barred & set(when.all_of))
        or bool(set(when.seen) & set(when.not_seen))
        or (bool(when.any_of) and set(when.any_of) <= barred)
        or when.calm[0] > when.calm[1]
        or when.trust[0] > when.trust[1]
    )
