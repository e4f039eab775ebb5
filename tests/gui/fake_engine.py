"""An engine that follows a script: it answers commands at once and sends what a test hands it."""

from __future__ import annotations

from collections.abc import Callable

from import_examples import answered

from app.engine.drill_messages import AnswerJudged, JudgeAnswer, StartDrill, StopDrill
from app.engine.messages import (
    CalibrationFinished,
    CallFinished,
    CancelImport,
    CheckReading,
    Command,
    Device,
    DevicesListed,
    Event,
    ExamineMedia,
    FinishCalibration,
    ImportMedia,
    ImportProgress,
    ListDevices,
    MediaExamined,
    PauseCall,
    PreviewImage,
    ResumeCall,
    StartCalibration,
    StartCall,
    StartCheck,
    StateChanged,
    StopCalibration,
    StopCall,
    StopCheck,
)
from app.practice.drills.judging import LanguageJudge
from perception.inference.lexicon_files import load_lexicon
from perception.types import PersonalBaseline, Scorecard

DEVICES = DevicesListed(
    cameras=(Device("cam0", "Integrated camera", "camera"), Device("cam1", "Desk camera", "camera")),
    microphones=(Device("mic0", "Headset microphone", "microphone"),),
    customer_sources=(Device("mon0", "What the speakers play", "loopback"),),
    speakers=(Device("out0", "Headset", "speaker"), Device("out1", "Laptop speakers", "speaker")),
)


class FakeEngine:
    """Implements app.engine.port.Engine."""

    def __init__(self, scorecard: Callable[[], Scorecard], devices: DevicesListed = DEVICES) -> None:
        self.commands: list[Command] = []
        self.started = 0
        self.closed = False
        self.slow = False  # calls stay in their preparation
        self.mute = False  # answers cannot be judged
        self.devices = devices
        self.examined: MediaExamined | None = None  # what a look through a recording finds
        self.found = CalibrationFinished(PersonalBaseline("full", distance_cm=60.0), (), 6.2, separable=True)
        self._scorecard = scorecard
        self._events: list[Event] = []
        self._preview: PreviewImage | None = None
        self._call: StartCall | None = None
        self.before_poll: Callable[[], None] = lambda: None

    def start(self) -> None:
        self.started += 1
        self.push(StateChanged("starting"), StateChanged("preparing"), StateChanged("ready"))

    def send(self, command: Command) -> None:
        self.commands.append(command)
        answers: dict[type, Callable[[], tuple[Event, ...]]] = {
            ListDevices: lambda: (self.devices,),
            StartCheck: lambda: (StateChanged("preparing"), StateChanged("checking"), GOOD_READING),
            StopCheck: lambda: (StateChanged("ready"),),
            StartDrill: lambda: (StateChanged("preparing"), StateChanged("checking")),
            StopDrill: lambda: (StateChanged("ready"),),
            StartCalibration: lambda: (StateChanged("preparing"), StateChanged("calibrating")),
            FinishCalibration: lambda: (self.found, StateChanged("ready")),
            StopCalibration: lambda: (StateChanged("ready"),),
            PauseCall: lambda: (StateChanged("paused"),),
            ResumeCall: lambda: (StateChanged("calling"),),
            CancelImport: lambda: (StateChanged("ready"),),
        }
        if isinstance(command, JudgeAnswer):
            judged = None if self.mute else LanguageJudge(load_lexicon()).judge(command.said, command.heard)
            self.push(AnswerJudged(command.number, judged))
        elif isinstance(command, StartCall):
            self._call = command
            self.push(StateChanged("preparing"), *([] if self.slow else [StateChanged("calling")]))
        elif isinstance(command, StopCall) and self._call is not None:
            self.push(StateChanged("finishing"), CallFinished(self._call.folder, self._scorecard()))
            self._call = None
        elif isinstance(command, ExamineMedia):
            self.push(ImportProgress(0.3, 4.0, "Listening"))
            if self.examined is not None:
                self.push(answered(self.examined, command))
        elif isinstance(command, ImportMedia):
            self.push(StateChanged("importing"), ImportProgress(0.4, 42.0, "Listening to the words"))
        elif type(command) in answers:
            self.push(*answers[type(command)]())

    def poll(self) -> list[Event]:
        self.before_poll()
        events, self._events = self._events, []
        return events

    def latest_preview(self) -> PreviewImage | None:
        image, self._preview = self._preview, None
        return image

    def close(self) -> None:
        self.closed = True

    def push(self, *events: Event) -> None:
        """Send these at the next poll."""
        self._events.extend(events)

    def show(self, image: PreviewImage) -> None:
        """The next preview picture."""
        self._preview = image

    def sent(self, kind: type) -> list[Command]:
        """The commands of one kind so far."""
        return [command for command in self.commands if isinstance(command, kind)]


GOOD_READING = CheckReading(
    1.0,
    level_dbfs=-24.0,
    speech=True,
    brightness=0.55,
    backlit=False,
    faces=1,
    framing="ok",
    fps=29.8,
    distance_cm=60.0,
)
