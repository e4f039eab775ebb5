"""A calibration inside the engine: the same capture as a call, nothing recorded, nothing scored."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from app.engine.building import Builder
from app.engine.call_session import Preview
from app.engine.messages import (
    CalibrationFinished,
    CalibrationReading,
    CalibrationStep,
    Event,
    StartCalibration,
    StepDone,
)
from app.engine.watching import Watching
from perception.features.calibration import Calibrator
from perception.features.lighting import Light
from perception.ports import Clock
from perception.types import FaceObservation, Observation

_READING_S: Final = 0.1
_STALE_S: Final = 1.0


class CalibrationSession:
    """Opens the devices, measures the steps as they are begun. Events leave through `emit`, from the ticking thread."""

    def __init__(
        self,
        command: StartCalibration,
        *,
        builder: Builder,
        clock: Clock,
        emit: Callable[[Event], None],
        preview: Preview,
    ) -> None:
        self._clock = clock
        self._emit = emit
        self._lock = threading.Lock()  # the calibrator is fed by the workers and asked by the host
        self._calibrator = Calibrator(
            known=command.known, camera=command.camera_id is not None, microphone=command.microphone_id is not None
        )
        self._watching = Watching(
            builder.calibration_parts(command, clock),
            emit=emit,
            preview=preview,
            on_observation=self._observe,
            on_light=self._shine,
        )
        self._face: FaceObservation | None = None
        self._next_s = 0.0

    def start(self) -> None:
        """Open the devices. Raises PerceptionError when a model is missing; device trouble becomes a Problem."""
        self._watching.start()

    def stop(self) -> None:
        """Close the devices; nothing is kept."""
        self._watching.stop()

    def begin(self, step: CalibrationStep) -> None:
        """Measure this step from now on."""
        with self._lock:
            self._calibrator.begin(step, t_s=self._clock.now_s())

    def end(self) -> None:
        """Break the present step off."""
        with self._lock:
            self._calibrator.end()

    def finish(self) -> CalibrationFinished:
        """Close the devices, wait for the last words, put together what was measured."""
        self._watching.stop()
        with self._lock:
            found = self._calibrator.finish()
        return CalibrationFinished(
            baseline=found.baseline,
            measured=found.measured,
            lens_tile_deg=found.lens_tile_deg,
            separable=found.separable,
        )

    def tick(self) -> None:
        """Send a reading, and the end of a step, when their time has come."""
        now_s = self._clock.now_s()
        if now_s < self._next_s:
            return
        self._next_s = now_s + _READING_S
        with self._lock:
            if self._watching.take_clipping():
                self._calibrator.clipping(t_s=now_s)
            result = self._calibrator.advance(now_s)
            progress = self._calibrator.progress
            so_far = self._calibrator.finish().baseline if result is not None and result.ok else None
        if result is not None:
            self._emit(StepDone(step=result.step, ok=result.ok, advice=result.advice, so_far=so_far))
        face = self._face
        self._emit(
            CalibrationReading(
                t_s=now_s,
                step=progress.step,
                fraction=progress.fraction,
                advice=progress.advice,
                level_dbfs=self._watching.level_dbfs,
                distance_cm=face.distance_cm if face is not None and now_s - face.t_s < _STALE_S else None,
            )
        )

    # ------------------------------------------------------------ called from worker threads

    def _observe(self, observation: Observation) -> None:
        if isinstance(observation, FaceObservation):
            self._face = observation
        with self._lock:
            self._calibrator.observe(observation)

    def _shine(self, light: Light, t_s: float) -> None:
        with self._lock:
            self._calibrator.light(light, t_s=t_s)
