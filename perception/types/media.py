"""What devices deliver, and what the models of pictures make of it, before any interpretation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perception.types.basics import ByteArray, Float32Array, FloatArray, Speaker


@dataclass(frozen=True, slots=True, eq=False)
class VideoFrame:
    """One picture. `bgr` is (height, width, 3) uint8, read-only, stamped right after capture."""

    t_s: float
    bgr: ByteArray
    index: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class AudioBlock:
    """A run of mono samples, float32 in -1..1, `t_s` being the time of the first sample."""

    t_s: float
    samples: Float32Array
    rate_hz: int
    channel: Speaker = "csm"

    @property
    def duration_s(self) -> float:
        """Length of the block in seconds."""
        return len(self.samples) / self.rate_hz


@dataclass(frozen=True, slots=True, eq=False)
class FaceReading:
    """One face as the face model gives it, before any interpretation.

    landmarks: (478, 3) float, x and y in pixels of the frame, z in the same scale (smaller = nearer).
    blendshapes: the 52 names of the model, each 0..1.
    matrix: (4, 4) facial transformation matrix, translation in centimetres, or None.
    mouth_light: how much lighter and less red the mouth's opening is than the lips (features/mouth_light.py), None
    when the picture was not looked at for it.
    """

    t_s: float
    landmarks: FloatArray
    blendshapes: Mapping[str, float]
    matrix: FloatArray | None
    frame_width_px: int
    frame_height_px: int
    mouth_light: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PoseReading:
    """The 33 body landmarks as the pose model gives them.

    landmarks: (33, 3) float, x and y in pixels, z in the same scale. visibility: (33,) 0..1.
    """

    t_s: float
    landmarks: FloatArray
    visibility: FloatArray
    frame_width_px: int
    frame_height_px: int
