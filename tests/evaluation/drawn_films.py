"""Observations of the scripted films of the drawn person, by the shipped chains; the models' readings are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from perception.features.face import FaceInterpreter
from perception.features.lean import LeanJoiner
from perception.features.nods import NodDetector
from perception.features.posture import PostureInterpreter
from perception.inference.mediapipe_face import MediaPipeFace
from perception.inference.mediapipe_pose import MediaPipePose
from perception.inference.model_files import default_models_dir
from perception.pipeline.vision_chain import FACE_FPS, POSE_FPS
from perception.types import FaceObservation, FaceReading, Nod, PersonalBaseline, PoseObservation, PoseReading
from tests.evaluation.nod_scripts import NodScript, camera_of, film
from tests.evaluation.posture_scripts import PostureScript
from tests.evaluation.readings import Clip, drawn_readings

ROOT: Final = Path(__file__).resolve().parents[2]
FACE_MODEL: Final = "face_landmarker.task"
POSE_MODEL: Final = "pose_landmarker_full.task"
T = TypeVar("T")
Bodies = list[tuple[float, PoseReading | None, tuple[FaceReading, ...]]]


def nod_film(seed: int, look: str) -> list[FaceObservation]:
    """The face of a nod film at the rate of the app."""

    def read() -> Clip:
        model = MediaPipeFace(default_models_dir() / FACE_MODEL)
        pictures = film(NodScript(seed), camera_of(seed), look, read_fps=FACE_FPS)
        try:
            return [(frame.t_s, model.detect(frame)) for frame in pictures]
        finally:
            model.close()

    clip = _kept(f"nods {seed} {look} {FACE_FPS}", "nod_scripts.py", read)
    interpreter = FaceInterpreter(baseline=PersonalBaseline())
    return [interpreter.interpret(faces, t_s=t_s) for t_s, faces in clip]


def nods_in(faces: list[FaceObservation]) -> list[Nod]:
    """The nods that the shipped detector tells."""
    detector = NodDetector()
    return [nod for face in faces for nod in detector.push(face)] + detector.flush()


def posture_film(script: PostureScript, name: str, look: str) -> list[PoseObservation]:
    """The body of a posture film, with its lean, from an uncalibrated session. name: says which script it is."""

    def read() -> Bodies:
        body = MediaPipePose(default_models_dir() / POSE_MODEL)
        face = MediaPipeFace(default_models_dir() / FACE_MODEL)
        try:
            pictures = script.frames(look, fps=POSE_FPS)
            return [(frame.t_s, body.detect(frame), face.detect(frame)) for frame in pictures]
        finally:
            body.close()
            face.close()

    rows = _kept(f"{name} {look} {POSE_FPS}", "posture_scripts.py", read)
    faces, bodies = FaceInterpreter(baseline=PersonalBaseline()), PostureInterpreter(baseline=PersonalBaseline())
    leans, seen = LeanJoiner(PersonalBaseline()), []
    for t_s, pose, found in rows:
        leans.join(faces.interpret(found, t_s=t_s))
        body = leans.join(bodies.interpret(pose, t_s=t_s))
        assert isinstance(body, PoseObservation)
        seen.append(body)
    return seen


def _kept(name: str, script: str, make: Callable[[], T]) -> T:
    return drawn_readings(f"{name} {_code(script)}", make)


@cache
def _code(script: str) -> str:
    """A fingerprint of all code that makes the pictures, and of the form of what is kept."""
    drawing = [*sorted((ROOT / "perception" / "character").glob("*.py")), ROOT / "perception" / "devices" / "raster.py"]
    text = b"".join(file.read_bytes() for file in [*drawing, Path(__file__).with_name(script)])
    form = " ".join(field.name for kind in (FaceReading, PoseReading) for field in fields(kind))
    return hashlib.sha256(text + form.encode()).hexdigest()
