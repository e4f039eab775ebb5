"""The capture of a call without recording and scoring: what the set-up check and a calibration look through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from app.engine.call_session import Preview
from app.engine.messages import Event, Problem
from app.engine.problems import describe_problem
from perception.errors import PerceptionError
from perception.features.lighting import Light, measure_light
from perception.pipeline.live import LiveCall, LiveListeners, LiveParts
from perception.pipeline.stats import RateMeter
from perception.ports import CameraInfo, MicrophoneInfo
from perception.types import AudioBlock, FaceObservation, Observation, VideoFrame

_LIGHT_S: Final = 0.25
_CLIPPED: Final = 0.99
_FLOOR_DBFS: Final = -100.0


class Watching:
    """Devices, preview, light and level. Observations go to `on_observation`, from worker threads.

    level_dbfs: microphone level of the last block, None before the first. frame_height_px: 0 before the first picture.
    """

    def __init__(
        self,
        parts: LiveParts,
        *,
        emit: Callable[[Event], None],
        preview: Preview,
        on_observation: Callable[[Observation], None],
        on_light: Callable[[Light, float], None] = lambda _light, _t_s: None,
    ) -> None:
        self._emit = emit
        self._preview = preview
        self._on_observation = on_observation
        self._on_light = on_light
        self._call = LiveCall(parts, self._listeners())
        self._frames = RateMeter()
        self._next_light_s = 0.0
        self._face: FaceObservation | None = None
        self._clipping = False
        self._lost: set[str] = set()
        self.light: Light | None = None
        self.level_dbfs: float | None = None
        self.frame_height_px = 0

    def start(self) -> None:
        """Open the devices. Raises PerceptionError when a model is missing; device trouble becomes a Problem."""
        self._call.start()

    def stop(self) -> None:
        """Close the devices and finish what was heard. May be called twice."""
        self._call.stop()

    @property
    def csm_speaking(self) -> bool:
        """Whether a voice is heard right now."""
        return self._call.csm_speaking

    def fps(self, now_s: float) -> float | None:
        """Pictures a second; None without any."""
        return self._frames.rate(now_s) or None

    def take_clipping(self) -> bool:
        """Whether the sound was cut off since this was asked last."""
        clipping, self._clipping = self._clipping, False
        return clipping

    def _listeners(self) -> LiveListeners:
        return LiveListeners(
            publish=self._publish,
            on_frame=self._take_frame,
            on_audio=self._take_audio,
            on_lost=self._device_lost,
            on_back=self._device_back,
            on_end=lambda _what: None,
            on_fault=self._worker_fault,
        )

    def _publish(self, observation: Observation) -> None:
        if isinstance(observation, FaceObservation):
            self._face = observation
        self._on_observation(observation)

    def _take_frame(self, frame: VideoFrame) -> None:
        self._preview.write(frame.bgr, t_s=frame.t_s)
        self._frames.tick(frame.t_s)
        self.frame_height_px = frame.bgr.shape[0]
        if frame.t_s >= self._next_light_s:
            self._next_light_s = frame.t_s + _LIGHT_S
            self.light = measure_light(frame.bgr, face=self._face.box if self._face else None)
            self._on_light(self.light, frame.t_s)

    def _take_audio(self, block: AudioBlock) -> None:
        if block.channel != "csm" or not len(block.samples):
            return
        power = float(np.mean(np.square(block.samples, dtype=np.float64)))
        self.level_dbfs = max(_FLOOR_DBFS, 10.0 * float(np.log10(power + 1e-12)))
        self._clipping = self._clipping or bool(np.max(np.abs(block.samples)) >= _CLIPPED)

    def _device_lost(self, what: str, error: PerceptionError) -> None:
        self._lost.add(what)
        self._emit(Problem(what, error.message, error.recovery, "paused"))

    def _device_back(self, what: str, info: CameraInfo | MicrophoneInfo) -> None:
        """Told only where it was lost before: a device that opens as it should is no news."""
        if what in self._lost:
            self._lost.discard(what)
            self._emit(Problem(what, f"{info.name} works again.", "", "notice"))

    def _worker_fault(self, worker: str, error: Exception) -> None:
        self._emit(describe_problem(error, what="engine", doing=f"the {worker} part", severity="paused"))
