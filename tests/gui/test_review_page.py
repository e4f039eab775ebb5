"""The review without a recording: keys, transcript, what stands where, what waits until the coach has rated."""

from __future__ import annotations

import pytest
from conftest import settle
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QPushButton
from review_hands import FOLDER, Reviews, missing, open_review

from app.reports.export import LABELS
from app.ui.routes import ToReview, ToSendNotes
from perception.recording.review_notes import Comment
from perception.types import Span


@pytest.fixture
def reviews():
    return Reviews()


@pytest.fixture
def page(make_main, reviews):
    window = make_main(review=reviews, your_name="Alex")
    window.resize(1280, 720)
    return open_review(window)


def press(qtbot, page, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(page, key, modifier)
    settle(page.desk)


def test_the_call_is_opened_away_from_the_window_and_told_in_the_bar(page):
    bar = page.bar()
    assert (bar.place, bar.title) == ("Review", "Renewal at risk after an outage")
    assert [action.text for action in bar.actions] == ["Rate this call", "Export …"]
    assert page.transcript.lines[0].who == "Customer"
    assert page.tracks.canvas.lanes


def test_a_session_that_cannot_be_opened_says_why_and_what_to_do(make_main, reviews):
    reviews.trouble = missing()
    page = open_review(make_main(review=reviews))
    assert page._message.text() == "This session could not be opened. The folder is gone. Choose another one."
    assert page.bar().place == "Review"


def test_what_sentences_do_comes_when_it_is_known(page, reviews):
    assert reviews.asked == ["acts"]
    assert [act.act.tag for act in page.transcript.lines[1].acts] == ["fix first"]
    assert not page.transcript.legend.isHidden()


def test_acts_that_cannot_be_read_leave_the_words(make_main, reviews):
    reviews.acts_trouble = RuntimeError("no reader")
    page = open_review(make_main(review=reviews))
    assert "no reader" in page.transcript.waiting.text()
    assert page.transcript.lines[1].acts == ()


def test_space_plays_and_pauses(qtbot, page):
    press(qtbot, page, Qt.Key.Key_Space)
    assert page.playhead.playing
    assert page.transport.play.accessibleName() == "Pause"
    press(qtbot, page, Qt.Key.Key_Space)
    assert not page.playhead.playing


@pytest.mark.parametrize(
    ("key", "modifier", "moved_s"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 1 / 30),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, -1 / 30),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 5.0),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, -5.0),
    ],
)
def test_arrows_step_and_jump(qtbot, page, key, modifier, moved_s):
    page.playhead.seek(100.0)
    press(qtbot, page, key, modifier)
    assert page.playhead.t_s == pytest.approx(100.0 + moved_s)
    assert page.picture.slider.value() == round(page.playhead.t_s * 20)


def test_n_and_p_go_from_moment_to_moment(qtbot, page):
    page.playhead.seek(0.0)
    press(qtbot, page, Qt.Key.Key_N)
    first = page.playhead.t_s
    press(qtbot, page, Qt.Key.Key_N)
    assert page.playhead.t_s > first > 0.0
    press(qtbot, page, Qt.Key.Key_P)
    assert page.playhead.t_s == first


def test_plus_and_minus_change_the_speed_within_bounds(qtbot, page):
    for _ in range(9):
        press(qtbot, page, Qt.Key.Key_Plus)
    assert page.playhead.speed == 2.0
    assert page.transport.speed.text() == "2.0×"
    for _ in range(9):
        press(qtbot, page, Qt.Key.Key_Minus)
    assert page.playhead.speed == 0.5
    press(qtbot, page, Qt.Key.Key_Plus, Qt.KeyboardModifier.ShiftModifier)  # where + stands above =
    assert page.playhead.speed == 0.75


def test_l_loops_the_line_being_said_until_it_is_pressed_again(qtbot, page):
    page.playhead.seek(134.0)
    press(qtbot, page, Qt.Key.Key_L)
    assert page.playhead.looping
    span = page.playhead.selection
    assert (span.start_s, span.end_s) == (132.0, 137.0)
    page.playhead.play(True)
    page.picture.playback._moved(137.1)
    assert page.playhead.t_s == 132.0
    press(qtbot, page, Qt.Key.Key_L)
    page.playhead.play(False)
    assert not page.playhead.looping


