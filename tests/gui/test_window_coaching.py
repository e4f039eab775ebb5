"""Rating before seeing, then comparing, in the coach's column."""

from __future__ import annotations

import pytest
from coaching_examples import COACH, FOLDER, RATED, comments, last, overridden, press, rate_all, rated
from conftest import settle
from examples import DURATION_S, scorecard
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.library.review.book import ReviewBook
from app.ui.page import Page
from app.ui.review.coaching.presenter import LOCKED, LOOKED
from app.ui.review.coaching.view import COMMENTS, CoachColumn
from app.ui.review.playhead import Playhead
from app.ui.routes import ToRubric
from app.ui.widgets.kit import column
from perception.recording.review_notes import CoachRating, Override
from perception.types import LETTERS

# ------------------------------------------------------------ rating


def test_every_rating_is_kept_at_once_and_says_by_which_rubric(open_column, coaching):
    window, made = open_column()
    made.rating.dots["E"].rated.emit(4)
    settle(window)
    kept = last(coaching, CoachRating)
    assert (kept.values, kept.author, kept.rubric, kept.blind, kept.done) == ({"E": 4}, COACH, "empathy@1", True, False)
    assert made.tabs["rating"].text() == "Rate 1 of 7"
    assert made.locked


def test_a_coach_who_comes_back_goes_on_where_they_were(open_column):
    _, made = open_column(CoachRating("r", COACH, "2026-11-23T09:00:00+01:00", {"E": 4}, ("P",)))
    assert made.rating.dots["E"].row.value == 4
    assert made.rating.dots["P"].row.cannot
    assert made.tabs["rating"].text() == "Rate 2 of 7"
    assert made.locked


def test_the_seventh_rating_unlocks_and_shows_the_measurement(open_column, coaching):
    window, made = open_column()
    unlocked = []
    made.unlocked.connect(lambda: unlocked.append(True))
    for letter in LETTERS[:6]:
        made.rating.dots[letter].rated.emit(RATED[letter])
    assert made.compare.cards == {}
    assert unlocked == []
    made.rating.dots["Y"].rated.emit(0)
    settle(window)
    assert unlocked == [True]
    assert not made.locked
    kept = last(coaching, CoachRating)
    assert (kept.done, kept.blind, kept.cannot) == (True, True, ("Y",))
    assert made._rating_stack.currentWidget() is made._compare_page
    assert list(made.compare.cards)[:2] == ["H", "A"]


def test_keys_rate_and_go_on_to_the_next_letter(open_column, coaching):
    window, made = open_column()
    window.activateWindow()
    dots = made.rating.dots
    dots["E"].setFocus()
    QTest.keyClick(dots["E"], Qt.Key.Key_4)
    assert made.writing.book.rating.values == {"E": 4}
    QTest.keyClick(dots["M"], Qt.Key.Key_0)
    assert made.writing.book.rating.cannot == ("M",)
    QTest.keyClick(dots["P"], Qt.Key.Key_Right)
    QTest.keyClick(dots["P"], Qt.Key.Key_Right)
    assert "P" not in made.writing.book.rating.values
    QTest.keyClick(dots["P"], Qt.Key.Key_Return)
    assert made.writing.book.rating.values["P"] == 2
    assert dots["P"].accessibleName() == "Posture: 2 of 5"


def test_the_text_of_a_step_shows_while_it_is_pointed_at(open_column):
    window, made = open_column()
    settle(window)
    dots = made.rating.dots["A"]
    cell = dots.width() // 6
    dots._hover(dots._step_at(1.5 * cell))
    assert made.rating.anchor.accessibleName().startswith("Affect: naming feelings: 2 of 5. Feelings are passed over")
    dots._hover(None)
    assert "What is done when the customer voices a feeling" in made.rating.anchor.accessibleName()
    QTest.mouseClick(dots, Qt.MouseButton.LeftButton, pos=QPoint(int(4.5 * cell), 5))
    assert made.writing.book.rating.values == {"A": 5}
    QTest.mouseMove(window, QPoint(1, 1))


def test_looking_without_rating_is_asked_about_and_remembered(open_column, coaching):
    window, made = open_column()
    assert LOCKED in made.rating.anchor.accessibleName()
    press(made.rating, "Look without rating")
    assert made.locked
    press(made.rating, "Look at the measured values without rating")
    settle(window)
    assert not made.locked
    assert not last(coaching, CoachRating).blind
    made._rate_again()
    rate_all(made)
    settle(window)
    assert not last(coaching, CoachRating).blind
    assert LOOKED in made.compare.hint.text()
    _, again = open_column(*coaching.entries)
    assert not again.locked


