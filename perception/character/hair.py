"""Hair behind the head, hair in front of it, and beards."""

from __future__ import annotations

import numpy as np

from perception.character.face import Head
from perception.character.geometry import smooth
from perception.character.haircuts import Haircut
from perception.character.haircuts_more import HAIRCUTS
from perception.character.looks import Look
from perception.character.pen import Pen, ellipse
from perception.character.scarf import draw_scarf, draw_scarf_back
from perception.character.shapes import Linear, Stop, deeper, lighter
from perception.character.strands import draw_lock, place
from perception.types import FloatArray


def draw_back_hair(pen: Pen, head: Head) -> None:
    """What hangs behind neck and ears."""
    look = head.look
    cut = HAIRCUTS.get(look.hair_style)
    if cut is None:
        draw_scarf_back(pen, head)
        return
    if cut.knot is not None:
        _knot(pen, head, cut.knot)
    if not cut.back:
        return
    half = np.array(cut.back)
    ring = np.concatenate([half, half[-2::-1] * np.array([-1.0, 1.0])])
    points = np.column_stack([ring, np.full(len(ring), -5.0)]) * np.array([1.09, 1.09, 1.0])
    outline = smooth(head.stage.head(points))
    pen.fill(outline, _dark(outline, look), part="hair_back")
    if cut.curls:
        _curls(pen, head, outline, cut.curls, part="hair_back")


def draw_front_hair(pen: Pen, head: Head) -> None:
    """The hair with its hairline; or the headscarf."""
    look = head.look
    cut = HAIRCUTS.get(look.hair_style)
    if cut is None:
        draw_scarf(pen, head)
        return
    outer = smooth(place(head, cut.shell), closed=False)
    line = smooth(place(head, cut.line), closed=False)
    path = np.concatenate([outer, line])
    _shadow(pen, head, line)
    pen.fill(path, _sheen(path, look), part="hair")
    if cut.curls:
        _curls(pen, head, outer[6:-6], cut.curls, part="hair")
        _cloud(pen, head, path, cut)
        _curls(pen, head, line[6:-6], 0.5 * cut.curls, part="hair")
    for lock in cut.locks:
        draw_lock(pen, head, lock, look.hair, clip=path)
    if not cut.curls:
        _shine(pen, head, path)


def _knot(pen: Pen, head: Head, knot: tuple[float, float, float]) -> None:
    x, y, radius = knot
    px, look = head.px, head.look
    center = head.at((x, y, -5.0))[0]
    round_ = ellipse(center, (1.12 * radius * px, 0.95 * radius * px), count=36)
    pen.fill(round_, _sheen(round_, look), part="hair_back")
    for shift, tone in ((-0.45, 0.6), (0.1, -0.5), (0.5, 0.4)):
        arc = np.array([(-0.9, shift - 0.25), (0.0, shift + 0.25), (0.9, shift - 0.15)]) * radius * px
        color = lighter(look.hair, 0.3) if tone > 0 else deeper(look.hair, 0.3)
        curve = smooth(center + arc, closed=False)
        pen.line(curve, color, 0.5, (0.1 * px, 0.55 * px, 0.1 * px), clip=round_, part="hair_back")


def _shine(pen: Pen, head: Head, path: FloatArray) -> None:
    """The soft light on the crown."""
    px = head.px
    spot = head.at((-3.0, 10.6, 3.0))[0]
    pen.glow(spot, (4.6 * px, 2.0 * px), lighter(head.look.hair, 1.0), 0.34, angle_deg=-24, clip=path, part="shine")
    low = head.at((7.4, 4.0, 0.5))[0]
    pen.glow(low, (3.0 * px, 9.0 * px), deeper(head.look.hair, 0.6), 0.4, clip=path, part="shade")


def _curls(pen: Pen, head: Head, path: FloatArray, size: float, *, part: str) -> None:
    """Round locks along an edge, the same ones in every frame; `size` in centimetres."""
    look, px = head.look, head.px
    rng = np.random.default_rng(look.seed)
    count = round(46 / max(size, 0.6) ** 0.7)
    picks = np.linspace(0, len(path) - 1, count).astype(int)
    for i, radius, shade in zip(picks, rng.uniform(0.75, 1.25, count), rng.uniform(0, 1, count), strict=True):
        tone = deeper(look.hair, 0.12) if shade < 0.6 else lighter(look.hair, 0.1)
        pen.flat(ellipse(path[i], (size * radius * px, size * radius * px), count=16), tone, part=part)


