"""Films of the drawn person sitting in known ways: upright, leaning, slouching, tilted, rolling, arms crossed or open.

Each way is held for a few seconds after a stretch of sitting upright, in an order and in sizes drawn by chance, while
the person talks with the jaw, breathes and sways a little.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import cos, pi, sin
from typing import Final, Literal

import cv2
import numpy as np

from perception.character.looks import LOOKS
from perception.character.rig import RigPose
from perception.devices.drawn_camera import DrawnCamera
from perception.types import VideoFrame

Way = Literal["lean_in", "lean_back", "slouch", "tilt_right", "tilt_left", "roll_in", "roll_back", "crossed", "open"]
# The rig's field and its range: lean 1 is 8 degrees at the hips; slouch 1 is slumped; degrees; centimetres.
WAYS: Final[dict[Way, tuple[str, float, float]]] = {
    "lean_in": ("lean", 0.8, 1.6),
    "lean_back": ("lean", -1.6, -0.8),
    "slouch": ("slouch", 0.6, 1.0),
    "tilt_right": ("shoulder_tilt_deg", 8.0, 14.0),
    "tilt_left": ("shoulder_tilt_deg", -14.0, -8.0),
    "roll_in": ("sway_z_cm", 5.0, 12.0),
    "roll_back": ("sway_z_cm", -15.0, -6.0),
    "crossed": ("arms", 1.0, 1.0),
    "open": ("arms", -1.0, -1.0),
}
TRUNK: Final[tuple[Way, ...]] = tuple(way for way in WAYS if WAYS[way][0] != "arms")
ARMS: Final[tuple[Way, ...]] = ("crossed", "open", "crossed", "open")
FIRST_S: Final = 20.0  # upright: the reference
HOLD_S: Final = 9.0
BETWEEN_S: Final = 4.0
EASE_S: Final = 0.9


@dataclass(frozen=True, slots=True)
class Held:
    """One way of sitting. size in the units of the rig's field."""

    way: Way
    start_s: float
    end_s: float
    size: float


class PostureScript:
    """The acts of one film; same arguments, same film. away_cm: how far back the person sits, so that arms are seen."""

    def __init__(self, seed: int, *, ways: tuple[Way, ...] = TRUNK, away_cm: float = 0.0) -> None:
        random = np.random.default_rng(seed)
        self.acts: list[Held] = []
        self._away_cm = away_cm
        at_s = FIRST_S
        for way in random.permutation(list(ways)):
            _, low, high = WAYS[way]
            self.acts.append(Held(way, at_s, at_s + HOLD_S, float(random.uniform(low, high))))
            at_s += HOLD_S + BETWEEN_S
        self.duration_s = at_s
        self._phase = random.uniform(0, 2 * pi, 5)

    def pose_at(self, t_s: float) -> RigPose:
        """The pose at a time, seconds."""
        wobble = [sin(2 * pi * hz * t_s + self._phase[i]) for i, hz in enumerate((0.07, 0.11, 0.13, 0.24, 0.17))]
        jaw = max(0.0, 0.3 * sin(2 * pi * 2.2 * t_s)) if t_s % 6 < 3 else 0.0
        pose = RigPose(
            yaw_deg=2.5 * wobble[0],
            pitch_deg=1.5 * wobble[1] + jaw,
            roll_deg=1.5 * wobble[2],
            jaw=jaw,
            lean=0.06 * wobble[4],
            sway_x_cm=0.5 * wobble[1],
            sway_y_cm=0.15 * wobble[3],
            sway_z_cm=0.4 * wobble[2] - self._away_cm,
        )
        for act in self.acts:
            if act.start_s < t_s < act.end_s:
                since = min(1.0, min(t_s - act.start_s, act.end_s - t_s) / EASE_S)
                field = WAYS[act.way][0]
                value = getattr(pose, field) + act.size * 0.5 * (1 - cos(pi * since))
                pose = replace(pose, **{field: value})
        return pose

    def frames(self, look: str, *, fps: float, noise_sd: float = 4.0) -> Iterator[VideoFrame]:
        """The film as it is read, `fps` pictures a second, compressed as webcams do."""
        drawn = DrawnCamera(self.pose_at, duration_s=self.duration_s, fps=fps, look=LOOKS[look], noise_sd=noise_sd)
        for index in range(round(self.duration_s * fps)):
            t_s = index / fps
            packed = cv2.imencode(".jpg", drawn.picture(self.pose_at(t_s)), [cv2.IMWRITE_JPEG_QUALITY, 75])[1]
            yield VideoFrame(t_s, cv2.imdecode(packed, cv2.IMREAD_COLOR), index)
