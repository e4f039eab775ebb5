"""The drawing of a graph: no turn lies on another, every line leads where it should, always the same."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.practice.scenario.layout import Spacing, lay_out, path_to
from app.practice.scenario.loader import load_scenario
from app.practice.scenario.model import Condition, Edge, Node, Scenario
from perception.inference.asset_files import assets_dir
from tests.unit.app_practice.small_scenario import small

ROOM = Spacing()


@st.composite
def scenarios(draw) -> Scenario:
    count = draw(st.integers(1, 14))
    names = [f"n{number}" for number in range(count)]
    nodes = {}
    for name in names:
        targets = draw(st.lists(st.sampled_from([*names, "gone"]), max_size=4))
        edges = tuple(Edge(to, Condition(any_of=("judged",))) for to in targets)
        end = draw(st.sampled_from([None, None, "resolved"]))
        nodes[name] = Node(name, "vent", ("One.", "Two."), edges=() if end else edges, end=end)
    return replace(small(), nodes=nodes, start=draw(st.sampled_from([*names, "gone"])))


def overlaps(one, other) -> bool:
    return abs(one[0] - other[0]) < ROOM.width and abs(one[1] - other[1]) < ROOM.height


@given(scenarios())
@settings(max_examples=200, deadline=None)
def test_no_turn_lies_on_another_and_every_way_is_drawn(scenario):
    layout = lay_out(scenario)
    places = list(layout.places.items())
    assert set(layout.places) == set(scenario.nodes)
    for number, (name, place) in enumerate(places):
        for other, its in places[number + 1 :]:
            assert not overlaps(place, its), (name, other)
    drawn = {(way.start, way.to): way.places for way in layout.ways}
    for name, node in scenario.nodes.items():
        for number, edge in enumerate(node.edges):
            if edge.to in scenario.nodes:
                assert number in drawn[name, edge.to]
    assert lay_out(scenario) == layout


@given(scenarios())
@settings(max_examples=100, deadline=None)
def test_lines_begin_and_end_at_their_turns_and_pass_no_other(scenario):
    layout = lay_out(scenario)
    for way in layout.ways:
        for name, point in ((way.start, way.points[0]), (way.to, way.points[-1])):
            x, y = layout.places[name]
            assert x <= point[0] <= x + ROOM.width
            assert point[1] in (y, y + ROOM.height) or way.start == way.to
        for x, y in way.points[1:-1]:
            inside = [
                name
                for name, (left, top) in layout.places.items()
                if left < x < left + ROOM.width and top < y < top + ROOM.height
            ]
            assert not inside or way.start == way.to


def test_the_start_is_on_top_and_ends_are_below_what_leads_to_them():
    for path in sorted((assets_dir() / "scenarios").glob("*.yaml")):
        scenario = load_scenario(path).scenario
        layout = lay_out(scenario)
        assert layout.layers[0] == (scenario.start,)
        for name, node in scenario.nodes.items():
            for edge in node.edges:
                if scenario.nodes[edge.to].end is not None:
                    assert layout.places[edge.to][1] > layout.places[name][1]


def test_a_shortest_path_leads_from_the_start():
    assert path_to(small(), "thanks") == ("complains", "opens", "thanks")
    assert path_to(small(), "complains") == ("complains",)
    assert path_to(replace(small(), start="leaves"), "opens") == ()
