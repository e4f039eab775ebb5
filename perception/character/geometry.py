"""From head centimetres to pixels: turning, leaning, perspective, smooth curves.

Model axes: x to the right edge of the picture, y up, z towards the camera, centimetres, origin in the middle of
the head. The camera looks along -z with the vertical angle of view that the face model assumes (63 degrees), so that
its reading of distance and angle can be compared with what is drawn.
"""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, radians, sin, tan

import numpy as np

from perception.character.rig import RigPose
from perception.types import FloatArray

VIEW_DEG = 63.0
DISTANCE_CM = 50.0  # camera to the middle of the head: a face of about 30 % of the picture's height
HEAD_HEIGHT_CM = 2.6  # middle of the head above the camera's axis: puts the eyes at 40 % from the top
NECK_CM = (0.0, -5.5, -3.0)  # the head turns about the top of the neck
HIP_CM = (0.0, -62.0, -6.0)  # a seated body leans about the hips
SHOULDER_BASE_CM = (0.0, -15.0, -4.0)  # the shoulders tilt about the base of the neck
LEAN_DEG = 8.0
SHRUG_CM = 1.8
# Lines on a smooth head show less of a nod than a face does, and the features as they are built here look up a little
# when their head is level: the face model follows pitch at .83 of its size and some degrees too high. So the head is
# turned by more, about a lower level. Measured over all looks (tests/evaluation/head.py).
PITCH_GAIN = 1.25
LEVEL_DEG = -7.0
_DOWN = np.array([1.0, -1.0])


def rotation(*, yaw_deg: float, pitch_deg: float, roll_deg: float) -> FloatArray:
    """(3, 3) matrix of the head: roll first, then pitch, then yaw, signs as in RigPose."""
    y, p, r = radians(yaw_deg), radians(pitch_deg), radians(roll_deg)
    sy, cy, sp, cp, sr, cr = sin(y), cos(y), sin(p), cos(p), sin(r), cos(r)
    # The product of the three, written out: a moving face asks for it some ten times a second.
    return np.array(
        [
            [cy * cr + sy * sp * sr, cy * sr - sy * sp * cr, sy * cp],
            [-cp * sr, cp * cr, sp],
            [-sy * cr + cy * sp * sr, -sy * sr - cy * sp * cr, cy * cp],
        ]
    )


