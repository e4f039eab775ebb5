"""Drills in the window: found, done by keys, explained at once, kept, and possible without devices."""

from __future__ import annotations

import pytest
from conftest import settle
from examples import kept_calibration, plain_preview
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from screens_drills import ANSWER, reading, take

from app.engine.drill_messages import JudgeAnswer, StartDrill, StopDrill
from app.engine.messages import DevicesListed, Problem, SaySentence, StateChanged
from app.engine.practice_messages import CustomerSpeaks, CustomerStops
from app.practice.drills.choosing import DrillDone
from app.ui.debrief.view import DebriefPage
from app.ui.drills.parts import FeedbackView
from app.ui.drills.run_view import DrillPage
from app.ui.drills.view import DrillsPage
from app.ui.home.view import HomePage
from app.ui.routes import ToDebrief, ToDrill, ToDrills
from app.ui.widgets.choice_card import SessionCard


@pytest.fixture
def window(make_main):
    return make_main()


@pytest.fixture
def drill(window):
    def begin(kind: str, first: str = "") -> DrillPage:
        window.go(ToDrill(kind, first))
        settle(window)
        page = window.page
        assert isinstance(page, DrillPage)
        return page

    return begin


def right(page: DrillPage) -> int:
    choices = page.session.step.choices
    return next(n for n, one in enumerate(choices) if getattr(one, "right", getattr(one, "kind", "") == "empathy"))


def key(qtbot, window, number: int) -> None:
    qtbot.keyClick(window.page, Qt.Key(Qt.Key.Key_1 + number))


def told(widget) -> str:
    return " | ".join(one.text() for one in widget.findChildren(QLabel) if not one.isHidden())


def test_home_leads_to_the_drills_and_enter_starts_the_suggestion(window, qtbot) -> None:
    assert isinstance(window.page, HomePage)
    qtbot.mouseClick(window.page.drills, Qt.MouseButton.LeftButton)
    settle(window)
    page = window.page
    assert isinstance(page, DrillsPage)
    assert page.view.suggestion.title == "2-minute drill: empathy or sympathy?"
    assert len(page.view.kinds) == 7
    qtbot.keyClick(page, Qt.Key.Key_Return)
    settle(window)
    assert isinstance(window.page, DrillPage)
    qtbot.keyClick(window.page, Qt.Key.Key_Escape)
    settle(window)
    assert isinstance(window.page, DrillsPage)


def test_a_call_on_the_first_page_leads_to_its_drill_by_keys(window, qtbot) -> None:
    settle(window)
    last = window.page.findChildren(SessionCard)[0]
    assert last.start_button.text() == "2-minute drill: a face that listens"
    last.setFocus()
    qtbot.keyClick(last, Qt.Key.Key_Tab)
    assert window.focusWidget() is last.start_button
    qtbot.keyClick(last.start_button, Qt.Key.Key_Return)
    settle(window)
    assert (type(window.page), window.page.route.kind) == (DrillPage, "neutral_face")


def test_letters_and_words_narrow_the_list(window, qtbot) -> None:
    window.go(ToDrills(letter="T"))
    settle(window)
    page = window.page
    assert [one.kind for one in page.view.kinds] == ["tone"]
    qtbot.keyClick(page, Qt.Key.Key_P)
    assert [one.kind for one in page.view.kinds] == ["posture"]
    page.choose_letter(None)
    page.search.setText("auditors")
    (kind,) = page.view.kinds
    assert [item.id for item in kind.shown] == ["data-wrong-in-report"]
    page.search.setText("zebra")
    assert "zebra" in page.view.empty
    page.search.setText("")
    page._toggle("posture")
    assert len(page.findChildren(QPushButton)) > 20


def test_progress_is_shown_as_dots(window, drills) -> None:
    drills.kept.append(DrillDone("2026-11-23T09:00:00+01:00", "tone", ("tone-no", "tone-price"), 2, 3, 0, 70.0))
    window.go(ToDrills())
    settle(window)
    tone = next(one for one in window.page.view.kinds if one.kind == "tone")
    assert tone.dots[:3] == (True, True, False)
    assert "once" in window.page.view.summary


def test_mistakes_in_own_drills_are_told_with_their_line(window, drills) -> None:
    drills.mistakes = ["mine.yaml, line 4: `title` of items is missing. Add `title`."]
    window.go(ToDrills())
    settle(window)
    assert "mine.yaml, line 4" in told(window.page)


