"""When a written customer speaks, stops, waits and goes on."""

from __future__ import annotations

import pytest

from app.engine.practice.conversation import BACKCHANNEL_S, STOPPED_S
from app.engine.practice_messages import CustomerIs, CustomerLeft, CustomerSpeaks, CustomerStops
from app.practice.turn_end import QUESTION_S, THINKING_S
from perception.types import CustomerSmile, PhaseChange, StatedFeeling, Utterance
from tests.unit.app_engine.customer_stage import Stage, scenario


@pytest.fixture
def stage() -> Stage:
    return Stage()


def opened(stage: Stage) -> Stage:
    stage.begin()
    stage.until_silent()
    return stage


def test_the_first_turn_is_spoken_told_and_counted(stage: Stage) -> None:
    opened(stage)
    (speaks,) = stage.of(CustomerSpeaks)
    assert speaks.text in stage.scenario.nodes["angry"].lines
    assert (speaks.display, speaks.mood, speaks.intensity, speaks.node) == ("angry", "angry", 3, "angry")
    assert len(speaks.mouth_open) == len(speaks.mouth_round) == pytest.approx(50 * speaks.seconds, abs=2)
    (said,) = stage.seen(Utterance)
    assert (said.speaker, said.text, said.p) == ("customer", speaks.text, 1.0)
    assert [word.text for word in said.words] == speaks.text.split()
    assert said.start_s == pytest.approx(speaks.t_s + speaks.lead_s)
    assert said.end_s == pytest.approx(said.start_s + speaks.seconds)
    (felt,) = stage.seen(StatedFeeling)
    assert (felt.family, felt.source, felt.kind, felt.intensity) == ("anger", "scenario", "concern", 3)
    assert stage.seen(PhaseChange)[0].phase == "vent"
    assert not stage.seen(CustomerSmile)
    assert stage.of(CustomerStops) == [CustomerStops(stage.now_s, cut=False, said=speaks.text)]
    assert stage.of(CustomerIs)[-1].doing == "listening"
    assert stage.kept[0].node == "angry"
    point = stage.kept[0].point
    assert point is not None
    assert point.visits == {"angry": 1}


def test_a_finished_question_is_answered_soon_and_by_what_was_said(stage: Stage) -> None:
    opened(stage)
    stage.csm("You sound really frustrated, what happened?", 3.0)
    ended_s = stage.now_s
    stage.run(QUESTION_S - 0.04)
    assert not stage.talk.speaking
    stage.run(0.08)
    assert stage.talk.speaking
    assert stage.director.steps[-1].customer.node == "better"
    assert stage.reader.turns[0].seconds == pytest.approx(3.0, abs=0.05)
    assert not stage.reader.turns[0].interrupted
    stage.until_silent()
    assert stage.kept[-1].answer_after_s == pytest.approx(stage.of(CustomerSpeaks)[-1].t_s + 0.02 - ended_s)
    assert stage.kept[-1].deeds == ("named_feeling",)
    assert stage.kept[-1].because == "You named it."
    assert stage.seen(CustomerSmile)  # friendly


def test_thinking_aloud_keeps_the_turn(stage: Stage) -> None:
    opened(stage)
    stage.csm("Let me see.", 1.0)
    stage.run(THINKING_S - 0.2)
    assert not stage.talk.speaking
    stage.run(0.4)
    assert stage.talk.speaking


def test_words_that_come_late_are_bridged_by_a_short_sound(stage: Stage) -> None:
    opened(stage)
    stage.csm("You sound frustrated, what happened?", 3.0, known=False)
    stage.run(0.7)
    sound = stage.of(CustomerSpeaks)[-1]
    assert sound.kind == "sound"
    assert len(stage.director.steps) == 1
    stage.words.prompt = True
    stage.run(1.2)
    stage.until_silent()
    answer = stage.kept[-1]
    assert answer.sound_after_s == pytest.approx(0.6, abs=0.06)
    assert answer.answer_after_s is not None
    assert answer.answer_after_s > 0.8
    assert [said.text for said in stage.seen(Utterance)][1] == sound.text