class Stage:
    """Places points of the head and of the body in one picture."""

    def __init__(self, pose: RigPose, *, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._middle = np.array([width / 2, height / 2])
        self.focal_px = height / 2 / tan(radians(VIEW_DEG / 2))
        sway = np.array([pose.sway_x_cm, pose.sway_y_cm + HEAD_HEIGHT_CM, pose.sway_z_cm])
        hinge = rotation(yaw_deg=0, pitch_deg=-LEAN_DEG * pose.lean, roll_deg=0)
        tilt = rotation(yaw_deg=0, pitch_deg=0, roll_deg=pose.shoulder_tilt_deg)
        # A slouching body sinks, its head comes forward and its shoulders up towards the ears.
        head_shift = np.array([0.0, -5.6, 3.2]) * pose.slouch
        body_shift = np.array([0.0, -1.1, 0.6]) * pose.slouch + np.array([0.0, SHRUG_CM, 0.0]) * pose.shoulders
        neck, hip, base = np.array(NECK_CM), np.array(HIP_CM), np.array(SHOULDER_BASE_CM)
        # Each is point @ matrix + offset; the head is carried by the leaning neck but stays upright itself.
        pitch_deg = PITCH_GAIN * pose.pitch_deg + LEVEL_DEG
        turn = rotation(yaw_deg=pose.yaw_deg, pitch_deg=pitch_deg, roll_deg=pose.roll_deg)
        self._head = turn.T
        self._head_at = (neck + head_shift - hip) @ hinge.T + hip + sway - neck @ turn.T
        self._body = tilt.T @ hinge.T
        self._body_at = (base + body_shift - hip - base @ tilt.T) @ hinge.T + hip + sway

    def pixels(self, space: FloatArray) -> FloatArray:
        """(n, 3) placed points, centimetres, to (n, 2) pixels."""
        scale = self.focal_px / np.maximum(DISTANCE_CM - space[:, 2:], 8.0)
        return np.asarray(space[:, :2] * (scale * _DOWN) + self._middle, dtype=np.float64)

    def head(self, points: FloatArray) -> FloatArray:
        """Head points (n, 3) to pixels (n, 2)."""
        return self.pixels(np.asarray(points, dtype=np.float64) @ self._head + self._head_at)

    def body(self, points: FloatArray) -> FloatArray:
        """Body points (n, 3) to pixels (n, 2)."""
        return self.pixels(np.asarray(points, dtype=np.float64) @ self._body + self._body_at)

    def head_scale(self) -> float:
        """Pixels a centimetre at the middle of the face."""
        near = float((np.array([0.0, 0.0, 4.0]) @ self._head + self._head_at)[2])
        return self.focal_px / max(DISTANCE_CM - near, 8.0)


@lru_cache(maxsize=128)
def _weights(count: int, *, closed: bool, steps: int) -> FloatArray:
    """Catmull-Rom weights: (samples, count), so that a curve is one matrix product."""
    spans = count if closed else count - 1
    rows = np.zeros((spans * steps + (0 if closed else 1), count))
    for span in range(spans):
        for step in range(steps):
            u = step / steps
            parts = (-u + 2 * u**2 - u**3, 2 - 5 * u**2 + 3 * u**3, u + 4 * u**2 - 3 * u**3, -(u**2) + u**3)
            for offset, part in zip((-1, 0, 1, 2), parts, strict=True):
                at = span + offset
                at = at % count if closed else min(max(at, 0), count - 1)
                rows[span * steps + step, at] += part / 2
    if not closed:
        rows[-1, count - 1] = 1.0
    return rows


def smooth(points: FloatArray, *, closed: bool = True, steps: int = 5) -> FloatArray:
    """A smooth curve through the points (n, 2) or (n, 3)."""
    return np.asarray(_weights(len(points), closed=closed, steps=steps) @ points, dtype=np.float64)


def hull(points: FloatArray, *, directions: int = 96) -> FloatArray:
    """The outline (m, 2) of a cloud of pixels: its farthest point in each direction, in order around it."""
    far = np.argmax(points @ _compass(directions), axis=0)
    order = far[np.concatenate([[True], far[1:] != far[:-1]])]
    return np.asarray(points[order], dtype=np.float64)


@lru_cache(maxsize=8)
def _compass(directions: int) -> FloatArray:
    angles = np.arange(directions) * (2 * pi / directions)
    return np.stack([np.cos(angles), np.sin(angles)])


def ribbon(line: FloatArray, widths: FloatArray) -> FloatArray:
    """A line (n, 2) with a width at each point, as a closed path (2n, 2)."""
    along = np.empty_like(line)
    along[1:-1] = line[2:] - line[:-2]
    along[0], along[-1] = line[1] - line[0], line[-1] - line[-2]
    along /= np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)[:, None]
    half = along[:, ::-1] * np.array([-0.5, 0.5]) * widths[:, None]
    return np.concatenate([line + half, (line - half)[::-1]])


def taper(count: int, *, start: float, middle: float, end: float) -> FloatArray:
    """Widths of a line that swells from `start` to `middle` and thins to `end`."""
    return np.interp(_unit_steps(count), (0.0, 0.4, 1.0), (start, middle, end))


@lru_cache(maxsize=64)
def _unit_steps(count: int) -> FloatArray:
    return np.linspace(0.0, 1.0, count)


@lru_cache(maxsize=32)
def ellipsoid(center: tuple[float, float, float], radii: tuple[float, float, float]) -> FloatArray:
    """A cloud of points on an ellipsoid, (n, 3)."""
    around = np.linspace(0, 2 * pi, 36, endpoint=False)
    up = np.linspace(-pi / 2, pi / 2, 19)
    a, b = np.meshgrid(around, up)
    unit = np.stack([np.cos(b) * np.sin(a), np.sin(b), np.cos(b) * np.cos(a)], axis=-1).reshape(-1, 3)
    return np.asarray(unit * np.array(radii) + np.array(center), dtype=np.float64)
