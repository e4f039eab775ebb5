from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from perception.features.calibration import Calibrator, Progress, StepResult
from perception.features.calibration_steps import CalibrationStep
from perception.features.facial_display import activation
from perception.types import FaceObservation, PersonalBaseline, PoseObservation, SpeechSegment, Utterance
from tests.unit.perception_features.calibration_streams import (
    REST,
    Sitting,
    at,
    body,
    face,
    showing,
    voice,
)


@pytest.fixture
def sitting() -> Sitting:
    return Sitting(Calibrator())


def whole(sitting: Sitting) -> list[StepResult | None]:
    """A calibration in which everything goes well."""
    return [
        sitting.run("framing"),
        sitting.run("lens", look=at((2.0, 5.0))),
        sitting.run("tile", look=at((2.0, -4.0))),
        sitting.run("notes", look=at((20.0, -10.0))),
        sitting.run("second_screen", look=at((-30.0, 0.0))),
        sitting.run("neutral"),
        sitting.run("smile", look=showing({"mouth_smile": 0.6, "eye_squint": 0.3})),
        sitting.run("brows_up", look=showing({"brow_inner_up": 0.5, "brow_outer_up": 0.4})),
        sitting.run("brows_together", look=showing({"brow_down": 0.4})),
        sitting.run("reading", speak=voice),
        sitting.run("talking", speak=voice),
    ]


def test_a_whole_calibration_finds_everything(sitting: Sitting) -> None:
    results = whole(sitting)
    assert [result.ok for result in results if result] == [True] * 11
    assert sitting.said() == set()
    assert sitting.now_s < 90.0
    found = sitting.calibrator.finish()
    known = found.baseline
    assert found.measured == tuple(result.step for result in results if result)
    assert [target.zone for target in known.gaze_targets] == ["camera", "tile", "notes", "notes"]
    assert (known.gaze_x_deg, known.gaze_y_deg) == pytest.approx((2.0, 0.5), abs=1.0)
    assert found.lens_tile_deg == pytest.approx(9.0, abs=1.0)
    assert found.separable
    assert known.display_rest["brow_down"] == pytest.approx(0.04)
    assert "eye_blink" not in known.display_rest
    assert known.display_full == pytest.approx(
        {"mouth_smile": 0.65, "brow_inner_up": 0.6, "brow_outer_up": 0.48, "brow_down": 0.44}
    )
    assert known.eyes_open_blink == pytest.approx(0.1)
    assert (known.shoulder_span_px, known.shoulder_tilt_deg, known.motion) == (260.0, 1.5, 0.1)
    assert (known.distance_cm, known.eye_span_px, known.roll_deg) == (62.0, 90.0, -0.5)
    assert known.f0_hz == pytest.approx(120.0, abs=2.0)
    assert known.f0_sd_st is not None
    assert 1.0 < known.f0_sd_st < 3.0
    assert (known.level_dbfs, known.level_sd_db, known.tilt_db) == (-30.0, 0.0, 12.0)
    assert known.display_rest_speaking.keys() == known.display_rest.keys()
    assert known.words_per_minute is None  # nothing was recognised
    assert known.calibrated == "full"


def test_the_seat_belongs_to_the_places_looked_at(sitting: Sitting) -> None:
    sitting.run("tile", look=lambda t_s: face(t_s, offset_x=0.1))
    sitting.run("neutral", look=lambda t_s: face(t_s, offset_x=0.3))
    known = sitting.calibrator.finish().baseline
    assert (known.offset_x, known.offset_y) == pytest.approx((0.1, 0.0))


def test_a_check_without_looks_keeps_the_seat_of_the_known_places() -> None:
    known = PersonalBaseline(calibrated="full", offset_x=0.1, offset_y=-0.2)
    again = Sitting(Calibrator(known=known))
    again.run("neutral", look=lambda t_s: face(t_s, offset_x=0.3))
    found = again.calibrator.finish().baseline
    assert (found.offset_x, found.offset_y) == (0.1, -0.2)


def test_what_is_skipped_stays_unknown(sitting: Sitting) -> None:
    sitting.run("framing")
    sitting.run("reading", speak=voice)
    known = sitting.calibrator.finish().baseline
    assert known.calibrated == "full"
    assert known.gaze_targets == ()
    assert known.gaze_x_deg is None
    assert known.display_rest == {}
    assert known.shoulder_span_px is None
    assert known.f0_hz is not None


def test_nothing_measured_is_no_calibration(sitting: Sitting) -> None:
    assert sitting.calibrator.finish().baseline == PersonalBaseline()
    assert sitting.calibrator.progress == Progress(None, 0.0, "")
    assert sitting.calibrator.advance(1.0) is None


def test_the_fraction_grows_and_only_good_moments_count(sitting: Sitting) -> None:
    sitting.run("neutral", longest_s=5.0)
    good = sitting.calibrator.progress.fraction
    assert good == pytest.approx(0.25, abs=0.02)
    sitting.go_on(look=lambda t_s: FaceObservation(t_s, found=False), longest_s=3.0)
    assert sitting.calibrator.progress.fraction == pytest.approx(good, abs=0.01)
    assert sitting.said() == {"no_face"}
    sitting.go_on(longest_s=5.0)
    assert sitting.calibrator.progress.fraction == pytest.approx(0.5, abs=0.03)


