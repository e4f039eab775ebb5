"""Neck, shoulders and clothes."""

from __future__ import annotations

import numpy as np

from perception.character.face import Head
from perception.character.geometry import smooth
from perception.character.pen import Pen
from perception.character.shapes import Linear, Stop, deeper, lighter
from perception.types import FloatArray

_SIDE = [(4.6, -13.6, -3.4), (7.2, -15.0, -3.8), (11.5, -16.2, -4.2), (15.6, -17.6, -4.4), (18.6, -20.0, -4.2), (20.2, -24.5, -3.6),
         (21.3, -32.0, -2.6), (22.2, -42.0, -1.6), (23.0, -60.0, -1.0)]  # fmt: skip


def draw_neck(pen: Pen, head: Head) -> None:
    """The neck between the turned head and the resting body, in the shade of the chin."""
    stage, skin, px = head.stage, head.look.skin, head.px
    top = stage.head(np.array([(-4.7, -3.6, -2.6), (4.7, -3.6, -2.6)]))
    low = stage.body(np.array([(5.0, -13.0, -2.6), (7.0, -15.6, -2.6), (0.0, -20.5, 0.0), (-7.0, -15.6, -2.6), (-5.0, -13.0, -2.6)]))
    waist = stage.body(np.array([(-4.5, -11.0, -2.8), (4.5, -11.0, -2.8)]))
    path = np.concatenate([smooth(np.stack([top[1], waist[1], low[0], low[1]]), closed=False), low[2:3],
                           smooth(np.stack([low[3], low[4], waist[0], top[0]]), closed=False)])  # fmt: skip
    high, deep = float(path[:, 1].min()), float(path[:, 1].max())
    shade = Linear(0, high, 0, deep, (Stop(0, deeper(skin, 0.5)), Stop(0.45, deeper(skin, 0.32)), Stop(0.75, deeper(skin, 0.1)), Stop(1, skin)))
    pen.fill(path, shade, part="neck")
    for side in (-1.0, 1.0):
        cord = stage.body(np.array([(side * 3.6, -11.5, -1.6), (side * 2.4, -14.0, -1.2), (side * 1.2, -16.2, -0.8)]))
        pen.line(smooth(cord, closed=False), deeper(skin, 0.4), 0.3, (0.1 * px, 0.35 * px, 0.1 * px), part="neck")


def draw_torso(pen: Pen, head: Head) -> None:
    """Shoulders and clothes, by the look's style."""
    look = head.look
    side = np.array(_SIDE) * np.array([look.shoulders, 1.0, 1.0])
    ring = np.concatenate([side, (side * np.array([-1.0, 1.0, 1.0]))[::-1]])
    outline = smooth(head.stage.body(ring), steps=4)
    cloth = look.top if look.clothes != "blazer" else look.under
    pen.fill(outline, _cloth(outline, cloth), part="torso")
    if look.clothes == "crew":
        _collar(pen, head, cloth)
    elif look.clothes == "shirt":
        _shirt(pen, head, cloth)
    else:
        _blazer(pen, head, outline)
    _folds(pen, head, outline, look.top)


def _opening(head: Head, depth: float) -> FloatArray:
    """The skin that a collar leaves free, pixels."""
    rim = [(-5.2, -13.2, -2.4), (-4.6, -15.4, -1.0), (-2.6, -16.4 - depth * 0.6, 0.0), (0.0, -16.8 - depth, 0.4)]
    full = rim + [(-x, y, z) for x, y, z in rim[-2::-1]]
    low = smooth(head.stage.body(np.array(full)), closed=False)
    top = head.stage.body(np.array([(4.2, -11.6, -2.4), (-4.2, -11.6, -2.4)]))
    return np.concatenate([low, top])


def _collar(pen: Pen, head: Head, cloth: tuple[int, int, int]) -> None:
    px, skin = head.px, head.look.skin
    bare = _opening(head, 0.4)
    low = float(bare[:, 1].max())
    pen.fill(bare, Linear(0, low - 5.2 * px, 0, low, (Stop(0, deeper(skin, 0.38)), Stop(1, deeper(skin, 0.06)))), part="neck")
    rim = bare[:-2]
    pen.line(rim, deeper(cloth, 0.3), 1.0, (0.9 * px, 0.9 * px, 0.9 * px), part="collar")
    pen.line(rim - np.array([0.0, 0.16 * px]), lighter(cloth, 0.2), 0.5, (0.14 * px, 0.14 * px, 0.14 * px), part="collar")


