"""Neck, shoulders and clothes."""

from __future__ import annotations

import numpy as np

from perception.character.face import Head
from perception.character.geometry import ribbon, smooth
from perception.character.pen import Pen
from perception.character.shapes import Color, Linear, Stop, deeper, lighter
from perception.types import FloatArray

_SIDE = [
    (4.6, -13.6, -3.4),
    (7.2, -15.0, -3.8),
    (11.5, -16.2, -4.2),
    (15.6, -17.6, -4.4),
    (18.6, -20.0, -4.2),
    (20.2, -24.5, -3.6),
    (21.3, -32.0, -2.6),
    (22.2, -42.0, -1.6),
    (23.0, -60.0, -1.0),
]


def draw_torso(pen: Pen, head: Head) -> None:
    """Shoulders and clothes, by the look's style."""
    look = head.look
    side = np.array(_SIDE) * np.array([look.shoulders, 1.0, 1.0])
    ring = np.concatenate([side, (side * np.array([-1.0, 1.0, 1.0]))[::-1]])
    outline = smooth(head.stage.body(ring), steps=4)
    # In the small pictures what is worn under a blazer lies over the whole torso; their reading was measured so.
    ground = look.under if look.clothes == "blazer" and not look.large else look.top
    pen.fill(outline, _cloth(outline, ground), part="torso")
    if look.clothes == "crew":
        _collar(pen, head, look.top)
    elif look.clothes == "shirt":
        _shirt(pen, head, look.top)
    else:
        _blazer(pen, head, outline)
    _folds(pen, head, outline, look.top)


def _draw_neck(pen: Pen, head: Head, rim: FloatArray) -> None:
    """The neck between the turned head and the collar's rim (body centimetres, left to right), in the chin's shade."""
    stage, skin, px = head.stage, head.look.skin, head.px
    top = stage.head(np.array([(-4.7, -3.6, -2.6), (4.7, -3.6, -2.6)]))
    wide = 4.5 * (1.0 - 0.08 * head.look.slender)
    sides = stage.body(np.array([(-wide, -10.5, -2.8), (wide, -10.5, -2.8)]))
    low = stage.body(rim)
    path = np.concatenate([top[:1], sides[:1], low, sides[1:], top[1:]])
    high, deep = float(path[:, 1].min()), float(path[:, 1].max())
    stops = (Stop(0, deeper(skin, 0.5)), Stop(0.4, deeper(skin, 0.34)), Stop(0.7, deeper(skin, 0.14)), Stop(1, skin))
    pen.fill(path, Linear(0, high, 0, deep, stops), part="neck")
    cords = 0.25 * (1.0 - 0.5 * head.look.softness)
    for side in (-1.0, 1.0):
        cord = stage.body(np.array([(side * 3.6, -10.5, -1.6), (side * 2.4, -13.0, -1.2), (side * 1.2, -15.6, -0.8)]))
        pen.line(smooth(cord, closed=False), deeper(skin, 0.4), cords, (0.1 * px, 0.35 * px, 0.1 * px), part="neck")


def _collar(pen: Pen, head: Head, cloth: Color) -> None:
    px = head.px
    left = [(-5.2, -13.2, -2.4), (-4.7, -15.2, -1.0), (-2.8, -16.8, 0.0), (0.0, -17.3, 0.4)]
    rim = smooth(np.array(left + [(-x, y, z) for x, y, z in left[-2::-1]]), closed=False)
    _draw_neck(pen, head, rim)
    edge = head.stage.body(rim)
    ends: float | FloatArray = 0.9  # in the large pictures the collar ends in points
    if head.look.large:
        ends = 0.25 + 0.65 * np.sqrt(1.0 - np.abs(np.linspace(-1.0, 1.0, len(edge))) ** 5)
    tip = 0.05 if head.look.large else 0.14
    pen.flat(ribbon(edge, np.full(len(edge), ends) * px), deeper(cloth, 0.3), part="collar")
    shine = edge - np.array([0.0, 0.16 * px])
    pen.line(shine, lighter(cloth, 0.2), 0.5, (tip * px, 0.14 * px, tip * px), part="collar")


