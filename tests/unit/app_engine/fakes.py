"""A builder with hand-made devices and models, for tests of the engine without hardware."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from app.engine.building import Before
from app.engine.drill_messages import StartDrill
from app.engine.import_messages import ExamineMedia, ImportMedia, MediaExamined, WhoIsCsm
from app.engine.messages import Device, DevicesListed, Problem, StartCalibration, StartCall, StartCheck
from app.engine.practice.parts import PracticeParts
from app.engine.practice.voice_choice import ChosenVoice
from app.engine.voice_note import VoiceNoteParts
from app.practice.director import ScenarioDirector
from app.practice.drills.answers import AnswerJudge
from app.practice.drills.judging import LanguageJudge
from app.practice.scenario.model import Voice
from perception.errors import DeviceError, MediaError, ModelError
from perception.features.speaker_names import NamedSpeech
from perception.inference.lexicon_files import load_lexicon
from perception.pipeline.live import LiveParts
from perception.ports import CameraInfo, Clock, MicrophoneInfo
from perception.recording.records import CueRecord, StepRecord
from perception.types import (
    LETTERS,
    AudioBlock,
    FaceObservation,
    LetterScore,
    LiveLetter,
    Observation,
    Scorecard,
    Snapshot,
    VideoFrame,
)
from tests.unit.app_engine.customer_stage import DeedReader, HandOutput, LetterVoice
from tests.unit.app_engine.customer_stage import scenario as trial_scenario


class EndlessCamera:
    """Gives a picture each time `ticks` is released; raises once `broken` is set."""

    def __init__(self, clock: Clock, broken: threading.Event) -> None:
        self._clock = clock
        self._broken = broken

    def open(self) -> CameraInfo:
        if self._broken.is_set():
            raise DeviceError("The camera was unplugged.", recovery="Plug it in or choose another.")
        return CameraInfo("Fake camera", 64, 48, 30.0)

    def read(self) -> VideoFrame | None:
        if self._broken.wait(0.01):
            raise DeviceError("The camera was unplugged.", recovery="Plug it in or choose another.")
        return VideoFrame(t_s=self._clock.now_s(), bgr=np.full((48, 64, 3), 120, dtype=np.uint8))

    def close(self) -> None:
        return


class SilentMicrophone:
    """Pushes one loud block at start and nothing more."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def start(
        self, on_block: Callable[[AudioBlock], None], on_end: Callable[[Exception | None], None]
    ) -> MicrophoneInfo:
        on_block(AudioBlock(self._clock.now_s(), np.full(320, 0.5, dtype=np.float32), 16000))
        return MicrophoneInfo("Fake microphone", 16000, 1)

    def stop(self) -> None:
        return


class SeeingChain:
    """One face observation a picture."""

    def process(self, frame: VideoFrame, *, speaking: bool, listening: bool) -> list[Observation]:
        return [FaceObservation(t_s=frame.t_s, found=True, faces=1)]

    def flush(self) -> list[Observation]:
        return []

    def close(self) -> None:
        return


class HearingChain:
    """Hears nothing."""

    speaking = False

    def push(self, block: AudioBlock) -> tuple[list[Observation], list[Any]]:
        return [], []

    def flush(self) -> tuple[list[Observation], list[Any]]:
        return [], []


class LoudDetector:
    """Loud sound is speech."""

    chunk_samples = 512
    rate_hz = 16000

    def push(self, chunk: Any) -> float:
        return 0.9 if float(np.abs(chunk).max()) > 0.05 else 0.0

    def reset(self) -> None:
        return


class SameRate:
    """Gives blocks back as they are."""

    def push(self, block: AudioBlock) -> AudioBlock | None:
        return block


def empty_scorecard(duration_s: float) -> Scorecard:
    letters = {letter: LetterScore(letter, None, None, None, 0.0, "not_enough") for letter in LETTERS}
    return Scorecard(duration_s, letters, (), None, ())


class CountingScoring:
    """Keeps what it observed."""

    def __init__(self) -> None:
        self.observed: list[Observation] = []

    def observe(self, obs: Observation) -> None:
        self.observed.append(obs)

    def snapshot(self, *, now_s: float) -> Snapshot:
        return Snapshot(now_s, {letter: LiveLetter(letter, None, "unknown", 0.0) for letter in LETTERS})

    def scorecard(self, *, now_s: float) -> Scorecard:
        return empty_scorecard(now_s)


class MemoryRecorder:
    """Keeps what it was given."""

    drops = 0

    def __init__(self) -> None:
        self.observed: list[Observation] = []
        self.records: list[CueRecord | StepRecord] = []
        self.frames = 0
        self.blocks = 0
        self.scorecards: list[Scorecard] = []
        self.closed: list[str] = []
        self.named: list[NamedSpeech] = []

    def observe(self, observation: Observation) -> None:
        self.observed.append(observation)

    def record(self, record: CueRecord | StepRecord) -> None:
        self.records.append(record)

    def frame(self, frame: VideoFrame) -> None:
        self.frames += 1

    def audio(self, block: AudioBlock) -> None:
        self.blocks += 1

    def write_scorecard(self, scorecard: Scorecard) -> None:
        self.scorecards.append(scorecard)

    def tell_speakers(self, named: NamedSpeech) -> None:
        self.named.append(named)

    def close(self, *, reason: str) -> None:
        self.closed.append(reason)


class NullPreview:
    """Counts pictures."""

    def __init__(self) -> None:
        self.written = 0

    def write(self, bgr: Any, *, t_s: float) -> None:
        self.written += 1


