"""The coach's column: rating before seeing, comparing, comments in step with the time, spoken comments."""

from __future__ import annotations

from pathlib import Path

import pytest
from coaching_examples import COACH, RATED, comments, overridden, rated
from conftest import settle
from examples import DURATION_S, scorecard
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.engine.messages import DevicesListed, ListDevices, Problem
from app.engine.voice_note_messages import (
    RecordVoiceNote,
    StopVoiceNote,
    VoiceNoteKept,
    VoiceNoteReading,
    VoiceNoteWords,
)
from app.library.review.book import ReviewBook
from app.ui.page import Page
from app.ui.review.coaching.comments_panel import NONE_YET
from app.ui.review.coaching.presenter import LOCKED, LOOKED
from app.ui.review.coaching.view import COMMENTS, CoachColumn
from app.ui.review.coaching.voice import BUSY, NO_MICROPHONE
from app.ui.review.playhead import Playhead
from app.ui.routes import ToRubric
from app.ui.widgets.kit import column
from perception.recording.review_notes import CoachRating, Comment, Override, in_force
from perception.types import LETTERS, Span

FOLDER = Path("/sessions/a")


@pytest.fixture
def open_column(make_main):
    """The column alone on a page of the window, as the review shows it."""

    def make(*entries, coach=True, name=COACH, size=(340, 620)):
        window = make_main(your_name=name)
        page = Page(window)
        made = CoachColumn(window, FOLDER, Playhead(DURATION_S), entries, scorecard(), coach=coach)
        made.setFixedSize(*size)
        page.setLayout(column(made, None))
        window._show(page)
        page.on_event = made.on_event
        settle(window)
        return window, made

    return make


def last(coaching, kind):
    return [entry for entry in coaching.entries if isinstance(entry, kind)][-1]


def rate_all(made, values=RATED):
    for letter in LETTERS:
        made.rating.dots[letter].rated.emit(values[letter])


def press(widget, name):
    """Press the button of this accessible name."""
    found = [
        one for one in widget.findChildren(QPushButton) if one.accessibleName() == name and one.isVisibleTo(widget)
    ]
    assert len(found) == 1, [one.accessibleName() for one in widget.findChildren(QPushButton)]
    found[0].click()


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
    assert made.writing.unkept == 1
    coaching.trouble = False
    made.rating.dots["M"].rated.emit(3)
    settle(window)
    assert made.writing.unkept == 0
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


# ------------------------------------------------------------ comments


def test_without_comments_it_says_how_to_write_one(open_column):
    _, made = open_column()
    made.show_part(COMMENTS)
    assert made.comments.cards == ()
    assert NONE_YET.startswith("No comments yet. Press C")