def _cloud(pen: Pen, head: Head, path: FloatArray, cut: Haircut) -> None:
    """Curls over the whole head of hair: light ones up left, dark ones down right."""
    look, px, size = head.look, head.px, cut.curls
    rng = np.random.default_rng(look.seed + 1)
    count = 90 if size > 1 else 130
    xs, ys = rng.uniform(-11, 11, count), rng.uniform(-4, 16.5, count)
    for x, y, turn in zip(xs, ys, rng.uniform(-0.5, 0.5, count), strict=True):
        light = 0.5 + 0.04 * (y - 5.0) - 0.03 * x
        tone = lighter(look.hair, 0.16 + 0.22 * max(0.0, light)) if light + turn > 0.55 else deeper(look.hair, 0.3)
        center = place(head, ((float(x), float(y)),))[0]
        arc = np.array([(-0.8, 0.3), (-0.35, -0.5), (0.45, -0.45), (0.8, 0.25)]) * 0.8 * size * px
        angle = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        curve = smooth(center + arc @ angle, closed=False)
        pen.line(curve, tone, 0.6, (0.08 * px, 0.42 * size * px, 0.08 * px), clip=path, part="strand")


def _shadow(pen: Pen, head: Head, line: FloatArray) -> None:
    """The shade hair throws on the face."""
    px = head.px
    for depth, alpha in ((1.0, 0.10), (0.55, 0.16)):
        drop = np.array([0.1 * depth, depth]) * px
        band = np.concatenate([line - np.array([0.0, 0.5 * px]), (line + drop)[::-1]])
        pen.flat(band, deeper(head.look.skin, 0.5), alpha, clip=head.outline, part="hair_shadow")


def draw_beard(pen: Pen, head: Head) -> None:
    """From stubble to a full beard."""
    look, px = head.look, head.px
    if look.beard <= 0:
        return
    drop = 1.6 * head.pose.jaw
    wide = [(7.1, 1.5), (6.6, -2.0), (5.4, -4.0), (3.9, -3.9), (2.6, -3.0), (0.0, -2.8)]
    upper = [(-x, y) for x, y in wide] + [(x, y) for x, y in wide[-2::-1]]
    low = [(7.1, -2.6), (6.7, -5.8 - drop / 2), (5.2, -8.8 - drop), (2.6, -10.3 - drop), (0.0, -10.6 - drop)]
    under = low + [(-x, y) for x, y in low[-2::-1]]
    path = smooth(head.on(*upper, *under))
    color = look.hair if look.brows is None else look.brows
    full = 0.45 * max(0.0, look.beard - 0.6) / 0.4
    pen.flat(path, color, 0.30 * look.beard + 0.06 + full, clip=head.outline, part="beard")
    chin = head.on((0.0, -7.6 - drop))[0]
    pen.glow(chin, (3.8 * px, 3.0 * px), color, 0.8 * look.beard, clip=head.outline, part="beard")
    moustache = smooth(
        head.on((-2.6, -3.9), (-1.5, -3.05), (0.0, -2.95), (1.5, -3.05), (2.6, -3.9), (0.0, -3.6), lift=0.2)
    )
    pen.flat(moustache, color, 0.75 * look.beard, part="beard")


def _sheen(outline: FloatArray, look: Look) -> Linear:
    low, high = outline.min(axis=0), outline.max(axis=0)
    return Linear(
        float(low[0] + 0.2 * (high[0] - low[0])),
        float(low[1]),
        float(high[0]),
        float(high[1]),
        (Stop(0, lighter(look.hair, 0.16)), Stop(0.28, lighter(look.hair, 0.04)), Stop(1, deeper(look.hair, 0.35))),
    )


def _dark(outline: FloatArray, look: Look) -> Linear:
    low, high = outline.min(axis=0), outline.max(axis=0)
    return Linear(
        0, float(low[1]), 0, float(high[1]), (Stop(0, deeper(look.hair, 0.2)), Stop(1, deeper(look.hair, 0.42)))
    )
