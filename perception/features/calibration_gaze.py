"""Where a person looks at each place of a calibration, how far apart the places read, and what moving the head does."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from perception.features.calibration_steps import GazeStep
from perception.types import FaceObservation, FloatArray, GazeTarget, Zone

MAD_TO_SD: Final = 1.4826
LEAST_SPREAD_DEG: Final = 0.5  # deg; no reading is steadier than this from day to day [D]
SEPARABLE: Final = 1.5  # d' from which lens and tile can be told apart; F1.4
# Fitting the effect of the head's place needs movement that turning does not explain.
FIT_LEAST: Final = 60  # pictures, 4 s [D]
FIT_LEAST_SD_DEG: Final = 1.5  # deg, SD of the place left after the turn is taken off: 1.3 cm at 50 cm [D]
FIT_RIDGE_DEG: Final = 1.0  # deg; weak movement gives a weak slope, not a wild one [D]
FIT_RANGE: Final = (-1.5, 1.5)  # deg a deg; looking at a fixed point from aside gives -1 with unbiased angles [D]

ZONES: Final[dict[GazeStep, Zone]] = {"lens": "camera", "tile": "tile", "notes": "notes", "second_screen": "notes"}


@dataclass(frozen=True, slots=True)
class Look:
    """One picture of a look at a place: gaze, head and place off the picture's middle, degrees."""

    gaze_x_deg: float
    gaze_y_deg: float
    yaw_deg: float
    pitch_deg: float
    offset_x_deg: float
    offset_y_deg: float


def look_of(face: FaceObservation) -> Look | None:
    """What a picture says about where someone looks; None when it does not."""
    if face.gaze_x_deg is None or face.gaze_y_deg is None or face.yaw_deg is None or face.pitch_deg is None:
        return None
    return Look(
        gaze_x_deg=face.gaze_x_deg,
        gaze_y_deg=face.gaze_y_deg,
        yaw_deg=face.yaw_deg,
        pitch_deg=face.pitch_deg,
        offset_x_deg=math.degrees(math.atan(face.offset_x or 0.0)),
        offset_y_deg=math.degrees(math.atan(face.offset_y or 0.0)),
    )


def target_of(step: GazeStep, looks: Sequence[Look]) -> GazeTarget:
    """The place as median and robust spread of at least one look."""
    x, y = (np.array([getattr(look, name) for look in looks]) for name in ("gaze_x_deg", "gaze_y_deg"))
    return GazeTarget(
        zone=ZONES[step],
        x_deg=float(np.median(x)),
        y_deg=float(np.median(y)),
        spread_x_deg=max(robust_sd(x), LEAST_SPREAD_DEG),
        spread_y_deg=max(robust_sd(y), LEAST_SPREAD_DEG),
        samples=len(looks),
    )


def centre_of(targets: Sequence[GazeTarget]) -> tuple[float, float] | None:
    """The middle of lens and tile, or the one of them that is known: where attending to the call is looked for."""
    call = [target for target in targets if target.zone in ("camera", "tile")]
    if not call:
        return None
    return float(np.mean([target.x_deg for target in call])), float(np.mean([target.y_deg for target in call]))


def target_in(targets: Sequence[GazeTarget], zone: Zone) -> GazeTarget | None:
    """The first place of a zone."""
    return next((target for target in targets if target.zone == zone), None)


def angle_between(one: GazeTarget, other: GazeTarget) -> float:
    """Degrees between two places as head and eyes show them."""
    return math.hypot(one.x_deg - other.x_deg, one.y_deg - other.y_deg)


def separability(one: GazeTarget, other: GazeTarget) -> float:
    """F1.4: d' on the axis that parts the two best, the spreads of x and y taken as independent."""
    dx, dy = one.x_deg - other.x_deg, one.y_deg - other.y_deg
    var_x = (one.spread_x_deg**2 + other.spread_x_deg**2) / 2.0
    var_y = (one.spread_y_deg**2 + other.spread_y_deg**2) / 2.0
    return math.sqrt(dx * dx / var_x + dy * dy / var_y)


def unsteadiness(looks: Sequence[Look]) -> float:
    """Degrees by which looks at one place scatter, what follows the turn of the head taken off."""
    x, y, yaw, pitch = np.array(
        [(look.gaze_x_deg, look.gaze_y_deg, look.yaw_deg, look.pitch_deg) for look in looks], dtype=np.float64
    ).T
    return max(robust_sd(_without(x - np.median(x), yaw)), robust_sd(_without(y - np.median(y), pitch)))


def fit_per_offset(places: Sequence[Sequence[Look]]) -> tuple[float | None, float | None]:
    """Degrees of gaze a degree off the picture's middle, across and up; None where the head moved too little.

    Within each place the gaze ought to stay what it is; what changes with the turn of the head is taken off first,
    because turning also moves the face, and eyes and head are not read on quite the same scale.
    """
    return (
        _slope(places, gaze="gaze_x_deg", turn="yaw_deg", offset="offset_x_deg"),
        _slope(places, gaze="gaze_y_deg", turn="pitch_deg", offset="offset_y_deg"),
    )


def robust_sd(values: FloatArray) -> float:
    """1.4826 times the median distance from the median; 0 for a single value."""
    return MAD_TO_SD * float(np.median(np.abs(values - np.median(values))))


def _slope(places: Sequence[Sequence[Look]], *, gaze: str, turn: str, offset: str) -> float | None:
    rows = [np.array([[getattr(look, name) for name in (gaze, turn, offset)] for look in place]) for place in places]
    rows = [place - np.median(place, axis=0) for place in rows if len(place)]
    if sum(len(place) for place in rows) < FIT_LEAST:
        return None
    looks, turned, moved = np.concatenate(rows).T
    looks, moved = _without(looks, turned), _without(moved, turned)
    if float(np.std(moved)) < FIT_LEAST_SD_DEG:
        return None
    slope = float(moved @ looks) / (float(moved @ moved) + len(moved) * FIT_RIDGE_DEG**2)
    return min(max(slope, FIT_RANGE[0]), FIT_RANGE[1])


def _without(values: FloatArray, turned: FloatArray) -> FloatArray:
    """Values (n,) around 0 less what follows the turn of the head (n,) in a straight line."""
    turned = turned - np.median(turned)
    return np.asarray(values - turned * float(turned @ values) / (float(turned @ turned) + 1e-9))
