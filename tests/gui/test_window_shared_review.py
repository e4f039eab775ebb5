"""A call that somebody shared: rated before anything measured shows, whichever way it is opened, and sent back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import settle
from examples import opened
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from review_hands import FOLDER, Reviews, open_review

from app.ui.routes import ToCompare, ToDebrief, ToReview, ToSendNotes, ToSessions
from perception.recording.review_notes import CoachRating, Comment
from perception.types import LETTERS

CAPTIONS = ["Captions as WebVTT …", "Captions as SubRip …"]


@pytest.fixture
def shared(make_main):
    window = make_main(review=Reviews(shared_by="Robin"), your_name="Kim")
    window.resize(1280, 720)
    return open_review(window)


def exports(page) -> list[str]:
    texts = [action.text() for action in page.commands.menu().actions() if action.isEnabled()]
    return [text for text in texts if " as " in text or "ELAN" in text or "xAPI" in text]


def follow(page) -> list[object]:
    routes: list[object] = []
    page.go.connect(routes.append)
    return routes


def test_it_is_rated_first_though_nobody_asked_for_that(shared):
    assert not shared.route.rate
    assert shared.coach.locked
    assert shared.bar().about.startswith("from Robin · ")
    assert [action.text for action in shared.bar().actions] == ["Rate first (0 of 7)", "Send or export …"]


def test_no_report_shows_what_was_measured_before_the_rating(shared):
    assert exports(shared) == CAPTIONS
    shared.coach.rating.looked.emit()
    settle(shared.desk)
    assert len(exports(shared)) == 8


def test_the_notes_go_back_from_the_menu(shared):
    routes = follow(shared)
    send = next(one for one in shared.commands.menu().actions() if one.text() == "Send my notes back …")
    send.trigger()
    assert routes == [ToSendNotes(FOLDER, "Renewal at risk after an outage")]


def test_an_own_call_has_nothing_to_send_back(make_main):
    page = open_review(make_main(review=Reviews(), your_name="Kim"))
    assert "Send my notes back …" not in [one.text() for one in page.commands.menu().actions()]
    assert len(exports(page)) == 8


def test_back_leads_to_the_list_and_not_to_the_result(shared):
    routes = follow(shared)
    assert shared.on_back()
    assert routes == [ToSessions()]


def test_the_debrief_of_it_is_its_review(make_main):
    def opener(folder: Path):
        return replace(opened(folder), shared_by="Robin")

    window = make_main(review=Reviews(shared_by="Robin"), opener=opener)
    window.go(ToDebrief(FOLDER))
    settle(window)
    settle(window)
    assert type(window.page).__name__ == "ReviewPage"
    assert window.page.coach.locked


def test_two_calls_are_compared_when_both_are_rated(make_main):
    rated = CoachRating("r1", "Kim", "2026-11-26T09:00:00+00:00", dict.fromkeys(LETTERS, 3), done=True)
    entries: tuple[CoachRating, ...] = ()

    def opener(folder: Path):
        return replace(opened(folder), shared_by="Robin", entries=entries)

    window = make_main(opener=opener, your_name="Kim")
    window.go(ToCompare(Path("/sessions/a"), Path("/sessions/b")))
    settle(window)
    assert window.page.view is None
    routes = follow(window.page)
    next(one for one in window.page.findChildren(QPushButton) if one.text() == "Rate it").click()
    assert routes == [ToReview(FOLDER, rate=True)]
    entries = (rated,)
    window.go(ToCompare(Path("/sessions/a"), Path("/sessions/b")))
    settle(window)
    assert window.page.view is not None


def test_the_keys_stay_with_the_page_after_a_comment(qtbot, shared):
    window = shared.window()
    window.activateWindow()
    qtbot.keyClick(shared, Qt.Key.Key_C)
    field = shared.coach.composer.field
    assert window.focusWidget() is field
    field.setPlainText("One breath before you answer.")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(shared.desk)
    assert any(isinstance(entry, Comment) for entry in shared.coach.writing.book.entries)
    assert window.focusWidget() is shared
    qtbot.keyClick(shared, Qt.Key.Key_C)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert window.focusWidget() is shared


def test_the_keys_stay_with_a_letter_that_was_settled(qtbot, shared):
    window = shared.window()
    for letter in LETTERS:
        shared.coach.rating.rated.emit(letter, 1)
    settle(shared.desk)
    card = next(card for card in shared.coach.compare.cards.values() if card.view.apart)
    keep = next(one for one in card.findChildren(QPushButton) if one.text() == "Keep mine")
    keep.setFocus()
    qtbot.mouseClick(keep, Qt.MouseButton.LeftButton)
    settle(shared.desk)
    assert window.focusWidget() is shared.coach.compare.cards[card.view.letter].toggle_button


def test_the_warning_before_looking_is_in_sight_and_holds_the_keys(qtbot, shared):
    window, rating = shared.window(), shared.coach.rating
    qtbot.mouseClick(rating.look_button, Qt.MouseButton.LeftButton)
    settle(shared.desk)
    back = next(one for one in rating.findChildren(QPushButton) if one.text() == "Rate first")
    assert window.focusWidget() is back
    bottom = back.mapTo(rating._scroller.viewport(), back.rect().bottomLeft()).y()
    assert bottom <= rating._scroller.viewport().height()
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert window.focusWidget() is rating.look_button


def test_who_looks_without_rating_is_told_so(qtbot, shared):
    shared.coach.rating.looked.emit()
    settle(shared.desk)
    assert shared.coach.compare.hint.text().startswith("You have rated no letter. You have seen the measured values.")
    assert shared.bar().actions[0].text == "Rate (0 of 7)"
    assert shared.window().focusWidget() is next(iter(shared.coach.compare.cards.values())).toggle_button


@pytest.mark.parametrize(("title", "whole"), [("Price rise", True), ("Renewal at risk after an outage " * 6, False)])
def test_a_title_in_the_bar_is_whole_or_ends_with_dots(shared, title, whole):
    shared.commands.ask_text = lambda *_words: title.strip()
    shared.commands.rename()
    settle(shared.desk)
    bar = shared.window()._bar
    shown = next(one for one in bar.findChildren(QLabel) if one.accessibleName() == title.strip() and one.isVisible())
    assert shown.text() == title.strip() if whole else shown.text().endswith("…")
    assert shown.fontMetrics().horizontalAdvance(shown.text()) <= shown.width() + 1
