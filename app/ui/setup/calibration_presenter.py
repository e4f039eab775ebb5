"""What the set-up says about calibration: its state for these devices, and what is offered. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.settings import Settings
from app.ui.calibration.presenters.steps import PREPARING, VOICE_STEPS, needs_camera
from app.ui.ports import KeptCalibration
from app.ui.setup.presenter import Chosen
from app.ui.words import day, listed

# Sitting a third nearer or further than then changes every angle by as much.
MOVED_SHARE: Final = 1 / 3


@dataclass(frozen=True, slots=True)
class CalibrationState:
    """The card in the set-up. text: the state in one sentence; why: what speaks for doing something, '' for nothing.

    calibrate, recheck: words of the two buttons, '' for none. later: whether 'Later' is offered. first: calibrating is
    the natural next step, before the call.
    """

    mark: str
    text: str
    why: str = ""
    calibrate: str = ""
    recheck: str = ""
    later: bool = False
    first: bool = False


def present_calibration(
    kept: KeptCalibration | None, chosen: Chosen, settings: Settings, now: datetime, *, distance_cm: float | None
) -> CalibrationState:
    """The state of calibration for these devices. kept: what was found for them."""
    if not chosen.camera and not chosen.microphone:
        return CalibrationState("unknown", "Choose a camera or a microphone to calibrate.")
    if kept is None or set(kept.measured) <= PREPARING:
        return _not_calibrated(chosen, put_off=bool(settings.text("calibration_put_off")))
    text = f"Calibrated {_on(kept.made_at, now)} with this {listed(_devices(kept))}."
    text += _missing(kept, chosen)
    why = _recheck_reason(kept, settings, now, distance_cm)
    if why:
        return CalibrationState("watch", text, why, calibrate="Calibrate anew", recheck="Quick re-check (20 s)")
    return CalibrationState("good", text, calibrate="Calibrate anew", recheck="Quick re-check")


def _not_calibrated(chosen: Chosen, *, put_off: bool) -> CalibrationState:
    bands = "E and M show a band only" if chosen.camera else "T learns your voice from the first minutes of a call"
    text = f"Not calibrated: {bands}."
    if put_off:
        return CalibrationState("unknown", text, calibrate="Calibrate")
    why = "Compares you with yourself. Every step can be skipped."
    return CalibrationState("unknown", text, why, calibrate="Calibrate (90 seconds)", later=True, first=True)


def _missing(kept: KeptCalibration, chosen: Chosen) -> str:
    """Which letters have to do without, in words."""
    rest = {"E": {"lens", "tile"}, "M": {"neutral"}} if chosen.camera else {}
    bands = [letter for letter, needed in rest.items() if not needed & set(kept.measured)]
    said = f" {listed(bands)} {'shows' if len(bands) == 1 else 'show'} a band only." if bands else ""
    if chosen.microphone and not set(VOICE_STEPS) & set(kept.measured):
        said += " T learns your voice from the first minutes of a call."
    return said


def _devices(kept: KeptCalibration) -> list[str]:
    seen = any(map(needs_camera, kept.measured))
    heard = any(step in VOICE_STEPS for step in kept.measured)
    return [name for name, there in (("camera", seen), ("microphone", heard)) if there]


def _on(made_at: datetime, now: datetime) -> str:
    said = day(made_at, now.date())
    return said if said in ("today", "yesterday") else f"on {said}"


def _recheck_reason(kept: KeptCalibration, settings: Settings, now: datetime, distance_cm: float | None) -> str:
    then_cm = kept.baseline.distance_cm
    if then_cm and distance_cm and abs(distance_cm - then_cm) > MOVED_SHARE * then_cm:
        return f"You sit {'nearer to' if distance_cm < then_cm else 'further from'} the camera than then."
    after = settings.number("recheck_days")
    age = (now - kept.made_at.replace(tzinfo=None)).days
    return f"That was {age} days ago." if after and age >= after else ""
