"""Writing scenarios: saving, drafts, what is asked before anything is left, the shelf and packs."""

from __future__ import annotations

import pytest
from conftest import settle
from practice_hands import page_name
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton, QWidget
from writing_examples import OUTAGE
from writing_hands import OWN, open_editor, toast_of, type_into

from app.practice.drafts import Draft
from app.practice.packs import PackLabel
from app.practice.scenario.loader import load_scenario
from app.ui.routes import ToHelp, ToPractice, ToWorkshop


@pytest.fixture
def own(bench):
    return bench.put("ours.yaml", OWN)


@pytest.fixture
def window(make_main):
    return make_main()


# ---------------------------------------------------------------- saving and drafts


def test_saving_keeps_the_comments_and_says_where(window, own):
    page = open_editor(window, own)
    type_into(page, "lines.0", "I am furious about this outage.")
    page.save()
    settle(window)
    text = own.read_text(encoding="utf-8")
    assert "# turns" in text
    assert load_scenario(own).scenario == page.document.scenario
    assert toast_of(window) == "Saved as ours.yaml."
    assert not page.document.modified
    assert page.bar().about == "Saved"


def test_what_cannot_be_saved_is_said_and_kept_as_a_draft(window, own, bench):
    page = open_editor(window, own)
    page.bench.show_part("scenario")
    settle(window)
    type_into(page, "title", " ")
    page.save()
    settle(window)
    assert toast_of(window).startswith("Not saved yet, kept as a draft. “title” is empty.")
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
    assert "that text is in ours.before.txt" in toast_of(window)
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
    assert names[:2] == ["Edit: A call of your own", "Edit: The outage on closing day"]
    assert "Edit a copy: The outage on closing day" in names[2:]
    assert all(name.startswith("Edit a copy: ") for name in names[2:])
    window.page.open_buttons[0].click()
    settle(window)
    assert window.page.document.scenario.nodes["complains"].lines[0] == "Where is my invoice? I'm frustrated."
    assert window.page.document.modified
    window.page.save()
    settle(window)
    assert bench._drafts().all() == []
    assert (bench.own / "a-call-of-your-own.yaml").is_file()


def test_a_draft_on_the_shelf_can_be_discarded_and_brought_back(window, bench):
    page = open_editor(window)
    type_into(page, "lines.0", "Where is my invoice? I'm frustrated.")
    window.go(ToWorkshop())
    settle(window)
    away = next(one for one in window.page.findChildren(QPushButton) if one.accessibleName().startswith("Discard"))
    away.click()
    settle(window)
    assert bench._drafts().all() == []
    window._toast._take_back()
    settle(window)
    assert len(bench._drafts().all()) == 1


def test_an_own_one_can_be_removed_and_brought_back(window, own):
    window.go(ToWorkshop())
    settle(window)
    away = next(one for one in window.page.findChildren(QPushButton) if one.accessibleName().startswith("Remove "))
    away.click()
    settle(window)
    assert not own.exists()
    assert own not in window.page.ticks
    window._toast._take_back()
    settle(window)
    assert own.read_text(encoding="utf-8") == OWN
    assert own in window.page.ticks


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
    assert toast_of(window) == "1 scenario written to ours.zip."
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
    assert "already" in toast_of(window)
    pack.write_bytes(pack.read_bytes()[:200])
    window.page.import_pack(pack)
    settle(window)
    assert window.notices.problems[-1].message == "ours.zip is not a pack, or it is damaged."
    assert own.read_text(encoding="utf-8") == OWN
