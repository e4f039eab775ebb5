"""Writing scenarios: graph and form, findings, a try, drafts, saving."""

from __future__ import annotations

import pytest
from conftest import settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from writing_hands import OWN, choose, field, open_editor, toast_of, type_into

from app.engine.messages import SaySentence
from app.practice import editing
from app.practice.scenario.model import Voice
from app.ui.editor.document import Selection


@pytest.fixture
def own(bench):
    return bench.put("ours.yaml", OWN)


@pytest.fixture
def window(make_main):
    return make_main()


# ---------------------------------------------------------------- graph and form


def test_the_graph_shows_every_turn_and_the_arrows_go_from_one_to_the_next(window, own):
    page = open_editor(window, own)
    graph = page.bench.graph
    assert set(graph.cards) == set(page.document.scenario.nodes)
    assert graph.cards["on_hold"].view.aloud.startswith(
        "Turn on_hold, vent, the call starts here, “I have been on hold"
    )
    assert graph.hasFocus()
    QTest.keyClick(graph, Qt.Key.Key_Down)
    page.bench._rebuilder.timeout.emit()
    below = page.document.selection.node
    assert below in ("boils", "the_night", "not_heard")
    assert field(page, "name", QLineEdit).text() == below
    assert graph.accessibleDescription().startswith(f"Turn {below}")
    assert "to hangs_up." in graph.accessibleDescription() or "to auditors." in graph.accessibleDescription()
    QTest.keyClick(graph, Qt.Key.Key_Up)
    assert page.document.selection.node == "on_hold"
    QTest.keyClick(graph, Qt.Key.Key_Return)
    assert page.focusWidget().objectName() == "lines.0"
    page.bench.other_half()
    assert graph.hasFocus()


def test_the_path_to_the_chosen_turn_is_lit_and_zoom_stays_in_bounds(window, own):
    page = open_editor(window, own)
    graph = page.bench.graph
    page.document.select(Selection("hangs_up"))
    lit = {(line.view.way.start, line.view.way.to) for line in graph.lines if line.view.lit}
    assert ("on_hold", "boils") in lit or ("on_hold", "not_heard") in lit
    for _ in range(30):
        QTest.keyClick(graph, Qt.Key.Key_Plus)
    assert graph.transform().m11() <= 1.61
    QTest.keyClick(graph, Qt.Key.Key_0)
    assert graph.transform().m11() < 1.01
    for _ in range(30):
        QTest.keyClick(graph, Qt.Key.Key_Minus)
    assert graph.transform().m11() >= 0.19


def test_typing_is_one_change_and_undo_and_redo_go_through_all(window, own):
    page = open_editor(window, own)
    document = page.document
    first = document.scenario
    type_into(page, "lines.0", "I am furious about this outage.")
    type_into(page, "lines.1", "I'm furious.")
    assert document.scenario.nodes["on_hold"].lines[:2] == ("I am furious about this outage.", "I'm furious.")
    assert document.stack.count() == 2
    choose(page, "feeling.intensity", "1")
    settle(window)
    assert document.scenario.nodes["on_hold"].feeling.intensity == 1
    document.undo()
    document.undo()
    settle(window)
    assert field(page, "lines.1").toPlainText() == first.nodes["on_hold"].lines[1]
    document.undo()
    assert document.scenario == first
    assert not document.modified
    document.redo()
    assert document.scenario.nodes["on_hold"].lines[0] == "I am furious about this outage."
    page.bench.undo_button.click()
    assert document.scenario == first


def test_ctrl_z_in_a_field_is_the_undo_of_the_page(window, own):
    page = open_editor(window, own)
    window.activateWindow()
    type_into(page, "lines.0", "Another wording.")
    edit = field(page, "lines.0")
    QTest.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert not page.document.modified
    assert field(page, "lines.0").toPlainText().startswith("I have been on hold")


