"""The document of the editor: whatever was done can be taken back and made again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.practice import editing
from app.ui.editor.document import EditorDocument, Selection
from tests.unit.app_practice.small_scenario import small
from tests.unit.app_practice.test_scenario_editing import STEPS, references_resolve, tried


@pytest.fixture(scope="module")
def application():
    from app.ui.run import make_application

    return make_application()


@given(STEPS, st.lists(st.sampled_from(["", "lines.0", "title"]), min_size=12, max_size=12))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_everything_can_be_taken_back_and_made_again(application, steps, keys):
    document = EditorDocument(small())
    seen = [document.scenario]
    for (change, one, other, number), key in zip(steps, keys, strict=False):
        document.apply("Change", tried(change, document.scenario, one, other, number), key=key)
        assert references_resolve(document.scenario)
        assert document.selection.node is None or document.selection.node in document.scenario.nodes
        seen.append(document.scenario)
    last = document.scenario
    while document.stack.canUndo():
        document.undo()
        assert document.scenario in seen
    assert document.scenario == small()
    assert not document.modified
    while document.stack.canRedo():
        document.redo()
    assert document.scenario == last
    document.rest()


def test_typing_after_saving_or_looking_elsewhere_is_a_change_of_its_own(application):
    document = EditorDocument(small())
    titles = iter("abcdef")

    def type_title() -> None:
        document.apply("Type", editing.set_scenario(document.scenario, title=next(titles)), key="title")

    type_title()
    type_title()
    assert document.stack.count() == 1
    document.mark_saved()
    assert not document.modified
    type_title()
    assert (document.stack.count(), document.modified) == (2, True)
    document.select(Selection("opens", 9))
    assert document.selection == Selection("opens")
    type_title()
    assert document.stack.count() == 3
    document.undo()
    document.undo()
    assert not document.modified
    assert document.scenario.title == "b"
    type_title()
    assert not document.stack.canRedo()
    document.rest()
    document.undo()
    assert document.scenario.title == "e", "nothing moves once the page is left"


def test_a_place_selects_its_turn_and_its_way(application):
    document = EditorDocument(small())
    document.select_place(("nodes", "opens", "edges", 1, "to"))
    assert document.selection == Selection("opens", 1)
    document.select_place(("persona", "name"))
    assert document.selection == Selection()
    document.rest()
