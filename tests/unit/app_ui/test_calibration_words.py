"""What a calibration means for the letters, how far the customer's picture is, and what the set-up says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from app.engine.messages import (
    CalibrationFinished,
    Device,
)
from app.settings import Settings
from app.ui.calibration.presenters.outcome import letter_outcomes, present_angle
from app.ui.calibration.presenters.places import TilePlace, angle_deg, mm_per_px, present_place
from app.ui.calibration.presenters.steps import STEPS
from app.ui.ports import KeptCalibration
from app.ui.setup.calibration_presenter import present_calibration
from app.ui.setup.presenter import Chosen
from perception.types import PersonalBaseline

CAMERA = Device("cam0", "Integrated camera", "camera")
MICROPHONE = Device("mic0", "Headset microphone", "microphone")
NOW = datetime(2026, 11, 25, 15, 0)
SO_FAR = PersonalBaseline("full", distance_cm=58.0)
BOTH = Chosen("cam0", "mic0")


def kept(days: int = 3, **changes) -> KeptCalibration:
    made = datetime(2026, 11, 25 - days, 9, 0)
    values = {"camera": CAMERA.name, "microphone": MICROPHONE.name, "measured": STEPS, "baseline": SO_FAR, **changes}
    return KeptCalibration(made_at=made, **values)


# ---------------------------------------------------------------- letters, angles, places


def test_what_was_skipped_is_said_letter_by_letter():
    nothing = {one.letter: one for one in letter_outcomes(())}
    assert nothing["E"].text.startswith("Shows a band only")
    assert letter_outcomes(("lens",))[0].mark == "watch"
    assert nothing["M"].text.startswith("Shows a band only")
    assert nothing["T"].text == "Is compared with the first minutes of each call."
    some = {one.letter: one for one in letter_outcomes(("tile", "neutral", "smile", "reading"))}
    assert some["E"].mark == "watch"
    assert some["M"].text == "Knows your face at rest; it is less sure of brows up and brows together."
    assert some["T"].mark == "watch"


def test_places_that_cannot_be_told_apart_are_not_claimed():
    found = CalibrationFinished(SO_FAR, ("lens", "tile"), 2.0, separable=False)
    eyes = letter_outcomes(("lens", "tile"), found=found)[0]
    assert "on the call" in eyes.text
    assert present_angle(replace(found, lens_tile_deg=None)) is None
    wide = present_angle(replace(found, lens_tile_deg=14.0))
    assert wide is not None
    assert (wide.mark, "Move the window up" in wide.text) == ("watch", True)


def test_the_angle_of_the_picture():
    assert angle_deg(100.0, 60.0) == pytest.approx(9.46, abs=0.01)
    good = present_place(TilePlace(63.0, 0.0), 60.0)
    assert good is not None
    assert good.text == "The customer's picture is about 6 degrees below the camera. Good."
    far = present_place(TilePlace(150.0, 0.0), 60.0)
    assert far is not None
    assert far.text.endswith("Move the window up under the camera, or sit a little further back.")
    full = present_place(TilePlace(150.0, 0.0, can_rise=False, fills=True), 60.0)
    assert full is not None
    assert "Make the window smaller" in full.text
    near = present_place(TilePlace(90.0, 0.0, can_rise=False), 60.0)
    assert near is not None
    assert near.text.endswith("9 degrees below the camera. Sit a little further back.")
    aside = present_place(TilePlace(63.0, -120.0), 60.0)
    assert aside is not None
    assert "and 11 to the left. Move the window" in aside.text


def test_nothing_is_said_about_a_place_that_is_not_known():
    assert present_place(None, 60.0) is None
    assert present_place(TilePlace(60.0, 0.0), None) is None
    assert mm_per_px(0.0, 1080) is None
    assert mm_per_px(300.0, 0) is None
    assert mm_per_px(1600.0, 1080) is None
    assert mm_per_px(286.0, 1080) == pytest.approx(0.265, abs=0.001)


# ---------------------------------------------------------------- set-up


def test_calibrating_is_the_next_step_until_it_is_put_off():
    state = present_calibration(None, BOTH, Settings(), NOW, distance_cm=None)
    assert (state.first, state.later, state.calibrate) == (True, True, "Calibrate (90 seconds)")
    assert state.text == "Not calibrated: E and M show a band only."
    later = present_calibration(None, BOTH, Settings().changed(calibration_put_off="x"), NOW, distance_cm=None)
    assert (later.first, later.calibrate) == (False, "Calibrate")
    off = present_calibration(None, Chosen(), Settings(), NOW, distance_cm=None)
    assert off.calibrate == ""


def test_a_re_check_is_offered_when_it_is_old_or_one_sits_elsewhere():
    fresh = present_calibration(kept(), BOTH, Settings(), NOW, distance_cm=60.0)
    assert (fresh.text, fresh.mark) == ("Calibrated on 22 November with this camera and microphone.", "good")
    old = present_calibration(kept(24), BOTH, Settings().changed(recheck_days=20), NOW, distance_cm=None)
    assert (old.why, old.recheck) == ("That was 24 days ago.", "Quick re-check (20 s)")
    never = present_calibration(kept(24), BOTH, Settings().changed(recheck_days=0), NOW, distance_cm=None)
    assert never.mark == "good"
    moved = present_calibration(kept(), BOTH, Settings(), NOW, distance_cm=90.0)
    assert moved.why == "You sit further from the camera than then."


def test_a_microphone_that_is_new_is_said():
    state = present_calibration(kept(measured=("framing", "tile")), BOTH, Settings(), NOW, distance_cm=None)
    assert state.text.startswith("Calibrated on 22 November with this camera. M shows a band only. T learns your voice")
    voice = present_calibration(kept(measured=("reading",)), BOTH, Settings(), NOW, distance_cm=None)
    assert voice.text.endswith("with this microphone. E and M show a band only.")
