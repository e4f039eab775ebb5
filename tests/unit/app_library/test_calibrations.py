from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.library.calibrations import ME, Calibration, Calibrations, calibrations_folder
from perception.types import GazeTarget, PersonalBaseline

BASELINE = PersonalBaseline(
    calibrated="full",
    gaze_x_deg=1.0,
    gaze_y_deg=-2.5,
    gaze_targets=(GazeTarget("camera", 1.0, 2.0, 0.8, 0.9, 27), GazeTarget("tile", 1.0, -7.0, 0.8, 0.9, 27)),
    display_rest={"mouth_smile": 0.05, "brow_down": 0.04},
    display_full={"mouth_smile": 0.7},
    shoulder_span_px=240.0,
    motion=0.1,
    f0_hz=118.0,
    f0_sd_st=2.1,
    level_dbfs=-31.0,
    level_sd_db=4.0,
    tilt_db=11.0,
    words_per_minute=150.0,
)
WHEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def calibration(**changes: Any) -> Calibration:
    one = Calibration(ME, "Laptop camera", "Headset", WHEN, ("lens", "tile", "neutral", "reading"), BASELINE)
    return replace(one, **changes)


@pytest.fixture
def kept(tmp_path: Path) -> Calibrations:
    return Calibrations(tmp_path / "calibrations")


def test_what_is_kept_is_found_again(kept: Calibrations) -> None:
    kept.keep(calibration())
    found = Calibrations(kept.folder).find(ME, camera="Laptop camera", microphone="Headset")
    assert found == calibration()
    assert kept.find("someone else", camera="Laptop camera", microphone="Headset") is None
    assert kept.problems() == ()


def test_nothing_is_known_on_a_new_machine(kept: Calibrations) -> None:
    assert kept.find(ME, camera="Laptop camera", microphone="Headset") is None
    assert kept.all() == []


def test_a_new_calibration_replaces_the_one_of_the_same_devices(kept: Calibrations) -> None:
    kept.keep(calibration())
    kept.keep(calibration(made_at=WHEN + timedelta(days=1), baseline=replace(BASELINE, f0_hz=121.0)))
    (only,) = kept.all()
    assert only.baseline.f0_hz == 121.0


def test_another_microphone_keeps_the_camera_and_drops_the_voice(kept: Calibrations) -> None:
    kept.keep(calibration())
    found = kept.find(ME, camera="Laptop camera", microphone="Desk microphone")
    assert found is not None
    assert found.baseline.gaze_targets == BASELINE.gaze_targets
    assert found.baseline.motion == 0.1
    assert (found.baseline.f0_hz, found.baseline.level_dbfs, found.baseline.words_per_minute) == (None, None, None)
    assert found.measured == ("lens", "tile", "neutral")
    assert found.microphone == "Desk microphone"


def test_another_camera_keeps_the_voice_alone(kept: Calibrations) -> None:
    kept.keep(calibration())
    found = kept.find(ME, camera="Other camera", microphone="Headset")
    assert found is not None
    assert found.baseline == PersonalBaseline(
        calibrated="full",
        f0_hz=118.0,
        f0_sd_st=2.1,
        level_dbfs=-31.0,
        level_sd_db=4.0,
        tilt_db=11.0,
        words_per_minute=150.0,
    )
    assert found.measured == ("reading",)


def test_camera_and_microphone_of_two_calibrations_are_put_together(kept: Calibrations) -> None:
    kept.keep(calibration(microphone="", baseline=replace(BASELINE, f0_hz=None, level_dbfs=None)))
    voice = PersonalBaseline(calibrated="full", f0_hz=99.0, level_dbfs=-25.0)
    kept.keep(calibration(camera="", measured=("talking",), baseline=voice, made_at=WHEN + timedelta(hours=1)))
    found = kept.find(ME, camera="Laptop camera", microphone="Headset")
    assert found is not None
    assert (found.baseline.f0_hz, found.baseline.motion) == (99.0, 0.1)
    assert found.made_at == WHEN + timedelta(hours=1)


def test_devices_that_are_off_find_nothing(kept: Calibrations) -> None:
    kept.keep(calibration())
    assert kept.find(ME, camera="", microphone="") is None


def test_it_can_be_forgotten(kept: Calibrations) -> None:
    kept.keep(calibration())
    kept.keep(calibration(camera="Other camera"))
    kept.keep(calibration(learner="Sam"))
    assert kept.forget(ME, camera="Other camera") == 1
    assert kept.forget(ME) == 1
    assert kept.forget(ME) == 0
    assert [one.learner for one in kept.all()] == ["Sam"]
    assert list(kept.folder.iterdir()) == [kept.keep(calibration(learner="Sam"))]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"version": 1}', '{"version": 99}', "\x00\x00", '{"version": 1, "learner": "me", "camera": 7}'],
)
def test_a_damaged_file_is_told_once_and_left_out(kept: Calibrations, text: str) -> None:
    kept.keep(calibration())
    (kept.folder / "me-broken.calibration.json").write_text(text, encoding="utf-8")
    assert len(kept.all()) == 1
    (problem,) = kept.problems()
    assert "me-broken.calibration.json" in problem
    assert "Calibrate again" in problem
    assert kept.find(ME, camera="Laptop camera", microphone="Headset") is not None
    assert kept.problems() == ()
    assert (kept.folder / "me-broken.calibration.json").exists()


def test_a_wrong_value_makes_the_file_damaged(kept: Calibrations) -> None:
    path = kept.keep(calibration())
    data = json.loads(path.read_text(encoding="utf-8"))
    data["baseline"]["f0_hz"] = "loud"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert kept.all() == []
    assert len(kept.problems()) == 1


def test_only_medians_spreads_and_ranges_are_stored(kept: Calibrations) -> None:
    path = kept.keep(calibration())
    data = json.loads(path.read_text(encoding="utf-8"))
    assert path.stat().st_size < 4_000
    numbers = []

    def walk(value: Any, trail: str) -> None:
        if isinstance(value, dict):
            for name, item in value.items():
                walk(item, f"{trail}.{name}")
        elif isinstance(value, list):
            # Lists are the few places looked at and the names of the steps, never numbers over time.
            assert trail in (".baseline.gaze_targets", ".measured")
            assert len(value) <= 11
            for item in value:
                assert isinstance(item, dict | str)
                walk(item, f"{trail}[]")
        elif isinstance(value, float):
            numbers.append(value)

    walk(data, "")
    assert len(numbers) < 40


def test_an_interrupted_write_leaves_the_old_one(kept: Calibrations, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.keep(calibration())

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        kept.keep(calibration(baseline=replace(BASELINE, f0_hz=200.0)))
    assert kept.all() == [calibration()]


def test_the_folder_is_the_users_data_folder(own_home: Path) -> None:
    assert calibrations_folder().name == "calibrations"
    assert own_home in calibrations_folder().parents or own_home.parent in calibrations_folder().parents


def test_a_learners_name_makes_a_plain_file_name(kept: Calibrations) -> None:
    assert kept.keep(calibration(learner="../Ada & Bo")).parent == kept.folder
    assert kept.keep(calibration(learner="李")).name.startswith("learner-")
    assert len(kept.all()) == 2
