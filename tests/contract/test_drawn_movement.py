"""Nods, shakes, sways and a rolling chair, drawn, filmed and read by the real models (measurement page 11, item 4)."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from perception.character.rig import RigPose
from perception.devices.drawn_camera import DrawnCamera
from perception.inference.mediapipe_face import MediaPipeFace
from perception.inference.mediapipe_pose import MediaPipePose
from perception.pipeline.vision_chain import VisionChain
from perception.types import FaceObservation, Nod, Observation, PersonalBaseline, PoseObservation

pytestmark = pytest.mark.models

FPS = 20.0


def wave(t_s: float, *, start_s: float, hz: float, cycles: int, size_deg: float) -> float:
    inside = start_s <= t_s < start_s + cycles / hz
    return size_deg * math.sin(2 * math.pi * hz * (t_s - start_s)) if inside else 0.0


def filmed(
    models_dir: Path,
    pose_at: Callable[[float], RigPose],
    *,
    seconds: float,
    body: bool = False,
    baseline: PersonalBaseline | None = None,
) -> list[Observation]:
    chain = VisionChain(
        face_model=MediaPipeFace(models_dir / "face_landmarker.task"),
        pose_model=MediaPipePose(models_dir / "pose_landmarker_full.task") if body else None,
        baseline=baseline or PersonalBaseline(),
    )
    camera = DrawnCamera(pose_at, duration_s=seconds, fps=FPS, noise_sd=4.0)
    camera.open()
    seen: list[Observation] = []
    while (frame := camera.read()) is not None:
        seen += chain.process(frame)
    seen += chain.flush()
    chain.close()
    return seen


def test_three_drawn_cycles_at_2_hz_are_one_nod(models_dir: Path) -> None:
    def nodding(t_s: float) -> RigPose:
        return RigPose(pitch_deg=wave(t_s, start_s=1.5, hz=2.0, cycles=3, size_deg=-4.0))

    (nod,) = [item for item in filmed(models_dir, nodding, seconds=5.0) if isinstance(item, Nod)]
    assert nod.start_s == pytest.approx(1.5, abs=0.3)
    assert nod.end_s == pytest.approx(3.0, abs=0.3)
    assert nod.cycles == 3


def test_a_drawn_sway_and_a_shake_are_no_nods(models_dir: Path) -> None:
    def moving(t_s: float) -> RigPose:
        return RigPose(
            pitch_deg=5.0 * math.sin(2 * math.pi * 0.2 * t_s),
            yaw_deg=wave(t_s, start_s=2.0, hz=2.0, cycles=3, size_deg=6.0),
        )

    seen = filmed(models_dir, moving, seconds=6.0)
    assert [item for item in seen if isinstance(item, Nod)] == []


def test_rolling_the_drawn_chair_in_comes_nearer_without_leaning_or_nodding(models_dir: Path) -> None:
    rest = filmed(models_dir, lambda _t: RigPose(), seconds=0.6, body=True)
    body = [item for item in rest if isinstance(item, PoseObservation)][-1]
    face = [item for item in rest if isinstance(item, FaceObservation)][-1]
    own = PersonalBaseline(
        shoulder_span_px=body.shoulder_span_px,
        head_span_px=body.head_span_px,
        ear_shoulder_ratio=body.ear_shoulder_ratio,
        distance_cm=face.distance_cm,
    )

    def rolling(t_s: float) -> RigPose:
        return RigPose(sway_z_cm=8.0 * min(1.0, t_s / 1.5))

    def leaning(t_s: float) -> RigPose:
        return RigPose(lean=1.2 * min(1.0, t_s / 1.0))

    rolled = filmed(models_dir, rolling, seconds=3.5, body=True, baseline=own)
    assert [item for item in rolled if isinstance(item, Nod)] == []
    end = [item for item in rolled if isinstance(item, PoseObservation)][-1]
    assert end.shoulder_span_px is not None
    assert body.shoulder_span_px is not None
    assert math.log(end.shoulder_span_px / body.shoulder_span_px) > 0.08
    assert end.lean == 0.0
    leaned = filmed(models_dir, leaning, seconds=2.5, body=True, baseline=own)
    assert ([item for item in leaned if isinstance(item, PoseObservation)][-1].lean or 0.0) > 0.03
