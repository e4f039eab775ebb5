"""What a face shows, as movements: smile, brows up, brows lowered, lips pressed. Never a feeling.

A display is a bare measure scaled by the person's own rest and range (F2.1), smoothed over a quarter of a second.
Measures that the face model does not carry (wide eyes, cheek squint, nose sneer) are not used. Where the page's
formulas were measured to fail, others stand in: the smile adds teeth and lifted corners (smile_shape.py), lowered and
oblique brows add the slope of the brows (display_geometry.py), because browDown hardly rises when brows are drawn
together and browInnerUp does not rise when they go oblique.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from perception.features.display_geometry import brow_slope, face_points, lips_apart, mouth_lift
from perception.features.filters import RunningCentre, TimeEma
from perception.features.gaze import eye_look
from perception.features.smile_shape import smile_shape
from perception.types import FaceReading, PersonalBaseline

SMOOTHING_S: Final = 0.25  # s, time constant of the smoothing; F2.1
LEAST_RANGE: Final = 0.12  # smallest range between rest and full that is believed; F2.1
SOFT_END: Final = 0.15  # of the range, in which an activation bends instead of being cut at 0 and 1 [D]
YAW_GATE_DEG: Final = 30.0  # beyond, half the face is hidden; F2.1
PITCH_GATE_DEG: Final = 25.0  # F2.1
SMILE_YAW_GATE_DEG: Final = 50.0  # a smile is still seen: AUC .98 on 32 web photos beyond the gates above [C]
SMILE_PITCH_GATE_DEG: Final = 35.0  # [C]
FACE_GATE_PX: Final = 50.0  # height of the face; F2.1 asks for 100, but brows and lips are read at 50 as well [C]
SMILE_GATE_PX: Final = 32.0  # smiles of 29 web photos of faces of 33 to 60 px were read right but for one [C]
OWN_ASYMMETRY: Final = 0.20  # a face that is one-sided at rest is not read as such; F2.6
ROLL_UP: Final = 0.5  # eyes turned up; F2.7
ROLL_S: Final = (0.2, 1.2)  # s an eye-roll lasts; F2.7
ROLL_PITCH_DEG: Final = 4.0  # the head stays still meanwhile; F2.7
LIDS_OPEN: Final = 0.5

TYPICAL_SLOPE: Final = 0.07  # tenths of the eye span; median of 500 web photos of faces that do not smile [C]
LOWERED_PER_SLOPE: Final = 1.3  # browDown a tenth: both vary alike (SD .22 and .17) among those faces [C]
OUTER_SHARE: Final = 2.0 / 3.0  # of brow_raise: fear and habit raise the inner ends alone [C]

# A resting face nobody has calibrated: medians of 500 web photos of faces that do not smile; lips, lids and jaw those
# of 1,190 web photos and 5,300 frames of people talking [C].
TYPICAL_REST: Final[Mapping[str, float]] = {
    "mouth_smile": 0.02,
    "mouth_lift": 0.0,
    "brow_inner_up": 0.02,
    "brow_outer_up": 0.05,
    "brow_down": 0.07,
    "brow_slope": TYPICAL_SLOPE,
    "brow_lowering": 0.18,
    "mouth_press": 0.04,
    "eye_squint": 0.32,
    "jaw_open": 0.02,
}
# Faces rest so differently that without calibration these displays spread over all that faces do: nothing is cut, and
# what one picture shows more than another of the same face stays to be seen [C].
LOWEST: Final[Mapping[str, float]] = {
    "mouth_smile": 0.0,
    "brow_inner_up": 0.0,
    "brow_outer_up": 0.0,
    "brow_lowering": -0.5,
}
# High percentiles of the same faces; the first four at the end of their range [C].
TYPICAL_FULL: Final[Mapping[str, float]] = {
    "mouth_smile": 1.0,
    "brow_inner_up": 1.0,
    "brow_outer_up": 1.0,
    "brow_lowering": 1.0,
    "mouth_press": 0.45,
    "eye_squint": 0.72,
    "jaw_open": 0.60,
}
# Brows that count as oblique or lowered must leave the own rest; where it is unknown, the top tenth of resting faces.
TOP_SLOPE: Final = 0.27  # [C]
TOP_LOWERING: Final = 0.50  # [C]
OBLIQUE_RANGE: Final = 0.30  # tenths above rest that are fully oblique [C]
LOWERED_RANGE: Final = 0.60  # brow_lowering above rest that is fully lowered, unless the own range is known [C]
LOWERED_LEAST: Final = 0.30  # smallest own range of that that is believed [D]
RAISED_RANGE: Final = 0.50  # brow_outer_up above rest with which no brow is oblique [C]
OWN_REST_S: Final = 60.0  # s the rest of the brows is learnt from where no calibration tells it [D]
OWN_REST_LEAST: Final = 50  # samples (5 s) before it is believed [D]

_SCALED: Final = {
    "brow_inner_up": "brow_inner_up",
    "brow_outer_up": "brow_outer_up",
    "brow_lower": "brow_lowering",
    "lip_press": "mouth_press",
    "eye_squint": "eye_squint",
    "jaw_open": "jaw_open",
}
_SMOOTHED: Final = (*_SCALED, "smile", "smile_asymmetry", "oblique", "lowered")


def raw_shapes(reading: FaceReading) -> dict[str, float]:
    """Bare measures of one face, before anything personal.

    Means of blendshapes 0..1 (eye_look_x, eye_look_y -1..1, + right and + up); mouth_lift and lips_apart in eye spans,
    brow_slope in tenths of it (display_geometry.py), mouth_light in CIELAB units where known; smile_shape 0..1
    (smile_shape.py); brow_lowering: browDown and the falling slope together, about -.5..1, .2 for a resting face.
    """
    blendshapes = reading.blendshapes

    def mean(name: str) -> float:
        return (blendshapes.get(f"{name}Left", 0.0) + blendshapes.get(f"{name}Right", 0.0)) / 2.0

    look_x, look_y = eye_look(blendshapes)
    points = face_points(reading)
    lift, slope, smile = mouth_lift(points), brow_slope(points), mean("mouthSmile")
    raw = {
        "mouth_smile": smile,
        "smile_asymmetry": abs(blendshapes.get("mouthSmileLeft", 0.0) - blendshapes.get("mouthSmileRight", 0.0)),
        "brow_inner_up": blendshapes.get("browInnerUp", 0.0),
        "brow_outer_up": mean("browOuterUp"),
        "brow_down": mean("browDown"),
        "mouth_press": mean("mouthPress"),
        "eye_blink": mean("eyeBlink"),
        "eye_squint": mean("eyeSquint"),
        "jaw_open": blendshapes.get("jawOpen", 0.0),
        "eye_look_x": look_x,
        "eye_look_y": look_y,
        "mouth_lift": lift,
        "lips_apart": lips_apart(points),
        "brow_slope": slope,
        "brow_lowering": mean("browDown") - LOWERED_PER_SLOPE * (slope - TYPICAL_SLOPE),
        "smile_shape": smile_shape(smile, mouth_lift=lift, mouth_light=reading.mouth_light or 0.0),
    }
    return raw if reading.mouth_light is None else raw | {"mouth_light": reading.mouth_light}


def activation(name: str, value: float, baseline: PersonalBaseline, *, speaking: bool = False) -> float:
    """F2.1: (value - rest) / (full - rest), 0..1, bent instead of cut near the ends; `name` is a key of `raw_shapes`.

    The bend keeps the order and, nearly, the difference of two pictures of a face whose rest nobody knows.
    """
    return _soft(_relative(name, value, baseline, speaking=speaking))


def shown_well(*, yaw_deg: float, pitch_deg: float, face_height_px: float) -> bool:
    """Whether the face is turned and large enough for all of its shapes to be believed."""
    return abs(yaw_deg) <= YAW_GATE_DEG and abs(pitch_deg) <= PITCH_GATE_DEG and face_height_px >= FACE_GATE_PX


def smile_shown(*, yaw_deg: float, pitch_deg: float, face_height_px: float) -> bool:
    """Whether at least a smile can be seen."""
    turned = abs(yaw_deg) > SMILE_YAW_GATE_DEG or abs(pitch_deg) > SMILE_PITCH_GATE_DEG
    return not turned and face_height_px >= SMILE_GATE_PX


class DisplayReader:
    """Turns bare measures into displays, frame after frame. Causal; latency about .25 s."""

    def __init__(self, baseline: PersonalBaseline) -> None:
        self._baseline = baseline
        self._smooth = {name: TimeEma(tau_s=SMOOTHING_S) for name in _SMOOTHED}
        self._roll = _EyeRoll()
        self._brows = _BrowRest(baseline)
        self._one_sided_at_rest = baseline.display_rest.get("smile_asymmetry", 0.0) > OWN_ASYMMETRY

    def read(
        self, raw: Mapping[str, float], *, look_up: float, pitch_deg: float, speaking: bool, t_s: float
    ) -> dict[str, float]:
        """Displays 0..1. While speaking, lip_press and smile_asymmetry are absent: speech makes those shapes."""
        targets = self._targets(raw, speaking=speaking, t_s=t_s)
        level = {name: smooth.update(targets[name], t_s=t_s) for name, smooth in self._smooth.items()}
        calm = 1.0 - level["smile"]
        displays = {
            "smile": level["smile"],
            "concern": level["oblique"] * calm,
            "scowl": level["lowered"] * calm,
            "brow_raise": (1.0 - OUTER_SHARE) * level["brow_inner_up"] + OUTER_SHARE * level["brow_outer_up"],
            "brow_lower": level["brow_lower"],
            "eye_squint": level["eye_squint"],
            "eye_roll": self._roll.update(look_up=look_up, pitch_deg=pitch_deg, blink=raw["eye_blink"], t_s=t_s),
            "jaw_open": level["jaw_open"],
        }
        if not speaking:
            displays["lip_press"] = level["lip_press"]
            if not self._one_sided_at_rest:
                displays["smile_asymmetry"] = level["smile_asymmetry"]
        return displays

    def read_smile(self, raw: Mapping[str, float], *, speaking: bool, t_s: float) -> dict[str, float]:
        """The smile alone, of a face turned too far for the rest."""
        return {"smile": self._smooth["smile"].update(self._smile(raw, speaking=speaking), t_s=t_s)}

    def _targets(self, raw: Mapping[str, float], *, speaking: bool, t_s: float) -> dict[str, float]:
        targets = {name: activation(key, raw[key], self._baseline, speaking=speaking) for name, key in _SCALED.items()}
        oblique, lowered = self._brows.leave(raw, speaking=speaking, t_s=t_s)
        return targets | {
            "smile": self._smile(raw, speaking=speaking),
            "smile_asymmetry": raw["smile_asymmetry"],
            "oblique": oblique,
            "lowered": lowered,
        }

    def _smile(self, raw: Mapping[str, float], *, speaking: bool) -> float:
        """Speech opens lips and shows teeth: while speaking only the blendshape counts."""
        smile = _relative("mouth_smile", raw["mouth_smile"], self._baseline, speaking=speaking)
        if speaking:
            return _soft(smile)
        rest = _rest("mouth_lift", self._baseline, speaking=False)
        return smile_shape(smile, mouth_lift=raw["mouth_lift"] - rest, mouth_light=raw.get("mouth_light", 0.0))


class _BrowRest:
    """How far the brows leave their rest: the calibrated one, else the median of the last minute, else a typical."""

    def __init__(self, baseline: PersonalBaseline) -> None:
        self._baseline = baseline
        self._known = {"brow_slope", "brow_lowering"} <= set(baseline.display_rest)
        self._usual = RunningCentre(window_s=OWN_REST_S, least=OWN_REST_LEAST)

    def leave(self, raw: Mapping[str, float], *, speaking: bool, t_s: float) -> tuple[float, float]:
        """Oblique and lowered, 0..1 each (F2.3, F2.4 before the smile is taken off)."""
        slope, lowering, outer = raw["brow_slope"], raw["brow_lowering"], raw["brow_outer_up"]
        rest_slope, rest_lowering, rest_outer = self._rest(speaking=speaking)
        self._usual.push(slope, lowering, outer, t_s=t_s)
        raised = _clipped((outer - rest_outer) / RAISED_RANGE)
        own_full = self._baseline.display_full.get("brow_lowering")
        reach = LOWERED_RANGE if own_full is None else max(own_full - rest_lowering, LOWERED_LEAST)
        oblique = _clipped((slope - rest_slope) / OBLIQUE_RANGE) * (1.0 - raised)
        return oblique, _clipped((lowering - rest_lowering) / reach)

    def _rest(self, *, speaking: bool) -> tuple[float, ...]:
        if self._known:
            names = ("brow_slope", "brow_lowering", "brow_outer_up")
            return tuple(_rest(name, self._baseline, speaking=speaking) for name in names)
        return self._usual.centre or (TOP_SLOPE, TOP_LOWERING, TYPICAL_REST["brow_outer_up"])


class _EyeRoll:
    """1.0 while the eyes have been turned up for .2 to 1.2 s with the head still and the lids open, else 0.0."""

    def __init__(self) -> None:
        self._since_s: float | None = None
        self._pitch_deg = 0.0

    def update(self, *, look_up: float, pitch_deg: float, blink: float, t_s: float) -> float:
        if look_up <= ROLL_UP or blink >= LIDS_OPEN:
            self._since_s = None
            return 0.0
        if self._since_s is None:
            self._since_s, self._pitch_deg = t_s, pitch_deg
        lasted_s = t_s - self._since_s
        still = abs(pitch_deg - self._pitch_deg) < ROLL_PITCH_DEG
        return 1.0 if still and ROLL_S[0] <= lasted_s <= ROLL_S[1] else 0.0


def _rest(name: str, baseline: PersonalBaseline, *, speaking: bool) -> float:
    """The own rest, while speaking that of speech where it was taken; else where the display begins."""
    silent = baseline.display_rest.get(name, LOWEST.get(name, TYPICAL_REST[name]))
    return baseline.display_rest_speaking.get(name, silent) if speaking else silent


def _relative(name: str, value: float, baseline: PersonalBaseline, *, speaking: bool) -> float:
    rest = _rest(name, baseline, speaking=speaking)
    return (value - rest) / max(baseline.display_full.get(name, TYPICAL_FULL[name]) - rest, LEAST_RANGE)


def _soft(x: float) -> float:
    """x inside, bent towards 0 and 1 without reaching them; strictly rising."""
    if x < SOFT_END:
        return SOFT_END * math.exp((x - SOFT_END) / SOFT_END)
    return x if x <= 1.0 - SOFT_END else 1.0 - SOFT_END * math.exp((1.0 - SOFT_END - x) / SOFT_END)


def _clipped(x: float) -> float:
    return min(1.0, max(0.0, x))
