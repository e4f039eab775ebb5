"""Where head and eyes point together, and whether that is at the call.

Head alone or eyes alone tell little (AUC .79 and .72 on clips judged by two people); their sum, as one angle in two
dimensions against the person's own centre, tells most (.95).
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final

from perception.features.filters import RunningCentre
from perception.features.head_pose import HeadPose
from perception.types import PersonalBaseline, Zone

EYE_X_DEG: Final = 35.0  # deg of gaze for a full eyeLook to the side [C]
EYE_Y_DEG: Final = 30.0  # deg of gaze for a full eyeLook up or down [C]
PRIOR_CENTRE_DEG: Final = (0.0, -1.0)  # gaze of people who look into the lens, before anything is known of one [C]
ATTEND_RADIUS_DEG: Final = 15.0  # deg from the centre at which attending is as likely as not [C]
ATTEND_SLOPE_DEG: Final = 3.0  # deg over which that likelihood changes [D]
CENTRE_WINDOW_S: Final = 60.0  # s the centre is learnt from within a session
CENTRE_LEAST: Final = 30  # samples (3 s) before the centre may move
CENTRE_REACH_DEG: Final = 10.0  # deg the learnt centre may leave the prior: someone may look away for a minute [D]
ON_P: Final = 0.6
OFF_P: Final = 0.4
LOOK_LEAST_S: Final = 0.25  # s; shorter looks are ignored
BLINK_CLOSED: Final = 0.5  # mean of both lids above which the eyes are taken as closed ...
BLINK_ABOVE_OWN: Final = 0.25  # ... or this much above the person's own level: looking down lowers the lids too [C]
BLINK_SURE: Final = 0.75  # closed whatever the own level
BLINK_HOLD_S: Final = 0.4  # s the state is held through a blink (100-400 ms each)
CLOSED_AWAY_S: Final = 1.0  # s of closed eyes that count as away
LOST_S: Final = 1.0  # s without a face after which nothing is held


@dataclass(frozen=True, slots=True)
class Attending:
    """attend_p: 0..1, None when it cannot be told. zone: 'away' when looking elsewhere, else None."""

    attend_p: float | None
    zone: Zone | None


def eye_look(blendshapes: Mapping[str, float]) -> tuple[float, float]:
    """Eyes in the head, -1..1: x + to the right edge of the picture, y + up. Means of both eyes."""
    get = blendshapes.get
    x = get("eyeLookOutLeft", 0.0) - get("eyeLookInLeft", 0.0) + get("eyeLookInRight", 0.0)
    y = get("eyeLookUpLeft", 0.0) - get("eyeLookDownLeft", 0.0) + get("eyeLookUpRight", 0.0)
    return (x - get("eyeLookOutRight", 0.0)) / 2.0, (y - get("eyeLookDownRight", 0.0)) / 2.0


def gaze_angles(head: HeadPose, blendshapes: Mapping[str, float]) -> tuple[float, float]:
    """Head and eyes together in degrees, + right, + up; meaningful against a person's own centre."""
    x, y = eye_look(blendshapes)
    return head.camera_yaw_deg + EYE_X_DEG * x, head.camera_pitch_deg + EYE_Y_DEG * y


def attend_probability(*, gaze_x_deg: float, gaze_y_deg: float, centre: tuple[float, float]) -> float:
    """Likelihood 0..1 of attending, falling with the distance from the centre (logistic)."""
    distance = math.hypot(gaze_x_deg - centre[0], gaze_y_deg - centre[1])
    return 1.0 / (1.0 + math.exp(min((distance - ATTEND_RADIUS_DEG) / ATTEND_SLOPE_DEG, 60.0)))


class AttendTracker:
    """Follows attending over time: own centre, blinks bridged, short looks ignored. Causal.

    Without a calibrated baseline the centre is the running median of the last minute, kept near where people
    who look into the lens look. `zone` then tells 'away' or nothing; camera, tile and notes need a calibration.
    """

    def __init__(self, baseline: PersonalBaseline) -> None:
        self._fixed: tuple[float, float] | None = None
        if baseline.gaze_x_deg is not None and baseline.gaze_y_deg is not None:
            self._fixed = (baseline.gaze_x_deg, baseline.gaze_y_deg)
        self._running = RunningCentre(window_s=CENTRE_WINDOW_S, least=CENTRE_LEAST)
        self._lids = RunningCentre(window_s=CENTRE_WINDOW_S, least=CENTRE_LEAST)
        self._recent: deque[float] = deque(maxlen=3)
        self._held: float | None = None
        self._closed_since_s: float | None = None
        self._last_s = float("-inf")
        self._attending = True
        self._other_since_s: float | None = None

    @property
    def centre(self) -> tuple[float, float]:
        """The gaze taken as attending now, degrees."""
        if self._fixed is not None:
            return self._fixed
        learnt = self._running.centre
        if learnt is None:
            return PRIOR_CENTRE_DEG
        return _within_reach((learnt[0], learnt[1]))

    def update(self, *, gaze_x_deg: float, gaze_y_deg: float, blink: float, t_s: float) -> Attending:
        """The state after this frame."""
        if t_s - self._last_s > LOST_S:
            self._forget()
        self._last_s = t_s
        probability = self._probability(gaze_x_deg, gaze_y_deg, blink, t_s)
        if probability is None:
            return Attending(None, None)
        self._decide(probability, t_s)
        return Attending(probability, None if self._attending else "away")

    def _probability(self, gaze_x_deg: float, gaze_y_deg: float, blink: float, t_s: float) -> float | None:
        self._lids.push(blink, t_s=t_s)
        own = self._lids.centre
        closed = BLINK_CLOSED if own is None else min(max(BLINK_CLOSED, own[0] + BLINK_ABOVE_OWN), BLINK_SURE)
        if blink <= closed:
            self._closed_since_s = None
            self._running.push(gaze_x_deg, gaze_y_deg, t_s=t_s)
            self._recent.append(attend_probability(gaze_x_deg=gaze_x_deg, gaze_y_deg=gaze_y_deg, centre=self.centre))
            self._held = median(self._recent)
            return self._held
        if self._closed_since_s is None:
            self._closed_since_s = t_s
        closed_s = t_s - self._closed_since_s
        if closed_s > CLOSED_AWAY_S:
            self._recent.clear()
            return 0.0
        return self._held if closed_s <= BLINK_HOLD_S else None

    def _decide(self, probability: float, t_s: float) -> None:
        other = probability < OFF_P if self._attending else probability > ON_P
        if not other:
            self._other_since_s = None
        elif self._other_since_s is None:
            self._other_since_s = t_s
        elif t_s - self._other_since_s >= LOOK_LEAST_S:
            self._attending = not self._attending
            self._other_since_s = None

    def _forget(self) -> None:
        self._recent.clear()
        self._held = self._closed_since_s = self._other_since_s = None
        self._attending = True


def _within_reach(centre: tuple[float, float]) -> tuple[float, float]:
    dx, dy = centre[0] - PRIOR_CENTRE_DEG[0], centre[1] - PRIOR_CENTRE_DEG[1]
    shrink = min(1.0, CENTRE_REACH_DEG / max(math.hypot(dx, dy), 1e-9))
    return PRIOR_CENTRE_DEG[0] + shrink * dx, PRIOR_CENTRE_DEG[1] + shrink * dy
