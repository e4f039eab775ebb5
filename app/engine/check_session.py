"""The set-up check: the same capture as a call, nothing recorded, nothing scored."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from app.engine.building import Builder
from app.engine.call_session import Preview
from app.engine.messages import CheckReading, Event, StartCheck
from app.engine.watching import Watching
from perception.pipeline.echo_guard import EchoGuard
from perception.ports import Clock
from perception.types import FaceObservation, Observation, PoseObservation

_READING_S: Final = 0.1
_STALE_S: Final = 1.0


class CheckSession:
    """Preview, level, light and framing while the user sets up."""

    def __init__(
        self, command: StartCheck, *, builder: Builder, clock: Clock, emit: Callable[[Event], None], preview: Preview
    ) -> None:
        self._clock = clock
        self._emit = emit
        self._watching = Watching(
            builder.check_parts(command, clock), emit=emit, preview=preview, on_observation=self._note
        )
        self._has_microphone = command.microphone_id is not None
        self._echo = EchoGuard() if command.microphone_id and command.customer_audio_id else None
        self._lock = threading.Lock()  # both channels tell from threads of their own
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
        self._emit(self._reading(now_s))

    def _reading(self, now_s: float) -> CheckReading:
        watching, light = self._watching, self._watching.light
        face = self._face if self._face is not None and now_s - self._face.t_s < _STALE_S else None
        pose = self._pose if self._pose is not None and now_s - self._pose.t_s < _STALE_S else None
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

    def _note(self, observation: Observation) -> None:
        if isinstance(observation, FaceObservation):
            self._face = observation
        elif isinstance(observation, PoseObservation):
            self._pose = observation
        elif self._echo is not None:
            with self._lock:
                self._echo.push(observation)
