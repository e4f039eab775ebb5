"""What people wear on a face: glasses and earrings."""

from __future__ import annotations

import numpy as np

from perception.character.eyes import EYE_AT
from perception.character.face import Head
from perception.character.geometry import ribbon, smooth
from perception.character.pen import Pen, ellipse
from perception.character.shapes import Color, deeper, lighter
from perception.types import FloatArray

_GOLD: Color = (206, 166, 92)
_FRAME: Color = (44, 36, 38)
_HORN: Color = (104, 66, 44)
_STEEL: Color = (118, 124, 132)
_LENS_Z = 6.0
# Half a lens: how wide, how high above and below the eye, and how square its corners are (2 is round).
_LENSES = {"round": (2.45, 2.05, 2.25, 2.2), "square": (2.6, 1.6, 1.85, 3.6), "half": (2.45, 1.0, 1.7, 2.8)}
_FRAMES = {"round": (_HORN, 0.34), "square": (_FRAME, 0.42), "half": (_STEEL, 0.22)}


def draw_glasses(pen: Pen, head: Head) -> None:
    """Frame, bridge and a trace of light on the lenses."""
    if not head.look.glasses:
        return
    px = head.px
    color, width = _FRAMES[head.look.glasses]
    for side in (-1.0, 1.0):
        rim = _rim(head, side)
        low, high = rim.min(axis=0), rim.max(axis=0)
        glare = low + np.ptp(rim, axis=0) * np.array([[0.16, 0.62], [0.5, 0.1], [0.66, 0.1], [0.3, 0.66]])
        pen.flat(rim, (255, 255, 255), 0.05, part="glasses")
        pen.flat(glare, (255, 255, 255), 0.14, clip=rim, part="glasses")
        closed = np.concatenate([rim, rim[:1]])
        shade = closed + np.array([0.0, 0.3 * px])
        pen.flat(ribbon(shade, np.full(len(closed), 0.3 * px)), deeper(head.look.skin, 0.5), 0.22, part="glasses")
        pen.flat(ribbon(closed, np.full(len(closed), width * px)), color, part="glasses")
        brim = rim[(rim[:, 1] < low[1] + 0.3 * (high[1] - low[1]))]
        order = brim[np.argsort(brim[:, 0])]
        if head.look.glasses != "half":
            pen.line(order, lighter(color, 0.5), 0.5, (0.02 * px, 0.1 * px, 0.02 * px), part="glasses")
        temple = head.at((side * 5.45, 3.0, 5.0), (side * 6.6, 2.9, 3.0), (side * 7.3, 2.7, 0.5))
        pen.line(temple, color, 0.9, (width * px, 0.9 * width * px, 0.5 * width * px), part="glasses")
    bridge = head.at((-0.75, 2.5, 6.3), (0.0, 2.95, 6.7), (0.75, 2.5, 6.3))
    pen.line(smooth(bridge, closed=False), color, 1.0, (width * px, width * px, width * px), part="glasses")


def _rim(head: Head, side: float) -> FloatArray:
    wide, above, below, square = _LENSES[head.look.glasses]
    a = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    c, s = np.cos(a), np.sin(a)
    power = 2.0 / square
    x = side * (EYE_AT[0] + 0.08) + wide * np.sign(c) * np.abs(c) ** power
    y = EYE_AT[1] - 0.1 + np.where(s > 0, above, below) * np.sign(s) * np.abs(s) ** power
    z = _LENS_Z - 0.05 * (np.abs(x) - 3.0) ** 2 * (np.abs(x) > 3.0)
    return head.stage.head(np.stack([x, y, z], axis=1))


def draw_earrings(pen: Pen, head: Head) -> None:
    """A stud, a hoop or a drop at each lobe; hair drawn afterwards may hide them."""
    kind, px = head.look.earrings, head.px
    if not kind:
        return
    for side in (-1.0, 1.0):
        lobe = head.at((side * 7.55, -1.55, -0.6))[0]
        if kind == "hoop":
            ring = ellipse(lobe + np.array([0.0, 1.0 * px]), (0.85 * px, 1.05 * px), count=32)
            closed = np.concatenate([ring, ring[:1]])
            pen.flat(ribbon(closed, np.full(len(closed), 0.24 * px)), _GOLD, part="earring")
        elif kind == "drop":
            drop = lobe + np.array([[0.0, 0.1], [0.42, 1.1], [0.0, 1.75], [-0.42, 1.1]]) * px
            pen.flat(smooth(drop), _GOLD, part="earring")
        size = 0.34 * px
        pen.flat(ellipse(lobe, (size, size), count=16), _GOLD, part="earring")
        pen.glow(lobe - 0.1 * px, (0.22 * px, 0.22 * px), (255, 250, 230), 0.9, part="earring")
