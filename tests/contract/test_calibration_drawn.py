"""A drawn person goes through a whole calibration before the real face and body models."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from perception.character.rig import RigPose
from perception.devices.drawn_camera import DrawnCamera
from perception.features.calibration import Calibrator, StepResult
from perception.features.calibration_result import CalibrationFound
from perception.features.calibration_steps import CalibrationStep
from perception.features.lighting import measure_light
from perception.inference.mediapipe_face import MediaPipeFace
from perception.inference.mediapipe_pose import MediaPipePose
from perception.pipeline.vision_chain import VisionChain
from perception.types import FaceObservation, PersonalBaseline, VideoFrame

pytestmark = pytest.mark.models

FPS = 12.0
Script = Callable[[float], RigPose]


def alive(pose: RigPose, t_s: float) -> RigPose:
    """Nobody is quite still: breathing, a little sway, a blink every three seconds."""
    return replace(
        pose,
        yaw_deg=pose.yaw_deg + 0.6 * math.sin(1.3 * t_s),
        pitch_deg=pose.pitch_deg + 0.4 * math.sin(0.9 * t_s),
        sway_x_cm=pose.sway_x_cm + 0.3 * math.sin(0.5 * t_s),
        lids=1.0 if t_s % 3.0 < 0.15 else pose.lids,
    )


def turning(pose: RigPose) -> Script:
    """The head turns slowly by ten degrees to both sides while the eyes stay where they are."""

    def at(t_s: float) -> RigPose:
        turned = 10.0 * math.sin(2.0 * math.pi * t_s / 2.5)
        return replace(pose, yaw_deg=pose.yaw_deg + turned, gaze_x_deg=pose.gaze_x_deg - turned)

    return at


def held(pose: RigPose) -> Script:
    return lambda _t_s: pose


LENS = RigPose()
TILE = RigPose(gaze_y_deg=-8.0)
NOTES = RigPose(yaw_deg=12.0, gaze_x_deg=13.0, gaze_y_deg=-5.0)
SCRIPTS: dict[CalibrationStep, Script] = {
    "framing": held(LENS),
    "lens": turning(LENS),
    "tile": turning(TILE),
    "notes": held(NOTES),
    "neutral": held(TILE),
    "smile": held(replace(TILE, smile=0.9)),
    "brows_up": held(replace(TILE, brow_raise=0.9)),
    "brows_together": held(replace(TILE, brow_lower=0.9)),
}


@dataclass
class Studio:
    """The drawn person before the models; time goes on picture by picture."""

    chain: VisionChain
    camera: DrawnCamera
    calibrator: Calibrator
    t_s: float = 0.0

    def run(self, step: CalibrationStep, script: Script) -> StepResult | None:
        self.calibrator.begin(step, t_s=self.t_s)
        begun_s, box = self.t_s, None
        while self.t_s < begun_s + 60.0:
            self.t_s += 1.0 / FPS
            picture = self.camera.picture(alive(script(self.t_s - begun_s), self.t_s))
            for seen in self.chain.process(VideoFrame(self.t_s, picture)):
                self.calibrator.observe(seen)
                box = seen.box if isinstance(seen, FaceObservation) else box
            self.calibrator.light(measure_light(picture, face=box), t_s=self.t_s)
            result = self.calibrator.advance(self.t_s)
            if result is not None:
                return result
        return None


@pytest.fixture
def studio(models_dir: Path) -> Iterator[Studio]:
    chain = VisionChain(
        face_model=MediaPipeFace(models_dir / "face_landmarker.task"),
        pose_model=MediaPipePose(models_dir / "pose_landmarker_full.task"),
        baseline=PersonalBaseline(),
        face_fps=FPS,
        pose_fps=5.0,
    )
    camera = DrawnCamera(held(LENS), duration_s=1.0, noise_sd=3.0)
    yield Studio(chain, camera, Calibrator(microphone=False))
    chain.close()


def test_a_drawn_person_is_calibrated(studio: Studio) -> None:
    results = {step: studio.run(step, script) for step, script in SCRIPTS.items()}
    assert results == {step: StepResult(step, ok=True, advice="") for step in SCRIPTS}
    assert studio.t_s < 50.0
    found = studio.calibrator.finish()
    check_places(found)
    check_ranges(found.baseline)


def check_places(found: CalibrationFound) -> None:
    known = found.baseline
    lens, tile, notes = known.gaze_targets
    assert [target.zone for target in known.gaze_targets] == ["camera", "tile", "notes"]
    assert tile.y_deg < lens.y_deg - 1.5
    assert abs(tile.x_deg - lens.x_deg) < 4.0
    assert 15.0 < notes.x_deg - lens.x_deg < 35.0
    assert found.lens_tile_deg is not None
    assert 1.5 < found.lens_tile_deg < 12.0
    assert all(max(target.spread_x_deg, target.spread_y_deg) < 6.0 for target in known.gaze_targets)
    # The call's middle lies between lens and tile, far from the notes.
    assert known.gaze_x_deg is not None
    assert notes.x_deg - known.gaze_x_deg > 12.0


def check_ranges(known: PersonalBaseline) -> None:
    assert known.calibrated == "full"
    assert known.yaw_deg == pytest.approx(0.0, abs=3.0)
    assert known.roll_deg == pytest.approx(0.0, abs=2.0)
    assert known.eyes_open_blink is not None
    assert known.eyes_open_blink < 0.3
    for name, value in known.display_full.items():
        assert value - known.display_rest[name] > 0.25, name
    assert set(known.display_full) == {"mouth_smile", "brow_inner_up", "brow_outer_up", "brow_down", "brow_lowering"}
    assert known.shoulder_span_px is not None
    assert known.head_span_px is not None
    assert known.shoulder_tilt_deg == pytest.approx(0.0, abs=3.0)
    assert known.motion is not None
    assert 0.0 <= known.motion < 0.5
    assert known.distance_cm == pytest.approx(46.0, abs=8.0)
    assert known.f0_hz is None
    assert known.words_per_minute is None


def test_lens_and_tile_at_one_place_cannot_be_told_apart(studio: Studio) -> None:
    assert studio.run("lens", turning(LENS)) == StepResult("lens", ok=True, advice="")
    assert studio.run("tile", turning(replace(LENS, gaze_y_deg=-1.0))) == StepResult("tile", ok=True, advice="")
    found = studio.calibrator.finish()
    assert not found.separable
    assert found.lens_tile_deg is not None
    assert found.lens_tile_deg < 3.0


def test_somebody_who_keeps_a_straight_face_has_not_smiled(studio: Studio) -> None:
    assert studio.run("smile", held(TILE)) == StepResult("smile", ok=False, advice="not_enough_change")


def test_somebody_who_walks_out_is_waited_for(studio: Studio) -> None:
    def aside(t_s: float) -> RigPose:
        return replace(LENS, sway_x_cm=60.0) if t_s < 4.0 else LENS

    assert studio.run("lens", aside) == StepResult("lens", ok=True, advice="")
    assert 5.5 < studio.t_s < 9.0
