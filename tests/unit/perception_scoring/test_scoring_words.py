"""T, A, H and Y on synthetic voices and written answers (measurement page 11, items 5 to 8)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from perception.scoring.context import Context, ScenarioFacts
from perception.scoring.engine import ScoringConfig, ScoringEngine
from perception.scoring.fusion import Component, Measured, evaluate
from perception.scoring.letters import response
from perception.scoring.reasons import _component_reason
from perception.scoring.reference import make_reference
from perception.types import Observation, PersonalBaseline, Phase, PhaseChange, Scorecard, StatedFeeling, Utterance
from tests.unit.perception_language.scripted_reader import ScriptedReader, signals
from tests.unit.perception_scoring.scoring_streams import FULL, call, component, felt, lexicon, run, said, speech, voice

SESSION = PersonalBaseline(calibrated="full", f0_hz=120.0, level_dbfs=-30.0, tilt_db=10.0, words_per_minute=140.0)


# ---------------------------------------------------------------- A


def answer(
    text: str, *, customer: str = "I'm really frustrated. The export failed again and we lost a weekend."
) -> Scorecard:
    return run([*said("customer", 0, customer), *said("csm", 12, text)], now_s=60)


@pytest.mark.parametrize(
    "text",
    ["It sounds like you're frustrated that the export failed.", "You must be frustrated that the export failed."],
)
def test_naming_the_feeling_is_named(text: str) -> None:
    card = answer(text)
    assert [m.outcome for m in card.moments] == ["named"]
    assert component(card, "A1").s >= 0.75


def test_the_wrong_feeling_is_penalised() -> None:
    assert component(answer("It sounds like you're thrilled."), "A1").value < 0


@pytest.mark.parametrize(
    "polite",
    [
        "I'm sure that's easy to sort out, I'm happy with it.",
        "It's fine, really. We love the new view.",
        "Oh, I'm glad you called. Everything's wonderful.",
    ],
)
def test_naming_what_is_hidden_behind_polite_words_counts_as_naming(polite: str) -> None:
    def polite_call(text: str, kind: str) -> Scorecard:
        worry = StatedFeeling(0, 6, "worry", "worried", 2, kind=kind, cause=("audit",), source="scenario")  # type: ignore[arg-type]
        return run([*said("customer", 0, polite), worry, *said("csm", 12, text)], now_s=60)

    named = polite_call("You sound a bit worried about the audit, though.", "cue")
    plain = polite_call("Good to hear, then I'll send the papers.", "cue")
    assert component(named, "A1").s >= 0.9
    assert component(named, "Y1").s > component(plain, "Y1").s + 0.3
    assert [m.outcome for m in named.moments] == ["named"]
    assert component(polite_call("You sound relieved about it.", "cue"), "A1").s == 0


@pytest.mark.parametrize("text", ["I'm frustrated.", "Let me open the settings."])
def test_no_acknowledgement_gets_nothing(text: str) -> None:
    assert component(answer(text), "A1").s == 0


def test_i_understand_is_minimal() -> None:
    assert component(answer("I understand."), "A1").s <= 0.25


def test_fixing_first_and_blocking_are_told() -> None:
    assert [m.outcome for m in answer("I will send you a patch by Friday.").moments] == ["jumped_to_fixing"]
    assert [m.outcome for m in answer("Calm down.").moments] == ["blocked"]
    assert [m.outcome for m in answer("The weather is nice here.").moments] == ["missed"]


def test_a_but_after_naming_costs() -> None:
    plain = answer("It sounds like you're frustrated that the export failed.")
    erased = answer("It sounds like you're frustrated, but the export works for others.")
    assert erased.letters["A"].components != plain.letters["A"].components
    assert component(erased, "A1").value <= component(plain, "A1").value


def test_no_voiced_feeling_yet_is_said() -> None:
    card = answer("Hello there, how can I help?", customer="Hello. This is Dana from the office.")
    assert card.letters["A"].note == "No emotional moment occurred yet."
    assert card.moments == ()


def test_a_feeling_still_waiting_for_its_answer_is_left_out() -> None:
    card = run([*said("csm", 0, "Hello."), *said("customer", 5, "I'm really frustrated.")], now_s=9)
    assert card.moments == ()


def test_silence_after_a_feeling_is_a_missed_moment() -> None:
    card = run([*said("csm", 0, "Hello."), *said("customer", 5, "I'm really frustrated.")], now_s=90)
    assert [m.outcome for m in card.moments] == ["missed"]


def test_hidden_feelings_weigh_more() -> None:
    words = [*said("csm", 12, "It sounds like you're worried about the launch."), *said("csm", 60, "Okay, next topic.")]
    hidden = [felt(0, "worry", kind="cue"), felt(50, "anger")]
    plain = [felt(0, "worry"), felt(50, "anger")]
    assert (
        component(run([*words, *hidden], now_s=90), "A1").value > component(run([*words, *plain], now_s=90), "A1").value
    )
    assert run([*words, *hidden], now_s=90).moments[0].hidden


def test_repeating_the_same_words_is_noticed() -> None:
    out: list[Observation] = []
    for i in range(6):
        out += said("customer", 12.0 * i, "I'm really frustrated about the export.")
        out += said("csm", 12.0 * i + 5, "It sounds like you're frustrated.")
    card = run(out, now_s=72)
    assert component(card, "A4").s < 1


def test_a_feeling_that_only_the_reader_hears_is_a_moment_and_can_be_named() -> None:
    hears = {
        "Monday decides whether I still have this job.": signals(feeling={"worry": 0.9}),
        "No wonder your stomach is in knots over Monday.": signals(feeling={"worry": 0.9}),
    }
    customer, csm = hears
    words = [*said("customer", 0, customer), *said("csm", 12, csm)]
    assert [m.outcome for m in run(words, now_s=60, reader=ScriptedReader(hears)).moments] == ["named"]
    assert run(words, now_s=60).moments == ()


def test_without_words_a_says_so() -> None:
    assert run([felt(5, "anger")], now_s=90).letters["A"].note == "Not enough evidence: no words were recognised."


# ---------------------------------------------------------------- H


TWELVE = [
    "The export runs at night.",
    "It takes an hour.",
    "The logs are here.",
    "The team is in Berlin.",
    "They look at it today.",
    "The queue is short.",
    "The report is ready.",
    "The file is large.",
    "The server is new.",
    "The plan is simple.",
    "The call is long.",
    "The notes are shared.",
]


def sentences(*extra: str) -> Scorecard:
    out: list[Observation] = []
    for i, text in enumerate([*TWELVE, *extra]):
        out += said("customer", 10.0 * i, "Tell me about the next part of the plan please.")
        out += said("csm", 10.0 * i + 6, text)
    return run(out, now_s=10.0 * (len(TWELVE) + len(extra)))


def test_judging_lowers_h_and_acknowledging_does_not() -> None:
    short = sentences("The people read the manual.").letters["H"].value
    assert sentences("You should have read the manual.").letters["H"].value <= short - 3
    plain = sentences("The people in Berlin look at all of this.").letters["H"].value
    assert sentences("You should not have had to deal with this.").letters["H"].value == pytest.approx(plain, abs=1.5)


def test_mm_hm_during_customer_speech_is_no_interruption() -> None:
    base = [*speech("customer", (0, 40), (45, 80)), *speech("csm", (41, 44))]
    with_mm = [*base, *said("csm", 20, "mm-hm", seconds=0.5)]
    assert run(base, now_s=80).interruptions == run(with_mm, now_s=80).interruptions == ()


def test_interruptions_are_listed_and_lower_h2() -> None:
    card = run([*speech("customer", (0, 30), (31, 60)), *speech("csm", (10, 14), (40, 45))], now_s=60)
    assert len(card.interruptions) == 2
    assert component(card, "H2").s < 0.1


def test_swapping_speakers_gives_the_complement_of_talk_share() -> None:
    one = run([*speech("csm", (0, 20)), *speech("customer", (20, 50))], now_s=50)
    two = run([*speech("customer", (0, 20)), *speech("csm", (20, 50))], now_s=50)
    assert one.talk_share == pytest.approx(1 - two.talk_share)


def test_open_questions_raise_curiosity_and_closed_runs_lower_it() -> None:
    def asking(question: str) -> Scorecard:
        out: list[Observation] = []
        for i in range(6):
            out += said("customer", 10.0 * i, "The export is part of our night work.")
            out += said("csm", 10.0 * i + 6, question)
        return run(out, now_s=60)

    assert component(asking("What would a good week look like for you?"), "H4").s == 1
    assert component(asking("Is the sky blue?"), "H4").s == 0
    assert component(asking("Thanks."), "H4").s == 0


def test_long_turns_lower_brevity_and_space_raises_it() -> None:
    long, short = (answer(" ".join(["The plan is simple."] * n)) for n in (12, 3))
    assert component(long, "H7").s < component(short, "H7").s
    hasty = run(
        [*said("customer", 0, "I'm really furious about this.", seconds=4), *said("csm", 4.1, "The plan is simple.")],
        now_s=60,
    )
    patient = run(
        [*said("customer", 0, "I'm really furious about this.", seconds=4), *said("csm", 5.0, "The plan is simple.")],
        now_s=60,
    )
    assert component(hasty, "H7").s < component(patient, "H7").s


def test_monologues_cost() -> None:
    card = run(
        [*speech("customer", (0, 60)), *speech("csm", (61, 181)), *said("csm", 182, "The plan is simple.")], now_s=190
    )
    assert any(r.component == "H_monologue" for r in card.letters["H"].reasons)


def test_concepts_of_the_scenario_are_covered() -> None:
    facts = ScenarioFacts(facts=(("export", "failed"),), impacts=(("weekend",), ("board", "report")))
    words = [
        *said("customer", 0, "I'm frustrated."),
        *said("csm", 10, "So the export failed and you lost the weekend."),
    ]
    card = run(words, now_s=60, scenario=facts)
    assert component(card, "H6").s == pytest.approx(0.4 + 0.6 * 0.8)
    assert component(run(words, now_s=60), "H6").s is None
    only = run(words, now_s=60, scenario=ScenarioFacts(facts=facts.facts))
    assert component(only, "H6").s == 1
    phrases = ("lost the weekend", "spreadsheets", "by hand")
    for any_word, s in ((False, 0), (True, 1)):  # one of them is enough only where the scenario says so
        stated = ScenarioFacts(impacts=(phrases,), any_word=any_word)
        assert component(run(words, now_s=60, scenario=stated), "H6").s == s


# ---------------------------------------------------------------- Y


def y_of(*turns: str, customer: str = "I'm really frustrated. Your product failed again.") -> float:
    """Y of one answer whatever its coverage."""
    engine = ScoringEngine(ScoringConfig(baseline=FULL, lexicon=lexicon()))
    for observation in [*said("customer", 0, customer), *said("csm", 12, " ".join(turns))]:
        engine.observe(observation)
    evidence, setting = engine._evidence, engine._setting
    context = Context(
        evidence,
        setting=setting,
        conversation=engine.conversation(),
        reference=make_reference(evidence, FULL),
        start_s=0.0,
        end_s=60.0,
    )
    parts = response.score(evidence, context)
    kept = tuple(c for c in parts.components if c.id in ("Y1", "Y6"))
    return float(evaluate(replace(parts, components=kept)).score[0])


def test_the_gold_answer_scores_at_least_85() -> None:
    assert (
        y_of("It sounds like you're very frustrated by our product; I'm committed to figuring this out with you.") >= 85
    )


def test_the_bad_answer_scores_at_most_25() -> None:
    assert y_of("I'm sorry, but there's nothing I can do.") <= 25


def test_acknowledging_first_beats_acting_first() -> None:
    first = y_of("It sounds like you're frustrated by our product.", "I will check the export by Friday.")
    then = y_of("I will check the export by Friday.", "It sounds like you're frustrated by our product.")
    assert first > then


def test_a_but_after_acknowledging_lowers_y() -> None:
    plain = y_of("It sounds like you're frustrated.", "The export is complicated.")
    assert y_of("It sounds like you're frustrated, but the export is complicated.") < plain


def later_answer(text: str, phase: Phase = "solve") -> Scorecard:
    """A second complaint in the solving phase, or another, answered by `text`."""
    out = [
        *said("customer", 0, "The export failed again."),
        *said("csm", 8, "That makes sense, thank you for telling me."),
        *said("customer", 20, "The report is still broken."),
        *said("csm", 30, text),
        PhaseChange(0.0, "greet"),
        PhaseChange(15.0, phase),
    ]
    return run(out, now_s=80)


def test_no_action_is_asked_for_while_the_customer_still_tells() -> None:
    heard = "It sounds like you're worn out by that. That's on us."
    exploring, solving = (component(later_answer(heard, phase), "Y1").s for phase in ("explore", "solve"))
    assert exploring > solving


def test_a_date_makes_a_promise_better() -> None:
    vague = component(later_answer("That makes sense. I will check the report."), "Y1").s
    dated = component(later_answer("That makes sense. I will check the report by Friday."), "Y1").s
    assert dated > vague


def test_at_least_is_judged_by_its_place() -> None:
    plain = y_of("It affects at least two users.", "I own this.")
    silver = y_of("At least it's only the beta.", "I own this.")
    assert silver < plain


@pytest.mark.parametrize(("seconds", "low", "high"), [(3.0, 0.99, 1.0), (20.0, 0.0, 0.49)])
def test_apologies_are_short(seconds: float, low: float, high: float) -> None:
    out = [
        *said("customer", 0, "I'm really frustrated. The export failed."),
        *said("csm", 10, "I'm so sorry about that.", seconds=seconds),
    ]
    assert low <= component(run(out, now_s=60), "Y5").s <= high


def test_composure_falls_when_voice_timing_and_words_do() -> None:
    calm, _ = call()
    furious = felt(5.0, "anger", end_s=20.0, intensity=3)
    shout = voice(15.0, 19.0, level=-18.0, f0=170.0, swing_st=0.3)
    steady = component(run([*calm, furious], now_s=70), "Y2")
    upset = component(run([*calm, furious, *shout], now_s=70), "Y2")
    assert steady.s == pytest.approx(1.0)
    assert upset.s < steady.s


def test_self_check_only_counts_when_done() -> None:
    observations, end = call()
    assert component(run(observations, now_s=end), "Y3").s is None
    done = run(observations, now_s=end, self_check_done=True)
    assert component(done, "Y3").s == 1
    assert done.letters["Y"].coverage > run(observations, now_s=end).letters["Y"].coverage


def test_flags_name_pity_blame_and_promises_separately() -> None:
    card = run(
        [
            *said("customer", 0, "I'm really frustrated. The export failed."),
            *said(
                "csm",
                10,
                "I'm sorry, but there's nothing I can do. Why didn't you read the manual? "
                "I guarantee it will never happen again.",
            ),
        ],
        now_s=60,
    )
    assert {"pity_exit", "blame", "over_promise"} <= {flag.component for flag in card.flags}
    assert all(flag.quote for flag in card.flags)


def test_a_promise_within_the_authority_of_the_scenario_is_none() -> None:

    words = [
        *said("customer", 0, "I'm really frustrated."),
        *said("csm", 10, "I guarantee it will never happen again."),
    ]
    allowed = run(words, now_s=60, scenario=ScenarioFacts(may_promise=True))
    assert not [flag for flag in allowed.flags if flag.component == "over_promise"]
    assert [flag for flag in run(words, now_s=60).flags if flag.component == "over_promise"]


def test_a_call_without_complaint_says_so() -> None:
    card = run([*said("customer", 0, "Hello, nice to meet you."), *said("csm", 5, "Hello.")], now_s=60)
    assert card.letters["Y"].note == "Not enough evidence: the customer brought up no complaint."


def test_text_alone_supports_a_h_and_y() -> None:
    lines = [o for o in call()[0] if isinstance(o, Utterance)]
    card = run(lines, now_s=70, text_only=True, has_video=False)
    assert all(card.letters[letter].value is not None for letter in "AHY")
    assert all(card.letters[letter].value is None for letter in "EMPT")
    assert component(card, "H2").s is None
    assert component(card, "H1").s is not None


def test_one_slip_in_a_good_call_is_not_praised_as_none() -> None:
    component = Component(
        id="H3",
        name="",
        unit="per 100",
        target="",
        ideal=(0.0, 3.0),
        weight=1.0,
        need=1.0,
        sums=np.ones((4, 1)),
        measure=lambda sums: Measured(sums[:, 0], sums[:, 0], sums[:, 0]),
    )
    assert _component_reason(component, 2.9, 10.0).text == "You seldom judged or directed."
    assert _component_reason(component, 0.0, 10.0).text == "You did not judge or direct."