def test_words_that_are_about_to_come_are_waited_for(stage: Stage) -> None:
    opened(stage)
    stage.words.awaited = 0.2
    stage.csm("You sound frustrated, what happened?", 3.0, known=False)
    stage.run(0.75)
    assert len(stage.of(CustomerSpeaks)) == 1
    stage.words.prompt = True
    stage.run(0.06)
    assert stage.of(CustomerSpeaks)[-1].kind == "answer"


def test_a_short_turn_is_not_bridged(stage: Stage) -> None:
    opened(stage)
    stage.csm("Why?", 0.5, known=False)
    stage.run(1.5)
    assert stage.of(CustomerSpeaks)[-1].kind == "answer"
    assert len(stage.of(CustomerSpeaks)) == 1


def test_the_customer_stops_when_the_csm_begins(stage: Stage) -> None:
    stage.begin()
    stage.run(0.8)
    line = stage.of(CustomerSpeaks)[0].text
    began_s = stage.now_s
    stage.run(0.3, speaking=True)
    stops = stage.of(CustomerStops)[-1]
    assert stops.cut
    assert line.startswith(stops.said)
    assert stops.said != line
    assert stage.player.cuts[-1] + 0.12 <= began_s + STOPPED_S + 0.03
    stage.csm("Our policy does not cover that, I am afraid.", 2.0)
    (said,) = stage.seen(Utterance)
    assert said.text == stops.said
    assert said.end_s <= began_s + STOPPED_S + 0.03
    stage.run(1.0)
    assert stage.reader.turns[0].interrupted
    assert not stage.seen(StatedFeeling)  # less than half was said


def test_a_sign_of_listening_does_not_end_the_customers_turn(stage: Stage) -> None:
    stage.begin()
    stage.run(0.7)
    stage.run(0.14, speaking=True)
    stage.run(0.5)
    assert stage.talk.speaking  # too short to be noticed
    stage.run(0.4, speaking=True)
    assert BACKCHANNEL_S > 0.4
    stage.run(0.4)
    assert stage.talk.speaking
    stage.until_silent()
    assert len(stage.director.steps) == 1
    said = stage.seen(Utterance)
    line = stage.of(CustomerSpeaks)[0].text
    heard = " ".join(one.text for one in said).split()
    assert set(heard) == set(line.split())  # nothing is lost; a word may come twice
    assert stage.of(CustomerStops)[-1].cut is False
    assert len(stage.seen(StatedFeeling)) == 1


def test_a_longer_sign_of_listening_is_known_by_its_words(stage: Stage) -> None:
    stage.begin()
    stage.run(0.7)
    stage.csm("Yeah, right, I see.", 0.9)
    stage.run(1.2)
    assert stage.talk.speaking
    assert len(stage.director.steps) == 1


def test_a_turn_that_only_paused_is_answered_as_a_whole(stage: Stage) -> None:
    opened(stage)
    stage.csm("Our policy does not cover the whole of it.", 2.0)
    stage.run(0.7)
    assert stage.talk.speaking
    assert stage.director.steps[-1].customer.node == "angry"
    stage.csm("But you sound frustrated, so tell me more?", 2.0)
    assert not stage.talk.speaking
    assert len(stage.director.steps) == 1  # the answer was taken back
    stage.run(0.5)
    turn = stage.reader.turns[-1]
    assert turn.text == "Our policy does not cover the whole of it. But you sound frustrated, so tell me more?"
    assert not turn.interrupted
    assert turn.seconds == pytest.approx(4.5, abs=0.3)
    stage.until_silent()
    assert [record.node for record in stage.kept] == ["angry", "better"]


def test_the_last_word_is_said_to_its_end_and_ends_the_call(stage: Stage) -> None:
    opened(stage)
    stage.csm("Whatever you think is best about all this?", 1.0)
    stage.run(0.5)
    stage.run(0.6, speaking=True)
    stage.until_silent()
    assert stage.of(CustomerStops)[-1].cut is False
    assert [left.end for left in stage.of(CustomerLeft)] == ["calmed"]
    assert stage.talk.ended
    stage.run(1.0, speaking=True)
    assert len(stage.of(CustomerSpeaks)) == 2


