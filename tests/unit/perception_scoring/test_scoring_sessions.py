"""Whole sessions: the order of arrival, length, missing parts, intervals, live reading (measurement page 8 and 11)."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from perception.language.types import AnnotatedLine, CustomerFeeling, Line, SentenceAnnotation
from perception.scoring import params
from perception.scoring.engine import ScoringConfig, ScoringEngine
from perception.scoring.fusion import Example
from perception.scoring.params import COVERAGE_BAND, COVERAGE_SCORED
from perception.scoring.reasons import WORDINGS, _fill, clock, show_value
from perception.scoring.result import state_of
from perception.scoring.targets import ACTIONS, coaching
from perception.types import (
    LETTERS,
    Gap,
    Mark,
    Observation,
    SpeechSegment,
    Utterance,
    VoiceObservation,
    Word,
)
from tests.unit.perception_scoring.scoring_streams import FULL, call, component, faces, felt, lexicon, run, said, voice


def test_the_written_call_is_scored_in_every_letter() -> None:
    observations, end = call()
    card = run(observations, now_s=end)
    assert tuple(card.letters) == LETTERS
    for score in card.letters.values():
        assert score.value is not None
        assert 0 <= score.low <= score.value <= score.high <= 100
        assert score.reasons
    assert [m.outcome for m in card.moments] == ["named", "named"]
    assert card.duration_s == end


def test_the_order_of_arrival_across_kinds_does_not_matter() -> None:
    observations, end = call()
    by_kind: dict[type, list[Observation]] = {}
    for observation in observations:
        by_kind.setdefault(type(observation), []).append(observation)
    expected = run(observations, now_s=end)
    assert run([o for kind in reversed(list(by_kind.values())) for o in kind], now_s=end) == expected
    shuffled = [o for o in observations if not isinstance(o, VoiceObservation)]
    random.Random(5).shuffle(shuffled)
    assert run([*shuffled, *by_kind[VoiceObservation]], now_s=end) == expected


def test_a_session_of_no_length_is_allowed() -> None:
    assert all(score.value is None for score in run([], now_s=0).letters.values())


def test_letters_switched_off_are_left_out() -> None:
    observations, end = call()
    assert tuple(run(observations, now_s=end, letters=("A", "T")).letters) == ("A", "T")


def test_without_a_lexicon_words_carry_no_score() -> None:
    observations, end = call()
    card = run(observations, now_s=end, lexicon=None)
    assert card.letters["A"].value is None
    assert card.letters["Y"].value is None
    assert component(card, "H1").s is not None


def test_an_annotator_can_be_handed_in() -> None:
    def annotate(line: Line, before: str, felt: tuple[CustomerFeeling, ...]) -> AnnotatedLine:
        return AnnotatedLine(line, (SentenceAnnotation(line.text, acts=("own",), ack_level=2, taking_up=1.0),))

    words = [*said("customer", 0, "grr"), *said("csm", 5, "word word")]
    card = run(
        words,
        now_s=60,
        lexicon=None,
        annotate=annotate,
        find_feelings=lambda text: (CustomerFeeling("anger", "grr", 3),),
        finds_complaint=lambda text: True,
    )
    assert [m.outcome for m in card.moments] == ["acknowledged"]
    assert component(card, "Y1").s == pytest.approx(0.9)


def test_five_of_a_hundred_words_lost_move_h_and_y_little() -> None:
    observations, end = call()
    rng = random.Random(3)

    def noisy(o: Observation) -> Observation:
        if not isinstance(o, Utterance):
            return o
        words = [w if rng.random() > 0.05 else "um" for w in o.text.split()]
        return replace(o, text=" ".join(words))

    plain, noise = run(observations, now_s=end), run([noisy(o) for o in observations], now_s=end)
    for letter in "HY":
        assert noise.letters[letter].value == pytest.approx(plain.letters[letter].value, abs=8)


def test_intervals_are_the_same_every_time_and_widen_with_mixed_evidence() -> None:
    talk = [o for i in range(18) for o in said("customer", 10.0 * i, "word " * 12, seconds=8.0)]
    steady = [*talk, *faces(0, 180, attend=lambda t: 1.0 if t % 5 < 3.8 else 0.0)]
    mixed = [*talk, *faces(0, 180, attend=lambda t: 1.0 if t % 60 < 40 else 0.0)]
    assert run(steady, now_s=180) == run(steady, now_s=180)
    width = [(s := run(x, now_s=180).letters["E"]).high - s.low for x in (steady, mixed)]
    assert width[1] > width[0]


@pytest.mark.parametrize(
    ("coverage", "state"),
    [(0.0, "not_enough"), (COVERAGE_BAND - 0.01, "not_enough"), (0.5, "band"), (COVERAGE_SCORED + 0.01, "scored")],
)
def test_states_follow_coverage(coverage: float, state: str) -> None:
    assert state_of(coverage) == state


def test_out_of_order_frames_are_sorted() -> None:
    talk = said("customer", 0, "word " * 20, seconds=60.0)
    seen = faces(0, 60, attend=lambda t: 1.0 if t < 30 else 0.0)
    assert run([*talk, *reversed(seen)], now_s=60) == run([*talk, *seen], now_s=60)


def test_marks_and_gaps_and_other_hops_are_taken_in() -> None:
    odd = [
        Mark(1.0, "here"),
        Gap(2, 3, "video", "lost"),
        VoiceObservation(0.0, 0.01, "unknown", *(np.ones(3),) * 4),
        VoiceObservation(0.0, 0.01, "csm", *(np.ones(0),) * 4),
        VoiceObservation(5.02, 0.04, "csm", np.full(50, 120.0), np.ones(50), np.full(50, -30.0), np.full(50, 10.0)),
        Utterance(20, 21, "unknown", "who is this"),
        SpeechSegment(20, 21, "unknown"),
    ]
    observations, end = call()
    assert run([*observations, *odd], now_s=end).letters["A"] == run(observations, now_s=end).letters["A"]


def test_a_gap_in_the_picture_is_unmeasured_not_low() -> None:
    talk = [o for i in range(12) for o in said("customer", 10.0 * i, "word " * 12, seconds=8.0)]
    whole = run([*talk, *faces(0, 120)], now_s=120)
    holed = run([*talk, *faces(0, 60), *faces(90, 120), Gap(60, 90, "video", "unplugged")], now_s=120)
    assert component(holed, "E1").value == pytest.approx(component(whole, "E1").value, abs=0.01)


def test_a_call_without_complaint_goes_from_greeting_to_exploring() -> None:
    quiet = [*said("customer", 0, "Hello."), *said("csm", 2, "Hello."), *said("customer", 4, "Nice to meet you.")]
    engine = ScoringEngine(ScoringConfig(lexicon=lexicon()))
    for observation in quiet:
        engine.observe(observation)
    assert [c.phase for c in engine.conversation().phases] == ["greet", "explore"]


def test_one_quiet_customer_turn_is_only_a_greeting() -> None:
    engine = ScoringEngine(ScoringConfig(lexicon=lexicon()))
    for observation in said("customer", 0, "Hello."):
        engine.observe(observation)
    assert [c.phase for c in engine.conversation().phases] == ["greet"]


def test_a_mm_hm_between_two_things_said_breaks_no_turn() -> None:
    engine = ScoringEngine(ScoringConfig(lexicon=lexicon()))
    for observation in [
        *said("customer", 0, "The export failed."),
        *said("csm", 3, "Mm-hm."),
        *said("customer", 5, "And we lost a weekend."),
    ]:
        engine.observe(observation)
    assert [t.text for t in engine.conversation().turns] == ["The export failed. And we lost a weekend."]


def test_word_times_give_sentences_their_times() -> None:
    words = tuple(Word(10 + i, 10.5 + i, w, 1.0) for i, w in enumerate(["I", "see.", "Thank", "you."]))
    engine = ScoringEngine(ScoringConfig(lexicon=lexicon()))
    engine.observe(Utterance(10, 20, "csm", "I see. Thank you.", words))
    sentences = engine.conversation().turns[0].sentences
    assert [(s.start_s, s.end_s) for s in sentences] == [(10, 11.5), (12, 13.5)]


def test_a_snapshot_right_after_another_holds() -> None:
    observations, end = call()
    engine = ScoringEngine(ScoringConfig(baseline=FULL, lexicon=lexicon()))
    for observation in observations:
        engine.observe(observation)
    for _ in range(8):
        engine.snapshot(now_s=end)
    assert engine.snapshot(now_s=end + 0.01).letters == engine.snapshot(now_s=end + 0.02).letters


def test_without_the_customers_sound_shown_letters_say_what_is_missing() -> None:
    observations, end = call()
    card = run(observations, now_s=end, has_customer_channel=False)
    assert card.letters["T"].note == "The customer's sound was not captured, so part of this was left out."
    assert card.letters["T"].value is not None
    assert card.letters["H"].coverage < run(observations, now_s=end).letters["H"].coverage
    assert card.interruptions == ()


def test_an_open_phrase_is_heard_by_its_voice() -> None:
    engine = ScoringEngine(ScoringConfig())
    for block in voice(0, 3):
        engine.observe(block)
    shot = engine.snapshot(now_s=3.0)
    assert shot.csm_speaking
    assert not shot.customer_speaking


def test_promising_begins_solving_and_saying_goodbye_closing() -> None:
    observations, end = call()
    engine = ScoringEngine(ScoringConfig(lexicon=lexicon()))
    for observation in [*observations, *said("csm", end, "Thank you, goodbye and have a good day.")]:
        engine.observe(observation)
    assert [c.phase for c in engine.conversation().phases] == ["greet", "vent", "explore", "solve", "close"]


def test_feelings_stated_close_together_are_one_moment() -> None:
    engine = ScoringEngine(ScoringConfig())
    for feeling in (felt(0, "anger"), felt(4, "worry", intensity=3), felt(7, "relief_positive"), felt(60, "sadness")):
        engine.observe(feeling)
    found = engine.conversation().opportunities
    assert [o.families for o in found] == [("worry", "anger"), ("relief_positive",), ("sadness",)]
    assert found[0].intensity == 3


# ---------------------------------------------------------------- words to the user


def test_every_component_has_words_and_an_action() -> None:
    weights = [params.E_WEIGHTS, params.M_WEIGHTS, params.P_WEIGHTS, params.A_WEIGHTS, params.T_WEIGHTS]
    idents = {ident for table in [*weights, params.H_WEIGHTS, params.Y_WEIGHTS] for ident in table}
    assert idents <= set(WORDINGS)
    assert idents - {"Y3"} == set(ACTIONS)


@pytest.mark.parametrize(("t_s", "text"), [(0, "00:00"), (70.4, "01:10"), (3600, "60:00")])
def test_times_read_as_minutes(t_s: float, text: str) -> None:
    assert clock(t_s) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(0.78, "share", "78 %"), (4.2, "a minute", "4 a minute"), (6.4, "s", "6 s"), (1.25, "semitones", "1.2 semitones")],
)
def test_values_read_with_their_unit(value: float, unit: str, text: str) -> None:
    assert show_value(value, unit) == text


def test_a_sentence_without_an_example_drops_what_it_cannot_show() -> None:
    assert _fill("You asked openly: “{quote}”", 0.5, "share", ()) == "You asked openly."
    away = "You looked away for {seconds} while the customer spoke, at {at}."
    assert _fill(away, 0.5, "share", ()) == "You looked away while the customer spoke."
    assert _fill(away, 0.5, "share", (Example(70, 76),)).endswith("for 6 s while the customer spoke, at 01:10.")
    assert _fill("This: “{quote}”", 0.5, "share", (Example(70, 76),)) == "This, at 01:10."


def test_words_without_any_length_have_no_rate() -> None:
    card = run([Utterance(5, 5, "csm", "all at once"), *said("csm", 10, "word " * 70)], now_s=60)
    assert component(card, "T3").value == pytest.approx(140, abs=1)


def test_coaching_gives_two_strengths_and_two_targets_at_most() -> None:
    observations, end = call()
    advice = coaching(run(observations, now_s=end))
    assert len(advice.strengths) == 2
    assert len({s.letter for s in advice.strengths}) == 2
    assert 0 < len(advice.targets) <= 2
    assert all(target.action for target in advice.targets)


def test_nothing_measured_nothing_coached() -> None:
    assert coaching(run([], now_s=60)) == coaching(run([], now_s=61))
    assert coaching(run([], now_s=60)).targets == ()


def test_letters_of_speech_count_no_more_than_it_is_certain_who_speaks() -> None:
    observations, end = call()
    sure = run(observations, now_s=end)
    half = run(observations, now_s=end, speaker_certainty=0.5)
    nobody = run(observations, now_s=end, speaker_certainty=0.0)
    for letter in ("A", "T", "H", "Y"):
        assert half.letters[letter].coverage == pytest.approx(0.5 * sure.letters[letter].coverage)
        assert nobody.letters[letter].value is None
        assert "who speaks could not be told apart" in nobody.letters[letter].note
    for letter in ("E", "M", "P"):
        assert half.letters[letter].coverage == sure.letters[letter].coverage


def test_interruptions_are_not_measured_on_one_track_for_both() -> None:
    observations, end = call()
    apart = {c.id: c for c in run(observations, now_s=end).letters["H"].components}
    shared = {c.id: c for c in run(observations, now_s=end, hears_overlaps=False).letters["H"].components}
    assert apart["H2"].coverage > 0.0
    assert (shared["H2"].coverage, shared["H2"].s) == (0.0, None)
    assert shared["H1"].coverage == apart["H1"].coverage
