"""Changes of a scenario: every one can be taken back, and every reference still resolves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.practice import editing
from app.practice.scenario.checking import can_be_saved, check
from app.practice.scenario.loader import read_scenario
from app.practice.scenario.model import DEEDS, Condition, Edge, Scenario
from app.practice.scenario.write_back import write_back
from tests.unit.app_practice.small_scenario import TEXT, small


def references_resolve(scenario: Scenario) -> bool:
    targets = {edge.to for node in scenario.nodes.values() for edge in node.edges}
    names = all(name == node.id for name, node in scenario.nodes.items())
    return scenario.start in scenario.nodes and targets <= set(scenario.nodes) and names


def tried(change, scenario: Scenario, *given) -> Scenario:
    """What a change gives; the same scenario where it is refused."""
    try:
        return change(scenario, *given)
    except editing.EditError:
        return scenario


NAMES = st.sampled_from(["complains", "opens", "thanks", "leaves", "turn", "x", "New-one", "turn_2"])
OPERATIONS = (
    lambda s, a, b, n: editing.add_node(s, b, after=a if a in s.nodes else None)[0],
    lambda s, a, b, n: editing.duplicate_node(s, a)[0],
    lambda s, a, b, n: editing.rename_node(s, a, b),
    lambda s, a, b, n: editing.remove_node(s, a),
    lambda s, a, b, n: editing.set_start(s, a),
    lambda s, a, b, n: editing.set_end(s, a, "open" if n % 2 else None),
    lambda s, a, b, n: editing.add_edge(s, a, b),
    lambda s, a, b, n: editing.remove_edge(s, a, n),
    lambda s, a, b, n: editing.move_edge(s, a, n, n - 1),
    lambda s, a, b, n: editing.set_edge(s, a, n, to=b, calm=float(n)),
    lambda s, a, b, n: editing.set_condition(s, a, n, any_of=DEEDS[:n]),
    lambda s, a, b, n: editing.set_node(s, a, lines=editing.added(s.nodes[a].lines, b) if a in s.nodes else ()),
    lambda s, a, b, n: editing.set_scenario(s, title=f"{s.title} {b}"),
    lambda s, a, b, n: editing.set_persona(s, name=b),
)
STEPS = st.lists(st.tuples(st.sampled_from(OPERATIONS), NAMES, NAMES, st.integers(0, 3)), max_size=12)


@given(STEPS)
@settings(max_examples=150, deadline=None)
def test_whatever_is_done_every_reference_resolves_and_what_was_before_is_untouched(steps):
    scenario, before = small(), repr(small())
    for change, one, other, number in steps:
        kept = repr(scenario)
        after = tried(change, scenario, one, other, number)
        assert repr(scenario) == kept, "a change gives a new scenario"
        assert references_resolve(after)
        check(after)  # never fails, whatever it holds
        scenario = after
    assert repr(small()) == before


@given(STEPS)
@settings(max_examples=30, deadline=None)
def test_what_was_edited_is_written_into_its_text_and_read_back_the_same(steps):
    scenario = small()
    for change, one, other, number in steps:
        scenario = tried(change, scenario, one, other, number)
    if can_be_saved(check(scenario)):
        made = write_back(TEXT, scenario)
        assert read_scenario(made.text, "late-report.yaml").scenario == scenario


def test_a_new_name_is_followed_by_every_way_and_by_the_start():
    renamed = editing.rename_node(small(), "complains", "begins")
    assert renamed.start == "begins"
    assert list(renamed.nodes) == ["begins", "opens", "thanks", "leaves"]
    assert renamed.nodes["begins"].edges[3].to == "begins"
    assert editing.rename_node(renamed, "begins", "complains") == small()


@pytest.mark.parametrize(
    ("name", "said"), [("opens", "already"), ("2nd", "cannot be called"), ("", "cannot be called")]
)
def test_a_name_that_is_taken_or_no_name_is_refused(name, said):
    with pytest.raises(editing.EditError, match=said):
        editing.rename_node(small(), "complains", name)


def test_removing_takes_the_ways_along_and_never_the_last_turn():
    less = editing.remove_node(small(), "leaves")
    assert [edge.to for edge in less.nodes["complains"].edges] == ["opens", "complains"]
    assert editing.leads_to(small(), "leaves") == 3
    moved = editing.remove_node(small(), "complains")
    assert moved.start == "opens"
    alone = replace(small(), nodes={"thanks": small().nodes["thanks"]}, start="thanks")
    with pytest.raises(editing.EditError, match="needs one turn"):
        editing.remove_node(alone, "thanks")


def test_a_copy_has_an_id_and_a_title_of_its_own():
    copy = editing.copy_of(small(), {"late-report", "late-report-copy"})
    assert (copy.id, copy.title) == ("late-report-copy-2", "The late report (copy)")
    assert editing.free_id("Über uns: 50 %!", ()) == "ber-uns-50"


def test_a_new_way_goes_before_the_one_that_always_holds():
    more = editing.add_edge(small(), "complains", "thanks")
    assert [edge.to for edge in more.nodes["complains"].edges][-2:] == ["thanks", "complains"]
    fresh, name = editing.add_node(small(), "later", after="thanks")
    assert fresh.nodes[name].edges == ()
    assert fresh.nodes["thanks"].edges == (), "a turn that ends the call leads nowhere"
    assert editing.add_edge(fresh, name, "leaves").nodes[name].edges == (Edge("leaves"),)


# ---------------------------------------------------------------- checking


def test_what_no_file_can_hold_is_told_at_its_place_and_stands_in_the_way_of_saving():
    broken = editing.set_scenario(small(), title=" ", minutes=0)
    broken = editing.set_node(broken, "opens", lines=("",))
    found = check(broken)
    assert not can_be_saved(found)
    assert {one.place for one in found if one.form} == {("title",), ("minutes",), ("nodes", "opens", "lines", 0)}
    assert next(one for one in found if one.place[0] == "nodes").node == "opens"


def test_errors_of_the_story_are_told_at_their_place_and_can_be_saved():
    edges = (Edge("nowhere", Condition(any_of=("judged",))),)
    found = check(replace(small(), nodes={**small().nodes, "opens": replace(small().nodes["opens"], edges=edges)}))
    assert can_be_saved(found)
    errors = {(one.code, one.place) for one in found if one.severity == "error"}
    assert ("no_last_way", ("nodes", "opens", "edges")) in errors
    assert ("unknown_node", ("nodes", "opens", "edges", 0, "to")) in errors
    assert [one.severity for one in found] == sorted(one.severity for one in found), "errors first"


# ---------------------------------------------------------------- writing back

COMMENTED = TEXT.replace("nodes:\n", "# the graph\nnodes:\n").replace(
    "display: angry\n", "display: angry  # at first\n"
)


def test_what_did_not_change_stays_as_it_was_with_its_comments():
    made = write_back(COMMENTED, editing.set_scenario(small(), title="Another: title"))
    assert made.lost == ()
    assert "title: 'Another: title'" in made.text
    before, after = COMMENTED.splitlines(), made.text.splitlines()
    assert [line for line in after if "#" in line] == [line for line in before if "#" in line]


def test_a_renamed_turn_keeps_the_comments_inside_it():
    made = write_back(COMMENTED, editing.rename_node(small(), "complains", "begins"))
    assert made.lost == ()
    assert "  begins:\n    phase: vent" in made.text


def test_comments_that_went_with_their_turn_are_told():
    made = write_back(COMMENTED, editing.remove_node(small(), "complains"))
    assert "# at first" in made.lost


def test_a_new_scenario_is_written_plainly_and_blanks_are_trimmed():
    text = write_back("", editing.set_scenario(small(), title="  Two  blanks ")).text
    assert read_scenario(text, "late-report.yaml").scenario.title == "Two blanks"


def test_turns_that_a_way_asks_for_keep_their_names_and_leave_with_it() -> None:
    asking = editing.set_condition(small(), "complains", 0, seen=("opens",))
    asking = editing.set_condition(asking, "complains", 1, not_seen=("opens", "thanks"))
    renamed = editing.rename_node(asking, "opens", "tells")
    assert renamed.nodes["complains"].edges[0].when.seen == ("tells",)
    assert renamed.nodes["complains"].edges[1].when.not_seen == ("tells", "thanks")
    gone = editing.remove_node(asking, "opens")
    assert [edge.when.seen for edge in gone.nodes["complains"].edges if edge.when.seen] == []
    assert gone.nodes["complains"].edges[0].when.not_seen == ("thanks",)
