"""The real richer voices, where they are installed: they speak, each in their own way, and are understood."""

from __future__ import annotations

import numpy as np
import pytest
import soxr

from app.bootstrap.perception_parts import Models
from perception.errors import ModelError
from perception.inference.model_files import ModelStore
from perception.inference.whisper import WhisperTranscriber

pytestmark = pytest.mark.models

TEXT = "Thank you for waiting. I will call you tomorrow."


@pytest.fixture(scope="module")
def models() -> Models:
    models = Models()
    try:
        models.path("voice-rich")
        models.path("voice-rich-voices")
    except ModelError as error:
        pytest.skip(f"the richer voices come on request only: {error}")
    return models


def test_they_speak_always_the_same_and_each_differently(models: Models) -> None:
    emma, george = models.rich_voice("bf_emma"), models.rich_voice("bm_george")
    once, again, other = (voice.speak("Thank you.") for voice in (emma, emma, george))
    assert np.array_equal(once, again)
    assert len(once) != len(other) or not np.allclose(once, other)
    assert float(np.abs(once).max()) <= 1.0
    assert 0.5 < len(once) / emma.rate_hz < 3.0


def test_speed_does_what_it_says_and_pitch_is_not_followed(models: Models) -> None:
    voice = models.rich_voice("am_michael")
    plain = voice.speak("Thank you.")
    assert len(voice.speak("Thank you.", speed=1.5)) < 0.9 * len(plain)
    assert np.array_equal(voice.speak("Thank you.", pitch_st=3.0), plain)


def test_they_are_understood(models: Models) -> None:
    recogniser = WhisperTranscriber(ModelStore().path("whisper-tiny.en"))
    for name in ("af_heart", "bm_fable"):
        voice = models.rich_voice(name)
        speech = np.asarray(soxr.resample(voice.speak(TEXT), voice.rate_hz, 16000), dtype=np.float32)
        text = " ".join(word.text.lower().strip(".,") for word in recogniser.transcribe(speech, t_s=0.0))
        assert "thank you for waiting" in text
        assert "tomorrow" in text


def test_an_unknown_speaker_is_told(models: Models) -> None:
    with pytest.raises(ModelError, match="no richer voice “af_nobody”"):
        models.rich_voice("af_nobody")
