"""The head itself: outline, light and shade, ears and nose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from perception.character.geometry import Stage, ellipsoid, hull, smooth
from perception.character.looks import Look
from perception.character.pen import Pen
from perception.character.rig import RigPose
from perception.character.shapes import Linear, Stop, deeper, lighter, mix
from perception.types import FloatArray

_SKULL = ellipsoid((0.0, 2.6, -2.6), (7.15, 9.4, 9.3))
# One side of the jaw and cheek, model centimetres; the other side is its mirror image.
_JAW = np.array(
    [
        [7.05, 1.5, 0.4],
        [6.95, -1.2, 0.2],
        [6.65, -3.4, 0.6],
        [6.0, -5.5, 1.4],
        [4.9, -7.2, 2.8],
        [3.4, -8.5, 4.1],
        [1.7, -9.2, 4.9],
        [0.0, -9.35, 5.1],
        [6.5, 0.4, 2.2],
        [5.4, -2.6, 4.0],
        [6.1, 3.6, 2.2],
    ]
)
JAW_DROP_CM = 2.5


@dataclass(frozen=True, slots=True)
class Head:
    """What the parts of a face need to be drawn: place, pose, look and the outline to stay inside."""

    stage: Stage
    pose: RigPose
    look: Look
    outline: FloatArray
    px: float

    def at(self, *points: tuple[float, float, float]) -> FloatArray:
        """Model points to pixels (n, 2)."""
        return self.stage.head(np.array(points, dtype=np.float64))

    def on(self, *points: tuple[float, float], lift: float = 0.0) -> FloatArray:
        """Points of the face's front given by x and y alone, to pixels (n, 2)."""
        return self.stage.head(surface(np.array(points, dtype=np.float64), lift=lift))


def surface(xy: FloatArray, *, lift: float = 0.0) -> FloatArray:
    """(n, 2) places on the front of the face to (n, 3): an ellipsoid with a muzzle and hollow eye sockets."""
    x, y = xy[:, 0], xy[:, 1]
    round_part = np.sqrt(np.maximum(0.03, 1 - (x / 7.6) ** 2 - ((y + 0.2) / 11.2) ** 2))
    z = -2.6 + 8.1 * round_part
    z = z + 1.15 * np.exp(-((x / 3.0) ** 2) - ((y + 5.2) / 3.4) ** 2)
    z = z + 0.6 * np.exp(-(((y - 4.6) / 1.1) ** 2) - (x / 5.0) ** 4)
    z = z - 0.65 * np.exp(-(((np.abs(x) - 3.1) / 1.9) ** 2) - ((y - 2.4) / 1.4) ** 2)
    return np.stack([x, y, z + lift], axis=1)


def make_head(stage: Stage, pose: RigPose, look: Look) -> Head:
    """The head of this moment, with its outline in pixels."""
    side = _JAW * np.array([look.face_width, 1.0, 1.0])
    low = np.clip((-side[:, 1] - 2.0) / 7.0, 0, 1)[:, None]
    side = side * (1.0 - np.array([0.14, 0.0, 0.0]) * look.slender * low)
    side = side + low * np.array([0.0, -JAW_DROP_CM * pose.jaw, -0.5 * pose.jaw])
    jaw = np.concatenate([side, side * np.array([-1.0, 1.0, 1.0])])
    outline = smooth(hull(stage.head(np.concatenate([_SKULL, jaw])), directions=72), steps=3)
    return Head(stage, pose, look, outline, stage.head_scale())


def draw_ears(pen: Pen, head: Head) -> None:
    """Both ears; the head drawn afterwards hides what lies behind it."""
    skin = head.look.skin
    for side in (-1.0, 1.0):
        rim = [
            (7.0, 2.9, -1.0),
            (7.9, 3.2, -1.9),
            (8.5, 2.4, -2.3),
            (8.35, 0.6, -2.0),
            (7.8, -1.0, -1.2),
            (7.0, -1.6, -0.6),
        ]
        if head.look.slender > 0:  # behind a slender cheek
            rim += [(6.0, -1.2, -1.0), (5.6, 0.8, -1.2), (6.0, 2.6, -1.2)]
        path = smooth(head.at(*[(side * x, y, z) for x, y, z in rim]))
        pen.flat(path, deeper(skin, 0.10), part="ear")
        bowl = [(7.3, 2.2, -1.0), (7.9, 2.3, -1.5), (7.95, 0.9, -1.5), (7.4, -0.4, -1.0)]
        pen.flat(smooth(head.at(*[(side * x, y, z) for x, y, z in bowl])), deeper(skin, 0.26), 0.7, part="ear")


def draw_skin(pen: Pen, head: Head) -> None:
    """The face's ground: light from the upper left, shade at the lower right, warm cheeks."""
    skin, outline, px = head.look.skin, head.outline, head.px
    low, high = outline.min(axis=0), outline.max(axis=0)
    span = high - low
    ground = Linear(
        float(low[0] + 0.18 * span[0]),
        float(low[1] + 0.25 * span[1]),
        float(low[0] + 0.92 * span[0]),
        float(low[1] + 0.98 * span[1]),
        (Stop(0.0, lighter(skin, 0.16)), Stop(0.5, skin), Stop(1.0, deeper(skin, 0.2))),
    )
    pen.fill(outline, ground, part="skin")
    pen.glow(head.on((-1.6, 6.3))[0], (4.6 * px, 2.8 * px), lighter(skin, 0.6), 0.42, clip=outline, part="light")
    pen.glow(head.at((7.2, -1.0, 0.6))[0], (3.4 * px, 8.5 * px), deeper(skin, 0.45), 0.4, clip=outline, part="shade")
    pen.glow(head.at((-7.4, -2.0, 0.2))[0], (2.4 * px, 8.0 * px), deeper(skin, 0.4), 0.26, clip=outline, part="shade")
    pen.glow(head.at((0.0, -9.9, 4.6))[0], (5.5 * px, 1.7 * px), deeper(skin, 0.4), 0.34, clip=outline, part="shade")


