"""The customer's sound in the microphone against the CSM's own voice, chunk by chunk."""

from __future__ import annotations

import numpy as np
import pytest

from perception.features.live_echo import LiveEcho

RNG_SEED = 4


def chunks(seconds: float) -> int:
    return round(seconds / 0.032)


def speech_levels(count: int, loud_dbfs: float) -> np.ndarray:
    """Levels of speech: loud syllables with valleys between."""
    rng = np.random.default_rng(RNG_SEED)
    return loud_dbfs - 18.0 * np.abs(np.sin(np.arange(count) * 0.7)) + rng.normal(0, 1.5, count)


def peaks(levels: np.ndarray) -> np.ndarray:
    return np.array([levels[max(0, i - 16) : i + 1].max() for i in range(len(levels))])


def test_loudspeakers_are_not_taken_for_the_csm() -> None:
    echo, customer = LiveEcho(), speech_levels(chunks(8.0), -20.0)
    heard = np.roll(customer, 3) - 14.0
    own = [echo.is_own(float(m), float(c)) for m, c in zip(heard, peaks(customer), strict=True)]
    assert not any(own)
    assert echo.gain_db == pytest.approx(-14.0, abs=4.0)


def test_somebody_speaking_over_loudspeakers_is_heard() -> None:
    echo, customer = LiveEcho(), speech_levels(chunks(8.0), -20.0)
    heard = np.roll(customer, 3) - 20.0
    for m, c in zip(heard, peaks(customer), strict=True):
        echo.is_own(float(m), float(c))
    csm = speech_levels(chunks(1.0), -24.0)
    own = [echo.is_own(float(level), -22.0) for level in csm]
    assert np.mean(own) > 0.3  # its loud syllables


def test_with_a_headset_a_soft_voice_is_enough() -> None:
    echo, customer = LiveEcho(), speech_levels(chunks(2.0), -20.0)
    for level in peaks(customer):
        assert not echo.is_own(-62.0, float(level)) or echo.gain_db is not None
    assert echo.gain_db is not None
    assert echo.gain_db < -35.0
    assert all(echo.is_own(-40.0, -20.0) for _ in range(10))


def test_while_the_customer_is_silent_everything_is_the_csm() -> None:
    assert LiveEcho().is_own(-60.0, -100.0)
