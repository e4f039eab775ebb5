"""Paints the shapes of the drawn person with OpenCV."""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perception.character.shapes import Flat, Linear, Paint, Radial, Shape, Stop
from perception.devices.cv2_setup import cv2
from perception.types import ByteArray, FloatArray

_SHIFT: Final = 4  # cv2 takes sixteenths of a pixel
_KEPT: Final = 4  # pictures of rooms kept at once

_Box = tuple[int, int, int, int]

_rooms: OrderedDict[tuple[str, int, int], ByteArray] = OrderedDict()


def rasterize(shapes: tuple[Shape, ...], *, width: int, height: int) -> ByteArray:
    """The shapes as a picture (height, width, 3) uint8 BGR, edges smoothed.

    The leading shapes that carry a key are painted once for each key and size.
    """
    first = next((i for i, shape in enumerate(shapes) if not shape.key), len(shapes))
    picture = _room(shapes[:first], width, height)
    clips = _Clips(width, height)
    for shape in shapes[first:]:
        _paint(picture, shape, clips)
    return picture


def _room(shapes: tuple[Shape, ...], width: int, height: int) -> ByteArray:
    key = ("|".join(sorted({shape.key for shape in shapes})), width, height)
    kept = _rooms.get(key)
    if kept is None:
        kept = np.zeros((height, width, 3), dtype=np.uint8)
        clips = _Clips(width, height)
        for shape in shapes:
            _paint(kept, shape, clips)
        _rooms[key] = kept
        while len(_rooms) > _KEPT:
            _rooms.popitem(last=False)
    return kept.copy()


class _Clips:
    """Masks of the clips of one picture: many shapes share the face's outline."""

    def __init__(self, width: int, height: int) -> None:
        self._size = (height, width)
        self._masks: dict[int, ByteArray] = {}

    def outside(self, clip: FloatArray, box: _Box) -> ByteArray:
        """255 outside of the clip, 0 inside, for the box."""
        mask = self._masks.get(id(clip))
        if mask is None:
            mask = np.full(self._size, 255, dtype=np.uint8)
            cv2.fillPoly(mask, [_fixed(clip)], 0, cv2.LINE_AA, _SHIFT)
            self._masks[id(clip)] = mask
        x0, y0, x1, y1 = box
        return mask[y0:y1, x0:x1]


def _fixed(path: FloatArray, x: int = 0, y: int = 0) -> NDArray[np.int32]:
    return np.round((path - (x, y)) * (1 << _SHIFT)).astype(np.int32)


def _box(path: FloatArray, width: int, height: int) -> _Box | None:
    """The part of the picture that the path touches, None when it lies outside."""
    low, high = path.min(axis=0), path.max(axis=0)
    x0, y0 = max(int(low[0]) - 1, 0), max(int(low[1]) - 1, 0)
    x1, y1 = min(int(high[0]) + 3, width), min(int(high[1]) + 3, height)
    return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def _paint(picture: ByteArray, shape: Shape, clips: _Clips) -> None:
    """Each way of painting uses as few passes as it can: the passes are the cost at this size."""
    paint = shape.paint
    if isinstance(paint, Flat) and paint.alpha >= 0.999 and shape.clip is None:
        cv2.fillPoly(picture, [_fixed(shape.path)], _bgr(paint.color), cv2.LINE_AA, _SHIFT)
        return
    box = _box(shape.path, picture.shape[1], picture.shape[0])
    if box is None:
        return
    x0, y0, x1, y1 = box
    area = picture[y0:y1, x0:x1]
    outside = None if shape.clip is None else clips.outside(shape.clip, box)
    if isinstance(paint, Radial) and paint.stops[-1].alpha == 0.0:
        _glow(area, paint, x0, y0, outside)
    elif isinstance(paint, Flat) and outside is None:
        filled = area.copy()
        cv2.fillPoly(filled, [_fixed(shape.path, x0, y0)], _bgr(paint.color), cv2.LINE_AA, _SHIFT)
        area[:] = cv2.addWeighted(area, 1.0 - paint.alpha, filled, paint.alpha, 0.0)
    else:
        _cover(area, shape.path, paint, x0, y0, outside)


