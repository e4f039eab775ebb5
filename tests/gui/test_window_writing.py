"""Writing scenarios: graph and form, findings, a try, drafts, saving."""

from __future__ import annotations

import pytest
from conftest import settle
from practice_hands import page_name
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from writing_examples import OUTAGE

from app.engine.messages import SayTestSentence
from app.practice.drafts import Draft
from app.practice.packs import PackLabel
from app.practice.scenario.loader import load_scenario
from app.ui.editor.document import Selection
from app.ui.routes import ToEditor, ToHelp, ToPractice, ToWorkshop

OWN = (
    OUTAGE.read_text(encoding="utf-8")
    .replace("id: outage-closing-day", "id: ours")
    .replace("nodes:\n", "# turns\nnodes:\n")
)


@pytest.fixture
def own(bench):
    return bench.put("ours.yaml", OWN)


@pytest.fixture
def window(make_main):
    return make_main()


def open_editor(window, path=None, draft=None):
    window.go(ToEditor(path, draft))
    settle(window)
    return window.page


def field(page, key, kind=QWidget):
    found = page.bench.form.findChild(kind, key)
    assert found is not None, key
    return found


def type_into(page, key, text):
    made = field(page, key)
    made.setFocus()
    if isinstance(made, QPlainTextEdit):
        made.selectAll()
        made.insertPlainText(text)
    else:
        made.selectAll()
        QTest.keyClicks(made, text)


def choose(page, key, value):
    box = field(page, key, QComboBox)
    box.setCurrentIndex(box.findData(value))


def texts(window) -> str:
    return window._toast._text.text()


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
    settle(window)
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
    assert "already" in texts(window)
    assert field(page, "name", QLineEdit).text() == "interlude"
    page.bench.form.duplicate()
    settle(window)
    assert document.selection.node == "interlude_2"
    document.select(Selection("interlude"))
    settle(window)
    QTest.keyClick(page.bench.graph, Qt.Key.Key_Delete)
    settle(window)
    assert "interlude" not in document.scenario.nodes
    assert "One way that led to it" in texts(window)
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
    assert "ways went" in texts(window)
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
    said = engine.sent(SayTestSentence)[-1]
    assert said.text == page.document.scenario.nodes["on_hold"].lines[1]
    assert said.voice == page.document.scenario.persona.voice


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


# ---------------------------------------------------------------- saving and drafts


def test_saving_keeps_the_comments_and_says_where(window, own):
    page = open_editor(window, own)
    type_into(page, "lines.0", "I am furious about this outage.")
    page.save()
    settle(window)
    text = own.read_text(encoding="utf-8")
    assert "# turns" in text
    assert load_scenario(own).scenario == page.document.scenario
    assert texts(window) == "Saved as ours.yaml."
    assert not page.document.modified
    assert page.bar().about == "Saved"


def test_what_cannot_be_saved_is_said_and_kept_as_a_draft(window, own, bench):
    page = open_editor(window, own)
    page.bench.show_part("scenario")
    settle(window)
    type_into(page, "title", " ")
    page.save()
    settle(window)
    assert texts(window).startswith("Not saved yet, kept as a draft. “title” is empty.")
    assert bench._drafts().find("ours").scenario.title == " "
    assert own.read_text(encoding="utf-8") == OWN


def test_leaving_with_changes_asks_and_every_answer_keeps_its_word(window, own, bench):
    for answer, saved, draft in (
        ("Save and leave", True, False),
        ("Keep them as a draft", False, True),
        ("Discard them", False, False),
    ):
        own.write_text(OWN, encoding="utf-8")
        bench.drop_draft("ours")
        page = open_editor(window, own)
        type_into(page, "lines.0", "I am furious about this outage.")
        window.back()
        settle(window)
        assert page_name(window) == "EditorPage"
        page.strip.buttons[answer].click()
        settle(window)
        assert page_name(window) == "WorkshopPage"
        assert (own.read_text(encoding="utf-8") != OWN) is saved
        assert (bench._drafts().find("ours") is not None) is draft


def test_staying_asks_no_more_and_without_changes_nothing_is_asked(window, own):
    page = open_editor(window, own)
    type_into(page, "lines.0", "I am furious about this outage.")
    window.back()
    page.strip.buttons["Stay"].click()
    assert page.strip.isHidden()
    page.document.undo()
    window.back()
    settle(window)
    assert page_name(window) == "WorkshopPage"
    window.back()
    settle(window)
    assert page_name(window) == "PickerPage"


def test_a_draft_is_kept_while_writing_and_offered_after_a_crash(window, own, bench):
    page = open_editor(window, own)
    type_into(page, "lines.0", "I am furious about this outage.")
    page.document.draft_due.emit()  # the timer's
    kept = bench._drafts().find("ours")
    assert kept.scenario.nodes["on_hold"].lines[0] == "I am furious about this outage."
    page.document.stack.clear()  # as if the window had gone: nothing is asked, nothing more is kept
    page = open_editor(window, own)
    assert not page.bench.isEnabled()
    assert "not saved" in page.strip.accessibleName()
    page.strip.buttons["Take them up"].click()
    settle(window)
    assert page.bench.isEnabled()
    assert page.document.modified
    assert page.document.scenario == kept.scenario
    page.document.undo()
    page.leave()
    page = open_editor(window, own)
    page.strip.buttons["Leave them out"].click()
    assert bench._drafts().find("ours") is None
    assert not page.document.modified


