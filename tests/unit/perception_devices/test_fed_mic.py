"""A microphone that the programme speaks into."""

from __future__ import annotations

import numpy as np
import pytest

from perception.devices.fed_mic import FedMicrophone
from perception.types import AudioBlock

RATE = 16_000


class HandClock:
    def __init__(self) -> None:
        self.t_s = 5.0

    def now_s(self) -> float:
        return self.t_s


def test_it_hears_a_quiet_room_and_what_is_handed_in_at_its_time():
    clock, blocks = HandClock(), list[AudioBlock]()
    microphone = FedMicrophone(clock=clock, rate_hz=RATE)
    microphone._next_s = 5.0
    clock.t_s = 5.5
    microphone.pump(clock.t_s, blocks.append)
    ends_s = microphone.say(np.full(RATE, 0.5, dtype=np.float32))
    assert ends_s == pytest.approx(6.5, abs=0.03)
    clock.t_s = 7.0
    microphone.pump(clock.t_s, blocks.append)
    sound = np.concatenate([block.samples for block in blocks])
    assert np.diff([block.t_s for block in blocks]) == pytest.approx(0.02)
    loud = np.flatnonzero(sound > 0.1)
    assert 5.0 + loud[0] / RATE == pytest.approx(5.5, abs=0.03)
    assert len(loud) == RATE
    assert 0 < np.abs(sound[: RATE // 4]).max() < 0.01
    assert blocks[-1].t_s + 0.02 <= clock.t_s + 1e-9


def test_it_starts_and_stops():
    microphone = FedMicrophone(clock=HandClock(), rate_hz=RATE)
    assert microphone.start(lambda block: None, lambda error: None).rate_hz == RATE
    microphone.stop()
    microphone.stop()
