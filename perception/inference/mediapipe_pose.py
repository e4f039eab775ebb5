"""The upper body by MediaPipe's PoseLandmarker: 33 landmarks with visibility."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

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
from perception.types import PoseReading, VideoFrame


class MediaPipePose:
    """Finds the nearest person's body; the pose port over MediaPipe's tasks API.

    In 'video' mode the body is followed and times must not go back; in 'image' mode every picture is taken by
    itself. Not thread-safe: one instance a thread. Raises ModelError from the constructor and from `detect`.
    """

    def __init__(self, model_path: Path, *, mode: RunningMode = "video") -> None:
        check_model_file(model_path)
        self._path = model_path
        self._mode = mode
        self._clock = VideoClock()
        self._settled = False
        self._mediapipe, vision, options = load_vision()
        self._landmarker: Any | None = self._create(vision, options)

    def detect(self, frame: VideoFrame) -> PoseReading | None:
        """The body, in pixels of the picture as it came; None when nobody is seen."""
        height, width = frame.bgr.shape[:2]
        pixels = rgb_pixels(frame, step=thinning_step(frame) if self._mode == "video" else 1)
        image = self._mediapipe.Image(image_format=self._mediapipe.ImageFormat.SRGB, data=pixels)
        result = self._run(image, frame.t_s)
        if not result.pose_landmarks:
            return None
        points = result.pose_landmarks[0]
        scaled = np.array([(point.x, point.y, point.z) for point in points], dtype=np.float64)
        return PoseReading(
            t_s=frame.t_s,
            landmarks=scaled * np.array([width, height, width], dtype=np.float64),
            visibility=np.array([point.visibility or 0.0 for point in points], dtype=np.float64),
            frame_width_px=width,
            frame_height_px=height,
        )

    def close(self) -> None:
        """Free the model; may be called twice."""
        if self._landmarker is not None:
            self._landmarker.close()
            self._landmarker = None

    def _run(self, image: Any, t_s: float) -> Any:
        if self._settled:
            return self._infer(image, t_s)
        with quiet_stderr():
            result = self._infer(image, t_s)
        self._settled = bool(result.pose_landmarks)  # the last of the notices comes with the first body
        return result

    def _infer(self, image: Any, t_s: float) -> Any:
        if self._landmarker is None:
            raise model_error(self._path, RuntimeError("it was closed"))
        try:
            if self._mode == "image":
                return self._landmarker.detect(image)
            return self._landmarker.detect_for_video(image, self._clock.next_ms(t_s))
        except (RuntimeError, ValueError) as error:
            raise model_error(self._path, error) from error

    def _create(self, vision: Any, options: Any) -> Any:
        mode = vision.RunningMode.IMAGE if self._mode == "image" else vision.RunningMode.VIDEO
        settings = vision.PoseLandmarkerOptions(
            base_options=options.BaseOptions(model_asset_path=str(self._path)), running_mode=mode
        )
        return open_model(self._path, vision.PoseLandmarker.create_from_options, settings)
