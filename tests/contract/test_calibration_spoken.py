"""The built-in voice reads and talks in a calibration before the real speech models."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import soxr

from perception.errors import ModelError
from perception.features.calibration import Calibrator, StepResult
from perception.features.calibration_result import CalibrationFound
from perception.inference.hibari_voice import HibariVoice
from perception.inference.model_files import ModelStore
from perception.inference.prosody_librosa import YinPitchTracker
from perception.inference.silero_vad import SileroVad
from perception.inference.whisper import WhisperTranscriber
from perception.pipeline.utterances import utterance_from_words
from perception.pipeline.voice_chain import VoiceChain
from perception.types import AudioBlock, Float32Array

pytestmark = pytest.mark.models

RATE_HZ = 16000
SENTENCES = (
    "The library opens at nine in the morning and closes at six.",
    "There is a small garden behind the house with two old trees.",
    "On Mondays the market sells bread, apples, and fresh fish.",
    "The train to the coast takes about two hours and stops four times.",
    "Most people walk along the river when the weather is good.",
    "The bridge was built from grey stone a very long time ago.",
    "In the evening the lamps along the street are switched on.",
)
WORDS = sum(len(sentence.split()) for sentence in SENTENCES)


@cache
def paragraph() -> tuple[Float32Array, float]:
    """(n,) samples with half a second between sentences, a quiet room below; and the seconds of the sentences."""
    voice, parts, spoken_s = HibariVoice(), [np.zeros(RATE_HZ // 2, dtype=np.float32)], 0.0
    for sentence in SENTENCES:
        sound = soxr.resample(voice.speak(sentence), voice.rate_hz, RATE_HZ).astype(np.float32)
        loud = np.flatnonzero(np.abs(sound) > 0.01)
        spoken_s += (loud[-1] - loud[0]) / RATE_HZ
        parts += [0.3 * sound, np.zeros(RATE_HZ * 7 // 10, dtype=np.float32)]
    samples = np.concatenate([*parts, np.zeros(4 * RATE_HZ, dtype=np.float32)])
    room = np.random.default_rng(1).normal(0.0, 0.0005, len(samples))
    return (samples + room).astype(np.float32), spoken_s


def _model(name: str):
    try:
        return ModelStore().path(name)
    except ModelError as error:
        pytest.skip(str(error))


def read_aloud(samples: Float32Array, *, words: bool = False) -> tuple[StepResult | None, CalibrationFound, set[str]]:
    """The reading step; what was shown meanwhile."""
    chain = VoiceChain("csm", detector=SileroVad(_model("vad")), pitch=YinPitchTracker())
    calibrator, result, shown, jobs = Calibrator(camera=False), None, set(), []
    calibrator.begin("reading", t_s=0.0)
    for start in range(0, len(samples), RATE_HZ // 10):
        observations, ready = chain.push(AudioBlock(start / RATE_HZ, samples[start : start + RATE_HZ // 10], RATE_HZ))
        jobs += ready
        for seen in observations:
            calibrator.observe(seen)
        result = result or calibrator.advance(start / RATE_HZ + 0.1)
        shown.add(calibrator.progress.advice)
    observations, ready = chain.flush()
    for seen in observations:
        calibrator.observe(seen)
    if words:
        transcriber = WhisperTranscriber(_model("whisper-tiny.en"), threads=1)
        for job in (*jobs, *ready):
            said = utterance_from_words(transcriber.transcribe(job.samples, t_s=job.t_s), speaker="csm")
            if said is not None:
                calibrator.observe(said)
    return result, calibrator.finish(), shown - {""}


@pytest.mark.timeout(120)
def test_a_read_paragraph_gives_voice_and_pace() -> None:
    samples, spoken_s = paragraph()
    result, found, shown = read_aloud(samples, words=True)
    assert result == StepResult("reading", ok=True, advice="")
    assert shown == set()
    known = found.baseline
    assert known.f0_hz == pytest.approx(200.0, rel=0.12)
    assert known.f0_sd_st is not None
    assert 0.5 < known.f0_sd_st < 5.0
    assert known.level_dbfs is not None
    assert -40.0 < known.level_dbfs < -15.0
    assert known.words_per_minute == pytest.approx(60.0 * WORDS / spoken_s, rel=0.06)


def test_a_louder_microphone_changes_the_level_and_nothing_else() -> None:
    samples, _ = paragraph()
    usual, louder = (
        read_aloud(samples)[1].baseline,
        read_aloud((samples * 10 ** (8 / 20)).astype(np.float32))[1].baseline,
    )
    assert usual.level_dbfs is not None
    assert louder.level_dbfs == pytest.approx(usual.level_dbfs + 8.0, abs=0.2)
    assert louder.f0_hz == pytest.approx(usual.f0_hz, rel=0.005)
    assert louder.f0_sd_st == pytest.approx(usual.f0_sd_st, abs=0.05)
    assert louder.level_sd_db == pytest.approx(usual.level_sd_db, abs=0.2)
    assert louder.tilt_db == pytest.approx(usual.tilt_db, abs=0.2)


def test_a_room_alone_is_no_voice() -> None:
    room = np.random.default_rng(2).normal(0.0, 0.003, 20 * RATE_HZ).astype(np.float32)
    result, found, shown = read_aloud(room)
    assert result == StepResult("reading", ok=False, advice="no_speech")
    assert shown == {"no_speech"}
    assert found.baseline.f0_hz is None
