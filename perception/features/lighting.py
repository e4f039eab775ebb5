"""Light of a picture: how bright the face is, and whether it stands before a brighter background."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from perception.types import Box, ByteArray

# Rec. 601 luma of B, G, R; exact weights do not matter for a set-up hint.
_LUMA_BGR: Final = np.array([0.114, 0.587, 0.299])
_STEP_PX: Final = 4  # every fourth pixel is plenty for a mean
_BACKLIT_RATIO: Final = 0.62  # face darker than this share of the background reads as "lamp behind you" [D]
_BRIGHT_BACKGROUND: Final = 0.45  # and only when the background is really bright [D]


@dataclass(frozen=True, slots=True)
class Light:
    """brightness: mean luma 0..1 of the face, or of the picture without one. backlit: None without a face."""

    brightness: float
    backlit: bool | None


def measure_light(bgr: ByteArray, *, face: Box | None) -> Light:
    """Light of one BGR picture (height, width, 3) uint8; `face` in pixels of that picture."""
    luma = bgr[::_STEP_PX, ::_STEP_PX].astype(np.float64) @ _LUMA_BGR / 255.0
    if face is None:
        return Light(brightness=float(luma.mean()), backlit=None)
    inside = np.zeros(luma.shape, dtype=bool)
    top, left = max(0, int(face.y / _STEP_PX)), max(0, int(face.x / _STEP_PX))
    bottom, right = int((face.y + face.height) / _STEP_PX) + 1, int((face.x + face.width) / _STEP_PX) + 1
    inside[top:bottom, left:right] = True
    if not inside.any() or inside.all():
        return Light(brightness=float(luma.mean()), backlit=None)
    face_luma, background = float(luma[inside].mean()), float(luma[~inside].mean())
    backlit = background > _BRIGHT_BACKGROUND and face_luma < _BACKLIT_RATIO * background
    return Light(brightness=face_luma, backlit=backlit)
