"""A second, closer look at a still picture in which no face was found.

The face detector is made for faces near the camera: smaller ones are found when a part of the picture is looked at by
itself, enlarged. Readings are moved back to where they are in the whole picture.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Final

import numpy as np

from perception.types import ByteArray, FaceReading, VideoFrame

PART: Final = 0.5  # of height and width; a part holds any face up to a quarter of the picture [D]
ENLARGED: Final = 2  # so that a part has as many pixels as the whole [D]


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of a picture: its enlarged pixels and the place of its top left corner in the whole."""

    frame: VideoFrame
    left_px: int
    top_px: int

    def in_whole(self, reading: FaceReading, whole: VideoFrame) -> FaceReading:
        """The same face in pixels of the whole picture, and as far away as it is there.

        Its direction stays that in the part: against it the model has read the head's rotation.
        """
        height, width = whole.bgr.shape[:2]
        matrix = None if reading.matrix is None else reading.matrix.copy()
        if matrix is not None:
            matrix[:3, 3] /= PART
        return dataclasses.replace(
            reading,
            landmarks=reading.landmarks / ENLARGED + np.array([self.left_px, self.top_px, 0.0]),
            matrix=matrix,
            frame_width_px=width,
            frame_height_px=height,
        )


def parts(frame: VideoFrame) -> Iterator[Part]:
    """The middle of the picture, then its four corners."""
    height, width = frame.bgr.shape[:2]
    high, wide = int(height * PART), int(width * PART)
    if min(high, wide) < 1:
        return
    for down, across in ((0.5, 0.5), (0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)):
        top, left = round(down * (height - high)), round(across * (width - wide))
        cut = _enlarged(frame.bgr[top : top + high, left : left + wide])
        yield Part(dataclasses.replace(frame, bgr=cut), left, top)


def _enlarged(bgr: ByteArray) -> ByteArray:
    """Twice as wide and high, bilinear, as the model's own resizing."""
    rows = _stretched(bgr.astype(np.float32))
    out = np.rint(np.swapaxes(_stretched(np.swapaxes(rows, 0, 1)), 0, 1)).astype(np.uint8)
    return np.ascontiguousarray(out)


def _stretched(lines: np.ndarray) -> np.ndarray:
    """(2 n, ...) lines at a quarter and three quarters of each, the ends repeated."""
    before = np.concatenate((lines[:1], lines[:-1]))
    after = np.concatenate((lines[1:], lines[-1:]))
    out = np.empty((2 * len(lines), *lines.shape[1:]), dtype=lines.dtype)
    out[0::2], out[1::2] = 0.75 * lines + 0.25 * before, 0.75 * lines + 0.25 * after
    return out
