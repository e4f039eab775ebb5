"""The mouth follows the voice: wide, narrow, round and shut where the sound is."""

from __future__ import annotations

import numpy as np
import pytest

from perception.character.lips import MOUTH_HZ, mouth_curves

RATE_HZ = 24_000


def sung(first_hz: float, second_hz: float, *, seconds: float = 0.6, level: float = 0.3) -> np.ndarray:
    """A vowel of 130 Hz with two resonances."""
    t = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    sound = np.zeros_like(t)
    for number in range(1, 40):
        hz = 130.0 * number
        gain = sum(g / (1 + ((hz - f) / 90.0) ** 2) for f, g in ((first_hz, 1.0), (second_hz, 0.35), (130.0, 0.4)))
        sound += gain * np.sin(2 * np.pi * hz * t + number)
    edge = np.clip(np.minimum(t, t[-1] - t) / 0.03, 0, 1)
    return (level * edge * sound / np.abs(sound).max()).astype(np.float32)


def silence(seconds: float) -> np.ndarray:
    return np.zeros(int(seconds * RATE_HZ), dtype=np.float32)


AH, EE, OH = sung(780, 1250), sung(300, 2300), sung(450, 800)


def middle(sound: np.ndarray) -> tuple[float, float]:
    """Opening and rounding in the middle of a sound that follows an "ah", by which loudness is known."""
    opening, rounding = mouth_curves(np.concatenate([AH, silence(0.3), sound, silence(0.3)]), RATE_HZ)
    at = slice(int(1.05 * MOUTH_HZ), int(1.35 * MOUTH_HZ))
    return float(opening[at].mean()), float(rounding[at].mean())


def test_one_value_a_frame_from_the_first_sample_to_the_last() -> None:
    for samples in (1, 479, 480, 481, 24_000, 24_001):
        opening, rounding = mouth_curves(np.full(samples, 0.1, np.float32), RATE_HZ)
        assert len(opening) == len(rounding) == np.ceil(samples * MOUTH_HZ / RATE_HZ)
    assert [len(curve) for curve in mouth_curves(silence(0.0), RATE_HZ)] == [0, 0]


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000, 48_000])
def test_values_stay_between_shut_and_open_at_every_rate(rate_hz: int) -> None:
    noise = np.random.default_rng(3).uniform(-1, 1, rate_hz).astype(np.float32)
    for curve in mouth_curves(noise, rate_hz):
        assert np.all((curve >= 0) & (curve <= 1))


def test_silence_keeps_the_mouth_shut_before_between_and_after() -> None:
    opening, rounding = mouth_curves(np.concatenate([silence(0.5), AH, silence(0.5), OH, silence(0.5)]), RATE_HZ)
    for quiet in (slice(0, 20), slice(62, 76), slice(-15, None)):
        assert opening[quiet].max() == 0.0
        assert rounding[quiet].max() == 0.0
    assert opening.max() > 0.6


def test_a_hiss_of_the_room_is_not_speech() -> None:
    faint = 1e-4 * np.random.default_rng(5).normal(size=RATE_HZ).astype(np.float32)
    opening, _ = mouth_curves(faint, RATE_HZ)
    assert opening.max() == 0.0


def test_ah_opens_wider_than_ee_and_oh_is_rounder_than_both() -> None:
    ah, ee, oh = middle(AH), middle(EE), middle(OH)
    assert ah[0] > ee[0] + 0.2
    assert oh[1] > ah[1] + 0.3
    assert oh[1] > ee[1] + 0.3


def test_a_hum_shuts_the_lips_and_a_hiss_nearly() -> None:
    t = np.arange(int(0.6 * RATE_HZ)) / RATE_HZ
    hum = (0.2 * np.sin(2 * np.pi * 140 * t)).astype(np.float32)
    hiss = np.random.default_rng(1).normal(size=len(t))
    hiss = (0.1 * np.diff(hiss, n=3, prepend=[0.0] * 3) / 4).astype(np.float32)
    assert middle(hum)[0] < 0.1
    assert 0.02 < middle(hiss)[0] < 0.3


def test_it_opens_and_shuts_without_a_jump() -> None:
    opening, rounding = mouth_curves(np.concatenate([silence(0.2), AH, silence(0.2), EE, OH]), RATE_HZ)
    assert np.abs(np.diff(opening)).max() < 0.4
    assert np.abs(np.diff(rounding)).max() < 0.4
    assert opening[-1] < 0.2


def test_the_same_sound_gives_the_same_curves() -> None:
    first, second = mouth_curves(OH, RATE_HZ), mouth_curves(OH, RATE_HZ)
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
