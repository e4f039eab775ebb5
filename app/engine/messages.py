"""What crosses between the window and the engine process: frozen values, picklable, no arrays.

Commands go to the engine, events come back. Preview pictures do not travel here: they cross by
shared memory (app/engine/preview.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.engine.calibration_messages import BeginStep as BeginStep
from app.engine.calibration_messages import CalibrationFinished as CalibrationFinished
from app.engine.calibration_messages import CalibrationReading as CalibrationReading
from app.engine.calibration_messages import EndStep as EndStep
from app.engine.calibration_messages import FinishCalibration as FinishCalibration
from app.engine.calibration_messages import StartCalibration as StartCalibration
from app.engine.calibration_messages import StepDone as StepDone
from app.engine.calibration_messages import StopCalibration as StopCalibration
from app.engine.drill_messages import DrillCommand, DrillEvent
from app.engine.import_messages import MEDIA_ENDINGS as MEDIA_ENDINGS
from app.engine.import_messages import CancelImport as CancelImport
from app.engine.import_messages import ExamineMedia as ExamineMedia
from app.engine.import_messages import ImportMedia as ImportMedia
from app.engine.import_messages import ImportProgress as ImportProgress
from app.engine.import_messages import MediaExamined as MediaExamined
from app.engine.import_messages import PersonPlace as PersonPlace
from app.engine.import_messages import SoundHeard as SoundHeard
from app.engine.import_messages import SoundKind as SoundKind
from app.engine.import_messages import TranscriberName as TranscriberName
from app.engine.partner_messages import PartnerFeels as PartnerFeels
from app.engine.partner_messages import PartnerPlan as PartnerPlan
from app.engine.practice_messages import CueCleared as CueCleared
from app.engine.practice_messages import CueShown as CueShown
from app.engine.practice_messages import CustomerDoing as CustomerDoing
from app.engine.practice_messages import CustomerIs as CustomerIs
from app.engine.practice_messages import CustomerLeft as CustomerLeft
from app.engine.practice_messages import CustomerSpeaks as CustomerSpeaks
from app.engine.practice_messages import CustomerStops as CustomerStops
from app.engine.practice_messages import HideCues as HideCues
from app.engine.practice_messages import PracticePlan as PracticePlan
from app.engine.practice_messages import RepeatLine as RepeatLine
from app.engine.practice_messages import SaySentence as SaySentence
from app.engine.voice_note_messages import VoiceNoteCommand, VoiceNoteEvent
from app.practice.cue_values import CueSettings
from perception.features.calibration_steps import CalibrationAdvice as CalibrationAdvice
from perception.features.calibration_steps import CalibrationStep as CalibrationStep
from perception.types import Letter, PersonalBaseline, Scorecard, Snapshot, Utterance

EngineState = Literal[
    "starting",
    "preparing",
    "ready",
    "checking",
    "calibrating",
    "calling",
    "paused",
    "finishing",
    "importing",
    "faulted",
    "stopped",
]


@dataclass(frozen=True, slots=True)
class Device:
    """A camera, microphone, monitor source or speaker as the user sees it. `id` is stable within one run of the system.

    kind 'file' plays a media file as camera or microphone (trials, tests).
    """

    id: str
    name: str
    kind: Literal["camera", "microphone", "loopback", "speaker", "file"]


# ---------------------------------------------------------------- commands


@dataclass(frozen=True, slots=True)
class ListDevices:
    """Answered by DevicesListed."""


@dataclass(frozen=True, slots=True)
class StartCheck:
    """Open the devices for the set-up check: preview pictures and CheckReading events begin. None = off."""

    camera_id: str | None
    microphone_id: str | None
    customer_audio_id: str | None = None


@dataclass(frozen=True, slots=True)
class StopCheck:
    """Close the devices of the set-up check."""


@dataclass(frozen=True, slots=True)
class StartCall:
    """Begin a call in `folder` (made by the engine, must not exist). None = that device is off.

    letters: which letters are measured; the rest is left out without penalty. segment, start_s: 0 for a new
    call; after a restart of the engine the number of the new segment and the session time it begins at.
    terms: names and terms the recogniser is told to expect. practice: a written customer, None for a free call.
    cues: live word cues, None for none. partner: a person in the room, who has a microphone of their own as
    `customer_audio_id`, or shares this one. keep_customer_words, keep_customer_sound: whether the other side agreed
    that what they say, and how it sounds, is written to the disk; what they did not agree to is used while the call
    runs and then forgotten.
    """

    folder: str
    title: str
    camera_id: str | None
    microphone_id: str | None
    customer_audio_id: str | None = None
    letters: tuple[Letter, ...] = ("E", "M", "P", "A", "T", "H", "Y")
    baseline: PersonalBaseline | None = None
    keep_media: bool = True
    transcriber: TranscriberName = "tiny.en"
    terms: tuple[str, ...] = ()
    consent: Mapping[str, bool] = field(default_factory=dict)
    segment: int = 0
    start_s: float = 0.0
    practice: PracticePlan | None = None
    cues: CueSettings | None = None
    partner: PartnerPlan | None = None
    keep_customer_words: bool = True
    keep_customer_sound: bool = True


@dataclass(frozen=True, slots=True)
class PauseCall:
    """Hold the call: nothing is measured or recorded until ResumeCall."""


@dataclass(frozen=True, slots=True)
class ResumeCall:
    """Go on after PauseCall."""


@dataclass(frozen=True, slots=True)
class MarkMoment:
    """Mark now."""

    label: str = "marked"


@dataclass(frozen=True, slots=True)
class StopCall:
    """End the call; CallFinished follows."""


@dataclass(frozen=True, slots=True)
class ScoreAgain:
    """Score a kept session again: its transcript was corrected. Answered by ScoredAgain or Problem 'scoring'.

    corrections: how many the window has kept by now; it comes back with the answer. Of those that wait only the newest
    is answered.
    """

    folder: str
    corrections: int = 0


@dataclass(frozen=True, slots=True)
class Shutdown:
    """End the engine process in good order."""


Command = (
    ListDevices
    | StartCheck
    | StopCheck
    | StartCalibration
    | BeginStep
    | EndStep
    | FinishCalibration
    | StopCalibration
    | StartCall
    | PauseCall
    | ResumeCall
    | MarkMoment
    | PartnerFeels
    | StopCall
    | ExamineMedia
    | ImportMedia
    | CancelImport
    | ScoreAgain
    | DrillCommand
    | RepeatLine
    | HideCues
    | SaySentence
    | VoiceNoteCommand
    | Shutdown
)


# ---------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The engine's state; `detail` is a plain sentence for the user or ''."""

    state: EngineState
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DevicesListed:
    """All devices there are now. speakers: where a written customer's voice can come out."""

    cameras: tuple[Device, ...]
    microphones: tuple[Device, ...]
    customer_sources: tuple[Device, ...]
    speakers: tuple[Device, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReading:
    """About ten times a second while checking. None = not measured (device off or nothing seen yet).

    level_dbfs: microphone level now, -100..0. clipping: samples at full scale. speech: a voice is heard.
    brightness: 0..1 mean of the face or picture. backlit: the background outshines the face.
    framing: as PoseObservation.framing. distance_cm: face to camera. echo: the microphone hears the customer; None
    while the customer's sound is off.
    """

    t_s: float
    level_dbfs: float | None = None
    clipping: bool = False
    speech: bool | None = None
    brightness: float | None = None
    backlit: bool | None = None
    faces: int | None = None
    framing: str | None = None
    face_height_share: float | None = None
    fps: float | None = None
    distance_cm: float | None = None
    echo: bool | None = None


@dataclass(frozen=True, slots=True)
class PipelineStats:
    """Counters of a running call, for the diagnostics line."""

    captured_frames: int = 0
    dropped_frames: int = 0
    face_fps: float = 0.0
    pose_fps: float = 0.0
    audio_overflows: int = 0
    recorder_drops: int = 0
    speech_backlog: int = 0
    latency_ms: float = 0.0
    recorded_s: float = 0.0
    disk_free_gb: float | None = None


@dataclass(frozen=True, slots=True)
class SnapshotTaken:
    """The seven letters now."""

    snapshot: Snapshot
    stats: PipelineStats


@dataclass(frozen=True, slots=True)
class Heard:
    """A line of the transcript, as it came."""

    utterance: Utterance


@dataclass(frozen=True, slots=True)
class Problem:
    """Something went wrong. severity 'notice': work goes on. 'paused': part of the work stopped. 'failed': it ended.

    what: 'camera', 'microphone', 'customer_audio', 'speaker', 'scenario', 'disk', 'model', 'media', 'scoring' or
    'engine'.
    kept: what was kept, plain words or ''.
    """

    what: str
    message: str
    recovery: str
    severity: Literal["notice", "paused", "failed"]
    kept: str = ""


@dataclass(frozen=True, slots=True)
class CallFinished:
    """The session folder is complete."""

    folder: str
    scorecard: Scorecard


@dataclass(frozen=True, slots=True)
class ScoredAgain:
    """The result of a session with the transcript as it reads now, kept in its folder. corrections: as asked."""

    folder: str
    scorecard: Scorecard
    corrections: int = 0


Event = (
    StateChanged
    | DevicesListed
    | CheckReading
    | CalibrationReading
    | StepDone
    | CalibrationFinished
    | SnapshotTaken
    | Heard
    | Problem
    | ImportProgress
    | MediaExamined
    | CallFinished
    | ScoredAgain
    | DrillEvent
    | CustomerSpeaks
    | CustomerStops
    | CustomerIs
    | CustomerLeft
    | CueShown
    | CueCleared
    | VoiceNoteEvent
)


@dataclass(frozen=True, slots=True)
class PreviewImage:
    """A picture for the screen: RGB888 bytes, `stride` bytes a row."""

    t_s: float
    width: int
    height: int
    stride: int
    rgb: bytes