class FakeBuilder:
    """Implements app.engine.building.Builder."""

    def __init__(self) -> None:
        self.camera_broken = threading.Event()
        self.model_missing = False
        self.recorders: list[MemoryRecorder] = []
        self.scorings: list[CountingScoring] = []
        self.import_notices: tuple[str, ...] = ()
        self.import_steps: Iterable[tuple[float, str]] = ((0.2, "Watching"), (0.9, "Scoring"))
        self.import_waits = threading.Event()
        self.import_waits.set()
        self.scored: list[str] = []
        self.judge_waits = threading.Event()
        self.judge_waits.set()
        self.judge_error: Exception | None = None
        self.score_waits = threading.Event()
        self.score_waits.set()
        self.score_error: Exception | None = None
        self.voices: list[tuple[str, int]] = []
        self.output = HandOutput()
        self.why_light: Problem | None = None

    def warm_up(self) -> None:
        if self.model_missing:
            raise ModelError("The face model is missing.", recovery="Run “attune models install”.")

    def list_devices(self) -> DevicesListed:
        camera, mic = Device("camera:0", "Fake camera", "camera"), Device("mic:0", "Fake microphone", "microphone")
        return DevicesListed((camera,), (mic,), ())

    def check_parts(self, command: StartCheck, clock: Clock) -> LiveParts:
        return self._parts(clock, command.camera_id, command.microphone_id)

    def drill_parts(self, command: StartDrill, clock: Clock) -> LiveParts:
        return self._parts(clock, command.camera_id, command.microphone_id)

    def answer_judge(self) -> AnswerJudge:
        self.judge_waits.wait(10)
        if self.judge_error is not None:
            raise self.judge_error
        return LanguageJudge(load_lexicon())

    def voice_note_parts(self) -> VoiceNoteParts:
        return VoiceNoteParts(
            open_microphone=lambda _id, clock: SilentMicrophone(clock),
            make_resampler=SameRate,
            keep=lambda _folder, name, samples: self.voices.append((name, len(samples))),
            recognise=lambda _samples, terms: f"spoken words {' '.join(terms)}".strip(),
        )

    def calibration_parts(self, command: StartCalibration, clock: Clock) -> LiveParts:
        return self._parts(clock, command.camera_id, command.microphone_id)

    def call_parts(self, command: StartCall, clock: Clock) -> LiveParts:
        return self._parts(clock, command.camera_id, command.microphone_id)

    def _parts(self, clock: Clock, camera_id: str | None, microphone_id: str | None) -> LiveParts:
        def vision() -> SeeingChain:
            self.warm_up()
            return SeeingChain()

        return LiveParts(
            clock=clock,
            make_camera=(lambda: EndlessCamera(clock, self.camera_broken)) if camera_id else None,
            make_microphones={"csm": lambda: SilentMicrophone(clock)} if microphone_id else {},
            make_vision=vision,
            make_voice=lambda channel: HearingChain(),  # type: ignore[arg-type,return-value]
            make_resampler=SameRate,
            make_transcriber=None,
        )

    def practice(self, command: StartCall) -> PracticeParts:
        scenario = trial_scenario()
        return PracticeParts(
            scenario=scenario,
            director=ScenarioDirector(scenario, DeedReader(), seed=1),
            make_voice=lambda: self.voice(scenario.persona.voice, rich=False),
            make_output=lambda: self.output,
            make_detector=LoudDetector,
            make_resampler=SameRate,
        )

    def voice(self, voice: Voice, *, rich: bool) -> ChosenVoice:
        return ChosenVoice(LetterVoice(), self.why_light)

    def sound_output(self, speaker_id: str | None) -> HandOutput:
        return self.output

    def scoring(self, command: StartCall, *, named: NamedSpeech | None = None) -> CountingScoring:
        self.scorings.append(CountingScoring())
        return self.scorings[-1]

    def before(self, command: StartCall) -> Before:
        return Before()

    def recorder(self, command: StartCall, on_problem: Callable[[Exception], None]) -> MemoryRecorder:
        self.recorders.append(MemoryRecorder())
        return self.recorders[-1]

    def examine_media(
        self, command: ExamineMedia, on_progress: Callable[[float, str], None], cancelled: threading.Event
    ) -> MediaExamined:
        from perception.pipeline.offline import Cancelled

        on_progress(0.5, "Listening")
        if command.media == "broken.mkv":
            raise MediaError("It is damaged.", recovery="Choose another.")
        self.import_waits.wait(10)
        if cancelled.is_set():
            raise Cancelled
        who = WhoIsCsm(None, None, "open", ())
        return MediaExamined(command.number, command.media, None, 60.0, False, 1, (), (), who)

    def import_media(
        self,
        command: ImportMedia,
        on_progress: Callable[[float, str], None],
        on_notice: Callable[[str], None],
        cancelled: threading.Event,
    ) -> Scorecard:
        from perception.pipeline.offline import Cancelled

        for notice in self.import_notices:
            on_notice(notice)
        for fraction, step in self.import_steps:
            on_progress(fraction, step)
        self.import_waits.wait(10)
        if cancelled.is_set():
            raise Cancelled
        return empty_scorecard(60.0)

    def score_again(self, folder: str) -> Scorecard:
        self.scored.append(folder)
        self.score_waits.wait(10)
        if self.score_error is not None:
            raise self.score_error
        return empty_scorecard(float(len(self.scored)))

    def free_disk_gb(self, folder: str) -> float | None:
        return 12.0
