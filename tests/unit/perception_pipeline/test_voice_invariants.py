"""What must not change T, and what must, on sound made by formula and taken through the whole voice path."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from perception.pipeline.voice_chain import VoiceChain
from perception.scoring.engine import ScoringConfig, ScoringEngine
from perception.scoring.reasons import GAIN_ADAPTS
from perception.types import (
    AudioBlock,
    Observation,
    PersonalBaseline,
    Scorecard,
    SpeechSegment,
    Utterance,
    VoiceObservation,
)
from tests.unit.perception_features.voices import RATE, gain_control, noise, sung
from tests.unit.perception_scoring.scoring_streams import bodies, component, faces

PHRASE_S, PAUSE_S, PHRASES = 2.2, 1.1, 16
WORDS = " ".join(["well"] * 5)


class LoudIsSpeech:
    """A detector for tests: sure of speech where the chunk is loud."""

    chunk_samples = 512
    rate_hz = RATE

    def push(self, chunk: np.ndarray) -> float:
        return 0.95 if float(np.sqrt(np.mean(chunk**2))) > 0.012 else 0.01

    def reset(self) -> None:
        pass


def talk(*, f0: float = 120.0, swing_st: float = 4.0, stretch: float = 1.0, raised: int | None = None) -> np.ndarray:
    """Phrases with a moving pitch and pauses with a faint room. raised: the phrase 8 dB louder and 3 st higher."""
    t = np.arange(round(PHRASE_S * stretch * RATE)) / RATE
    pause = np.zeros(round(PAUSE_S * stretch * RATE), dtype=np.float32)
    parts = []
    for k in range(PHRASES):
        hz = f0 * 2 ** (swing_st * np.sin(2 * np.pi * 1.1 * t / stretch + k) / 12)
        loud = k == raised
        phrase = sung(hz * 2 ** (3 * loud / 12), level=0.05, tilt=1.2)
        parts += [pause, phrase * np.float32(10 ** (8 * loud / 20))]
    sound = np.concatenate([*parts, pause])
    return sound + noise(len(sound) / RATE, level=3e-4)


def heard(sound: np.ndarray) -> list[Observation]:
    """What the voice path gives, with an utterance for every stretch of speech."""
    chain = VoiceChain("csm", detector=LoudIsSpeech())
    found = chain.push(AudioBlock(t_s=0.0, samples=sound, rate_hz=RATE))[0] + chain.flush()[0]
    segments = [o for o in found if isinstance(o, SpeechSegment)]
    return [*found, *(Utterance(s.start_s + 0.1, s.end_s - 0.2, "csm", WORDS) for s in segments)]


def baseline_of(observations: list[Observation]) -> PersonalBaseline:
    """A calibration as the medians of what was heard."""
    voices = [o for o in observations if isinstance(o, VoiceObservation)]
    f0, level, tilt = (
        np.concatenate([getattr(o, name) for o in voices]) for name in ("f0_hz", "level_dbfs", "tilt_db")
    )
    voiced = np.isfinite(f0)
    middle = [float(np.median(column[voiced])) for column in (f0, level, tilt)]
    return PersonalBaseline(
        calibrated="full", f0_hz=middle[0], level_dbfs=middle[1], tilt_db=middle[2], words_per_minute=140.0
    )


def score(observations: list[Observation], baseline: PersonalBaseline | None) -> Scorecard:
    engine = ScoringEngine(ScoringConfig(baseline=baseline))
    for observation in observations:
        engine.observe(observation)
    return engine.scorecard(now_s=engine.end_s)


@cache
def plain() -> list[Observation]:
    return heard(talk())


@cache
def plain_card() -> Scorecard:
    return score(plain(), baseline_of(plain()))


def test_gain_on_everything_changes_nothing():
    louder = heard(talk() * np.float32(10 ** (8 / 20)))
    assert score(louder, baseline_of(louder)).letters["T"].value == pytest.approx(
        plain_card().letters["T"].value, abs=0.5
    )


@pytest.mark.parametrize("shift_st", [-3, 3])
def test_transposing_session_and_baseline_changes_nothing(shift_st):
    moved = heard(talk(f0=120.0 * 2 ** (shift_st / 12)))
    assert score(moved, baseline_of(moved)).letters["T"].value == pytest.approx(
        plain_card().letters["T"].value, abs=1.0
    )


def test_two_louder_higher_seconds_are_a_raised_voice():
    raised = score(heard(talk(raised=9)), baseline_of(plain()))
    assert plain_card().flags == ()
    (flag,) = raised.flags
    begin = 9 * (PHRASE_S + PAUSE_S) + PAUSE_S
    assert flag.component == "shouting"
    assert flag.spans[0].start_s == pytest.approx(begin, abs=0.3)
    assert flag.spans[0].end_s == pytest.approx(begin + PHRASE_S, abs=0.1)


def test_a_flat_tone_does_not_move():
    flat = heard(talk(swing_st=0.0))
    movement = component(score(flat, baseline_of(flat)), "T1")
    assert movement.s == 0
    assert movement.value == pytest.approx(0.0, abs=0.5)


def test_stretching_time_lowers_pace():
    slow = heard(talk(stretch=1.3))
    before, after = (component(card, "T3").value for card in (plain_card(), score(slow, baseline_of(plain()))))
    assert before == pytest.approx(60 * 5 / PHRASE_S, rel=0.03)
    assert before / after == pytest.approx(1.3, rel=0.02)


def test_removing_the_video_changes_nothing_in_the_voice():
    seen = faces(0.0, 30.0) + bodies(0.0, 30.0)
    with_video = score([*plain(), *seen], baseline_of(plain())).letters["T"]
    assert plain_card().letters["T"] == with_video


def test_a_gain_that_adapts_is_told_and_levels_count_for_less():
    adapted = heard(gain_control(talk()))
    card, steady = score(adapted, baseline_of(plain())), plain_card()
    assert GAIN_ADAPTS in card.letters["T"].note
    assert GAIN_ADAPTS not in steady.letters["T"].note
    assert component(card, "T2").coverage == pytest.approx(0.4 * component(steady, "T2").coverage)