def test_a_whole_drill_by_keys(window, drill, drills, engine, qtbot) -> None:
    page = drill("empathy_or_sympathy", "support-nine-days")
    wrong = (right(page) + 1) % 3
    key(qtbot, window, wrong)
    assert page.dots.dots[0] == "watch"
    assert [option.mark for option in page.panel.options].count("good") == 1
    assert not page.panel.options[wrong].isEnabled()
    key(qtbot, window, right(page))  # answered already
    assert page.session.outcomes == []
    qtbot.keyClick(page, Qt.Key.Key_Return)
    key(qtbot, window, right(page))
    assert page.dots.dots[:2] == ("watch", "good")
    qtbot.keyClick(page, Qt.Key.Key_Return)
    text = page.panel.text
    text.setPlainText(ANSWER)
    qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    (asked,) = engine.sent(JudgeAnswer)
    assert (asked.said, "Nine days" in asked.heard) == (ANSWER, True)
    assert "of 100" in told(page.findChild(FeedbackView))
    qtbot.keyClick(page, Qt.Key.Key_Return)
    settle(window)
    assert "Take along" in told(page)
    (kept,) = drills.kept
    assert (kept.kind, kept.items, kept.steps) == ("empathy_or_sympathy", ("support-nine-days",), 3)
    assert kept.done_at.startswith("2026-11-23")
    qtbot.keyClick(page, Qt.Key.Key_Return)
    settle(window)
    assert window.page is not page


def test_an_answer_may_be_changed_and_too_short_a_one_is_not_read(window, drill, engine) -> None:
    page = drill("paraphrase")
    page.panel.text.setPlainText("Hm.")
    page.panel.send()
    assert engine.sent(JudgeAnswer) == []
    page.panel.text.setPlainText("I'm sorry, but there's nothing I can do.")
    page.panel.send()
    settle(window)
    assert page.session.answered.mark == "watch"
    page.panel.change()
    assert page.session.answered is None
    assert page.panel.text.isReadOnly() is False
    assert not page.findChildren(FeedbackView) or page.findChildren(FeedbackView)[0].isHidden()


def test_an_answer_that_cannot_be_read_can_be_sent_again_or_skipped(window, drill, engine, qtbot) -> None:
    engine.mute = True
    page = drill("paraphrase")
    page.panel.text.setPlainText(ANSWER)
    page.panel.send()
    settle(window)
    assert page.panel.read_button.isEnabled()
    assert page.session.answered is None
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_S)
    assert page.session.outcomes[0].feedback is None


def test_the_voice_says_what_the_words_hide(window, drill, engine) -> None:
    page = drill("name_feeling", "hidden-polite-anger")
    said = engine.sent(SaySentence)[-1]
    assert (said.mood, said.text.startswith("Thank you")) == ("tense", True)
    engine.push(CustomerSpeaks(1.0, said.text, "angry", "tense", 2, 3.0, mouth_open=(0.5,) * 100), CustomerStops(4.0))
    settle(window)
    page.leave()
    assert engine.sent(SaySentence)[-1].text == ""


def test_a_drill_speaks_where_and_as_loud_as_the_last_call(window, drill, engine) -> None:
    window.change_settings({"last_speaker": "Headset", "voice_volume": 40})
    page = drill("empathy_or_sympathy", "data-wrong-in-report")
    page.hear(page.session.step)
    said = engine.sent(SaySentence)[-1]
    assert (said.speaker_id, said.volume) == ("out0", 0.4)
    assert said.voice == page.session.step.item.task.customer.voice


def test_tone_is_measured_live_and_compared_with_the_first_take(window, drill, engine, calibrations, qtbot) -> None:
    kept = kept_calibration()
    calibrations.keep(kept)
    page = drill("tone", "tone-no")
    (start,) = engine.sent(StartDrill)
    assert (start.camera_id, start.microphone_id) == (None, "mic0")
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert page.panel.running
    engine.push(reading(6.0, voice=take(0.0)))
    settle(window)
    assert page.session.answered.mark == "good"
    qtbot.keyClick(page, Qt.Key.Key_Return)
    qtbot.keyClick(page, Qt.Key.Key_Space)
    engine.push(reading(16.0, voice=take(10.0, pace=1.4)))
    settle(window)
    assert "syllables a second" in told(page.findChild(FeedbackView))
    qtbot.keyClick(page, Qt.Key.Key_R)
    assert page.panel.running
    assert page.session.answered is None
    page.leave()
    assert len(engine.sent(StopDrill)) == 1


