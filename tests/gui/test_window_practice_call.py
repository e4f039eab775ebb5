"""The call with a written customer: what is shown and heard, cues, keys, the end, and what goes wrong."""

from __future__ import annotations

from dataclasses import replace

from conftest import settle
from examples import snapshot
from practice_examples import CHOICE, Scenarios, cue, customer_is, left, speaks, stops
from practice_hands import page_name, press, start
from PySide6.QtCore import Qt

from app.engine.messages import (
    CueCleared,
    HideCues,
    Problem,
    RepeatLine,
    StartCall,
    StateChanged,
    StopCall,
)
from app.practice.turns import StatePoint
from app.ui.routes import ToCall, ToSetup

ALL_WATCH = dict.fromkeys("EMPATHY", "watch")


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


def test_without_a_voice_the_words_are_shown_whatever_was_chosen(make_main, engine):
    window = make_main(captions=False)
    start(window)
    engine.push(Problem("model", "The built-in voice is missing.", "Run the set-up again.", "notice"))
    engine.push(speaks("Third time this quarter."), snapshot(61.0, {}, customer=True))
    settle(window)
    assert window.page.customer.view.caption == "“Third time this quarter.”"


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


def test_a_second_try_from_the_middle_is_counted_but_is_no_best_end(make_main, engine, scenarios):
    window = make_main()
    start(window, replace(CHOICE, start=StatePoint("one", 60.0, 60.0)))
    engine.push(snapshot(60.0, {}), left("calmed"))
    settle(window)
    window.page.end()
    settle(window)
    assert scenarios.kept == [("renewal-after-outage", None)]


def test_a_log_that_cannot_be_written_costs_nothing_but_a_sentence(make_main, engine, scenarios):
    window = make_main()
    start(window)
    scenarios.trouble = OSError(28, "No space left on device")
    press(window, Qt.Key.Key_Escape)
    assert page_name(window) == "DebriefPage"
    assert "could not be noted" in window.notices.problems[-1].message


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


def test_a_call_that_is_ended_while_it_is_prepared_leaves_nothing_to_rate(make_main, engine):
    engine.slow = True
    window = make_main()
    plan = start(window)
    assert window.page.presenter.view.phase == "preparing"
    press(window, Qt.Key.Key_Escape)
    assert page_name(window) == "PickerPage"
    assert window._toast._text.text() == "The call was ended before it began."
    assert str(window.shelf.put_away) == plan.folder
    assert not window.scenarios.kept


def test_a_scenario_that_got_a_mistake_since_the_list_was_read_is_told_and_nothing_is_offered(make_main, engine):
    engine.slow = True
    window = make_main()
    start(window)
    broken = "mine.yaml, line 12: “sitution” is not a field. Did you mean “situation”?"
    engine.push(Problem("scenario", broken, "Mend the file and start again.", "failed"), StateChanged("ready"))
    settle(window)
    page = window.page
    assert page.finish_title.text() == "The call could not start"
    assert page.finish_text.text() == broken
    assert not page.open_button.isVisible()
    assert any("Mend the file" in problem.recovery for problem in window.notices.problems)
    page.home_button.click()
    settle(window)
    assert page_name(window) == "HomePage"
