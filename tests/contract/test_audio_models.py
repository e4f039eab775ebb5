"""The real speech detector and recogniser against what the ports promise."""

from __future__ import annotations

import numpy as np
import pytest
import soxr

from perception.errors import InvalidValueError, ModelError
from perception.inference.model_files import ModelStore
from perception.inference.silero_vad import SileroVad
from perception.inference.whisper import WhisperTranscriber
from perception.pipeline.voice_chain import BatchDetector

pytestmark = pytest.mark.models


def _model(name: str):
    try:
        return ModelStore().path(name)
    except ModelError as error:
        pytest.skip(str(error))


def test_detector_gives_the_same_numbers_one_by_one_and_at_once():
    vad = SileroVad(_model("vad"))
    sound = np.random.default_rng(0).standard_normal(512 * 40).astype(np.float32) * 0.1
    single = [vad.push(chunk) for chunk in sound.reshape(-1, 512)]
    vad.reset()
    assert isinstance(vad, BatchDetector)
    halves = np.concatenate((vad.probabilities(sound[: 512 * 13]), vad.probabilities(sound[512 * 13 :])))
    assert halves == pytest.approx(single, abs=1e-5)
    assert all(0.0 <= p <= 1.0 for p in single)


def test_detector_refuses_other_lengths():
    vad = SileroVad(_model("vad"))
    with pytest.raises(InvalidValueError):
        vad.push(np.zeros(500, dtype=np.float32))
    with pytest.raises(InvalidValueError):
        vad.probabilities(np.zeros(700, dtype=np.float32))
    assert len(vad.probabilities(np.zeros(0, dtype=np.float32))) == 0


def test_detector_does_not_take_noise_for_speech():
    noise = np.random.default_rng(0).standard_normal(512 * 100).astype(np.float32) * 0.2
    assert SileroVad(_model("vad")).probabilities(noise).max() < 0.5


@pytest.fixture(scope="module")
def recogniser() -> WhisperTranscriber:
    return WhisperTranscriber(_model("whisper-tiny.en"))


@pytest.mark.parametrize("level", [0.0, 0.01, 0.2])
def test_recogniser_writes_nothing_over_silence_and_noise(recogniser, level):
    noise = np.random.default_rng(0).standard_normal(32000).astype(np.float32) * np.float32(level)
    assert recogniser.transcribe(noise, t_s=0.0) == ()


def test_recogniser_hears_the_built_in_voice_with_session_times(recogniser):
    from perception.inference.hibari_voice import HibariVoice

    voice = HibariVoice()
    speech = soxr.resample(voice.speak("Thank you for waiting. I will call you tomorrow."), voice.rate_hz, 16000)
    words = recogniser.transcribe(np.asarray(speech, dtype=np.float32), t_s=100.0)
    text = " ".join(word.text.lower().strip(".,") for word in words)
    assert "thank you for waiting" in text
    assert "tomorrow" in text
    assert all(100.0 <= word.start_s <= word.end_s <= 100.0 + len(speech) / 16000 for word in words)
    assert [word.start_s for word in words] == sorted(word.start_s for word in words)


def test_a_glance_tells_the_same_words_sooner(recogniser):
    from perception.inference.hibari_voice import HibariVoice

    voice = HibariVoice()
    speech = soxr.resample(voice.speak("Thank you for waiting. I will call you tomorrow."), voice.rate_hz, 16000)
    sound = np.asarray(speech, dtype=np.float32)
    whole, quick = recogniser.transcribe(sound, t_s=100.0), recogniser.glance(sound, t_s=100.0)
    assert [word.text for word in quick] == [word.text for word in whole]
    assert all(100.0 <= word.start_s <= word.end_s <= 100.0 + len(speech) / 16000 for word in quick)
    assert np.mean([word.p for word in quick]) == pytest.approx(np.mean([word.p for word in whole]), abs=0.2)
    assert recogniser.glance(np.zeros(16000, dtype=np.float32), t_s=0.0) == ()


def test_recogniser_writes_expected_names_and_no_others(recogniser):
    from perception.inference.hibari_voice import HibariVoice

    voice = HibariVoice()
    spoken = soxr.resample(voice.speak("Our Kubernetes cluster went down yesterday."), voice.rate_hz, 16000)
    speech = np.asarray(spoken, dtype=np.float32)
    plain = " ".join(word.text for word in recogniser.transcribe(speech, t_s=0.0))
    named = recogniser.transcribe(speech, t_s=0.0, hotwords=("Zendesk", "Kubernetes", "Okta"))
    text = " ".join(word.text for word in named)
    assert "Kubernetes" not in plain
    assert "Kubernetes" in text
    assert "Zendesk" not in text
    assert [word.start_s for word in named] == sorted(word.start_s for word in named)
