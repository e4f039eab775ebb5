"""Hair of the small pictures that the models read: behind the head and in front of it.

What the models make of these shapes is known and measured (tests/evaluation/drawn_person.py); they stay as they are.
"""

from __future__ import annotations

import numpy as np

from perception.character.beard import draw_beard
from perception.character.face import Head
from perception.character.geometry import ellipsoid, hull, smooth
from perception.character.looks import Look
from perception.character.pen import Pen
from perception.character.shapes import deeper, lighter
from perception.character.strands import dark, sheen
from perception.types import FloatArray

# Thickness of the hair over the skull, and how low it hangs behind (model y), by style.
_VOLUME = {"crop": 0.9, "bob": 1.5, "long": 1.3, "bun": 0.8, "curls": 2.5, "waves": 1.7}
_LENGTH = {"bob": -8.2, "long": -22.0, "waves": -13.5, "curls": -5.5}
# The hairline from the middle of the forehead down to the side: x, y, z on the right-hand side.
_LINES = {
    "crop": [
        (0.0, 8.3, 4.6),
        (2.6, 8.2, 4.2),
        (4.6, 7.2, 3.0),
        (5.8, 5.6, 2.0),
        (6.3, 3.9, 1.6),
        (6.9, 2.2, 0.9),
        (7.2, 0.6, 0.2),
    ],
    "bun": [
        (0.0, 8.2, 4.6),
        (2.4, 8.0, 4.2),
        (4.5, 7.0, 3.1),
        (5.8, 5.4, 2.0),
        (6.4, 3.8, 1.4),
        (6.9, 2.4, 0.4),
        (7.2, 1.2, -0.4),
    ],
    "curls": [
        (0.0, 7.6, 5.0),
        (2.4, 7.4, 4.6),
        (4.4, 6.6, 3.6),
        (5.8, 5.2, 2.5),
        (6.5, 3.4, 1.8),
        (7.0, 1.4, 1.2),
        (7.4, -1.0, 0.6),
    ],
}
# Parted hair falls before the ears: its inner edge from the parting down each side.
_PARTED_LEFT = [
    (-2.2, 8.7, 4.2),
    (-4.2, 7.8, 3.4),
    (-5.7, 6.0, 2.9),
    (-6.5, 3.6, 2.6),
    (-6.9, 0.5, 2.2),
    (-6.9, -3.0, 1.9),
]
_PARTED_RIGHT = [
    (-2.2, 8.7, 4.2),
    (0.6, 8.2, 5.0),
    (3.2, 7.3, 4.8),
    (5.2, 5.7, 3.8),
    (6.3, 3.6, 3.0),
    (6.9, 0.5, 2.2),
    (6.9, -3.0, 1.9),
]


def draw_plain_back_hair(pen: Pen, head: Head) -> None:
    """What hangs behind neck and ears."""
    look, px = head.look, head.px
    if look.hair_style == "bun":
        knot = hull(head.stage.head(ellipsoid((0.0, 12.6, -7.5), (3.6, 3.2, 3.4))))
        pen.fill(smooth(knot, steps=2), sheen(knot, look), part="hair_back")
    if look.hair_style not in _LENGTH:
        return
    low = _LENGTH[look.hair_style]
    wide = 7.6 + _VOLUME[look.hair_style] * 0.4
    levels = np.linspace(4.0, low - 0.8, 6)
    flare = {"bob": 0.35, "long": 0.1, "waves": 1.3, "curls": 0.6}[look.hair_style]
    cloud = [ellipsoid((0.0, 3.0, -3.4), (6.8 + _VOLUME[look.hair_style] * 0.9, 9.0 + _VOLUME[look.hair_style], 9.0))]
    for i, y in enumerate(levels):
        w = wide + flare * i / 5 - (1.2 if i == 5 else 0.0)
        cloud.append(
            np.array(
                [
                    (-w, y, -3.5),
                    (w, y, -3.5),
                    (-w + 0.8, y, 0.6),
                    (w - 0.8, y, 0.6),
                    (-3.0, y - 0.5, -7),
                    (3.0, y - 0.5, -7),
                ]
            )
        )
    outline = hull(head.stage.head(np.concatenate(cloud)))
    pen.fill(smooth(outline, steps=2), dark(outline, look), part="hair_back")
    if look.hair_style == "curls":
        _curls(pen, outline, px, look, size=1.0)


