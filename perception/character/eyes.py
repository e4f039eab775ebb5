"""Eyes, lids, lashes and brows."""

from __future__ import annotations

from math import cos, radians, sin

import numpy as np

from perception.character.face import Head, surface
from perception.character.geometry import LEVEL_DEG, ribbon, smooth
from perception.character.pen import Pen
from perception.character.shapes import Linear, Radial, Stop, deeper, lighter, mix
from perception.types import FloatArray

_CENTER = (3.15, 2.45)  # middle of the right-hand eye, centimetres
_HALF = 1.5  # half the width between its corners
_UPPER, _LOWER = 0.66, 0.44  # how far the lids stand from the line of the corners when open
_BALL_CM, _IRIS_CM, _PUPIL_CM = 1.35, 0.64, 0.27
_T = np.linspace(-1, 1, 13)
_ARCH_UP = 1 - np.abs(_T + 0.08 * (1 - _T**2)) ** 2.3
_ARCH_DOWN = 1 - np.abs(_T - 0.10 * (1 - _T**2)) ** 2.0


def draw_eye(pen: Pen, head: Head, side: float) -> None:
    """One eye: `side` -1 at the left of the picture, 1 at the right."""
    upper, lower = _lid_lines(head, side)
    opening = np.concatenate([upper, lower[::-1]])
    openness = float(np.max(lower[:, 1] - upper[:, 1]))
    px = head.px
    if openness > 0.12 * px:
        _ball(pen, head, side, opening, upper)
    _lids(pen, head, upper, lower)


def _lid_lines(head: Head, side: float) -> tuple[FloatArray, FloatArray]:
    """Upper and lower lid as pixels, both from the inner to the outer corner."""
    pose = head.pose
    closed = float(np.clip(pose.lids, 0, 1))
    down = max(0.0, -sin(radians(pose.gaze_y_deg)))
    up = max(0.0, sin(radians(pose.gaze_y_deg)))
    upper = _UPPER * (1 - closed) - 0.46 * closed + (0.30 * up - 0.7 * down) * (1 - closed)
    upper += (0.10 * pose.brow_raise - 0.16 * pose.brow_lower) * (1 - closed)
    lower = _LOWER - 0.10 * pose.smile * (1 - closed) + 0.15 * down * (1 - closed)
    x = side * (_CENTER[0] + _T * _HALF)
    slant = 0.10 * _T
    top = np.stack([x, _CENTER[1] + slant + upper * _ARCH_UP], axis=1)
    bottom = np.stack([x, _CENTER[1] + slant - lower * _ARCH_DOWN], axis=1)
    return head.stage.head(surface(top, lift=0.05)), head.stage.head(surface(bottom, lift=0.05))


def _ball(pen: Pen, head: Head, side: float, opening: FloatArray, upper: FloatArray) -> None:
    px, look = head.px, head.look
    top, bottom = opening.min(axis=0), opening.max(axis=0)
    white = Linear(
        0,
        float(top[1]),
        0,
        float(bottom[1]),
        (Stop(0, (206, 200, 198)), Stop(0.45, (247, 245, 242)), Stop(1, (236, 230, 226))),
    )
    pen.fill(opening, white, part="eye_white")
    disc, center = _iris(head, side, _IRIS_CM)
    ring = Radial(
        float(center[0]),
        float(center[1]),
        _IRIS_CM * px,
        _IRIS_CM * px,
        (
            Stop(0, lighter(look.eyes, 0.22)),
            Stop(0.62, look.eyes),
            Stop(0.86, deeper(look.eyes, 0.35)),
            Stop(1, deeper(look.eyes, 0.6)),
        ),
    )
    pen.fill(disc, ring, clip=opening, part="iris")
    pupil, _ = _iris(head, side, _PUPIL_CM)
    pen.flat(pupil, (18, 14, 14), clip=opening, part="pupil")
    shade = ribbon(upper + np.array([0.0, 0.12 * px]), np.full(len(upper), 0.34 * px))
    pen.flat(shade, (60, 44, 44), 0.28, clip=opening, part="eye_shade")
    spark = center + np.array([-0.20, -0.22]) * px
    pen.glow(spark, (0.19 * px, 0.19 * px), (255, 255, 255), 1.0, clip=opening, part="spark")


