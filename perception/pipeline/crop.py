"""One half of a side-by-side picture, looked at as a picture of its own."""

from __future__ import annotations

import dataclasses
from typing import Final, Literal

import numpy as np

from perception.pipeline.offline import FrameConsumer
from perception.types import Observation, VideoFrame

Side = Literal["left", "right"]
OTHER_SIDE: Final[dict[Side, Side]] = {"left": "right", "right": "left"}


def half(frame: VideoFrame, side: Side) -> VideoFrame:
    """The left or right half of the picture."""
    middle = frame.bgr.shape[1] // 2
    part = np.ascontiguousarray(frame.bgr[:, :middle] if side == "left" else frame.bgr[:, middle:])
    part.flags.writeable = False
    return dataclasses.replace(frame, bgr=part)


class HalfLooker:
    """Implements the FrameConsumer protocol over another one, which is shown one half of each picture."""

    def __init__(self, looker: FrameConsumer, *, side: Side) -> None:
        self._looker = looker
        self._side = side

    def due(self, t_s: float) -> bool:
        """Whether the inner looker wants the picture of this time."""
        return self._looker.due(t_s)

    def needs_picture(self, t_s: float) -> bool:
        """Whether the inner looker has to see the picture of this time."""
        return self._looker.needs_picture(t_s)

    def process(self, frame: VideoFrame, *, speaking: bool, listening: bool) -> list[Observation]:
        """What the inner looker sees in its half."""
        return self._looker.process(half(frame, self._side), speaking=speaking, listening=listening)

    def flush(self) -> list[Observation]:
        """What the inner looker still holds."""
        return self._looker.flush()

    def close(self) -> None:
        """Free the inner looker."""
        self._looker.close()
