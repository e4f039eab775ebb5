"""One half of a side-by-side picture, as a camera of its own."""

from __future__ import annotations

import dataclasses
from typing import Literal

import numpy as np

from perception.ports import Camera, CameraInfo
from perception.types import VideoFrame


class HalfCamera:
    """Implements the Camera port over another camera: the left or right half of each picture."""

    def __init__(self, camera: Camera, *, side: Literal["left", "right"]) -> None:
        self._camera = camera
        self._side = side

    def open(self) -> CameraInfo:
        """Open the whole picture; tells the size of the half."""
        info = self._camera.open()
        return dataclasses.replace(info, width_px=info.width_px // 2)

    def read(self) -> VideoFrame | None:
        """The half of the next picture."""
        frame = self._camera.read()
        if frame is None:
            return None
        middle = frame.bgr.shape[1] // 2
        half = frame.bgr[:, :middle] if self._side == "left" else frame.bgr[:, middle:]
        half = np.ascontiguousarray(half)
        half.flags.writeable = False
        return dataclasses.replace(frame, bgr=half)

    def close(self) -> None:
        """Close the whole picture."""
        self._camera.close()
