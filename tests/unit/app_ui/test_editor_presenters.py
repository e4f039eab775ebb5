"""What the graph, the findings and the packs say where scenarios are written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.practice import editing
from app.practice.pack_files import PackPlan
from app.practice.packs import Pack, PackedScenario, PackLabel
from app.practice.scenario.checking import check
from app.practice.scenario.layout import lay_out
from app.practice.scenario.model import DEEDS, Condition, Edge
from app.ui.editor.graph_presenter import edges_aloud, next_card, present_cards, present_lines
from app.ui.editor.pack_presenter import present_pack
from app.ui.editor.places_presenter import field_of, finding_words, findings_words
from app.ui.editor.words_presenter import DEED_GROUPS, SHORT, condition_words, short_condition, way_label
from app.ui.editor.words_presenter import DEEDS as DEED_WORDS
from tests.unit.app_practice.small_scenario import small


def test_every_deed_has_words_once():
    assert set(DEED_WORDS) == set(DEEDS) == set(SHORT)
    assert sum(len(deeds) for _title, deeds in DEED_GROUPS) == len(DEEDS)


@pytest.mark.parametrize(
    ("when", "long", "short"),
    [
        (Condition(), "in every other case", "else"),
        (
            Condition(any_of=("named_feeling", "acknowledged"), none_of=("pitied",)),
            "named the feeling or took it up; not pitied",
            "named it +1",
        ),
        (Condition(none_of=("judged", "pitied")), "not judged or pitied", "not judged +1"),
        (
            Condition(any_of=("judged",), all_of=("silent",), calm=(0, 30)),
            "judged; also said nothing; calm 30 or less",
            "judged +1 · calm 30 or less",
        ),
        (Condition(trust=(40, 100), visits=1), "trust 40 or more; a second time", "trust 40 or more · a second time"),
        (Condition(calm=(20, 40), visits=3), "calm 20–40; after 3 times", "calm 20–40 · after 3 times"),
    ],
)
def test_conditions_are_said_in_plain_words(when, long, short):
    assert (condition_words(when), short_condition(when)) == (long, short)


def test_a_line_names_two_of_its_edges_at_most():
    edges = [Edge("x", Condition(any_of=(deed,))) for deed in ("judged", "pitied", "silent")]
    assert way_label(edges) == "judged / pitied +1"
    assert way_label([Edge("x"), Edge("x")]) == "else"


def test_a_card_says_the_turn_its_feeling_its_end_and_what_is_found():
    broken = editing.set_node(small(), "opens", lines=("",))
    cards = {card.name: card for card in present_cards(broken, check(broken))}
    assert cards["complains"].start
    assert cards["complains"].feeling == "angry 3"
    assert cards["opens"].feeling == "worried 2 · hidden"
    assert (cards["opens"].mark, cards["thanks"].mark) == ("error", "")
    assert cards["thanks"].foot == "ends settled"
    assert cards["opens"].aloud == "Turn opens, explore, no words yet, feels worried 2 · hidden, has an error"
    assert edges_aloud(small(), "opens") == (
        "named the feeling; trust 40 or more: to thanks. in every other case: to leaves."
    )
    assert edges_aloud(small(), "thanks") == "The call ends here."


def test_the_path_to_the_chosen_turn_or_the_one_played_is_lit():
    layout = lay_out(small())
    lines = present_lines(small(), layout, "thanks")
    assert {(one.way.start, one.way.to) for one in lines if one.lit} == {("complains", "opens"), ("opens", "thanks")}
    lines = present_lines(small(), layout, "complains", [("complains", "leaves")])
    assert {(one.way.start, one.way.to) for one in lines if one.lit} == {("complains", "leaves")}
    assert {one.way.to for one in lines if one.strong} == {"opens", "leaves", "complains"}


def test_arrows_go_to_the_neighbours():
    layout = lay_out(small())
    assert next_card(layout, "complains", "down") == "opens"
    assert next_card(layout, "complains", "up") is None
    assert {next_card(layout, "thanks", "right"), next_card(layout, "thanks", "left")} == {"leaves", None}
    assert next_card(layout, "gone", "left") == "complains"


@pytest.mark.parametrize(
    ("place", "field"),
    [
        ((), ""),
        (("title",), "title"),
        (("persona", "triggers"), "persona.triggers"),
        (("facts", 1, "words", 0), "facts.1.words"),
        (("needs",), "needs.add"),
        (("nodes", "a"), "name"),
        (("nodes", "a", "lines", 1), "lines.1"),
        (("nodes", "a", "lines"), "lines.add"),
        (("nodes", "a", "edges"), "edges.add"),
        (("nodes", "a", "edges", 2, "to"), "edge.2.to"),
        (("nodes", "a", "edges", 2), "edge.2.to"),
        (("nodes", "a", "edges", 2, "when", "none_of", 0), "edge.2.none_of"),
        (("nodes", "a", "feeling"), "feeling.family"),
        (("nodes", "a", "feeling", "word"), "feeling.word"),
        (("nodes", "a", "breaks_in"), "breaks_in"),
    ],
)
def test_every_place_has_a_field(place, field):
    assert field_of(place) == field


def test_findings_are_said_in_the_words_of_the_form():
    nodes = dict(small().nodes)
    nodes["opens"] = replace(nodes["opens"], edges=(Edge("gone", Condition(any_of=("judged",))),))
    nodes["thanks"] = replace(nodes["thanks"], end=None)
    said = [finding_words(one) for one in check(replace(small(), nodes=nodes, title="", minutes=99))]
    assert not [text for text in said if "`" in text]
    assert "“title” is empty. Write something else there." in said
    assert (
        "The turn “opens” may lead nowhere: its last way has a condition. Let the last way hold in every case." in said
    )
    assert findings_words(check(small())) == ""
    assert findings_words(check(replace(small(), title="", minutes=0))) == "2 errors"


def test_a_pack_says_what_it_brings_and_what_it_replaces():
    other = replace(small(), id="other", title="Another")
    pack = Pack(PackLabel("Reports", "2", "Kim"), (PackedScenario(small(), ""), PackedScenario(other, "")))
    view = present_pack(PackPlan(pack, new=("other",), replaces=("late-report",)))
    assert view.text == "“Reports” 2 by Kim brings “Another”; replaces your own “The late report”."
    assert view.answer == "Replace and import"
    assert present_pack(PackPlan(pack, new=("other",))).answer == "Import"
    assert not present_pack(PackPlan(pack, same=("other", "late-report"))).brings
