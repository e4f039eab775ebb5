"""The set-up check: the same capture as a call, nothing recorded, nothing scored."""

from __future__ import annotations

from collections.abc import Callable

from app.engine.building import Builder
from app.engine.call_session import Preview
from app.engine.messages import CheckReading, Event, StartCheck
from app.engine.readings import Readings
from perception.pipeline.echo_guard import EchoGuard
from perception.ports import Clock
from perception.types import FaceObservation, Observation, PoseObservation


class CheckSession(Readings):
    """Preview, level, light and framing while the user sets up."""

    def __init__(
        self, command: StartCheck, *, builder: Builder, clock: Clock, emit: Callable[[Event], None], preview: Preview
    ) -> None:
        self._has_microphone = command.microphone_id is not None
        self._echo = EchoGuard() if command.microphone_id and command.customer_audio_id else None
        super().__init__(builder.check_parts(command, clock), clock=clock, emit=emit, preview=preview)

    def _reading(self, now_s: float, face: FaceObservation | None, pose: PoseObservation | None) -> CheckReading:
        watching, light = self._watching, self._watching.light
        height_px = watching.frame_height_px
        return CheckReading(
            t_s=now_s,
            level_dbfs=watching.level_dbfs,
            clipping=watching.take_clipping(),
            speech=watching.csm_speaking if self._has_microphone else None,
            brightness=light.brightness if light else None,
            backlit=light.backlit if light else None,
            faces=face.faces if face else None,
            framing=pose.framing if pose else None,
            face_height_share=face.box.height / height_px if face and face.box and height_px else None,
            fps=watching.fps(now_s),
            distance_cm=face.distance_cm if face else None,
            echo=self._echo.hears_customer if self._echo is not None else None,
        )

    def _hear(self, observation: Observation) -> None:
        if self._echo is not None:
            self._echo.push(observation)
