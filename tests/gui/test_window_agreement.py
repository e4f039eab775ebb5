"""The agreement page, in the window without a screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import settle
from PySide6.QtWidgets import QLabel, QPushButton

from app.library.agreement.rated import RatedCall
from app.ui.agreement.presenter import present_agreement
from app.ui.agreement.view import AgreementPage
from app.ui.routes import ToAgreement, ToReview
from perception.errors import SessionFormatError


def calls(count: int = 24) -> tuple[RatedCall, ...]:
    """Maria agrees with what was measured at E and is milder at A; Ben rates half of the calls."""
    made = []
    for number in range(count):
        measured = {"E": float(number * 37 % 100), "A": float(number * 53 % 100)}
        maria = {"E": 1 + round(measured["E"] / 25), "A": min(5, 2 + round(measured["A"] / 25))}
        coaches = {"Maria": maria, **({"Ben": {"E": 3, "A": 1 + number % 5}} if number % 2 else {})}
        made.append(RatedCall(str(number), measured, coaches, Path(f"/sessions/{number}"), f"Call {number}"))
    return tuple(made)


@pytest.fixture
def shown(make_main):
    def make(found, **settings):
        window = make_main(**settings)

        def read():
            if isinstance(found, Exception):
                raise found
            return found

        window._services = replace(window._services, ratings=read)
        window.go(ToAgreement())
        settle(window)
        assert isinstance(window.page, AgreementPage)
        return window

    return make


def words(page) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def test_words_first_then_figures_and_the_calls_furthest_apart(shown) -> None:
    said = words(shown(calls()).page)
    assert "The two agree well." in said
    assert "Maria rates higher than the measurement" in said
    assert "Too few calls to tell: 5 more are needed." in said
    assert "Furthest apart" in said


def test_a_call_apart_opens_in_the_review(shown) -> None:
    window = shown(calls())
    went = []
    window.page.go.connect(went.append)
    look = next(one for one in window.page.findChildren(QPushButton) if one.text() == "Look")
    look.click()
    assert isinstance(went[0], ToReview)
    assert went[0].rate  # as a coach: what others have not rated yet stays hidden from them
    assert went[0].folder.parent == Path("/sessions")


def test_ones_own_ratings_come_first_and_others_can_be_chosen(shown) -> None:
    window = shown(calls(), your_name="Ben")
    page = window.page
    assert page.first.currentData() == "Ben"
    assert page.second.currentText() == "What was measured"
    page.second.setCurrentIndex(page.second.findData("Maria"))
    page.second.activated.emit(page.second.currentIndex())
    settle(window)
    assert page.second.currentData() == "Maria"
    assert "12 calls" in words(page)
    page.first.setCurrentIndex(page.first.findData("Maria"))
    page.first.activated.emit(page.first.currentIndex())
    settle(window)
    assert (page.first.currentData(), page.second.currentData()) == ("Maria", "")


def test_no_ratings_and_ratings_that_cannot_be_read(shown) -> None:
    assert "No ratings yet" in words(shown(()).page)
    broken = SessionFormatError("The disk is gone.", recovery="Connect it.")
    assert "The disk is gone." in words(shown(broken).page)


def test_figures_that_cannot_be_told_are_a_dash_and_never_zero() -> None:
    view = present_agreement(calls(3), me="Maria")
    assert {one.kappa.words for one in view.letters} == {"–"}
    assert all(one.kappa.value is None for one in view.letters)
