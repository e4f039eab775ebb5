"""What a face shows, as movements: smile, brows up, brows lowered, lips pressed. Never a feeling.

Each display is the bare blendshape mean scaled by the person's own rest and range (F2.1), smoothed over a quarter of
a second. Measures that the face model does not carry (wide eyes, cheek squint, nose sneer) are not used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from perception.features.filters import TimeEma
from perception.features.gaze import eye_look
from perception.types import PersonalBaseline

DisplayClass = Literal["smile", "concern", "scowl", "dismiss", "neutral"]

SMOOTHING_S: Final = 0.25  # s, time constant of the smoothing; F2.1
LEAST_RANGE: Final = 0.12  # smallest range between rest and full that is believed; F2.1
YAW_GATE_DEG: Final = 30.0  # beyond, half the face is hidden; F2.1
PITCH_GATE_DEG: Final = 25.0  # F2.1
FACE_GATE_PX: Final = 100.0  # height of the face below which shapes are guesses; F2.1
SMILE: Final = 0.35  # F2.3; on GENKI-4K this threshold gives F1 .945 [C]
CONCERN: Final = 0.25  # F2.3
SCOWL: Final = 0.40  # F2.4
ONE_SIDED: Final = 0.35  # difference of the mouth's corners; F2.6
ONE_SIDED_LEAST: Final = 0.30  # the stronger corner at least this; F2.6
OWN_ASYMMETRY: Final = 0.20  # a face that is one-sided at rest is not read as such; F2.6
ROLL_UP: Final = 0.5  # eyes turned up; F2.7
ROLL_S: Final = (0.2, 1.2)  # s an eye-roll lasts; F2.7
ROLL_PITCH_DEG: Final = 4.0  # the head stays still meanwhile; F2.7
LIDS_OPEN: Final = 0.5

# Rest and full of a face nobody has calibrated: medians and high percentiles of 1,190 web photos and 5,300 frames of
# people talking [C]. Smiles need no scaling: bare values of .35 part smiles from none.
TYPICAL_REST: Final[Mapping[str, float]] = {
    "mouth_smile": 0.0,
    "brow_inner_up": 0.05,
    "brow_outer_up": 0.06,
    "brow_down": 0.05,
    "mouth_press": 0.04,
    "eye_squint": 0.32,
    "jaw_open": 0.02,
}
TYPICAL_FULL: Final[Mapping[str, float]] = {
    "mouth_smile": 1.0,
    "brow_inner_up": 0.75,
    "brow_outer_up": 0.70,
    "brow_down": 0.65,
    "mouth_press": 0.45,
    "eye_squint": 0.72,
    "jaw_open": 0.60,
}
_SCALED: Final = {
    "smile": "mouth_smile",
    "brow_inner_up": "brow_inner_up",
    "brow_outer_up": "brow_outer_up",
    "brow_lower": "brow_down",
    "lip_press": "mouth_press",
    "eye_squint": "eye_squint",
    "jaw_open": "jaw_open",
}


def raw_shapes(blendshapes: Mapping[str, float]) -> dict[str, float]:
    """Means of the bare blendshapes, 0..1 (eye_look_x and eye_look_y -1..1, + right and + up)."""

    def mean(name: str) -> float:
        return (blendshapes.get(f"{name}Left", 0.0) + blendshapes.get(f"{name}Right", 0.0)) / 2.0

    look_x, look_y = eye_look(blendshapes)
    return {
        "mouth_smile": mean("mouthSmile"),
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
    }


def activation(name: str, value: float, baseline: PersonalBaseline) -> float:
    """F2.1: (value - rest) / (full - rest), clipped to 0..1; `name` is a key of `raw_shapes`."""
    rest = baseline.display_rest.get(name, TYPICAL_REST[name])
    full = baseline.display_full.get(name, TYPICAL_FULL[name])
    return min(1.0, max(0.0, (value - rest) / max(full - rest, LEAST_RANGE)))


def display_class(displays: Mapping[str, float]) -> DisplayClass:
    """The display of one moment; 'neutral' when none is clear. A minimum duration is the caller's to ask for."""
    smile, asymmetry = displays.get("smile", 0.0), displays.get("smile_asymmetry", 0.0)
    one_sided = asymmetry > ONE_SIDED and smile + asymmetry / 2.0 > ONE_SIDED_LEAST
    if one_sided or displays.get("eye_roll", 0.0) > 0.5:
        return "dismiss"
    if smile >= SMILE:
        return "smile"
    if displays.get("concern", 0.0) >= CONCERN:
        return "concern"
    return "scowl" if displays.get("scowl", 0.0) >= SCOWL else "neutral"


def shown_well(*, yaw_deg: float, pitch_deg: float, face_height_px: float) -> bool:
    """Whether the face is turned and large enough for its shapes to be believed."""
    return abs(yaw_deg) <= YAW_GATE_DEG and abs(pitch_deg) <= PITCH_GATE_DEG and face_height_px >= FACE_GATE_PX


class DisplayReader:
    """Turns bare shapes into displays, frame after frame. Causal; latency about .25 s."""

    def __init__(self, baseline: PersonalBaseline) -> None:
        self._baseline = baseline
        self._smooth = {name: TimeEma(tau_s=SMOOTHING_S) for name in (*_SCALED, "smile_asymmetry")}
        self._roll = _EyeRoll()
        self._one_sided_at_rest = baseline.display_rest.get("smile_asymmetry", 0.0) > OWN_ASYMMETRY

    def read(
        self, raw: Mapping[str, float], *, look_up: float, pitch_deg: float, speaking: bool, t_s: float
    ) -> dict[str, float]:
        """Displays 0..1. While speaking, lip_press and smile_asymmetry are absent: speech makes those shapes."""
        level = {name: smooth.update(self._target(name, raw), t_s=t_s) for name, smooth in self._smooth.items()}
        smile, inner, lower = level["smile"], level["brow_inner_up"], level["brow_lower"]
        displays = {
            "smile": smile,
            "concern": inner * (0.5 + 0.5 * lower) * (1.0 - smile),
            "scowl": lower * (1.0 - inner) * (1.0 - smile),
            "brow_raise": (inner + level["brow_outer_up"]) / 2.0,
            "brow_lower": lower,
            "eye_squint": level["eye_squint"],
            "eye_roll": self._roll.update(look_up=look_up, pitch_deg=pitch_deg, blink=raw["eye_blink"], t_s=t_s),
            "jaw_open": level["jaw_open"],
        }
        if not speaking:
            displays["lip_press"] = level["lip_press"]
            if not self._one_sided_at_rest:
                displays["smile_asymmetry"] = level["smile_asymmetry"]
        return displays

    def _target(self, name: str, raw: Mapping[str, float]) -> float:
        if name == "smile_asymmetry":
            return raw["smile_asymmetry"]
        key = _SCALED[name]
        return activation(key, raw[key], self._baseline)


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
