"""What a calibration found, letter by letter, and what was skipped. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.engine.messages import CalibrationFinished, CalibrationStep
from app.ui.calibration.presenters.course import CalibrationPlan, CalibrationPresenter
from app.ui.calibration.presenters.places import FAR_DEG, GOOD_DEG
from app.ui.calibration.presenters.steps import STEPS, WORDS
from app.ui.ports import KeptCalibration
from app.ui.setup.presenter import Advice
from app.ui.words import LETTER_NAMES, listed, sentence
from perception.types import Letter

_BROWS: Final[tuple[CalibrationStep, ...]] = ("brows_up", "brows_together")
_NOTHING: Final = "Nothing of you was measured, so there is nothing to keep."
KEPT_WHERE: Final = "It is kept on this computer, as medians and ranges; no picture, no sound."


@dataclass(frozen=True, slots=True)
class LetterOutcome:
    """One letter: its mark and what the calibration means for it."""

    letter: Letter
    name: str
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """The last page. angle: what head and eyes tell about lens and tile. can_keep: there is something to keep."""

    title: str
    letters: tuple[LetterOutcome, ...]
    measured: str
    skipped: tuple[str, ...]
    angle: Advice | None
    kept: str
    can_keep: bool


def present_outcome(presenter: CalibrationPresenter) -> OutcomeView:
    """The last page of this calibration."""
    now, plan = presenter.now, presenter.plan
    steps = steps_measured(presenter)
    skipped = tuple(
        f"{WORDS[step].name}: {WORDS[step].cost}" for step, state in now.states.items() if state == "skipped"
    )
    names = listed(WORDS[step].name.lower() for step in now.measured)
    return OutcomeView(
        title="Calibrated" if now.found and not skipped else "Partly calibrated" if now.found else "Not calibrated",
        letters=letter_outcomes(steps, found=now.found),
        measured=f"{sentence(names)}." if now.has_findings else _NOTHING,
        skipped=skipped,
        angle=present_angle(now.found),
        kept=f"{KEPT_WHERE} It counts for {_devices(plan)}." if now.found else "",
        can_keep=now.found is not None,
    )


def steps_measured(presenter: CalibrationPresenter) -> tuple[CalibrationStep, ...]:
    """All steps the baseline rests on: those measured now, those the engine names, and those of an earlier time."""
    now, plan = presenter.now, presenter.plan
    earlier = plan.known.measured if plan.quick and plan.known else ()
    named = now.found.measured if now.found else ()
    return tuple(step for step in STEPS if step in {*earlier, *named, *now.measured})


def to_keep(presenter: CalibrationPresenter, made_at: datetime) -> KeptCalibration | None:
    """What goes on the shelf, None when nothing was found."""
    found, plan = presenter.now.found, presenter.plan
    if found is None:
        return None
    return KeptCalibration(
        made_at=made_at,
        camera=plan.camera.name if plan.camera else "",
        microphone=plan.microphone.name if plan.microphone else "",
        measured=steps_measured(presenter),
        baseline=found.baseline,
    )


def letter_outcomes(
    steps: Collection[CalibrationStep], *, found: CalibrationFinished | None = None
) -> tuple[LetterOutcome, ...]:
    """What these steps mean for the letters that are compared with oneself."""
    made: tuple[tuple[Letter, str, str], ...] = (
        ("E", *_eyes(steps, found)),
        ("M", *_face(steps)),
        ("P", *_posture(steps)),
        ("T", *_voice(steps)),
    )
    return tuple(LetterOutcome(letter, LETTER_NAMES[letter], mark, text) for letter, mark, text in made)


def _eyes(steps: Collection[CalibrationStep], found: CalibrationFinished | None) -> tuple[str, str]:
    if "tile" not in steps and "lens" not in steps:
        return "unknown", "Shows a band only: it does not know where the call is for your eyes."
    if "tile" not in steps:
        return "watch", "Knows the lens of the camera, and takes it for the customer's picture."
    if "lens" not in steps:
        return "watch", "Knows the customer's picture, but not the lens of the camera."
    if found is not None and not found.separable:
        return "good", "Measured as “on the call”: lens and picture are too close together to tell which of the two."
    return "good", "Knows the lens and the customer's picture apart from looking away."


def _face(steps: Collection[CalibrationStep]) -> tuple[str, str]:
    if "neutral" not in steps:
        return "unknown", "Shows a band only: it does not know your face at rest."
    missing = [WORDS[step].name.lower() for step in ("smile", *_BROWS) if step not in steps]
    if missing:
        return "watch", f"Knows your face at rest; it is less sure of {listed(missing)}."
    return "good", "Knows your face at rest, your smile and your brows."


def _posture(steps: Collection[CalibrationStep]) -> tuple[str, str]:
    if "neutral" in steps:
        return "good", "Is compared with how you usually sit."
    return "watch", "Is compared with the first minutes of each call."


def _voice(steps: Collection[CalibrationStep]) -> tuple[str, str]:
    if "reading" in steps and "talking" in steps:
        return "good", "Is compared with your usual voice."
    if "reading" in steps or "talking" in steps:
        return "watch", "Knows your usual voice from one of two samples, and is less sure."
    return "watch", "Is compared with the first minutes of each call."


def present_angle(found: CalibrationFinished | None) -> Advice | None:
    """The angle between lens and tile as head and eyes show it; None when it is not known."""
    if found is None or found.lens_tile_deg is None:
        return None
    said = f"Your eyes turn about {found.lens_tile_deg:.0f} degrees from the lens to the customer's picture."
    if found.lens_tile_deg <= GOOD_DEG:
        return Advice(f"{said} Good: this looks like looking at the customer.", "good")
    if found.lens_tile_deg <= FAR_DEG:
        return Advice(f"{said} A little nearer to the camera is better.", "watch")
    return Advice(f"{said} Move the window up under the camera, then check again.", "watch")


def _devices(plan: CalibrationPlan) -> str:
    if plan.camera and plan.microphone:
        return "this camera with this microphone"
    return "this camera" if plan.camera else "this microphone"