def _shirt(pen: Pen, head: Head, cloth: Color) -> None:
    px, stage = head.px, head.stage
    _draw_neck(
        pen,
        head,
        np.array([(-4.9, -13.6, -1.8), (-2.6, -17.6, -0.2), (0.0, -21.0, 1.2), (2.6, -17.6, -0.2), (4.9, -13.6, -1.8)]),
    )
    for side in (-1.0, 1.0):
        flap = [
            (4.9, -12.4, -3.0),
            (5.9, -13.2, -2.6),
            (7.4, -16.4, -0.6),
            (3.8, -20.2, 1.2),
            (0.3, -20.6, 1.4),
            (3.2, -17.4, 0.2),
        ]
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
    if look.large:
        _panel(pen, head)
    _collar(pen, head, look.under)
    for side in (-1.0, 1.0):
        front = [
            (4.9, -13.2, -3.0),
            (7.5, -14.8, -3.4),
            (24.0, -14.0, -4.0),
            (27.0, -62.0, -1.0),
            (0.0, -62.0, 2.0),
            (0.0, -38.0, 2.2),
            (4.8, -20.0, 0.8),
        ]
        path = stage.body(np.array([(side * x, y, z) for x, y, z in front]))
        pen.fill(path, _cloth(outline, look.top), clip=outline, part="torso")
        lapel = [
            (4.7, -13.0, -2.6),
            (7.2, -14.6, -2.6),
            (10.6, -20.0, -0.4),
            (8.2, -21.4, 0.4),
            (9.4, -22.8, 0.6),
            (0.4, -38.0, 2.4),
            (4.3, -20.5, 1.0),
        ]
        flap = stage.body(np.array([(side * x, y, z) for x, y, z in lapel]))
        pen.flat(flap, lighter(look.top, 0.07) if side < 0 else deeper(look.top, 0.10), part="collar")
        pen.line(flap[2:6], deeper(look.top, 0.5), 0.6, (0.1 * px, 0.2 * px, 0.1 * px), part="collar")


def _panel(pen: Pen, head: Head) -> None:
    half = [(4.7, -12.8, -2.6), (5.4, -16.0, -1.0), (5.2, -20.0, 0.8), (0.6, -38.0, 2.2), (0.0, -62.0, 2.0)]
    panel = np.array([*half, *[(-x, y, z) for x, y, z in half[::-1]]])
    pen.flat(head.stage.body(panel), head.look.under, part="torso")


def _folds(pen: Pen, head: Head, outline: FloatArray, cloth: Color) -> None:
    stage, px = head.stage, head.px
    for side in (-1.0, 1.0):
        wide = side * head.look.shoulders
        arm = stage.body(np.array([(wide * 15.4, -24.5, 0.0), (wide * 15.8, -30.0, 0.2), (wide * 16.6, -42.0, 0.4)]))
        pen.line(
            smooth(arm, closed=False),
            deeper(cloth, 0.5),
            0.45,
            (0.1 * px, 0.5 * px, 0.3 * px),
            clip=outline,
            part="fold",
        )
        rim = stage.body(np.array([(wide * 16.6, -18.6, -3.0)]))[0]
        pen.glow(rim, (4.5 * px, 3.0 * px), lighter(cloth, 0.5), 0.22 if side < 0 else 0.10, clip=outline, part="light")
    chest = stage.body(np.array([(0.0, -19.5, 0.0)]))[0]
    pen.glow(chest, (7.0 * px, 3.6 * px), deeper(cloth, 0.6), 0.22, clip=outline, part="shade")


def _cloth(outline: FloatArray, color: Color) -> Linear:
    low, high = outline.min(axis=0), outline.max(axis=0)
    return Linear(
        float(low[0]),
        float(low[1]),
        float(high[0]),
        float(low[1] + 0.9 * (high[1] - low[1])),
        (Stop(0, lighter(color, 0.14)), Stop(0.5, color), Stop(1, deeper(color, 0.32))),
    )
