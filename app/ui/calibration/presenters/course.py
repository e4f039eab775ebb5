"""One calibration from step to step: what was asked, what the engine told, what is sent to it. Pure.

Every act and every event gives the commands to send. The view of a moment is made in `screen.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from app.engine.messages import (
    BeginStep,
    CalibrationAdvice,
    CalibrationFinished,
    CalibrationReading,
    CalibrationStep,
    Command,
    Device,
    EndStep,
    Event,
    FinishCalibration,
    Problem,
    StartCalibration,
    StateChanged,
    StepDone,
    StopCalibration,
)
from app.ui.calibration.presenters.steps import PREPARING, needs_camera, steps_for
from app.ui.ports import KeptCalibration
from perception.types import PersonalBaseline

# opening: devices open. ready: a step waits to be begun. failed: a step gave up. blocked: something is in the way.
# leaving: the learner is asked what to do with what was measured. finishing: the engine puts it together.
Phase = Literal["opening", "ready", "measuring", "failed", "blocked", "leaving", "finishing", "ended"]
StepState = Literal["pending", "measured", "skipped"]

Commands = tuple[Command, ...]

_ACTIVE: Final = ("opening", "ready", "measuring", "failed", "finishing")
ENGINE_STOPPED: Final = Problem(
    "engine", "The measuring part stopped.", "It is being started again; this takes a few seconds.", "paused"
)


@dataclass(frozen=True, slots=True)
class CalibrationPlan:
    """What is going to be measured, and with what. known: the calibration a re-check builds on."""

    camera: Device | None
    microphone: Device | None
    second_screen: bool = False
    quick: bool = False
    known: KeptCalibration | None = None

    @property
    def steps(self) -> tuple[CalibrationStep, ...]:
        """The steps in their order."""
        return steps_for(
            camera=self.camera is not None,
            microphone=self.microphone is not None,
            second_screen=self.second_screen,
            quick=self.quick,
        )


@dataclass(slots=True)
class Now:
    """The state of a calibration. last: the step that was measured or skipped last. lost_steps: they have to be
    measured again, because what they gave went with the engine."""

    phase: Phase
    step: CalibrationStep
    states: dict[CalibrationStep, StepState]
    fraction: float = 0.0
    advice: CalibrationAdvice = ""
    distance_cm: float | None = None
    last: CalibrationStep | None = None
    obstacle: Problem | None = None
    lost_steps: bool = False
    before_leaving: Phase = "ready"
    so_far: PersonalBaseline | None = None
    found: CalibrationFinished | None = None
    missing: dict[str, Problem] = field(default_factory=dict)

    @property
    def measured(self) -> tuple[CalibrationStep, ...]:
        """The steps that were measured."""
        return tuple(step for step, state in self.states.items() if state == "measured")

    @property
    def has_findings(self) -> bool:
        """Whether something of the person was measured."""
        return bool(set(self.measured) - PREPARING)


class CalibrationPresenter:
    """Follows one calibration."""

    def __init__(self, plan: CalibrationPlan) -> None:
        self.plan = plan
        self.now = self._fresh()

    def _fresh(self) -> Now:
        known = self.plan.known.baseline if self.plan.quick and self.plan.known else None
        steps = self.plan.steps
        return Now("opening", steps[0], dict.fromkeys(steps, "pending"), so_far=known)

    # ------------------------------------------------------------ what the learner does

    def open(self) -> Commands:
        """Open the devices."""
        self.now.phase = "opening"
        self.now.obstacle = None
        camera, microphone = self.plan.camera, self.plan.microphone
        return (
            StartCalibration(
                camera.id if camera else None, microphone.id if microphone else None, known=self.now.so_far
            ),
        )

    def begin(self) -> Commands:
        """Measure the present step."""
        if self.now.phase not in ("ready", "failed"):
            return ()
        return self._measure(self.now.step)

    def again(self) -> Commands:
        """Measure anew: the present step, or the last one when the next has not begun; or open the devices again."""
        now = self.now
        if now.phase == "blocked":
            return self.open()
        if now.phase == "ended":
            self.now = self._fresh()
            return self.open()
        if now.phase in ("measuring", "failed"):
            return self._measure(now.step)
        if now.phase == "ready" and now.last is not None:
            return self._measure(now.last)
        return ()

    def skip(self) -> Commands:
        """Leave the present step out; where a device is missing, all steps that need it."""
        now = self.now
        if now.phase == "blocked":
            return self._go_without()
        if now.phase not in ("ready", "measuring", "failed"):
            return ()
        end: Commands = (EndStep(),) if now.phase == "measuring" else ()
        now.states[now.step] = "skipped"
        now.last = now.step
        return end + self._advance()

    def leave(self) -> Commands:
        """Esc: what to do with what was measured is asked. Esc again: go on."""
        now = self.now
        if now.phase == "leaving":
            now.phase = now.before_leaving
            return ()
        end: Commands = (EndStep(),) if now.phase == "measuring" else ()
        now.before_leaving = "ready" if now.phase in ("measuring", "failed") else now.phase
        now.phase = "leaving"
        return end

    def finish(self) -> Commands:
        """Put together what was measured."""
        if self.now.found is not None:
            self.now.phase = "ended"
            return ()
        if not self.now.has_findings:
            self.now.phase = "ended"
            return (StopCalibration(),)
        self.now.phase = "finishing"
        return (FinishCalibration(),)

    def stop(self) -> Commands:
        """Close the devices; nothing is kept."""
        return () if self.now.phase == "ended" or self.now.found is not None else (StopCalibration(),)

    @property
    def must_ask(self) -> bool:
        """Whether leaving would lose something that was measured."""
        return self.now.has_findings

    # ------------------------------------------------------------ what the engine tells

    def hear(self, event: Event) -> Commands:
        """Take in one event."""
        if isinstance(event, CalibrationReading):
            self._take_reading(event)
        elif isinstance(event, StepDone):
            return self._take_done(event)
        elif isinstance(event, CalibrationFinished):
            self.now.found = event
            self.now.phase = "ended"
        elif isinstance(event, StateChanged):
            return self._take_state(event)
        elif isinstance(event, Problem):
            return self._take_problem(event)
        return ()

    def _take_reading(self, event: CalibrationReading) -> None:
        now = self.now
        now.distance_cm = event.distance_cm if event.distance_cm is not None else now.distance_cm
        if now.phase == "measuring" and event.step == now.step:
            now.fraction, now.advice = min(1.0, max(0.0, event.fraction)), event.advice

    def _take_done(self, event: StepDone) -> Commands:
        now = self.now
        if now.phase != "measuring" or event.step != now.step:
            return ()
        if not event.ok:
            now.phase, now.advice = "failed", event.advice
            return ()
        now.states[event.step] = "measured"
        now.last, now.lost_steps = event.step, False
        now.so_far = event.so_far or now.so_far
        return self._advance()

    def _take_state(self, event: StateChanged) -> Commands:
        now = self.now
        waiting = now.phase == "blocked" and now.obstacle is ENGINE_STOPPED
        if event.state == "calibrating" and now.phase == "opening":
            return self._arrive()
        if event.state == "starting" and now.found is None:
            self._engine_lost()
        elif event.state in ("faulted", "stopped") and now.phase in _ACTIVE:
            self._block(ENGINE_STOPPED)
        elif event.state == "ready" and waiting:
            return self.open()
        return ()

    def _take_problem(self, event: Problem) -> Commands:
        now = self.now
        if event.what in ("camera", "microphone"):
            return self._take_device(event)
        stuck = now.phase == "blocked" and event.severity == "failed"
        if event.what in ("engine", "model") and event.severity != "notice" and (stuck or now.phase in _ACTIVE):
            self._block(event)
        return ()

    def _take_device(self, event: Problem) -> Commands:
        now = self.now
        if event.severity == "notice":
            now.missing.pop(event.what, None)
            back = now.phase == "blocked" and now.obstacle is not None and now.obstacle.what == event.what
            return self._arrive() if back else ()
        now.missing[event.what] = event
        needed = "camera" if needs_camera(now.step) else "microphone"
        if event.severity == "failed" and now.phase in _ACTIVE:
            self._block(event)
        elif now.phase in ("ready", "measuring", "failed") and needed == event.what:
            end: Commands = (EndStep(),) if now.phase == "measuring" else ()
            self._block(event)
            return end
        return ()

    # ------------------------------------------------------------ from step to step

    def _measure(self, step: CalibrationStep) -> Commands:
        now = self.now
        now.step, now.phase, now.fraction, now.advice = step, "measuring", 0.0, ""
        now.states[step] = "pending"
        now.last = None
        return (BeginStep(step),)

    def _advance(self) -> Commands:
        now = self.now
        pending = [step for step, state in now.states.items() if state == "pending"]
        if not pending:
            return self.finish()
        order = list(now.states)
        later = [step for step in pending if order.index(step) > order.index(now.step)]
        now.step = (later or pending)[0]
        return self._arrive()

    def _arrive(self) -> Commands:
        """A step is next: it waits for the learner; sitting down is measured at once."""
        now = self.now
        if all(state != "pending" for state in now.states.values()):
            return self.finish()
        now.phase, now.fraction, now.advice, now.obstacle = "ready", 0.0, "", None
        missing = now.missing.get("camera" if needs_camera(now.step) else "microphone")
        if missing is not None:
            self._block(missing)
            return ()
        return self._measure(now.step) if now.step == "framing" and now.last is None else ()

    def _go_without(self) -> Commands:
        """Skip all steps that need the device that is missing."""
        now = self.now
        if now.obstacle is None or now.obstacle.what not in ("camera", "microphone"):
            return ()
        without_camera = now.obstacle.what == "camera"
        for step, state in now.states.items():
            if state == "pending" and needs_camera(step) == without_camera:
                now.states[step] = "skipped"
        now.last = None
        if now.obstacle.severity != "failed":
            return self._advance()
        now.missing.clear()
        pending = [step for step, state in now.states.items() if state == "pending"]
        if not pending:
            return self.finish()
        now.step = pending[0]
        return self._open_without(camera=not without_camera)

    def _open_without(self, *, camera: bool) -> Commands:
        plan = self.plan
        self.plan = CalibrationPlan(
            camera=plan.camera if camera else None,
            microphone=None if camera else plan.microphone,
            second_screen=plan.second_screen,
            quick=plan.quick,
            known=plan.known,
        )
        return self.open()

    def _block(self, obstacle: Problem) -> None:
        self.now.phase, self.now.obstacle = "blocked", obstacle

    def _engine_lost(self) -> None:
        """The engine starts anew. What it handed over before is given back to it; the rest is to be measured again."""
        now = self.now
        if now.phase == "leaving":
            now.before_leaving = "blocked"
            now.obstacle = ENGINE_STOPPED
        else:
            self._block(ENGINE_STOPPED)
        now.missing.clear()
        known = self.plan.known.baseline if self.plan.quick and self.plan.known else None
        if now.measured and now.so_far in (None, known):
            now.lost_steps = True
            for step in now.measured:
                now.states[step] = "pending"
            now.last = None
            now.step = next(step for step, state in now.states.items() if state == "pending")
