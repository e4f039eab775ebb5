"""The progress page and two calls side by side, in the window without a screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import settle
from examples import opened, scorecard
from progress_examples import past
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.ui.debrief.view import DebriefPage
from app.ui.ports import Past
from app.ui.progress.compare_view import ComparePage
from app.ui.progress.view import ProgressPage
from app.ui.routes import ToCompare, ToHome, ToProgress
from perception.errors import SessionFormatError


@pytest.fixture
def shown(make_main, past_shelf):
    def make(found: Past | None = None, **settings):
        past_shelf.found = past() if found is None else found
        window = make_main(**settings)
        window.go(ToProgress())
        settle(window)
        assert isinstance(window.page, ProgressPage)
        return window

    return make


def words(page) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def test_the_first_page_leads_to_progress_and_a_call_to_its_debrief(make_main, qtbot, shown) -> None:
    window = shown()
    page = window.page
    assert [chart.view.letter for chart in page.charts] == list("EMPATHY")
    chart = page.charts[3]
    assert chart.view.way == "up"
    assert page.charts[2].view.points == ()
    place = chart.place_of(2).toPoint()
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    settle(window)
    assert isinstance(window.page, DebriefPage)
    assert window.page.folder == Path("/sessions/2")


def test_a_click_beside_every_call_opens_nothing(shown) -> None:
    window = shown()
    QTest.mouseClick(window.page.charts[0], Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(1, 30))
    settle(window)
    assert isinstance(window.page, ProgressPage)


def test_the_keyboard_goes_from_call_to_call(shown) -> None:
    window = shown()
    chart = window.page.charts[0]
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.chosen == 7
    assert "82, likely 75 to 89" in chart.accessibleDescription()
    QTest.keyClick(chart, Qt.Key.Key_Return)
    settle(window)
    assert window.page.folder == Path("/sessions/7")


def test_the_choice_of_calls_filters_at_once(shown) -> None:
    window = shown()
    page = window.page
    assert page.choice.itemText(0) == "All calls"
    page.choice.setCurrentIndex(page.choice.findText("Only “Renewal at risk after an outage”"))
    settle(window)
    assert "3 calls" in words(page)
    assert "Too few calls to tell" in words(page)
    page.choice.setCurrentIndex(page.choice.findText("Own calls and recordings"))
    assert len(page.charts[0].view.points) == 0


def test_everything_the_page_says(shown) -> None:
    said = words(shown().page)
    for told in (
        "What you say has moved nearer to what is measured",
        "You tend to say more than was measured at A",
        "Empathy or sympathy?: 3 times, 75 % right, last yesterday",
        "5 calls with cues, 3 without, 1 check calls.",
        "Down from 77 to 60. That is more than chance.",
        "About the same",
    ):
        assert told in said


def test_nothing_to_look_back_on_and_a_list_that_cannot_be_read(shown, past_shelf, make_main) -> None:
    window = shown(Past())
    assert "Nothing to look back on yet" in words(window.page)
    assert not window.page.compare_button.isVisibleTo(window.page)
    past_shelf.error = SessionFormatError("The disk is gone.", recovery="Connect it.")
    window.go(ToHome())
    window.go(ToProgress())
    settle(window)
    assert "The disk is gone." in words(window.page)


def test_first_and_newest_are_compared(shown) -> None:
    window = shown()
    window.page.compare_button.click()
    settle(window)
    page = window.page
    assert isinstance(page, ComparePage)
    assert page.folders == [Path("/sessions/0"), Path("/sessions/8")]
    assert "About the same" in words(page)
    assert "Feelings met: 2 of 4" in words(page)
    assert "Feelings answered" not in words(page)
    page.parts_button.click()
    assert "Feelings answered" in words(page)


def test_the_difference_of_two_calls_in_words(make_main) -> None:
    def opener(folder: Path):
        card = scorecard()
        if folder.name == "b":
            letters = {**card.letters, "A": replace(card.letters["A"], value=80.0, low=74.0, high=86.0)}
            card = replace(card, letters=letters)
        return replace(opened(folder), scorecard=card)

    window = make_main(opener=opener)
    window.go(ToCompare(Path("/sessions/a"), Path("/sessions/b")))
    settle(window)
    rows = {row.letter: row for row in window.page.view.rows}
    assert (rows["A"].words, rows["A"].mark) == ("+32, more than chance", "good")
    assert rows["P"].words == "Not measured well enough in either"
    assert rows["E"].words == "About the same"


def test_another_call_can_be_chosen_and_one_that_cannot_be_read_is_told(make_main, shelf) -> None:
    broken = shelf.listed[1].folder

    def opener(folder: Path):
        if folder == broken:
            raise SessionFormatError("It is damaged.", recovery="Restore it.")
        return opened(folder)

    window = make_main(opener=opener)
    first, third = (shelf.listed[number].folder for number in (0, 2))
    window.go(ToCompare(first, third))
    settle(window)
    page = window.page
    choice = page.choices[1]
    choice.setCurrentIndex(choice.findData(broken))
    choice.activated.emit(choice.currentIndex())
    settle(window)
    assert "It is damaged. Restore it." in words(page)
    choice.setCurrentIndex(choice.findData(third))
    choice.activated.emit(choice.currentIndex())
    settle(window)
    assert "It is damaged" not in words(page)


def test_only_own_calls_can_be_chosen_to_compare(make_main) -> None:
    """The one that Kim shared is Kim's: nothing compares people."""
    window = make_main()
    window.go(ToCompare(Path("/sessions/a"), Path("/sessions/b")))
    settle(window)
    settle(window)
    offered = {window.page.choices[1].itemData(row) for row in range(window.page.choices[1].count())}
    assert offered == {Path("/sessions/a"), Path("/sessions/b"), Path("/sessions/d")}
