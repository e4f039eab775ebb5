"""Ten readings a second of open devices: what the set-up check and a drill have in common."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Final, TypeVar

from app.engine.call_session import Preview
from app.engine.messages import Event
from app.engine.watching import Watching
from perception.pipeline.live import LiveParts
from perception.ports import Clock
from perception.types import FaceObservation, Observation, PoseObservation

_READING_S: Final = 0.1
_STALE_S: Final = 1.0
SeenT = TypeVar("SeenT", FaceObservation, PoseObservation)


class Readings(ABC):
    """Opens the devices; readings leave through `emit`, from the ticking thread. Nothing is recorded or scored."""

    def __init__(self, parts: LiveParts, *, clock: Clock, emit: Callable[[Event], None], preview: Preview) -> None:
        self._clock = clock
        self._emit = emit
        self._watching = Watching(parts, emit=emit, preview=preview, on_observation=self._note)
        self._lock = threading.Lock()  # the workers tell, the host asks
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
        if now_s >= self._next_s:
            self._next_s = now_s + _READING_S
            with self._lock:
                face, pose = self._face, self._pose
            self._emit(self._reading(now_s, _fresh(face, now_s), _fresh(pose, now_s)))

    @abstractmethod
    def _reading(self, now_s: float, face: FaceObservation | None, pose: PoseObservation | None) -> Event:
        """One reading; None for what was not seen within the last second."""

    @abstractmethod
    def _hear(self, observation: Observation) -> None:
        """What is neither face nor pose; the lock is held."""

    def _note(self, observation: Observation) -> None:
        with self._lock:
            if isinstance(observation, FaceObservation):
                self._face = observation
            elif isinstance(observation, PoseObservation):
                self._pose = observation
            else:
                self._hear(observation)


def _fresh(seen: SeenT | None, now_s: float) -> SeenT | None:
    return seen if seen is not None and now_s - seen.t_s < _STALE_S else None
