"""What a drawing is made of: filled paths in pixels, for any painter.

A painter fills each path in order with its paint, inside its clip if it has one. Lines are drawn as thin
filled ribbons, so a painter needs no strokes. Colours are RGB 0..255, opacity 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass

from perception.types import FloatArray

Color = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Stop:
    """A colour at a place 0..1 of a gradient."""

    at: float
    color: Color
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Flat:
    """One colour."""

    color: Color
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Linear:
    """Stops along the line from (x0, y0) to (x1, y1), pixels."""

    x0: float
    y0: float
    x1: float
    y1: float
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Radial:
    """Stops from the centre outwards to an ellipse of radii rx, ry turned clockwise by angle_deg, pixels."""

    cx: float
    cy: float
    rx: float
    ry: float
    stops: tuple[Stop, ...]
    angle_deg: float = 0.0


Paint = Flat | Linear | Radial


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A filled path: `path` (n, 2) pixels, closed; `clip` likewise or None.

    key: not empty for shapes that never change for one look and size (the room behind the person), so that a
    painter may keep their picture. part: which part of the drawing it is, for tests and painters.
    """

    path: FloatArray
    paint: Paint
    clip: FloatArray | None = None
    key: str = ""
    part: str = ""


def mix(a: Color, b: Color, share: float) -> Color:
    """Colour between `a` (share 0) and `b` (share 1)."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def deeper(color: Color, share: float) -> Color:
    """The colour in shade: darker and a little redder, as skin and cloth are."""
    k = 1.0 - share
    return (round(color[0] * k**0.85), round(color[1] * k), round(color[2] * k**0.97))


def lighter(color: Color, share: float) -> Color:
    """The colour in light: dark colours take less of it, so that dark skin and hair do not turn grey."""
    bright = (0.3 * color[0] + 0.6 * color[1] + 0.1 * color[2]) / 255
    return mix(color, (255, 240, 220), share * (0.3 + 0.7 * bright))


def fade(color: Color, alpha: float, *, middle: float = 0.45) -> tuple[Stop, ...]:
    """Stops of a soft spot that fades to nothing at its rim."""
    return (Stop(0.0, color, alpha), Stop(middle, color, alpha * 0.62), Stop(1.0, color, 0.0))
