"""What the cards and lines of the graph say. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from app.practice.scenario.checking import PlacedFinding
from app.practice.scenario.layout import Layout, Way, path_to
from app.practice.scenario.model import Scenario
from app.ui.editor.words_presenter import END_MARKS, FAMILIES, PHASES, condition_words, way_label

Mark = Literal["", "error", "warning"]
_FIRST_WORDS: Final = 9


@dataclass(frozen=True, slots=True)
class CardView:
    """A turn on the graph. feeling: '' for none. foot: how it ends, or ''. aloud: for people who do not see it."""

    name: str
    phase: str
    words: str
    feeling: str
    foot: str
    start: bool
    mark: Mark
    aloud: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of the graph. lit: on the path to what is selected. strong: it leaves what is selected."""

    way: Way
    text: str
    lit: bool
    strong: bool


def present_cards(scenario: Scenario, findings: Iterable[PlacedFinding]) -> tuple[CardView, ...]:
    """A card for every turn."""
    marks = _marks(findings)
    made = []
    for name, node in scenario.nodes.items():
        felt = node.feeling
        feeling = ""
        if felt is not None and felt.intensity > 0:
            feeling = f"{felt.word or FAMILIES[felt.family].lower()} {felt.intensity}" + (
                " · hidden" if felt.hidden else ""
            )
        foot = END_MARKS[node.end] if node.end is not None else ""
        words = _first_words(node.lines[0] if node.lines else "")
        mark = marks.get(name, "")
        parts = [
            f"Turn {name}",
            PHASES[node.phase].lower(),
            "the call starts here" if name == scenario.start else "",
            f"“{words}”" if words else "no words yet",
            f"feels {feeling}" if feeling else "",
            foot,
            {"error": "has an error", "warning": "has a warning", "": ""}[mark],
        ]
        made.append(
            CardView(
                name,
                PHASES[node.phase],
                words,
                feeling,
                foot,
                name == scenario.start,
                mark,
                ", ".join(filter(None, parts)),
            )
        )
    return tuple(made)


def present_lines(
    scenario: Scenario, layout: Layout, selected: str | None, played: Iterable[tuple[str, str]] = ()
) -> tuple[LineView, ...]:
    """A line for every pair of turns. played: pairs on a path that was played; then they are lit."""
    path = path_to(scenario, selected) if selected is not None else ()
    lit = set(played) or set(pairwise(path))
    made = []
    for way in layout.ways:
        edges = [scenario.nodes[way.start].edges[place] for place in way.places]
        pair = (way.start, way.to)
        made.append(LineView(way, way_label(edges), pair in lit, way.start == selected))
    return tuple(made)


def edges_aloud(scenario: Scenario, name: str) -> str:
    """Where the ways of a turn lead, as sentences."""
    node = scenario.nodes[name]
    if node.end is not None:
        return "The call ends here."
    return " ".join(f"{condition_words(edge.when)}: to {edge.to}." for edge in node.edges) or "No way leads on."


def next_card(layout: Layout, here: str, step: Literal["up", "down", "left", "right"]) -> str | None:
    """The turn next to one in a direction; None at the border."""
    at = {name: (number, place) for number, row in enumerate(layout.layers) for place, name in enumerate(row)}
    if here not in at:
        return next(iter(at), None)
    number, place = at[here]
    if step in ("left", "right"):
        row = layout.layers[number]
        other = place + (1 if step == "right" else -1)
        return row[other] if 0 <= other < len(row) else None
    other_row = number + (1 if step == "down" else -1)
    if not 0 <= other_row < len(layout.layers):
        return None
    x = layout.places[here][0]
    return min(layout.layers[other_row], key=lambda name: abs(layout.places[name][0] - x))


def _marks(findings: Iterable[PlacedFinding]) -> Mapping[str, Mark]:
    marks: dict[str, Mark] = {}
    for one in findings:
        if one.node is not None and marks.get(one.node) != "error":
            marks[one.node] = one.severity
    return marks


def _first_words(line: str) -> str:
    words = line.split()
    return " ".join(words[:_FIRST_WORDS]) + (" …" if len(words) > _FIRST_WORDS else "")