def test_a_stretch_that_reaches_to_the_end_is_looped_too(page):
    end_s = page.playhead.duration_s
    page.playhead.select(Span(end_s - 2.0, end_s))
    page.playhead.loop(True)
    page.playhead.play(True)
    player = page.picture.playback.player
    player.seek(end_s)
    player.follow()
    assert (page.playhead.playing, player.playing) == (True, True)
    assert page.playhead.t_s == end_s - 2.0
    page.playhead.loop(False)
    player.seek(end_s)
    player.follow()
    assert (page.playhead.playing, player.playing) == (False, False)


def test_a_stretch_of_which_nothing_can_be_played_is_not_looped(page):
    """As where the picture ends before the sound that was measured."""
    playback = page.picture.playback
    page.playhead.select(Span(200.0, 210.0))
    page.playhead.loop(True)
    page.playhead.play(True)
    playback.player.moved.emit(190.0)
    playback.player.ended.emit()
    assert not page.playhead.playing


def test_playing_from_the_end_begins_anew(page):
    page.playhead.seek(page.playhead.duration_s)
    page.playhead.play(True)
    assert page.playhead.t_s == 0.0
    page.playhead.play(False)


def test_the_line_being_said_is_followed_until_the_user_scrolls(page):
    page.playhead.seek(186.0)
    assert page.transcript.view.painter_of.now[0] == 2
    assert page.transcript.following
    page.transcript.view.scrolled.emit()
    page.playhead.advance(192.0)
    assert not page.transcript.following
    assert page.transcript.view.painter_of.now[0] == 3
    page.playhead.seek(120.0)
    assert page.transcript.following


def test_a_click_on_a_word_goes_there(qtbot, page):
    view, line = page.transcript.view, page.transcript.lines[1]
    settle(page.desk)
    word = line.words[4]
    corner = view.visualRect(view.lines.index(1)).topLeft()
    part = view.painter_of.laid(1, line, view.painter_of.width).layout.lineForTextPosition(word.start)
    x = view.painter_of.words_left() + part.cursorToX(word.start)[0] + 3
    y = view.painter_of.words_top() + part.y() + part.height() / 2
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=corner + QPoint(int(x), int(y)))
    assert page.playhead.t_s == pytest.approx(word.start_s)


def test_a_click_beside_the_words_goes_to_the_line_and_enter_does_too(qtbot, page):
    view = page.transcript.view
    settle(page.desk)
    box = view.visualRect(view.lines.index(1))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.topLeft() + QPoint(4, 4))
    assert page.playhead.t_s == 132.0
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert page.playhead.t_s == 185.0


def test_keys_of_the_page_work_while_the_transcript_has_them(qtbot, page):
    page.transcript.view.setFocus()
    page.playhead.seek(100.0)
    qtbot.keyClick(page.transcript.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert page.playhead.t_s == 105.0


def test_search_counts_marks_and_goes_on(qtbot, page):
    press(qtbot, page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    transcript = page.transcript
    assert not transcript._finder.isHidden()
    transcript.search.setText("that")
    assert transcript.count.text() == f"1 of {len(transcript.found)}"
    press(qtbot, page, Qt.Key.Key_F3)
    assert transcript.count.text().startswith("2 of")
    press(qtbot, page, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert transcript.count.text().startswith("1 of")
    transcript.search.setText("nobody said this")
    assert transcript.count.text() == "Not found"
    assert page.on_back()
    assert transcript._finder.isHidden()
    assert transcript.found == ()
    assert not page.on_back()


def test_c_opens_the_field_and_m_marks_the_moment(qtbot, page, coaching):
    page.playhead.seek(132.0)
    press(qtbot, page, Qt.Key.Key_M)
    marked = [entry for entry in page.coach.writing.book.entries if isinstance(entry, Comment)]
    assert [(entry.text, entry.t_s) for entry in marked] == [("Marked.", 132.0)]
    page.setFocus()
    press(qtbot, page, Qt.Key.Key_C)
    assert not page.coach.composer.isHidden()


def test_a_coach_sees_no_letters_until_rated_or_looked(make_main, reviews, qtbot):
    page = open_review(make_main(review=reviews, your_name="Alex"), rate=True)
    assert page.bar().actions[0].text == "Rate first (0 of 7)"
    assert page.tracks.locked
    before = page._moments
    page.coach._look()
    settle(page.desk)
    assert not page.tracks.locked
    assert len(page._moments) > len(before)


def test_looking_alone_leads_to_rating(page, make_main):
    gone = []
    page.go.connect(gone.append)
    page.playhead.seek(12.0)
    page._rate()
    assert gone[:1] == [ToReview(FOLDER, t_s=12.0, rate=True)]


def test_dividers_and_switches_are_remembered(page):
    page.layout_of._across.splitterMoved.emit(10, 1)
    page.layout_of.places = page.layout_of.places.moved([500, 400, 300], [300, 300])
    page.layout_of.keep_places()
    assert page.desk.settings.text("review_places").endswith("0.5")
    page.picture._switch("gaze")
    assert page.desk.settings.text("review_overlays") == "both gaze"


def test_the_slider_goes_where_it_is_pressed_and_dragged(qtbot, page):
    slider = page.picture.slider
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 2, 8))
    assert page.playhead.t_s == pytest.approx(page.playhead.duration_s / 2, rel=0.02)
    qtbot.mouseMove(slider, QPoint(slider.width(), 8))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton)
    assert page.playhead.t_s == pytest.approx(page.playhead.duration_s, rel=0.02)


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (900, 620)])
@pytest.mark.parametrize("text_size", ["normal", "largest"])
def test_everything_can_be_reached_in_any_window(make_main, reviews, size, text_size):
    window = make_main(review=reviews, your_name="Alex", text_size=text_size)
    window.resize(*size)
    page = open_review(window)
    settle(window)
    layout = page.layout_of
    assert window.width() == size[0], "the page forces the window to be wider"
    for name, part in layout.parts.items():
        layout.show_part(name)
        settle(window)
        assert part.isVisible(), name
        assert part.width() >= 150, name
        assert part.height() >= 90, name
    play = page.transport.play
    bottom = play.mapTo(page, play.rect().bottomLeft()).y()
    assert bottom <= page.height()
    for made in page.transport.findChildren(QPushButton):
        assert made.accessibleName()


