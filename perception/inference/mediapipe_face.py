"""Faces by MediaPipe's FaceLandmarker: 478 landmarks, 52 blendshapes and the head's transformation matrix."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np

from perception.features.mouth_light import mouth_light
from perception.inference.closer_look import parts
from perception.inference.mediapipe_runtime import (
    RunningMode,
    VideoClock,
    check_model_file,
    load_vision,
    model_error,
    open_model,
    quiet_stderr,
    rgb_pixels,
    thinning_step,
)
from perception.types import ByteArray, FaceReading, VideoFrame

# Looking for a second face in every frame costs a sixth more than looking for one, and almost every call shows one:
# so one face is followed, and every other second a single picture is searched for more.
_COMPANY_EVERY_S: Final = 2.0
_COMPANY_KEEP_S: Final = 4.0  # s without a second face until one face is followed again


class MediaPipeFace:
    """Finds up to `max_faces` faces, the largest first; the face port over MediaPipe's tasks API.

    In 'video' mode faces are followed from frame to frame and times must not go back; in 'image' mode every
    picture is taken by itself, and looked at more closely where no face was found at first. Not thread-safe: one
    instance a thread. Raises ModelError from the constructor and from `detect`.
    """

    def __init__(self, model_path: Path, *, max_faces: int = 2, mode: RunningMode = "video") -> None:
        check_model_file(model_path)
        self._path = model_path
        self._max_faces = max_faces
        self._mode = mode
        self._clock, self._company_clock = VideoClock(), VideoClock()
        self._company_until_s = -1.0
        self._next_look_s = float("-inf")
        self._open: dict[str, Any] = {}
        self._settled: set[str] = set()
        self._mediapipe, self._vision, self._options = load_vision()
        self._landmarker("one" if mode == "video" else "still")

    def detect(self, frame: VideoFrame) -> tuple[FaceReading, ...]:
        """All faces of the picture, largest first; empty when there is none."""
        pixels = rgb_pixels(frame, step=thinning_step(frame) if self._mode == "video" else 1)
        image = self._image(pixels)
        if self._mode == "image":
            return self._read(self._run("still", image, frame.t_s), frame) or self._look_closer(frame)
        if self._max_faces > 1 and frame.t_s >= self._next_look_s:
            self._next_look_s = frame.t_s + _COMPANY_EVERY_S
            if len(self._run("still", image, frame.t_s).face_landmarks) > 1:
                self._company_until_s = frame.t_s + _COMPANY_KEEP_S
        name = "several" if frame.t_s <= self._company_until_s else "one"
        return self._read(self._run(name, image, frame.t_s), frame)

    def close(self) -> None:
        """Free the model; may be called twice."""
        while self._open:
            self._open.popitem()[1].close()

    # ------------------------------------------------------------ inside

    def _look_closer(self, frame: VideoFrame) -> tuple[FaceReading, ...]:
        """The faces of the first part of the picture that shows any when looked at by itself."""
        for part in parts(frame):
            image = self._image(rgb_pixels(part.frame, step=1))
            faces = self._read(self._run("still", image, frame.t_s), part.frame)
            if faces:
                return tuple(part.in_whole(face, frame) for face in faces)
        return ()

    def _image(self, pixels: ByteArray) -> Any:
        return self._mediapipe.Image(image_format=self._mediapipe.ImageFormat.SRGB, data=pixels)

    def _run(self, name: str, image: Any, t_s: float) -> Any:
        landmarker = self._landmarker(name)
        if name in self._settled:
            return self._infer(landmarker, name, image, t_s)
        with quiet_stderr():
            result = self._infer(landmarker, name, image, t_s)
        if result.face_landmarks:  # the last of the notices comes with the first face
            self._settled.add(name)
        return result

    def _infer(self, landmarker: Any, name: str, image: Any, t_s: float) -> Any:
        try:
            if name == "still":
                return landmarker.detect(image)
            clock = self._clock if name == "one" else self._company_clock
            return landmarker.detect_for_video(image, clock.next_ms(t_s))
        except (RuntimeError, ValueError) as error:
            raise model_error(self._path, error) from error

    def _landmarker(self, name: str) -> Any:
        if name not in self._open:
            self._open[name] = self._create(
                faces=1 if name == "one" else self._max_faces,
                mode=self._vision.RunningMode.IMAGE if name == "still" else self._vision.RunningMode.VIDEO,
            )
        return self._open[name]

    def _create(self, *, faces: int, mode: Any) -> Any:
        options = self._vision.FaceLandmarkerOptions(
            base_options=self._options.BaseOptions(model_asset_path=str(self._path)),
            running_mode=mode,
            num_faces=faces,
            output_face_blendshapes=True,
            output_facial_transformation_matrixes=True,
        )
        return open_model(self._path, self._vision.FaceLandmarker.create_from_options, options)

    def _read(self, result: Any, frame: VideoFrame) -> tuple[FaceReading, ...]:
        found = zip(result.face_landmarks, result.face_blendshapes, result.facial_transformation_matrixes, strict=True)
        readings = [_reading(points, shapes, matrix, frame) for points, shapes, matrix in found]
        return tuple(sorted(readings, key=_size, reverse=True))


def _reading(points: Any, shapes: Any, matrix: Any, frame: VideoFrame) -> FaceReading:
    height, width = frame.bgr.shape[:2]
    landmarks = _pixels(points, width, height)
    return FaceReading(
        t_s=frame.t_s,
        landmarks=landmarks,
        blendshapes={shape.category_name: float(shape.score) for shape in shapes},
        matrix=np.asarray(matrix, dtype=np.float64),
        frame_width_px=width,
        frame_height_px=height,
        mouth_light=mouth_light(frame.bgr, landmarks),
    )


def _pixels(points: Any, width: int, height: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    scaled = np.array([(point.x, point.y, point.z) for point in points], dtype=np.float64)
    # z comes in the scale of x (units of the picture's width).
    return scaled * np.array([width, height, width], dtype=np.float64)


def _size(reading: FaceReading) -> float:
    return float(np.prod(np.ptp(reading.landmarks[:, :2], axis=0)))