def test_a_turn_is_added_renamed_duplicated_and_removed_with_its_ways(window, own):
    page = open_editor(window, own)
    document = page.document
    page.bench.do("add")
    settle(window)
    fresh = document.selection.node
    assert fresh == "turn"
    assert document.scenario.nodes["on_hold"].edges[-2].to == "turn"
    edit = field(page, "name", QLineEdit)
    edit.setText("interlude")
    edit.editingFinished.emit()
    settle(window)
    assert document.selection.node == "interlude"
    assert document.scenario.nodes["on_hold"].edges[-2].to == "interlude"
    field(page, "name", QLineEdit).setText("the_night")
    field(page, "name", QLineEdit).editingFinished.emit()
    assert "already" in toast_of(window)
    assert field(page, "name", QLineEdit).text() == "interlude"
    page.bench.form.duplicate()
    settle(window)
    assert document.selection.node == "interlude_2"
    document.select(Selection("interlude"))
    settle(window)
    QTest.keyClick(page.bench.graph, Qt.Key.Key_Delete)
    settle(window)
    assert "interlude" not in document.scenario.nodes
    assert "One way that led to it" in toast_of(window)
    window._toast._take_back()
    settle(window)
    assert "interlude" in document.scenario.nodes


def test_ways_are_built_from_deeds_in_plain_words_and_put_in_order(window, own):
    page = open_editor(window, own)
    document = page.document
    card = page.bench.form.findChild(QWidget, "edge.1")
    assert card.accessibleName().startswith("Way 2: named the feeling; not jumped to fixing or pitied")
    ticks = field(page, "edge.1.any_of")
    menu = ticks.menu_of_ticks()
    entries = {action.text(): action for action in menu.actions()}
    entries["gave back what was said"].setChecked(True)
    assert document.scenario.nodes["on_hold"].edges[1].when.any_of == ("named_feeling", "gave_back")
    assert "gave back" in field(page, "edge.1.any_of").accessibleName()
    ticks.tick("gave_back", False)
    assert document.scenario.nodes["on_hold"].edges[1].when.any_of == ("named_feeling",)
    field(page, "edge.1.calm.max").setValue(60)
    assert document.scenario.nodes["on_hold"].edges[1].when.calm == (0.0, 60.0)
    type_into(page, "edge.1.because", "Because.")
    assert document.scenario.nodes["on_hold"].edges[1].because == "Because."
    before = document.scenario.nodes["on_hold"].edges
    next(one for one in card.findChildren(QPushButton) if one.text() == "↑").click()
    settle(window)
    assert document.scenario.nodes["on_hold"].edges[:2] == (before[1], before[0])
    assert document.selection == Selection("on_hold", 0)
    choose(page, "edge.0.to", "+")
    settle(window)
    assert document.selection.node == "turn"
    assert document.scenario.nodes["on_hold"].edges[0].to == "turn"
    document.select(Selection("on_hold"))
    settle(window)
    count = len(document.scenario.nodes["on_hold"].edges)
    field(page, "edges.add").click()
    settle(window)
    assert len(document.scenario.nodes["on_hold"].edges) == count + 1


def test_an_end_takes_the_ways_and_offers_them_back(window, own):
    page = open_editor(window, own)
    choose(page, "end", "open")
    settle(window)
    assert page.document.scenario.nodes["on_hold"].edges == ()
    assert "ways went" in toast_of(window)
    window._toast._take_back()
    assert len(page.document.scenario.nodes["on_hold"].edges) == 4


def test_the_story_and_the_customer_have_a_form(window, own):
    page = open_editor(window, own)
    page.bench.tabs["scenario"].click()
    settle(window)
    type_into(page, "title", "Our closing day")
    type_into(page, "persona.name", "Ada Byron")
    type_into(page, "persona.triggers", "one\ntwo\n\n")
    type_into(page, "facts.0.words", "six hours, down")
    field(page, "impacts.add").click()
    settle(window)
    scenario = page.document.scenario
    assert (scenario.title, scenario.persona.name, scenario.persona.triggers) == (
        "Our closing day",
        "Ada Byron",
        ("one", "two"),
    )
    assert scenario.facts[0].words == ("six hours", "down")
    assert len(scenario.impacts) == 4
    field(page, "letters").buttons["T"].click()
    assert page.document.scenario.letters == ("A", "T", "H", "Y")
    assert page.bar().title == "Our closing day"


