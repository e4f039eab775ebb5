"""Lips, teeth and chin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from perception.character.face import Head, surface
from perception.character.geometry import smooth
from perception.character.pen import Pen
from perception.character.shapes import Flat, Linear, Stop, deeper, lighter, mix
from perception.types import FloatArray

MOUTH_Y = -4.55
_HALF = 2.55


@dataclass(frozen=True, slots=True)
class _Lips:
    """The four lines of a mouth from left to right corner, pixels (n, 2)."""

    top: FloatArray
    inner_top: FloatArray
    inner_bottom: FloatArray
    bottom: FloatArray


def draw_mouth(pen: Pen, head: Head) -> None:
    """The mouth as smile, pressing of lips and jaw make it."""
    lips = _lips(head)
    px, look = head.px, head.look
    gap = float(np.max(lips.inner_bottom[:, 1] - lips.inner_top[:, 1]))
    opening = np.concatenate([lips.inner_top, lips.inner_bottom[::-1]])
    if gap > 0.08 * px:
        _inside(pen, head, lips, opening)
    upper_lip = np.concatenate([lips.top, lips.inner_top[::-1]])
    lower_lip = np.concatenate([lips.inner_bottom, lips.bottom[::-1]])
    tint = mix(look.lips, look.skin, 0.12)
    pen.fill(upper_lip, Flat(deeper(tint, 0.16)), part="lip")
    low, high = lower_lip.min(axis=0), lower_lip.max(axis=0)
    gloss = Linear(
        0,
        float(low[1]),
        0,
        float(high[1]),
        (Stop(0, deeper(tint, 0.06)), Stop(0.45, lighter(tint, 0.16)), Stop(1, tint)),
    )
    pen.fill(lower_lip, gloss, part="lip")
    if gap <= 0.2 * px:
        pen.line(lips.inner_top, deeper(tint, 0.62), 0.85, (0.10 * px, 0.17 * px, 0.10 * px), part="mouth_line")
    for corner in (lips.top[0], lips.top[-1]):
        dent = 0.5 * (1.0 - 0.4 * look.softness)
        pen.glow(corner, (0.42 * px, 0.34 * px), deeper(look.skin, 0.6), dent, part="mouth_corner")
    _chin(pen, head, lips)


def _lips(head: Head) -> _Lips:
    pose, look = head.pose, head.look
    smile, press, jaw, ring = pose.smile, pose.lip_press, pose.jaw, pose.lip_round
    t = np.linspace(-1, 1, 17)
    # One corner may go further than the other: the sides differ by how far they are drawn up and out.
    drawn = np.clip(np.sign(pose.mouth_skew) * t, 0.0, 1.0) * abs(pose.mouth_skew)
    half = (_HALF * look.mouth_size + 0.95 * smile - 0.12 * press - 0.28 * jaw + 0.1 * pose.frown) * (1 - 0.42 * ring)
    x = (half + 0.45 * drawn) * t
    rest = 0.34 * look.softness * (1 - pose.frown)  # softer people have corners that look up a little
    corner_y = MOUTH_Y + 0.95 * smile + rest - 0.35 * jaw - 0.02 * press - 0.85 * pose.frown + 0.7 * drawn
    bend = np.abs(t) ** (2.0 + 0.7 * pose.frown)
    middle = MOUTH_Y + 0.04 * smile + 0.30 * pose.pout + 0.12 * pose.frown
    smiling_open = 0.62 * max(0.0, smile - 0.25) / 0.75
    open_cm = 3.0 * jaw + smiling_open + 0.6 * pose.lips_apart
    thin = 1 - 0.82 * press
    top_cm = (0.72 - 0.16 * smile) * thin * (1 + 0.3 * ring - 0.15 * pose.pout) * look.lip_size
    low_cm = (0.98 - 0.20 * smile) * thin * (1 + 0.2 * ring + 0.15 * pose.pout) * look.lip_size
    bow = top_cm * (1 - np.abs(t) ** 1.9) - 0.20 * thin * np.exp(-((t / 0.13) ** 2))
    lip_line = middle + (corner_y - middle) * bend + 0.10 * press
    lift = 0.18 * jaw + 0.10 * max(0.0, smile - 0.25) + 0.16 * pose.lips_apart
    inner_top = lip_line + lift * (1 - bend)
    inner_bottom = lip_line - open_cm * (1 - np.abs(t) ** 2.4)
    top = inner_top + np.maximum(bow, 0.0)
    bottom = inner_bottom - low_cm * (1 - np.abs(t) ** 2.2)
    to_px = head.stage.head
    lift_cm = 0.12 + 0.5 * ring  # rounded lips come forward
    return _Lips(
        *(to_px(surface(np.stack([x, y], axis=1), lift=lift_cm)) for y in (top, inner_top, inner_bottom, bottom))
    )


def _inside(pen: Pen, head: Head, lips: _Lips, opening: FloatArray) -> None:
    px = head.px
    pen.flat(opening, (74, 26, 28), part="mouth_inside")
    teeth = lips.inner_top + np.array([0.0, (0.62 - 0.2 * head.pose.frown) * px])
    row = np.concatenate([lips.inner_top + np.array([0.0, -0.1 * px]), teeth[::-1]])
    seen = (1.0 - 0.75 * head.pose.lip_round) * (1.0 - 0.35 * head.pose.frown)
    pen.flat(row, (240, 234, 226), seen, clip=opening, part="teeth")
    tongue = lips.inner_bottom[len(lips.inner_bottom) // 2]
    pen.glow(tongue, (1.5 * px, 0.9 * px), (178, 84, 84), 0.8 * head.pose.jaw, clip=opening, part="tongue")
    shade = np.concatenate([lips.inner_top, (lips.inner_top + np.array([0.0, 0.18 * px]))[::-1]])
    pen.flat(shade, (60, 24, 26), 0.35, clip=opening, part="teeth")


def _chin(pen: Pen, head: Head, lips: _Lips) -> None:
    px, skin, pose = head.px, head.look.skin, head.pose
    under = lips.bottom[len(lips.bottom) // 2] + np.array([0.0, 0.42 * px])
    shade = 0.42 * (1.0 - 0.3 * head.look.softness) + 0.2 * pose.pout
    pen.glow(under, (1.7 * px, 0.5 * px), deeper(skin, 0.42), shade, part="chin")
    drop = 1.5 * pose.jaw
    chin = head.on((-0.4, -7.5 - drop), lift=0.4)[0]
    pen.glow(chin, (1.6 * px, 1.0 * px), lighter(skin, 0.6), 0.28, part="chin")
    for side in (-1.0, 1.0):
        bulge = head.on((side * 1.1, -6.6), (side * 1.5, -7.1), (side * 1.2, -7.7))
        pen.line(
            smooth(bulge, closed=False),
            deeper(skin, 0.4),
            0.35 * max(pose.lip_press, pose.pout),
            (0.05 * px, 0.16 * px, 0.05 * px),
        )