def _iris(head: Head, side: float, radius: float) -> tuple[FloatArray, FloatArray]:
    """A disc of the eyeball facing where the eye looks, pixels, and its centre."""
    gx, gy = radians(head.pose.gaze_x_deg), radians(head.pose.gaze_y_deg - LEVEL_DEG)
    look = np.array([sin(gx) * cos(gy), sin(gy), cos(gx) * cos(gy)])
    right = np.array([cos(gx), 0.0, -sin(gx)])
    over = np.cross(look, right)
    front = surface(np.array([[side * _CENTER[0], _CENTER[1]]]))[0]
    ball = front + np.array([0.0, 0.06, 0.12 - _BALL_CM])
    a = np.linspace(0, 2 * np.pi, 24, endpoint=False)[:, None]
    rim = ball + _BALL_CM * look + radius * (np.cos(a) * right + np.sin(a) * over)
    return head.stage.head(rim), head.stage.head((ball + _BALL_CM * look)[None, :])[0]


def _lids(pen: Pen, head: Head, upper: FloatArray, lower: FloatArray) -> None:
    px, look = head.px, head.look
    skin = look.skin
    lash = mix(look.hair, (20, 14, 12), 0.6)
    crease = upper + np.array([0.0, -(0.42 - 0.2 * head.pose.lids) * px]) * np.sqrt(np.maximum(0.06, _ARCH_UP))[:, None]
    cover = np.concatenate([upper, crease[::-1]])
    pen.flat(cover, deeper(skin, 0.12), 0.55 + 0.4 * head.pose.lids, part="lid")
    pen.line(crease, deeper(skin, 0.5), 0.5, (0.08 * px, 0.17 * px, 0.1 * px), part="crease")
    if head.pose.lids > 0.5:
        cheek = lower + np.array([0.0, 0.3 * px])
        pen.line(cheek, deeper(skin, 0.35), 0.3, (0.03 * px, 0.12 * px, 0.05 * px), part="crease")
    weight = 0.20 + 0.10 * look.lashes
    pen.line(upper, lash, 0.95, (0.08 * px, weight * px, 1.1 * weight * px), part="lash")
    if look.lashes > 0.5:
        out = upper[-1] - upper[-4]
        tip = np.stack([upper[-3], upper[-1], upper[-1] + np.array([out[0] * 0.30, -0.32 * px * (1 - head.pose.lids)])])
        pen.line(smooth(tip, closed=False), lash, 0.9, (0.2 * px, 0.2 * px, 0.02 * px), part="lash")
    pen.line(lower, deeper(skin, 0.55), 0.55, (0.05 * px, 0.1 * px, 0.12 * px), part="lash")
    inner = upper[0]
    pen.glow(inner, (0.2 * px, 0.16 * px), (196, 120, 108), 0.6, part="corner")


def draw_brow(pen: Pen, head: Head, side: float) -> None:
    """One brow: it rises as a whole; when lowered it sinks and its inner end comes inward."""
    pose, px = head.pose, head.px
    rise, drop = pose.brow_raise, pose.brow_lower
    xs = np.array([1.35, 2.3, 3.4, 4.5, 5.35])
    ys = np.array([3.95, 4.2, 4.4, 4.32, 3.85])
    ys = (
        ys
        + 1.25 * rise * np.array([1.0, 1.05, 1.05, 0.95, 0.75])
        - drop * 1.35 * np.array([0.92, 0.95, 0.95, 0.85, 0.6])
    )
    xs = xs - drop * np.array([0.42, 0.3, 0.15, 0.05, 0.0])
    line = head.stage.head(surface(np.stack([side * xs, ys], axis=1), lift=0.15))
    curve = smooth(line, closed=False)
    color = mix(head.look.hair, (44, 32, 26), 0.35)
    u = np.linspace(0, 1, len(curve))
    body = np.interp(u, [0, 0.12, 0.5, 0.8, 1], [0.36, 0.6, 0.6, 0.4, 0.08]) * px
    pen.flat(ribbon(curve, body), color, 0.88, part="brow")
    pen.flat(ribbon(curve + np.array([0.0, 0.05 * px]), body * 0.55), color, 0.6, part="brow")
