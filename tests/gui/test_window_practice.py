"""Practice with a written customer: choosing, meeting, setting up, and what goes wrong."""

from __future__ import annotations

import pytest
from conftest import settle
from practice_examples import CHOICE, OUTAGE, entry, speaks
from practice_hands import page_name, press, start
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.engine.messages import (
    DevicesListed,
    SaySentence,
    StartCall,
)
from app.ui.routes import ToCalibration, ToPersona, ToPractice, ToSettings, ToSetup


def titles(window) -> list[str]:
    return [card.view.title for card in window.page.cards]


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
    QTest.keyClick(picker.page.cards[0], Qt.Key.Key_Return)
    settle(picker)
    assert page_name(picker) == "PersonaPage"
    assert picker.page.scenario.id == "quiet-interview"


def test_enter_in_the_search_opens_the_only_one_and_esc_comes_back_to_what_was_looked_for(picker):
    page = picker.page
    page.filters["situation"].setCurrentIndex(page.filters["situation"].findData("interview"))
    page.search.setText("amara")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    settle(picker)
    assert page_name(picker) == "PersonaPage"
    press(picker, Qt.Key.Key_Escape)
    assert page_name(picker) == "PickerPage"
    assert picker.page.search.text() == "amara"
    assert picker.page.filters["situation"].currentData() == "interview"
    assert titles(picker) == ["What the clinic never told us"]
    picker.page.show_all()
    QTest.keyClick(picker.page.search, Qt.Key.Key_Return)
    settle(picker)
    assert picker.page.cards[0].hasFocus()
    QTest.keyClick(picker.page.free, Qt.Key.Key_Return)
    settle(picker)
    assert page_name(picker) == "SetupPage"


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
    said = engine.sent(SaySentence)[-1]
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


# ---------------------------------------------------------------- settings


def test_cue_settings_are_chosen_on_the_page_and_reach_the_next_call(make_main):
    window = make_main()
    window.go(ToSettings())
    settle(window)
    controls = window.page.controls
    controls["cue_budget"].setValue(6)
    controls["cue_spacing_s"].setValue(20)
    controls["cue_letters"].buttons["P"].click()
    controls["cue_strip"].setChecked(False)
    controls["thinking_s"].setValue(5)
    assert window.settings.text("cue_letters") == "EMATHY"
    plan = start(window)
    assert (plan.cues.budget, plan.cues.spacing_s, plan.cues.strip) == (6, 20.0, False)
    assert "P" not in plan.cues.letters
    assert plan.practice.thinking_s == 5.0


def test_cues_called_wrong_are_named_and_can_come_again(make_main):
    window = make_main(cue_trust="pace 0.343, smile 0.7")
    window.go(ToSettings())
    settle(window)
    page = window.page
    assert page.doubted.isVisible()
    page.trust_again.click()
    assert window.settings.text("cue_trust") == ""
    assert page.doubted.isHidden()
    window._toast._take_back()
    settle(window)
    assert window.settings.text("cue_trust") == "pace 0.343, smile 0.7"
    assert page.doubted.isVisible()
