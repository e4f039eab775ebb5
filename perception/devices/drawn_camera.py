"""A camera that films the drawn person: pictures whose every angle and display is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perception.character.draw import draw
from perception.character.looks import DEFAULT_LOOK, Look
from perception.character.rig import RigPose
from perception.devices.pace import Pace
from perception.devices.raster import rasterize
from perception.errors import DeviceError, InvalidValueError
from perception.ports import CameraInfo, Clock
from perception.types import ByteArray, VideoFrame

_NOISE_PICTURES: Final = 4  # noise repeats after so many pictures; shifted each time, so that it never stands still


class DrawnCamera:
    """Films `pose_at(t_s)` for `duration_s` seconds; t_s counts from the first picture.

    noise_sd: grain of the sensor, standard deviation in grey levels. realtime: deliver at the speed of life on
    `clock`, stamped with session time; else as fast as it is read, stamped from 0. The same arguments give the same
    pictures. Raises InvalidValueError for values that make no picture.
    """

    def __init__(
        self,
        pose_at: Callable[[float], RigPose],
        *,
        duration_s: float,
        fps: float = 30.0,
        width: int = 640,
        height: int = 480,
        look: Look = DEFAULT_LOOK,
        noise_sd: float = 0.0,
        realtime: bool = False,
        clock: Clock | None = None,
        seed: int = 1,
    ) -> None:
        if fps <= 0 or width < 16 or height < 16 or duration_s < 0 or noise_sd < 0:
            raise InvalidValueError(
                f"No picture of {width}x{height} at {fps} a second for {duration_s} s can be drawn.",
                recovery="Give positive values.",
            )
        if realtime and clock is None:
            raise InvalidValueError("Drawing at the speed of life needs a clock.", recovery="Pass the clock.")
        self._pose_at, self._look = pose_at, look
        self._count, self._fps = round(duration_s * fps), fps
        self._width, self._height = width, height
        self._pace = Pace(clock) if realtime and clock is not None else None
        self._noise = _grain(width, height, noise_sd, seed)
        self._rng = np.random.default_rng(seed)
        self._next = 0
        self._opened = self._closed = False

    def open(self) -> CameraInfo:
        """Begin at the first picture."""
        self._opened, self._closed, self._next = True, False, 0
        return CameraInfo("Drawn person", self._width, self._height, self._fps)

    def read(self) -> VideoFrame | None:
        """The next picture; None after the last one or when closed. Raises DeviceError when not open."""
        if not self._opened:
            raise DeviceError("The drawn camera is not open.", recovery="Open it first.")
        if self._closed or self._next >= self._count:
            return None
        media_s = self._next / self._fps
        if self._pace is not None:
            self._pace.begin()
            if not self._pace.wait(media_s):
                return None
        picture = self.picture(self._pose_at(media_s))
        picture.flags.writeable = False
        t_s = media_s if self._pace is None else self._pace.session_s(media_s)
        frame = VideoFrame(t_s, picture, self._next)
        self._next += 1
        return frame

    def picture(self, pose: RigPose) -> ByteArray:
        """One pose as (height, width, 3) uint8 BGR, with the camera's grain."""
        shapes = draw(pose, self._look, width=self._width, height=self._height)
        picture = rasterize(shapes, width=self._width, height=self._height)
        if self._noise is None:
            return picture
        grain = np.roll(self._noise[self._next % _NOISE_PICTURES], int(self._rng.integers(self._width)), axis=1)
        return np.asarray(np.clip(picture.astype(np.int16) + grain, 0, 255), dtype=np.uint8)

    def close(self) -> None:
        """End the film; may be called twice and while `read` waits."""
        self._closed = True
        if self._pace is not None:
            self._pace.stop()


def _grain(width: int, height: int, noise_sd: float, seed: int) -> NDArray[np.int16] | None:
    if noise_sd == 0:
        return None
    rng = np.random.default_rng(seed)
    return np.round(rng.normal(0.0, noise_sd, (_NOISE_PICTURES, height, width, 3))).astype(np.int16)
