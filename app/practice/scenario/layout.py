"""Where the turns of a scenario lie when it is drawn: layers by the distance from the start, few crossings.

Deterministic and without Qt. A way that skips a layer, or goes back up, is led past the turns between through places of
its own, so that no line runs behind a turn.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from app.practice.scenario.model import Scenario

Point = tuple[float, float]
_SWEEPS: Final = 10
_SETTLINGS: Final = 12


@dataclass(frozen=True, slots=True)
class Spacing:
    """Sizes of a drawing, in any unit. lane: width kept for a way that passes a layer."""

    width: float = 210.0
    height: float = 96.0
    across: float = 28.0
    down: float = 76.0
    lane: float = 22.0


@dataclass(frozen=True, slots=True)
class Way:
    """All edges from one turn to another, drawn as one line. places: of the edges. points: corners of the line, from
    the lower side of the one to the upper side of the other; for a way back from side to side."""

    start: str
    to: str
    places: tuple[int, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """places: upper left corner of every turn. layers: the turns of each, left to right."""

    places: Mapping[str, Point]
    layers: tuple[tuple[str, ...], ...]
    ways: tuple[Way, ...] = ()
    spacing: Spacing = field(default_factory=Spacing)


def lay_out(scenario: Scenario, spacing: Spacing | None = None) -> Layout:
    """Places for every turn and a line for every pair of turns with a way between them."""
    room = spacing or Spacing()
    edges = _edges(scenario)
    depth = _depths(scenario, edges)
    rows, chains = _rows(scenario, depth, edges)
    rows = _ordered(rows, chains)
    middle = _middles(rows, chains, room)
    places: dict[str, Point] = {}
    for number, row in enumerate(rows):
        for one in row:
            if isinstance(one, str):
                places[one] = (middle[one] - room.width / 2, number * (room.height + room.down))
    level = {one: number for number, row in enumerate(rows) for one in row}
    lines = zip(edges.items(), chains, strict=True)
    ways = tuple(
        Way(start, to, found, _corners(start, to, [(middle[one], level[one]) for one in chain[1:-1]], places, room))
        for ((start, to), found), chain in lines
    )
    layers = tuple(tuple(one for one in row if isinstance(one, str)) for row in rows)
    return Layout(places, layers, ways, room)


def path_to(scenario: Scenario, name: str) -> tuple[str, ...]:
    """The turns of a shortest way from the start to a turn, both included; () where there is none."""
    came: dict[str, str | None] = {scenario.start: None}
    todo = deque([scenario.start] if scenario.start in scenario.nodes else [])
    while todo:
        here = todo.popleft()
        for edge in scenario.nodes[here].edges:
            if edge.to in scenario.nodes and edge.to not in came:
                came[edge.to] = here
                todo.append(edge.to)
    path: list[str] = []
    step: str | None = name if name in came and name in scenario.nodes else None
    while step is not None:
        path.append(step)
        step = came[step]
    return tuple(reversed(path))


# ---------------------------------------------------------------- layers

# A turn by its name, or a lane: the number of a way and of the layer it passes.
_Lane = tuple[int, int]
_Item = str | _Lane
_Chains = list[tuple[_Item, ...]]


def _edges(scenario: Scenario) -> dict[tuple[str, str], tuple[int, ...]]:
    found: dict[tuple[str, str], tuple[int, ...]] = {}
    for name, node in scenario.nodes.items():
        for place, edge in enumerate(node.edges):
            if edge.to in scenario.nodes:
                found[name, edge.to] = (*found.get((name, edge.to), ()), place)
    return found


def _depths(scenario: Scenario, edges: Mapping[tuple[str, str], tuple[int, ...]]) -> dict[str, int]:
    """Steps from the start; turns that no way leads to come below, ends below all that lead to them."""
    follow: dict[str, list[str]] = defaultdict(list)
    for start, to in edges:
        follow[start].append(to)
    depth: dict[str, int] = {}
    for root in (scenario.start, *scenario.nodes):
        if root in depth or root not in scenario.nodes:
            continue
        depth[root] = 0 if not depth else max(depth.values()) + 1
        todo = deque([root])
        while todo:
            here = todo.popleft()
            for to in follow[here]:
                if to not in depth:
                    depth[to] = depth[here] + 1
                    todo.append(to)
    lead = {to: [start for start, end in edges if end == to] for to in scenario.nodes}
    for name, node in scenario.nodes.items():
        if node.end is not None and lead[name]:
            depth[name] = max(depth[name], 1 + max(depth[one] for one in lead[name] if one != name))
    levels = {level: number for number, level in enumerate(sorted(set(depth.values())))}
    return {name: levels[level] for name, level in depth.items()}


def _rows(
    scenario: Scenario, depth: Mapping[str, int], edges: Mapping[tuple[str, str], tuple[int, ...]]
) -> tuple[list[list[_Item]], _Chains]:
    """The items of each layer, and each way as a chain of items downwards."""
    rows: list[list[_Item]] = [[] for _ in range(1 + max(depth.values()))]
    for name in scenario.nodes:
        rows[depth[name]].append(name)
    chains: _Chains = []
    for number, (start, to) in enumerate(edges):
        upper, lower = (start, to) if depth[start] <= depth[to] else (to, start)
        lanes: list[_Lane] = [(number, level) for level in range(depth[upper] + 1, depth[lower])]
        for one in lanes:
            rows[one[1]].append(one)
        chains.append((upper, *lanes, lower) if upper != lower else (upper,))
    return rows, chains


# ---------------------------------------------------------------- order and places


def _neighbours(
    chains: _Chains, level: Mapping[_Item, int]
) -> tuple[dict[_Item, list[_Item]], dict[_Item, list[_Item]]]:
    above: dict[_Item, list[_Item]] = defaultdict(list)
    below: dict[_Item, list[_Item]] = defaultdict(list)
    for chain in chains:
        for upper, lower in pairwise(chain):
            if level[upper] != level[lower]:
                above[lower].append(upper)
                below[upper].append(lower)
    return above, below


def _ordered(rows: list[list[_Item]], chains: _Chains) -> list[list[_Item]]:
    """The layers in an order with few crossings: each item near the middle of its neighbours, back and forth."""
    level = {one: number for number, row in enumerate(rows) for one in row}
    above, below = _neighbours(chains, level)
    best, fewest = [list(row) for row in rows], _crossings(rows, below)
    rows = [list(row) for row in rows]
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for row in rows if down else rows[::-1]:
            near = above if down else below
            at = {one: place for line in rows for place, one in enumerate(line)}
            wish = {
                one: sum(at[other] for other in near[one]) / len(near[one]) if near[one] else float(at[one])
                for one in row
            }
            row.sort(key=lambda one: (wish[one], at[one]))
        count = _crossings(rows, below)
        if count < fewest:
            best, fewest = [list(row) for row in rows], count
    return best


def _crossings(rows: list[list[_Item]], below: Mapping[_Item, list[_Item]]) -> int:
    count = 0
    for upper, lower in pairwise(rows):
        at = {one: place for place, one in enumerate(lower)}
        ends = [at[to] for one in upper for to in sorted(below.get(one, []), key=lambda to: at[to])]
        count += sum(ends[i] > ends[j] for i in range(len(ends)) for j in range(i + 1, len(ends)))
    return count


def _middles(rows: list[list[_Item]], chains: _Chains, room: Spacing) -> dict[_Item, float]:
    """The middle of every item across: near its neighbours, with room to the next in its layer."""
    level = {one: number for number, row in enumerate(rows) for one in row}
    above, below = _neighbours(chains, level)
    middle: dict[_Item, float] = {}
    for row in rows:
        _spread(row, dict.fromkeys(row, 0.0), middle, room)
    for turn in range(_SETTLINGS):
        for row in rows if turn % 2 == 0 else rows[::-1]:
            wish = {}
            for one in row:
                near = (above[one] if turn % 2 == 0 else below[one]) or [*above[one], *below[one]]
                wish[one] = sum(middle[other] for other in near) / len(near) if near else middle[one]
            _spread(row, wish, middle, room)
    least = min(middle[one] - _width(one, room) / 2 for one in middle)
    return {one: value - least for one, value in middle.items()}


def _spread(row: list[_Item], wish: Mapping[_Item, float], middle: dict[_Item, float], room: Spacing) -> None:
    """As near to the wishes as the room between them allows: neighbours that would overlap are moved as one block."""
    blocks: list[tuple[float, int, list[_Item]]] = []  # sum of wishes for the first item, count, items
    offset: dict[_Item, float] = {}
    for one in row:
        blocks.append((wish[one], 1, [one]))
        offset[one] = 0.0
        while len(blocks) > 1:
            (left_sum, left_n, left), (right_sum, right_n, right) = blocks[-2:]
            gap = offset[left[-1]] + _apart(left[-1], right[0], room)
            if left_sum / left_n + gap <= right_sum / right_n:
                break
            for item in right:
                offset[item] += gap
            blocks[-2:] = [(left_sum + right_sum - gap * right_n, left_n + right_n, [*left, *right])]
    for total, count, items in blocks:
        for item in items:
            middle[item] = total / count + offset[item]


def _apart(one: _Item, other: _Item, room: Spacing) -> float:
    return (_width(one, room) + _width(other, room)) / 2 + room.across


def _width(one: _Item, room: Spacing) -> float:
    return room.width if isinstance(one, str) else room.lane


# ---------------------------------------------------------------- lines


def _corners(
    start: str, to: str, lanes: list[tuple[float, int]], places: Mapping[str, Point], room: Spacing
) -> tuple[Point, ...]:
    """The corners of a line. lanes: middle and layer of each lane it passes, from the upper turn to the lower."""
    (x, y), (to_x, to_y) = places[start], places[to]
    half, tall = room.width / 2, room.height
    if start == to:
        side, ear = x + room.width, min(room.across, room.lane)
        return (side, y + tall * 0.3), (side + ear, y + tall / 2), (side, y + tall * 0.7)
    if y == to_y:
        # Over the heads of the turns between; each leaves and comes in on its own side.
        aside = half * (0.55 if x < to_x else -0.55)
        top = y - room.down * (0.36 if x < to_x else 0.24)
        return (x + half + aside, y), (x + half + aside, top), (to_x + half - aside, top), (to_x + half - aside, to_y)
    down = y < to_y
    shift = 0.0 if down else half * 0.4  # ways back leave a little aside, so that both directions can be seen
    points: list[Point] = [(x + half + shift, y + tall if down else y)]
    for across, number in lanes if down else lanes[::-1]:
        head = number * (room.height + room.down)
        ends = [(across, head), (across, head + tall)]
        points += ends if down else ends[::-1]
    points.append((to_x + half + shift, to_y if down else to_y + tall))
    return tuple(points)
