"""Readings of the bare face model on pictures and clips, kept between runs: the models are the slow part.

The cache lies in the user's cache folder, never in the checkout. A reading is made anew when the picture or clip, the
model file or the mode is another one.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import platformdirs

from perception.devices.image_folder import iter_images
from perception.devices.media_file import MediaCamera
from perception.inference.mediapipe_face import MediaPipeFace
from perception.inference.model_files import default_models_dir
from perception.pipeline.vision_chain import FACE_FPS, Pace
from perception.types import FaceReading

MODEL: Final = "face_landmarker.task"
VERSION: Final = 4  # raise it when a reading comes to hold something else
Faces = tuple[FaceReading, ...]
Clip = list[tuple[float, Faces]]
T = TypeVar("T")


def picture_faces(paths: Sequence[Path]) -> list[Faces]:
    """The faces of each picture, each picture by itself, largest first; empty where none was found."""
    with _Model("image") as model:
        return [_kept(path, "image", partial(_picture, path, model)) for path in paths]


def clip_faces(path: Path, *, fps: float = FACE_FPS, start_s: float = 0.0) -> Clip:
    """(t_s, faces) of the pictures of a clip from `start_s`, `fps` a second at most, followed one to the next."""
    mode = f"video {fps:g}" + (f" from {start_s:g}" if start_s else "")
    with _Model("video") as model:
        return _kept(path, mode, partial(_clip, path, model, fps, start_s))


def drawn_readings(description: str, make: Callable[[], T]) -> T:
    """Readings of a drawn film, kept under the words that say all of it: script, look, camera, code."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drawn film"
        path.write_text(description, encoding="utf-8")
        return _kept(path, "drawn", make)


class _Model:
    """Opens the model only when something has to be read."""

    def __init__(self, mode: str) -> None:
        self._mode = mode
        self._open: MediaPipeFace | None = None

    def __enter__(self) -> Callable[[], MediaPipeFace]:
        return self._get

    def __exit__(self, *_error: object) -> None:
        if self._open is not None:
            self._open.close()

    def _get(self) -> MediaPipeFace:
        if self._open is None:
            mode = "video" if self._mode == "video" else "image"
            self._open = MediaPipeFace(default_models_dir() / MODEL, mode=mode)
        return self._open


def _picture(path: Path, model: Callable[[], MediaPipeFace]) -> Faces:
    return next((model().detect(frame) for _, frame in iter_images(path)), ())


def _clip(path: Path, model: Callable[[], MediaPipeFace], fps: float, start_s: float) -> Clip:
    pace = Pace(fps)
    camera, seen = MediaCamera(path, wanted=lambda t_s: t_s >= start_s and pace.due(t_s)), []
    camera.open()
    try:
        while (frame := camera.read()) is not None:
            seen.append((frame.t_s, model().detect(frame)))
    finally:
        camera.close()
    return seen


def _kept(path: Path, mode: str, make: Callable[[], T]) -> T:
    model = default_models_dir() / MODEL
    key = hashlib.sha256(path.read_bytes())
    key.update(f"{mode} {model.stat().st_size} {model.stat().st_mtime_ns} {VERSION}".encode())
    file = Path(platformdirs.user_cache_dir("attune")) / "evaluation" / f"{key.hexdigest()[:32]}.pickle"
    if file.is_file():
        kept: T = pickle.loads(file.read_bytes())
        return kept
    made = make()
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(f".{id(made)}")
    temporary.write_bytes(pickle.dumps(made))
    temporary.replace(file)
    if sys.stderr.isatty():
        sys.stderr.write(f"\rread {path.name}          ")
    return made
