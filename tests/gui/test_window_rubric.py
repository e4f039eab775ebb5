"""The rubric's page: reading, editing as a new version, comparing, going back, passing on."""

from __future__ import annotations

import pytest
from conftest import settle

from app.ui.routes import ToHome, ToRubric
from app.ui.rubric.view import UNCHANGED


@pytest.fixture
def page(make_main):
    window = make_main(your_name="Kim")
    window.go(ToRubric())
    settle(window)
    return window.page


def edit(page, text="Looks at the customer when it matters.", step=4):
    page.fields[step].setPlainText(text)


def keep(page, *text):
    edit(page, *text)
    page.keep()
    settle(page.desk)


def test_the_shipped_rubric_is_read_letter_by_letter(page):
    assert page.draft.of.id == "empathy@1"
    assert page.fields[0].toPlainText().startswith("Where the person looks")
    page.show_letter("Y")
    assert "Pity with a closed door" in page.fields[1].toPlainText()
    assert [action.text for action in page.bar().actions] == ["Export …"]
    assert page.compare_button.isHidden()


def test_an_edit_becomes_a_new_version_in_use(page, coaching):
    edit(page)
    assert [action.text for action in page.bar().actions] == ["Export …", "Keep as a new version"]
    page.show_letter("M")
    page.show_letter("E")
    assert page.fields[4].toPlainText() == "Looks at the customer when it matters."
    page.keep()
    settle(page.desk)
    kept = coaching.rubrics.in_use()
    assert (kept.id, kept.author, kept.made_on) == ("team@1", "Kim", "2026-11-23")
    assert list(page.versions) == ["team@1", "empathy@1"]
    assert page.draft.of == kept
    assert not page.draft.is_changed


def test_undoing_an_edit_by_hand_is_no_change(page):
    before = page.fields[4].toPlainText()
    edit(page)
    edit(page, before)
    assert not page.draft.is_changed


def test_a_version_is_compared_with_the_one_before(page):
    keep(page)
    page.compare()
    settle(page.desk)
    told = [one.text() for one in page.findChildren(type(page._message)) if one.isVisibleTo(page)]
    assert "Now: Looks at the customer when it matters." in told
    assert any(text.startswith("Before: Looks at the customer most") for text in told)
    page.compare()
    assert page.fields
    assert UNCHANGED not in told


def test_going_back_to_an_earlier_version_can_be_undone(page, coaching):
    keep(page)
    page.show_version("empathy@1")
    page.use_button.click()
    settle(page.desk)
    assert coaching.rubrics.in_use().id == "empathy@1"
    assert page.use_button.isHidden()
    page.desk._toast._take_back()
    settle(page.desk)
    assert coaching.rubrics.in_use().id == "team@1"


def test_changes_are_asked_about_before_they_are_lost(page, coaching):
    window = page.desk
    edit(page)
    window.back()
    assert window.page is page
    page.question.buttons["Stay"].click()
    assert page.question.isHidden()
    page.show_version("empathy@1")
    window.back()
    page.question.buttons["Throw away"].click()
    settle(window)
    assert type(window._route) is ToHome
    assert coaching.rubrics.in_use().id == "empathy@1"


def test_leaving_can_keep_them(page, coaching):
    window = page.desk
    edit(page)
    window.back()
    page.question.buttons["Keep as a new version"].click()
    settle(window)
    assert type(window._route) is ToHome
    assert coaching.rubrics.in_use().id == "team@1"


def test_another_version_is_not_shown_over_changes(page):
    keep(page)
    edit(page, "Another text.")
    page.show_version("empathy@1")
    assert page.draft.of.id == "team@1"
    page.question.buttons["Throw away"].click()
    assert page.draft.of.id == "empathy@1"


def test_an_empty_text_is_not_kept(page, coaching):
    edit(page, "  ")
    page.keep()
    settle(page.desk)
    assert len(coaching.rubrics.all()) == 1
    assert "Eye contact, 4" in page.desk._toast.accessibleName()


def test_a_file_is_written_and_taken_in(page, coaching, tmp_path):
    keep(page)
    target = tmp_path / "ours.yaml"
    page.ask_save = lambda _parent, name: target.with_name(name)
    page.export()
    settle(page.desk)
    assert (tmp_path / "team@1.yaml").exists()
    coaching.rubrics.use("empathy@1")
    page.ask_open = lambda _parent: tmp_path / "team@1.yaml"
    page.take_in()
    settle(page.desk)
    assert coaching.rubrics.in_use().id == "team@1"


def test_a_broken_file_is_told_with_its_line(page, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("name: team\nversion: one\n", encoding="utf-8")
    page.ask_open = lambda _parent: broken
    page.take_in()
    settle(page.desk)
    [problem] = page.desk.notices.problems
    assert problem.kept == "Nothing was changed."
    assert "broken.yaml, line 1" in problem.recovery


def test_a_folder_that_cannot_be_written_is_told_and_the_changes_stay(page, tmp_path):
    (tmp_path / "rubrics").write_text("in the way", encoding="utf-8")
    keep(page)
    [problem] = page.desk.notices.problems
    assert "cannot be written" in problem.message
    assert page.draft.is_changed


def test_giving_up_a_file_question_changes_nothing(page, coaching):
    page.ask_open = lambda _parent: None
    page.ask_save = lambda _parent, _name: None
    page.take_in()
    page.export()
    settle(page.desk)
    assert len(coaching.rubrics.all()) == 1
