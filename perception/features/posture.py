"""Posture from body landmarks over time: slouch, facing, arms, hands at the face, restlessness, framing.

Slouch and facing are measured against a reference: the calibrated baseline, or else the medians of the first half
minute in which the shoulders are seen (what "slouching" means is then "more than at the start of this call"). Lean
needs the face as well: see lean.py.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from perception.features import pose_geometry as geometry
from perception.features.filters import TimeEma
from perception.features.session_reference import SessionReference
from perception.types import FloatArray, PersonalBaseline, PoseObservation, PoseReading

CROSSED_S: Final = 1.5  # F3.5
# Shoulder spans the knuckles lie beyond the body's middle, mean of both hands, smoothed. F3.5 asks each wrist to pass
# it by .05; of drawn crossed arms the model's wrists stop short of it half the time, while its knuckles are past it by
# .08 to .38 and those of open hands .2 to .4 before it. Folded hands keep their knuckles on their own sides [C].
PAST_MIDDLE: Final = 0.03
HANDS_SMOOTHING_S: Final = 1.0  # the model's hands tremble by .1 spans [C]
TOUCH_S: Final = 0.7  # F3.6
MOTION_GAP_S: Final = 1.0  # s beyond which two poses tell no speed and nothing of what was between them
TOO_FAR: Final = 0.14  # face height over picture height; 18-35 % is good; F3.9
TOO_CLOSE: Final = 0.50
TOO_HIGH: Final = 0.20  # eye line from the top; 30-45 % is good; F3.9
TOO_LOW: Final = 0.58
OFF_CENTRE: Final = 0.22  # of the picture's width, nose from the middle [D]


class PostureInterpreter:
    """Follows one person's posture. Causal, deterministic, keeps state; a few poses a second are enough."""

    def __init__(self, *, baseline: PersonalBaseline) -> None:
        self._reference = SessionReference(
            (baseline.shoulder_span_px, baseline.head_span_px, baseline.ear_shoulder_ratio)
        )
        self._crossed, self._touch = _Held(CROSSED_S), _Held(TOUCH_S)
        self._past_middle = TimeEma(tau_s=HANDS_SMOOTHING_S)
        self._motion = _Motion()

    def interpret(self, reading: PoseReading | None, *, t_s: float) -> PoseObservation:
        """What is seen at `t_s`, without the lean; `found` is False when there is nobody. Times must not go back."""
        if reading is None:
            self._crossed.forget()
            self._touch.forget()
            return PoseObservation(t_s=t_s, found=False)
        words = framing(reading)
        if not geometry.shoulders_visible(reading):
            return PoseObservation(t_s=t_s, found=True, framing=words)
        landmarks = reading.landmarks
        span_px, head_px = geometry.shoulder_span_px(landmarks), geometry.head_span_px(landmarks)
        ratio = geometry.ear_shoulder_ratio(reading)
        if ratio is not None:
            self._reference.update(span_px, head_px, ratio, t_s=t_s)
        usual = self._reference.usual
        hands = geometry.wrists_visible(reading)
        touching = geometry.touches_face(reading)
        return PoseObservation(
            t_s=t_s,
            found=True,
            shoulder_span_px=span_px,
            head_span_px=head_px,
            ear_shoulder_ratio=ratio,
            shoulder_tilt_deg=geometry.shoulder_tilt_deg(landmarks),
            facing=None if usual is None else _facing(span_px, head_px, usual),
            slouch=None if usual is None or ratio is None else ratio / usual[2],
            arms_crossed=self._cross(landmarks, t_s) if hands else None,
            face_touch=self._touch.update(touching, t_s=t_s) if hands or touching else None,
            motion=self._motion.update(reading, span_px=span_px, t_s=t_s),
            shoulders_visible=True,
            framing=words,
        )

    def _cross(self, landmarks: FloatArray, t_s: float) -> bool:
        past = self._past_middle.update(geometry.hands_past_middle(landmarks), t_s=t_s)
        return self._crossed.update(past >= PAST_MIDDLE and geometry.arms_folded(landmarks), t_s=t_s)


def framing(reading: PoseReading) -> str:
    """How the person sits in the picture, as one of the words of PoseObservation; the worst fault first."""
    share = geometry.face_height_px(reading.landmarks) / reading.frame_height_px
    line = geometry.eye_line(reading)
    aside = abs(float(reading.landmarks[geometry.NOSE, 0]) / reading.frame_width_px - 0.5)
    if share > TOO_CLOSE:
        return "too_close"
    if share < TOO_FAR:
        return "too_far"
    if aside > OFF_CENTRE:
        return "off_centre"
    if line > TOO_LOW:
        return "too_low"
    if line < TOO_HIGH:
        return "too_high"
    return "ok" if geometry.shoulders_visible(reading) else "head_only"


class _Held:
    """True once a condition has lasted `least_s`; what lies beyond a gap is not known to have lasted."""

    def __init__(self, least_s: float) -> None:
        self._least_s = least_s
        self._since_s: float | None = None
        self._last_s = 0.0

    def update(self, now: bool, *, t_s: float) -> bool:
        gap, self._last_s = t_s - self._last_s > MOTION_GAP_S, t_s
        if not now:
            self._since_s = None
            return False
        if self._since_s is None or gap:
            self._since_s = t_s
        return t_s - self._since_s >= self._least_s

    def forget(self) -> None:
        self._since_s = None


class _Motion:
    """Median speed of shoulders, elbows and wrists in shoulder spans a second, of those seen in both poses.

    F3.7 asks for movement above 1.5 Hz. Bodies are read 5 times a second, so movement up to 2.5 Hz is told apart at
    most and no band can be cut out: a slow change of posture counts as well, for the second it takes.
    """

    def __init__(self) -> None:
        self._before: tuple[float, FloatArray, NDArray[np.bool_]] | None = None

    def update(self, reading: PoseReading, *, span_px: float, t_s: float) -> float | None:
        limbs = list(geometry.LIMBS)
        now = (t_s, reading.landmarks[limbs, :2], reading.visibility[limbs] >= geometry.WRIST_VISIBLE)
        before, self._before = self._before, now
        if before is None or not 0.0 < t_s - before[0] <= MOTION_GAP_S or span_px <= 0.0:
            return None
        both = now[2] & before[2]
        if not both.any():
            return None
        steps = np.hypot(*(now[1] - before[1])[both].T)
        return float(np.median(steps)) / span_px / (t_s - before[0])


def _facing(span_px: float, head_px: float, usual: tuple[float, ...]) -> float | None:
    """F3.4: how wide the shoulders look for the size of the head, against the reference, at most 1."""
    return None if head_px <= 0.0 else min(1.0, span_px / head_px * usual[1] / usual[0])
