"""Who speaks while a picture is looked at, told to the lookers of a recording."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from perception.pipeline.offline import OfflineAnalysis, OfflineParts
from perception.pipeline.voice_chain import SpeechJob
from perception.types import AudioBlock, Observation, Speaker, SpeechSegment, Utterance, VideoFrame, Word

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

    def needs_picture(self, t_s: float) -> bool:
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


class Speaks:
    """Gives two stretches of speech at its end."""

    settled_s = 0.0

    def __init__(self, channel: Speaker) -> None:
        self._channel = channel

    def push(self, block: AudioBlock) -> tuple[list[Observation], list[Any]]:
        return [], []

    def flush(self) -> tuple[list[Observation], list[Any]]:
        jobs = [SpeechJob(self._channel, start, np.full(32000, 0.1, np.float32)) for start in (5.0, 9.0)]
        return [], jobs


class Forgetful:
    """Passes over the second stretch of a pack, and hears every stretch by itself."""

    def __init__(self) -> None:
        self.asked: list[tuple[float, tuple[str, ...]]] = []

    def transcribe(self, samples: np.ndarray, *, t_s: float, hotwords: Sequence[str] = ()) -> tuple[Word, ...]:
        self.asked.append((len(samples) / 16000, tuple(hotwords)))
        return (Word(t_s + 0.2, t_s + 1.0, "Well,", 0.9), Word(t_s + 1.0, t_s + 1.8, "yes.", 0.9))


def test_a_stretch_that_lost_its_words_in_a_pack_is_heard_again_with_the_names_to_expect() -> None:
    recogniser = Forgetful()
    parts = OfflineParts(
        make_video=None,
        make_lookers=(),
        audio={"csm": blocks},
        make_voice=Speaks,  # type: ignore[arg-type]
        make_transcriber=lambda: recogniser,
        duration_s=12.0,
        hotwords=("Grafana",),
    )
    said = OfflineAnalysis(parts).run()
    assert [(line.start_s, line.text) for line in said if isinstance(line, Utterance)] == [
        (5.2, "Well, yes."),
        (9.2, "Well, yes."),
    ]
    assert recogniser.asked == [(5.0, ("Grafana",)), (2.0, ("Grafana",))]
