"""The speech worker of a running call, without devices and threads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from perception.pipeline.live import LiveCall, LiveListeners, LiveParts, SpeechWorker
from perception.pipeline.voice_chain import SpeechJob
from perception.types import Observation, Utterance, Word


class Clock:
    def now_s(self) -> float:
        return 0.0


class Noting:
    """Hears one word in everything and notes which names it was told."""

    def __init__(self) -> None:
        self.names: list[tuple[str, ...]] = []

    def transcribe(self, samples: np.ndarray, *, t_s: float, hotwords: Sequence[str] = ()) -> tuple[Word, ...]:
        self.names.append(tuple(hotwords))
        return (Word(t_s, t_s + 0.5, "Yes.", 0.9),)


def never(*_things: Any) -> Any:
    raise AssertionError("nothing is opened here")


def test_names_are_expected_unless_others_wait_for_their_first_hearing() -> None:
    recogniser, told = Noting(), list[Observation]()
    parts = LiveParts(Clock(), None, {"csm": never}, never, never, never, lambda: recogniser, hotwords=("Grafana",))
    call = LiveCall(parts, LiveListeners(told.append, never, never, never, never, never, never))
    worker = SpeechWorker(call, lambda: recogniser)
    worker.prepare()
    for start_s in (1.0, 4.0):
        call.add_job(SpeechJob("csm", start_s, np.zeros(16000, np.float32)))
    worker.step()
    worker.step()
    assert recogniser.names == [(), ("Grafana",)]
    assert [(said.start_s, said.text) for said in told if isinstance(said, Utterance)] == [(1.0, "Yes."), (4.0, "Yes.")]
