"""The voice letter on synthetic streams."""

from __future__ import annotations

from dataclasses import replace

import pytest

from perception.types import Gap, Observation, PersonalBaseline, PhaseChange, VoiceObservation
from tests.unit.perception_scoring.scoring_streams import component, felt, run, said, speech, voice

SESSION = PersonalBaseline(calibrated="full", f0_hz=120.0, level_dbfs=-30.0, tilt_db=10.0, words_per_minute=140.0)


def monologue(**shape: float) -> list[Observation]:
    """Six turns of 10 s, CSM and customer in turn, words at the usual pace."""
    out: list[Observation] = []
    for i in range(12):
        speaker = "csm" if i % 2 else "customer"
        text = " ".join(["well"] * 23)
        out += said(speaker, 11.0 * i, text, seconds=10.0)
        out += voice(11.0 * i, 11.0 * i + 10, channel=speaker, **(shape if speaker == "csm" else {}))
    return out


# ---------------------------------------------------------------- T


def test_a_calm_voice_scores_well() -> None:
    card = run(monologue(), now_s=132)
    assert card.letters["T"].state == "scored"
    assert card.letters["T"].value > 85


def test_gain_on_everything_changes_nothing() -> None:
    louder = PersonalBaseline(calibrated="full", f0_hz=120.0, level_dbfs=-22.0, tilt_db=10.0, words_per_minute=140.0)
    plain = run(monologue(), now_s=132, baseline=SESSION).letters["T"]
    gained = run(monologue(level=-22.0), now_s=132, baseline=louder).letters["T"]
    assert gained.value == pytest.approx(plain.value)


def test_transposing_session_and_baseline_changes_nothing() -> None:
    up3 = 2 ** (3 / 12)
    higher = PersonalBaseline(
        calibrated="full", f0_hz=120.0 * up3, level_dbfs=-30.0, tilt_db=10.0, words_per_minute=140.0
    )
    plain = run(monologue(), now_s=132, baseline=SESSION).letters["T"]
    moved = run(monologue(f0=120.0 * up3), now_s=132, baseline=higher).letters["T"]
    assert moved.value == pytest.approx(plain.value)


def test_a_raised_voice_is_an_event_and_costs_more_after_anger() -> None:
    shout = voice(15.0, 17.0, level=-20.0, f0=160.0, swing_st=0.5)
    plain = run([*monologue(), *shout], now_s=132)
    assert [flag.component for flag in plain.flags] == ["shouting"]
    angry = run([*monologue(), *shout, felt(8.0, "anger", intensity=3)], now_s=132)
    assert any(r.component == "T_raised" for r in plain.letters["T"].reasons)
    assert angry.letters["T"].value < plain.letters["T"].value


def test_loud_alone_is_no_raised_voice() -> None:
    assert run([*monologue(), *voice(15.0, 17.0, level=-20.0)], now_s=132).flags == ()


def test_a_flat_tone_gets_nothing_for_movement() -> None:
    assert component(run(monologue(swing_st=0.0), now_s=132), "T1").s == 0


def test_less_movement_is_enough_with_an_angry_venting_customer() -> None:
    flat = monologue(swing_st=2.4)  # SD 1.7 semitones
    anger = [felt(11.0 * i, "anger", end_s=11.0 * i + 9, intensity=3) for i in range(0, 12, 2)]
    plain, venting = run(flat, now_s=132), run([*flat, *anger, PhaseChange(0.0, "vent")], now_s=132)
    assert component(venting, "T1").s > component(plain, "T1").s


def test_stretching_time_lowers_pace() -> None:
    fast: list[Observation] = []
    for i in range(6):
        fast += said("csm", 11.0 * i, " ".join(["well"] * 30), seconds=10.0)
    slow = [said("csm", 14.0 * i, " ".join(["well"] * 30), seconds=13.0 * 1.3) for i in range(6)]
    assert component(run(fast, now_s=80), "T3").s < 1
    stretched = component(run([o for group in slow for o in group], now_s=110), "T3")
    assert stretched.value < component(run(fast, now_s=80), "T3").value


def test_a_level_that_jumps_is_not_steady() -> None:
    def turns(loud: float) -> list[Observation]:
        out: list[Observation] = []
        for i in range(5):
            out += [*speech("csm", (10.0 * i, 10.0 * i + 2), (10.0 * i + 2.5, 10.0 * i + 4.5))]
            out += voice(10.0 * i, 10.0 * i + 2) + voice(10.0 * i + 2.5, 10.0 * i + 4.5, level=loud)
        return out

    assert component(run(turns(-30.0), now_s=60), "T4").s == 1
    assert component(run(turns(-15.0), now_s=60), "T4").s == 0


def test_answers_on_top_or_very_late_are_badly_timed() -> None:
    prompt = [(10.0 * i, 10.0 * i + 4) for i in range(8)]
    good = speech("csm", *((b + 0.8, b + 3) for _, b in prompt))
    early = speech("csm", *((b - 0.3, b + 3) for _, b in prompt))
    assert component(run([*speech("customer", *prompt), *good], now_s=90), "T5").s == 1
    assert component(run([*speech("customer", *prompt), *early], now_s=90), "T5").s == 0


def test_an_answer_across_a_gap_is_not_timed() -> None:
    prompt = [*speech("customer", (0, 4)), *speech("csm", (14, 16))]
    assert component(run([*prompt, Gap(5, 12, "all", "paused")], now_s=20), "T5").s is None


def test_a_fast_customer_is_not_to_be_matched() -> None:
    def pairs(own_s: float) -> list[Observation]:
        out: list[Observation] = []
        for i in range(8):
            out += said("customer", 20.0 * i, " ".join(["well"] * 20), seconds=5.0)
            out += said("csm", 20.0 * i + 6, " ".join(["well"] * 20), seconds=own_s)
        return out

    assert component(run(pairs(8.0), now_s=160), "T6").s == 1
    assert component(run(pairs(4.5), now_s=160), "T6").s == 0


def test_a_loud_customer_is_not_to_be_matched() -> None:
    def pairs(level: float) -> list[Observation]:
        out = monologue()
        out += voice(110.0, 120.0, channel="customer", level=-20.0) + voice(121.0, 131.0, level=level)
        return out

    calm, loud = run(pairs(-30.0), now_s=132), run(pairs(-18.0), now_s=132)
    assert component(loud, "T6").s < component(calm, "T6").s


def test_a_voice_of_the_customer_without_one_of_the_csm_compares_nothing() -> None:
    words = [o for o in monologue() if not (isinstance(o, VoiceObservation) and o.channel == "csm")]
    assert component(run(words, now_s=132), "T6").s is not None
    unvoiced = [o for o in monologue() if not (isinstance(o, VoiceObservation) and o.channel == "customer")]
    quiet = [replace(o, voiced_p=o.voiced_p * 0) for o in monologue() if isinstance(o, VoiceObservation)]
    customer_only = [o for o in quiet if o.channel == "csm"] + voice(0, 10, channel="customer")
    rest = [o for o in unvoiced if not isinstance(o, VoiceObservation)]
    assert component(run([*rest, *customer_only], now_s=132), "T6").s is not None


def test_without_a_calibration_the_level_carries_less() -> None:
    own = component(run(monologue(), now_s=132), "T2")
    none = component(run(monologue(), now_s=132, baseline=None), "T2")
    assert (own.coverage, none.coverage) == (pytest.approx(1.0), pytest.approx(0.6))


def test_no_voice_is_said() -> None:
    card = run([], now_s=60)
    assert card.letters["T"].note == "Not enough evidence: your voice was not captured."
