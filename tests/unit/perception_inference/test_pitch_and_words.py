from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from perception.errors import InvalidValueError, ModelError
from perception.inference.prosody_librosa import YinPitchTracker
from perception.inference.silero_vad import SileroVad
from perception.inference.whisper import WhisperTranscriber, is_credible


def _voice(hz: float, seconds: float) -> np.ndarray:
    t = np.arange(round(seconds * 16000)) / 16000
    return (0.1 * sum(np.sin(2 * np.pi * hz * k * t) / k for k in range(1, 12))).astype(np.float32)


def test_pitch_has_its_times_and_leaves_silence_unvoiced():
    samples = np.concatenate((np.zeros(8000, dtype=np.float32), _voice(180.0, 0.5), np.zeros(8000, dtype=np.float32)))
    track = YinPitchTracker().track(samples, t_s=3.0)
    times = track.t_s + track.hop_s * np.arange(len(track.f0_hz))
    voiced = times[np.isfinite(track.f0_hz)]
    assert track.t_s == pytest.approx(3.02)
    assert voiced.min() == pytest.approx(3.5, abs=0.03)
    assert voiced.max() == pytest.approx(4.0, abs=0.03)
    assert np.nanmedian(track.f0_hz) == pytest.approx(180.0, rel=0.005)


def test_single_voiced_hops_are_smoothed_away():
    noise = np.random.default_rng(1).standard_normal(16000).astype(np.float32) * 0.1
    assert np.isfinite(YinPitchTracker().track(noise, t_s=0.0).f0_hz).mean() < 0.02


def test_short_runs_have_no_hops():
    assert len(YinPitchTracker().track(np.zeros(100, dtype=np.float32), t_s=0.0).f0_hz) == 0


def test_two_channels_are_refused():
    with pytest.raises(InvalidValueError):
        YinPitchTracker().track(np.zeros((2, 1000), dtype=np.float32), t_s=0.0)


def _segment(*, p: float = 0.9, logprob: float = -0.3, no_speech: float = 0.1, ratio: float = 1.2, words: int = 3):
    return SimpleNamespace(
        avg_logprob=logprob,
        no_speech_prob=no_speech,
        compression_ratio=ratio,
        words=[SimpleNamespace(probability=p)] * words,
    )


def test_spoken_words_are_believed():
    assert is_credible(_segment())
    assert is_credible(_segment(no_speech=0.8))


@pytest.mark.parametrize(
    "doubt", [{"logprob": -2.0}, {"ratio": 3.0}, {"no_speech": 0.9, "logprob": -1.2}, {"p": 0.1}, {"words": 0}]
)
def test_invented_words_are_not_believed(doubt):
    assert not is_credible(_segment(**doubt))


def test_missing_and_damaged_models_have_a_remedy(tmp_path):
    with pytest.raises(ModelError, match="missing") as caught:
        SileroVad(tmp_path / "vad.onnx")
    assert "attune models" in caught.value.recovery
    (tmp_path / "vad.onnx").write_bytes(b"not a model")
    with pytest.raises(ModelError, match="damaged"):
        SileroVad(tmp_path / "vad.onnx")
    with pytest.raises(ModelError, match="missing"):
        WhisperTranscriber(tmp_path)
