"""What the engine asks of the composition root (app/bootstrap.py): real parts, made when needed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from app.engine.drill_messages import StartDrill
from app.engine.messages import (
    DevicesListed,
    ExamineMedia,
    ImportMedia,
    MediaExamined,
    StartCalibration,
    StartCall,
    StartCheck,
)
from app.engine.practice.parts import PracticeParts
from app.engine.practice.voice_choice import ChosenVoice
from app.engine.voice_note import VoiceNoteParts
from app.practice.drills.answers import AnswerJudge
from app.practice.scenario.model import Voice
from perception.features.speaker_names import NamedSpeech
from perception.pipeline.live import LiveParts
from perception.ports import Clock, SessionSink, SoundOutput
from perception.recording.records import CueRecord, StepRecord
from perception.types import AudioBlock, Observation, Scorecard, Snapshot


class Scoring(Protocol):
    """The scoring engine as a call uses it (perception/scoring/engine.py)."""

    def observe(self, obs: Observation) -> None: ...

    def snapshot(self, *, now_s: float) -> Snapshot: ...

    def scorecard(self, *, now_s: float) -> Scorecard: ...


class Recorder(SessionSink, Protocol):
    """A session sink that also keeps the result and tells what went wrong (perception/recording/writer.py)."""

    @property
    def drops(self) -> int: ...

    def record(self, record: CueRecord | StepRecord) -> None: ...

    def write_scorecard(self, scorecard: Scorecard) -> None: ...

    def tell_speakers(self, named: NamedSpeech) -> None:
        """Keep how far it is known who spoke, for a call in which one microphone heard both."""
        ...


@dataclass(frozen=True, slots=True)
class Before:
    """What is kept of a call from before the engine was started again. observations: as recorded, and the break.
    sound: of the microphone, 16 kHz mono on the session's clock; nothing where it was not kept."""

    observations: tuple[Observation, ...] = ()
    sound: Iterable[AudioBlock] = ()


class Builder(Protocol):
    """Makes the parts of a call, of a check, of a calibration and of an import, and scores again."""

    def warm_up(self) -> None:
        """Load what takes long, so that a call starts at once. Raises ModelError."""
        ...

    def list_devices(self) -> DevicesListed: ...

    def check_parts(self, command: StartCheck, clock: Clock) -> LiveParts: ...

    def calibration_parts(self, command: StartCalibration, clock: Clock) -> LiveParts: ...

    def drill_parts(self, command: StartDrill, clock: Clock) -> LiveParts: ...

    def answer_judge(self) -> AnswerJudge:
        """Who reads written answers; may load a model at first."""
        ...

    def voice_note_parts(self) -> VoiceNoteParts:
        """What a spoken comment of a coach is made with."""
        ...

    def call_parts(self, command: StartCall, clock: Clock) -> LiveParts: ...

    def practice(self, command: StartCall) -> PracticeParts:
        """The written customer of a call that has one; a later segment goes on where the last one stood.

        Raises PerceptionError for a scenario that cannot be played.
        """
        ...

    def voice(self, voice: Voice, *, rich: bool) -> ChosenVoice:
        """A written customer's voice; the light one where the rich one is not wanted, not here or too slow."""
        ...

    def sound_output(self, speaker_id: str | None) -> SoundOutput:
        """A sound output, not opened. Raises DeviceError for an id of another kind."""
        ...

    def scoring(self, command: StartCall, *, named: NamedSpeech | None = None) -> Scoring:
        """A scoring engine; for a later segment it already knows what was observed before.

        named: whose speech one microphone was found to hold, at the end of a call in which two people shared it.
        """
        ...

    def before(self, command: StartCall) -> Before:
        """What a later segment can know of the earlier ones. Raises PerceptionError."""
        ...

    def recorder(self, command: StartCall, on_problem: Callable[[Exception], None]) -> Recorder: ...

    def examine_media(
        self, command: ExamineMedia, on_progress: Callable[[float, str], None], cancelled: threading.Event
    ) -> MediaExamined:
        """Look through a recording. Raises MediaError, Cancelled."""
        ...

    def import_media(
        self,
        command: ImportMedia,
        on_progress: Callable[[float, str], None],
        on_notice: Callable[[str], None],
        cancelled: threading.Event,
    ) -> Scorecard: ...

    def score_again(self, folder: str) -> Scorecard:
        """Score a kept session with its transcript as it reads now and keep the result. Raises SessionFormatError."""
        ...

    def free_disk_gb(self, folder: str) -> float | None: ...
