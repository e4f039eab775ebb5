"""From places in a picture to places on the screen, exactly: letterboxed, mirrored, one half of two people. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Half = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, origin top left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Mapping:
    """`source` (pixels of the picture) is shown in `target` (pixels of the widget), mirrored or not."""

    source: Rect
    target: Rect
    mirrored: bool = False

    @property
    def scale(self) -> float:
        """Widget pixels a picture pixel."""
        return self.target.width / self.source.width

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the picture is on the widget."""
        across = (x - self.source.x) / self.source.width
        if self.mirrored:
            across = 1.0 - across
        down = (y - self.source.y) / self.source.height
        return self.target.x + across * self.target.width, self.target.y + down * self.target.height

    def rect(self, place: Rect) -> Rect:
        """Where a rectangle of the picture is on the widget."""
        one, other = self.point(place.x, place.y), self.point(place.x + place.width, place.y + place.height)
        left = min(one[0], other[0])
        return Rect(left, one[1], abs(other[0] - one[0]), other[1] - one[1])


_MAX_HEIGHT_PX: Final = 1080  # pictures of imported recordings are looked at in that height at most,
_MAX_WIDTH_PX: Final = 2160  # and twice that width: perception/devices/picture_shape.py
_CAMERAS: Final = (1.0, 1.5, 2.0, 3.0)  # so much larger may a camera's picture have been than what was kept of it
_BEYOND_PX: Final = 2.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What was looked at, for places that are told in its own pixels: a half of the picture or all of it.

    right, bottom: how far faces reach in those pixels. A camera's picture is kept in 1280x720 at most: faces that reach
    beyond that tell that they were looked for in a larger one.
    """

    half: Half | None = None
    right: float = 0.0
    bottom: float = 0.0

    def region(self, width: int, height: int) -> Rect:
        """Its place in a picture of this size, pixels of the picture."""
        if self.half is None:
            return Rect(0, 0, width, height)
        # The right half has the odd column: perception/pipeline/crop.py cuts at width // 2.
        middle = width // 2
        return Rect(0, 0, middle, height) if self.half == "left" else Rect(middle, 0, width - middle, height)

    def size(self, width: int, height: int) -> tuple[float, float]:
        """Its width and height in its own pixels, of a picture of this size."""
        region = self.region(width, height)
        shrink = min(1.0, _MAX_HEIGHT_PX / height, _MAX_WIDTH_PX / width)
        size = region.width * shrink, region.height * shrink
        larger = (
            one
            for one in _CAMERAS
            if self.right <= size[0] * one + _BEYOND_PX and self.bottom <= size[1] * one + _BEYOND_PX
        )
        factor = next(larger, _CAMERAS[-1])
        return size[0] * factor, size[1] * factor

    def in_picture(self, place: Rect, width: int, height: int) -> Rect:
        """A place told in its own pixels, in pixels of a picture of this size."""
        region = self.region(width, height)
        own_width, own_height = self.size(width, height)
        across, down = region.width / own_width, region.height / own_height
        return Rect(region.x + place.x * across, region.y + place.y * down, place.width * across, place.height * down)

    def share_in_picture(self, x: float, y: float, width: int, height: int) -> tuple[float, float]:
        """A place told as shares 0..1 of it, in pixels of a picture of this size."""
        region = self.region(width, height)
        return region.x + x * region.width, region.y + y * region.height


def fitted(picture: tuple[int, int], room: Rect, *, part: Half | None = None, mirrored: bool = False) -> Mapping:
    """All of a picture, or a half of it, as large as it fits into a room, in its middle."""
    source = Seen(part).region(*picture)
    scale = min(room.width / source.width, room.height / source.height)
    width, height = source.width * scale, source.height * scale
    target = Rect(room.x + (room.width - width) / 2, room.y + (room.height - height) / 2, width, height)
    return Mapping(source, target, mirrored)