def draw_plain_front_hair(pen: Pen, head: Head) -> None:
    """The cap of hair with its hairline."""
    look, px = head.look, head.px
    draw_beard(pen, head)
    style, volume = look.hair_style, _VOLUME[look.hair_style]
    line = _hairline(head)
    cap = ellipsoid(
        (0.0, 2.7, -2.2), (7.3 + volume * (0.3 if style in ("crop", "bun") else 0.85), 9.5 + volume, 8.6 + volume * 0.6)
    )
    outline = smooth(hull(head.stage.head(np.concatenate([cap, _sides(look)])), directions=72), steps=3)
    path = _cap_path(outline, line)
    pen.fill(path, sheen(outline, look), part="hair")
    if style == "curls":
        _curls(pen, path[len(line) :], px, look, size=1.0)
        _curls(pen, line[5:-5], px, look, size=0.55)
    _shadow(pen, head, line)
    _strands(pen, head, path)


def _hairline(head: Head) -> FloatArray:
    """The hairline from the left of the picture to the right, pixels; parted hair ends at its tips."""
    half = _LINES.get(head.look.hair_style)
    if half is not None:
        return smooth(head.at(*[(-x, y, z) for x, y, z in half[:0:-1]], *half), closed=False)
    low, wave = _tips(head.look)
    fall = [(6.7 + wave, (low - 3.0) / 2, 1.8), (6.5 - wave, low + 2.0, 1.5), (7.2, low, 1.0)]
    left = [*_PARTED_LEFT, *[(-x, y, z) for x, y, z in fall]]
    return smooth(head.at(*left[::-1], *_PARTED_RIGHT[1:], *fall), closed=False)


def _tips(look: Look) -> tuple[float, float]:
    """How low the hair before the ears falls (model y) and how wavy it is (centimetres)."""
    return max(_LENGTH[look.hair_style], -15.0), 0.5 if look.hair_style == "waves" else 0.0


def _sides(look: Look) -> FloatArray:
    """The outer edge of parted hair, both sides; for other styles a point inside the cap."""
    if look.hair_style in _LINES:
        return np.zeros((1, 3))
    low, wave = _tips(look)
    right = np.array(
        [(8.7, 1.5, -1.5), (8.9, -3.0, -1.5), (9.0 + 2 * wave, low + 2.5, -1.5), (8.4 + wave, low + 0.3, -1.0)]
    )
    return np.concatenate([right, right * np.array([-1.0, 1.0, 1.0])])


def _cap_path(cap: FloatArray, line: FloatArray) -> FloatArray:
    """The outline's arc over the top from the right end of the hairline to the left one, closed by the hairline."""
    start = int(np.argmin(np.hypot(*(cap - line[-1]).T)))
    end = int(np.argmin(np.hypot(*(cap - line[0]).T)))
    top = int(np.argmin(cap[:, 1]))
    count = len(cap)
    forward = [(start + i) % count for i in range((end - start) % count + 1)]
    backward = [(start - i) % count for i in range((start - end) % count + 1)]
    arc = cap[forward if top in forward else backward]
    return np.concatenate([line, arc])


def _curls(pen: Pen, path: FloatArray, px: float, look: Look, *, size: float) -> None:
    """Round locks along an edge, the same ones in every frame; `size` 1 is about a centimetre."""
    rng = np.random.default_rng(look.seed)
    count = 40
    picks = np.linspace(0, len(path) - 1, count).astype(int)
    a = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    circle = np.stack([np.cos(a), np.sin(a)], axis=1)
    for i, radius, shade in zip(picks, rng.uniform(0.75, 1.25, count), rng.uniform(0, 1, count), strict=True):
        tone = deeper(look.hair, 0.1) if shade < 0.6 else lighter(look.hair, 0.08)
        pen.flat(path[i] + size * radius * px * circle, tone, part="hair")


def _shadow(pen: Pen, head: Head, line: FloatArray) -> None:
    """The shade hair throws on the forehead."""
    px = head.px
    band = np.concatenate([line, (line + np.array([0.0, 0.55 * px]))[::-1]])
    pen.flat(band, deeper(head.look.skin, 0.5), 0.22, clip=head.outline, part="hair_shadow")


def _strands(pen: Pen, head: Head, path: FloatArray) -> None:
    """A few lines of light and shade that follow the hair."""
    look, px = head.look, head.px
    if look.hair_style == "curls":
        return
    rng = np.random.default_rng(look.seed)
    parted = look.hair_style in ("bob", "long", "waves")
    for x in np.linspace(-5.2, 5.6, 9):
        bend = rng.uniform(-0.4, 0.4)
        top = (-2.2 + 0.12 * (x + 2.2), 12.2, -0.5) if parted else (0.45 * x, 12.0, -0.5)
        mid = (0.75 * x + bend, 10.4 - 0.05 * x * x, 3.0)
        front = (x, 8.2 - 0.09 * x * x, 4.2)
        curve = smooth(head.at(top, mid, front), closed=False)
        tone = lighter(look.hair, 0.22) if rng.random() < 0.55 else deeper(look.hair, 0.35)
        pen.line(curve, tone, 0.35, (0.05 * px, 0.3 * px, 0.05 * px), clip=path, part="strand")