def test_what_cannot_be_kept_is_told_and_tried_again(open_column, coaching):
    window, made = open_column()
    coaching.trouble = True
    made.rating.dots["E"].rated.emit(4)
    settle(window)
    [problem] = window.notices.problems
    assert "could not be kept" in problem.message
    assert coaching.entries == []
    coaching.trouble = False
    made.rating.dots["M"].rated.emit(3)
    settle(window)
    assert [entry.values for entry in coaching.entries] == [{"E": 4}, {"E": 4, "M": 3}]


# ------------------------------------------------------------ comparing


def test_letters_that_lie_apart_come_first_with_reasons_to_jump_to(open_column):
    _, made = open_column(rated())
    hearing, feelings = made.compare.cards["H"], made.compare.cards["A"]
    assert list(made.compare.cards)[:2] == ["H", "A"]
    assert hearing.is_open
    assert feelings.is_open
    assert not made.compare.cards["E"].is_open
    assert hearing.view.numbers == "You 2 · measured 79 (73 to 85)"
    assert "lower than the measurement holds likely" in hearing.view.verdict
    press(hearing, "Hearing: go to 03:05")
    assert made._playhead.t_s == 183.5


def test_agreeing_and_keeping_settle_a_difference(open_column, coaching):
    window, made = open_column(rated())
    press(made.compare.cards["H"], "Agree: Hearing")
    settle(window)
    agreed = last(coaching, CoachRating)
    assert (agreed.values["H"], agreed.blind) == (4, False)
    assert not made.compare.cards["H"].view.apart
    assert made.writing.book.counts_for_agreement
    press(made.compare.cards["A"], "Keep mine: Naming feelings")
    settle(window)
    assert last(coaching, CoachRating).kept == ("A",)
    assert made.compare.cards["A"].view.settled == "You keep your rating."


def test_an_own_value_needs_a_reason_and_stands_beside_the_measured_one(open_column, coaching):
    window, made = open_column(rated())
    shown = made.compare.cards["H"]
    shown.ask_value()
    assert shown.form.value.value() == 25
    assert not shown.form.save_button.isEnabled()
    shown.form.reason.setPlainText("too short")
    assert not shown.form.save_button.isEnabled()
    shown.form.value.setValue(32)
    shown.form.reason.setPlainText("You asked twice, both times closed.")
    shown.form.save_button.click()
    settle(window)
    kept = last(coaching, Override)
    assert (kept.letter, kept.value, kept.reason) == ("H", 30.0, "You asked twice, both times closed.")
    words = made.compare.cards["H"].view.own_words
    assert words == "Measured 79; you say 30: “You asked twice, both times closed.”"
    press(made.compare.cards["H"], "Take my value back: Hearing")
    settle(window)
    assert made.compare.cards["H"].view.own is None
    window._toast._take_back()
    settle(window)
    assert made.compare.cards["H"].view.own is not None


def test_another_coachs_value_is_shown_as_theirs(open_column):
    _, made = open_column(
        CoachRating("r9", "Ada", "2026-11-23T09:05:00+01:00", RATED, done=True), overridden(), name="Ada"
    )
    assert made.compare.cards["A"].view.others == (
        f"Measured 48; {COACH} says 75: “You gave the feeling back in your own words at 03:20.”",
    )


# ------------------------------------------------------------ name and rubric


def test_a_coach_without_a_name_is_asked_once(open_column, coaching):
    window, made = open_column(name="")
    assert made.name.isVisibleTo(made)
    made.name.field.setText(" Kim ")
    made.name.keep_button.click()
    assert window.settings.text("your_name") == "Kim"
    assert not made.name.isVisibleTo(made)
    made.rating.dots["E"].rated.emit(2)
    settle(window)
    assert last(coaching, CoachRating).author == "Kim"


def test_the_rubric_is_one_step_away(open_column):
    _, made = open_column()
    asked = []
    made.go.connect(asked.append)
    press(made.rating, "Read or edit the rubric")
    assert asked == [ToRubric()]


# ------------------------------------------------------------ large text, narrow column


@pytest.mark.parametrize(("size", "text"), [((280, 380), "normal"), ((560, 560), "largest")])
def test_nothing_is_wider_than_the_column(make_main, size, text):
    window = make_main(your_name=COACH, text_size=text)
    entries = (rated(), overridden(), *comments())
    for given in ((), entries):
        page = Page(window)
        made = CoachColumn(window, FOLDER, Playhead(DURATION_S), given, scorecard(), coach=True)
        page.setLayout(column(made, None))
        window._show(page)
        settle(window)
        assert made.minimumSizeHint().width() <= size[0]
        made.setFixedSize(*size)
        made.show_part(COMMENTS)
        settle(window)
        for card in made.comments.cards:
            assert card.width() <= size[0]


def test_the_book_keeps_what_the_window_keeps(open_column, coaching):
    window, made = open_column()
    rate_all(made)
    settle(window)
    assert ReviewBook(coaching.entries, author=COACH, role="coach", now=window.now).rating == made.writing.book.rating
