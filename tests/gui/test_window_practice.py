"""Practice with a written customer: choosing, meeting, calling, and what goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import settle
from examples import snapshot
from practice_examples import OUTAGE, Scenarios, cue, customer_is, entry, left, speaks, stops
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.engine.messages import (
    CueCleared,
    DevicesListed,
    HideCues,
    PauseCall,
    Problem,
    RepeatLine,
    SayTestSentence,
    StartCall,
    StateChanged,
    StopCall,
)
from app.ui.routes import PracticeChoice, ToCalibration, ToCall, ToPersona, ToPractice, ToSetup

CHOICE = PracticeChoice(Path("/scenarios/renewal-after-outage.yaml"), OUTAGE)
ALL_WATCH = dict.fromkeys("EMPATHY", "watch")


def page_name(window) -> str:
    return type(window.page).__name__


def press(window, key) -> None:
    QTest.keyClick(window.page, key)
    settle(window)


def titles(window) -> list[str]:
    return [card.view.title for card in window.page.cards]


def start(window, choice=CHOICE) -> StartCall:
    """Set up and start a practice call."""
    window.go(ToSetup(choice))
    settle(window)
    window.page.go_button.click()
    settle(window)
    return window._services.engine.sent(StartCall)[-1]


@pytest.fixture
def picker(make_main):
    window = make_main()
    window.go(ToPractice())
    settle(window)
    return window


# ---------------------------------------------------------------- choosing


def test_the_list_shows_everybody_the_gentle_ones_first_and_mistakes_with_their_line(picker):
    assert titles(picker) == [
        "What the clinic never told us",
        "Renewal at risk after an outage",
        "The new price, one week before the budget",
    ]
    played = picker.page.cards[1].view.played
    assert played == "Played yesterday · best: calmer"
    faulty = picker.page._list.itemAt(3).widget()
    assert "y-own-call.yaml" in faulty.accessibleName()
    assert "Line 12: “sitution” is not a field. Did you mean “situation”?" in faulty.accessibleName()
    assert "And 1 more." in faulty.accessibleName()


def test_search_and_filters_narrow_the_list_and_esc_widens_it(picker):
    picker.page.search.setText("amara CLINIC")
    assert titles(picker) == ["What the clinic never told us"]
    press(picker, Qt.Key.Key_Escape)
    assert page_name(picker) == "PickerPage"
    assert len(titles(picker)) == 3
    page = picker.page
    page.filters["difficulty"].setCurrentIndex(page.filters["difficulty"].findData("hard"))
    assert titles(picker) == ["The new price, one week before the budget"]
    page.filters["letter"].setCurrentIndex(page.filters["letter"].findData("A"))
    assert titles(picker) == []
    page.show_all()
    page.filters["length"].setCurrentIndex(page.filters["length"].findData("medium"))
    assert titles(picker) == ["Renewal at risk after an outage"]
    page.show_all()
    assert [page.filters["situation"].itemText(n) for n in range(4)] == [
        "Any situation",
        "Outage",
        "Price rise",
        "Interview",
    ]
    page.filters["situation"].setCurrentIndex(3)
    assert titles(picker) == ["What the clinic never told us"]
    press(picker, Qt.Key.Key_Escape)
    press(picker, Qt.Key.Key_Escape)
    assert page_name(picker) == "HomePage"


def test_the_keyboard_goes_from_card_to_card_and_opens_one(picker):
    press(picker, Qt.Key.Key_Down)
    press(picker, Qt.Key.Key_Down)
    assert picker.page.cards[1].hasFocus()
    press(picker, Qt.Key.Key_Up)
    assert picker.page.cards[0].hasFocus()
    press(picker, Qt.Key.Key_Up)
    assert picker.page.search.hasFocus()
    press(picker, Qt.Key.Key_Down)
    QTest.keyClick(picker.page.cards[0], Qt.Key.Key_Space)
    settle(picker)
    assert page_name(picker) == "PersonaPage"
    assert picker.page.scenario.id == "quiet-interview"


def test_an_empty_shelf_and_one_that_cannot_be_read_still_allow_a_free_call(make_main, scenarios):
    scenarios.listed = ()
    window = make_main()
    window.go(ToPractice())
    settle(window)
    assert window.page._list.itemAt(0).widget().accessibleName().startswith("No customers here yet")
    scenarios.trouble = OSError("the disk is gone")
    window.page.enter()
    settle(window)
    assert "the disk is gone" in window.page._list.itemAt(0).widget().text()
    window.page.free.click()
    settle(window)
    assert page_name(window) == "SetupPage"


# ---------------------------------------------------------------- meeting


def test_the_persona_is_introduced_and_leads_to_the_set_up(picker, engine):
    picker.page.cards[1].click()
    settle(picker)
    page = picker.page
    assert page.start.text() == "Call Dana"
    assert page.note.isHidden()
    page.start.click()
    settle(picker)
    assert page_name(picker) == "SetupPage"
    assert picker.page.title.text() == "Renewal at risk after an outage"
    picker.page.go_button.click()
    settle(picker)
    plan = engine.sent(StartCall)[-1]
    assert plan.practice.file == "/scenarios/renewal-after-outage.yaml"
    assert plan.practice.seed == 3
    assert plan.practice.speaker_id is None
    assert plan.cues.budget == 4
    assert plan.customer_audio_id is None


def test_every_third_call_goes_without_words_and_says_so(make_main, scenarios, engine):
    window = make_main()
    window.go(ToPersona(entry(OUTAGE), calls=2))
    settle(window)
    assert "every third one does" in window.page.note.text()
    plan = start(window, window.page.choice())
    assert plan.cues.budget == 0
    assert plan.cues.strip
    assert "every third one does" in window.page.cue_line.text()
    assert window.page.strip.isVisible()
    window.change_settings({"cue_fading": False})
    window.go(ToPersona(entry(OUTAGE), calls=2))
    settle(window)
    assert window.page.choice().words


def test_a_check_call_has_neither_words_nor_marks_and_nothing_to_hide(make_main):
    window = make_main()
    window.go(ToPersona(entry(OUTAGE)))
    settle(window)
    window.page.check.setChecked(True)
    plan = start(window, window.page.choice())
    assert (plan.cues.budget, plan.cues.strip) == (0, False)
    settle(window)
    assert "Check call" in window.page.cue_line.text()
    assert window.page.strip.isHidden()
    assert window.page.hide_button.isHidden()


# ---------------------------------------------------------------- set-up


def test_the_voice_can_be_chosen_and_heard(make_main, engine):
    window = make_main()
    window.go(ToSetup(CHOICE))
    settle(window)
    voice = window.page.voice
    assert [voice.speaker.itemText(n) for n in range(4)] == [
        "As the system plays",
        "Headset",
        "Laptop speakers",
        "Captions only, no sound",
    ]
    voice.speaker.setCurrentIndex(1)
    voice.volume.setValue(55)
    voice.try_it.click()
    said = engine.sent(SayTestSentence)[-1]
    assert (said.text, said.speaker_id, said.volume) == ("Hello, this is Dana. Can you hear me well?", "out0", 0.55)
    assert window.settings.text("last_speaker") == "Headset"
    window.go(ToSetup(CHOICE))
    settle(window)
    assert window.page.voice.speaker.currentText() == "Headset"
    assert window.page.voice.volume.value() == 55


def test_without_a_speaker_the_call_goes_by_captions_and_says_so(make_main, engine):
    engine.devices = DevicesListed(engine.devices.cameras, engine.devices.microphones, ())
    window = make_main(captions=False)
    window.go(ToSetup(CHOICE))
    settle(window)
    assert window.page.voice.hint.text().startswith("No speaker was found.")
    assert not window.page.voice.try_it.isEnabled()
    plan = start(window)
    assert plan.practice.speaker_id == "silent"
    assert "captions" in window.page.cue_line.text()
    engine.push(speaks("Third time this quarter."))
    settle(window)
    assert window.page.customer.view.caption == "“Third time this quarter.”"


def test_a_written_customer_needs_a_microphone(make_main):
    window = make_main()
    window.go(ToSetup(CHOICE))
    settle(window)
    window.page.microphone.setCurrentIndex(window.page.microphone.count() - 1)
    settle(window)
    assert not window.page.go_button.isEnabled()
    assert window.page.go_note.text() == "Choose a microphone first: the customer answers what you say."


def test_a_calibration_on_the_way_leads_back_to_the_same_customer(make_main):
    window = make_main()
    window.go(ToSetup(CHOICE))
    settle(window)
    window.page.calibrate()
    settle(window)
    assert isinstance(window._route, ToCalibration)
    window.page.act("leave")
    settle(window)
    assert window._route == ToSetup(CHOICE)
    press(window, Qt.Key.Key_Escape)
    assert page_name(window) == "PickerPage"


# ---------------------------------------------------------------- the call


def test_the_customer_gets_ready_speaks_listens_and_thinks(make_main, engine):
    window = make_main()
    start(window)
    customer = window.page.customer
    assert customer.view.chip == "Dana is getting ready"
    engine.push(speaks("Third time this quarter."), snapshot(61.0, {}, customer=True))
    settle(window)
    assert (customer.view.chip, customer.view.speaking) == ("Dana is speaking", True)
    assert customer.view.caption == "“Third time this quarter.”"
    engine.push(stops(), customer_is("listening"))
    settle(window)
    assert (customer.view.chip, customer.view.speaking) == ("Dana is listening", False)
    engine.push(customer_is("thinking"), snapshot(90.0, {}))
    settle(window)
    assert customer.view.chip == "Dana is thinking"
    assert customer.view.caption == ""
    press(window, Qt.Key.Key_R)
    assert engine.sent(RepeatLine)


def test_a_customer_who_was_cut_short_is_shown_as_far_as_they_came(make_main, engine):
    window = make_main()
    start(window)
    engine.push(speaks("Third time this quarter. I had the board on the line."))
    engine.push(stops(62.0, cut=True, said="Third time this"))
    settle(window)
    assert window.page.customer.view.caption == "“Third time this –”"


def test_captions_can_be_off(make_main, engine):
    window = make_main(captions=False)
    start(window)
    engine.push(speaks("Third time this quarter."), snapshot(61.0, {}, customer=True))
    settle(window)
    assert window.page.customer.view.caption == ""


def test_a_cue_is_shown_with_its_place_in_the_budget_and_goes(make_main, engine):
    window = make_main()
    start(window)
    engine.push(cue())
    settle(window)
    assert window.page.cue_line.cue.place == "cue 1 of 4 in this call"
    assert window.page.cue_line.accessibleName() == "Name what you hear, cue 1 of 4 in this call"
    engine.push(CueCleared("feeling_passed_over", False))
    settle(window)
    assert window.page.cue_line.cue is None
    assert window.page.cue_line.accessibleName() == ""


def test_cues_and_marks_are_hidden_with_a_key_and_come_back(make_main, engine):
    window = make_main()
    start(window)
    engine.push(cue(), snapshot(71.0, ALL_WATCH))
    settle(window)
    press(window, Qt.Key.Key_H)
    assert engine.sent(HideCues) == [HideCues(True)]
    assert window.page.strip.isHidden()
    assert window.page.cue_line.cue is None
    engine.push(cue())
    settle(window)
    assert window.page.cue_line.cue is None
    press(window, Qt.Key.Key_H)
    assert engine.sent(HideCues)[-1] == HideCues(False)
    assert window.page.strip.isVisible()


def test_the_strip_can_be_left_out(make_main):
    window = make_main(cue_strip=False)
    plan = start(window)
    assert not plan.cues.strip
    assert window.page.strip.isHidden()


def test_when_the_customer_leaves_the_call_ends_by_itself(make_main, engine, scenarios):
    window = make_main()
    start(window)
    engine.push(snapshot(190.0, {}), left("calmed"))
    settle(window)
    page = window.page
    assert page.cue_line.text() == "Dana said goodbye calmer than at the start."
    assert page._goodbye.isActive()
    page.end()
    settle(window)
    assert engine.sent(StopCall)
    assert page_name(window) == "DebriefPage"
    assert scenarios.kept == [("renewal-after-outage", "calmed")]


def test_a_call_left_early_is_remembered_without_an_end(make_main, engine, scenarios):
    window = make_main()
    start(window)
    engine.push(snapshot(20.0, {}))
    settle(window)
    press(window, Qt.Key.Key_Escape)
    assert page_name(window) == "DebriefPage"
    assert scenarios.kept == [("renewal-after-outage", None)]


def test_a_log_that_cannot_be_written_costs_nothing_but_a_sentence(make_main, engine, scenarios):
    window = make_main()
    start(window)
    scenarios.trouble = OSError(28, "No space left on device")
    press(window, Qt.Key.Key_Escape)
    assert page_name(window) == "DebriefPage"
    assert "could not be noted" in window.notices.problems[-1].message


def test_a_minute_of_silence_is_told_once_and_a_pause_is_no_silence(make_main, engine):
    window = make_main()
    start(window)
    engine.push(snapshot(10.0, {}), customer_is("waiting"))
    settle(window)
    engine.push(snapshot(11.0, {}, customer=True), snapshot(69.0, {}, customer=True))
    settle(window)
    assert window.notices.problems == []
    engine.push(snapshot(71.0, {}, customer=True), snapshot(80.0, {}, customer=True))
    settle(window)
    (told,) = window.notices.problems
    assert told.message == "Dana has not heard you for a minute."
    window.notices.clear()
    press(window, Qt.Key.Key_Space)
    assert engine.sent(PauseCall)
    engine.push(snapshot(140.0, {}, customer=True), snapshot(190.0, {}, customer=True))
    settle(window)
    assert window.notices.problems == []


def test_a_headset_that_goes_away_turns_captions_on(make_main, engine):
    window = make_main(captions=False)
    start(window)
    lost = Problem("speaker", "The headset was unplugged.", "Plug it in again.", "notice", "The call goes on.")
    engine.push(speaks("One."), lost, speaks("Third time this quarter."))
    settle(window)
    assert window.notices.problems == [lost]
    assert window.page.customer.view.caption == "“Third time this quarter.”"


def test_while_paused_the_tile_says_so(make_main, engine):
    window = make_main()
    start(window)
    engine.push(speaks("Third time this quarter."), StateChanged("paused"))
    settle(window)
    assert window.page.tile._chip == "Paused"
    assert not window.page.tile._speaking
    press(window, Qt.Key.Key_R)
    assert not engine.sent(RepeatLine)


def test_the_persona_stands_beside_and_can_be_folded(make_main):
    window = make_main()
    start(window)
    card = window.page.persona_card
    assert not card.rest.isHidden()
    card.switch.click()
    assert card.rest.isHidden()
    assert card.switch.text() == "Show"


def test_a_free_call_has_nobody_to_repeat_and_no_persona(make_main, engine):
    window = make_main()
    window.go(ToSetup())
    settle(window)
    window.page.go_button.click()
    settle(window)
    plan = engine.sent(StartCall)[-1]
    assert plan.practice is None
    assert plan.cues.budget == 4
    assert window.page.repeat_button.isHidden()
    press(window, Qt.Key.Key_R)
    assert not engine.sent(RepeatLine)
    engine.push(cue("Slow down a little", "T"))
    settle(window)
    assert window.page.cue_line.cue.text == "Slow down a little"


def test_the_same_call_can_be_made_without_a_shelf(make_main, engine):
    window = make_main()
    window._services = type(window._services)(
        **{**{name: getattr(window._services, name) for name in window._services.__slots__}, "scenarios": None}
    )
    window.go(ToCall(StartCall("/sessions/new", "Practice call", "cam0", "mic0"), CHOICE))
    settle(window)
    press(window, Qt.Key.Key_Escape)
    assert page_name(window) == "DebriefPage"
    assert Scenarios().read().entries == ()
