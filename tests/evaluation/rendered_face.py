"""A real face turned by known angles: the face model's average face with the skin of a public-domain portrait.

The portrait is the astronaut of scikit-image (NASA, public domain). Its colours are taken where the face model finds
its landmarks and laid onto the model's own average face, which is then turned, placed and seen by a camera of a known
field of view. So what is rendered is known exactly, and the skin is real.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import radians, tan
from typing import Any, Final

import cv2
import numpy as np
import skimage.data

from perception.character.geometry import ellipsoid, rotation
from perception.inference.mediapipe_face import MediaPipeFace
from perception.inference.model_files import default_models_dir
from perception.types import ByteArray, FloatArray, VideoFrame

WIDTH, HEIGHT = 960, 720
_MODEL: Final = "face_landmarker.task"
_GEOMETRY: Final = "geometry_pipeline_metadata_landmarks.binarypb"
_SKULL: Final = ellipsoid((0.0, 2.2, -3.6), (7.6, 9.2, 8.2))
_NECK: Final = ellipsoid((0.0, -12.0, -4.0), (5.2, 8.0, 4.5))
_BODY: Final = ellipsoid((0.0, -26.0, -6.0), (19.0, 13.0, 8.0))
_CHEEKS: Final = [50, 280, 205, 425]


@dataclass(frozen=True, slots=True)
class View:
    """How the face is seen. The angles are turned in the camera's axes, signs as in FaceObservation."""

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    x_cm: float = 0.0
    y_cm: float = 1.0
    distance_cm: float = 55.0
    fov_deg: float = 50.0  # vertical


def render(view: View) -> VideoFrame:
    """The face as a camera would deliver it."""
    picture, found = _portrait()
    points, triangles = _average_face()
    turn = rotation(yaw_deg=view.yaw_deg, pitch_deg=view.pitch_deg, roll_deg=view.roll_deg)
    at = np.array([view.x_cm, view.y_cm, -view.distance_cm])
    focal_px = HEIGHT / 2 / tan(radians(view.fov_deg / 2))

    def pixels(placed: FloatArray) -> FloatArray:
        scale = focal_px / -placed[:, 2:]
        return placed[:, :2] * scale * np.array([1.0, -1.0]) + np.array([WIDTH / 2, HEIGHT / 2])

    skin = np.median(picture[found[_CHEEKS, 1].astype(int), found[_CHEEKS, 0].astype(int)], axis=0)
    canvas = np.full((HEIGHT, WIDTH, 3), (140, 150, 150), np.uint8)
    rim = points * np.array([1.03, 1.03, 1.0]) - np.array([0.0, 0.0, 0.8])
    for cloud, colour in (
        (_BODY + at, (110, 70, 60)),
        (_NECK + at, skin * 0.8),
        (_SKULL @ turn.T + at, (45, 60, 80)),
        (rim @ turn.T + at, skin * 0.9),
    ):
        outline = cv2.convexHull(pixels(cloud).astype(np.int32))
        cv2.fillConvexPoly(canvas, outline, [float(value) for value in colour], cv2.LINE_AA)
    placed = points @ turn.T + at
    flat = pixels(placed)
    for triangle in triangles[np.argsort(placed[triangles][:, :, 2].mean(axis=1))]:
        _lay(canvas, picture, found[triangle], flat[triangle])
    return VideoFrame(0.0, np.asarray(cv2.GaussianBlur(canvas, (3, 3), 0), dtype=np.uint8))


def _lay(canvas: ByteArray, picture: ByteArray, source: FloatArray, target: FloatArray) -> None:
    """One triangle of the portrait onto the canvas; triangles seen from behind are left out."""
    (ax, ay), (bx, by), (cx, cy) = target
    if (bx - ax) * (cy - ay) - (cx - ax) * (by - ay) >= 0:
        return
    left, top = np.maximum(np.floor(target.min(axis=0)).astype(int) - 1, 0)
    right, bottom = np.minimum(np.ceil(target.max(axis=0)).astype(int) + 2, (WIDTH, HEIGHT))
    if right <= left or bottom <= top:
        return
    local = (target - np.array([left, top])).astype(np.float32)
    warp = cv2.getAffineTransform(source.astype(np.float32), local)
    patch = cv2.warpAffine(
        picture, warp, (right - left, bottom - top), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT
    )
    mask = np.zeros((bottom - top, right - left), np.uint8)
    corners = np.round(local * 16).astype(np.int32)
    cv2.fillConvexPoly(mask, corners, 255, cv2.LINE_8, 4)
    cv2.polylines(mask, [corners], True, 255, 1, cv2.LINE_8, 4)
    region = canvas[top:bottom, left:right]
    region[mask > 0] = patch[mask > 0]


@cache
def _portrait() -> tuple[ByteArray, FloatArray]:
    """The portrait's face, enlarged, BGR, and its landmarks (478, 2) in pixels."""
    whole = np.ascontiguousarray(skimage.data.astronaut()[:, :, ::-1])
    face = np.asarray(cv2.resize(whole[0:300, 100:400], (1200, 1200), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    model = MediaPipeFace(default_models_dir() / _MODEL, mode="image")
    try:
        found = model.detect(VideoFrame(0.0, face))[0]
    finally:
        model.close()
    return face, found.landmarks[:, :2]


@cache
def _average_face() -> tuple[FloatArray, Any]:
    """The face model's canonical mesh: (468, 3) points in centimetres and (898, 3) triangles."""
    packed = zipfile.ZipFile(default_models_dir() / _MODEL).read(_GEOMETRY)
    vertices: list[float] = []
    triangles: list[int] = []
    for _, message in _fields(packed):
        if isinstance(message, bytes) and len(message) > 500:  # the mesh; the other fields are single weights
            for number, value in _fields(message):
                if number == 3 and isinstance(value, float):
                    vertices.append(value)
                elif number == 4 and isinstance(value, int):
                    triangles.append(value)
    return np.array(vertices).reshape(-1, 5)[:, :3], np.array(triangles).reshape(-1, 3)


def _fields(message: bytes) -> Iterator[tuple[int, int | float | bytes]]:
    """Numbers and values of the fields of a protocol-buffer message."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, kind = key >> 3, key & 7
        if kind == 0:
            value, at = _varint(message, at)
            yield number, value
        elif kind == 2:
            length, at = _varint(message, at)
            yield number, message[at : at + length]
            at += length
        elif kind == 5:
            yield number, float(struct.unpack("<f", message[at : at + 4])[0])
            at += 4
        else:
            raise ValueError(f"a field of kind {kind} was not expected")


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at
