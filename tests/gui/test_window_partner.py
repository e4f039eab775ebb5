"""Practice with a person in the room: roles, card, keys, timer, the five questions, and the debrief."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import settle
from examples import opened, snapshot
from fake_engine import DEVICES
from practice_examples import CHOICE, entries
from practice_hands import page_name, press
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.engine.messages import Device, MarkMoment, PartnerFeels, StartCall, StopCall
from app.practice.partner import FELT_HEARD, NOT_HEARD, PartnerMark, PartnerSaid
from app.ui.routes import PartnerChoice, ToDebrief, ToPartner, ToPartnerRating, ToPersona, ToSetup
from perception.errors import SessionFormatError

FOLDER = Path("/sessions/a")
ENTRY = entries()[2]
PARTNER = PartnerChoice(CHOICE.file, CHOICE.scenario, minutes=5)


def words(widget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel))


def start(window, engine, *, agrees=True, minutes=5) -> StartCall:
    """Set up and start a call with a partner."""
    window.go(ToSetup(partner=replace(PARTNER, minutes=minutes)))
    settle(window)
    window.page.other.knows.setChecked(agrees)
    window.page.go_button.click()
    settle(window)
    return engine.sent(StartCall)[-1]


def test_from_the_customer_to_the_roles_to_the_set_up(make_main):
    window = make_main()
    window.go(ToPersona(ENTRY))
    settle(window)
    window.page.with_partner.click()
    settle(window)
    assert page_name(window) == "PartnerPage"
    page = window.page
    assert "Only your partner reads it." in words(page)
    page.minutes.button(10).click()
    assert page.choice().minutes == 10
    page.start.click()
    settle(window)
    assert page_name(window) == "SetupPage"
    assert window.page.title.text() == CHOICE.scenario.title


def test_the_card_is_never_on_the_learners_screen_unless_asked(make_main):
    window = make_main()
    window.go(ToPartner(ENTRY))
    settle(window)
    assert not window.page.show_button.isEnabled()
    assert "No second screen" in window.page.screen_note.text()
    window.page.show_card()
    assert not window.partner.is_open
    window.page.show_here()
    settle(window)
    assert window.partner.is_open
    assert "You play Dana Whitlock" in window.partner.window.card.toPlainText()
    assert not window.partner.window.felt_heard.isEnabled()
    press(window, Qt.Key.Key_Escape)
    assert not window.partner.is_open
    assert page_name(window) == "PersonaPage"


def test_the_card_opens_on_another_screen_where_there_is_one(make_main, monkeypatch):
    window = make_main()
    monkeypatch.setattr("app.ui.partner.view.other_screen", lambda inside: inside.screen())
    window.go(ToPartner(ENTRY))
    settle(window)
    window.page.show_button.click()
    settle(window)
    assert window.partner.window.isMaximized()


def test_the_card_goes_to_paper_and_a_full_disk_is_told(make_main, tmp_path):
    window = make_main(role_card_paper="letter")
    window.go(ToPartner(ENTRY))
    settle(window)
    window.page.write_card(tmp_path / "card.pdf")
    settle(window)
    assert (tmp_path / "card.pdf").read_bytes().startswith(b"%PDF")
    window.page.write_card(tmp_path / "nowhere" / "card.pdf")
    settle(window)
    assert "could not be saved" in words(window.notices)


def test_the_set_up_asks_for_the_partners_microphone_and_agreement(make_main, engine):
    second = Device("mic1", "Table microphone", "microphone")
    engine.devices = replace(DEVICES, microphones=(*DEVICES.microphones, second))
    window = make_main()
    window.go(ToSetup(partner=PARTNER))
    settle(window)
    page = window.page
    assert [page.customer.itemText(place) for place in range(page.customer.count())] == [
        "Table microphone",
        "The same as yours",
    ]
    assert "Ask your partner first" in page.go_note.text()
    page.customer.setCurrentIndex(0)
    page.other.knows.setChecked(True)
    settle(window)
    page.go_button.click()
    settle(window)
    call = engine.sent(StartCall)[-1]
    assert call.customer_audio_id == "mic1"
    assert call.partner.shares_microphone is False
    assert (call.keep_customer_words, call.keep_customer_sound) == (True, True)
    assert call.cues.budget > 0
    assert window.settings.text("last_partner_microphone") == "Table microphone"


def test_one_microphone_for_both_goes_without_word_cues(make_main, engine):
    window = make_main()
    call = start(window, engine, agrees=False)
    assert call.partner.shares_microphone
    assert call.partner.scenario == CHOICE.scenario.id
    assert call.cues.budget == 0
    assert (call.keep_customer_words, call.keep_customer_sound) == (False, False)
    assert "One microphone hears both" in words(window.page.partner.tile)


def test_a_partner_who_sits_elsewhere_leaves_e_out(make_main, engine):
    window = make_main()
    window.go(ToSetup(partner=PARTNER))
    settle(window)
    window.page.other.seated.setChecked(False)
    window.page.go_button.click()
    settle(window)
    assert "E" not in engine.sent(StartCall)[-1].letters


def test_the_partners_keys_mark_and_state_on_either_screen(make_main, engine):
    window = make_main()
    window.partner.open(window.theme, PARTNER.scenario, None)
    start(window, engine)
    engine.push(snapshot(62.0, {}))
    settle(window)
    press(window, Qt.Key.Key_F)
    press(window, Qt.Key.Key_Minus)
    other = window.partner.window
    QTest.keyClick(other, Qt.Key.Key_Plus)
    other.not_heard.click()
    assert [mark.label for mark in engine.sent(MarkMoment)] == [FELT_HEARD, NOT_HEARD, FELT_HEARD, NOT_HEARD]
    assert other.said.text() == "Marked at 01:02: not heard."
    QTest.keyClick(other, Qt.Key.Key_1)
    press(window, Qt.Key.Key_9)
    other.feelings[2].click()
    assert [(felt.family, felt.word) for felt in engine.sent(PartnerFeels)] == [
        ("anger", "angry"),
        ("relief_positive", "relieved"),
        ("worry", "worried"),
    ]
    # The learner sees nothing of it.
    assert not window._toast.isVisible()
    press(window, Qt.Key.Key_M)
    assert engine.sent(MarkMoment)[-1].label == "marked"


def test_the_timer_runs_down_warns_goes_over_and_is_extended(make_main, engine):
    window = make_main()
    start(window, engine)
    timer = window.page.partner.tile.timer
    assert (timer.view.text, timer.view.state) == ("05:00", "running")
    engine.push(snapshot(30.0, {}))
    settle(window)
    assert (timer.view.text, timer.view.state) == ("04:30", "running")
    engine.push(snapshot(250.0, {}))
    settle(window)
    assert timer.view.state == "soon"
    engine.push(snapshot(309.0, {}))
    settle(window)
    assert (timer.view.text, timer.view.state) == ("+00:09", "over")
    press(window, Qt.Key.Key_X)
    assert (timer.view.text, timer.view.state) == ("01:51", "running")
    press(window, Qt.Key.Key_Space)
    assert timer.view.state == "paused"


def test_the_partner_rates_before_the_learner_sees_anything(make_main, engine, notes):
    window = make_main(self_check=True)
    window.partner.open(window.theme, PARTNER.scenario, None)
    start(window, engine)
    engine.push(snapshot(62.0, {}))
    settle(window)
    press(window, Qt.Key.Key_Escape)
    assert page_name(window) == "RatingPage"
    assert not window.partner.is_open
    page = window.page
    assert not page.keep_button.isEnabled()
    page.choices["told"][4].setFocus()
    QTest.keyClick(page.choices["told"][4], Qt.Key.Key_5)
    page.choices["feeling"][2].click()
    page.sentence.setText("  Ask once   more. ")
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    [(_folder, note)] = notes.kept
    assert (note.kind, note.author, note.ratings) == ("partner_rating", "partner", {"told": 5.0, "feeling": 2.0})
    assert note.text == "Ask once more."
    assert page_name(window) == "SelfCheckPage"


@pytest.mark.parametrize("self_check", [True, False])
def test_the_rating_can_be_skipped(make_main, notes, self_check):
    window = make_main(self_check=self_check)
    window.go(ToPartnerRating(FOLDER))
    settle(window)
    press(window, Qt.Key.Key_Escape)
    assert not notes.kept
    assert page_name(window) == ("SelfCheckPage" if self_check else "DebriefPage")


def test_a_rating_that_cannot_be_kept_is_told_and_the_way_goes_on(make_main, notes):
    window = make_main()
    notes.trouble = SessionFormatError("The folder is gone.", recovery="Look for it.")
    window.go(ToPartnerRating(FOLDER))
    settle(window)
    window.page.choices["told"][1].click()
    window.page.keep_button.click()
    settle(window)
    assert "could not be kept" in words(window.notices)
    assert page_name(window) == "DebriefPage"


def test_the_debrief_shows_what_the_partner_said(make_main):
    said = PartnerSaid(
        {"told": 4.0}, "Ask once more.", (PartnerMark(151.0, heard=True), PartnerMark(30.0, heard=False))
    )
    window = make_main(opener=lambda folder: opened(folder, partner=said))
    window.go(ToDebrief(FOLDER))
    settle(window)
    shown = words(window.page)
    assert "What your partner said" in shown
    assert "Your partner felt heard at 02:31" in shown
    assert "Your partner did not feel heard at 00:30" in shown
    assert "4 of 5" in shown
    assert "Ask once more." in shown


def test_a_call_without_a_partner_has_no_such_card(make_main):
    window = make_main()
    window.go(ToDebrief(FOLDER))
    settle(window)
    assert "What your partner said" not in words(window.page)


def test_leaving_the_call_ends_it_and_takes_the_card_away(make_main, engine):
    window = make_main()
    window.partner.open(window.theme, PARTNER.scenario, None)
    start(window, engine)
    window.go(ToDebrief(FOLDER))
    settle(window)
    assert engine.sent(StopCall)
    assert not window.partner.is_open
