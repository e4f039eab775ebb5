"""The room behind the person: three quiet ones, slightly out of focus by their softness."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from perception.character.geometry import smooth
from perception.character.looks import Look, Room
from perception.character.pen import Pen, ellipse
from perception.character.shapes import Color, Linear, Radial, Shape, Stop, deeper, fade, lighter
from perception.types import FloatArray

_WALLS: dict[Room, tuple[Color, Color]] = {
    "office": ((222, 229, 230), (188, 200, 204)),
    "study": ((232, 222, 208), (200, 184, 166)),
    "plain": ((226, 232, 236), (196, 206, 214)),
}


def backdrop(look: Look, *, width: int, height: int) -> tuple[Shape, ...]:
    """The shapes of the room, the same objects for the same room and size."""
    return _backdrop(look.room, width, height)


@lru_cache(maxsize=16)
def _backdrop(room: Room, width: int, height: int) -> tuple[Shape, ...]:
    pen = Pen(key=f"{room}:{width}x{height}")
    light, dark = _WALLS[room]
    wall = Linear(0, 0, width, height, (Stop(0, light), Stop(0.6, dark), Stop(1, deeper(dark, 0.1))))
    pen.fill(_box(0, 0, width, height), wall, part="wall")
    unit = height / 480
    x0 = width / 2 - 320 * unit
    if room == "office":
        _window(pen, x0, unit)
        _plant(pen, x0 + 560 * unit, 300 * unit, unit)
    elif room == "study":
        _shelf(pen, x0, unit)
        _lamp(pen, x0 + 86 * unit, 150 * unit, unit)
    else:
        _picture(pen, x0 + 470 * unit, 52 * unit, unit)
    spot = fade((255, 250, 238), 0.35)
    cx, cy = x0 + 190 * unit, 120 * unit
    area = ellipse(np.array([cx, cy]), (330 * unit, 260 * unit), count=48)
    pen.fill(area, Radial(cx, cy, 330 * unit, 260 * unit, spot), part="light")
    return pen.shapes


def _box(x: float, y: float, w: float, h: float) -> FloatArray:
    return np.array([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], dtype=np.float64)


def _window(pen: Pen, x0: float, u: float) -> None:
    x, y, w, h = x0 + 28 * u, -20 * u, 150 * u, 300 * u
    pen.flat(_box(x - 9 * u, y, w + 18 * u, h + 9 * u), (240, 242, 240), part="window")
    sky = Linear(x, y, x + w, y + h, (Stop(0, (214, 232, 244)), Stop(0.6, (232, 240, 242)), Stop(1, (206, 222, 206))))
    pen.fill(_box(x, y, w, h), sky, part="window")
    hill = np.array(
        [(x, y + h), (x, y + h - 52 * u), (x + 60 * u, y + h - 76 * u), (x + w, y + h - 44 * u), (x + w, y + h)]
    )
    pen.flat(hill, (176, 200, 182), 0.8, part="window")
    pen.flat(_box(x + w / 2 - 3 * u, y, 6 * u, h), (240, 242, 240), part="window")
    pen.flat(_box(x - 16 * u, y + h + 6 * u, w + 32 * u, 10 * u), (228, 230, 226), part="window")
    pen.flat(_box(x - 16 * u, y + h + 16 * u, w + 32 * u, 5 * u), (160, 170, 172), 0.6, part="window")


def _plant(pen: Pen, x: float, y: float, u: float) -> None:
    rng = np.random.default_rng(4)
    for i, angle in enumerate(np.linspace(-1.25, 1.25, 11)):
        length = (120 + 40 * rng.random()) * u
        tip = np.array([x + np.sin(angle) * length * 0.75, y - np.cos(angle) * length + 0.2 * length * angle**2])
        base = np.array([x, y + 20 * u])
        side = np.array([np.cos(angle), np.sin(angle)]) * 13 * u
        middle = (base + tip) / 2 + np.array([np.sin(angle) * 12 * u, -8 * u])
        leaf = np.array([base, middle - side, tip, middle + side])
        green = lighter((92, 128, 104), 0.1 + 0.25 * (i % 3) / 2)
        pen.flat(smooth(leaf), green, 0.92, part="plant")
    pot = np.array(
        [(x - 34 * u, y + 10 * u), (x + 34 * u, y + 10 * u), (x + 25 * u, y + 90 * u), (x - 25 * u, y + 90 * u)]
    )
    pen.fill(
        pot, Linear(x - 34 * u, 0, x + 34 * u, 0, (Stop(0, (238, 234, 226)), Stop(1, (186, 178, 168)))), part="plant"
    )
    pen.flat(_box(x - 90 * u, y + 90 * u, 200 * u, 200 * u), (196, 178, 158), part="table")
    pen.flat(_box(x - 90 * u, y + 90 * u, 200 * u, 8 * u), (214, 198, 178), part="table")


def _shelf(pen: Pen, x0: float, u: float) -> None:
    rng = np.random.default_rng(9)
    colors: tuple[Color, ...] = (
        (142, 92, 78),
        (92, 118, 122),
        (196, 158, 104),
        (118, 104, 132),
        (224, 214, 196),
        (96, 124, 98),
    )
    for y in (120.0, 238.0):
        x = 440.0
        while x < 610:
            w, h = rng.uniform(10, 20), rng.uniform(52, 82)
            pen.flat(
                _box(x0 + x * u, (y - h) * u, w * u, h * u), colors[int(rng.integers(len(colors)))], 0.72, part="books"
            )
            x += w + 2
        pen.flat(_box(x0 + 424 * u, y * u, 240 * u, 9 * u), (168, 140, 112), part="shelf")
        pen.flat(_box(x0 + 424 * u, (y + 9) * u, 240 * u, 9 * u), (120, 100, 84), 0.3, part="shelf")


def _lamp(pen: Pen, x: float, y: float, u: float) -> None:
    glow = ellipse(np.array([x, y + 10 * u]), (150 * u, 140 * u))
    pen.fill(glow, Radial(x, y + 10 * u, 150 * u, 140 * u, fade((255, 236, 196), 0.7)), part="lamp")
    shade = np.array(
        [(x - 26 * u, y - 44 * u), (x + 26 * u, y - 44 * u), (x + 46 * u, y + 22 * u), (x - 46 * u, y + 22 * u)]
    )
    pen.fill(
        shade, Linear(0, y - 44 * u, 0, y + 22 * u, (Stop(0, (250, 236, 208)), Stop(1, (240, 210, 160)))), part="lamp"
    )
    pen.flat(_box(x - 3 * u, y + 22 * u, 6 * u, 330 * u), (120, 104, 90), part="lamp")


def _picture(pen: Pen, x: float, y: float, u: float) -> None:
    pen.flat(_box(x + 5 * u, y + 7 * u, 120 * u, 170 * u), (110, 122, 132), 0.25, part="picture")
    pen.flat(_box(x, y, 120 * u, 170 * u), (172, 186, 194), part="picture")
    pen.flat(_box(x + 12 * u, y + 12 * u, 96 * u, 146 * u), (240, 243, 242), part="picture")
    sun = ellipse(np.array([x + 72 * u, y + 62 * u]), (20 * u, 20 * u))
    pen.flat(sun, (232, 178, 128), 0.9, part="picture")
    low = np.array(
        [
            (x + 12 * u, y + 158 * u),
            (x + 12 * u, y + 112 * u),
            (x + 50 * u, y + 84 * u),
            (x + 80 * u, y + 116 * u),
            (x + 108 * u, y + 98 * u),
            (x + 108 * u, y + 158 * u),
        ]
    )
    pen.flat(low, (122, 156, 160), 0.9, part="picture")
