"""Which voice a customer gets, and what is told where it is not the one that was wished for."""

from __future__ import annotations

import numpy as np
import pytest

from app.engine.practice.voice_choice import SLOWEST_RTF, choose_voice
from perception.errors import ModelError
from perception.types import Float32Array
from tests.unit.app_engine.customer_stage import LetterVoice


class Clock:
    """Moves only when somebody works."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


class WorkingVoice(LetterVoice):
    """Takes so many seconds for a second of speech, one number a sentence; the last one stays."""

    def __init__(self, clock: Clock, *rtfs: float) -> None:
        super().__init__()
        self._clock = clock
        self._rtfs = list(rtfs)

    def speak(self, text: str, *, speed: float = 1.0, pitch_st: float = 0.0) -> Float32Array:
        sound = super().speak(text, speed=speed, pitch_st=pitch_st)
        rtf = self._rtfs.pop(0) if len(self._rtfs) > 1 else self._rtfs[0]
        self._clock.now_s += rtf * len(sound) / self.rate_hz
        return sound


def test_nothing_is_tried_where_the_built_in_voice_is_wished_for() -> None:
    light = LetterVoice()
    chosen = choose_voice(light=lambda: light, rich=None)
    assert chosen.voice is light
    assert chosen.why_light is None
    assert light.spoken == []


@pytest.mark.parametrize("rtfs", [(0.1,), (SLOWEST_RTF - 0.01,), (1.9, 0.5)])
def test_a_richer_voice_that_keeps_up_is_taken_also_after_a_slow_first_sentence(rtfs: tuple[float, ...]) -> None:
    clock = Clock()
    rich = WorkingVoice(clock, *rtfs)
    chosen = choose_voice(light=LetterVoice, rich=lambda: rich, seconds=clock)
    assert chosen.voice is rich
    assert chosen.why_light is None
    assert len(rich.spoken) == len(rtfs)


def test_a_richer_voice_that_cannot_keep_up_is_left_and_that_is_told() -> None:
    clock, light = Clock(), LetterVoice()
    chosen = choose_voice(light=lambda: light, rich=lambda: WorkingVoice(clock, SLOWEST_RTF + 0.05), seconds=clock)
    assert chosen.voice is light
    assert chosen.why_light is not None
    assert (chosen.why_light.what, chosen.why_light.severity) == ("model", "notice")
    assert "too slow" in chosen.why_light.message
    assert "built-in voice" in chosen.why_light.kept


def test_a_hopelessly_slow_voice_is_not_tried_twice() -> None:
    clock = Clock()
    rich = WorkingVoice(clock, 5.0)
    assert choose_voice(light=LetterVoice, rich=lambda: rich, seconds=clock).why_light is not None
    assert len(rich.spoken) == 1


def test_a_richer_voice_that_is_not_there_is_told_with_its_remedy() -> None:
    def missing() -> LetterVoice:
        raise ModelError("It is not installed.", recovery="Fetch it.")

    chosen = choose_voice(light=LetterVoice, rich=missing)
    assert isinstance(chosen.voice, LetterVoice)
    assert chosen.why_light is not None
    assert (chosen.why_light.message, chosen.why_light.recovery) == ("It is not installed.", "Fetch it.")


def test_a_voice_that_breaks_or_is_silent_at_its_first_sentence_is_left() -> None:
    broken, silent = LetterVoice(), LetterVoice()
    broken.broken = True
    silent.speak = lambda text, **_: np.zeros(0, dtype=np.float32)  # type: ignore[method-assign]
    for voice in (broken, silent):
        assert choose_voice(light=LetterVoice, rich=lambda voice=voice: voice).why_light is not None  # type: ignore[misc]
