from __future__ import annotations

from types import SimpleNamespace

import pytest

from perception.errors import ModelError
from perception.inference.silero_vad import SileroVad
from perception.inference.whisper import WhisperTranscriber, is_credible


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
