"""Posture from body landmarks over time: lean, slouch, facing, arms, hands at the face, restlessness, framing.

Everything personal is measured against a reference: the calibrated baseline, or else the medians of the first
half minute in which the shoulders are seen (a session baseline: what "leaning in" means is then "more than at the
start of this call").
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perception.features import pose_geometry as geometry
from perception.features.filters import TimeEma
from perception.types import FloatArray, PersonalBaseline, PoseObservation, PoseReading

REFERENCE_S: Final = 25.0  # s of visible shoulders the session reference is the median of [D]
REFERENCE_LEAST_S: Final = 6.0  # s until a first reference is used [D]
APPROACH_LEAST: Final = 0.04  # log ratio of the shoulder spans; F3.1
FACING_LEAST: Final = 0.8  # below, the turn of the body hides a lean [D]
CROSSED_S: Final = 1.5  # F3.5
TOUCH_S: Final = 0.7  # F3.6
LEAN_SMOOTHING_S: Final = 1.5  # the two spans are noisy by 1 to 3 %, a lean is 2 % [C]
MOTION_GAP_S: Final = 1.0  # s beyond which two poses tell no speed
TOO_FAR: Final = 0.14  # face height over picture height; 18-35 % is good; F3.9
TOO_CLOSE: Final = 0.50
TOO_HIGH: Final = 0.20  # eye line from the top; 30-45 % is good; F3.9
TOO_LOW: Final = 0.58
OFF_CENTRE: Final = 0.22  # of the picture's width, nose from the middle [D]


@dataclass(frozen=True, slots=True)
class _Reference:
    shoulder_span_px: float
    head_span_px: float
    ear_shoulder_ratio: float


class PostureInterpreter:
    """Follows one person's posture. Causal, deterministic, keeps state; a few poses a second are enough."""

    def __init__(self, *, baseline: PersonalBaseline) -> None:
        self._reference = _SessionReference(baseline)
        self._lean = TimeEma(tau_s=LEAN_SMOOTHING_S, reset_after_s=3.0)
        self._crossed, self._touch = _Held(CROSSED_S), _Held(TOUCH_S)
        self._motion = _Motion()

    def interpret(self, reading: PoseReading | None, *, t_s: float) -> PoseObservation:
        """What is seen at `t_s`; `found` is False when there is nobody. Times must not go back."""
        if reading is None:
            self._crossed.forget()
            self._touch.forget()
            return PoseObservation(t_s=t_s, found=False)
        words = framing(reading)
        if not geometry.shoulders_visible(reading):
            return PoseObservation(t_s=t_s, found=True, framing=words)
        landmarks = reading.landmarks
        now = (
            geometry.shoulder_span_px(landmarks),
            geometry.head_span_px(landmarks),
            geometry.ear_shoulder_ratio(reading),
        )
        reference = self._reference.update(*now, t_s=t_s)
        facing = _facing(now[0], now[1], reference)
        hands = geometry.wrists_visible(reading)
        touching = geometry.touches_face(reading)
        return PoseObservation(
            t_s=t_s,
            found=True,
            shoulder_span_px=now[0],
            head_span_px=now[1],
            ear_shoulder_ratio=now[2],
            shoulder_tilt_deg=geometry.shoulder_tilt_deg(landmarks),
            facing=facing,
            lean=self._lean_of(now[0], now[1], reference, facing, t_s),
            slouch=None if reference is None or now[2] is None else now[2] / reference.ear_shoulder_ratio,
            arms_crossed=self._crossed.update(geometry.arms_cross(landmarks), t_s=t_s) if hands else None,
            face_touch=self._touch.update(touching, t_s=t_s) if hands or touching else None,
            motion=self._motion.update(reading, span_px=now[0], t_s=t_s),
            shoulders_visible=True,
            framing=words,
        )

    def _lean_of(
        self, span_px: float, head_px: float, reference: _Reference | None, facing: float | None, t_s: float
    ) -> float | None:
        """F3.1: hinge lean ln(d_f/d_f0) - ln(d_s/d_s0), where the shoulders came nearer or went away with it.

        Rolling the chair changes both scales alike and gives 0.
        """
        if reference is None or facing is None or facing < FACING_LEAST:
            return None
        approach = math.log(span_px / reference.shoulder_span_px)
        hinge = self._lean.update(math.log(head_px / reference.head_span_px) - approach, t_s=t_s)
        return hinge if abs(approach) >= APPROACH_LEAST and approach * hinge > 0.0 else 0.0


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


class _SessionReference:
    """The spans and the ear height that count as this person's usual ones."""

    def __init__(self, baseline: PersonalBaseline) -> None:
        self._fixed = _from_baseline(baseline)
        self._samples: list[tuple[float, float, float]] = []
        self._seen_s = 0.0
        self._last_s: float | None = None
        self._settled: _Reference | None = None

    def update(self, span_px: float, head_px: float, ratio: float | None, *, t_s: float) -> _Reference | None:
        """The reference at this time; None during the first seconds of an uncalibrated session."""
        if self._fixed is not None:
            return self._fixed
        if self._seen_s < REFERENCE_S and ratio is not None:
            self._take(span_px, head_px, ratio, t_s)
        return self._settled

    def _take(self, span_px: float, head_px: float, ratio: float, t_s: float) -> None:
        if self._last_s is not None:
            self._seen_s += min(t_s - self._last_s, 1.0)
        self._last_s = t_s
        self._samples.append((span_px, head_px, ratio))
        if self._seen_s >= REFERENCE_LEAST_S:
            medians = np.median(np.array(self._samples), axis=0)
            self._settled = _Reference(*(max(float(value), 1e-6) for value in medians))


class _Held:
    """True once a condition has lasted `least_s`."""

    def __init__(self, least_s: float) -> None:
        self._least_s = least_s
        self._since_s: float | None = None

    def update(self, now: bool, *, t_s: float) -> bool:
        if not now:
            self._since_s = None
            return False
        if self._since_s is None:
            self._since_s = t_s
        return t_s - self._since_s >= self._least_s

    def forget(self) -> None:
        self._since_s = None


class _Motion:
    """Median speed of shoulders, elbows and wrists in shoulder spans a second, of those seen in both poses."""

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


def _from_baseline(baseline: PersonalBaseline) -> _Reference | None:
    parts = (baseline.shoulder_span_px, baseline.head_span_px, baseline.ear_shoulder_ratio)
    if any(part is None or part <= 0.0 for part in parts):
        return None
    return _Reference(*(float(part) for part in parts if part is not None))


def _facing(span_px: float, head_px: float, reference: _Reference | None) -> float | None:
    """F3.4: how wide the shoulders look for the size of the head, against the reference, at most 1."""
    if reference is None or head_px <= 0.0:
        return None
    usual = reference.shoulder_span_px / reference.head_span_px
    return min(1.0, span_px / head_px / usual)
