"""A sheet that collects shapes, with the few strokes the drawing needs."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from perception.character.geometry import ribbon, taper
from perception.character.shapes import Color, Flat, Paint, Radial, Shape, fade
from perception.types import FloatArray


class Pen:
    """Collects shapes in painting order."""

    def __init__(self, *, key: str = "") -> None:
        self._shapes: list[Shape] = []
        self._key = key

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """What was drawn so far, back to front."""
        return tuple(self._shapes)

    def fill(self, path: FloatArray, paint: Paint, *, clip: FloatArray | None = None, part: str = "") -> None:
        """One filled path."""
        self._shapes.append(Shape(path, paint, clip, self._key, part))

    def flat(
        self, path: FloatArray, color: Color, alpha: float = 1.0, *, clip: FloatArray | None = None, part: str = ""
    ) -> None:
        """One path in one colour."""
        self.fill(path, Flat(color, alpha), clip=clip, part=part)

    def glow(
        self,
        center: FloatArray,
        radii: tuple[float, float],
        color: Color,
        alpha: float,
        *,
        angle_deg: float = 0.0,
        clip: FloatArray | None = None,
        part: str = "",
    ) -> None:
        """A soft spot of colour or shade."""
        if alpha < 0.01:
            return
        cx, cy = float(center[0]), float(center[1])
        path = ellipse(center, radii, angle_deg=angle_deg)
        paint = Radial(cx, cy, radii[0], radii[1], fade(color, alpha), angle_deg)
        self.fill(path, paint, clip=clip, part=part)

    def line(
        self,
        points: FloatArray,
        color: Color,
        alpha: float,
        widths: tuple[float, float, float],
        *,
        clip: FloatArray | None = None,
        part: str = "",
    ) -> None:
        """A line that swells and thins: width at start, middle and end, pixels."""
        if alpha < 0.01:
            return
        start, middle, end = widths
        profile = taper(len(points), start=start, middle=middle, end=end)
        self.flat(ribbon(points, profile), color, alpha, clip=clip, part=part)


def ellipse(center: FloatArray, radii: tuple[float, float], *, angle_deg: float = 0.0, count: int = 28) -> FloatArray:
    """The outline (count, 2) of an ellipse turned clockwise in the picture."""
    turned = np.array([radii[0], radii[1]]) * _circle(count)
    if angle_deg:
        t = np.radians(angle_deg)
        turned = turned @ np.array([[np.cos(t), np.sin(t)], [-np.sin(t), np.cos(t)]])
    return np.asarray(turned + center, dtype=np.float64)


@lru_cache(maxsize=8)
def _circle(count: int) -> FloatArray:
    a = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.stack([np.cos(a), np.sin(a)], axis=1)
