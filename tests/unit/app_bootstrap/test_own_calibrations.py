"""The window's shelf of calibrations over the files of the library."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.bootstrap.calibrations import OwnCalibrations
from app.library.calibrations import Calibration, Calibrations
from app.ui.ports import KeptCalibration
from perception.types import PersonalBaseline

BASELINE = PersonalBaseline("full", distance_cm=60.0, display_rest={"smile": 0.1}, f0_hz=180.0)
MADE_AT = datetime(2026, 11, 25, 15, 0)
KEPT = KeptCalibration(MADE_AT, "Camera", "Microphone", ("framing", "neutral", "reading"), BASELINE)


def test_what_is_kept_is_found_listed_and_forgotten(tmp_path: Path) -> None:
    shelf = OwnCalibrations(Calibrations(tmp_path))
    shelf.keep(KEPT)
    assert shelf.find(camera="Camera", microphone="Microphone") == KEPT
    assert shelf.all() == [KEPT]
    assert shelf.find(camera="Another", microphone="Other") is None
    assert shelf.forget(camera="Camera", microphone="Microphone") == 1
    assert shelf.forget(camera="Camera", microphone="Microphone") == 0
    assert shelf.all() == []


def test_other_learners_and_unknown_steps_stay_out(tmp_path: Path) -> None:
    files = Calibrations(tmp_path)
    made_at = MADE_AT.astimezone()
    files.keep(Calibration("somebody", "Camera", "Microphone", made_at, ("neutral",), BASELINE))
    files.keep(Calibration("me", "Camera", "Microphone", made_at, ("neutral", "juggling"), BASELINE))
    (one,) = OwnCalibrations(files).all()
    assert one.measured == ("neutral",)


def test_damaged_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "me-1.calibration.json").write_text("{", encoding="utf-8")
    shelf = OwnCalibrations(Calibrations(tmp_path))
    assert shelf.find(camera="Camera", microphone="") is None
    assert "me-1.calibration.json" in shelf.problems()[0]
