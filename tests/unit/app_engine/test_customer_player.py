"""The customer's mouth: what sounds, and what is heard of it when."""

from __future__ import annotations

import numpy as np
import pytest

from app.engine.practice.player import BLOCK_S, FADE_S, CustomerPlayer
from perception.errors import DeviceError
from perception.ports import OutputInfo
from perception.types import AudioBlock, Float32Array
from tests.unit.app_engine.customer_stage import HandOutput

RATE = 1000
SIZE = round(RATE * BLOCK_S)


class HandClock:
    def __init__(self) -> None:
        self.t_s = 0.0

    def now_s(self) -> float:
        return self.t_s


class Hall:
    """A player, moved on by hand in steps of 10 ms."""

    def __init__(self, *, volume: float = 1.0, there: bool = True, latency_s: float = 0.0) -> None:
        self.clock, self.output = HandClock(), HandOutput(there=there, latency_s=latency_s)
        self.lost: list[DeviceError] = []
        self.back: list[OutputInfo] = []
        self.blocks: list[AudioBlock] = []
        self.player = CustomerPlayer(
            clock=self.clock,
            output=self.output,
            rate_hz=RATE,
            volume=volume,
            on_lost=self.lost.append,
            on_back=self.back.append,
        )
        self.info = self.player.open()

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds / 0.01)):
            self.clock.t_s = round(self.clock.t_s + 0.01, 6)
            self.player.pump(self.clock.t_s, self.blocks.append)

    def heard(self) -> Float32Array:
        return np.concatenate([block.samples for block in self.blocks])


def ones(seconds: float) -> Float32Array:
    return np.full(round(seconds * RATE), 0.5, dtype=np.float32)


def test_blocks_come_without_a_break_and_not_before_their_time() -> None:
    hall = Hall()
    hall.run(0.5)
    hall.player.say(ones(0.3))
    hall.run(1.0)
    times = [block.t_s for block in hall.blocks]
    assert np.diff(times) == pytest.approx(BLOCK_S)
    assert all(len(block.samples) == SIZE and block.channel == "customer" for block in hall.blocks)
    assert times[-1] + BLOCK_S <= hall.clock.t_s + 1e-9


def test_a_line_is_heard_when_it_sounds() -> None:
    hall = Hall(latency_s=0.1)
    hall.run(0.5)
    start_s = hall.player.say(ones(0.3))
    assert start_s == pytest.approx(0.62, abs=0.03)  # at once, and the output's own delay
    hall.run(1.0)
    loud = np.flatnonzero(hall.heard() > 0)
    first_s = hall.blocks[0].t_s
    assert first_s + loud[0] / RATE == pytest.approx(start_s, abs=1e-6)
    assert len(loud) == round(0.3 * RATE)
    assert hall.player.played_dbfs(start_s, start_s + 0.1) == pytest.approx(-6.0, abs=0.1)
    assert hall.player.played_dbfs(start_s + 0.5, start_s + 0.6) == -100.0


def test_the_output_gets_the_line_once_ahead_and_softer() -> None:
    hall = Hall(volume=0.5)
    hall.run(0.5)
    assert not hall.output.waiting  # silence needs no sound
    hall.player.say(ones(0.3))
    hall.run(0.02)
    assert sum(map(len, hall.output.waiting)) >= round(0.14 * RATE)
    hall.run(0.5)
    out = np.concatenate(hall.output.waiting)
    assert len(out) == round(0.3 * RATE)
    assert np.all(out == 0.25)


def test_a_cut_fades_and_is_heard_as_it_sounded() -> None:
    hall = Hall()
    hall.run(0.1)
    start_s = hall.player.say(ones(2.0))
    hall.run(0.5)
    end_s = hall.player.cut(hall.clock.t_s + 0.1)
    assert end_s == pytest.approx(hall.clock.t_s + 0.1 + FADE_S, abs=0.03)
    assert hall.output.cleared >= 1
    hall.run(1.0)
    heard = hall.heard()
    loud = np.flatnonzero(heard > 1e-4)
    first_s = hall.blocks[0].t_s
    assert first_s + loud[-1] / RATE == pytest.approx(end_s, abs=0.03)
    assert first_s + loud[0] / RATE == pytest.approx(start_s, abs=1e-6)
    fading = heard[loud[-1] - 100 : loud[-1]]
    assert np.all(np.diff(fading) <= 1e-6)


def test_cutting_silence_or_a_line_that_just_began_is_fine() -> None:
    hall = Hall()
    hall.run(0.1)
    assert hall.player.cut(0.0) == pytest.approx(0.12, abs=0.03)
    hall.player.say(ones(1.0))
    assert hall.player.cut(hall.clock.t_s) <= hall.clock.t_s + FADE_S + 0.05
    hall.run(1.0)
    assert (hall.heard() > 1e-4).sum() <= round((FADE_S + 0.03) * RATE)


def test_a_second_line_takes_the_place_of_the_first() -> None:
    hall = Hall()
    hall.run(0.1)
    hall.player.say(ones(2.0))
    hall.run(0.3)
    start_s = hall.player.say(ones(0.2) * np.float32(0.2))
    hall.run(1.0)
    heard = hall.heard()
    after = heard[round((start_s - hall.blocks[0].t_s) * RATE) :]
    assert after[: round(0.2 * RATE)] == pytest.approx(0.1)
    assert not after[round(0.2 * RATE) :].any()


def test_without_an_output_the_call_goes_on() -> None:
    hall = Hall(there=False)
    assert hall.info is None
    assert "No loudspeaker" in hall.lost[0].message
    hall.run(0.1)
    hall.player.say(ones(0.3))
    hall.run(0.6)
    assert (hall.heard() > 0).sum() == round(0.3 * RATE)
    assert not hall.output.waiting


def test_an_output_that_goes_away_is_told_and_no_longer_fed() -> None:
    hall = Hall()
    hall.run(0.1)
    hall.player.say(ones(2.0))
    hall.run(0.1)
    hall.output.lose(DeviceError("Unplugged.", recovery=""))
    fed = len(hall.output.waiting)
    hall.run(0.5)
    assert len(hall.output.waiting) == fed
    assert [error.message for error in hall.lost] == ["Unplugged."]
    assert (hall.heard() > 0).sum() > round(0.4 * RATE)


def test_an_output_that_is_plugged_in_again_is_heard_again() -> None:
    hall = Hall()
    hall.run(0.1)
    hall.output.lose(DeviceError("Unplugged.", recovery=""))
    hall.output.there = False
    for _ in range(8):
        hall.run(1.0)
        hall.player.look_again(hall.clock.t_s)
    assert not hall.back
    hall.output.there = True
    for _ in range(4):
        hall.run(1.0)
        hall.player.look_again(hall.clock.t_s)
    assert [info.name for info in hall.back] == ["Hand"]
    assert len(hall.lost) == 1
    hall.player.say(ones(0.3))
    hall.run(0.6)
    assert hall.output.waiting


def test_it_runs_in_a_thread_of_its_own_and_stops() -> None:
    hall = Hall()
    info = hall.player.start(hall.blocks.append, lambda error: None)
    assert (info.rate_hz, info.channels) == (RATE, 1)
    hall.player.stop()
    hall.player.stop()
    hall.player.close()
    assert hall.output.stopped == 1
