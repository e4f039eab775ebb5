"""Says single sentences outside a call: the customer of a drill, or a test of speaker and volume.

Works in a thread of its own: making the sound of a sentence takes a moment. The newest sentence counts.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Final, Protocol

import numpy as np

from app.engine.messages import CustomerSpeaks, CustomerStops, Event, Problem, SaySentence
from app.engine.practice.lines import LineMaker, Wording
from app.engine.practice.voice_choice import ChosenVoice
from app.practice.scenario.model import Voice
from app.practice.spoken_line import SpokenLine
from perception.errors import PerceptionError
from perception.ports import Clock, SoundOutput

_IDLE_S: Final = 20.0  # after which the output is given back
_KEPT: Final = "In calls and drills the words are shown."
_VOICES: Final = 4


class MakeVoice(Protocol):
    """Makes a customer's voice (app/engine/building.py)."""

    def __call__(self, voice: Voice, *, rich: bool) -> ChosenVoice:
        """rich: where one is installed. Raises ModelError."""
        ...


class SentenceSpeaker:
    """`say` may be called from any thread; events leave from the speaker's own."""

    def __init__(
        self,
        *,
        make_voice: MakeVoice,
        make_output: Callable[[str | None], SoundOutput],
        clock: Clock,
        emit: Callable[[Event], None],
    ) -> None:
        self._make_voice = make_voice
        self._make_output = make_output
        self._clock = clock
        self._emit = emit
        self._asked: queue.SimpleQueue[SaySentence | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._makers: dict[tuple[Voice, bool], LineMaker] = {}
        self._output: SoundOutput | None = None
        self._open_for: tuple[str | None, int] | None = None
        self._latency_s = 0.0
        self._ends_s: float | None = None
        self._text = ""
        self._told = ""

    def say(self, command: SaySentence) -> None:
        """Say this now, in place of what is being said; '' says no more."""
        if self._thread is None:
            if not command.text:
                return
            self._thread = threading.Thread(target=self._run, name="attune-say", daemon=True)
            self._thread.start()
        self._asked.put(command)

    def close(self) -> None:
        """Say no more, tell no more of it, and give the output back. May be called twice."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._asked.put(None)
            thread.join(timeout=10.0)

    # ------------------------------------------------------------ the speaker's thread

    def _run(self) -> None:
        while True:
            try:
                command = self._newest(self._asked.get(timeout=self._patience_s()))
            except queue.Empty:
                self._nothing_asked()
                continue
            if command is None:
                self._hush()
                self._give_back()
                return
            self._break_off()
            if command.text:
                self._begin(command)

    def _newest(self, command: SaySentence | None) -> SaySentence | None:
        while command is not None and not self._asked.empty():
            command = self._asked.get()
        return command

    def _patience_s(self) -> float | None:
        """How long to wait for the next sentence."""
        if self._ends_s is not None:
            return max(0.0, self._ends_s - self._clock.now_s())
        return _IDLE_S if self._output is not None else None

    def _nothing_asked(self) -> None:
        if self._ends_s is None:
            self._give_back()
            return
        self._ends_s = None
        self._emit(CustomerStops(self._clock.now_s(), said=self._text))

    def _break_off(self) -> None:
        if self._hush():
            self._emit(CustomerStops(self._clock.now_s(), cut=True, said=self._text))

    def _hush(self) -> bool:
        """Fall silent; whether something was being said."""
        speaking, self._ends_s = self._ends_s is not None, None
        if speaking and self._output is not None:
            self._output.clear()
        return speaking

    def _begin(self, command: SaySentence) -> None:
        try:
            maker = self._maker(command.voice, rich=command.rich_voice)
            line = maker.line(Wording(command.text, command.mood, command.intensity))
            self._open(command.speaker_id, line.rate_hz)
        except PerceptionError as error:
            self._tell(error)
            return
        if not self._asked.empty():
            return  # something newer was asked for while this was made
        now_s = self._clock.now_s()
        if self._output is not None:
            self._output.write(line.samples * np.float32(command.volume))
        self._text = command.text
        self._ends_s = now_s + self._latency_s + line.seconds
        self._emit(self._speaks(command, line, now_s))

    def _speaks(self, command: SaySentence, line: SpokenLine, now_s: float) -> CustomerSpeaks:
        return CustomerSpeaks(
            t_s=now_s,
            text=command.text,
            display=command.display,
            mood=command.mood,
            intensity=command.intensity,
            seconds=line.seconds,
            lead_s=self._latency_s,
            mouth_open=line.mouth_open,
            mouth_round=line.mouth_round,
        )

    def _maker(self, voice: Voice, *, rich: bool) -> LineMaker:
        key = (voice, rich)
        if key not in self._makers:
            while len(self._makers) >= _VOICES:
                del self._makers[next(iter(self._makers))]
            chosen = self._make_voice(voice, rich=rich)
            if chosen.why_light is not None:
                self._emit(chosen.why_light)
            self._makers[key] = LineMaker(chosen.voice, rate=voice.rate, on_fault=self._tell)
        return self._makers[key]

    def _open(self, speaker_id: str | None, rate_hz: int) -> None:
        """Open the output unless it is; without one the words can still be read."""
        if self._output is not None and self._open_for == (speaker_id, rate_hz):
            return
        self._give_back()
        try:
            output = self._make_output(speaker_id)
            self._latency_s = output.start(self._lose, rate_hz=rate_hz).latency_s
        except PerceptionError as error:
            self._tell(error)
            return
        self._output, self._open_for, self._told = output, (speaker_id, rate_hz), ""

    def _lose(self, error: Exception) -> None:
        self._output = None
        self._tell(error)

    def _give_back(self) -> None:
        output, self._output = self._output, None
        self._latency_s = 0.0
        if output is not None:
            output.stop()

    def _tell(self, error: Exception) -> None:
        """Each trouble once, not with every sentence."""
        message = getattr(error, "message", str(error))
        if message != self._told:
            self._told = message
            self._emit(Problem("speaker", message, getattr(error, "recovery", ""), "notice", kept=_KEPT))
