"""Strands of hair and folds of cloth on the dome of a head."""

from __future__ import annotations

import numpy as np

from perception.character.face import Head
from perception.character.geometry import ribbon, smooth
from perception.character.haircuts import Lock
from perception.character.looks import Look
from perception.character.pen import Pen
from perception.character.shapes import Color, Linear, Stop, deeper, lighter
from perception.types import FloatArray


def place(head: Head, points: tuple[tuple[float, float], ...]) -> FloatArray:
    """Points given as seen from the front, on a dome over the skull, to pixels."""
    xy = np.array(points)
    dome = 1.0 - (xy[:, 0] / 8.0) ** 2 - ((xy[:, 1] - 2.6) / 11.2) ** 2
    z = np.maximum(0.0, -2.6 + 8.6 * np.sqrt(np.maximum(0.0, dome)))
    return head.stage.head(np.column_stack([xy, z]))


def draw_lock(pen: Pen, head: Head, lock: Lock, color: Color, *, clip: FloatArray) -> None:
    """One strand of hair, or a fold of cloth."""
    curve = smooth(place(head, lock.points), closed=False, steps=8)
    tone = lighter(color, 0.34 * lock.tone + 0.04) if lock.tone > 0 else deeper(color, -0.5 * lock.tone)
    u = np.linspace(0.0, 1.0, len(curve))
    widths = lock.width * head.px * np.sin(np.pi * np.clip(0.04 + 0.94 * u, 0.0, 1.0)) ** 0.8
    pen.flat(ribbon(curve, widths), tone, 0.30 + 0.25 * abs(lock.tone), clip=clip, part="strand")


def sheen(outline: FloatArray, look: Look) -> Linear:
    """Hair in the light from the upper left."""
    low, high = outline.min(axis=0), outline.max(axis=0)
    return Linear(
        float(low[0] + 0.2 * (high[0] - low[0])),
        float(low[1]),
        float(high[0]),
        float(high[1]),
        (Stop(0, lighter(look.hair, 0.16)), Stop(0.28, lighter(look.hair, 0.04)), Stop(1, deeper(look.hair, 0.35))),
    )


def dark(outline: FloatArray, look: Look) -> Linear:
    """Hair in the shade of the head."""
    low, high = outline.min(axis=0), outline.max(axis=0)
    return Linear(
        0, float(low[1]), 0, float(high[1]), (Stop(0, deeper(look.hair, 0.2)), Stop(1, deeper(look.hair, 0.42)))
    )
