"""What is known of one person on one device, against which everything is measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from perception.types.basics import Zone


@dataclass(frozen=True, slots=True)
class GazeTarget:
    """Where head and eyes point together while one place was looked at in the calibration.

    x_deg, y_deg: medians of FaceObservation.gaze_x_deg and gaze_y_deg. spread_x_deg, spread_y_deg: robust SDs
    (1.4826 MAD). samples: readings they come from. Two places may share a zone (notes on paper, a second screen).
    """

    zone: Zone
    x_deg: float
    y_deg: float
    spread_x_deg: float
    spread_y_deg: float
    samples: int


@dataclass(frozen=True, slots=True)
class PersonalBaseline:
    """Medians, spreads and ranges of one person on one device. Every field may be unknown (None / empty).

    calibrated: 'full' after calibration (of whatever was not skipped), 'none' otherwise. gaze_x_deg, gaze_y_deg: centre
    of attending to the call. gaze_targets: the places looked at, one or more a zone. yaw_per_offset, pitch_per_offset:
    degrees of gaze a degree off the picture's centre, fitted while the head moved. offset_x, offset_y: place of the
    face (as in FaceObservation) from which gaze_targets were looked at. eyes_open_blink: lid shapes of open eyes.
    display_rest / display_full: blendshape means at rest and at the posed maximum; display_rest_speaking: the same
    medians while speaking. motion: 90th percentile of PoseObservation.motion while listening quietly. distance_cm:
    usual distance to the camera. f0_hz, level_dbfs, tilt_db: medians of the own voice; f0_sd_st, level_sd_db: their
    spreads.
    """

    calibrated: Literal["full", "none"] = "none"
    yaw_deg: float | None = None
    pitch_deg: float | None = None
    roll_deg: float | None = None
    gaze_x_deg: float | None = None
    gaze_y_deg: float | None = None
    gaze_targets: tuple[GazeTarget, ...] = ()
    yaw_per_offset: float | None = None
    pitch_per_offset: float | None = None
    offset_x: float | None = None
    offset_y: float | None = None
    eyes_open_blink: float | None = None
    display_rest: Mapping[str, float] = field(default_factory=dict)
    display_rest_speaking: Mapping[str, float] = field(default_factory=dict)
    display_full: Mapping[str, float] = field(default_factory=dict)
    eye_span_px: float | None = None
    shoulder_span_px: float | None = None
    head_span_px: float | None = None
    ear_shoulder_ratio: float | None = None
    shoulder_tilt_deg: float | None = None
    motion: float | None = None
    distance_cm: float | None = None
    f0_hz: float | None = None
    f0_sd_st: float | None = None
    level_dbfs: float | None = None
    level_sd_db: float | None = None
    tilt_db: float | None = None
    words_per_minute: float | None = None