def test_the_first_part_of_a_look_is_dropped(sitting: Sitting) -> None:
    def late(t_s: float) -> FaceObservation:
        return face(t_s, gaze=(25.0, 0.0) if t_s < 0.65 else (0.0, -8.0))

    assert sitting.run("tile", look=late) == StepResult("tile", True, "")
    (target,) = sitting.calibrator.finish().baseline.gaze_targets
    assert (target.x_deg, target.y_deg) == (0.0, -8.0)
    assert sitting.now_s == pytest.approx(2.5, abs=0.3)


def test_a_slow_head_turn_while_looking_is_allowed(sitting: Sitting) -> None:
    def turning(t_s: float) -> FaceObservation:
        turned = 10.0 * np.sin(2 * np.pi * t_s / 2.5)
        return face(t_s, gaze=(0.3 * turned, 1.0), yaw_deg=float(turned))

    assert sitting.run("lens", look=turning) == StepResult("lens", True, "")
    assert sitting.said() == set()


def test_notes_at_the_place_of_the_tile_are_no_notes(sitting: Sitting) -> None:
    sitting.run("tile", look=at((0.0, -4.0)))
    assert sitting.run("notes", look=at((2.0, -5.0))) == StepResult("notes", False, "not_enough_change")
    assert [target.zone for target in sitting.calibrator.finish().baseline.gaze_targets] == ["tile"]


def test_blinks_do_not_hold_a_look_up(sitting: Sitting) -> None:
    def blinking(t_s: float) -> FaceObservation:
        if t_s % 1.0 < 0.2:
            return face(t_s, blink=0.9, eyes="blink", gaze=(0.0, -20.0))
        return face(t_s, gaze=(0.0, 0.0))

    assert sitting.run("lens", look=blinking) == StepResult("lens", True, "")
    assert sitting.said() == set()
    assert sitting.calibrator.finish().baseline.gaze_targets[0].y_deg == 0.0


def test_lids_lowered_towards_notes_are_not_closed_eyes(sitting: Sitting) -> None:
    def down(t_s: float) -> FaceObservation:
        return face(t_s, blink=0.58, gaze=(10.0, -30.0))

    assert sitting.run("notes", look=down) == StepResult("notes", True, "")


def test_a_pose_is_its_95th_percentile(sitting: Sitting) -> None:
    def smile(t_s: float) -> FaceObservation:
        return face(t_s, mouth_smile=0.3 + 0.2 * (t_s % 1.0))

    assert sitting.run("smile", look=smile) == StepResult("smile", True, "")
    full = sitting.calibrator.finish().baseline.display_full
    assert full == {"mouth_smile": pytest.approx(REST["mouth_smile"] + 0.49, abs=0.02)}


def test_framing_needs_a_second_in_a_row(sitting: Sitting) -> None:
    def restless(t_s: float) -> PoseObservation:
        return body(t_s, framing="off_centre" if t_s < 4.0 and t_s % 1.0 < 0.3 else "ok")

    assert sitting.run("framing", sit=restless) == StepResult("framing", True, "")
    assert sitting.now_s > 4.0
    assert sitting.said() == set()  # a problem of .3 s is not worth a word


def test_a_missing_device_ends_its_steps_at_once() -> None:
    sitting = Sitting(Calibrator(camera=False, microphone=False))
    assert sitting.run("lens") == StepResult("lens", False, "no_face")
    assert sitting.run("reading") == StepResult("reading", False, "no_sound")
    assert sitting.now_s < 0.5


def test_most_of_a_quiet_time_is_enough(sitting: Sitting) -> None:
    def leaves(t_s: float) -> FaceObservation:
        return face(t_s) if t_s < 12.0 else FaceObservation(t_s, found=False)

    assert sitting.run("neutral", look=leaves) == StepResult("neutral", True, "")


def test_trying_again_drops_the_earlier_try(sitting: Sitting) -> None:
    sitting.run("lens", look=at((0.0, 0.0)))
    sitting.calibrator.begin("lens", t_s=sitting.now_s)
    sitting.calibrator.end()
    assert sitting.calibrator.finish().measured == ()


def test_a_fast_reader_is_done_after_a_pause(sitting: Sitting) -> None:
    def fast(t_s: float) -> object:
        return voice(t_s) if t_s < 14.0 else voice(t_s, f0_hz=0.0)

    assert sitting.run("reading", speak=fast) == StepResult("reading", True, "")  # type: ignore[arg-type]
    assert sitting.now_s == pytest.approx(17.5, abs=1.0)


def test_the_pace_is_words_over_sound_in_the_voice_steps(sitting: Sitting) -> None:
    sitting.run("reading", speak=voice)
    end_s = sitting.now_s
    sitting.calibrator.observe(Utterance(0.0, 10.0, "csm", " ".join(["word"] * 25)))
    sitting.calibrator.observe(Utterance(10.0, 20.0, "customer", "not mine at all"))
    sitting.calibrator.observe(SpeechSegment(end_s + 10, end_s + 12, "csm"))
    sitting.calibrator.observe(Utterance(end_s + 10, end_s + 12, "csm", "said after the step was over"))
    assert sitting.calibrator.finish().baseline.words_per_minute == pytest.approx(150.0, rel=0.03)


