"""The real face and body models against their ports, on a public-domain portrait and the drawn person."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from perception.character.draw import draw
from perception.character.looks import LOOKS
from perception.character.rig import RigPose
from perception.devices.raster import rasterize
from perception.features.face import FaceInterpreter
from perception.inference.mediapipe_face import MediaPipeFace
from perception.inference.mediapipe_pose import MediaPipePose
from perception.pipeline.vision_chain import VisionChain
from perception.types import FaceObservation, Nod, PersonalBaseline, PoseObservation, VideoFrame

pytestmark = pytest.mark.models

SIZE = (640, 480)
LOOK = next(iter(LOOKS.values()))


def drawn(pose: RigPose, *, t_s: float = 0.0) -> VideoFrame:
    width, height = SIZE
    return VideoFrame(t_s, rasterize(draw(pose, LOOK, width=width, height=height), width=width, height=height))


@pytest.fixture(scope="module")
def portrait() -> np.ndarray:
    data = pytest.importorskip("skimage.data")
    return np.ascontiguousarray(data.astronaut()[..., ::-1])


@pytest.fixture(scope="module")
def face_model(models_dir: Path) -> Iterator[MediaPipeFace]:
    model = MediaPipeFace(models_dir / "face_landmarker.task", mode="image")
    yield model
    model.close()


def look_at(model: MediaPipeFace, pose: RigPose) -> FaceObservation:
    interpreter = FaceInterpreter(baseline=PersonalBaseline())
    return interpreter.interpret(model.detect(drawn(pose)), t_s=0.0)


def test_a_portrait_gives_one_complete_reading(face_model: MediaPipeFace, portrait: np.ndarray) -> None:
    (reading,) = face_model.detect(VideoFrame(1.5, portrait))
    assert reading.t_s == 1.5
    assert reading.landmarks.shape == (478, 3)
    assert len(reading.blendshapes) == 52
    assert reading.matrix is not None
    assert reading.matrix.shape == (4, 4)
    nose = reading.landmarks[1]
    assert 180 < nose[0] < 260
    assert 80 < nose[1] < 150
    assert reading.blendshapes["mouthSmileLeft"] > 0.5


def test_a_small_face_is_found_by_a_closer_look(face_model: MediaPipeFace, portrait: np.ndarray) -> None:
    small = portrait[:256, 96:352].reshape(128, 2, 128, 2, 3).mean(axis=(1, 3)).astype(np.uint8)
    canvas = np.full((480, 640, 3), 110, np.uint8)
    canvas[332:460, 492:620] = small
    (reading,) = face_model.detect(VideoFrame(0.0, canvas))
    assert np.hypot(*(reading.landmarks[1, :2] - (556, 397))) < 5
    assert face_model.detect(VideoFrame(0.0, np.full_like(canvas, 110))) == ()


def test_several_faces_come_largest_first(models_dir: Path, portrait: np.ndarray) -> None:
    head = portrait[:256, 96:352]
    canvas = np.zeros((256, 512, 3), np.uint8)
    canvas[:, 256:] = head
    canvas[32:202, 32:202] = head[::3, ::3].repeat(2, axis=0).repeat(2, axis=1)[:170, :170]
    model = MediaPipeFace(models_dir / "face_landmarker.task", mode="image")
    readings = model.detect(VideoFrame(0.0, canvas))
    model.close()
    assert len(readings) == 2
    assert readings[0].landmarks[1, 0] > 256


def test_a_second_face_in_a_video_is_noticed_within_a_second(models_dir: Path, portrait: np.ndarray) -> None:
    head = portrait[:256, 96:352]
    alone, two = np.zeros((256, 512, 3), np.uint8), np.hstack([head, head])
    alone[:, 256:] = head
    model = MediaPipeFace(models_dir / "face_landmarker.task")
    counts = [len(model.detect(VideoFrame(i / 5, alone if i < 6 else two))) for i in range(13)]
    model.close()
    model.close()
    assert set(counts[:6]) == {1}
    assert counts[-1] == 2


def test_no_face_and_no_body_in_an_empty_picture(models_dir: Path, face_model: MediaPipeFace) -> None:
    empty = VideoFrame(0.0, np.full((480, 640, 3), 90, np.uint8))
    assert face_model.detect(empty) == ()
    body = MediaPipePose(models_dir / "pose_landmarker_full.task", mode="image")
    assert body.detect(empty) is None
    body.close()


@pytest.mark.parametrize("yaw", [-25.0, -12.0, 12.0, 25.0])
def test_drawn_yaw_is_measured(face_model: MediaPipeFace, yaw: float) -> None:
    seen = look_at(face_model, RigPose(yaw_deg=yaw))
    assert seen.yaw_deg == pytest.approx(yaw, abs=4.0)


@pytest.mark.parametrize("roll", [-15.0, 6.0, 15.0])
def test_drawn_roll_is_measured(face_model: MediaPipeFace, roll: float) -> None:
    assert look_at(face_model, RigPose(roll_deg=roll)).roll_deg == pytest.approx(roll, abs=2.0)


def test_drawn_pitch_is_measured_in_its_direction(face_model: MediaPipeFace) -> None:
    measured = [look_at(face_model, RigPose(pitch_deg=pitch)).pitch_deg for pitch in (-20.0, -10.0, 0.0, 10.0, 20.0)]
    assert measured == sorted(measured)
    assert measured[-1] - measured[0] > 15.0


@pytest.mark.parametrize(
    ("pose", "attends"),
    [
        (RigPose(), True),
        (RigPose(gaze_x_deg=25.0), False),
        (RigPose(gaze_x_deg=-25.0), False),
        (RigPose(gaze_y_deg=25.0), False),
        (RigPose(yaw_deg=35.0), False),
    ],
)
def test_drawn_looks_away_are_told_from_looks_at_the_camera(
    face_model: MediaPipeFace, pose: RigPose, attends: bool
) -> None:
    seen = look_at(face_model, pose)
    assert seen.attend_p is not None
    assert (seen.attend_p > 0.5) is attends


def test_a_drawn_call_gives_nods_faces_and_posture(models_dir: Path) -> None:
    chain = VisionChain(
        face_model=MediaPipeFace(models_dir / "face_landmarker.task"),
        pose_model=MediaPipePose(models_dir / "pose_landmarker_full.task"),
        baseline=PersonalBaseline(),
    )
    seen = []
    for index in range(80):
        t_s = index / 20
        nodding = 1.2 <= t_s < 2.7
        pitch = -4.0 * (1 - np.cos(2 * np.pi * 2 * (t_s - 1.2))) if nodding else 0.0
        seen += chain.process(drawn(RigPose(pitch_deg=float(pitch)), t_s=t_s))
    seen += chain.flush()
    chain.close()
    (nod,) = [item for item in seen if isinstance(item, Nod)]
    assert nod.start_s == pytest.approx(1.2, abs=0.3)
    assert abs(nod.cycles - 3) <= 1
    assert all(item.found for item in seen if isinstance(item, FaceObservation))
    bodies = [item for item in seen if isinstance(item, PoseObservation)]
    assert len(bodies) == pytest.approx(20, abs=1)
    assert {item.framing for item in bodies} == {"ok"}


def test_nothing_is_printed_while_the_models_load_and_work(models_dir: Path) -> None:
    script = (
        "import sys; from pathlib import Path; import skimage.data, numpy as np\n"
        "from perception.inference.mediapipe_face import MediaPipeFace\n"
        "from perception.inference.mediapipe_pose import MediaPipePose\n"
        "from perception.types import VideoFrame\n"
        "folder = Path(sys.argv[1]); picture = np.ascontiguousarray(skimage.data.astronaut()[:384, :, ::-1])\n"
        "face = MediaPipeFace(folder / 'face_landmarker.task')\n"
        "body = MediaPipePose(folder / 'pose_landmarker_full.task')\n"
        "for model in (face, body):\n"
        "    for index in range(3):\n"
        "        assert model.detect(VideoFrame(index / 20, picture))\n"
        "    model.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(models_dir)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")
