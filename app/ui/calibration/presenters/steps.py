"""The steps of a calibration in words: what to do, what is said meanwhile, and what it costs to skip one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from app.engine.messages import CalibrationAdvice, CalibrationStep
from app.ui.setup.presenter import FRAMING_WORDS

STEPS: Final[tuple[CalibrationStep, ...]] = get_args(CalibrationStep)
VOICE_STEPS: Final[tuple[CalibrationStep, ...]] = ("reading", "talking")
# A re-check measures what moves from day to day: how one sits, the place of the tile, the face at rest, the voice.
QUICK_STEPS: Final[tuple[CalibrationStep, ...]] = ("framing", "tile", "neutral", "reading")

Scene = Literal["picture", "lens", "tile", "aside", "words"]


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step. name: in the list of steps. ask: what to do. hold: while all is well. cost: what skipping it costs.

    scene: what the screen shows. skip: the word on the button that skips it.
    """

    name: str
    scene: Scene
    title: str
    ask: str
    hold: str
    cost: str
    skip: str = "Skip"


WORDS: Final[Mapping[CalibrationStep, StepWords]] = {
    "framing": StepWords(
        "Place in the picture",
        "picture",
        "Sit as you do in a call",
        "Head and shoulders in the outline, the face towards the screen.",
        "Good. Stay like this for a moment.",
        "whether head and shoulders are well in the picture was not looked at.",
    ),
    "lens": StepWords(
        "Camera lens",
        "lens",
        "Look into the lens of the camera",
        "The arrow points to it. Press Space when you look there; then turn your head a little left and right.",
        "Good. Keep looking into the lens.",
        "E will not know the lens from the customer's picture.",
    ),
    "tile": StepWords(
        "Customer's picture",
        "tile",
        "Look at the mark",
        "The customer will be here. Press Space when you look at it; then turn your head a little left and right.",
        "Good. Keep looking at the mark.",
        "E takes the lens for the customer's place; without the lens as well, E will show a band only.",
    ),
    "notes": StepWords(
        "Your notes",
        "aside",
        "Look at your notes",
        "On paper or on this screen: look where they are in a call, then press Space. No notes? Press S.",
        "Good. Keep looking at your notes.",
        "a look at notes will count as looking away.",
        "I have no notes",
    ),
    "second_screen": StepWords(
        "Second screen",
        "aside",
        "Look at your other screen",
        "A mark is shown there. Press Space when you look at it. Not used in calls? Press S.",
        "Good. Keep looking at the other screen.",
        "a look at the other screen will count as looking away.",
        "I do not use it",
    ),
    "neutral": StepWords(
        "Face at rest",
        "picture",
        "Rest your face",
        "Mouth closed and loose, brows loose, eyes on the screen, until the ring is full. Blink as you like.",
        "Good. Keep your face loose.",
        "M will show a band only, and P learns how you sit from the first minutes of a call.",
    ),
    "smile": StepWords(
        "Smile",
        "picture",
        "Smile",
        "As wide as you can, and hold it for two seconds.",
        "Good. Hold the smile.",
        "M will not know how wide your smile is, and is less sure of it.",
    ),
    "brows_up": StepWords(
        "Brows up",
        "picture",
        "Brows up",
        "Lift both brows as high as you can, and hold them for two seconds.",
        "Good. Hold your brows up.",
        "M will not know how far your brows go up, and is less sure of them.",
    ),
    "brows_together": StepWords(
        "Brows together",
        "picture",
        "Brows together",
        "Draw the brows down and together, and hold them for two seconds.",
        "Good. Hold your brows together.",
        "M will not know how far your brows go down, and is less sure of them.",
    ),
    "reading": StepWords(
        "Reading",
        "words",
        "Read this aloud",
        "As you would read it to a colleague. Press Space, then begin.",
        "Good. Read on.",
        "T is less sure; without both samples of your voice it learns from the first minutes of a call.",
    ),
    "talking": StepWords(
        "Talking",
        "words",
        "Talk for 20 seconds",
        "Press Space, then answer in your own words. The words themselves are not kept.",
        "Good. Talk on.",
        "T is less sure; without both samples of your voice it learns from the first minutes of a call.",
    ),
}
# Sitting down well shows nothing of the person yet; it is there so that the other steps succeed.
PREPARING: Final[frozenset[CalibrationStep]] = frozenset({"framing"})
QUESTION: Final = "What did you do yesterday, from morning to evening?"