def _glow(area: ByteArray, paint: Radial, x0: int, y0: int, outside: ByteArray | None) -> None:
    """A spot that fades out needs no path: its rim is invisible."""
    index = _index(paint, x0, y0, area.shape[1], area.shape[0])
    if outside is not None:
        index = np.asarray(cv2.max(index, outside), dtype=np.uint8)
    covers, keeps = _glow_tables(paint.stops)
    triple = cv2.merge([index, index, index])
    kept = cv2.multiply(area, cv2.LUT(triple, keeps), scale=1 / 255)
    area[:] = cv2.add(kept, cv2.LUT(triple, covers))


def _cover(area: ByteArray, path: FloatArray, paint: Paint, x0: int, y0: int, outside: ByteArray | None) -> None:
    height, width = area.shape[:2]
    mask = np.zeros((height, width), dtype=np.uint8)
    cv2.fillPoly(mask, [_fixed(path, x0, y0)], 255, cv2.LINE_AA, _SHIFT)
    if outside is not None:
        mask = cv2.min(mask, cv2.bitwise_not(outside))
    if isinstance(paint, Flat):
        if paint.alpha < 0.999:
            mask = cv2.convertScaleAbs(mask, alpha=paint.alpha)
        color = np.full_like(area, _bgr(paint.color))
    else:
        index = _index(paint, x0, y0, width, height)
        color = cv2.LUT(cv2.merge([index, index, index]), _colors(paint.stops))
    weight = cv2.merge([mask, mask, mask])
    kept = cv2.multiply(area, cv2.bitwise_not(weight), scale=1 / 255)
    area[:] = cv2.add(kept, cv2.multiply(color, weight, scale=1 / 255))


def _bgr(color: tuple[int, int, int]) -> tuple[int, int, int]:
    return color[2], color[1], color[0]


def _index(paint: Linear | Radial, x0: int, y0: int, width: int, height: int) -> ByteArray:
    """Place 0..255 along the gradient of each pixel: a ready-made ramp or cone, turned into place."""
    if isinstance(paint, Linear):
        dx, dy = paint.x1 - paint.x0, paint.y1 - paint.y0
        per_px = 255.0 / max(dx * dx + dy * dy, 1e-6)
        start = ((x0 - paint.x0) * dx + (y0 - paint.y0) * dy) * per_px
        place = np.array([[dx * per_px, dy * per_px, start], [0.0, 0.0, 1.0]])
        source = _RAMP
    else:
        t = np.radians(paint.angle_deg)
        u = _CONE_RADIUS / max(paint.rx, 1e-3) * np.array([np.cos(t), np.sin(t)])
        v = _CONE_RADIUS / max(paint.ry, 1e-3) * np.array([-np.sin(t), np.cos(t)])
        offset = np.array([x0 - paint.cx, y0 - paint.cy])
        place = np.array([[*u, u @ offset + _CONE_RADIUS], [*v, v @ offset + _CONE_RADIUS]])
        source = _CONE
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    turned = cv2.warpAffine(source, place, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, dtype=np.uint8)


def _cone() -> ByteArray:
    steps = np.arange(2 * _CONE_RADIUS + 1) - _CONE_RADIUS
    far = np.hypot(steps[:, None], steps[None, :]) * (255.0 / _CONE_RADIUS)
    return np.asarray(np.clip(np.round(far), 0, 255), dtype=np.uint8)


_CONE_RADIUS: Final = 96
_CONE: Final = _cone()
_RAMP: Final = np.tile(np.arange(256, dtype=np.uint8), (3, 1))


@lru_cache(maxsize=256)
def _colors(stops: tuple[Stop, ...]) -> ByteArray:
    """Colour table (256, 1, 3) BGR of an opaque gradient."""
    u, at = np.linspace(0, 1, 256), [stop.at for stop in stops]
    bands = [np.interp(u, at, [stop.color[i] for stop in stops]) for i in (2, 1, 0)]
    return np.asarray(np.round(np.stack(bands, axis=1))[:, None, :], dtype=np.uint8)


@lru_cache(maxsize=512)
def _glow_tables(stops: tuple[Stop, ...]) -> tuple[ByteArray, ByteArray]:
    """What a spot adds (256, 1, 3) BGR, and what it leaves of the picture below (256, 1, 3), 255 for all."""
    u, at = np.linspace(0, 1, 256), [stop.at for stop in stops]
    alpha = np.interp(u, at, [stop.alpha for stop in stops])[:, None, None]
    keeps = np.repeat(np.round(255 * (1 - alpha)), 3, axis=2)
    return np.round(_colors(stops) * alpha).astype(np.uint8), np.asarray(keeps, dtype=np.uint8)
