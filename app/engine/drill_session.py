"""A drill inside the engine: the same capture as a call, compared with the own baseline, nothing recorded or scored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.engine.building import Builder
from app.engine.call_session import Preview
from app.engine.drill_messages import DrillReading, StartDrill
from app.engine.messages import Event
from app.engine.readings import Readings
from app.practice.drills.live import LiveReading, VoicePoint
from app.practice.drills.voice_trace import VoiceTracer
from perception.ports import Clock
from perception.types import FaceObservation, Observation, PersonalBaseline, PoseObservation, VoiceObservation

_TOLD: Final = ("brow_lower", "lip_press", "smile")


class DrillWatch(Readings):
    """Opens the devices; readings leave through `emit`, from the ticking thread."""

    def __init__(
        self, command: StartDrill, *, builder: Builder, clock: Clock, emit: Callable[[Event], None], preview: Preview
    ) -> None:
        self._baseline = command.baseline or PersonalBaseline()
        self._has_microphone = command.microphone_id is not None
        self._tracer = VoiceTracer(self._baseline)
        self._voice: list[VoicePoint] = []
        super().__init__(builder.drill_parts(command, clock), clock=clock, emit=emit, preview=preview)

    def _reading(self, now_s: float, face: FaceObservation | None, pose: PoseObservation | None) -> DrillReading:
        with self._lock:
            voice, self._voice = tuple(self._voice), []
        body = pose if pose is not None and pose.shoulders_visible else None
        usual_deg = self._baseline.shoulder_tilt_deg
        tilt_deg = body.shoulder_tilt_deg if body is not None else None
        reading = LiveReading(
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
        return DrillReading(reading)

    def _hear(self, observation: Observation) -> None:
        if isinstance(observation, VoiceObservation) and observation.channel == "csm":
            self._voice += self._tracer.push(observation)