def _shirt(pen: Pen, head: Head, cloth: tuple[int, int, int]) -> None:
    px, skin, stage = head.px, head.look.skin, head.stage
    bare = stage.body(np.array([(-4.8, -12.0, -2.4), (-4.9, -14.2, -1.6), (0.0, -21.0, 1.2), (4.9, -14.2, -1.6), (4.8, -12.0, -2.4)]))
    low = float(bare[:, 1].max())
    pen.fill(bare, Linear(0, low - 7 * px, 0, low, (Stop(0, deeper(skin, 0.4)), Stop(1, skin))), part="neck")
    for side in (-1.0, 1.0):
        flap = [(4.9, -12.4, -3.0), (5.9, -13.2, -2.6), (7.4, -16.4, -0.6), (3.8, -20.2, 1.2), (0.3, -20.6, 1.4), (3.2, -17.4, 0.2)]
        path = stage.body(np.array([(side * x, y, z) for x, y, z in flap]))
        pen.flat(path, deeper(cloth, 0.10) if side > 0 else lighter(cloth, 0.12), part="collar")
        pen.line(path[2:5], deeper(cloth, 0.4), 0.5, (0.1 * px, 0.14 * px, 0.1 * px), part="collar")
    placket = stage.body(np.array([(0.3, -20.6, 1.4), (0.3, -30.0, 1.8), (0.3, -60.0, 1.8)]))
    pen.line(placket, deeper(cloth, 0.3), 0.55, (0.14 * px, 0.14 * px, 0.14 * px), part="collar")
    for y in (-23.5, -29.0, -34.5):
        button = stage.body(np.array([(-0.5, y, 1.8)]))[0]
        pen.glow(button, (0.4 * px, 0.4 * px), deeper(cloth, 0.45), 0.9, part="button")


def _blazer(pen: Pen, head: Head, outline: FloatArray) -> None:
    look, px, stage = head.look, head.px, head.stage
    _collar(pen, head, look.under)
    for side in (-1.0, 1.0):
        front = [(4.9, -13.2, -3.0), (7.5, -14.8, -3.4), (24.0, -14.0, -4.0), (27.0, -62.0, -1.0), (0.0, -62.0, 2.0), (0.0, -38.0, 2.2), (4.8, -20.0, 0.8)]
        path = stage.body(np.array([(side * x, y, z) for x, y, z in front]))
        pen.fill(path, _cloth(outline, look.top), clip=outline, part="torso")
        lapel = [(4.7, -13.0, -2.6), (7.2, -14.6, -2.6), (10.6, -20.0, -0.4), (8.2, -21.4, 0.4), (9.4, -22.8, 0.6), (0.4, -38.0, 2.4), (4.3, -20.5, 1.0)]
        flap = stage.body(np.array([(side * x, y, z) for x, y, z in lapel]))
        pen.flat(flap, lighter(look.top, 0.07) if side < 0 else deeper(look.top, 0.10), part="collar")
        pen.line(flap[2:6], deeper(look.top, 0.5), 0.6, (0.1 * px, 0.2 * px, 0.1 * px), part="collar")


def _folds(pen: Pen, head: Head, outline: FloatArray, cloth: tuple[int, int, int]) -> None:
    stage, px = head.stage, head.px
    for side in (-1.0, 1.0):
        wide = side * head.look.shoulders
        arm = stage.body(np.array([(wide * 15.4, -24.5, 0.0), (wide * 15.8, -30.0, 0.2), (wide * 16.6, -42.0, 0.4)]))
        pen.line(smooth(arm, closed=False), deeper(cloth, 0.5), 0.45, (0.1 * px, 0.5 * px, 0.3 * px), clip=outline, part="fold")
        rim = stage.body(np.array([(wide * 16.6, -18.6, -3.0)]))[0]
        pen.glow(rim, (4.5 * px, 3.0 * px), lighter(cloth, 0.5), 0.22 if side < 0 else 0.10, clip=outline, part="light")
    chest = stage.body(np.array([(0.0, -19.5, 0.0)]))[0]
    pen.glow(chest, (7.0 * px, 3.6 * px), deeper(cloth, 0.6), 0.22, clip=outline, part="shade")


def _cloth(outline: FloatArray, color: tuple[int, int, int]) -> Linear:
    low, high = outline.min(axis=0), outline.max(axis=0)
    return Linear(
        float(low[0]), float(low[1]), float(high[0]), float(low[1] + 0.9 * (high[1] - low[1])),
        (Stop(0, lighter(color, 0.14)), Stop(0.5, color), Stop(1, deeper(color, 0.32))),
    )  # fmt: skip


