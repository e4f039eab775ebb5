"""Where the customer's tile stands: in its stage, and in a whole call page. Pure.

The calibration draws its target at the same place, and the set-up tells how far it is from the camera.
"""

from __future__ import annotations

from typing import Final

from app.ui.tokens import Sizes

GAP: Final = 14
_ASPECT: Final = 1.5
_WIDEST: Final = 960

Place = tuple[int, int, int, int]


def place_tile(width: int, height: int, strip_width: int, strip_height: int) -> Place:
    """Left, top, width and height of the tile in a stage of this size; the tile takes what the height allows."""
    wide = min(width - GAP - strip_width, int(height * _ASPECT), _WIDEST)
    tall = min(height, max(int(wide / _ASPECT), min(height, strip_height)))
    return (width - wide - GAP - strip_width) // 2, 0, wide, tall


def tallest_tile() -> int:
    """Height of the tile at its widest."""
    return round(_WIDEST / _ASPECT)


def stage_in_page(width: int, height: int, sizes: Sizes) -> Place:
    """Left, top, width and height of the stage in a call page of this size: beside the column at the right, above
    the line of the cue and the commands."""
    right = sizes.call_aside + sizes.scroll + sizes.margin + (sizes.margin - sizes.scroll)
    below = sizes.cue + sizes.control + 2 * sizes.gap + sizes.margin
    return sizes.margin, sizes.margin, width - sizes.margin - right, height - sizes.margin - below


def tile_in_page(width: int, height: int, sizes: Sizes, strip: tuple[int, int]) -> Place:
    """Left, top, width and height of the customer's tile in a call page of this size. strip: size of the letters."""
    left, top, wide, tall = stage_in_page(width, height, sizes)
    x, y, tile_width, tile_height = place_tile(wide, tall, *strip)
    return left + x, top + y, tile_width, tile_height
