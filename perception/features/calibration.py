"""A calibration: from observations, step by step, to what is usual for one person on one device.

Pure: times come in with the observations and with `advance`. One step is measured at a time; only good moments count;
what is wrong is told as one code; a step gives up kindly when nothing good comes. Only medians, spreads and ranges
leave it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from perception.features.calibration_evidence import (
    FramingEvidence,
    GazeEvidence,
    PosedEvidence,
    RestEvidence,
    shapes_at_rest,
)
from perception.features.calibration_gaze import target_of
from perception.features.calibration_quality import HINTS, AdviceFilter, FaceWatch, framing_problems, light_problems
from perception.features.calibration_result import CalibrationFound, Evidence, Heard, put_together
from perception.features.calibration_steps import (
    GAZE_STEPS,
    PLANS,
    POSE_STEPS,
    RECHECK_PLANS,
    VOICE_STEPS,
    CalibrationAdvice,
    CalibrationStep,
    GazeStep,
    StepPlan,
)
from perception.features.calibration_voice import SpeechEvidence, sound_problems
from perception.features.lighting import Light
from perception.types import (
    FaceObservation,
    Observation,
    PersonalBaseline,
    PoseObservation,
    SpeechSegment,
    Utterance,
    VoiceObservation,
)

LOST_S: Final = 1.0  # s without a picture after which there is no face, too
DEAF_S: Final = 2.5  # s without any sound coming in
ENDED_S: Final = 3.0  # s of silence that end a reading or a talk that has enough [D]
SITS_S: Final = 1.0  # s a body seen well framed holds for the pictures of the face that follow
GAIN_S: Final = 0.05  # s of new evidence that show that a step goes on
CLIPPED_S: Final = 1.0  # s a cut-off sound is remembered


@dataclass(frozen=True, slots=True)
class Progress:
    """step: what is measured now, None between steps. fraction: 0..1 of the good evidence. advice: what is wrong."""

    step: CalibrationStep | None
    fraction: float
    advice: CalibrationAdvice


@dataclass(frozen=True, slots=True)
class StepResult:
    """A step is over: with its evidence, or without and why."""

    step: CalibrationStep
    ok: bool
    advice: CalibrationAdvice


@dataclass(slots=True)
class _Running:
    """The step under way."""

    step: CalibrationStep
    plan: StepPlan
    begun_s: float
    evidence: Evidence
    watch: FaceWatch
    advice: AdviceFilter = field(default_factory=AdviceFilter)
    shown: CalibrationAdvice = ""
    best_s: float = 0.0  # the most evidence so far
    gained_s: float = 0.0  # when it last grew
    face_s: float = float("-inf")
    framed_s: float = float("-inf")
    clipped_s: float = float("-inf")

    @property
    def enough(self) -> bool:
        """Whether what there is can be used."""
        return self.evidence.seconds >= self.plan.enough_s and not self.evidence.trouble

    @property
    def complete(self) -> bool:
        """Whether nothing more is needed. A reading may also end before its time."""
        if self.evidence.seconds >= self.plan.need_s:
            return True
        return isinstance(self.evidence, SpeechEvidence) and self.enough and self.evidence.silent_s >= ENDED_S


class Calibrator:
    """Measures the steps as they are begun, in any order; one owner calls it. Deterministic.

    known: what an earlier calibration found: then less is needed, and what is not measured is kept. camera,
    microphone: whether there is one; a step that needs a missing one ends at once.
    """

    def __init__(self, *, known: PersonalBaseline | None = None, camera: bool = True, microphone: bool = True) -> None:
        self._known = known
        self._plans = PLANS if known is None else RECHECK_PLANS
        self._camera, self._microphone = camera, microphone
        self._running: _Running | None = None
        self._done: dict[CalibrationStep, Evidence] = {}
        self._spans: dict[CalibrationStep, tuple[float, float]] = {}
        self._segments: list[SpeechSegment] = []
        self._utterances: list[Utterance] = []

    # ------------------------------------------------------------ steps

    def begin(self, step: CalibrationStep, *, t_s: float) -> None:
        """Measure this step from now on; an earlier try of it is dropped, a step under way is broken off."""
        self._done.pop(step, None)
        self._spans.pop(step, None)
        plan = self._plans[step]
        evidence = self._evidence_for(step, plan, t_s)
        self._running = _Running(step, plan, t_s, evidence, FaceWatch(step), gained_s=t_s)

    def end(self) -> None:
        """Break the step off without a result."""
        self._running = None

    def advance(self, now_s: float) -> StepResult | None:
        """Let time pass; the result when the step under way is over. Ask about ten times a second."""
        run = self._running
        if run is None:
            return None
        if not (self._microphone if run.step in VOICE_STEPS else self._camera):
            return self._close(now_s, ok=False, advice="no_sound" if run.step in VOICE_STEPS else "no_face")
        self._look_for_silence(run, now_s)
        run.advice.note("step", {run.evidence.trouble} if run.evidence.trouble else set(), t_s=now_s)
        run.shown = run.advice.update(now_s)
        if run.evidence.seconds > run.best_s + GAIN_S:
            run.best_s, run.gained_s = run.evidence.seconds, now_s
        if run.complete:
            return self._close(now_s, ok=True)
        if now_s - run.gained_s >= run.plan.give_up_s or now_s - run.begun_s >= run.plan.limit_s:
            return self._close(now_s, ok=run.enough, advice=run.advice.main_reason() or run.plan.default)
        return None

    @property
    def progress(self) -> Progress:
        """How far the step under way is."""
        run = self._running
        if run is None:
            return Progress(None, 0.0, "")
        return Progress(run.step, min(1.0, run.evidence.seconds / run.plan.need_s), run.shown)

    def finish(self) -> CalibrationFound:
        """What the finished steps say together."""
        heard = Heard(tuple(self._utterances), tuple(self._segments), tuple(self._spans.values()))
        return put_together(self._done, heard, known=self._known)

    # ------------------------------------------------------------ what is seen and heard

    def observe(self, observation: Observation) -> None:
        """Take an observation; those of before the step began do not count."""
        match observation:
            case SpeechSegment(channel="csm"):
                self._segments.append(observation)
            case Utterance(speaker="csm"):
                self._utterances.append(observation)
        run = self._running
        if run is None:
            return
        match observation:
            case FaceObservation() if observation.t_s >= run.begun_s:
                self._see(run, observation)
            case PoseObservation() if observation.t_s >= run.begun_s:
                self._sit(run, observation)
            case VoiceObservation(channel="csm") if isinstance(run.evidence, SpeechEvidence):
                run.evidence.hear(observation)
                clipping = observation.t_s - run.clipped_s <= CLIPPED_S
                run.advice.note(
                    "sound", sound_problems(run.evidence, clipping=clipping), t_s=run.evidence.heard_until_s
                )

    def light(self, light: Light, *, t_s: float) -> None:
        """The light of the newest picture."""
        if self._running is not None and self._running.step not in VOICE_STEPS:
            self._running.advice.note("light", light_problems(light), t_s=t_s)

    def clipping(self, *, t_s: float) -> None:
        """Sound at the top of the scale was heard."""
        if self._running is not None:
            self._running.clipped_s = t_s

    def _see(self, run: _Running, face: FaceObservation) -> None:
        run.face_s = face.t_s
        problems = run.watch.problems(face)
        if run.step not in VOICE_STEPS:
            run.advice.note("face", problems, t_s=face.t_s)
        stopping = problems - HINTS
        if stopping == {"eyes_closed"} and isinstance(run.evidence, RestEvidence):
            run.evidence.blink(face.t_s)
        elif stopping or (run.step == "framing" and face.t_s - run.framed_s > SITS_S):
            run.evidence.interrupt()
        else:
            run.evidence.see(face)

    def _sit(self, run: _Running, pose: PoseObservation) -> None:
        if run.step == "framing":
            problems = framing_problems(pose)
            run.advice.note("body", problems, t_s=pose.t_s)
            run.framed_s = float("-inf") if problems else pose.t_s
        elif isinstance(run.evidence, RestEvidence):
            run.evidence.sit(pose)

    def _look_for_silence(self, run: _Running, now_s: float) -> None:
        """A device that gives nothing is told like a face or a sound that is not there."""
        if isinstance(run.evidence, SpeechEvidence):
            if now_s - run.evidence.heard_until_s > DEAF_S:
                run.advice.note("sound", {"no_sound"}, t_s=now_s)
        elif now_s - max(run.face_s, run.begun_s) > LOST_S:
            run.evidence.interrupt()
            run.advice.note("face", {"no_face"}, t_s=now_s)

    # ------------------------------------------------------------ parts

    def _close(self, now_s: float, *, ok: bool, advice: CalibrationAdvice = "") -> StepResult:
        assert self._running is not None
        run, self._running = self._running, None
        if ok:
            self._done[run.step] = run.evidence
            if run.step in VOICE_STEPS:
                self._spans[run.step] = (run.begun_s, now_s)
        return StepResult(run.step, ok, "" if ok else advice)

    def _evidence_for(self, step: CalibrationStep, plan: StepPlan, t_s: float) -> Evidence:
        if step in GAZE_STEPS:
            aside = step in ("notes", "second_screen")
            return GazeEvidence(begun_s=t_s, need_s=plan.need_s, others=self._call_places() if aside else ())
        if step in POSE_STEPS:
            return PosedEvidence(step, self._resting_shapes())
        if step in VOICE_STEPS:
            return SpeechEvidence(begun_s=t_s)
        return RestEvidence() if step == "neutral" else FramingEvidence()

    def _call_places(self) -> list[tuple[float, float]]:
        """Where lens and tile were, as far as they have been looked at."""
        places: list[tuple[float, float]] = []
        steps: tuple[GazeStep, ...] = ("lens", "tile")
        for step in steps:
            evidence = self._done.get(step)
            if isinstance(evidence, GazeEvidence):
                target = target_of(step, evidence.looks)
                places.append((target.x_deg, target.y_deg))
        return places

    def _resting_shapes(self) -> dict[str, float]:
        evidence = self._done.get("neutral")
        if isinstance(evidence, RestEvidence):
            return shapes_at_rest(evidence.faces, least=1)
        return dict(self._known.display_rest) if self._known is not None else {}
