"""Hair of the large pictures: behind the head and in front of it."""

from __future__ import annotations

import numpy as np

from perception.character.face import Head
from perception.character.geometry import smooth
from perception.character.haircuts import Haircut
from perception.character.haircuts_more import HAIRCUTS
from perception.character.pen import Pen, ellipse
from perception.character.scarf import draw_scarf, draw_scarf_back
from perception.character.shapes import deeper, lighter
from perception.character.strands import dark, draw_lock, place, sheen
from perception.types import FloatArray

_TEMPLE_Y = 1.0


def draw_back_hair(pen: Pen, head: Head) -> None:
    """What hangs behind neck and ears."""
    look = head.look
    cut = HAIRCUTS.get(look.cut)
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
    pen.fill(outline, dark(outline, look), part="hair_back")
    if cut.curls:
        _curls(pen, head, outline, cut.curls, part="hair_back")


def draw_scalp(pen: Pen, head: Head) -> None:
    """What is seen between hairline and temple when the head turns."""
    cut = HAIRCUTS.get(head.look.cut)
    if cut is None:
        return
    crown = tuple((0.97 * x, y) for x, y in cut.shell if y > _TEMPLE_Y)
    path = smooth(place(head, crown), closed=False)
    pen.fill(path, dark(path, head.look), part="scalp")


def draw_front_hair(pen: Pen, head: Head) -> None:
    """The hair with its hairline; or the headscarf."""
    look = head.look
    cut = HAIRCUTS.get(look.cut)
    if cut is None:
        draw_scarf(pen, head)
        return
    outer = smooth(place(head, cut.shell), closed=False)
    line = smooth(place(head, cut.line), closed=False)
    path = np.concatenate([outer, line])
    _shadow(pen, head, line)
    pen.fill(path, sheen(path, look), part="hair")
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
    pen.fill(round_, sheen(round_, look), part="hair_back")
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
