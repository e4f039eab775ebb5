"""Light of a picture: how bright the face is, whether it stands before a brighter background, glare on glasses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perception.types import Box, ByteArray

# Rec. 601 luma of B, G, R; exact weights do not matter for a set-up hint.
_LUMA_BGR: Final = np.array([0.114, 0.587, 0.299])
_STEP_PX: Final = 4  # every fourth pixel is plenty for a mean
_BACKLIT_RATIO: Final = 0.62  # face darker than this share of the background reads as "lamp behind you" [D]
_BRIGHT_BACKGROUND: Final = 0.45  # and only when the background is really bright [D]

# Glare: a burnt-out spot before an eye. The glint on a bare eye is under 2 mm wide, 1.5 % of a face's width; a lamp on
# a lens is several times that. Sizes are shares of the width of the face's box [D].
_EYES_X: Final = ((0.12, 0.42), (0.58, 0.88))
_EYES_Y: Final = (0.20, 0.42)  # share of the height, forehead to chin: lids at .29 and .34 in the middle [C, GENKI-4K]
_BURNT: Final = 250  # every channel at least this
_SPOT_WIDTH: Final = 0.025  # side of the square that must fit into the spot
_SPOT_SHARE: Final = 0.30  # of the eye's region; more is a burnt-out face, told as too bright
_SURROUNDINGS: Final = 0.88  # luma of the middle of the region; brighter skin makes no spot stand out
_LEAST_FACE_PX: Final = 80.0  # width; on smaller faces a spot is a pixel


@dataclass(frozen=True, slots=True)
class Light:
    """brightness: mean luma 0..1 of the face, or of the picture without one. backlit, glare: None without a face."""

    brightness: float
    backlit: bool | None
    glare: bool | None = None


def measure_light(bgr: ByteArray, *, face: Box | None) -> Light:
    """Light of one BGR picture (height, width, 3) uint8; `face` in pixels of that picture."""
    luma = bgr[::_STEP_PX, ::_STEP_PX].astype(np.float64) @ _LUMA_BGR / 255.0
    if face is None:
        return Light(brightness=float(luma.mean()), backlit=None)
    inside = np.zeros(luma.shape, dtype=bool)
    top, left = max(0, int(face.y / _STEP_PX)), max(0, int(face.x / _STEP_PX))
    bottom, right = int((face.y + face.height) / _STEP_PX) + 1, int((face.x + face.width) / _STEP_PX) + 1
    inside[top:bottom, left:right] = True
    glare = glasses_glare(bgr, face=face)
    if not inside.any() or inside.all():
        return Light(brightness=float(luma.mean()), backlit=None, glare=glare)
    face_luma, background = float(luma[inside].mean()), float(luma[~inside].mean())
    backlit = background > _BRIGHT_BACKGROUND and face_luma < _BACKLIT_RATIO * background
    return Light(brightness=face_luma, backlit=backlit, glare=glare)


def glasses_glare(bgr: ByteArray, *, face: Box) -> bool | None:
    """Whether a lamp or window mirrors in glasses before an eye; None when the face is too small to tell.

    For a face that looks about straight into the camera.
    """
    if face.width < _LEAST_FACE_PX:
        return None
    return any(_has_spot(_region(bgr, face, across), face.width) for across in _EYES_X)


def _region(bgr: ByteArray, face: Box, across: tuple[float, float]) -> ByteArray:
    height, width = bgr.shape[:2]
    top, bottom = (round(min(max(face.y + share * face.height, 0), height)) for share in _EYES_Y)
    left, right = (round(min(max(face.x + share * face.width, 0), width)) for share in across)
    return bgr[top:bottom, left:right]


def _has_spot(region: ByteArray, face_width_px: float) -> bool:
    side = max(2, round(_SPOT_WIDTH * face_width_px))
    if min(region.shape[:2]) <= side or float(np.median(region @ _LUMA_BGR)) / 255.0 > _SURROUNDINGS:
        return False
    burnt = region.min(axis=2) >= _BURNT
    return bool(burnt.any() and burnt.mean() <= _SPOT_SHARE and _fits(_inner(burnt), side))


def _inner(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The mask without what hangs together with its sides or lower edge: shine of cheek or temple, not of a lens."""
    edge = np.zeros_like(mask)
    edge[-1], edge[:, 0], edge[:, -1] = mask[-1], mask[:, 0], mask[:, -1]
    while True:
        grown = edge.copy()
        grown[1:] |= edge[:-1]
        grown[:-1] |= edge[1:]
        grown[:, 1:] |= edge[:, :-1]
        grown[:, :-1] |= edge[:, 1:]
        grown &= mask
        if (grown == edge).all():
            return mask & ~edge
        edge = grown


def _fits(mask: NDArray[np.bool_], side: int) -> bool:
    """Whether a square of this many pixels lies wholly inside the mask."""
    total = np.zeros((mask.shape[0] + 1, mask.shape[1] + 1), dtype=np.int64)
    total[1:, 1:] = mask.cumsum(axis=0).cumsum(axis=1)
    squares = total[side:, side:] - total[:-side, side:] - total[side:, :-side] + total[:-side, :-side]
    return bool((squares == side * side).any())
