"""A personal baseline from a session's own observations, for people who have not calibrated.

It describes the person as seen in this session ("calibrated" is 'session'): every measure is a robust median, the
resting level of a display its lower quartile (faces rest more than they move), the full level what is typical.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

import numpy as np

from perception.features.facial_display import TYPICAL_REST
from perception.types import FaceObservation, PersonalBaseline, PoseObservation

LEAST_SAMPLES: Final = 60  # 3 s of faces at 20 a second, 12 s of poses at 5; below, a measure stays unknown [D]
REST_PERCENTILE: Final = 25.0  # [D]
ATTEND_P: Final = 0.5

T = TypeVar("T")


def session_baseline(faces: Sequence[FaceObservation], poses: Sequence[PoseObservation] = ()) -> PersonalBaseline:
    """Medians over the session; a measure seen too rarely is None. Needs the whole session: not for live use.

    The centre of gaze is the median of the frames that were taken as attending, so that long looks elsewhere do
    not move it.
    """
    found = [face for face in faces if face.found]
    attending = [face for face in found if face.attend_p is not None and face.attend_p > ATTEND_P]
    bodies = [pose for pose in poses if pose.shoulders_visible]
    return PersonalBaseline(
        calibrated="session",
        yaw_deg=median_of(attending, lambda face: face.yaw_deg),
        pitch_deg=median_of(attending, lambda face: face.pitch_deg),
        roll_deg=median_of(found, lambda face: face.roll_deg),
        gaze_x_deg=median_of(attending, lambda face: face.gaze_x_deg),
        gaze_y_deg=median_of(attending, lambda face: face.gaze_y_deg),
        display_rest=_rests(found),
        eye_span_px=median_of(found, lambda face: face.eye_span_px),
        shoulder_span_px=median_of(bodies, lambda pose: pose.shoulder_span_px),
        head_span_px=median_of(bodies, lambda pose: pose.head_span_px),
        ear_shoulder_ratio=median_of(bodies, lambda pose: pose.ear_shoulder_ratio),
        shoulder_tilt_deg=median_of(bodies, lambda pose: pose.shoulder_tilt_deg),
    )


def median_of(items: Iterable[T], value: Callable[[T], float | None], *, least: int = LEAST_SAMPLES) -> float | None:
    """Median of the values that are known; None with fewer than `least` of them."""
    values = [number for item in items if (number := value(item)) is not None]
    return float(np.median(values)) if len(values) >= least else None


def _rests(faces: Sequence[FaceObservation]) -> dict[str, float]:
    shown = [face.raw for face in faces if face.displays]
    if len(shown) < LEAST_SAMPLES:
        return {}
    names = [name for name in (*TYPICAL_REST, "smile_asymmetry") if all(name in raw for raw in shown)]
    return {name: float(np.percentile([raw[name] for raw in shown], REST_PERCENTILE)) for name in names}
