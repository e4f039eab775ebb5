"""The list of sessions and the bin, by keyboard and by mouse: nothing loses its place, nothing is gone at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import pytest
from conftest import settle
from examples import NOW, Entry
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.ui.ports import BinnedSession, Found, LibraryProblem, ShelfState
from app.ui.routes import ToBin, ToCompare, ToReview, ToSessions


def many(count: int) -> list[Entry]:
    return [
        Entry(Path(f"/sessions/{number}"), f"Call {number}", NOW - timedelta(hours=number), 300.0, {"E": 80.0})
        for number in range(count)
    ]


@pytest.fixture
def page(make_main):
    window = make_main()
    window.resize(1280, 720)
    window.go(ToSessions())
    settle(window)
    return window.page


@pytest.fixture
def went(page):
    """The routes the page asked for, without going there."""
    routes: list[object] = []
    page.go.disconnect()
    page.go.connect(routes.append)
    return routes


def key(page, which, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    window = page.window()
    QTest.keyClick(window.focusWidget() or window, which, modifier)
    settle(window)


CTRL = Qt.KeyboardModifier.ControlModifier


def test_from_the_search_into_the_list_and_open_it_by_keys(page, went):
    assert page.search.hasFocus()
    key(page, Qt.Key.Key_Down)
    assert page.list.hasFocus()
    assert page.list.chosen_folders() == [Path("/sessions/a")]
    key(page, Qt.Key.Key_Down)
    key(page, Qt.Key.Key_Return)
    assert [str(route.folder) for route in went] == [str(Path("/sessions/b"))]
    key(page, Qt.Key.Key_Up)
    key(page, Qt.Key.Key_Up)
    assert page.search.hasFocus()
    key(page, Qt.Key.Key_Down)
    key(page, Qt.Key.Key_F, CTRL)
    assert page.search.hasFocus()


def test_a_double_click_opens_and_one_click_chooses(page, went):
    place = page.list.visualRect(page.list.rows.index(2)).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert went == []
    assert page.list.chosen_folders() == [Path("/sessions/c")]
    QTest.mouseDClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle(page.window())
    assert [route.folder for route in went] == [Path("/sessions/c")]


def test_several_are_deleted_at_once_and_brought_back(page, shelf):
    page.list.setFocus()
    key(page, Qt.Key.Key_A, CTRL)
    assert page.actions_row._words.text() == "4 chosen"
    key(page, Qt.Key.Key_Delete)
    assert shelf.listed == []
    toast = page.window()._toast
    assert toast._text.text() == "4 calls were put into the bin."
    toast._button.click()
    settle(page.window())
    assert len(shelf.listed) == 4
    assert len(page.list.rows.entries) == 4


def test_after_a_deletion_the_next_one_is_chosen(page, shelf):
    page.list.choose_row(1)
    page.list.setFocus()
    key(page, Qt.Key.Key_Delete)
    assert [one.folder for one in shelf.listed] == [Path(f"/sessions/{name}") for name in "acd"]
    assert page.list.chosen_folders() == [Path("/sessions/c")]


def test_what_could_not_be_deleted_is_told(page, shelf):
    from perception.errors import SessionFormatError

    error = SessionFormatError("This session is still being recorded.", recovery="End the call first.")
    real = shelf.trash_all
    shelf.trash_all = lambda folders: replace(real(folders[:1]), failed=error)
    page.list.selectAll()
    page.actions_row.trash()
    settle(page.window())
    assert len(shelf.listed) == 3
    assert "still being recorded" in page.window().notices.problems[0].message


def test_another_title_by_f2(page, shelf):
    page.actions_row.ask_text = lambda *_a: "Second title"
    page.list.setFocus()
    page.list.choose_row(0)
    key(page, Qt.Key.Key_F2)
    assert shelf.listed[0].title == "Second title"
    assert page.list.chosen_folders() == [Path("/sessions/a")]


def test_tags_are_added_removed_and_renamed(page, shelf):
    page.list.setFocus()
    page.list.choose_row(1)
    key(page, Qt.Key.Key_T, CTRL)
    assert page.tags.edit.hasFocus()
    assert page.tags._known.stringList() == ["board", "second try"]
    page.tags.edit.setText("price, #later")
    key(page, Qt.Key.Key_Return)
    assert shelf.listed[1].tags == ("later", "price")
    page.tags.removed.emit("later")
    settle(page.window())
    assert shelf.listed[1].tags == ("price",)
    key(page, Qt.Key.Key_Escape)
    assert page.tags.isHidden()
    page.filters.choose_tag("board")
    settle(page.window())
    assert [one.folder for one in page.list.rows.entries] == [Path("/sessions/a")]
    page.actions_row.ask_text = lambda *_a: "the board"
    page.rename_tag.click()
    settle(page.window())
    assert shelf.listed[0].tags == ("second try", "the board")
    assert page.filters.boxes["tag"].currentData() == "the board"
    assert len(page.list.rows.entries) == 1


def choose_two(page, one, other):
    page.list.setSelectionMode(page.list.SelectionMode.MultiSelection)
    page.list.clearSelection()
    for row in (one, other):
        page.list.selectionModel().select(page.list.rows.index(row), page.list.selectionModel().SelectionFlag.Select)
    settle(page.window())


def test_review_and_compare(page, went):
    page.list.choose_row(2)
    page.actions_row.review()
    assert went == [ToReview(Path("/sessions/c"), rate=True)]  # somebody else's: rated before it is seen
    choose_two(page, 0, 1)
    assert page.actions_row.buttons["Compare"].isVisible()
    assert not page.actions_row.buttons["Rename …"].isVisible()
    page.actions_row.compare()
    assert went[-1] == ToCompare(Path("/sessions/b"), Path("/sessions/a"))  # the older one first


def test_a_call_of_somebody_else_is_compared_with_nothing(page, went):
    choose_two(page, 0, 2)
    assert not page.actions_row.buttons["Compare"].isVisible()
    page.actions_row.compare()
    assert went == []


def test_a_title_is_never_read_as_mark_up(page):
    entry = page.list.rows.entries[0]
    page.list.rows.show([replace(entry, title="<img src='//host/x'>")], NOW.date(), searches=False)
    hint = page.list.rows.data(page.list.rows.index(0), Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in hint
    assert "&lt;img src=" in hint


def test_the_menu_offers_what_fits(page):
    page.list.choose_row(0)
    texts = [action.text() for action in page.actions_row.menu().actions()]
    assert texts == ["Open", "Review", "Share …", "Tags …", "Rename …", "Delete"]
    page.list.selectAll()
    assert [action.text() for action in page.actions_row.menu().actions()] == ["Tags …", "Delete"]


def test_filters_narrow_and_esc_takes_them_away(page, went):
    page.filters.toggles["commented"].setChecked(True)
    settle(page.window())
    assert len(page.list.rows.entries) == 1
    page.filters.boxes["source"].setCurrentIndex(page.filters.boxes["source"].findData("live"))
    settle(page.window())
    assert page.list.isHidden()
    assert page._summary.text() == ""
    key(page, Qt.Key.Key_Escape)
    assert len(page.list.rows.entries) == 4
    window = page.window()
    key(page, Qt.Key.Key_Escape)
    assert type(window.page).__name__ == "HomePage"


def test_days_are_asked_for_only_between_two_days(page):
    assert page.filters.first.isHidden()
    page.filters.boxes["time"].setCurrentIndex(page.filters.boxes["time"].findData("between"))
    assert not page.filters.first.isHidden()
    wanted = page.filters.wanted(NOW)
    assert (wanted.until - wanted.since).days >= 28


def test_a_search_says_where_the_words_stand(page, shelf):
    shelf.found = {Path("/sessions/b"): Found("comment", "Ask about the price first", ((14, 19),), 12.0, "Kim")}
    page.search.setText("price")
    page.read()
    settle(page.window())
    view = page.list.rows.view(0)
    assert (view.snippet.head, view.snippet.text) == ("00:12 Kim in a comment:", "Ask about the price first")
    assert "Kim in a comment" in view.aloud


def test_reading_again_keeps_place_and_choice(page, shelf):
    shelf.listed = many(500)
    page.read()
    settle(page.window())
    page.list.choose_row(300)
    page.list.scrollTo(page.list.rows.index(300), page.list.ScrollHint.PositionAtTop)
    settle(page.window())
    top = page.list.rows.entries[page.list.indexAt(QPoint(4, 4)).row()].folder
    shelf.listed = [Entry(Path("/sessions/new"), "New", NOW, 10.0), *shelf.listed]
    shelf.revision += 1
    page._freshener.begin()
    settle(page.window())
    assert len(page.list.rows.entries) == 501
    assert page.list.chosen_folders() == [Path("/sessions/300")]
    assert page.list.current_folder() == Path("/sessions/300")
    assert page.list.rows.entries[page.list.indexAt(QPoint(4, 4)).row()].folder == top


def test_ten_thousand_calls_are_shown_and_chosen_at_once(page, shelf):
    shelf.listed = many(10_000)
    page.read()
    settle(page.window())
    began_s = perf_counter()
    page.list.show_entries(shelf.listed, NOW.date(), searches=False, keep=True)
    page.list.viewport().grab()
    shown_s = perf_counter() - began_s
    page.list.setFocus()
    key(page, Qt.Key.Key_A, CTRL)
    assert page.actions_row._words.text() == "10,000 chosen"
    key(page, Qt.Key.Key_End)
    assert page.list.chosen_folders() == [Path("/sessions/9999")]
    assert len(page.list.rows._views) < 100  # only what was in sight was put into words
    assert shown_s < 1.0  # 0.03 s on a laptop; the benchmark has the figure


def test_what_is_wrong_is_told_with_its_remedy_and_the_list_made_anew(page, shelf):
    shelf.problems = [LibraryProblem("The session “x” is not on the list.", "Rebuild the list.")]
    shelf.state = ShelfState((0, 0), 0, ("session.json of “y” is damaged.",), "The list was made anew.")
    page._freshener.begin()
    page.check_panel.check()
    settle(page.window())
    assert (
        page._trouble.text.text()
        == "The list was made anew. One folder cannot be read: session.json of “y” is damaged."
    )
    assert page.check_panel._head.text() == "One thing is not as it should be."
    assert page.check_panel._lines.itemAt(0).widget().text() == "The session “x” is not on the list. Rebuild the list."
    page.check_panel.rebuild_button.click()
    settle(page.window())
    assert page.check_panel._head.text() == "4 sessions are listed."
    page.check_panel.check()
    settle(page.window())
    assert page.check_panel._head.text().startswith("All is well")
    key(page, Qt.Key.Key_Escape)
    assert page.check_panel.isHidden()


def test_a_long_reading_is_counted(page, shelf):
    shelf.state = ShelfState((1, 0), 1320)
    page._freshener.begin()
    settle(page.window())
    assert page._summary.text() == "4 calls · 1,320 still to be read"


def test_no_calls_yet(make_main, shelf):
    shelf.listed = []
    window = make_main()
    window.go(ToSessions())
    settle(window)
    assert window.page.list.isHidden()
    assert "No calls yet" in window.page._empty.itemAt(0).widget().accessibleName()


# ------------------------------------------------------------ the bin


@pytest.fixture
def bin_page(make_main, shelf):
    at = NOW.astimezone()
    shelf.binned = [
        BinnedSession(Path("/b/1"), "Renewal", at, NOW - timedelta(days=3), 380.0),
        BinnedSession(Path("/b/2"), "Price", at - timedelta(days=29)),
        BinnedSession(Path("/b/3"), "Bug", at - timedelta(days=12)),
    ]
    window = make_main()
    window.go(ToBin())
    settle(window)
    return window.page


def test_the_bin_says_when_and_how_long(bin_page):
    rows = bin_page.list.model_rows.rows
    assert rows[0].away == "Put away today · goes in 30 days"
    assert rows[1].away == "Put away 25 October · goes tomorrow"
    assert rows[1].about == "Which call it was cannot be read any more"
    assert bin_page._summary.text() == "3 calls"


def test_enter_brings_back(bin_page, shelf):
    bin_page.list.setCurrentIndex(bin_page.list.model_rows.index(0))
    bin_page.list.setFocus()
    key(bin_page, Qt.Key.Key_Return)
    assert [one.title for one in shelf.binned] == ["Price", "Bug"]
    assert bin_page.window()._toast._text.text() == "“Renewal” was brought back."


def test_for_good_is_asked_once_for_all_of_them(bin_page, shelf):
    bin_page.list.setFocus()
    key(bin_page, Qt.Key.Key_A, CTRL)
    key(bin_page, Qt.Key.Key_Delete)
    assert bin_page.strip.isVisible()
    assert bin_page.strip.buttons["Keep"].hasFocus()
    key(bin_page, Qt.Key.Key_Escape)
    assert bin_page.strip.isHidden()
    assert len(shelf.binned) == 3
    key(bin_page, Qt.Key.Key_Delete)
    bin_page.strip.buttons["Delete for good"].click()
    settle(bin_page.window())
    assert shelf.binned == []
    assert bin_page._nothing.isVisible()


def test_emptying_asks_too(bin_page, shelf):
    bin_page.empty_button.click()
    assert bin_page.strip.accessibleName() == "Delete 3 calls for good? They cannot be brought back."
    bin_page.strip.buttons["Keep"].click()
    assert len(shelf.binned) == 3
    assert bin_page.on_back()
    assert type(bin_page.window().page).__name__ == "SessionsPage"


def test_what_could_not_be_brought_back_is_told(bin_page, shelf):
    def gone(_folders):
        raise OSError(2, "No such file")

    shelf.restore = gone
    bin_page.list.selectAll()
    bin_page.restore()
    settle(bin_page.window())
    assert "Not all could be brought back. No such file." in bin_page.window().notices.problems[0].message
