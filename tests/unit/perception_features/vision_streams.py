"""Made-up faces, bodies and streams of observations for the tests of perception.features."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from perception.features.face_shape import STILL_LANDMARKS, STILL_POINTS
from perception.features.gaze import EYE_DEPTH_MM, EYEBALL_MM, IRIS_MM, LOOK_X_DEG, LOOK_Y_DEG
from perception.features.head_pose import DEPTH_SCALE, PITCH_LEVEL_DEG
from perception.types import FaceObservation, FaceReading, FloatArray, PoseReading

WIDTH, HEIGHT = 640, 480


def rotation(*, yaw_deg: float = 0.0, pitch_deg: float = 0.0, roll_deg: float = 0.0) -> FloatArray:
    """x right, y up, z to the viewer; yaw + right, pitch + up, roll + clockwise as the viewer sees it."""
    yaw, pitch, roll = (math.radians(angle) for angle in (yaw_deg, -pitch_deg, -roll_deg))
    about_y = np.array([[math.cos(yaw), 0, math.sin(yaw)], [0, 1, 0], [-math.sin(yaw), 0, math.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, math.cos(pitch), -math.sin(pitch)], [0, math.sin(pitch), math.cos(pitch)]])
    about_z = np.array([[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]])
    return about_y @ about_x @ about_z


def face_reading(
    *,
    t_s: float = 0.0,
    yaw_deg: float = 0.0,
    pitch_deg: float = 0.0,
    roll_deg: float = 0.0,
    eye_x_deg: float = 0.0,
    eye_y_deg: float = 0.0,
    x_cm: float = 0.0,
    y_cm: float = 0.0,
    z_cm: float = 60.0,
    height_px: float = 200.0,
    shapes: dict[str, float] | None = None,
) -> FaceReading:
    """A face that reads as asked for: head angles against the line of sight, eyes in the head (+ right, + up)."""
    turn = rotation(yaw_deg=yaw_deg, pitch_deg=pitch_deg - PITCH_LEVEL_DEG, roll_deg=roll_deg)
    matrix = np.eye(4)
    matrix[:3, :3] = turn
    matrix[:3, 3] = (x_cm, y_cm, -z_cm)
    per_cm = height_px / 17.7  # forehead to chin of the average face
    points = np.zeros((478, 3))
    points[STILL_LANDMARKS] = STILL_POINTS @ turn.T
    points[199], points[152] = turn @ np.array([0.0, -7.9, 5.2]), turn @ np.array([0.0, -9.4, 4.3])
    _eyes(points, turn, (yaw_deg + eye_x_deg, pitch_deg + eye_y_deg))
    centre = np.array([WIDTH / 2 + x_cm * 6, HEIGHT / 2 - y_cm * 6, 0.0])
    landmarks = points * per_cm * np.array([1.0, -1.0, -1.0 / DEPTH_SCALE]) + centre
    return FaceReading(t_s, landmarks, _looks(eye_x_deg, eye_y_deg) | (shapes or {}), matrix, WIDTH, HEIGHT)


def _eyes(points: FloatArray, turn: FloatArray, gaze_deg: tuple[float, float]) -> None:
    """Irises, centimetres, as eyeballs behind their corners show them."""
    gaze = np.sin(np.radians(gaze_deg))
    for iris, ring, corners in ((468, range(469, 473), (33, 133)), (473, range(474, 478), (263, 362))):
        ball = (points[corners[0]] + points[corners[1]]) / 2 + turn @ np.array([0.0, 0.0, -EYE_DEPTH_MM / 10])
        points[iris] = ball + EYEBALL_MM / 10 * np.array([*gaze, math.sqrt(max(0.0, 1 - float(gaze @ gaze)))])
        around = IRIS_MM / 20 * np.array([[1, 0, 0], [0, 1, 0], [-1, 0, 0], [0, -1, 0]])
        points[list(ring)] = points[iris] + around


def _looks(eye_x_deg: float, eye_y_deg: float) -> dict[str, float]:
    right, up = eye_x_deg / LOOK_X_DEG, eye_y_deg / LOOK_Y_DEG
    return {
        "eyeLookOutLeft": max(right, 0.0),
        "eyeLookInRight": max(right, 0.0),
        "eyeLookInLeft": max(-right, 0.0),
        "eyeLookOutRight": max(-right, 0.0),
        **{f"eyeLookUp{side}": max(up, 0.0) for side in ("Left", "Right")},
        **{f"eyeLookDown{side}": max(-up, 0.0) for side in ("Left", "Right")},
    }


def pose_reading(
    *,
    t_s: float = 0.0,
    scale: float = 1.0,
    head_scale: float = 1.0,
    tilt_deg: float = 0.0,
    turn_deg: float = 0.0,
    drop: float = 0.0,
    wrists: tuple[tuple[float, float], tuple[float, float]] | None = None,
    elbows: tuple[tuple[float, float], tuple[float, float]] = ((0.6, 0.8), (-0.6, 0.8)),
    shift_px: tuple[float, float] = (0.0, 0.0),
) -> PoseReading:
    """A body at a desk. Wrists and elbows in shoulder spans from the middle of the shoulders (x right, y down)."""
    span, eye = 160.0 * scale, 44.0 * head_scale * scale
    centre = np.array([WIDTH / 2 + shift_px[0], 290.0 + shift_px[1], 0.0])
    head = centre + np.array([0.0, -125.0 * scale + drop * span, 0.0])
    points = np.tile(centre, (33, 1))
    slope = math.radians(tilt_deg)
    across = np.array([math.cos(slope), math.sin(slope), 0.0]) * span / 2 * math.cos(math.radians(turn_deg))
    points[11], points[12] = centre + across, centre - across
    points[0] = head
    for left, right, x, y in ((2, 5, 0.35, -20.0), (3, 6, 0.5, -20.0), (7, 8, 0.8, 0.0), (9, 10, 0.25, 25.0)):
        points[left] = head + np.array([eye * x, y * scale, 0.0])
        points[right] = head + np.array([-eye * x, y * scale, 0.0])
    visibility = np.ones(33)
    for side in (0, 1):
        points[13 + side] = centre + np.array([*elbows[side], 0.0]) * span
        if wrists is None:
            visibility[[15 + side, 19 + side]] = 0.1
        else:
            points[15 + side] = points[19 + side] = centre + np.array([*wrists[side], 0.0]) * span
    return PoseReading(t_s, points, visibility, WIDTH, HEIGHT)


def angles(
    *,
    seconds: float,
    pitch: Callable[[float], float],
    yaw: Callable[[float], float] = lambda _t: 0.0,
    fps: float = 20.0,
    noise_deg: float = 0.0,
    y_cm: Callable[[float], float] = lambda _t: 0.0,
) -> Iterator[FaceObservation]:
    """A stream of head angles, 60 cm away."""
    random = np.random.default_rng(7)
    for index in range(int(seconds * fps)):
        t_s = index / fps
        yield FaceObservation(
            t_s=t_s,
            found=True,
            pitch_deg=pitch(t_s) + noise_deg * random.standard_normal(),
            yaw_deg=yaw(t_s) + noise_deg * random.standard_normal(),
            offset_x=0.0,
            offset_y=y_cm(t_s) / 60.0,
            distance_cm=60.0,
        )


def burst(*, start_s: float, hz: float, cycles: int, size: float) -> Callable[[float], float]:
    """`cycles` sine waves of amplitude `size`, nothing before and after."""

    def value(t_s: float) -> float:
        inside = start_s <= t_s < start_s + cycles / hz
        return size * math.sin(2 * math.pi * hz * (t_s - start_s)) if inside else 0.0

    return value
