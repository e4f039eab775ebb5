"""The tone drill against the built-in voice: it says the shipped sentences, its real pitch and level are measured."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
import soxr

from app.practice.drills.model import ToneTask
from app.practice.drills.schema import load_drills
from app.practice.drills.takes import Take, measure_take, tone_feedback
from app.practice.drills.voice_trace import VoiceTracer
from perception.features.prosody import HOP_S, RATE_HZ
from perception.features.voice_meter import VoiceMeter
from perception.inference.hibari_voice import HibariVoice
from perception.types import PersonalBaseline, VoiceObservation

ITEMS = load_drills(Path(__file__).parents[2] / "assets" / "drills")
SENTENCES = [item.task.sentence for item in ITEMS if isinstance(item.task, ToneTask)]


@cache
def voice() -> HibariVoice:
    return HibariVoice()


def take(sentence: str, *, gain: float = 1.0, speed: float = 1.0, pitch_st: float = 0.0) -> Take:
    said = 0.3 * gain * voice().speak(sentence, speed=speed, pitch_st=pitch_st)
    sound = soxr.resample(np.concatenate((said, np.zeros(12_000))), voice().rate_hz, RATE_HZ).astype(np.float32)
    meter = VoiceMeter()
    meter.push(sound)
    meter.flush()
    columns = np.ascontiguousarray(meter.take().T)
    points = VoiceTracer(PersonalBaseline()).push(VoiceObservation(0.0, HOP_S, "csm", *columns))
    made = measure_take(points, sentence)
    assert made is not None
    return made


@pytest.mark.parametrize("sentence", SENTENCES)
def test_only_a_slower_take_that_is_neither_louder_nor_higher_is_calmer(sentence: str) -> None:
    first = take(sentence)
    assert 3.0 < first.pace < 7.5
    assert tone_feedback("calmer", take(sentence, speed=0.8), first).mark == "good"
    assert "not slower" in tone_feedback("calmer", first, first).text
    assert "louder" in tone_feedback("calmer", take(sentence, speed=0.8, gain=1.6), first).text
    assert "higher" in tone_feedback("calmer", take(sentence, speed=0.8, pitch_st=3.0), first).text


def test_the_same_take_again_is_not_warmer() -> None:
    first = take(SENTENCES[0])
    assert tone_feedback("warmer", first, first).mark == "watch"
