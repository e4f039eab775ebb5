"""A headscarf: cloth around the face and over the shoulders."""

from __future__ import annotations

import numpy as np

from perception.character.face import Head
from perception.character.geometry import ribbon, smooth
from perception.character.haircuts_more import SCARF_FOLDS, SCARF_OPENING, SCARF_OUTER
from perception.character.pen import Pen
from perception.character.shapes import Linear, Stop, deeper, lighter
from perception.character.strands import draw_lock, place
from perception.types import FloatArray


def draw_scarf_back(pen: Pen, head: Head) -> None:
    """The cloth behind the face, seen beside it when the head turns."""
    half = np.array([(4.0, -12.0), (7.6, -8.0), (7.8, 0.0), (7.4, 6.0), (4.4, 11.0)])
    ring = np.concatenate([half, half[::-1] * np.array([-1.0, 1.0])])
    outline = smooth(head.stage.head(np.column_stack([ring, np.full(len(ring), -2.0)])))
    pen.flat(outline, deeper(head.look.hair, 0.5), part="hair_back")


def draw_scarf(pen: Pen, head: Head) -> None:
    """The cloth with its folds, the band under it, and its shade on the face."""
    px, cloth = head.px, head.look.hair
    outer = smooth(place(head, SCARF_OUTER))
    opening = smooth(_opening(head))
    for depth, alpha in ((0.9, 0.12), (0.45, 0.18)):
        inside = opening + (opening.mean(axis=0) - opening) * (depth * px / np.ptp(opening[:, 0]) * 2.0)
        pen.flat(_ring(opening, inside), deeper(head.look.skin, 0.5), alpha, part="hair_shadow")
    low, high = outer.min(axis=0), outer.max(axis=0)
    paint = Linear(
        float(low[0] + 0.15 * np.ptp(outer[:, 0])),
        float(low[1]),
        float(high[0]),
        float(high[1]),
        (Stop(0, lighter(cloth, 0.34)), Stop(0.4, cloth), Stop(1, deeper(cloth, 0.34))),
    )
    ring = _ring(outer, opening)
    pen.fill(ring, paint, part="hair")
    for fold in SCARF_FOLDS:
        draw_lock(pen, head, fold, cloth, clip=ring)
    edge = np.concatenate([opening, opening[:1]])
    pen.flat(ribbon(edge, np.full(len(edge), 0.5 * px)), deeper(cloth, 0.24), 0.9, part="hair")
    light = edge - np.array([0.12, 0.16]) * px
    pen.flat(ribbon(light, np.full(len(light), 0.12 * px)), lighter(cloth, 0.6), 0.5, part="hair")


def _opening(head: Head) -> FloatArray:
    drop = 2.0 * head.pose.jaw
    points = [(x, y - drop * max(0.0, (-2.0 - y) / 8.0)) for x, y in SCARF_OPENING]
    return head.on(*points, lift=0.35)


def _ring(outer: FloatArray, inner: FloatArray) -> FloatArray:
    """What lies between two closed outlines, as one path with a seam at the top of both."""
    a, b = (np.roll(path, -int(np.argmin(path[:, 1])), axis=0) for path in (outer, inner))
    if _turns(a) == _turns(b):
        b = b[::-1]
        b = np.roll(b, 1, axis=0)
    return np.concatenate([a, a[:1], b, b[:1]])


def _turns(path: FloatArray) -> bool:
    x, y = path.T
    return bool(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) > 0)