def test_silence_is_met_with_a_nudge_and_then_with_waiting() -> None:
    stage = opened(Stage(scenario(silence_s=4.0), thinking_s=1.0))
    stage.run(4.9)
    assert not stage.talk.speaking
    stage.run(0.3)
    assert stage.of(CustomerSpeaks)[-1].kind == "nudge"
    stage.until_silent()
    stage.run(6.0)
    assert stage.of(CustomerIs)[-1].doing == "waiting"
    stage.run(60.0)
    assert len(stage.of(CustomerSpeaks)) == 2
    stage.csm("Sorry, you sound frustrated, what happened?", 2.0)
    assert stage.of(CustomerIs)[-1].doing == "listening"
    stage.run(0.5)
    assert stage.director.steps[-1].customer.node == "better"


def test_a_cough_is_no_turn_and_speech_without_words_is_unclear(stage: Stage) -> None:
    opened(stage)
    stage.csm("", 0.4)
    stage.run(2.5)
    assert not stage.reader.turns
    stage.csm("", 2.0)
    stage.run(2.5)
    assert (stage.reader.turns[0].text, stage.reader.turns[0].p) == ("", 0.0)


def test_somebody_who_talks_without_end_is_broken_into() -> None:
    stage = opened(Stage(scenario(interrupts_after_s=10.0)))
    stage.csm("", 10.5)
    assert stage.of(CustomerSpeaks)[-1].kind == "break_in"
    stage.words.text = "And another thing about our policy is this."
    stage.run(0.6, speaking=True)
    assert stage.talk.speaking  # they hold their ground
    stage.until_silent()
    stage.csm("Sorry, you are frustrated, go ahead?", 1.0)
    stage.run(0.6)
    turn = stage.reader.turns[-1]
    assert turn.cut_short
    assert turn.text.endswith("Sorry, you are frustrated, go ahead?")
    assert turn.text.startswith("And another thing")


def test_after_breaking_in_silence_lets_the_customer_answer() -> None:
    stage = opened(Stage(scenario(interrupts_after_s=10.0)))
    stage.csm("", 10.1)
    stage.words.text = "This is our policy."
    stage.until_silent()
    stage.run(3.0)
    assert stage.reader.turns[-1].text == "This is our policy."
    assert stage.reader.turns[-1].cut_short


def test_repeat_says_the_last_line_again(stage: Stage) -> None:
    stage.talk.repeat(0.0)  # before anything was said
    opened(stage)
    stage.talk.repeat(stage.now_s)
    again = stage.of(CustomerSpeaks)[-1]
    assert (again.kind, again.text) == ("repeat", stage.of(CustomerSpeaks)[0].text)
    stage.until_silent()
    assert len(stage.seen(StatedFeeling)) == 1  # a repeated line voices nothing new


def test_a_customer_who_takes_a_moment_thinks_first_and_repeat_hurries_them() -> None:
    stage = opened(Stage(scenario(better_waits_s=2.0)))
    stage.csm("You sound frustrated, what happened?", 2.0)
    stage.run(1.0)
    assert not stage.talk.speaking
    assert stage.of(CustomerIs)[-1].doing == "thinking"
    stage.talk.repeat(stage.now_s)
    stage.until_silent()
    assert [record.node for record in stage.kept] == ["angry", "better"]
    assert len(stage.director.steps) == 2


def test_a_moment_to_think_is_counted_from_the_csms_last_word() -> None:
    stage = opened(Stage(scenario(better_waits_s=0.8)))
    stage.csm("You sound frustrated, what happened?", 2.0)
    stage.run(0.74)
    assert not stage.talk.speaking
    stage.run(0.1)
    assert stage.talk.speaking
    stage.until_silent()
    assert stage.kept[-1].answer_after_s == pytest.approx(0.84, abs=0.03)


def test_whoever_goes_on_while_the_customer_thinks_is_answered_as_a_whole() -> None:
    stage = opened(Stage(scenario(better_waits_s=1.5)))
    stage.csm("You sound frustrated, what happened?", 2.0)
    stage.run(0.8)
    assert stage.of(CustomerIs)[-1].doing == "thinking"
    stage.csm("And when did it begin?", 1.2)
    assert len(stage.of(CustomerSpeaks)) == 1
    assert stage.of(CustomerIs)[-1].doing == "listening"
    assert len(stage.director.steps) == 1
    stage.run(2.0)
    assert stage.reader.turns[-1].text == "You sound frustrated, what happened? And when did it begin?"
    assert not stage.reader.turns[-1].interrupted
    stage.until_silent()
    assert [record.node for record in stage.kept] == ["angry", "better"]


