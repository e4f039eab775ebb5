"""The good evidence of one step of a calibration, gathered picture by picture and sound by sound.

Only good moments count: a collector is not shown pictures in which something is wrong. Times are seconds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from perception.features.calibration_gaze import Look, look_of, unsteadiness
from perception.features.calibration_steps import SETTLE_S, CalibrationAdvice, PoseStep
from perception.features.facial_display import LEAST_RANGE, TYPICAL_REST
from perception.types import FaceObservation, PoseObservation

LONGEST_STEP_S: Final = 0.5  # s; a longer way from one good picture to the next is a hole, not evidence
STEADY_DEG: Final = (
    4.0  # deg, scatter of a look; drawn people leave 1 to 2.5, people on video into the lens .5 to 2 [C]
)
TOLD_APART_DEG: Final = 6.0  # deg between notes and the call below which they are the same place [D]
BLINKS_S: Final = 0.8  # s of blinks and bad pictures that a look may hold
FULL_PERCENTILE: Final = 95.0  # F2.1
MOUTH_OPEN: Final = 0.35  # jaw_open of a face that speaks or yawns, and does not rest [D]

# Which bare shapes a pose is about, by the beginning of their names.
POSED_SHAPES: Final[Mapping[PoseStep, tuple[str, ...]]] = {
    "smile": ("mouth_smile",),
    "brows_up": ("brow_inner_up", "brow_outer_up"),
    "brows_together": ("brow_down", "brow_lowering"),
}
_NOT_A_SHAPE: Final = ("eye_look_x", "eye_look_y", "eye_blink")


class GoodTime:
    """Seconds of good evidence: the way between good samples that follow each other closely."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.in_a_row_s = 0.0
        self._last_s: float | None = None

    def add(self, t_s: float) -> None:
        """A good sample at this time."""
        step_s = t_s - self._last_s if self._last_s is not None else float("inf")
        self._last_s = t_s
        if 0.0 <= step_s <= LONGEST_STEP_S:
            self.seconds += step_s
            self.in_a_row_s += step_s
        else:
            self.in_a_row_s = 0.0

    def interrupt(self) -> None:
        """A bad sample: what follows does not join on."""
        self._last_s = None
        self.in_a_row_s = 0.0


class FramingEvidence:
    """Pictures in which head and shoulders are well placed, in a row."""

    trouble: CalibrationAdvice = ""

    def __init__(self) -> None:
        self._time = GoodTime()
        self.faces: list[FaceObservation] = []

    @property
    def seconds(self) -> float:
        """Seconds in a row."""
        return self._time.in_a_row_s

    def see(self, face: FaceObservation) -> None:
        """A good picture."""
        self._time.add(face.t_s)
        self.faces.append(face)

    def interrupt(self) -> None:
        """A bad picture: the row begins anew."""
        self._time.interrupt()
        self.faces.clear()


class GazeEvidence:
    """Looks at one place. Done when the last ones hold together and lie apart from `others`."""

    def __init__(self, *, begun_s: float, need_s: float, others: Sequence[tuple[float, float]] = ()) -> None:
        self._from_s = begun_s + SETTLE_S
        self._need_s = need_s
        self._others = tuple(others)
        self._time = GoodTime()
        self._looks: deque[tuple[float, Look]] = deque()
        self.trouble: CalibrationAdvice = ""

    @property
    def looks(self) -> list[Look]:
        """The kept looks."""
        return [look for _, look in self._looks]

    @property
    def seconds(self) -> float:
        """Good evidence so far; held just below the need while the looks do not hold together."""
        return min(self._time.seconds, 0.95 * self._need_s) if self.trouble else self._time.seconds

    def see(self, face: FaceObservation) -> None:
        """A good picture."""
        look = look_of(face)
        if look is None or face.t_s < self._from_s:
            return
        self._time.add(face.t_s)
        self._looks.append((face.t_s, look))
        # An old look makes room for a new one, so that a late start does not spoil the place.
        while self._looks[0][0] < face.t_s - self._need_s - BLINKS_S:
            self._looks.popleft()
        if self._time.seconds >= self._need_s:
            self.trouble = self._judge()

    def interrupt(self) -> None:
        """A bad picture."""
        self._time.interrupt()

    def _judge(self) -> CalibrationAdvice:
        steps_s = np.diff([t_s for t_s, _ in self._looks])
        if float(np.sum(steps_s[steps_s <= LONGEST_STEP_S])) < 0.9 * self._need_s:
            return "keep_looking"
        looks = self.looks
        if unsteadiness(looks) > STEADY_DEG:
            return "keep_looking"
        middle = [float(np.median([getattr(look, name) for look in looks])) for name in ("gaze_x_deg", "gaze_y_deg")]
        near = any(float(np.hypot(middle[0] - a, middle[1] - b)) < TOLD_APART_DEG for a, b in self._others)
        return "not_enough_change" if near else ""


