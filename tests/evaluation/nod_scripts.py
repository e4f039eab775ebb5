"""Films of the drawn person with a script of head movement: nods, and what must not be taken for them.

A script is drawn by chance from its seed. Between the nods the person shakes and tilts the head, looks down and up
again, glances aside, sits differently, rolls the chair, talks (with jaw and head movement), blinks and sways. The
camera adds grain, blur and compression. Everything is known, so that what is seen can be counted as right or wrong.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final, Literal

import cv2
import numpy as np

from perception.character.looks import LOOKS
from perception.character.rig import RigPose
from perception.devices.drawn_camera import DrawnCamera
from perception.pipeline.vision_chain import Pace
from perception.types import FloatArray, VideoFrame

Kind = Literal["nod", "shake", "tilt", "look_down", "glance", "slouch", "lean", "chair"]
OTHERS: Final[tuple[Kind, ...]] = ("shake", "tilt", "look_down", "glance", "slouch", "lean", "chair")
NOD_SHARE: Final = 0.6  # of the acts
GAP_S: Final = (0.9, 2.4)  # s of rest between two acts
NOD_DEG: Final = (3.0, 12.0)  # from top to bottom of the first cycle
NOD_HZ: Final = (0.8, 4.0)
FASTEST_DEG_HZ: Final = 24.0  # depth times frequency; heads do not turn faster than about 75 degrees a second
LEAD_S: Final = 3.0  # s until the first act


@dataclass(frozen=True, slots=True)
class Act:
    """One movement. size: degrees from end to end (nod, shake, look_down, tilt, glance), rig units (slouch, lean) or
    centimetres (chair). skew: how much longer the first part of a cycle takes than the second, 1 even."""

    kind: Kind
    start_s: float
    end_s: float
    size: float
    hz: float = 0.0
    cycles: int = 0
    shape: Literal["dip", "rise", "wave"] = "dip"
    skew: float = 1.0


@dataclass(frozen=True, slots=True)
class Camera:
    """How the film is taken. jpeg: quality 1..100. blur_px: SD of the lens. noise_sd: grey levels."""

    fps: float
    noise_sd: float
    jpeg: int
    blur_px: float


class NodScript:
    """The movement of one film. Same seed and length, same movement."""

    def __init__(self, seed: int, *, duration_s: float = 60.0) -> None:
        random = np.random.default_rng(seed)
        self.duration_s = duration_s
        self.acts = _acts(random, duration_s)
        self._talk = _Talk(random, duration_s)
        self._idle = [_Wobble(random, 0.05, 0.3) for _ in range(7)]
        self._sway = _Wobble(random, 0.1, 0.3)
        self._sway_deg = float(random.uniform(0.5, 3.0))
        self._blinks = np.cumsum(random.uniform(1.5, 6.0, int(duration_s)))

    @property
    def nods(self) -> tuple[Act, ...]:
        """The nods, in order."""
        return tuple(act for act in self.acts if act.kind == "nod")

    @property
    def speech(self) -> list[tuple[float, float]]:
        """When the person talks."""
        return self._talk.phrases

    def pose_at(self, t_s: float) -> RigPose:
        """The pose at a time, seconds."""
        yaw, pitch, roll, x, y, z, slump = (wobble.at(t_s) for wobble in self._idle)
        level = {kind: sum(_level(act, t_s) for act in self.acts if act.kind == kind) for kind in ("nod", *OTHERS)}
        jaw, beat, turn = self._talk.at(t_s)
        down = level["look_down"]
        return RigPose(
            yaw_deg=0.8 * yaw + level["shake"] + 0.6 * level["glance"] + turn,
            pitch_deg=0.6 * pitch + self._sway_deg * self._sway.at(t_s) + level["nod"] + beat + jaw - 0.6 * down,
            roll_deg=0.8 * roll + level["tilt"],
            gaze_x_deg=level["glance"],
            gaze_y_deg=-4.0 - 0.8 * down - 0.4 * level["nod"],
            lids=max(_blink(self._blinks, t_s), 0.25 * min(1.0, down / 10.0)),
            brow_raise=0.1 * jaw,
            smile=0.0,
            jaw=jaw,
            lean=level["lean"] + 0.05 * slump,
            slouch=level["slouch"],
            sway_x_cm=0.3 * x,
            sway_y_cm=0.15 * y,
            sway_z_cm=0.3 * z + level["chair"],
        )


def camera_of(seed: int) -> Camera:
    """A camera by chance: good and poor ones."""
    random = np.random.default_rng(seed + 5000)
    return Camera(
        fps=float(random.choice((30.0, 30.0, 25.0, 20.0))),
        noise_sd=float(random.uniform(1.5, 8.0)),
        jpeg=int(random.integers(45, 92)),
        blur_px=float(random.uniform(0.0, 1.2)),
    )


def film(script: NodScript, camera: Camera, look: str, *, read_fps: float) -> Iterator[VideoFrame]:
    """The pictures that are read of the film when `read_fps` are asked for."""
    drawn = DrawnCamera(
        script.pose_at, duration_s=script.duration_s, fps=camera.fps, look=LOOKS[look], noise_sd=camera.noise_sd
    )
    pace = Pace(read_fps)
    for index in range(round(script.duration_s * camera.fps)):
        t_s = index / camera.fps
        if pace.due(t_s):
            yield VideoFrame(t_s, _taken(drawn.picture(script.pose_at(t_s)), camera), index)


def _taken(picture: np.ndarray, camera: Camera) -> np.ndarray:  # type: ignore[type-arg]
    if camera.blur_px > 0.2:
        picture = cv2.GaussianBlur(picture, (0, 0), camera.blur_px)
    packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, camera.jpeg])[1]
    return cv2.imdecode(packed, cv2.IMREAD_COLOR)


# ---------------------------------------------------------------- acts


def _acts(random: np.random.Generator, duration_s: float) -> tuple[Act, ...]:
    acts: list[Act] = []
    at_s = LEAD_S
    while True:
        kind: Kind = "nod" if random.random() < NOD_SHARE else OTHERS[int(random.integers(len(OTHERS)))]
        act = _nod(random, at_s) if kind == "nod" else _other(random, kind, at_s)
        if act.end_s > duration_s - 1.5:
            return tuple(acts)
        acts.append(act)
        at_s = act.end_s + float(random.uniform(*GAP_S))


def _nod(random: np.random.Generator, at_s: float) -> Act:
    hz = float(np.exp(random.uniform(*np.log(NOD_HZ))))
    size = min(float(np.exp(random.uniform(*np.log(NOD_DEG)))), FASTEST_DEG_HZ / hz)
    cycles = int(random.integers(1, 5))
    cycles = max(1, min(cycles, int(2.9 * hz)))
    shape = ("dip", "dip", "dip", "rise", "wave")[int(random.integers(5))]
    skew = float(np.exp(random.uniform(-0.3, 0.3)))
    return Act("nod", at_s, at_s + cycles / hz, size, hz, cycles, shape, skew)  # type: ignore[arg-type]


def _other(random: np.random.Generator, kind: Kind, at_s: float) -> Act:
    side = float(random.choice((-1.0, 1.0)))
    if kind == "shake":
        hz, cycles = float(random.uniform(0.8, 2.5)), int(random.integers(1, 5))
        return Act(kind, at_s, at_s + cycles / hz, side * float(random.uniform(6.0, 20.0)), hz, cycles, "wave")
    low, high, shortest, longest = {
        "tilt": (4.0, 14.0, 1.2, 4.0),
        "look_down": (6.0, 18.0, 1.5, 4.0),
        "glance": (6.0, 18.0, 0.8, 2.0),
        "slouch": (0.3, 1.0, 3.0, 6.0),
        "lean": (0.4, 1.2, 3.0, 6.0),
        "chair": (4.0, 12.0, 3.0, 6.0),
    }[kind]
    size = float(random.uniform(low, high))
    size *= 1.0 if kind in ("look_down", "slouch") else side
    return Act(kind, at_s, at_s + float(random.uniform(shortest, longest)), size)


EASE_S: Final[dict[Kind, float]] = {
    "tilt": 0.5,
    "look_down": 0.35,
    "glance": 0.2,
    "slouch": 1.0,
    "lean": 0.9,
    "chair": 1.0,
}


def _level(act: Act, t_s: float) -> float:
    if not act.start_s < t_s < act.end_s:
        return 0.0
    if act.hz == 0.0:
        ease_s = min(EASE_S[act.kind], (act.end_s - act.start_s) / 2)
        since_s = min(t_s - act.start_s, act.end_s - t_s)
        return act.size * 0.5 * (1 - cos(pi * min(1.0, since_s / ease_s)))
    cycle, phase = divmod((t_s - act.start_s) * act.hz, 1.0)
    phase = phase**act.skew
    size = act.size * 0.9**cycle  # the first cycle is the largest (Mori 2025)
    if act.shape == "wave":
        return -0.5 * size * sin(2 * pi * phase)
    return (-1.0 if act.shape == "dip" else 1.0) * size * 0.5 * (1 - cos(2 * pi * phase))


def _blink(blinks: FloatArray, t_s: float) -> float:
    at = int(np.searchsorted(blinks, t_s, side="right")) - 1
    since_s = t_s - float(blinks[at]) if at >= 0 else 1.0
    return sin(pi * since_s / 0.24) if 0 <= since_s < 0.24 else 0.0


class _Wobble:
    """A sum of three sines, amplitude about 1."""

    def __init__(self, random: np.random.Generator, low_hz: float, high_hz: float) -> None:
        self._hz, self._phase = random.uniform(low_hz, high_hz, 3), random.uniform(0, 2 * pi, 3)

    def at(self, t_s: float) -> float:
        return float(np.sum(np.sin(2 * pi * self._hz * t_s + self._phase)) / 1.8)


class _Talk:
    """Speech as it moves jaw and head: syllables open the jaw, stressed ones dip the head, all of it trembles."""

    def __init__(self, random: np.random.Generator, duration_s: float) -> None:
        self.phrases: list[tuple[float, float]] = []
        self._syllables: list[tuple[float, float, float, float]] = []  # start, length, opening, dip in degrees
        self._tremble = [_Wobble(random, 0.6, 3.0) for _ in range(2)]
        self._tremble_deg = float(random.uniform(0.15, 0.45))
        at_s = float(random.uniform(0.5, 5.0))
        while at_s < duration_s:
            end_s = at_s + float(random.uniform(1.0, 5.0))
            self.phrases.append((at_s, end_s))
            self._fill(random, at_s, end_s)
            at_s = end_s + float(random.uniform(1.0, 7.0))
        self._starts = [syllable[0] for syllable in self._syllables]

    def _fill(self, random: np.random.Generator, at_s: float, end_s: float) -> None:
        while at_s < end_s:
            length_s = float(random.uniform(0.14, 0.28))
            stressed = random.random() < 0.25
            dip = float(random.uniform(0.4, 1.5)) if stressed else 0.0
            opening = float(random.uniform(0.25, 0.55) if stressed else random.uniform(0.08, 0.35))
            self._syllables.append((at_s, length_s, opening, dip))
            at_s += length_s

    def at(self, t_s: float) -> tuple[float, float, float]:
        """jaw 0..1, pitch and yaw in degrees."""
        jaw = beat = 0.0
        first = max(0, bisect_right(self._starts, t_s) - 3)
        for start_s, length_s, opening, dip in self._syllables[first : first + 4]:
            since = (t_s - start_s) / length_s
            if 0.0 <= since < 1.0:
                jaw = max(jaw, opening * 0.5 * (1 - cos(2 * pi * since)))
            if dip and 0.0 <= since < 2.0:  # a head moves slower than a jaw
                beat -= dip * 0.5 * (1 - cos(pi * since))
        loud = max((min(1.0, (t_s - a) / 0.2, (b - t_s) / 0.2) for a, b in self.phrases if a < t_s < b), default=0.0)
        pitch, yaw = (loud * self._tremble_deg * wobble.at(t_s) for wobble in self._tremble)
        return jaw, beat + pitch, yaw
