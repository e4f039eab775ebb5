from __future__ import annotations

import numpy as np
import pytest

from perception.errors import InvalidValueError
from perception.inference.hibari_voice import RATE_HZ, HibariVoice, stretch


def pitch_hz(sound: np.ndarray) -> float:
    """Median pitch by autocorrelation of 40 ms windows that are loud."""
    found = []
    size = int(0.04 * RATE_HZ)
    for start in range(0, len(sound) - size, size):
        part = sound[start : start + size].astype(float)
        if np.sqrt(np.mean(part**2)) < 0.03:
            continue
        power = np.abs(np.fft.rfft(part - part.mean(), 4 * size)) ** 2
        lag = np.fft.irfft(power)[: size // 2]
        low, high = RATE_HZ // 350, RATE_HZ // 80
        found.append(RATE_HZ / (low + int(np.argmax(lag[low:high]))))
    return float(np.median(found))


@pytest.fixture(scope="module")
def plain() -> HibariVoice:
    voice = HibariVoice()
    voice.warm_up()
    return voice


TEXT = "I will call you on Monday at ten."


def test_it_speaks_within_full_scale_and_always_the_same(plain: HibariVoice) -> None:
    sound = plain.speak(TEXT)
    assert sound.dtype == np.float32
    assert 1.0 < len(sound) / plain.rate_hz < 5.0
    assert 0.05 < np.abs(sound).max() <= 1.0
    assert np.array_equal(sound, plain.speak(TEXT))


def test_no_text_is_no_sound(plain: HibariVoice) -> None:
    assert len(plain.speak("")) == 0


def test_speed_and_pitch_do_what_they_say(plain: HibariVoice) -> None:
    usual = plain.speak(TEXT)
    assert len(plain.speak(TEXT, speed=1.4)) < 0.85 * len(usual)
    raised = 12 * np.log2(pitch_hz(plain.speak(TEXT, pitch_st=4.0)) / pitch_hz(usual))
    assert raised == pytest.approx(4.0, abs=1.0)


def test_the_second_speaker_is_clearly_another(plain: HibariVoice) -> None:
    other = HibariVoice(pitch_st=-9.0, tract=0.85)
    assert pitch_hz(other.speak(TEXT)) < 0.72 * pitch_hz(plain.speak(TEXT))


@pytest.mark.parametrize("wishes", [{"tract": 0.2}, {"tract": 3.0}])
def test_impossible_speakers_are_refused(wishes: dict[str, float]) -> None:
    with pytest.raises(InvalidValueError):
        HibariVoice(**wishes)


def test_impossible_speeds_are_refused(plain: HibariVoice) -> None:
    with pytest.raises(InvalidValueError):
        plain.speak("Hello.", speed=5.0)


def test_stretching_moves_a_peak() -> None:
    envelope = np.zeros((100, 2), dtype=np.float32)
    envelope[60] = 1.0
    assert int(np.argmax(stretch(envelope, factor=0.8)[:, 0])) == 48
    assert int(np.argmax(stretch(envelope, factor=1.2)[:, 0])) == 72
    assert np.array_equal(stretch(envelope, factor=1.0), envelope)
