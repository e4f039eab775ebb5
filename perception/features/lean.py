"""Leaning in and back: the head comes nearer more than the shoulders do (F3.1).

The head's distance comes from the face model, whose scale of the head is two to four times as steady as that of the
body model's few face points, the shoulders from the body model. So face and body observations are joined here, in
order of time: live and in a recording alike.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace
from typing import Final

from perception.features.filters import TimeEma
from perception.features.session_reference import SessionReference
from perception.types import FaceObservation, Observation, PersonalBaseline, PoseObservation

APPROACH_LEAST: Final = 0.04  # log ratio of the shoulder spans; F3.1
HINGE_LEAST: Final = 0.025  # log ratio beyond which the head leads; F3.1 has .02, rolling a chair far reaches .022 [C]
# Rolling the chair enlarges the head more than the shoulders, because it is nearer to the camera by 7 to 10 cm:
# .13 to .16 of the approach at 60 cm by geometry, .2 on the drawn person at 50 cm [C].
ROLL_SHARE: Final = 0.2
FACING_LEAST: Final = 0.8  # below, the turn of the body hides a lean [D]
SMOOTHING_S: Final = 0.15  # both scales tremble by 1 %, a lean is 4 to 10 % [C]
FACE_AGE_S: Final = 0.5  # s a distance is held
# While the shoulders come nearer or go away faster than this, the two models lag differently: the lean before it stays.
MOVING: Final = 0.04  # log ratio within MOVING_S [C]
MOVING_S: Final = 0.5


class LeanJoiner:
    """Push all observations in order of time; bodies come back with their lean. Causal, deterministic."""

    def __init__(self, baseline: PersonalBaseline) -> None:
        self._reference = SessionReference((baseline.shoulder_span_px, baseline.distance_cm))
        self._approach, self._hinge = (TimeEma(tau_s=SMOOTHING_S, reset_after_s=3.0) for _ in range(2))
        self._recent: deque[tuple[float, float]] = deque()  # t_s, approach
        self._last = 0.0
        self._face: tuple[float, float] | None = None  # t_s, distance_cm

    def join(self, observation: Observation) -> Observation:
        """The observation, a body with `lean` where it can be told."""
        if isinstance(observation, FaceObservation):
            if observation.found and observation.distance_cm is not None:
                self._face = (observation.t_s, observation.distance_cm)
        elif isinstance(observation, PoseObservation):
            return replace(observation, lean=self._lean(observation))
        return observation

    def _lean(self, body: PoseObservation) -> float | None:
        """Hinge lean, + forward; 0 where the shoulders came along only as on a rolling chair, or did not move."""
        near = self._face is not None and body.t_s - self._face[0] <= FACE_AGE_S
        span_px = body.shoulder_span_px
        if self._face is None or not near or span_px is None or span_px <= 0.0:
            return None
        distance_cm = self._face[1]
        self._reference.update(span_px, distance_cm, t_s=body.t_s)
        usual = self._reference.usual
        if usual is None or body.facing is None or body.facing < FACING_LEAST:
            return None
        approach = self._approach.update(math.log(span_px / usual[0]), t_s=body.t_s)
        head = self._hinge.update(math.log(usual[1] / distance_cm), t_s=body.t_s)
        hinge = head - (1.0 + ROLL_SHARE) * approach
        if self._moving(approach, body.t_s):
            return self._last
        leaning = abs(approach) >= APPROACH_LEAST and abs(hinge) >= HINGE_LEAST and approach * hinge > 0.0
        self._last = hinge if leaning else 0.0
        return self._last

    def _moving(self, approach: float, t_s: float) -> bool:
        self._recent.append((t_s, approach))
        while self._recent[0][0] < t_s - MOVING_S:
            self._recent.popleft()
        recent = [value for _, value in self._recent]
        return max(recent) - min(recent) > MOVING
