"""The child side of the engine: takes commands, runs checks, calls and imports, sends events.

One thread owns the pipe; other threads hand events over through a queue.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import Any, Final, Literal, Protocol

from app.engine.building import Builder
from app.engine.calibration_session import CalibrationSession
from app.engine.call_session import CallSession, Preview
from app.engine.check_session import CheckSession
from app.engine.drill_desk import DrillDesk
from app.engine.drill_messages import JudgeAnswer, StartDrill, StopDrill
from app.engine.import_job import ExamineJob, ImportJob
from app.engine.messages import (
    BeginStep,
    CancelImport,
    Command,
    EndStep,
    EngineState,
    Event,
    ExamineMedia,
    FinishCalibration,
    HideCues,
    ImportMedia,
    ListDevices,
    MarkMoment,
    PartnerFeels,
    PauseCall,
    Problem,
    RepeatLine,
    ResumeCall,
    SaySentence,
    ScoreAgain,
    Shutdown,
    StartCalibration,
    StartCall,
    StartCheck,
    StateChanged,
    StopCalibration,
    StopCall,
    StopCheck,
)
from app.engine.problems import describe_problem
from app.engine.scoring_job import ScoringJob
from app.engine.voice_note import VoiceNoteDesk
from app.engine.voice_note_messages import RecordVoiceNote, StopVoiceNote
from perception.pipeline.clock import SessionClock

log = logging.getLogger(__name__)

_POLL_S: Final = 0.02
# Without these nothing goes on.
_DECISIVE: Final = (StartCheck, StartCalibration, FinishCalibration, StartDrill, StartCall, StopCall, ImportMedia)


class Transport(Protocol):
    """The part of multiprocessing.Connection that is used."""

    def poll(self, timeout: float) -> bool: ...

    def recv(self) -> Any: ...

    def send(self, obj: Any) -> None: ...


class EngineHost:
    """Runs until Shutdown or until the window goes away."""

    def __init__(self, transport: Transport, *, builder: Builder, preview: Preview) -> None:
        self._transport = transport
        self._builder = builder
        self._preview = preview
        self._outbox: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._check: CheckSession | None = None
        self._calibration: CalibrationSession | None = None
        self._drill = DrillDesk(builder=builder, emit=self.emit, preview=preview)
        self._voice_note = VoiceNoteDesk(make_parts=builder.voice_note_parts, clock=SessionClock(), emit=self.emit)
        self._call: CallSession | None = None
        self._import: ImportJob | None = None
        self._examine: ExamineJob | None = None
        self._scoring: ScoringJob | None = None
        self._score_next: ScoreAgain | None = None
        self._running = True
        self._handlers: dict[type, Callable[[Any], None]] = {
            ListDevices: self._list_devices,
            StartCheck: self._start_check,
            StopCheck: self._stop_check,
            StartCalibration: self._start_calibration,
            BeginStep: self._begin_step,
            EndStep: self._end_step,
            FinishCalibration: self._finish_calibration,
            StopCalibration: self._stop_calibration,
            StartDrill: self._start_drill,
            StopDrill: self._stop_drill,
            JudgeAnswer: self._drill.judge,
            RecordVoiceNote: self._record_voice_note,
            StopVoiceNote: lambda command: self._voice_note.stop(keep=command.keep),
            StartCall: self._start_call,
            PauseCall: self._pause_call,
            ResumeCall: self._resume_call,
            MarkMoment: self._mark,
            PartnerFeels: self._partner_feels,
            RepeatLine: self._repeat_line,
            HideCues: self._hide_cues,
            SaySentence: self._say,
            StopCall: self._stop_call,
            ExamineMedia: self._start_examining,
            ImportMedia: self._start_import,
            CancelImport: self._cancel_import,
            ScoreAgain: self._score_again,
            Shutdown: self._shutdown,
        }

    def run(self) -> None:
        """The loop. A call that runs when the window goes away is closed in good order."""
        warm_up = threading.Thread(target=self._warm_up, name="attune-warm-up", daemon=True)
        warm_up.start()
        try:
            while self._running:
                self._turn()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            log.info("the window is gone; closing")
        finally:
            self._close_all()

    def emit(self, event: Event) -> None:
        """Hand an event over, from any thread."""
        self._outbox.put(event)

    # ------------------------------------------------------------ one turn

    def _turn(self) -> None:
        if self._transport.poll(_POLL_S):
            self._handle(self._transport.recv())
        for session in (self._check, self._calibration, self._drill, self._voice_note, self._call):
            if session is not None:
                session.tick()
        if self._import is not None and self._import.done:
            self._import = None
            self._state("ready")
        if self._scoring is not None and self._scoring.done:
            self._scoring = None
        if self._scoring is None and self._score_next is not None:
            self._scoring = ScoringJob(self._score_next, builder=self._builder, emit=self.emit)
            self._score_next = None
            self._scoring.start()
        self._flush()

    def _flush(self) -> None:
        while not self._outbox.empty():
            self._transport.send(self._outbox.get_nowait())

    def _handle(self, command: Command) -> None:
        try:
            self._handlers[type(command)](command)
        except Exception as error:  # noqa: BLE001 - a failed command is told to the user, the engine lives on
            log.info("command %s failed: %s", type(command).__name__, error)
            decisive = isinstance(command, _DECISIVE)
            severity: Literal["failed", "notice"] = "failed" if decisive else "notice"
            self.emit(describe_problem(error, what="engine", doing=type(command).__name__, severity=severity))
            if decisive:
                self._state("ready")

    def _state(self, state: EngineState, detail: str = "") -> None:
        self.emit(StateChanged(state=state, detail=detail))

    def _warm_up(self) -> None:
        self._state("preparing", "Preparing")
        try:
            self._builder.warm_up()
        except Exception as error:  # noqa: BLE001 - told to the user, and again when a call needs the part
            self.emit(describe_problem(error, what="model", doing="preparing", severity="paused"))
        self._tell_ready()

    def _tell_ready(self) -> None:
        """Ready, unless something runs already: a window may start the next thing before it stops the last."""
        idle = all(one is None for one in (self._check, self._calibration, self._call, self._import))
        if idle and not self._drill.watching:
            self._state("ready")

    # ------------------------------------------------------------ commands

    def _list_devices(self, _command: ListDevices) -> None:
        self.emit(self._builder.list_devices())

    def _start_check(self, command: StartCheck) -> None:
        self._release_devices()
        self._state("preparing", "Opening camera and microphone")
        self._flush()
        self._check = CheckSession(
            command, builder=self._builder, clock=SessionClock(), emit=self.emit, preview=self._preview
        )
        self._check.start()
        self._state("checking")

    def _stop_check(self, _command: StopCheck) -> None:
        self._end_check()
        self._tell_ready()

    def _end_check(self) -> None:
        check, self._check = self._check, None
        if check is not None:
            check.stop()

    def _end_calibration(self) -> None:
        calibration, self._calibration = self._calibration, None
        if calibration is not None:
            calibration.stop()

    def _release_devices(self) -> None:
        """A device serves one at a time."""
        self._end_check()
        self._end_calibration()
        self._drill.stop()
        self._voice_note.stop(keep=True)

    def _record_voice_note(self, command: RecordVoiceNote) -> None:
        """Outside a call: a call has the microphone for itself."""
        if self._call is not None:
            remedy = "End the call first, or type the comment."
            self.emit(Problem("microphone", "The microphone is in use by the call.", remedy, "notice"))
            return
        self._release_devices()
        self._voice_note.start(command)

    def _start_drill(self, command: StartDrill) -> None:
        self._release_devices()
        self._state("preparing", "Opening camera and microphone")
        self._flush()
        self._drill.start(command)
        self._state("checking")

    def _stop_drill(self, _command: StopDrill) -> None:
        self._drill.stop()
        self._tell_ready()

    def _start_calibration(self, command: StartCalibration) -> None:
        self._release_devices()
        self._drill.be_quiet()
        self._state("preparing", "Opening camera and microphone")
        self._flush()
        calibration = CalibrationSession(
            command, builder=self._builder, clock=SessionClock(), emit=self.emit, preview=self._preview
        )
        calibration.start()
        self._calibration = calibration
        self._state("calibrating")

    def _begin_step(self, command: BeginStep) -> None:
        if self._calibration is not None:
            self._calibration.begin(command.step)
        else:
            self._no_calibration()

    def _end_step(self, _command: EndStep) -> None:
        if self._calibration is not None:
            self._calibration.end()

    def _finish_calibration(self, _command: FinishCalibration) -> None:
        calibration, self._calibration = self._calibration, None
        if calibration is None:
            self._no_calibration()
            return
        self._state("calibrating", "Putting together what was measured")
        self._flush()
        self.emit(calibration.finish())
        self._state("ready")

    def _stop_calibration(self, _command: StopCalibration) -> None:
        self._end_calibration()
        self._tell_ready()

    def _no_calibration(self) -> None:
        """The window still waits for one that went away with an engine that died."""
        if self._call is None:
            self.emit(Problem("engine", "The calibration is not running any more.", "Start it again.", "failed"))

    def _start_call(self, command: StartCall) -> None:
        self._release_devices()
        self._drill.be_quiet()
        self._state("preparing", "Preparing")
        self._flush()
        clock = SessionClock(start_s=command.start_s)
        call = CallSession(command, builder=self._builder, clock=clock, emit=self.emit, preview=self._preview)
        call.start()
        self._call = call
        self._state("calling")

    def _pause_call(self, _command: PauseCall) -> None:
        if self._call is not None:
            self._call.pause()
            self._state("paused")

    def _resume_call(self, _command: ResumeCall) -> None:
        if self._call is not None:
            self._call.resume()
            self._state("calling")

    def _repeat_line(self, _command: RepeatLine) -> None:
        if self._call is not None:
            self._call.repeat_line()

    def _hide_cues(self, command: HideCues) -> None:
        if self._call is not None:
            self._call.hide_cues(command.hidden)

    def _say(self, command: SaySentence) -> None:
        """Outside a call: in one, only the customer speaks."""
        if self._call is None:
            self._drill.say(command)

    def _mark(self, command: MarkMoment) -> None:
        if self._call is not None:
            self._call.mark(command.label)

    def _partner_feels(self, command: PartnerFeels) -> None:
        if self._call is not None:
            self._call.partner_feels(command)

    def _stop_call(self, _command: StopCall) -> None:
        call, self._call = self._call, None
        if call is None:
            return
        self._state("finishing", "Finishing the words and the scorecard")
        self._flush()
        self.emit(call.stop())
        self._state("ready")

    def _start_import(self, command: ImportMedia) -> None:
        self._import = ImportJob(command, builder=self._builder, emit=self.emit)
        self._state("importing")
        self._import.start()

    def _start_examining(self, command: ExamineMedia) -> None:
        """The newest recording is the one that is asked about."""
        if self._examine is not None:
            self._examine.cancel()
        self._examine = ExamineJob(command, builder=self._builder, emit=self.emit)
        self._examine.start()

    def _cancel_import(self, _command: CancelImport) -> None:
        for job in (self._import, self._examine):
            if job is not None:
                job.cancel()

    def _score_again(self, command: ScoreAgain) -> None:
        """After the one under way; of those that wait the newest is enough."""
        self._score_next = command

    def _shutdown(self, _command: Shutdown) -> None:
        self._running = False

    def _close_all(self) -> None:
        self._release_devices()
        self._drill.close()
        self._voice_note.close()
        if self._call is not None:
            self._call.stop(reason="the window was closed")
            self._call = None
        for job in (self._import, self._examine):
            if job is not None:
                job.cancel()
                job.join()
        if self._scoring is not None:
            self._scoring.join()