def test_the_debrief_and_the_list_lead_to_the_review(make_main, reviews):
    from app.ui.routes import ToDebrief

    window = make_main(review=reviews)
    window.go(ToDebrief(FOLDER))
    settle(window)
    menu = window.page.commands.menu()
    action = next(one for one in menu.actions() if one.text() == "Review …")
    action.trigger()
    settle(window)
    assert type(window.page).__name__ == "ReviewPage"


def test_without_the_service_the_route_leads_home(make_main):
    window = make_main()
    window.go(ToReview(FOLDER))
    assert type(window.page).__name__ == "HomePage"


def test_a_word_under_the_hand_is_found_by_its_place(page):
    view, line = page.transcript.view, page.transcript.lines[0]
    assert view.painter_of.place_under(0, line, QPointF(2.0, view.painter_of.words_top() + 4)) is None


def test_a_new_title_shows_at_once(page):
    page.commands.ask_text = lambda *_words: "Another title"
    page.commands.rename()
    assert page.bar().title == "Another title"


def test_a_coach_sends_notes_back_from_the_menu_and_a_learner_does_not(make_main, reviews):
    window = make_main(review=reviews, your_name="Alex")
    page = open_review(window)
    assert "Send my notes back …" not in [one.text() for one in page.commands.menu().actions()]
    page = open_review(window, rate=True)
    next(one for one in page.commands.menu().actions() if one.text() == "Send my notes back …").trigger()
    settle(window)
    assert window._route == ToSendNotes(FOLDER, "Renewal at risk after an outage")
    window.page.on_back()
    settle(window)
    settle(window)
    assert window.page.tracks.locked  # nothing was rated: the measured values still wait


def test_what_waits_to_be_kept_is_kept_when_the_page_goes_away(page, coaching, monkeypatch):
    """All places for jobs may be taken by then, and a closing window drops what has not begun."""
    monkeypatch.setattr(page.desk.tasks, "run", lambda *_work, **_owner: 0)
    page._mark()
    assert coaching.entries == []
    page.leave()
    assert [entry.text for entry in coaching.entries] == ["Marked."]


def test_what_cannot_be_kept_when_the_page_goes_away_is_told(page, coaching):
    coaching.trouble = True
    page._mark()
    page.leave()
    settle(page.desk)
    assert any("could not be kept" in problem.message for problem in page.desk.notices.problems)


def test_before_rating_a_coach_can_export_the_words_alone(make_main, reviews):
    page = open_review(make_main(review=reviews, your_name="Alex"), rate=True)
    offered = {one.text() for one in page.commands.menu().actions()}
    assert {f"{LABELS[kind]} …" for kind in LABELS} & offered == {"Captions as WebVTT …", "Captions as SubRip …"}
    page.coach._look()
    settle(page.desk)
    assert {f"{text} …" for text in LABELS.values()} <= {one.text() for one in page.commands.menu().actions()}
