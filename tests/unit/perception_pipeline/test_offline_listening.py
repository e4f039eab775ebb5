"""Who speaks while a picture is looked at, told to the lookers of a recording."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from perception.pipeline.offline import OfflineAnalysis, OfflineParts
from perception.types import AudioBlock, Observation, Speaker, SpeechSegment, VideoFrame

SPOKEN: dict[Speaker, tuple[float, float]] = {"csm": (1.0, 2.0), "customer": (1.5, 3.0)}


class Pictures:
    """A picture every half second."""

    def __init__(self, wanted: Callable[[float], bool]) -> None:
        self._wanted = wanted
        self._index = 0

    def open(self) -> None:
        return

    def read(self) -> VideoFrame | None:
        while self._index < 8:
            t_s = self._index * 0.5
            self._index += 1
            if self._wanted(t_s):
                return VideoFrame(t_s, np.zeros((2, 2, 3), np.uint8))
        return None

    def close(self) -> None:
        return


class Noting:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[float, bool, bool]] = []

    def due(self, t_s: float) -> bool:
        return True

    def process(self, frame: VideoFrame, *, speaking: bool, listening: bool) -> list[Observation]:
        self.told.append((frame.t_s, speaking, listening))
        return []

    def flush(self) -> list[Observation]:
        return []

    def close(self) -> None:
        return


class Heard:
    """Gives one stretch of speech at its end."""

    settled_s = 0.0

    def __init__(self, channel: Speaker) -> None:
        self._channel = channel

    def push(self, block: AudioBlock) -> tuple[list[Observation], list[Any]]:
        self.settled_s = block.t_s
        return [], []

    def flush(self) -> tuple[list[Observation], list[Any]]:
        return [SpeechSegment(*SPOKEN[self._channel], self._channel)], []


def blocks() -> Iterator[AudioBlock]:
    return iter(())


def told(*channels: Speaker) -> list[tuple[float, bool, bool]]:
    looker = Noting()
    parts = OfflineParts(
        make_video=Pictures,
        make_lookers=[lambda: looker],
        audio=dict.fromkeys(channels, blocks),
        make_voice=Heard,  # type: ignore[arg-type]
        make_transcriber=None,
        duration_s=4.0,
    )
    OfflineAnalysis(parts).run()
    return looker.told


def test_listening_is_the_customer_speaking_and_the_csm_not() -> None:
    assert [t_s for t_s, speaking, _ in told("csm", "customer") if speaking] == [1.0, 1.5, 2.0]
    assert [t_s for t_s, _, listening in told("csm", "customer") if listening] == [2.5, 3.0]


def test_without_a_channel_of_the_customer_nobody_is_listened_to() -> None:
    assert not any(listening for _, _, listening in told("csm"))
    assert not any(speaking or listening for _, speaking, listening in told())