def test_a_quiet_face_is_measured_while_the_message_is_read(window, drill, engine) -> None:
    page = drill("neutral_face", "face-board")
    engine.show(plain_preview())
    page.panel.run()
    for step in range(280):
        engine.push(reading(step * 0.1, brow=0.9 if 100 < step < 160 else 0.1))
    settle(window)
    assert any("whole board" in one.text for one in engine.sent(SaySentence))
    assert engine.sent(SaySentence)[-1].text == ""
    assert "Brows lowered: " in told(page.findChild(FeedbackView))


def test_posture_is_held(window, drill, engine) -> None:
    page = drill("posture", "posture-one-elbow")
    page.panel.run()
    for step in range(200):
        engine.push(reading(step * 0.1, slouch=0.8 if step < 30 else 1.0))
    settle(window)
    assert page.session.answered.mark == "good"


@pytest.mark.parametrize(("kind", "word"), [("tone", "microphone"), ("neutral_face", "camera"), ("posture", "camera")])
def test_without_a_device_there_is_another_way(make_main, engine, qtbot, kind: str, word: str) -> None:
    engine.devices = DevicesListed((), (), ())
    window = make_main()
    window.go(ToDrill(kind))
    settle(window)
    page = window.page
    assert f"No {word} was found." in told(page)
    assert engine.sent(StartDrill) == []
    key(qtbot, window, 0)
    assert page.session.answered.mark == "unknown"
    assert "You said" in told(page.findChild(FeedbackView))
    qtbot.keyClick(page, Qt.Key.Key_Return)
    assert page.session.number == 1


def test_what_was_switched_off_is_not_opened(make_main, engine) -> None:
    window = make_main(consent_camera=False)
    window.go(ToDrill("posture"))
    settle(window)
    assert "off in the settings" in told(window.page)
    assert engine.sent(StartDrill) == []


def test_an_unplugged_camera_offers_the_other_way_at_once(window, drill, engine) -> None:
    page = drill("posture")
    page.panel.run()
    engine.push(Problem("camera", "The camera was unplugged.", "Plug it in.", "paused"))
    settle(window)
    assert "The camera was unplugged." in told(page)
    assert len(page.panel.checks) == 3


def test_an_engine_that_was_started_again_is_asked_again(window, drill, engine) -> None:
    page = drill("posture")
    engine.push(StateChanged("starting"), StateChanged("ready"))
    settle(window)
    assert len(engine.sent(StartDrill)) == 2
    assert page.measuring.open


def test_what_cannot_be_kept_or_read_is_told(window, drill, drills) -> None:
    page = drill("name_feeling")
    drills.trouble = OSError("disk full")
    page.choose(0)
    while page.session.step is not None:
        page.skip()
    settle(window)
    assert "disk full" in window.notices.problems[0].message
    drills.trouble = OSError("gone")
    window.go(ToDrills())
    settle(window)
    assert "could not be read" in told(window.page)


def test_a_round_of_skipped_steps_is_not_kept(window, drill, drills) -> None:
    page = drill("name_feeling")
    while page.session.step is not None:
        page.skip()
    settle(window)
    assert drills.kept == []


def test_the_debrief_offers_the_drill_for_its_target(make_main, tmp_path) -> None:
    window = make_main()
    window.go(ToDebrief(tmp_path))
    settle(window)
    page = window.page
    assert isinstance(page, DebriefPage)
    offered = [one for one in page.findChildren(QPushButton) if one.text().startswith("2-minute drill")]
    assert offered
    offered[0].click()
    settle(window)
    assert isinstance(window.page, DrillPage)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["empathy_or_sympathy", "name_feeling", "tone", "neutral_face", "posture", "thread"])
def test_text_of_twice_the_size_fits_into_the_smallest_window(make_main, theme: str, kind: str) -> None:
    window = make_main(theme=theme, text_size="largest")
    window.resize(window.minimumSize())
    for route in (ToDrills(), ToDrill(kind)):
        window.go(route)
        settle(window)
    page = window.page
    assert page._scroll.widget().width() <= page._scroll.viewport().width()
    assert page.next_button.geometry().bottom() <= window.height()


def test_everything_has_a_name_to_be_read_aloud(window, drill) -> None:
    page = drill("name_feeling", "hidden-polite-anger")
    assert all(one.accessibleName() for one in page.findChildren(QPushButton))
    assert all(option.accessibleName()[0].isdigit() for option in page.panel.options)
    assert page.dots.accessibleDescription() == "step 1 of 5"
    assert "left" in page.ring.accessibleDescription()