def test_a_wording_can_be_heard_in_the_customers_voice(window, own, engine):
    page = open_editor(window, own)
    hear = next(one for one in page.bench.form.findChildren(QPushButton) if one.accessibleName() == "Hear wording 2")
    hear.click()
    said = engine.sent(SaySentence)[-1]
    assert said.text == page.document.scenario.nodes["on_hold"].lines[1]
    assert said.voice == page.document.scenario.persona.voice


def test_the_voice_has_its_fields_and_can_be_heard(window, own, engine):
    page = open_editor(window, own)
    page.bench.tabs["scenario"].click()
    settle(window)
    before = page.document.scenario.persona.voice
    field(page, "voice.tract").setValue(0.9)
    field(page, "voice.tract").setValue(0.88)
    choose(page, "voice.rich", "bf_emma")
    voice = page.document.scenario.persona.voice
    assert (voice.tract, voice.rich, voice.pitch_st) == (0.88, "bf_emma", before.pitch_st)
    field(page, "voice.hear").click()
    assert engine.sent(SaySentence)[-1].voice == voice
    page.document.undo()
    page.document.undo()
    assert page.document.scenario.persona.voice == before


def test_deeds_that_move_this_customer_otherwise_are_added_changed_and_removed(window, own):
    page = open_editor(window, own)
    page.bench.tabs["scenario"].click()
    settle(window)
    before = dict(page.document.scenario.effects)
    choose(page, "effects.add", "apologised")
    settle(window)
    assert page.document.scenario.effects == {**before, "apologised": (2.0, 1.0)}
    field(page, "effects.apologised.calm").setValue(-4)
    field(page, "effects.apologised.trust").setValue(-3)
    assert page.document.scenario.effects["apologised"] == (-4.0, -3.0)
    page.document.undo()
    settle(window)
    assert field(page, "effects.apologised.trust").value() == 1
    tools = page.bench.form.findChildren(QPushButton)
    next(one for one in tools if "most people: apologised" in one.accessibleName()).click()
    settle(window)
    assert page.document.scenario.effects == before


def test_a_finding_about_the_voice_leads_to_its_field(window, own):
    page = open_editor(window, own)
    page.document.apply("", editing.set_persona(page.document.scenario, voice=Voice(rich="af_hart")))
    page.document.check_now()
    settle(window)
    (go,) = [one for one in page.bench.findings.buttons if "richer voice" in one.accessibleName()]
    go.click()
    settle(window)
    assert page.focusWidget().objectName() == "voice.rich"


# ---------------------------------------------------------------- findings and a try


def test_findings_follow_the_typing_and_a_click_goes_to_the_place(window, own):
    page = open_editor(window, own)
    assert page.bench.below_tabs["findings"].text() == "Findings"
    page.document.select(Selection("the_night"))
    settle(window)
    type_into(page, "lines.1", "")
    page.document.select(Selection())
    page.document.check_now()
    settle(window)
    assert page.bench.below_tabs["findings"].text() == "1 error"
    (go,) = page.bench.findings.buttons
    assert (
        go.accessibleName() == "Error: Wording 2 of “the_night” is empty. Write something else there. Go to the_night"
    )
    assert page.bench.graph.cards["the_night"].view.mark == "error"
    go.click()
    settle(window)
    assert page.document.selection.node == "the_night"
    assert page.focusWidget().objectName() == "lines.1"


def test_a_try_shows_the_deeds_the_way_and_what_it_moved(window, own):
    page = open_editor(window, own)
    play = page.bench.play
    page.bench.show_below("play")
    play.begin()
    play.said.setText("You are furious, and I can see why.")
    play.answer()
    settle(window)
    words = [label.text() for label in play.findChildren(QWidget) if hasattr(label, "text") and not label.isHidden()]
    assert any("named the feeling" in text and "way 2" in text for text in words)
    assert "calm" in play.state.text()
    assert page.bench.graph._played == (("on_hold", "the_night"),)
    page.document.select(Selection("not_heard"))
    play.begin()
    assert play.state.text().startswith("calm 38")
    play.said.setText("")
    play.answer()
    settle(window)
    type_into(page, "lines.0", "It is another story now.")
    assert not play.playing
