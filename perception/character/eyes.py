"""Eyes, lids and lashes."""

from __future__ import annotations

from math import cos, radians, sin

import numpy as np

from perception.character.face import Head, surface
from perception.character.geometry import ribbon, smooth
from perception.character.pen import Pen
from perception.character.shapes import Linear, Radial, Stop, deeper, lighter, mix
from perception.types import FloatArray

EYE_AT = (3.15, 2.45)  # middle of the right-hand eye, centimetres
_HALF = 1.5  # half the width between its corners
_UPPER, _LOWER = 0.66, 0.44  # how far the lids stand from the line of the corners when open
_BALL_CM, _IRIS_CM, _PUPIL_CM = 1.35, 0.64, 0.27
_T = np.linspace(-1, 1, 13)
_ARCH_UP = 1 - np.abs(_T + 0.08 * (1 - _T**2)) ** 2.3
_ARCH_DOWN = 1 - np.abs(_T - 0.10 * (1 - _T**2)) ** 2.0
_INNER = (1 - _T) / 2  # 1 at the inner corner, 0 at the outer


def draw_whites(pen: Pen, head: Head) -> None:
    """The white of both eyes, as far as the lids are open."""
    for side in (-1.0, 1.0):
        upper, lower = _lid_lines(head, side)
        if _open(head, upper, lower):
            _white(pen, np.concatenate([upper, lower[::-1]]))


def draw_irises(pen: Pen, head: Head, *, clipped: bool = True) -> None:
    """Iris, pupil and the lights in them; without a clip they are whole discs, for whoever clips them later."""
    for side in (-1.0, 1.0):
        upper, lower = _lid_lines(head, side)
        if not clipped:
            _ball(pen, head, side, None)
        elif _open(head, upper, lower):
            _ball(pen, head, side, np.concatenate([upper, lower[::-1]]))


def draw_lids(pen: Pen, head: Head) -> None:
    """What lies over both eyes: shade of the lids, lids and lashes."""
    for side in (-1.0, 1.0):
        upper, lower = _lid_lines(head, side)
        if _open(head, upper, lower):
            shade = ribbon(upper + np.array([0.0, 0.12 * head.px]), np.full(len(upper), 0.34 * head.px))
            opening = np.concatenate([upper, lower[::-1]])
            pen.flat(shade, (60, 44, 44), 0.28, clip=opening, part="eye_shade")
        _lids(pen, head, upper, lower)
        if head.look.age > 0:
            _age(pen, head, side)


def iris_shift(gaze_x_deg: float, gaze_y_deg: float) -> FloatArray:
    """How far (x, y, z) the irises move from where they are when the eyes look straight ahead, centimetres."""
    gx, gy = radians(gaze_x_deg), radians(gaze_y_deg)
    return _BALL_CM * np.array([sin(gx) * cos(gy), sin(gy), cos(gx) * cos(gy) - 1.0])


def _open(head: Head, upper: FloatArray, lower: FloatArray) -> bool:
    return float(np.max(lower[:, 1] - upper[:, 1])) > 0.12 * head.px


def _lid_lines(head: Head, side: float) -> tuple[FloatArray, FloatArray]:
    """Upper and lower lid as pixels, both from the inner to the outer corner."""
    pose, size = head.pose, head.look.eye_size
    closed = float(np.clip(pose.lids, 0, 1))
    down = max(0.0, -sin(radians(pose.gaze_y_deg)))
    up = max(0.0, sin(radians(pose.gaze_y_deg)))
    upper = _UPPER * size * (1 - closed) - 0.46 * closed + (0.30 * up - 0.7 * down) * (1 - closed)
    upper += (0.10 * pose.brow_raise - 0.16 * pose.brow_lower) * (1 - closed)
    upper -= (0.34 * max(0.0, pose.upper_lids) + 0.16 * min(0.0, pose.upper_lids)) * (1 - closed)
    raised = 0.30 * pose.lower_lids + 0.16 * pose.cheeks
    lower = _LOWER * (0.5 + 0.5 * size) - (0.10 * pose.smile + raised) * (1 - closed) + 0.15 * down * (1 - closed)
    x = side * (EYE_AT[0] + _T * _HALF * (0.4 + 0.6 * size))
    # Worry lifts the inner part of the lid, anger presses it down; sadness lets the outer part hang.
    oblique = 0.12 * pose.brow_inner * (_INNER - 0.5) - 0.16 * pose.brow_lower * (_INNER - 0.5)
    slant = (0.10 + 0.06 * head.look.eye_slant) * _T
    top = np.stack([x, EYE_AT[1] + slant + (upper + oblique * (1 - closed)) * _ARCH_UP], axis=1)
    bottom = np.stack([x, EYE_AT[1] + slant - lower * _ARCH_DOWN], axis=1)
    return head.stage.head(surface(top, lift=0.05)), head.stage.head(surface(bottom, lift=0.05))


def _white(pen: Pen, opening: FloatArray) -> None:
    top, bottom = opening.min(axis=0), opening.max(axis=0)
    white = Linear(
        0,
        float(top[1]),
        0,
        float(bottom[1]),
        (Stop(0, (206, 200, 198)), Stop(0.45, (247, 245, 242)), Stop(1, (236, 230, 226))),
    )
    pen.fill(opening, white, part="eye_white")


