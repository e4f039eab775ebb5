"""What is wrong with a moment of a calibration, and when to say so.

A wrong nag is worse than none: a problem is named only after it has lasted, one at a time, and stays long enough to be
read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from perception.features.calibration_steps import GAZE_STEPS, POSE_STEPS, CalibrationAdvice, CalibrationStep
from perception.features.facial_display import FACE_GATE_PX
from perception.features.filters import TimeEma
from perception.features.lighting import Light
from perception.types import FaceObservation, PoseObservation

TOO_DARK: Final = 0.14  # mean luma of the face; dark skin in ordinary light lies above .2 [D]
TOO_BRIGHT: Final = 0.93  # skin is burnt out [D]
TURNED_DEG: Final = 30.0  # deg of yaw or pitch beyond which shapes and eyes are not read; F2.1
TURNED_NOTES_DEG: Final = 50.0  # deg allowed towards notes and a second screen, where people turn the head [D]
MOVING_DEG_S: Final = 25.0  # deg/s of the head; listening people stay below 10, a nod passes 25 for .2 s at a time [D]
MOVING_SMOOTH_S: Final = 0.5  # s, so that one nod is not "moving" [D]
FRESH_S: Final = 1.5  # s a finding holds when no newer one comes
FORGET_S: Final = 0.4  # s a problem may be absent and still count as lasting: one good picture does not end it
SHOWN_LEAST_S: Final = 1.2  # s an advice stays, so that it can be read [D]

# s a problem must last before it is named [D]; in order of importance.
LEAST_S: Final[Mapping[CalibrationAdvice, float]] = {
    "no_face": 1.0,
    "several_faces": 1.5,
    "too_dark": 1.5,
    "too_bright": 1.5,
    "backlit": 2.0,
    "glare": 2.5,
    "too_far": 1.2,
    "too_close": 1.2,
    "off_centre": 1.2,
    "too_low": 1.5,
    "too_high": 1.5,
    "head_only": 1.5,
    "face_turned": 1.5,
    "eyes_closed": 1.5,
    "moving": 1.5,
    "keep_looking": 2.0,
    "not_enough_change": 2.5,
    "no_sound": 2.0,
    "too_quiet": 2.0,
    "too_loud": 1.0,
    "noisy_room": 3.0,
    "gain_control": 3.0,
    "no_speech": 3.0,
}
# These are told and hold nothing up: the largest face is the person's, and the models see more than one expects.
HINTS: Final[frozenset[CalibrationAdvice]] = frozenset(
    {"several_faces", "too_dark", "too_bright", "backlit", "glare", "too_loud", "noisy_room", "gain_control"}
)
# In the dark nothing else can be mended. Then what holds the step up; hints last, so
# that a portrait on the wall never hides why a step does not go on.
_ORDER: Final[Mapping[CalibrationAdvice, int]] = {
    code: place + (100 if code in HINTS else 0) for place, code in enumerate(LEAST_S)
} | {"too_dark": -1}
_FRAMING: Final[Mapping[str, CalibrationAdvice]] = {
    "absent": "no_face",
    "too_far": "too_far",
    "too_close": "too_close",
    "off_centre": "off_centre",
    "too_low": "too_low",
    "too_high": "too_high",
    "head_only": "head_only",
}


def light_problems(light: Light) -> set[CalibrationAdvice]:
    """What is wrong with the light."""
    found: set[CalibrationAdvice] = set()
    if light.backlit:
        found.add("backlit")
    elif light.brightness < TOO_DARK:
        found.add("too_dark")
    elif light.brightness > TOO_BRIGHT:
        found.add("too_bright")
    if light.glare:
        found.add("glare")
    return found


def framing_problems(pose: PoseObservation) -> set[CalibrationAdvice]:
    """What is wrong with the place in the picture."""
    words = _FRAMING.get(pose.framing if pose.found else "absent")
    return {words} if words else set()


class FaceWatch:
    """Problems of one picture after another of a step: no face, turned away, eyes closed, moving.

    Eyes matter where they are read and at rest (a wide smile narrows them), the size of the face where shapes are,
    stillness at rest only.
    """

    def __init__(self, step: CalibrationStep) -> None:
        self._turned_deg = TURNED_NOTES_DEG if step in ("notes", "second_screen") else TURNED_DEG
        self._still = step == "neutral"
        self._eyes = self._still or step in GAZE_STEPS
        self._shapes = self._still or step in POSE_STEPS
        self._speed = TimeEma(tau_s=MOVING_SMOOTH_S)
        self._before: FaceObservation | None = None

    def problems(self, face: FaceObservation) -> set[CalibrationAdvice]:
        """What is wrong with this picture; times must not go back."""
        if not face.found or face.yaw_deg is None or face.pitch_deg is None:
            self._before = None
            return {"no_face"}
        found: set[CalibrationAdvice] = {"several_faces"} if face.faces > 1 else set()
        if max(abs(face.yaw_deg), abs(face.pitch_deg)) > self._turned_deg:
            found.add("face_turned")
        if self._shapes and face.box is not None and face.box.height < FACE_GATE_PX:
            found.add("too_far")
        if self._eyes and face.eyes in ("blink", "closed"):
            found.add("eyes_closed")
        if self._still and self._moves(face):
            found.add("moving")
        return found

    def _moves(self, face: FaceObservation) -> bool:
        before, self._before = self._before, face
        if before is None or face.t_s <= before.t_s:
            return False
        assert face.yaw_deg is not None
        assert face.pitch_deg is not None
        turned = abs(face.yaw_deg - (before.yaw_deg or 0.0)) + abs(face.pitch_deg - (before.pitch_deg or 0.0))
        return self._speed.update(turned / (face.t_s - before.t_s), t_s=face.t_s) > MOVING_DEG_S


class AdviceFilter:
    """From what is wrong at each moment to the one advice worth showing."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[float, frozenset[CalibrationAdvice]]] = {}
        self._spans: dict[CalibrationAdvice, tuple[float, float]] = {}
        self._counts: dict[CalibrationAdvice, int] = {}
        self._shown: CalibrationAdvice = ""
        self._shown_s = float("-inf")

    def note(self, source: str, problems: set[CalibrationAdvice], *, t_s: float) -> None:
        """The newest finding of one source ('face', 'light', ...) replaces its last one."""
        self._found[source] = (t_s, frozenset(problems))

    def update(self, now_s: float) -> CalibrationAdvice:
        """The advice to show now; ask several times a second."""
        for code in {code for t_s, codes in self._found.values() if now_s - t_s <= FRESH_S for code in codes}:
            since_s, last_s = self._spans.get(code, (now_s, now_s))
            self._spans[code] = (since_s if now_s - last_s <= FORGET_S else now_s, now_s)
            self._counts[code] = self._counts.get(code, 0) + 1
        lasting = [
            code
            for code, (since_s, last_s) in self._spans.items()
            if now_s - last_s <= FORGET_S and last_s - since_s >= LEAST_S[code]
        ]
        wanted: CalibrationAdvice = min(lasting, key=_ORDER.__getitem__, default="")
        if wanted != self._shown and now_s - self._shown_s >= (SHOWN_LEAST_S if self._shown else 0.0):
            self._shown, self._shown_s = wanted, now_s
        return self._shown

    def main_reason(self) -> CalibrationAdvice:
        """What was wrong most of the time since the beginning, hints last; '' when nothing was."""

        def rank(code: CalibrationAdvice) -> tuple[bool, int, int]:
            return code not in HINTS or code == "too_dark", self._counts[code], -_ORDER[code]

        return max(self._counts, key=rank, default="")
