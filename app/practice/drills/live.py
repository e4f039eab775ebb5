"""What is seen and heard during a drill, as values: ten readings a second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class VoicePoint:
    """A tenth of a second of the own voice. f0_hz: None where unvoiced. level_dbfs: -100..0. st: semitones from the
    own usual pitch, above_db: level above the own usual; None without a calibration."""

    t_s: float
    f0_hz: float | None
    level_dbfs: float
    st: float | None = None
    above_db: float | None = None


@dataclass(frozen=True, slots=True)
class LiveReading:
    """About ten times a second. None: not measured (device off, or nothing seen).

    voice: the points that became known since the last reading, in order; they come about half a second late.
    level_dbfs: the microphone's level now. speech: a voice is heard now. displays: brow_lower, lip_press, smile, 0..1
    above the own rest where a calibration knows it. attend_p: looks at the call, 0..1. lean: log ratio, + forward;
    slouch: ratio to the own upright, below 1 is lower. shoulder_tilt_deg: from the own level where known.
    framing: as PoseObservation.framing. calibrated: face and posture are compared with a calibration.
    """

    t_s: float
    voice: tuple[VoicePoint, ...] = ()
    level_dbfs: float | None = None
    speech: bool | None = None
    face: bool | None = None
    displays: Mapping[str, float] = field(default_factory=dict)
    attend_p: float | None = None
    lean: float | None = None
    slouch: float | None = None
    shoulder_tilt_deg: float | None = None
    framing: str | None = None
    calibrated: bool = False
