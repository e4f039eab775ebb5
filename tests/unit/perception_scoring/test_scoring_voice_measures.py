"""Pitch travel, loudness, raised voice, pace and adapting gain on generated voice observations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from perception.scoring.evidence import Evidence
from perception.scoring.gain import gain_adapts, pause_rises
from perception.scoring.rates import own_rates
from perception.scoring.reasons import GAIN_ADAPTS, NO_CUSTOMER_PART
from perception.scoring.voice import VoiceView, loudness, pitch_steps, raised_voice
from perception.types import Observation, SpeechSegment, Utterance, VoiceObservation
from tests.unit.perception_scoring.scoring_streams import component, run, speech, voice

NAN = float("nan")


def view(
    *, seconds: float = 6.0, level: object = 0.0, st: object = 0.0, tilt: object = 0.0, voiced: object = True
) -> VoiceView:
    """A voice from time 0, relative to the own usual."""
    n = round(100 * seconds)
    kept = np.broadcast_to(np.asarray(voiced), n).copy()
    columns = [np.where(kept, np.broadcast_to(np.asarray(x, dtype=float), n), NAN) for x in (st, level, tilt)]
    return VoiceView(0.0, 0.01, kept, *columns, phrases=np.array([[0.0, seconds]]))


def between(start_s: float, end_s: float, inside: float, *, outside: float = 0.0, seconds: float = 6.0) -> np.ndarray:
    t = 0.01 * np.arange(round(100 * seconds)) + 0.005
    return np.where((t > start_s) & (t < end_s), inside, outside)


# ---------------------------------------------------------------- pitch travel


def test_pitch_steps_count_only_between_neighbours_with_a_pitch() -> None:
    seen = view(seconds=0.05, st=np.array([0.0, 1.0, 5.0, 3.0, 2.5]), voiced=np.array([1, 1, 0, 1, 1], dtype=bool))
    assert pitch_steps(seen) == pytest.approx([0.0, 1.0, 0.0, 0.0, 0.5])


def test_travel_is_told_in_semitones_a_second() -> None:
    card = run([*speech("csm", (0, 60)), *voice(0, 60, swing_st=4.0)], now_s=60)
    assert component(card, "T1").value == pytest.approx(4 * 4.0 * 0.7, rel=0.03)


def test_a_flat_stretch_is_shown() -> None:
    talk = [*speech("csm", (0, 60)), *voice(0, 30, swing_st=6.0), *voice(30, 60, swing_st=0.2)]
    flat = component(run(talk, now_s=60), "T1")
    assert 0.3 < flat.s < 0.7
    only_flat = component(run([*speech("csm", (0, 60)), *voice(0, 60, swing_st=0.2)], now_s=60), "T1")
    assert [span.start_s for span in only_flat.spans] == [0.0, 10.0, 20.0]
    lively = component(run([*speech("csm", (0, 60)), *voice(0, 60, swing_st=6.0)], now_s=60), "T1")
    assert lively.spans == ()


# ---------------------------------------------------------------- loudness


def test_each_cue_adds_to_loudness() -> None:
    whole = slice(0, 600)
    usual = loudness(view(), whole)
    assert usual == 0.0
    assert loudness(view(level=6.0), whole) == pytest.approx(1.0)
    assert loudness(view(st=6.0), whole) == pytest.approx(1.0)
    assert loudness(view(tilt=-3.0), whole) == pytest.approx(1.0)


def test_a_low_gain_or_pitch_hides_no_pressed_voice() -> None:
    whole = slice(0, 600)
    assert loudness(view(tilt=-6.0, level=-10.0, st=-4.0), whole) == pytest.approx(loudness(view(tilt=-6.0), whole))


def test_loudness_needs_some_voice() -> None:
    assert np.isnan(loudness(view(voiced=between(0.0, 0.5, 1.0) > 0), slice(0, 600)))


def test_a_pressed_voice_is_not_calm_even_at_the_usual_level() -> None:
    def calm(tilt: float) -> float:
        card = run([*speech("csm", (0, 40)), *voice(0, 40, tilt=tilt)], now_s=40)
        return component(card, "T2").s

    assert calm(10.0) == 1.0
    assert calm(-15.0) == 0.0


# ---------------------------------------------------------------- raised voice


def test_a_raised_stretch_has_its_times() -> None:
    (span,) = raised_voice(view(level=between(2.0, 4.5, 8.0), st=between(2.0, 4.5, 3.0)))
    assert span.start_s == pytest.approx(2.0, abs=0.02)
    assert span.end_s == pytest.approx(4.5, abs=0.02)


@pytest.mark.parametrize(
    "shape",
    [
        {"level": between(2.0, 4.5, 8.0)},
        {"st": between(2.0, 4.5, 5.0), "tilt": between(2.0, 4.5, -12.0)},
        {"level": between(2.0, 2.9, 8.0), "st": 5.0},
        {"level": 9.0, "st": 5.0, "voiced": between(2.0, 2.5, 1.0) > 0},
    ],
    ids=["only louder", "only higher and sharper", "one word", "too little voice"],
)
def test_no_raised_voice(shape: dict[str, object]) -> None:
    assert raised_voice(view(**shape)) == ()  # type: ignore[arg-type]


def test_sharper_is_enough_where_the_pitch_stays() -> None:
    assert len(raised_voice(view(level=between(2.0, 4.5, 8.0), tilt=between(2.0, 4.5, -8.0)))) == 1


def test_a_short_raised_sentence_after_silence_counts() -> None:
    spoken = between(2.0, 2.9, 1.0) > 0
    assert len(raised_voice(view(level=9.0, st=4.0, voiced=spoken))) == 1


def test_raised_phrases_close_together_are_one_event() -> None:
    level = between(1.0, 3.0, 8.0, seconds=8.0) + between(4.0, 6.0, 8.0, seconds=8.0)
    assert len(raised_voice(view(seconds=8.0, level=level, st=3.0))) == 1


# ---------------------------------------------------------------- pace


def _rates(*observations: Observation) -> list[float]:
    evidence = Evidence()
    for observation in observations:
        evidence.add(observation)
    return [rate.words_per_minute for rate in own_rates(evidence)]


def test_pace_takes_its_time_from_the_speech_not_from_the_words() -> None:
    early_and_late = Utterance(0.4, 2.3, "csm", "one two three four five")
    assert _rates(SpeechSegment(0.0, 2.5, "csm"), early_and_late) == pytest.approx([120.0])
    assert _rates(early_and_late) == pytest.approx([60 * 5 / 1.9])


def test_short_pauses_count_and_other_utterances_do_not() -> None:
    words = "one two three four"
    segments = speech("csm", (0.0, 1.0), (1.3, 2.0), (2.7, 4.7))
    said = [Utterance(0.1, 1.9, "csm", words), Utterance(2.8, 4.6, "csm", words)]
    assert _rates(*segments, *said) == pytest.approx([120.0, 120.0])
    whole = SpeechSegment(0.0, 4.7, "csm")
    assert _rates(whole, *said) == pytest.approx([60 * 4 / 2.8, 60 * 4 / 2.8])


def test_no_pace_of_backchannels_and_of_nothing() -> None:
    assert _rates(SpeechSegment(0.0, 1.0, "csm"), Utterance(0.0, 1.0, "csm", "mhm")) == []
    assert _rates(Utterance(0.0, 1.0, "csm", "")) == []
    assert _rates(Utterance(1.0, 1.0, "csm", "one two three four")) == []
    assert _rates(Utterance(0.0, 1.0, "customer", "one two three four")) == []


# ---------------------------------------------------------------- adapting gain


def _talk(room: Callable[[float], float], *, phrases: int = 10, pause_s: float = 2.0) -> list[Observation]:
    """Phrases of 3 s at -30 dBFS; room(0..1) is the level through a pause."""
    out: list[Observation] = []
    for k in range(phrases):
        start = k * (3.0 + pause_s)
        out += speech("csm", (start, start + 3.0))
        out += voice(start, start + 3.0)
        n = round(100 * pause_s)
        shape = np.array([room((i + 0.5) / n) for i in range(n)])
        unvoiced = np.full(n, NAN)
        out.append(VoiceObservation(start + 3.005, 0.01, "csm", unvoiced, np.zeros(n), shape, unvoiced))
    return out


def _evidence(observations: list[Observation]) -> Evidence:
    evidence = Evidence()
    for observation in observations:
        evidence.add(observation)
    return evidence


def test_a_room_that_rises_through_the_pauses_tells() -> None:
    rising = _talk(lambda x: -70.0 + 20.0 * x)
    assert gain_adapts(_evidence(rising), usual_dbfs=-30.0)
    assert not gain_adapts(_evidence(rising), usual_dbfs=None)
    card = run(rising, now_s=50, has_customer_channel=False)
    assert card.letters["T"].note == f"{NO_CUSTOMER_PART} {GAIN_ADAPTS}"


@pytest.mark.parametrize(
    "talk",
    [
        _talk(lambda x: -70.0),
        _talk(lambda x: -55.0 - 10.0 * x),
        _talk(lambda x: -70.0 + 20.0 * x, phrases=4),
        _talk(lambda x: -60.0 + 40.0 * x),
        _talk(lambda x: -70.0 + 20.0 * x, pause_s=0.5),
        [*_talk(lambda x: -70.0 + 20.0 * x), *speech("customer", *((5.0 * k + 3.2, 5.0 * k + 4.9) for k in range(10)))],
        [o for o in _talk(lambda x: -70.0) if isinstance(o, SpeechSegment)],
    ],
    ids=["steady", "fading", "few pauses", "somebody speaks", "short pauses", "customer heard", "not measured"],
)
def test_no_wrong_word_about_the_gain(talk: list[Observation]) -> None:
    assert not gain_adapts(_evidence(talk), usual_dbfs=-30.0)


def test_a_share_of_rising_pauses_is_not_enough() -> None:
    phrases = iter(range(100))
    talk = _talk(lambda x: -70.0)
    rising = [
        replace(o, level_dbfs=o.level_dbfs + np.linspace(0, 20, len(o.level_dbfs)))
        if isinstance(o, VoiceObservation) and np.isnan(o.f0_hz).all() and next(phrases) % 2
        else o
        for o in talk
    ]
    track = _evidence(rising)
    rises = pause_rises(track.voice["csm"], track.speech("csm"), track.speech("customer"), voice_dbfs=-30.0)
    assert np.mean(rises > 10) == pytest.approx(0.5, abs=0.06)
    assert not gain_adapts(track, usual_dbfs=-30.0)


def test_a_hole_in_the_pause_is_no_room() -> None:
    talk = _talk(lambda x: -70.0 + 20.0 * x)
    holed = [
        replace(o, level_dbfs=np.full(len(o.level_dbfs), NAN))
        if isinstance(o, VoiceObservation) and np.isnan(o.f0_hz).all()
        else o
        for o in talk
    ]
    assert not gain_adapts(_evidence(holed), usual_dbfs=-30.0)
