"""A new measurement put together with what an earlier calibration of the same person on the same devices found."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from perception.features.calibration_gaze import centre_of, target_in
from perception.types import GazeTarget, PersonalBaseline, Zone

TRAIT_WEIGHT: Final = 0.3  # weight of a short re-check in what changes little from day to day [D]
MOVED_DEG: Final = (
    15.0  # deg; a tile that moved by more means other places: what was not looked at again is dropped [D]
)

# Where and how one sits today, and how loud the microphone is set: the newest reading is the true one.
_TODAY: Final = (
    *("yaw_deg", "pitch_deg", "roll_deg", "gaze_x_deg", "gaze_y_deg", "yaw_per_offset", "pitch_per_offset"),
    *("offset_x", "offset_y"),
    *("eye_span_px", "shoulder_span_px", "head_span_px", "ear_shoulder_ratio", "shoulder_tilt_deg", "distance_cm"),
    *("level_dbfs", "tilt_db"),
)
# What belongs to the person: a few seconds only correct it.
_TRAITS: Final = ("eyes_open_blink", "motion", "f0_hz", "f0_sd_st", "level_sd_db", "words_per_minute")
_SHAPES: Final = ("display_rest", "display_rest_speaking", "display_full")


def merged(known: PersonalBaseline, new: PersonalBaseline) -> PersonalBaseline:
    """What is new where it was measured, what is known elsewhere; traits move by TRAIT_WEIGHT of the difference."""
    today = {name: _first(getattr(new, name), getattr(known, name)) for name in _TODAY}
    traits = {name: _blend(getattr(known, name), getattr(new, name)) for name in _TRAITS}
    shapes = {name: _blend_shapes(getattr(known, name), getattr(new, name)) for name in _SHAPES}
    targets = merged_targets(known.gaze_targets, new.gaze_targets)
    centre = centre_of(targets)
    if centre is not None:
        today |= {"gaze_x_deg": centre[0], "gaze_y_deg": centre[1]}
    calibrated = "full" if "full" in (known.calibrated, new.calibrated) else new.calibrated
    found: dict[str, Any] = today | traits | shapes | {"gaze_targets": targets, "calibrated": calibrated}
    return replace(new, **found)


def merged_targets(known: tuple[GazeTarget, ...], new: tuple[GazeTarget, ...]) -> tuple[GazeTarget, ...]:
    """The new places, and the known ones of other zones moved along with the one that was looked at again.

    Sitting elsewhere, or a camera nudged, moves all places alike.
    """
    seen = {target.zone for target in new}
    kept = [target for target in known if target.zone not in seen]
    shift = _shift(known, new)
    if shift is None:
        return (*new, *(kept if not new else ()))
    dx, dy = shift
    return (*new, *(replace(target, x_deg=target.x_deg + dx, y_deg=target.y_deg + dy) for target in kept))


def _shift(known: tuple[GazeTarget, ...], new: tuple[GazeTarget, ...]) -> tuple[float, float] | None:
    """How far the place that both know has moved; None when none is shared or it moved too far."""
    zones: tuple[Zone, ...] = ("tile", "camera")
    for zone in zones:
        old, now = target_in(known, zone), target_in(new, zone)
        if old is not None and now is not None:
            shift = now.x_deg - old.x_deg, now.y_deg - old.y_deg
            return shift if math.hypot(*shift) <= MOVED_DEG else None
    return None


def _first(new: float | None, known: float | None) -> float | None:
    return new if new is not None else known


def _blend(known: float | None, new: float | None) -> float | None:
    if known is None or new is None:
        return _first(new, known)
    return known + TRAIT_WEIGHT * (new - known)


def _blend_shapes(known: Mapping[str, float], new: Mapping[str, float]) -> dict[str, float]:
    both = {name: known[name] + TRAIT_WEIGHT * (value - known[name]) for name, value in new.items() if name in known}
    return {**known, **new, **both}
