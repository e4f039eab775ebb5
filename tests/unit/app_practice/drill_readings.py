"""Readings of a drill, made by hand."""

from __future__ import annotations

import math
from collections.abc import Iterator

from app.practice.drills.live import LiveReading, VoicePoint


def voice(
    *, syllable_s: float = 0.2, seconds: float = 4.0, f0_hz: float = 180.0, move_st: float = 2.0, level_dbfs=-30.0
) -> tuple[VoicePoint, ...]:
    """A sentence of so many seconds, a pause in its middle, and two seconds of silence after it."""
    points = []
    count = round(seconds * 10)
    for number in range(count):
        pause = abs(number - count // 2) < 3
        st = move_st * math.sin(number * 0.7)
        pitch = None if pause else f0_hz * 2 ** (st / 12.0)
        points.append(VoicePoint(number * 0.1, pitch, -65.0 if pause else level_dbfs))
    return (*points, *(VoicePoint((count + k) * 0.1, None, -65.0) for k in range(20)))


def faces(seconds: float, **displays: float) -> Iterator[LiveReading]:
    """Ten readings a second of a face with these displays."""
    for number in range(round(seconds * 10)):
        yield face(number * 0.1, **displays)


def face(t_s: float, *, found: bool = True, attend_p: float | None = 0.9, **displays: float) -> LiveReading:
    shown = {"brow_lower": 0.1, "lip_press": 0.1, "smile": 0.05, **displays}
    return LiveReading(t_s, face=found, displays=shown if found else {}, attend_p=attend_p if found else None)


def seat(
    t_s: float, *, slouch: float | None = 1.0, tilt_deg: float = 0.0, lean: float = 0.0, calibrated: bool = True
) -> LiveReading:
    return LiveReading(t_s, slouch=slouch, shoulder_tilt_deg=tilt_deg, lean=lean, calibrated=calibrated)
