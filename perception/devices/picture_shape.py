"""A decoded picture as a person sees it: turned upright, with square pixels, not larger than needed."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from perception.types import ByteArray

_WIDEST: Final = 2.0  # widest picture in multiples of the greatest height


def shrunk(width: int, height: int, *, max_height: int) -> tuple[int, int]:
    """The size a picture is handed on in, pixels: at most `max_height` high and twice as wide."""
    scale = min(1.0, max_height / height, _WIDEST * max_height / width)
    return max(1, round(width * scale)), max(1, round(height * scale))


def as_seen(picture: Any, *, pixel_aspect: float, max_height: int) -> ByteArray:
    """(height, width, 3) BGR, read-only. picture: an av.VideoFrame. pixel_aspect: width of a pixel over its height."""
    turns = round(picture.rotation / 90) % 4
    width, height = max(1, round(picture.width * pixel_aspect)), picture.height
    if turns % 2:
        height, width = shrunk(height, width, max_height=max_height)
    else:
        width, height = shrunk(width, height, max_height=max_height)
    bgr: ByteArray = picture.to_ndarray(format="bgr24", width=width, height=height)
    if turns:
        bgr = np.ascontiguousarray(np.rot90(bgr, turns))
    bgr.flags.writeable = False
    return bgr
