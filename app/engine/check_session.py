"""The set-up check: the same capture as a call, nothing recorded, nothing scored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from app.engine.building import Builder
from app.engine.call_session import Preview
from app.engine.messages import CheckReading, Event, Problem, StartCheck
from app.engine.problems import describe_problem
from perception.errors import PerceptionError
from perception.features.lighting import Light, measure_light
from perception.pipeline.live import LiveCall, LiveListeners
from perception.pipeline.stats import RateMeter
from perception.ports import CameraInfo, Clock, MicrophoneInfo
from perception.types import AudioBlock, FaceObservation, Observation, PoseObservation, VideoFrame

_READING_S: Final = 0.1
_LIGHT_S: Final = 0.25
_CLIPPED: Final = 0.99
_FLOOR_DBFS: Final = -100.0
_STALE_S: Final = 1.0


class CheckSession:
    """Preview, level, light and framing while the user sets up."""

    def __init__(
        self, command: StartCheck, *, builder: Builder, clock: Clock, emit: Callable[[Event], None], preview: Preview
    ) -> None:
        self._clock = clock
        self._emit = emit
        self._preview = preview
        self._call = LiveCall(builder.check_parts(command, clock), self._listeners())
        self._has_microphone = command.microphone_id is not None
        self._face: FaceObservation | None = None
        self._pose: PoseObservation | None = None
        self._light: Light | None = None
        self._level_dbfs: float | None = None
        self._clipping = False
        self._frames = RateMeter()
        self._next_s = 0.0
        self._next_light_s = 0.0
        self._frame_height_px = 0

    def start(self) -> None:
        """Open the devices. Raises PerceptionError when a model is missing; device trouble becomes a Problem."""
        self._call.start()

    def stop(self) -> None:
        """Close the devices."""
        self._call.stop()

    def tick(self) -> None:
        """Send a reading when its time has come."""
        now_s = self._clock.now_s()
        if now_s < self._next_s:
            return
        self._next_s = now_s + _READING_S
        self._emit(self._reading(now_s))

    def _reading(self, now_s: float) -> CheckReading:
        face = self._face if self._face is not None and now_s - self._face.t_s < _STALE_S else None
        pose = self._pose if self._pose is not None and now_s - self._pose.t_s < _STALE_S else None
        clipping, self._clipping = self._clipping, False
        share = face.box.height / self._frame_height_px if face and face.box and self._frame_height_px else None
        return CheckReading(
            t_s=now_s,
            level_dbfs=self._level_dbfs,
            clipping=clipping,
            speech=self._call.csm_speaking if self._has_microphone else None,
            brightness=self._light.brightness if self._light else None,
            backlit=self._light.backlit if self._light else None,
            faces=face.faces if face else None,
            framing=pose.framing if pose else None,
            face_height_share=share,
            fps=self._frames.rate(now_s) or None,
            distance_cm=face.distance_cm if face else None,
        )

    def _listeners(self) -> LiveListeners:
        return LiveListeners(
            publish=self._note,
            on_frame=self._take_frame,
            on_audio=self._take_audio,
            on_lost=self._device_lost,
            on_back=self._device_back,
            on_end=lambda _what: None,
            on_fault=self._worker_fault,
        )

    def _note(self, observation: Observation) -> None:
        if isinstance(observation, FaceObservation):
            self._face = observation
        elif isinstance(observation, PoseObservation):
            self._pose = observation

    def _take_frame(self, frame: VideoFrame) -> None:
        self._preview.write(frame.bgr, t_s=frame.t_s)
        self._frames.tick(frame.t_s)
        self._frame_height_px = frame.bgr.shape[0]
        if frame.t_s >= self._next_light_s:
            self._next_light_s = frame.t_s + _LIGHT_S
            self._light = measure_light(frame.bgr, face=self._face.box if self._face else None)

    def _take_audio(self, block: AudioBlock) -> None:
        if block.channel != "csm" or not len(block.samples):
            return
        power = float(np.mean(np.square(block.samples, dtype=np.float64)))
        self._level_dbfs = max(_FLOOR_DBFS, 10.0 * float(np.log10(power + 1e-12)))
        self._clipping = self._clipping or bool(np.max(np.abs(block.samples)) >= _CLIPPED)

    def _device_lost(self, what: str, error: PerceptionError) -> None:
        self._emit(Problem(what, error.message, error.recovery, "paused"))

    def _device_back(self, what: str, info: CameraInfo | MicrophoneInfo) -> None:
        self._emit(Problem(what, f"{info.name} is on.", "", "notice"))

    def _worker_fault(self, worker: str, error: Exception) -> None:
        self._emit(describe_problem(error, what="engine", doing=f"the {worker} part", severity="paused"))
