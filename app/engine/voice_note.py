"""A spoken comment in the engine: one microphone, held for two minutes at most, then kept and put into words."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from app.engine.messages import Event, Problem
from app.engine.problems import describe_problem
from app.engine.voice_note_messages import (
    LONGEST_VOICE_NOTE_S,
    SHORTEST_VOICE_NOTE_S,
    RecordVoiceNote,
    VoiceNoteKept,
    VoiceNoteReading,
    VoiceNoteWords,
)
from perception.errors import PerceptionError
from perception.pipeline.live import BlockResampler
from perception.ports import Clock, Microphone
from perception.types import AudioBlock, Float32Array

RATE_HZ: Final = 16_000
_READING_S: Final = 0.1
_FLOOR_DBFS: Final = -100.0


class KeepVoice(Protocol):
    """Writes 16 kHz sound below `voice/` of a session folder. Raises PerceptionError."""

    def __call__(self, folder: Path, name: str, samples: Float32Array) -> object:
        """Do it."""
        ...


@dataclass(frozen=True, slots=True)
class VoiceNoteParts:
    """What a spoken comment is made with. recognise: 16 kHz sound and expected terms to text, '' where it finds none;
    raises PerceptionError where there is no recogniser."""

    open_microphone: Callable[[str, Clock], Microphone]
    make_resampler: Callable[[], BlockResampler]
    keep: KeepVoice
    recognise: Callable[[Float32Array, Sequence[str]], str]


class VoiceNoteDesk:
    """Belongs to the host's thread; sound comes from the microphone's, the file is written in one of its own."""

    def __init__(
        self, *, make_parts: Callable[[], VoiceNoteParts], clock: Clock, emit: Callable[[Event], None]
    ) -> None:
        self._make_parts = make_parts
        self._clock = clock
        self._emit = emit
        self._note: _Note | None = None
        self._keeping: list[threading.Thread] = []

    @property
    def open(self) -> bool:
        """Whether the microphone is held."""
        return self._note is not None

    @property
    def seconds(self) -> float:
        """How much of the open comment was heard by now; 0 where none is open."""
        return self._note.seconds if self._note is not None else 0.0

    def start(self, command: RecordVoiceNote) -> None:
        """Open the microphone in place of a comment that is still being spoken. Raises PerceptionError."""
        self.stop(keep=True)
        parts = self._make_parts()
        note = _Note(command, parts)
        microphone = parts.open_microphone(command.microphone_id, self._clock)
        try:
            microphone.start(note.hear, note.end)
        except PerceptionError:
            microphone.stop()
            raise
        note.microphone = microphone
        note.next_s = self._clock.now_s()
        self._note = note

    def tick(self) -> None:
        """Tell the level; end what has become too long, or whose microphone went away."""
        note = self._note
        if note is None:
            return
        now_s = self._clock.now_s()
        if now_s >= note.next_s:
            note.next_s = now_s + _READING_S
            self._emit(VoiceNoteReading(note.seconds, note.level_dbfs))
        if note.lost is not None:
            error = note.lost
            self.stop(keep=True)
            kept = "What was said until then is kept."
            problem = describe_problem(error, what="microphone", doing="listening", severity="notice", kept=kept)
            self._emit(problem)
        elif note.seconds >= LONGEST_VOICE_NOTE_S:
            self.stop(keep=True)

    def stop(self, *, keep: bool) -> None:
        """Close the microphone; keep what was said, or forget it. Nothing happens where none is open."""
        note, self._note = self._note, None
        if note is None:
            return
        if note.microphone is not None:
            note.microphone.stop()
        samples = note.take()
        if not keep or len(samples) < SHORTEST_VOICE_NOTE_S * RATE_HZ:
            self._emit(VoiceNoteKept(note.command.name, 0.0))
            return
        self._keeping = [one for one in self._keeping if one.is_alive()]
        thread = threading.Thread(target=self._keep, args=(note, samples), name="attune-voice-note", daemon=True)
        self._keeping.append(thread)
        thread.start()

    def close(self) -> None:
        """End in good order: what was said is written."""
        self.stop(keep=True)
        for thread in self._keeping:
            thread.join()

    def _keep(self, note: _Note, samples: Float32Array) -> None:
        name = note.command.name
        try:
            note.parts.keep(Path(note.command.folder), name, samples)
        except Exception as error:  # noqa: BLE001 - becomes a message to the user
            self._emit(describe_problem(error, what="disk", doing="keeping the comment", severity="notice"))
            self._emit(VoiceNoteKept(name, 0.0))
            return
        self._emit(VoiceNoteKept(name, len(samples) / RATE_HZ))
        try:
            text = note.parts.recognise(samples, note.command.terms)
        except Exception as error:  # noqa: BLE001 - becomes a message to the user
            told = describe_problem(error, what="model", doing="recognising the comment", severity="notice")
            self._emit(Problem("model", told.message, told.recovery, "notice", "Your spoken comment is kept."))
            text = ""
        self._emit(VoiceNoteWords(name, text))


class _Note:
    """One comment while it is spoken."""

    def __init__(self, command: RecordVoiceNote, parts: VoiceNoteParts) -> None:
        self.command = command
        self.parts = parts
        self.microphone: Microphone | None = None
        self.next_s = 0.0
        self.level_dbfs: float | None = None
        self.lost: Exception | None = None
        self._resampler = parts.make_resampler()
        self._lock = threading.Lock()
        self._blocks: list[Float32Array] = []
        self._samples = 0

    @property
    def seconds(self) -> float:
        """How long it is by now."""
        return self._samples / RATE_HZ

    def hear(self, block: AudioBlock) -> None:
        """From the microphone's thread."""
        with self._lock:
            if self.seconds >= LONGEST_VOICE_NOTE_S or not len(block.samples):
                return
            power = float(np.mean(np.square(block.samples, dtype=np.float64)))
            self.level_dbfs = max(_FLOOR_DBFS, 10.0 * float(np.log10(power + 1e-12)))
            ready = self._resampler.push(block)
            if ready is not None:
                self._blocks.append(np.array(ready.samples, dtype=np.float32))
                self._samples += len(ready.samples)

    def end(self, error: Exception | None) -> None:
        """The microphone ended by itself, or was lost."""
        self.lost = error

    def take(self) -> Float32Array:
        """All that was heard."""
        with self._lock:
            if not self._blocks:
                return np.zeros(0, dtype=np.float32)
            return np.concatenate(self._blocks)[: int(LONGEST_VOICE_NOTE_S * RATE_HZ)]
