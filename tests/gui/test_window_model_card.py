"""The model card in the window: reached from help and settings, read, searched and scrolled by keys."""

from __future__ import annotations

import pytest
from conftest import settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.reports.results import (
    PublishedFigure,
    PublishedPart,
    PublishedTable,
    Results,
    ResultsError,
    load_results,
    with_parts,
)
from app.ui.help.view import HelpPage
from app.ui.modelcard import view as card_view
from app.ui.modelcard.table import FigureTable
from app.ui.modelcard.view import ModelCardPage
from app.ui.resources import RESULTS
from app.ui.routes import ToHelp, ToModelCard, ToSettings
from app.ui.settings.view import SettingsPage

FIGURE = PublishedFigure("attending, AUC", 0.978, 0.961, 0.99, 0.975, "higher", True, "", 3, "bare 0.961", "120 frames")
MISSED = PublishedFigure("looking away, F1", 0.86, None, None, 0.88, "higher", False, "", 2, "", "")
TABLE = PublishedTable("Attending to the call", "Judged by two raters of ours", (FIGURE, MISSED), ("A low camera.",))
PART = PublishedPart("E", "2026-11-25", "0.1.0", (TABLE,))


@pytest.fixture
def card(make_main, monkeypatch):
    results = with_parts(Results((), ()), [PART])
    shipped = load_results(RESULTS)
    monkeypatch.setattr(card_view, "load_results", lambda _path: Results(shipped.models, results.parts))
    window = make_main()
    window.go(ToModelCard())
    settle(window)
    return window


def texts(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


@pytest.mark.parametrize(("way", "page"), [(ToHelp(), HelpPage), (ToSettings(), SettingsPage)])
def test_help_and_settings_lead_to_the_card_and_back_leads_there_again(make_main, qtbot, way, page) -> None:
    window = make_main()
    window.go(way)
    qtbot.mouseClick(window.page.model_card, Qt.MouseButton.LeftButton)
    assert isinstance(window.page, ModelCardPage)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert isinstance(window.page, page)


def test_numbers_stand_with_interval_target_and_a_mark_with_its_word(card) -> None:
    (table,) = card.page.findChildren(FigureTable)
    shown = texts(table)
    for text in ("0.978", "0.961 to 0.990", "at least 0.975", "target met", "target missed", "Note: A low camera."):
        assert text in shown
    assert table.rows[0].accessibleName().startswith("Attending, AUC: 0.978, 95 percent interval 0.961 to 0.990")


def test_the_shipped_results_are_shown(make_main) -> None:
    window = make_main()
    window.go(ToModelCard())
    settle(window)
    for one in load_results(RESULTS).parts:
        assert one.part in window.page.places
    assert "models" in window.page.places
    assert window.page.view.empty == ""


def test_damaged_results_are_told_and_the_rest_is_shown(make_main, monkeypatch) -> None:
    def damaged(_path):
        raise ResultsError("The file with the results is damaged.")

    monkeypatch.setattr(card_view, "load_results", damaged)
    window = make_main()
    window.go(ToModelCard())
    shown = texts(window.page)
    assert "The results cannot be shown" in shown
    assert any("damaged" in text for text in shown)
    assert "What is not known" in shown


def test_headings_jump_and_the_one_in_view_is_strong(card, qtbot) -> None:
    page = card.page
    qtbot.mouseClick(page.buttons["T"], Qt.MouseButton.LeftButton)
    settle(card)
    top = page.places["T"].mapTo(page.scroller.viewport(), page.places["T"].rect().topLeft()).y()
    assert abs(top) < 20
    assert "600" in page.buttons["T"].styleSheet()
    assert "600" not in page.buttons["M"].styleSheet()


def test_a_jump_made_before_all_tables_are_there_lands_where_it_should(make_main, qtbot) -> None:
    window = make_main()
    window.go(ToModelCard())
    page = window.page
    page.jump("limits")
    qtbot.waitUntil(lambda: not page._filling.isActive())
    assert len(page.findChildren(FigureTable)) == sum(len(one.tables) for one in page.view.sections) > 2
    top = page.places["limits"].mapTo(page.scroller.viewport(), page.places["limits"].rect().topLeft()).y()
    assert abs(top) < 20


def test_searching_keeps_the_headings_that_hold_the_words(card, qtbot) -> None:
    page = card.page
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.hasFocus() or page.focusWidget() is page.search
    page.search.setText("raters of ours")
    assert [key for key, shown in page.buttons.items() if not shown.isHidden()] == ["E"]
    page.search.setText("nothing like this")
    assert not page._nothing.isHidden()
    page.search.clear()
    assert all(not shown.isHidden() for shown in page.buttons.values())


def test_keys_scroll(card, qtbot) -> None:
    bar = card.page.scroller.verticalScrollBar()
    seen = [bar.value()]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_Up):
        qtbot.keyClick(card, key)
        seen.append(bar.value())
    assert seen[0] < seen[1] < seen[2] < seen[3] == bar.maximum() > seen[4] > seen[5]
    qtbot.keyClick(card, Qt.Key.Key_Home)
    assert bar.value() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_of_twice_the_size_fits_into_the_smallest_window(make_main, monkeypatch, theme: str) -> None:
    monkeypatch.setattr(card_view, "load_results", lambda _path: Results((), (PART,)))
    window = make_main(theme=theme, text_size="largest")
    window.resize(window.minimumSize())
    window.go(ToModelCard())
    settle(window)
    page = window.page
    inside, room = page.scroller.widget(), page.scroller.viewport().width()
    assert inside.width() <= room
    assert page._headings.isHidden()
    page.search.setText("raters")
    assert not page._headings.isHidden()


def test_everything_has_a_name_to_be_read_aloud(card) -> None:
    page = card.page
    assert page.search.accessibleName()
    assert page.scroller.accessibleName() == "Model card"
    assert all(button.accessibleName().startswith("Go to ") for button in page.buttons.values())
    assert page.places["E"].accessibleName() == "E Eye contact"
