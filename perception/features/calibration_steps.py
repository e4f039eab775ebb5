"""What a calibration asks for, how much good evidence each step needs and why, and what it may say meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

# One thing at a time, in this order. 'framing' waits until head and shoulders are well in the picture; 'notes' and
# 'second_screen' only where the person has them.
CalibrationStep = Literal[
    "framing",
    "lens",
    "tile",
    "notes",
    "second_screen",
    "neutral",
    "smile",
    "brows_up",
    "brows_together",
    "reading",
    "talking",
]
# What keeps a step from going on, as a code that the presenter turns into a sentence; '' when all is well.
CalibrationAdvice = Literal[
    "",
    "no_face",
    "several_faces",
    "too_dark",
    "too_bright",
    "backlit",
    "glare",
    "too_far",
    "too_close",
    "off_centre",
    "too_low",
    "too_high",
    "head_only",
    "face_turned",
    "eyes_closed",
    "moving",
    "keep_looking",
    "not_enough_change",
    "no_sound",
    "too_quiet",
    "too_loud",
    "noisy_room",
    "gain_control",
    "no_speech",
]
GazeStep = Literal["lens", "tile", "notes", "second_screen"]
PoseStep = Literal["smile", "brows_up", "brows_together"]

GAZE_STEPS: Final[tuple[GazeStep, ...]] = ("lens", "tile", "notes", "second_screen")
POSE_STEPS: Final[tuple[PoseStep, ...]] = ("smile", "brows_up", "brows_together")
VOICE_STEPS: Final[tuple[CalibrationStep, ...]] = ("reading", "talking")

SETTLE_S: Final = 0.7  # s after a target is named in which the eyes are still on their way; 1.3


@dataclass(frozen=True, slots=True)
class StepPlan:
    """need_s: seconds of good evidence. enough_s: what still counts when no more comes. give_up_s: the longest wait
    without any new evidence. limit_s: the longest the step may take. default: what to say when nothing else is known
    of why it failed."""

    need_s: float
    enough_s: float
    give_up_s: float
    limit_s: float
    default: CalibrationAdvice


# One look is 2.5 s with its first .7 s dropped (1.3): 27 pictures at 15 a second, which put the median of a gaze with
# 3 degrees of noise within .7 degrees.
_LOOK: Final = StepPlan(need_s=1.8, enough_s=1.8, give_up_s=12.0, limit_s=25.0, default="keep_looking")
# A pose can be held for about two seconds before it fades (0.3).
_POSE: Final = StepPlan(need_s=2.0, enough_s=1.0, give_up_s=10.0, limit_s=20.0, default="not_enough_change")

PLANS: Final[Mapping[CalibrationStep, StepPlan]] = {
    # One second in a row shows that the person has settled; moving chair and lamp may take long.
    "framing": StepPlan(need_s=1.0, enough_s=1.0, give_up_s=40.0, limit_s=60.0, default="no_face"),
    "lens": _LOOK,
    "tile": _LOOK,
    "notes": _LOOK,
    "second_screen": _LOOK,
    # 20 s hold 100 body poses for a 90th percentile of the movement, and three to six blinks (0.3).
    "neutral": StepPlan(need_s=20.0, enough_s=10.0, give_up_s=15.0, limit_s=60.0, default="moving"),
    "smile": _POSE,
    "brows_up": _POSE,
    "brows_together": _POSE,
    # Of 30 s of reading and 20 s of talk about seven tenths are sound; slow starts are waited for (0.3).
    "reading": StepPlan(need_s=21.0, enough_s=10.0, give_up_s=12.0, limit_s=75.0, default="no_speech"),
    "talking": StepPlan(need_s=14.0, enough_s=7.0, give_up_s=12.0, limit_s=60.0, default="no_speech"),
}
# A re-check only asks whether today is like the day of the calibration: 20 s in all (0.3).
RECHECK_PLANS: Final[Mapping[CalibrationStep, StepPlan]] = {
    **PLANS,
    "neutral": StepPlan(need_s=8.0, enough_s=5.0, give_up_s=15.0, limit_s=30.0, default="moving"),
    "reading": StepPlan(need_s=4.0, enough_s=2.5, give_up_s=12.0, limit_s=30.0, default="no_speech"),
    "talking": StepPlan(need_s=4.0, enough_s=2.5, give_up_s=12.0, limit_s=30.0, default="no_speech"),
}
