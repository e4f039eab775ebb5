"""Comments in step with the time, typed and spoken, in the coach's column."""

from __future__ import annotations

from coaching_examples import COACH, FOLDER, comments, last, overridden, press, rated
from conftest import settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.engine.messages import DevicesListed, ListDevices, Problem
from app.engine.voice_note_messages import (
    RecordVoiceNote,
    StopVoiceNote,
    VoiceNoteKept,
    VoiceNoteReading,
    VoiceNoteWords,
)
from app.ui.review.coaching.comments_panel import NONE_YET
from app.ui.review.coaching.view import COMMENTS
from app.ui.review.coaching.voice import BUSY, NO_MICROPHONE
from perception.recording.review_notes import Comment, in_force
from perception.types import Span

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
    assert made.tabs["rating"].text() == "Letters"
    made.comment_at(3.0)
    made.composer.field.setPlainText("I want to slow down here.")
    made.composer.save_button.click()
    settle(window)
    kept = last(coaching, Comment)
    assert (kept.role, kept.author) == ("learner", "Learner")


def test_a_learner_sees_what_coaches_say_beside_what_was_measured(open_column):
    _, made = open_column(rated(), overridden(), coach=False, name="Sam")
    made.show_part("rating")
    assert made._rating_stack.currentWidget() is made._letters_page
    feelings = next(view for view in made.letters.views if view.letter == "A")
    assert (feelings.measured, feelings.bar.said) == ("Measured 48 (39 to 57)", 75.0)
    assert feelings.coaches == (
        f"{COACH} rated 4 of 5.",
        f"Measured 48; {COACH} says 75: “You gave the feeling back in your own words at 03:20.”",
    )


def test_the_last_entry_can_be_taken_back(open_column):
    _, made = open_column()
    assert not made.undo()
    made.rating.dots["E"].rated.emit(2)
    assert made.undo()
    assert made.writing.book.rating is None
    assert made.rating.dots["E"].row.value is None


def test_the_words_of_one_comment_never_get_into_another(open_column):
    wordless = Comment("v", COACH, "coach", "2026-11-23T09:30:00+01:00", "", 3.0, voice="gone.opus")
    _, made = open_column(*comments(), wordless)
    made._edit(made.comments.card_of("c2").shown.comment)
    made._edit(made.comments.card_of("v").shown.comment)
    assert made.composer.field.toPlainText() == ""


def test_notes_that_come_later_are_taken_in(open_column):
    _, made = open_column()
    made.take_in(comments())
    assert len(made.comments.cards) == 3


# ------------------------------------------------------------ speaking


def spoken(window, made, engine) -> str:
    """Speak a comment; the name of its file. Its words are still being recognised."""
    window.devices = engine.devices
    made.comment_at(42.0)
    made.voice.button.click()
    made.voice.button.click()
    name = engine.sent(RecordVoiceNote)[-1].name
    engine.push(VoiceNoteKept(name, 3.2))
    settle(window)
    return name


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


def test_recognised_words_take_nothing_from_words_that_were_typed_meanwhile(open_column, engine, coaching):
    window, made = open_column()
    name = spoken(window, made, engine)
    [card] = made.comments.cards
    made._edit(card.shown.comment)
    made.composer.field.setPlainText("Typed at once:")
    made.composer.save_button.click()
    engine.push(VoiceNoteWords(name, "Wait one more breath."))
    settle(window)
    [card] = made.comments.cards
    assert card.shown.comment.text == "Typed at once: Wait one more breath."


def test_recognised_words_do_not_bring_a_deleted_comment_back(open_column, engine, coaching):
    window, made = open_column()
    name = spoken(window, made, engine)
    made._delete(made.comments.cards[0].shown.comment)
    engine.push(VoiceNoteWords(name, "Wait one more breath."))
    settle(window)
    assert made.comments.cards == ()


def test_what_is_being_spoken_is_kept_when_the_page_goes_away(open_column, engine, coaching):
    """Nobody hears the news of it any more, and a sound that no comment names would be lost."""
    window, made = open_column()
    window.devices = engine.devices
    made.comment_at(42.0)
    made.voice.button.click()
    engine.push(VoiceNoteReading(3.0, -20.0))
    settle(window)
    made.leave()
    [command] = engine.sent(RecordVoiceNote)
    assert engine.sent(StopVoiceNote) == [StopVoiceNote()]
    kept = last(coaching, Comment)
    assert (kept.voice, kept.t_s) == (command.name, 42.0)


def test_a_slip_of_the_finger_leaves_no_comment_when_the_page_goes_away(open_column, engine, coaching):
    window, made = open_column()
    window.devices = engine.devices
    made.comment_at(42.0)
    made.voice.button.click()
    engine.push(VoiceNoteReading(0.2, -20.0))
    settle(window)
    made.leave()
    assert coaching.entries == []


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