def test_a_pause_holds_everything_and_the_sentence_comes_again(stage: Stage) -> None:
    stage.begin()
    stage.run(0.8)
    stage.talk.pause(stage.now_s)
    assert stage.of(CustomerStops)[-1].cut
    stage.run(20.0, speaking=True)
    assert len(stage.of(CustomerSpeaks)) == 1
    stage.talk.resume(stage.now_s)
    assert stage.ear.restarts == 1
    assert stage.of(CustomerSpeaks)[-1].text == stage.of(CustomerSpeaks)[0].text
    stage.until_silent()
    stage.talk.pause(stage.now_s)
    stage.run(30.0)
    stage.talk.resume(stage.now_s)
    stage.run(1.0)
    assert not stage.talk.speaking  # the silence of the pause does not count


def test_half_a_turn_before_a_pause_is_not_lost(stage: Stage) -> None:
    opened(stage)
    stage.csm("You sound frustrated and", 1.5)
    stage.talk.pause(stage.now_s)
    stage.run(5.0)
    stage.talk.resume(stage.now_s)
    stage.csm("I wonder what happened?", 1.5)
    stage.run(0.6)
    assert stage.reader.turns[-1].text == "You sound frustrated and I wonder what happened?"


def test_without_a_voice_lines_are_read_and_it_is_told_once(stage: Stage) -> None:
    stage.voice.broken = True
    opened(stage)
    stage.csm("You sound frustrated, what happened?", 2.0)
    stage.run(0.5)
    stage.until_silent()
    assert len(stage.faults) == 1
    assert [said.text for said in stage.seen(Utterance)] == [e.text for e in stage.of(CustomerSpeaks)]


def test_what_may_be_said_next_is_made_ahead(stage: Stage) -> None:
    opened(stage)
    texts = {wording.text for wording in stage.prepared}
    assert set(stage.scenario.nodes["better"].lines) <= texts
    assert "Hello?" in texts
    moods = {wording.text: wording.mood for wording in stage.prepared}
    assert moods["Thank you for seeing that."] == "warm"


def test_a_call_goes_on_from_a_point(stage: Stage) -> None:
    opened(stage)
    stage.csm("You sound frustrated, what happened?", 2.0)
    stage.run(0.5)
    stage.until_silent()
    later = Stage(start=stage.director.point)
    later.begin()
    assert later.of(CustomerSpeaks)[0].node == "better"


def test_the_customer_waits_for_a_microphone_that_is_gone() -> None:
    stage = opened(Stage(scenario(silence_s=4.0)))
    stage.unplugged(30.0)
    assert [step.customer.kind for step in stage.director.steps] == ["answer"]
    stage.run(3.0)  # it is back; the CSM has their time to begin
    assert not stage.talk.speaking
    stage.run(2.0)
    assert [step.customer.kind for step in stage.director.steps] == ["answer", "nudge"]


def test_half_a_turn_before_the_microphone_went_is_not_lost(stage: Stage) -> None:
    opened(stage)
    stage.csm("You sound frustrated and", 2.0)
    stage.unplugged(10.0)
    assert not stage.talk.speaking
    stage.ear.restart()
    stage.run(1.0)
    stage.csm("what happened?", 1.0)
    stage.run(0.6)
    assert stage.reader.turns[-1].text == "You sound frustrated and what happened?"


def test_a_line_counts_soon_so_that_an_engine_that_dies_in_it_comes_back_to_it(stage: Stage) -> None:
    opened(stage)
    stage.csm("You sound really frustrated, what happened?", 3.0)
    stage.run(0.6)
    assert stage.talk.speaking
    stage.run(1.1)
    assert [record.node for record in stage.kept] == ["angry", "better"]
    stage.until_silent()
    assert [record.node for record in stage.kept] == ["angry", "better"]
