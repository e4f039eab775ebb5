"""Which place someone looks at, from the gaze alone: the call, the own notes, or elsewhere.

With calibrated places (PersonalBaseline.gaze_targets) attending is being near the lens, the customer's tile or the
line between them, and nearer in the measure of the spreads than any place off the call (linear discriminant with
pooled, independent spreads). Without them it is being near the personal centre.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from perception.types import GazeTarget, PersonalBaseline, Zone

# Where the call lies before anything is known of a person: people who look into the lens read (1.4, 3.0) (median of
# 1,190 web photos), and the customer's tile lies under the lens. [C], the last 3 degrees on clips judged by two people
PRIOR_CENTRE_DEG: Final = (1.5, 0.0)
RADIUS_DEG: Final = 14.0  # deg from an unknown person's centre at which attending is as likely as not [C]
OWN_RADIUS_DEG: Final = 9.0  # the same from calibrated places: a tile is some 5 deg wide each way, gaze errs by 3 [D]
SLOPE_DEG: Final = 1.5  # deg over which that likelihood changes [D]
LEAST_SPREAD_DEG: Final = 2.5  # deg; nobody holds a place more exactly from one day to the next [D]
SEPARABLE: Final = 1.5  # d' from which lens and tile are told apart; F1.4

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """attend_p: 0..1. zone: camera, tile or notes where they can be told, else None."""

    attend_p: float
    zone: Zone | None


class GazeMap:
    """The places one person looks at."""

    def __init__(self, baseline: PersonalBaseline) -> None:
        self._targets = baseline.gaze_targets
        self._call = tuple(target for target in self._targets if target.zone in ("camera", "tile"))
        centre = (baseline.gaze_x_deg, baseline.gaze_y_deg)
        self._centre: Point | None = None if centre[0] is None or centre[1] is None else (centre[0], centre[1])
        self._spread = pooled_spread(self._targets)
        self.parts_lens_and_tile = parts_lens_and_tile(self._targets)

    @property
    def home(self) -> Point | None:
        """Where the customer's tile lies, or else what is known of the call; None when nothing is."""
        for zone in ("tile", "camera"):
            for target in self._call:
                if target.zone == zone:
                    return target.x_deg, target.y_deg
        return self._centre

    def place(self, gaze: Point, *, centre: Point) -> Place:
        """Where this gaze goes. centre: what stands in for the call when no place of it is calibrated."""
        if self._call:
            ends = [(target.x_deg, target.y_deg) for target in self._call]
            inside = near(min(_to_line(gaze, a, b) for a in ends for b in ends), OWN_RADIUS_DEG)
        else:
            inside = near(math.dist(gaze, centre), OWN_RADIUS_DEG if self._centre else RADIUS_DEG)
        if not self._targets:
            return Place(inside, None)
        likely = {index: self._likelihood(gaze, target) for index, target in enumerate(self._targets)}
        on_call = sum(likely[index] for index, target in enumerate(self._targets) if target in self._call)
        total = sum(likely.values())
        attend_p = inside * (on_call / total if self._call and total > 0.0 else 1.0)
        return Place(attend_p, self._zone(gaze, likely, attend_p))

    def _likelihood(self, gaze: Point, target: GazeTarget) -> float:
        x, y = (gaze[0] - target.x_deg) / self._spread[0], (gaze[1] - target.y_deg) / self._spread[1]
        return math.exp(-min((x * x + y * y) / 2.0, 600.0))

    def _zone(self, gaze: Point, likely: dict[int, float], attend_p: float) -> Zone | None:
        nearest = self._targets[max(likely, key=lambda index: likely[index])]
        on_call = nearest.zone in ("camera", "tile")
        if on_call:
            return nearest.zone if self.parts_lens_and_tile and attend_p >= 0.5 else None
        close = math.dist(gaze, (nearest.x_deg, nearest.y_deg)) <= OWN_RADIUS_DEG
        return nearest.zone if close and attend_p < 0.5 else None


def near(distance_deg: float, radius_deg: float) -> float:
    """Likelihood 0..1 of attending at this distance from the call (logistic)."""
    return 1.0 / (1.0 + math.exp(min((distance_deg - radius_deg) / SLOPE_DEG, 60.0)))


def pooled_spread(targets: tuple[GazeTarget, ...]) -> Point:
    """Spread across and up of all places together, degrees, weighted by their samples."""
    total = sum(max(target.samples, 1) for target in targets)
    if not total:
        return LEAST_SPREAD_DEG, LEAST_SPREAD_DEG
    x = math.sqrt(sum(max(t.samples, 1) * t.spread_x_deg**2 for t in targets) / total)
    y = math.sqrt(sum(max(t.samples, 1) * t.spread_y_deg**2 for t in targets) / total)
    return max(x, LEAST_SPREAD_DEG), max(y, LEAST_SPREAD_DEG)


def separability(one: GazeTarget, other: GazeTarget) -> float:
    """F1.4: d' on the axis that parts the two best, the spreads across and up taken as independent."""
    x, y = one.x_deg - other.x_deg, one.y_deg - other.y_deg
    variance_x = max((one.spread_x_deg**2 + other.spread_x_deg**2) / 2.0, 1e-9)
    variance_y = max((one.spread_y_deg**2 + other.spread_y_deg**2) / 2.0, 1e-9)
    return math.sqrt(x * x / variance_x + y * y / variance_y)


def parts_lens_and_tile(targets: tuple[GazeTarget, ...]) -> bool:
    """Whether lens and tile lie far enough apart for their spreads (F1.4)."""
    lens = [target for target in targets if target.zone == "camera"]
    tile = [target for target in targets if target.zone == "tile"]
    return bool(lens and tile) and separability(lens[0], tile[0]) >= SEPARABLE


def _to_line(point: Point, a: Point, b: Point) -> float:
    """Distance from the line between two points."""
    along = (b[0] - a[0], b[1] - a[1])
    length = along[0] ** 2 + along[1] ** 2
    t = 0.0 if length == 0.0 else ((point[0] - a[0]) * along[0] + (point[1] - a[1]) * along[1]) / length
    t = min(max(t, 0.0), 1.0)
    return math.dist(point, (a[0] + t * along[0], a[1] + t * along[1]))