def _ball(pen: Pen, head: Head, side: float, opening: FloatArray | None) -> None:
    px, look = head.px, head.look
    radius = _IRIS_CM * (0.25 + 0.75 * look.eye_size)
    disc, center = _iris(head, side, radius)
    ring = Radial(
        float(center[0]),
        float(center[1]),
        radius * px,
        radius * px,
        (
            Stop(0, lighter(look.eyes, 0.22)),
            Stop(0.62, look.eyes),
            Stop(0.86, deeper(look.eyes, 0.35)),
            Stop(1, deeper(look.eyes, 0.6)),
        ),
    )
    pen.fill(disc, ring, clip=opening, part="iris")
    pupil, _ = _iris(head, side, _PUPIL_CM * look.eye_size)
    pen.flat(pupil, (18, 14, 14), clip=opening, part="pupil")
    if look.eye_size > 1.0:
        glint = center + np.array([0.16, 0.26]) * px
        pen.glow(glint, (0.34 * px, 0.22 * px), lighter(look.eyes, 1.0), 0.55, clip=opening, part="glint")
    spark = center + np.array([-0.20, -0.22]) * px
    wide = 0.19 * look.eye_size**2
    pen.glow(spark, (wide * px, wide * px), (255, 255, 255), 1.0, clip=opening, part="spark")


def _iris(head: Head, side: float, radius: float) -> tuple[FloatArray, FloatArray]:
    """A disc of the eyeball facing where the eye looks, pixels, and its centre."""
    gx, gy = radians(head.pose.gaze_x_deg), radians(head.pose.gaze_y_deg)
    look = np.array([sin(gx) * cos(gy), sin(gy), cos(gx) * cos(gy)])
    right = np.array([cos(gx), 0.0, -sin(gx)])
    over = np.cross(look, right)
    front = surface(np.array([[side * EYE_AT[0], EYE_AT[1]]]))[0]
    ball = front + np.array([0.0, 0.06, 0.12 - _BALL_CM])
    a = np.linspace(0, 2 * np.pi, 24, endpoint=False)[:, None]
    rim = ball + _BALL_CM * look + radius * (np.cos(a) * right + np.sin(a) * over)
    return head.stage.head(rim), head.stage.head((ball + _BALL_CM * look)[None, :])[0]


def _lids(pen: Pen, head: Head, upper: FloatArray, lower: FloatArray) -> None:
    px, look = head.px, head.look
    skin = look.skin
    lash = mix(look.hair if look.brows is None else look.brows, (20, 14, 12), 0.6)
    high = 0.42 * look.eye_size - 0.2 * head.pose.lids
    crease = upper + np.array([0.0, -high * px]) * np.sqrt(np.maximum(0.06, _ARCH_UP))[:, None]
    cover = np.concatenate([upper, crease[::-1]])
    pen.flat(cover, deeper(skin, 0.12), 0.55 + 0.4 * head.pose.lids, part="lid")
    soft = 1.0 - 0.45 * look.softness
    pen.line(crease, deeper(skin, 0.5), 0.5 * soft, (0.08 * px, 0.17 * px, 0.1 * px), part="crease")
    if head.pose.lids > 0.5:
        cheek = lower + np.array([0.0, 0.3 * px])
        pen.line(cheek, deeper(skin, 0.35), 0.3 * soft, (0.03 * px, 0.12 * px, 0.05 * px), part="crease")
    squeezed = max(head.pose.cheeks, head.pose.lower_lids)
    if squeezed > 0.05:
        under = lower[2:-1] + np.array([0.0, 0.34 * px])
        pen.line(under, deeper(skin, 0.38), 0.45 * squeezed, (0.03 * px, 0.15 * px, 0.05 * px), part="crease")
    weight = (0.20 + 0.10 * look.lashes) * (1.0 + 0.25 * look.softness)
    pen.line(upper, lash, 0.95, (0.08 * px, weight * px, 1.1 * weight * px), part="lash")
    if look.lashes > 0.5:
        out = upper[-1] - upper[-4]
        tip = np.stack([upper[-3], upper[-1], upper[-1] + np.array([out[0] * 0.30, -0.32 * px * (1 - head.pose.lids)])])
        pen.line(smooth(tip, closed=False), lash, 0.9, (0.2 * px, 0.2 * px, 0.02 * px), part="lash")
    pen.line(lower, deeper(skin, 0.55), 0.55 * soft, (0.05 * px, 0.1 * px, 0.12 * px), part="lash")
    inner = upper[0]
    pen.glow(inner, (0.2 * px, 0.16 * px), (196, 120, 108), 0.6, part="corner")


def _age(pen: Pen, head: Head, side: float) -> None:
    """The fine lines of a grown face: beside the eyes, and the fold under them."""
    px, skin, age = head.px, head.look.skin, head.look.age
    widths = (0.03 * px, 0.13 * px, 0.02 * px)
    for rise, far in ((0.75, 6.0), (0.1, 6.3), (-0.55, 6.0)):
        line = head.on((side * 5.05, 2.4 + 0.3 * rise), (side * 5.6, 2.35 + 0.7 * rise), (side * far, 2.2 + rise))
        pen.line(smooth(line, closed=False), deeper(skin, 0.42), 0.4 * age, widths, part="age")
    bag = head.on((side * 1.9, 1.35), (side * 3.1, 0.85), (side * 4.5, 1.45), lift=0.1)
    pen.line(smooth(bag, closed=False), deeper(skin, 0.4), 0.32 * age, (0.03 * px, 0.2 * px, 0.04 * px), part="age")