def test_the_speaking_face_is_not_the_resting_one(sitting: Sitting) -> None:
    def mouth(t_s: float) -> FaceObservation:
        return face(t_s, jaw_open=0.2 if t_s % 0.5 < 0.35 else 0.0)

    sitting.run("talking", look=mouth, speak=voice)
    assert sitting.calibrator.finish().baseline.display_rest_speaking["jaw_open"] == pytest.approx(0.22)


def recheck(known: PersonalBaseline, *steps: tuple[CalibrationStep, dict[str, object]]) -> Sitting:
    sitting = Sitting(Calibrator(known=known, quick=True))
    for step, how in steps:
        result = sitting.run(step, **how)  # type: ignore[arg-type]
        assert result is not None
        assert result.ok
    return sitting


def test_a_recheck_takes_twenty_seconds_and_keeps_the_rest(sitting: Sitting) -> None:
    whole(sitting)
    known = sitting.calibrator.finish().baseline
    again = recheck(
        known,
        ("framing", {}),
        ("tile", {"look": at((5.0, -7.0))}),
        ("neutral", {"look": lambda t_s: face(t_s, brow_down=0.1)}),
        ("reading", {"speak": lambda t_s: voice(t_s, level_dbfs=-24.0, f0_hz=130.0)}),
    )
    assert again.now_s < 22.0
    found = again.calibrator.finish()
    new = found.baseline
    assert new.level_dbfs == -24.0  # the microphone as it is today
    assert new.f0_hz == pytest.approx(123.0, abs=2.0)  # the person as known, a little corrected
    assert new.display_rest["brow_down"] == pytest.approx(0.04 + 0.3 * 0.1)
    assert new.display_full == known.display_full
    shifts = {
        target.zone: target.x_deg - before.x_deg
        for target in new.gaze_targets
        for before in known.gaze_targets
        if target.zone == before.zone == "camera"
    }
    assert shifts["camera"] == pytest.approx(3.0, abs=1.0)  # all places moved along with the tile
    assert len(new.gaze_targets) == 4
    assert found.lens_tile_deg == pytest.approx(9.0, abs=1.5)


def test_places_are_dropped_when_the_tile_is_somewhere_else(sitting: Sitting) -> None:
    whole(sitting)
    again = recheck(sitting.calibrator.finish().baseline, ("tile", {"look": at((40.0, 0.0))}))
    found = again.calibrator.finish()
    assert [target.zone for target in found.baseline.gaze_targets] == ["tile"]
    assert found.lens_tile_deg is None
    assert not found.separable


def test_a_recheck_without_any_step_changes_nothing() -> None:
    known = PersonalBaseline(calibrated="full", f0_hz=118.0)
    assert Calibrator(known=known).finish().baseline == known


def test_a_recheck_of_framing_alone_keeps_what_is_known() -> None:
    known = replace(PersonalBaseline(calibrated="full"), f0_hz=118.0, gaze_x_deg=1.0, gaze_y_deg=2.0)
    new = recheck(known, ("framing", {})).calibrator.finish().baseline
    assert replace(new, eye_span_px=None, distance_cm=None) == known


@pytest.mark.parametrize("shift", [-0.02, 0.08, 0.2])
def test_a_face_whose_shapes_all_read_higher_is_read_the_same(shift: float) -> None:
    def shifted(more: dict[str, float]) -> dict[str, float]:
        return {name: more.get(name, 0.0) + shift for name in ("mouth_smile", "brow_down", "brow_inner_up")}

    def calibrated(by: dict[str, float], smile: dict[str, float]) -> PersonalBaseline:
        sitting = Sitting(Calibrator())
        sitting.run("neutral", look=showing(by))
        sitting.run("smile", look=showing(smile))
        return sitting.calibrator.finish().baseline

    plain = calibrated({}, {"mouth_smile": 0.6})
    moved = calibrated(shifted({}), shifted({"mouth_smile": 0.6}))
    value = REST["mouth_smile"] + 0.25
    assert activation("mouth_smile", value + shift, moved) == pytest.approx(activation("mouth_smile", value, plain))


def test_faces_without_angles_and_other_channels_are_no_evidence(sitting: Sitting) -> None:
    blind = FaceObservation(0.0, found=True, faces=1)
    assert sitting.run("lens", look=lambda t_s: replace(blind, t_s=t_s)) == StepResult("lens", False, "no_face")
    customer = replace(voice(sitting.now_s), channel="customer")
    sitting.run("reading", speak=lambda t_s: replace(customer, t_s=t_s), longest_s=10.0)
    assert sitting.calibrator.progress.fraction == 0.0


def test_the_same_stream_gives_the_same_baseline() -> None:
    first, second = Sitting(Calibrator()), Sitting(Calibrator())
    whole(first)
    whole(second)
    assert first.calibrator.finish() == second.calibrator.finish()
