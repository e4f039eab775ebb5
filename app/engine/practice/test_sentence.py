"""Says one sentence outside a call, so that speaker and volume can be chosen by ear."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

from app.engine.building import Builder
from app.engine.messages import Event, SayTestSentence
from app.engine.practice.lines import LineMaker, Wording
from app.engine.problems import describe_problem
from perception.errors import ModelError


class TestSentence:
    """Made, said and closed in a thread of its own; what goes wrong is told."""

    __test__ = False  # its name begins like that of a test

    def __init__(self, command: SayTestSentence, *, builder: Builder, emit: Callable[[Event], None]) -> None:
        self._command = command
        self._builder = builder
        self._emit = emit
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="test-sentence", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Fall silent; may be called twice."""
        self._stopping.set()
        self._thread.join(timeout=5.0)

    def _run(self) -> None:
        try:
            self._say()
        except Exception as error:  # noqa: BLE001 - told to the user; nothing else depends on it
            self._tell(error)

    def _say(self) -> None:
        command = self._command
        chosen = self._builder.voice(command.voice, rich=command.rich_voice)
        voice = chosen.voice
        if chosen.why_light is not None:
            self._emit(chosen.why_light)
        line = LineMaker(voice, rate=command.voice.rate, on_fault=self._tell).line(Wording(command.text))
        output = self._builder.sound_output(command.speaker_id)
        info = output.start(self._tell, rate_hz=voice.rate_hz)
        try:
            output.write(np.asarray(line.samples * np.float32(command.volume), dtype=np.float32))
            self._stopping.wait(line.seconds + info.latency_s + 0.2)
        finally:
            output.stop()

    def _tell(self, error: Exception) -> None:
        what = "model" if isinstance(error, ModelError) else "speaker"
        self._emit(describe_problem(error, what=what, doing="the test sentence", severity="notice"))
