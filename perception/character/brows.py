"""Brows, and the lines they draw between and above them."""

from __future__ import annotations

import numpy as np

from perception.character.face import Head, surface
from perception.character.geometry import ribbon, smooth
from perception.character.pen import Pen
from perception.character.shapes import deeper, mix

_XS = np.array([1.35, 2.3, 3.4, 4.5, 5.35])
_YS = np.array([3.95, 4.2, 4.4, 4.32, 3.85])
# How much each point of a brow takes part, from the inner end to the outer one.
_RAISE = 1.25 * np.array([1.0, 1.05, 1.05, 0.95, 0.75])
_LOWER = 1.35 * np.array([0.92, 0.95, 0.95, 0.85, 0.6])
_TOGETHER = np.array([0.42, 0.3, 0.15, 0.05, 0.0])
_INNER = np.array([1.05, 0.72, 0.16, -0.18, -0.32])
_OUTER = np.array([-0.1, 0.05, 0.4, 0.75, 0.7])
_SKEW = 0.95 * np.array([0.55, 0.8, 1.0, 1.0, 0.8])


def draw_brows(pen: Pen, head: Head) -> None:
    """Both brows: they rise as a whole; when lowered they sink and their inner ends come inward."""
    for side in (-1.0, 1.0):
        _brow(pen, head, side)


def _brow(pen: Pen, head: Head, side: float) -> None:
    pose, px, look = head.pose, head.px, head.look
    rise, drop = pose.brow_raise, pose.brow_lower
    ys = _YS + look.brow_lift + rise * _RAISE - drop * _LOWER + pose.brow_inner * _INNER + pose.brow_outer * _OUTER
    ys = ys + side * pose.brow_skew * _SKEW * (1.0 if side * pose.brow_skew > 0 else 0.45)
    xs = _XS - (drop + 0.45 * max(0.0, pose.brow_inner)) * _TOGETHER
    line = head.stage.head(surface(np.stack([side * xs, ys], axis=1), lift=0.15))
    curve = smooth(line, closed=False)
    color = mix(look.hair if look.brows is None else look.brows, (44, 32, 26), 0.35 if look.brows is None else 0.0)
    u = np.linspace(0, 1, len(curve))
    body = np.interp(u, [0, 0.12, 0.5, 0.8, 1], [0.36, 0.6, 0.6, 0.4, 0.08]) * px * look.brow_weight
    pen.flat(ribbon(curve, body), color, 0.88, part="brow")
    pen.flat(ribbon(curve + np.array([0.0, 0.05 * px]), body * 0.55), color, 0.6, part="brow")


def draw_forehead(pen: Pen, head: Head) -> None:
    """The lines between lowered brows and above raised ones."""
    pose, px, skin = head.pose, head.px, head.look.skin
    soft = 1.0 - 0.35 * head.look.softness
    frown = min(1.0, pose.brow_lower + 0.55 * max(0.0, pose.brow_inner))
    for side in (-1.0, 1.0):
        crease = head.on((side * 0.45, 4.9), (side * 0.6, 4.2), (side * 0.5, 3.5), lift=0.3)
        pen.line(
            smooth(crease, closed=False),
            deeper(skin, 0.42),
            0.55 * soft * frown,
            (0.05 * px, 0.2 * px, 0.05 * px),
            part="forehead",
        )
    rise = min(1.0, pose.brow_raise + 0.35 * head.look.age)
    middle = max(0.0, pose.brow_inner)  # worry lifts the middle only
    for y in (6.2, 7.0):
        points = [(-3.2, y + 0.05), (-1.6, y + 0.3), (0.0, y + 0.2), (1.6, y + 0.3), (3.2, y + 0.05)]
        tone = deeper(skin, 0.4)
        widths = (0.03 * px, 0.16 * px, 0.03 * px)
        if rise > 0:
            pen.line(smooth(head.on(*points), closed=False), tone, 0.35 * soft * rise, widths, part="forehead")
        if middle > 0:
            short = [(-1.7, y - 0.25), (0.0, y), (1.7, y - 0.25)]
            pen.line(smooth(head.on(*short), closed=False), tone, 0.3 * soft * middle, widths, part="forehead")