class RestEvidence:
    """A face and a body that listen quietly: resting shapes, posture, movement."""

    trouble: CalibrationAdvice = ""

    def __init__(self) -> None:
        self._time = GoodTime()
        self.faces: list[FaceObservation] = []
        self.bodies: list[PoseObservation] = []

    @property
    def seconds(self) -> float:
        """Good evidence so far."""
        return self._time.seconds

    def see(self, face: FaceObservation) -> None:
        """A good picture; one with an open mouth is time, but no rest."""
        self._time.add(face.t_s)
        if face.raw.get("jaw_open", 0.0) <= MOUTH_OPEN:
            self.faces.append(face)

    def blink(self, t_s: float) -> None:
        """Closed eyes belong to listening: the time goes on."""
        self._time.add(t_s)

    def interrupt(self) -> None:
        """A bad picture."""
        self._time.interrupt()

    def sit(self, pose: PoseObservation) -> None:
        """A body with its shoulders in the picture."""
        if pose.shoulders_visible:
            self.bodies.append(pose)


class PosedEvidence:
    """A posed smile or brow: pictures in which it differs from rest, and how far it goes."""

    def __init__(self, step: PoseStep, rest: Mapping[str, float]) -> None:
        self._names = POSED_SHAPES[step]
        self._rest = rest
        self._time = GoodTime()
        self._shapes: dict[str, list[float]] = {}
        self.trouble: CalibrationAdvice = ""

    @property
    def seconds(self) -> float:
        """Seconds in which the pose was held."""
        return self._time.seconds

    def see(self, face: FaceObservation) -> None:
        """A good picture."""
        shapes = {name: value for name, value in face.raw.items() if name.startswith(self._names)}
        risen = max((value - self._rest_of(name) for name, value in shapes.items()), default=0.0)
        self.trouble = "" if risen >= LEAST_RANGE else "not_enough_change"
        if self.trouble:
            self._time.interrupt()
            return
        self._time.add(face.t_s)
        for name, value in shapes.items():
            self._shapes.setdefault(name, []).append(value)

    def interrupt(self) -> None:
        """A bad picture."""
        self._time.interrupt()

    def full(self) -> dict[str, float]:
        """The reach of each shape that left its rest."""
        reach = {name: float(np.percentile(values, FULL_PERCENTILE)) for name, values in self._shapes.items()}
        return {name: value for name, value in reach.items() if value - self._rest_of(name) >= LEAST_RANGE}

    def _rest_of(self, name: str) -> float:
        return self._rest.get(name, TYPICAL_REST.get(name, 0.0))


def shapes_at_rest(faces: Sequence[FaceObservation], *, least: int) -> dict[str, float]:
    """Medians of every bare display shape; empty with fewer pictures than `least`."""
    if len(faces) < least:
        return {}
    names = [name for name in faces[0].raw if name not in _NOT_A_SHAPE and all(name in face.raw for face in faces)]
    return {name: float(np.median([face.raw[name] for face in faces])) for name in names}