def test_a_comment_is_written_at_the_moment_or_the_selection(open_column, coaching):
    window, made = open_column()
    made._playhead.seek(132.4)
    made.comment_here()
    made.composer.field.setPlainText("Wait one more breath.")
    QTest.keyClick(made.composer.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    kept = last(coaching, Comment)
    assert (kept.t_s, kept.end_s, kept.text, kept.role) == (132.4, None, "Wait one more breath.", "coach")
    made._playhead.select(Span(10.0, 20.0))
    made.comment_here()
    made.composer.field.setPlainText("Try it again from here.")
    made.composer.take.setChecked(True)
    made.composer.save_button.click()
    settle(window)
    kept = last(coaching, Comment)
    assert (kept.t_s, kept.end_s, kept.take) == (10.0, 20.0, True)
    made.comment_at(50.0)
    made.composer.about_all()
    made.composer.field.setPlainText("A calm call.")
    made.composer.save_button.click()
    settle(window)
    assert last(coaching, Comment).t_s is None
    assert made.tabs[COMMENTS].text() == "Comments 3"


def test_esc_gives_a_comment_up_and_leaves_nothing(open_column, coaching):
    window, made = open_column()
    told = []
    made.composing.connect(told.append)
    made.comment_at(5.0)
    made.composer.field.setPlainText("never mind")
    QTest.keyClick(made.composer.field, Qt.Key.Key_Escape)
    settle(window)
    assert made.composer.isHidden()
    assert coaching.entries == []
    assert told == [True, False]


def test_the_comment_of_now_is_marked_and_a_click_jumps(open_column):
    _, made = open_column(*comments())
    assert [card.shown.id for card in made.comments.cards] == ["c3", "c1", "c2"]
    made._playhead.seek(134.0)
    assert [card.shown.id for card in made.comments.cards if card.is_now] == ["c1"]
    made._playhead.seek(150.0)
    assert [card for card in made.comments.cards if card.is_now] == []
    card = made.comments.card_of("c1")
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert made._playhead.t_s == 132.0
    assert made._playhead.selection == Span(132.0, 138.0)


def test_own_words_can_be_edited_answered_and_deleted_with_undo(open_column, coaching):
    window, made = open_column(*comments())
    QTest.keyClick(made.comments.card_of("c2"), Qt.Key.Key_E)
    made.composer.field.setPlainText("A very good open question.")
    made.composer.save_button.click()
    settle(window)
    assert made.comments.card_of("c2").shown.comment.text == "A very good open question."
    QTest.keyClick(made.comments.card_of("c1"), Qt.Key.Key_R)
    made.composer.field.setPlainText("Well done.")
    made.composer.save_button.click()
    settle(window)
    assert [one.text for one in made.comments.card_of("c1").shown.answers][-1] == "Well done."
    QTest.keyClick(made.comments.card_of("c2"), Qt.Key.Key_Delete)
    settle(window)
    assert made.comments.card_of("c2") is None
    window._toast._take_back()
    settle(window)
    assert made.comments.card_of("c2") is not None
    assert {entry.id for entry in in_force(made.writing.book.entries)} >= {"c1", "c3", "a1"}


def test_what_another_wrote_cannot_be_changed(open_column):
    _, made = open_column(*comments(), coach=False, name="Sam")
    card = made.comments.card_of("c1")
    assert card.own is None
    QTest.keyClick(card, Qt.Key.Key_Delete)
    QTest.keyClick(card, Qt.Key.Key_E)
    assert made.composer.isHidden()
    assert made.comments.card_of("c1") is not None


def test_a_learner_reviews_alone_without_rating(open_column, coaching):
    window, made = open_column(coach=False, name="")
    assert not made.locked
    assert made.tabs["rating"].isHidden()
    made.comment_at(3.0)
    made.composer.field.setPlainText("I want to slow down here.")
    made.composer.save_button.click()
    settle(window)
    kept = last(coaching, Comment)
    assert (kept.role, kept.author) == ("learner", "Learner")


def test_the_last_entry_can_be_taken_back(open_column):
    _, made = open_column()
    assert not made.undo()
    made.rating.dots["E"].rated.emit(2)
    assert made.undo()
    assert made.writing.book.rating is None
    assert made.rating.dots["E"].row.value is None


def test_notes_that_were_merged_meanwhile_are_taken_in(open_column):
    _, made = open_column()
    made.take_in(comments())
    assert len(made.comments.cards) == 3


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


# ------------------------------------------------------------ speaking


def test_a_spoken_comment_is_kept_and_its_words_come_later(open_column, engine, coaching):
    window, made = open_column()
    window.devices = engine.devices
    made.comment_at(42.0)
    made.voice.button.pressed.emit()
    [command] = engine.sent(RecordVoiceNote)
    assert (command.folder, command.microphone_id) == (str(FOLDER), "mic0")
    engine.push(VoiceNoteReading(3.0, -20.0))
    settle(window)
    assert made.voice.told.text() == "00:03 of 02:00"
    made.voice._held.invalidate()
    made.voice.button.released.emit()
    assert engine.sent(StopVoiceNote) == [StopVoiceNote()]
    engine.push(VoiceNoteKept(command.name, 3.2))
    settle(window)
    kept = last(coaching, Comment)
    assert (kept.voice, kept.text, kept.t_s) == (command.name, "", 42.0)
    assert made.composer.isHidden()
    engine.push(VoiceNoteWords(command.name, "Wait one more breath."))
    settle(window)
    [card] = made.comments.cards
    assert (card.shown.comment.text, card.shown.comment.voice) == ("Wait one more breath.", command.name)


def test_a_short_press_begins_and_the_next_ends(open_column, engine):
    window, made = open_column()
    window.devices = engine.devices
    made.comment_at(1.0)
    made.voice.button.click()
    assert made.voice.state == "speaking"
    assert engine.sent(StopVoiceNote) == []
    made.voice.button.click()
    assert engine.sent(StopVoiceNote) == [StopVoiceNote()]


def test_giving_up_forgets_what_was_spoken(open_column, engine, coaching):
    window, made = open_column()
    window.devices = engine.devices
    made.comment_at(1.0)
    made.voice.button.click()
    made.composer.close_up()
    assert engine.sent(StopVoiceNote) == [StopVoiceNote(keep=False)]
    engine.push(VoiceNoteKept(engine.sent(RecordVoiceNote)[0].name, 0.0))
    settle(window)
    assert coaching.entries == []


def test_without_a_microphone_or_while_it_is_in_use_it_says_so(open_column, engine):
    window, made = open_column()
    made.comment_at(1.0)
    made.voice.button.click()
    assert engine.sent(ListDevices)
    window.devices = DevicesListed((), (), ())
    made.on_event(window.devices)
    assert made.voice.told.text() == NO_MICROPHONE
    window.engine_state = type(window.engine_state)("importing")
    made.voice.button.click()
    assert made.voice.told.text() == BUSY


def test_a_microphone_that_fails_is_told_where_it_was_asked_for(open_column, engine):
    window, made = open_column()
    window.devices = engine.devices
    made.comment_at(1.0)
    made.voice.button.click()
    engine.push(Problem("microphone", "The microphone cannot be opened.", "Plug it in.", "notice"))
    settle(window)
    assert made.voice.state == "idle"
    assert made.voice.told.text() == "The microphone cannot be opened. Plug it in."


def test_nothing_is_heard_and_nothing_is_kept(open_column, engine, coaching):
    window, made = open_column()
    window.devices = engine.devices
    made.comment_at(1.0)
    made.voice.button.click()
    made.voice.stop()
    engine.push(VoiceNoteKept(engine.sent(RecordVoiceNote)[0].name, 0.0))
    settle(window)
    assert "nothing was kept" in made.voice.told.text()
    assert coaching.entries == []


def test_a_spoken_file_that_is_gone_is_told(open_column):
    window, made = open_column(Comment("v", COACH, "coach", "2026-11-23T09:00:00+01:00", "", 3.0, voice="gone.opus"))
    press(made.comments.cards[0], "Listen to 00:03")
    [problem] = window.notices.problems
    assert "not in the session folder" in problem.message


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
