"""A drill inside the engine: the same capture as a call, compared with the own baseline, nothing recorded or scored."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from app.engine.building import Builder
from app.engine.call_session import Preview
from app.engine.drill_messages import DrillReading, StartDrill
from app.engine.messages import Event
from app.engine.watching import Watching
from app.practice.drills.live import LiveReading, VoicePoint
from app.practice.drills.voice_trace import VoiceTracer
from perception.ports import Clock
from perception.types import FaceObservation, Observation, PersonalBaseline, PoseObservation, VoiceObservation

_READING_S: Final = 0.1
_STALE_S: Final = 1.0
_TOLD: Final = ("brow_lower", "lip_press", "smile")


class DrillWatch:
    """Opens the devices; readings leave through `emit`, from the ticking thread."""

    def __init__(
        self, command: StartDrill, *, builder: Builder, clock: Clock, emit: Callable[[Event], None], preview: Preview
    ) -> None:
        self._clock = clock
        self._emit = emit
        self._baseline = command.baseline or PersonalBaseline()
        self._has_microphone = command.microphone_id is not None
        self._watching = Watching(
            builder.drill_parts(command, clock), emit=emit, preview=preview, on_observation=self._note
        )
        self._lock = threading.Lock()  # the workers tell, the host asks
        self._tracer = VoiceTracer(self._baseline)
        self._voice: list[VoicePoint] = []
        self._face: FaceObservation | None = None
        self._pose: PoseObservation | None = None
        self._next_s = 0.0

    def start(self) -> None:
        """Open the devices. Raises PerceptionError when a model is missing; device trouble becomes a Problem."""
        self._watching.start()

    def stop(self) -> None:
        """Close the devices."""
        self._watching.stop()

    def tick(self) -> None:
        """Send a reading when its time has come."""
        now_s = self._clock.now_s()
        if now_s < self._next_s:
            return
        self._next_s = now_s + _READING_S
        self._emit(DrillReading(self._reading(now_s)))

    def _reading(self, now_s: float) -> LiveReading:
        with self._lock:
            voice, self._voice = tuple(self._voice), []
            face, pose = self._face, self._pose
        if face is not None and now_s - face.t_s >= _STALE_S:
            face = None
        if pose is None or now_s - pose.t_s >= _STALE_S or not pose.shoulders_visible:
            body = None
        else:
            body = pose
        usual_deg = self._baseline.shoulder_tilt_deg
        tilt_deg = body.shoulder_tilt_deg if body is not None else None
        return LiveReading(
            t_s=now_s,
            voice=voice,
            level_dbfs=self._watching.level_dbfs,
            speech=self._watching.csm_speaking if self._has_microphone else None,
            face=face.found if face is not None else None,
            displays={name: face.displays[name] for name in _TOLD if name in face.displays} if face else {},
            attend_p=face.attend_p if face is not None else None,
            lean=body.lean if body is not None else None,
            slouch=body.slouch if body is not None else None,
            shoulder_tilt_deg=tilt_deg - (usual_deg or 0.0) if tilt_deg is not None else None,
            framing=pose.framing if pose is not None else None,
            calibrated=self._baseline.calibrated == "full" and self._baseline.ear_shoulder_ratio is not None,
        )

    def _note(self, observation: Observation) -> None:
        with self._lock:
            if isinstance(observation, FaceObservation):
                self._face = observation
            elif isinstance(observation, PoseObservation):
                self._pose = observation
            elif isinstance(observation, VoiceObservation) and observation.channel == "csm":
                self._voice += self._tracer.push(observation)
