"""The richer voices without their model: which style is taken, what is refused, what is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from perception.errors import InvalidValueError, ModelError
from perception.inference.kokoro_voice import KokoroModel, KokoroVoice
from perception.types import Float32Array


class CountingModel(KokoroModel):
    """Every sentence sounds as long as it has phonemes; which style was used is kept."""

    def __init__(self) -> None:
        super().__init__(Path("unused.onnx"))
        self.said: list[tuple[int, float, float]] = []

    def sound(self, ids: list[int], style: Float32Array, *, speed: float) -> Float32Array:
        assert style.shape == (1, 256)
        self.said.append((len(ids) - 2, float(style[0, 0]), speed))
        return np.full(len(ids), 1.5, dtype=np.float32)


@pytest.fixture
def style(tmp_path: Path) -> Path:
    """Row k holds k + 1: the number of phonemes it is for."""
    rows = np.repeat(np.arange(1, 511, dtype="<f4"), 256)
    rows.tofile(tmp_path / "ann.bin")
    return tmp_path / "ann.bin"


def test_each_sentence_is_spoken_with_the_style_for_its_length(style: Path) -> None:
    model = CountingModel()
    sound = KokoroVoice(model, style).speak("Thank you. I will call you tomorrow, before nine.", speed=1.2)
    assert len(model.said) == 2
    assert all(row == phonemes for phonemes, row, _ in model.said)
    assert {speed for _, _, speed in model.said} == {1.2}
    assert sound.dtype == np.float32
    assert float(np.abs(sound).max()) <= 1.0


def test_no_text_is_no_sound(style: Path) -> None:
    assert len(KokoroVoice(CountingModel(), style).speak("")) == 0


def test_british_speakers_get_british_words() -> None:
    model = CountingModel()
    american, british = (model.sentences("I can't dance after the bath.", british=british) for british in (False, True))
    assert american != british


def test_impossible_speeds_are_refused(style: Path) -> None:
    with pytest.raises(InvalidValueError):
        KokoroVoice(CountingModel(), style).speak("Hello.", speed=2.5)


def test_a_damaged_or_missing_style_is_told(tmp_path: Path) -> None:
    (tmp_path / "short.bin").write_bytes(bytes(1024))
    for name in ("short.bin", "gone.bin"):
        with pytest.raises(ModelError, match="cannot be used"):
            KokoroVoice(CountingModel(), tmp_path / name)


def test_a_damaged_model_is_told_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"no model")
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        KokoroModel(tmp_path / "model.onnx").warm_up()
    assert "voice-rich" in caught.value.recovery