def test_closing_the_window_or_going_to_the_help_loses_nothing(window, own, bench):
    page = open_editor(window, own)
    type_into(page, "lines.0", "I am furious about this outage.")
    window.go(ToHelp("writing"))
    settle(window)
    assert bench._drafts().find("ours") is not None


def test_a_draft_that_cannot_be_kept_is_told_once(window, own, bench, monkeypatch):
    page = open_editor(window, own)

    def full(_draft: Draft) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bench, "keep_draft", full)
    type_into(page, "lines.0", "I am furious about this outage.")
    page.document.draft_due.emit()
    type_into(page, "lines.0", "I am furious.")
    page.document.draft_due.emit()
    assert [problem.message for problem in window.notices.problems] == [
        "The draft could not be kept: No space left on device."
    ]


def test_a_new_scenario_is_named_after_its_title_and_save_as_makes_another(window, bench):
    page = open_editor(window)
    assert page.bar().about == "New"
    assert page.bench.below_tabs["findings"].text() == "Findings"
    page.bench.show_part("scenario")
    settle(window)
    type_into(page, "title", "The lost invoice")
    page.save()
    settle(window)
    assert load_scenario(bench.own / "the-lost-invoice.yaml").scenario.id == "the-lost-invoice"
    page.ask_text = lambda *_question: "The lost invoice again"
    page.save_as()
    settle(window)
    assert page.keeping.path == bench.own / "the-lost-invoice-again.yaml"
    assert load_scenario(bench.own / "the-lost-invoice.yaml").scenario.title == "The lost invoice"


def test_a_shipped_one_is_edited_as_a_copy(window, bench):
    page = open_editor(window, OUTAGE)
    assert page.document.scenario.title == "The outage on closing day (copy)"
    before = OUTAGE.read_bytes()
    page.save()
    settle(window)
    assert page.keeping.path == bench.own / "the-outage-on-closing-day-copy.yaml"
    assert OUTAGE.read_bytes() == before


def test_a_file_changed_by_somebody_else_meanwhile_is_kept_beside(window, own, bench):
    page = open_editor(window, own)
    type_into(page, "lines.0", "I am furious about this outage.")
    own.write_text(OWN + "# theirs\n", encoding="utf-8")
    page.save()
    settle(window)
    assert (bench.own / "ours.before.txt").read_text(encoding="utf-8").endswith("# theirs\n")


def test_a_file_that_cannot_be_read_says_why(window, bench):
    page = open_editor(window, bench.put("bad.yaml", "format: 1\nid: bad\n"))
    said = [label.text() for label in page.findChildren(QWidget) if hasattr(label, "text")]
    assert any("It cannot be opened." in text for text in said)
    assert page_name(window) == "EditorPage"
    window.back()
    settle(window)
    assert page_name(window) == "WorkshopPage"


def test_large_text_and_dark_look_build_the_same_page(make_main, own):
    window = make_main(theme="dark", text_size="larger")
    page = open_editor(window, own)
    QCoreApplication.processEvents()
    assert page.bench.form is not None


# ---------------------------------------------------------------- the shelf and packs


def test_the_shelf_lists_own_ones_drafts_and_the_shipped_to_copy(window, own, bench):
    bench.put("bad.yaml", "format: 1\nid: bad\n")
    page = open_editor(window)
    type_into(page, "lines.0", "Where is my invoice? I'm frustrated.")
    window.go(ToPractice())
    settle(window)
    window.go(ToWorkshop())
    settle(window)
    names = [one.accessibleName() for one in window.page.open_buttons]
    assert names == [
        "Edit: A call of your own",
        "Edit: The outage on closing day",
        "Edit a copy: The outage on closing day",
    ]
    window.page.open_buttons[0].click()
    settle(window)
    assert window.page.document.scenario.nodes["complains"].lines[0] == "Where is my invoice? I'm frustrated."
    assert window.page.document.modified


def test_a_pack_goes_out_and_comes_in_with_a_question_and_an_undo(window, own, bench, tmp_path):
    window.go(ToWorkshop())
    settle(window)
    page = window.page
    assert not page.export_button.isEnabled()
    page.ticks[own].setChecked(True)
    page.ask_text = lambda *_question: "Ours"
    page.ask_target = lambda *_question: tmp_path / "ours"
    page.export_button.click()
    settle(window)
    pack = tmp_path / "ours.zip"
    assert texts(window) == "1 scenario written to ours.zip."
    own.write_text(OWN + "# mine\n", encoding="utf-8")
    page.import_pack(pack)
    settle(window)
    assert "replaces your own “The outage on closing day”" in page.strip.accessibleName()
    assert own.read_text(encoding="utf-8").endswith("# mine\n")
    page.strip.buttons["Replace and import"].click()
    settle(window)
    assert own.read_text(encoding="utf-8") == OWN
    window._toast._take_back()
    settle(window)
    assert own.read_text(encoding="utf-8").endswith("# mine\n")


def test_a_pack_that_brings_nothing_or_is_damaged_changes_nothing(window, own, bench, tmp_path):
    window.go(ToWorkshop())
    settle(window)
    pack = tmp_path / "ours.zip"
    bench.export([own], pack, PackLabel("Ours"))
    window.page.import_pack(pack)
    settle(window)
    assert "already" in texts(window)
    pack.write_bytes(pack.read_bytes()[:200])
    window.page.import_pack(pack)
    settle(window)
    assert window.notices.problems[-1].message == "ours.zip is not a pack, or it is damaged."
    assert own.read_text(encoding="utf-8") == OWN