def draw_cheeks(pen: Pen, head: Head) -> None:
    """Warmth of the cheeks and the fold beside nose and mouth; a smile raises the one and deepens the other."""
    skin, px, smile, look = head.look.skin, head.px, head.pose.smile, head.look
    smile = min(1.0, smile + 0.4 * head.pose.cheeks)
    blush = mix(skin, (206, 84, 72), 0.45)
    lift = 0.75 * smile
    for side in (-1.0, 1.0):
        spot = head.on((side * 4.5, -1.6 + lift), lift=0.2)[0]
        pen.glow(spot, (2.5 * px, 1.9 * px), blush, 0.34 + 0.14 * smile, clip=head.outline, part="cheek")
        apple = head.on((side * 4.0 - 0.4, -0.6 + lift), lift=0.3)[0]
        pen.glow(apple, (1.9 * px, 1.2 * px), lighter(skin, 0.6), 0.30 + 0.25 * smile, clip=head.outline, part="cheek")
        corner = 2.75 + 0.75 * smile
        fold = head.on(
            (side * 1.95, -1.7),
            (side * (2.75 + 0.35 * smile), -2.6),
            (side * (corner + 0.55), -3.9 + 0.5 * smile),
            (side * (corner + 0.5), -4.7 + 0.5 * smile),
            lift=0.2,
        )
        alpha = 0.10 * (1.0 - look.softness) + 0.5 * smile * (1.0 - 0.45 * look.softness) + 0.3 * look.age
        pen.line(smooth(fold, closed=False), deeper(skin, 0.42), alpha, (0.1 * px, 0.26 * px, 0.06 * px), part="fold")


def draw_sockets(pen: Pen, head: Head) -> None:
    """The shade around the eyes."""
    skin, px = head.look.skin, head.px
    for side in (-1.0, 1.0):
        pen.glow(
            head.on((side * 2.9, 3.2))[0],
            (2.3 * px, 1.25 * px),
            deeper(skin, 0.42),
            0.34,
            clip=head.outline,
            part="socket",
        )
        pen.glow(
            head.on((side * 3.1, 1.35))[0],
            (1.7 * px, 0.7 * px),
            deeper(skin, 0.35),
            0.20,
            clip=head.outline,
            part="socket",
        )


def draw_nose(pen: Pen, head: Head) -> None:
    """Bridge, tip, wings and nostrils, standing out from the face so that they turn with it."""
    skin, px = head.look.skin, head.px
    dark, lines = deeper(skin, 0.5), 1.0 - 0.45 * head.look.softness
    shadow_side = [
        (0.75, 2.9, 4.9),
        (1.0, 1.2, 5.3),
        (1.15, -0.4, 5.9),
        (1.7, -1.3, 5.6),
        (1.6, -1.95, 5.4),
        (0.6, -2.0, 6.5),
        (0.5, -0.8, 7.4),
        (0.3, 1.2, 6.5),
        (0.2, 2.6, 5.6),
    ]
    pen.flat(smooth(head.at(*shadow_side)), deeper(skin, 0.35), 0.26, part="nose")
    pen.glow(head.at((0.0, -2.35, 6.0))[0], (1.9 * px, 0.75 * px), dark, 0.38, part="nose")
    bridge = head.at((-0.15, 2.6, 5.5), (-0.15, 1.0, 6.4), (-0.1, -0.5, 7.2))
    pen.line(smooth(bridge, closed=False), lighter(skin, 0.75), 0.42, (0.15 * px, 0.5 * px, 0.25 * px), part="nose")
    pen.glow(head.at((-0.2, -0.85, 7.7))[0], (1.05 * px, 0.9 * px), lighter(skin, 0.8), 0.55, part="nose")
    for side in (-1.0, 1.0):
        wing = [
            (side * 1.05, -0.55, 5.9),
            (side * 1.62, -0.95, 5.5),
            (side * 1.72, -1.55, 5.4),
            (side * 1.3, -1.95, 5.7),
        ]
        pen.line(smooth(head.at(*wing), closed=False), dark, 0.6 * lines, (0.04 * px, 0.2 * px, 0.1 * px), part="nose")
        hole = [
            (side * 0.4, -1.78, 6.35),
            (side * 0.75, -1.5, 6.3),
            (side * 1.1, -1.75, 5.95),
            (side * 0.75, -2.0, 6.1),
        ]
        pen.flat(smooth(head.at(*hole)), deeper(skin, 0.72), 0.85 * lines, part="nose")
    base = head.at((-0.55, -1.95, 6.4), (0.0, -2.15, 6.75), (0.55, -1.95, 6.4))
    pen.line(smooth(base, closed=False), dark, 0.5, (0.06 * px, 0.16 * px, 0.06 * px), part="nose")
    philtrum = head.on((0.0, -2.6), (0.0, -3.4), lift=0.1)
    pen.line(philtrum, deeper(skin, 0.3), 0.22, (0.2 * px, 0.4 * px, 0.3 * px), part="nose")
