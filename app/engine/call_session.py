"""One running call inside the engine: pipeline, scoring and recording joined."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Final, Protocol

from app.engine.building import Before, Builder
from app.engine.cue_desk import CueDesk, Floor
from app.engine.keeping import Keeping
from app.engine.messages import (
    CallFinished,
    Event,
    Heard,
    PartnerFeels,
    PipelineStats,
    Problem,
    SnapshotTaken,
    StartCall,
)
from app.engine.partner_call import HearsAgain, SharedVoices, stated_by_partner
from app.engine.practice.practice_call import PracticeCall, PracticeListeners
from app.engine.practice_messages import CueShown
from app.engine.problems import describe_problem
from app.engine.who_speaks import ECHO_MESSAGE, ECHO_REMEDY
from app.practice.cue_values import Cue
from app.practice.turns import CustomerTurn, Step
from perception.errors import PerceptionError
from perception.pipeline.echo_guard import EchoGuard
from perception.pipeline.live import LiveCall, LiveListeners, LiveParts
from perception.pipeline.two_microphones import TwoMicrophones
from perception.ports import CameraInfo, Clock, MicrophoneInfo
from perception.recording.records import CueRecord
from perception.types import (
    AudioBlock,
    ByteArray,
    Mark,
    Observation,
    Scorecard,
    Snapshot,
    SpeechSegment,
    Utterance,
    VideoFrame,
)

_SNAPSHOT_S: Final = 0.2  # five times a second reads as at once and costs half of ten
_DISK_CHECK_S: Final = 5.0
_LETTERS_OF: Final = {
    "camera": "E, M and P",
    "microphone": "T and your words",
    "customer_audio": "the customer's turns",
}
_KEPT: Final = {
    "camera": "Sound is still recorded; the letters E, M and P pause.",
    "microphone": "The picture is still recorded; your voice and words pause.",
    "customer_audio": "You are still recorded; the customer's turns pause.",
}


class Preview(Protocol):
    """Where preview pictures go."""

    def write(self, bgr: ByteArray, *, t_s: float) -> None: ...


class CallSession:
    """Starts, holds and ends a call. Events leave through `emit`, which may be called from any thread."""

    def __init__(
        self, command: StartCall, *, builder: Builder, clock: Clock, emit: Callable[[Event], None], preview: Preview
    ) -> None:
        self._command = command
        self._clock = clock
        self._emit = emit
        self._preview = preview
        self._builder = builder
        self._free_disk = builder.free_disk_gb
        self._keeping = Keeping(command)
        self._shared = _shared_voices(command)
        self._partner_said: SpeechSegment | None = None
        self._lock = threading.Lock()
        self._scoring = builder.scoring(command)
        before = builder.before(command) if self._shared is not None and command.segment > 0 else None
        self._practice = self._make_practice(builder)
        self._recorder = builder.recorder(command, self._recorder_problem)
        parts = self._call_parts(builder)
        self._call = LiveCall(parts, self._listeners())
        self._again = None if before is None else self._hears_again(before, parts)
        self._next_snapshot_s = 0.0
        self._next_disk_s = 0.0
        self._disk_gb: float | None = None
        self._lost: set[str] = set()
        self._guard = _guard(command)
        self._echo = self._guard if isinstance(self._guard, EchoGuard) else None
        self._echo_told = False
        self._cues = self._make_cues()

    def start(self) -> None:
        """Load, open, begin. Raises PerceptionError; then the recording is closed in good order."""
        try:
            if self._practice is not None:
                self._practice.prepare()
            self._call.start()
        except BaseException:
            if self._practice is not None:
                self._practice.stop()
            self._recorder.close(reason="could not start")
            raise
        if self._again is not None:
            self._again.start()
        if self._practice is not None:
            self._practice.start(self._call.hear_now)

    def pause(self) -> None:
        """Hold measuring and recording."""
        if self._practice is not None:
            self._practice.pause()
        self._call.pause()

    def resume(self) -> None:
        """Go on."""
        self._call.resume()
        if self._practice is not None:
            self._practice.resume()

    def repeat_line(self) -> None:
        """The written customer says their last line again."""
        if self._practice is not None:
            self._practice.repeat()

    def mark(self, label: str) -> None:
        """Mark this moment."""
        self._publish(Mark(t_s=self._clock.now_s(), label=label))

    def partner_feels(self, command: PartnerFeels) -> None:
        """The partner in the room states what they voice."""
        speaking = self._shared is None and self._call.customer_speaking
        now_s = self._clock.now_s()
        with self._lock:
            last = self._partner_said
        self._publish(stated_by_partner(command, now_s, last, speaking=speaking))

    def tick(self) -> None:
        """Send the letters and counters when their time has come."""
        now_s = self._clock.now_s()
        if now_s < self._next_snapshot_s:
            return
        self._next_snapshot_s = now_s + _SNAPSHOT_S
        with self._lock:
            snapshot = self._scoring.snapshot(now_s=now_s)
        self._emit(SnapshotTaken(snapshot=snapshot, stats=self._stats(now_s)))
        if not self._call.paused:
            self._look_for_cues(now_s, snapshot)

    def stop(self, *, reason: str = "ended by the user") -> CallFinished:
        """End the call: finish the words, compute the scorecard, close the recording."""
        if self._practice is not None:
            self._practice.stop()
        if self._again is not None:
            self._again.complete()
        self._call.stop()
        with self._lock:
            for observation in self._guard.flush() if self._guard is not None else ():
                self._keep(observation)
            scorecard = self._keeping.kept_of(self._score())
            self._recorder.write_scorecard(scorecard)
            self._recorder.close(reason=reason)
        return CallFinished(folder=self._command.folder, scorecard=scorecard)

    def _score(self) -> Scorecard:
        """The result; where one microphone heard both, it is told first whose voice was whose."""
        now_s = self._clock.now_s()
        if self._shared is None:
            return self._scoring.scorecard(now_s=now_s)
        observed, named = self._shared.settle()  # the earlier segments are in it
        scoring = self._builder.scoring(replace(self._command, segment=0), named=named)
        for observation in observed:
            scoring.observe(observation)
            if self._shared.waited(observation) and self._keeping.may_keep(observation):
                self._recorder.observe(observation)
        try:
            self._recorder.tell_speakers(named)
        except PerceptionError as error:
            self._recorder_problem(error)
        return scoring.scorecard(now_s=now_s)

    def _hears_again(self, before: Before, parts: LiveParts) -> HearsAgain:
        """Where one microphone hears both, what waited for its speaker in an engine that died is heard again."""
        assert self._shared is not None
        for observation in before.observations:
            self._shared.push(observation)
        return HearsAgain(
            before.sound,
            lambda: parts.make_voice("csm"),
            publish=self._publish,
            add_job=self._call.add_job,
            backlog=lambda: len(self._call.jobs),
            on_fault=lambda worker, error: self._worker_fault(worker.name, error),
        )

    # ------------------------------------------------------------ the written customer

    def _make_practice(self, builder: Builder) -> PracticeCall | None:
        plan = self._command.practice
        if plan is None:
            return None
        return PracticeCall(
            plan,
            builder.practice(self._command),
            clock=self._clock,
            emit=self._emit,
            publish=self._publish,
            listeners=PracticeListeners(
                keep=lambda step: self._recorder.record(step),
                customer_says=self._customer_says,
                csm_said=self._csm_said,
            ),
            on_fault=self._worker_fault,
        )

    def _call_parts(self, builder: Builder) -> LiveParts:
        parts, practice = builder.call_parts(self._command, self._clock), self._practice
        if self._shared is not None:
            parts = replace(parts, make_voice=self._shared.listening(parts.make_voice))
        if practice is None:
            return parts
        microphones = {**parts.make_microphones, "customer": lambda: practice.channel}
        return replace(parts, make_microphones=microphones, known_words=frozenset({"customer"}))

    def _customer_says(self, turn: CustomerTurn, t_s: float) -> None:
        with self._lock:
            if self._cues is not None:
                self._cues.customer_says(turn, t_s=t_s)

    def _csm_said(self, step: Step, start_s: float, end_s: float) -> None:
        with self._lock:
            if self._cues is not None and step.read is not None:
                self._cues.csm_said(step.read, start_s=start_s, end_s=end_s)

    # ------------------------------------------------------------ cues

    def hide_cues(self, hidden: bool) -> None:
        """Hide the word cues, or let them come again."""
        with self._lock:
            gone = self._cues.hide(hidden) if self._cues is not None else []
        for event in gone:
            self._emit(event)

    def _make_cues(self) -> CueDesk | None:
        command = self._command
        if command.cues is None:
            return None
        pronoun = self._practice.pronoun if self._practice is not None else "they"
        return CueDesk(command.cues, pronoun=pronoun, baseline=command.baseline)

    def _look_for_cues(self, now_s: float, snapshot: Snapshot) -> None:
        if self._cues is None:
            return
        practice, call = self._practice, self._call
        floor = practice.floor if practice is not None else Floor(call.csm_speaking, call.customer_speaking)
        with self._lock:
            changes = self._cues.update(now_s, snapshot, floor)
        for change in changes:
            if isinstance(change, CueShown):
                self._recorder.record(_cue_record(change.cue))
            self._emit(change)

    # ------------------------------------------------------------ listeners, called from worker threads

    def _listeners(self) -> LiveListeners:
        return LiveListeners(
            publish=self._publish,
            on_frame=self._take_frame,
            on_audio=self._take_audio,
            on_lost=self._device_lost,
            on_back=self._device_back,
            on_end=self._source_ended,
            on_fault=self._worker_fault,
        )

    def _publish(self, observation: Observation) -> None:
        with self._lock:
            counted = [observation] if self._shared is None else self._shared.push(observation)
            if self._guard is not None:
                counted = [kept for one in counted for kept in self._guard.push(one)]
            for one in counted:
                self._keep(one)
            tell_echo = self._echo is not None and self._echo.hears_customer and not self._echo_told
            self._echo_told = self._echo_told or tell_echo
        if tell_echo:
            self._emit(Problem("microphone", ECHO_MESSAGE, ECHO_REMEDY, "notice"))
        for one in counted:
            if isinstance(one, Utterance) and self._keeping.may_tell(one):
                self._emit(Heard(utterance=one))

    def _keep(self, observation: Observation) -> None:
        self._scoring.observe(observation)
        if self._keeping.may_keep(observation):
            self._recorder.observe(observation)
        if isinstance(observation, SpeechSegment) and observation.channel == "customer":
            self._partner_said = observation
        if self._cues is not None:
            self._cues.observe(observation)

    def _take_frame(self, frame: VideoFrame) -> None:
        self._preview.write(frame.bgr, t_s=frame.t_s)
        if not self._call.paused:
            self._recorder.frame(frame)

    def _take_audio(self, block: AudioBlock) -> None:
        self._recorder.audio(block)
        if self._practice is not None:
            self._practice.hear(block)

    def _device_lost(self, what: str, error: PerceptionError) -> None:
        at = _clock_text(self._clock.now_s())
        self._lost.add(what)
        alone = what == "microphone" and self._command.camera_id is None
        kept = "Your voice and words pause." if alone else _KEPT.get(what, "")
        self._emit(Problem(what, f"{error.message} ({at})", error.recovery, "paused", kept=kept))

    def _device_back(self, what: str, info: CameraInfo | MicrophoneInfo) -> None:
        if what in self._lost:
            self._lost.discard(what)
            self._emit(Problem(what, f"{info.name} works again; {_LETTERS_OF[what]} go on.", "", "notice"))

    def _source_ended(self, what: str) -> None:
        self._emit(Problem(what, "The recording played to its end.", "End the call to see the debrief.", "notice"))

    def _worker_fault(self, worker: str, error: Exception) -> None:
        self._emit(describe_problem(error, what="engine", doing=f"the {worker} part", severity="paused"))

    def _recorder_problem(self, error: Exception) -> None:
        self._emit(describe_problem(error, what="disk", doing="recording", severity="paused"))

    def _stats(self, now_s: float) -> PipelineStats:
        if now_s >= self._next_disk_s:
            self._next_disk_s = now_s + _DISK_CHECK_S
            self._disk_gb = self._free_disk(self._command.folder)
        stats = self._call.stats()
        return PipelineStats(
            captured_frames=stats.captured_frames,
            dropped_frames=stats.dropped_frames,
            face_fps=stats.face_fps,
            pose_fps=stats.pose_fps,
            audio_overflows=stats.audio_overflows,
            recorder_drops=self._recorder.drops,
            speech_backlog=stats.speech_backlog,
            latency_ms=stats.latency_ms,
            recorded_s=now_s,
            disk_free_gb=self._disk_gb,
        )


def _guard(command: StartCall) -> TwoMicrophones | EchoGuard | None:
    """What keeps two voices apart: in one room the nearer microphone, else the echo of the customer's sound."""
    if command.partner is not None:
        return TwoMicrophones() if command.customer_audio_id is not None else None
    has_customer = command.customer_audio_id is not None or command.practice is not None
    return EchoGuard() if has_customer else None


def _shared_voices(command: StartCall) -> SharedVoices | None:
    shared = command.partner is not None and command.partner.shares_microphone and command.microphone_id is not None
    return SharedVoices() if shared else None


def _cue_record(cue: Cue) -> CueRecord:
    return CueRecord(cue.t_s, cue.letter, cue.text, cue.rule, cue.numbers, cue.since_s, cue.limits)


def _clock_text(t_s: float) -> str:
    return f"{int(t_s) // 60:02d}:{int(t_s) % 60:02d}"
