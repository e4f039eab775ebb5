"""Whether the measure of cut-off turns tells a pause from an end. Speech is a loud tone, words come from the test."""

from __future__ import annotations

import numpy as np
import pytest

from perception.pipeline.ear import Ear
from perception.types import Word
from tests.evaluation import turn_ends
from tests.evaluation.turn_ends import RATE_HZ, watched


class Loud:
    rate_hz, chunk_samples = RATE_HZ, 512

    def push(self, chunk: np.ndarray) -> float:
        return float(np.abs(chunk).max() > 0.1)

    def reset(self) -> None:
        return


class Same:
    def push(self, block: object) -> object:
        return block


class Sentences:
    """Every stretch of sound is heard as this."""

    def __init__(self, text: str) -> None:
        self.text = text

    def glance(self, samples: np.ndarray, *, t_s: float) -> tuple[Word, ...]:
        return (Word(t_s, t_s + 0.5, self.text, 0.9),)

    def transcribe(self, samples: np.ndarray, *, t_s: float, hotwords: tuple[str, ...] = ()) -> tuple[Word, ...]:
        return self.glance(samples, t_s=t_s)


@pytest.fixture(autouse=True)
def loudness_is_speech(monkeypatch: pytest.MonkeyPatch) -> None:
    def ear() -> Ear:
        return Ear(detector=Loud(), resampler=Same(), played_dbfs=lambda _a, _b: -100.0)  # type: ignore[arg-type]

    monkeypatch.setattr(turn_ends, "_ear", ear)


def side(*spans_s: tuple[float, float], end_s: float = 8.0) -> np.ndarray:
    sound = np.zeros(round(end_s * RATE_HZ), dtype=np.float32)
    for start_s, stop_s in spans_s:
        sound[round(start_s * RATE_HZ) : round(stop_s * RATE_HZ)] = 0.5
    return sound


def test_who_speaks_on_after_a_finished_sentence_was_cut_off_once() -> None:
    own, other = side((1.0, 2.0), (2.8, 4.0)), side((5.0, 7.0))
    heard = watched(own, other, Sentences("I will look into it for you today."), lambda _seconds: 0.1)
    assert (heard.turns, heard.cut_off, len(heard.ends)) == (1, 1, 2)
    cut, ended = heard.ends
    assert cut.after_s == pytest.approx(0.55, abs=0.05)
    assert cut.more_s == pytest.approx(0.8, abs=0.06)
    assert not ended.cut_off
    assert heard.minutes == pytest.approx(2.2 / 60, abs=0.01)


def test_a_short_pause_and_an_open_sentence_are_waited_for() -> None:
    own, other = side((1.0, 2.0), (2.3, 4.0)), side((5.0, 7.0))
    assert watched(own, other, Sentences("I will look into it for you."), lambda _seconds: 0.1).cut_off == 0
    own = side((1.0, 2.0), (2.8, 4.0))
    assert watched(own, other, Sentences("I will look into the"), lambda _seconds: 0.1).ends == ()


def test_a_slow_recogniser_makes_the_customer_wait() -> None:
    own, other = side((1.0, 2.0), (2.8, 4.0)), side((5.0, 7.0))
    heard = watched(own, other, Sentences("I will look into it for you today."), lambda _seconds: 0.9)
    assert heard.cut_off == 0