_ADVICE: Final[Mapping[CalibrationAdvice, str]] = {
    "no_face": "No face is seen: sit in front of the camera.",
    "several_faces": "Several people are in the picture: only you should be.",
    "too_dark": "Too dark: turn on a lamp in front of you.",
    "too_bright": "Too bright: turn the lamp away, or move back from it.",
    "backlit": "The light is behind you: turn towards it.",
    "glare": "Your glasses reflect the lamp: tilt it, or turn a little.",
    "too_far": FRAMING_WORDS["too_far"],
    "too_close": FRAMING_WORDS["too_close"],
    "off_centre": FRAMING_WORDS["off_centre"],
    "too_low": FRAMING_WORDS["too_low"],
    "too_high": FRAMING_WORDS["too_high"],
    "head_only": FRAMING_WORDS["head_only"],
    "face_turned": "Turn your face towards the screen.",
    "eyes_closed": "Your eyes look closed: open them a little wider.",
    "moving": "Sit still for a moment.",
    "keep_looking": "Keep looking at the same place.",
    "not_enough_change": "A little more: make it as large as you can.",
    "no_sound": "Nothing is heard: check that the microphone is not muted.",
    "too_quiet": "Speak a little louder, or move closer to the microphone.",
    "too_loud": "A little too loud: move back from the microphone.",
    "noisy_room": "The room is noisy: close the door or the window.",
    "gain_control": "The microphone changes its level by itself: switch that off in the sound settings.",
    "no_speech": "Waiting for your voice.",
}
_ADVICE_IN_STEP: Final[Mapping[tuple[CalibrationStep, CalibrationAdvice], str]] = {
    ("lens", "face_turned"): "Turn your face towards the camera.",
    ("lens", "keep_looking"): "Keep looking into the lens.",
    ("tile", "keep_looking"): "Keep looking at the mark.",
    ("notes", "keep_looking"): "Keep looking at your notes.",
    ("second_screen", "keep_looking"): "Keep looking at the other screen.",
    ("smile", "not_enough_change"): "Smile a little wider.",
    ("brows_up", "not_enough_change"): "Lift your brows a little higher.",
    ("brows_together", "not_enough_change"): "Draw your brows a little closer together.",
    ("reading", "no_speech"): "Begin to read aloud.",
    ("talking", "no_speech"): "Begin to talk.",
}


def advice_words(step: CalibrationStep | None, advice: CalibrationAdvice) -> str:
    """One sentence with its remedy; '' when nothing is wrong."""
    if step is not None and (step, advice) in _ADVICE_IN_STEP:
        return _ADVICE_IN_STEP[step, advice]
    return _ADVICE.get(advice, "")


def needs_camera(step: CalibrationStep) -> bool:
    """Whether a step is seen rather than heard."""
    return step not in VOICE_STEPS


def steps_for(*, camera: bool, microphone: bool, second_screen: bool, quick: bool) -> tuple[CalibrationStep, ...]:
    """The steps these devices and screens allow."""
    wanted = QUICK_STEPS if quick else STEPS
    return tuple(
        step
        for step in wanted
        if (camera if needs_camera(step) else microphone) and (second_screen or step != "second_screen")
    )


def text_for(step: CalibrationStep, paragraph: str, *, quick: bool) -> str:
    """What is read or answered in a step; the re-check reads the first two sentences."""
    if step == "talking":
        return QUESTION
    if step != "reading":
        return ""
    return ". ".join(paragraph.split(". ")[:2]) + "." if quick else paragraph
