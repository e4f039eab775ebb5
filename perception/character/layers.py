"""The drawn person in layers, back to front, each moving as one piece with head or body.

A still picture draws all layers of one pose (draw.py). A moving one keeps pictures of layers drawn at rest and moves
those: while a head turns by little, each of its layers is carried along by an affine map close enough for the eye.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from perception.character.arms import draw_arms
from perception.character.beard import draw_beard
from perception.character.body import draw_torso
from perception.character.brows import draw_brows, draw_forehead
from perception.character.extras import draw_earrings, draw_glasses
from perception.character.eyes import EYE_AT, draw_irises, draw_lids, draw_whites, iris_shift
from perception.character.face import (
    Head,
    draw_cheeks,
    draw_ears,
    draw_nose,
    draw_skin,
    draw_sockets,
    make_head,
    surface,
)
from perception.character.geometry import Stage
from perception.character.hair import draw_back_hair, draw_front_hair, draw_scalp
from perception.character.looks import Look
from perception.character.mouth import MOUTH_Y, draw_mouth
from perception.character.pen import Pen
from perception.character.rig import RigPose
from perception.character.shapes import Shape
from perception.types import FloatArray

Layer = Literal["back", "body", "head", "skin", "eyes", "iris", "lids", "mouth", "nose", "brows", "glasses"]


def _body(pen: Pen, head: Head) -> None:
    draw_torso(pen, head)
    draw_arms(pen, head, head.pose.arms)


def _head(pen: Pen, head: Head) -> None:
    draw_scalp(pen, head)
    draw_ears(pen, head)
    draw_earrings(pen, head)
    draw_skin(pen, head)
    draw_sockets(pen, head)
    draw_beard(pen, head)
    draw_front_hair(pen, head)


def _skin(pen: Pen, head: Head) -> None:
    draw_cheeks(pen, head)
    draw_forehead(pen, head)


@dataclass(frozen=True, slots=True)
class LayerPlan:
    """How a layer is drawn. moves: the parts of the pose that change its picture; all others only carry it along.
    anchors: places on it, centimetres of head (or body, when `on_body`), by which it is carried. with_gaze: it is also
    carried by where the eyes look. inside: it is seen only within the shapes of another layer's part."""

    draw: Callable[[Pen, Head], None]
    anchors: FloatArray
    moves: tuple[str, ...] = ()
    on_body: bool = False
    with_gaze: bool = False
    inside: tuple[Layer, str] | None = None


def _face_anchors(x: float, y: float, wide: float, high: float) -> FloatArray:
    right = np.array([(x - wide, y - high), (x + wide, y - high), (x - wide, y + high), (x + wide, y + high)])
    return surface(np.concatenate([right, right * np.array([-1.0, 1.0])]))


_HEAD_ANCHORS = np.array(
    [(-6.4, 7.0, 2.0), (6.4, 7.0, 2.0), (-6.4, -4.0, 1.5), (6.4, -4.0, 1.5), (0.0, 11.0, 2.0), (0.0, -9.0, 4.0)]
)
_EYE_ANCHORS = _face_anchors(*EYE_AT, 1.4, 0.7)
_BROW_MOVES = ("brow_raise", "brow_lower", "brow_inner")
_LID_MOVES = ("lids", "gaze_y_deg", "upper_lids", "lower_lids", "cheeks", "smile", *_BROW_MOVES)
PLANS: Final[dict[Layer, LayerPlan]] = {
    "back": LayerPlan(
        draw_back_hair, np.array([(-8.0, 8.0, -5.0), (8.0, 8.0, -5.0), (-8.0, -9.0, -5.0), (8.0, -9.0, -5.0)])
    ),
    "body": LayerPlan(
        _body,
        np.array([(-16.0, -18.0, -4.0), (16.0, -18.0, -4.0), (-16.0, -32.0, -2.0), (16.0, -32.0, -2.0)]),
        ("arms",),
        on_body=True,
    ),
    "head": LayerPlan(_head, _HEAD_ANCHORS, ("jaw",)),
    "skin": LayerPlan(_skin, _face_anchors(3.6, 1.6, 2.4, 4.6), ("smile", "cheeks", *_BROW_MOVES)),
    "eyes": LayerPlan(draw_whites, _EYE_ANCHORS, _LID_MOVES),
    "iris": LayerPlan(draw_irises, _EYE_ANCHORS, with_gaze=True, inside=("eyes", "eye_white")),
    "lids": LayerPlan(draw_lids, _EYE_ANCHORS, _LID_MOVES),
    "mouth": LayerPlan(
        draw_mouth,
        _face_anchors(1.2, MOUTH_Y, 1.2, 1.2),
        ("smile", "lip_press", "jaw", "frown", "pout", "mouth_skew", "lip_round", "lips_apart"),
    ),
    "nose": LayerPlan(draw_nose, np.array([(0.0, 2.6, 5.5), (0.0, -0.8, 7.6), (-1.6, -1.6, 5.5), (1.6, -1.6, 5.5)])),
    "brows": LayerPlan(draw_brows, _face_anchors(3.3, 4.3, 2.0, 0.4), ("brow_outer", "brow_skew", *_BROW_MOVES)),
    "glasses": LayerPlan(
        draw_glasses, np.array([(-5.0, 4.2, 6.0), (5.0, 4.2, 6.0), (-5.0, 0.4, 6.0), (5.0, 0.4, 6.0)])
    ),
}


def draw_layer(layer: Layer, pose: RigPose, look: Look, *, width: int, height: int) -> tuple[Shape, ...]:
    """One layer of the person in this pose, pixels of a picture of `width` x `height`. A layer that is seen inside
    another one comes whole."""
    stage = Stage(pose, width=width, height=height)
    head, pen = make_head(stage, pose, look), Pen()
    if PLANS[layer].inside is None:
        PLANS[layer].draw(pen, head)
    else:
        draw_irises(pen, head, clipped=False)
    return pen.shapes


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a layer drawn at rest goes: x' = xx x + xy y + dx, y' = yx x + yy y + dy, pixels."""

    xx: float
    yx: float
    xy: float
    yy: float
    dx: float
    dy: float


def carry(stage: Stage, pose: RigPose, rest: RigPose) -> dict[Layer, Carried]:
    """For every layer the map from its place in a picture of the pose `rest` to its place on the stage of `pose`."""
    before, solve = _solver(rest, stage.width, stage.height)
    # Solved for what changes, so that a pose at rest is carried exactly nowhere.
    rows = iter((solve @ (_places(stage, pose) - before)).tolist())
    found: dict[Layer, Carried] = {}
    for layer, (xx, yx), (xy, yy), (dx, dy) in zip(PLANS, rows, rows, rows, strict=True):
        found[layer] = Carried(1.0 + xx, yx, xy, 1.0 + yy, dx, dy)
    return found


@lru_cache(maxsize=16)
def _solver(rest: RigPose, width: int, height: int) -> tuple[FloatArray, FloatArray]:
    """Where all anchors are at rest, and what solves for the maps of all layers in one product, three rows for each."""
    before = _places(Stage(rest, width=width, height=height), rest)
    solve = np.zeros((3 * len(PLANS), len(before)))
    start = 0
    for row, plan in enumerate(PLANS.values()):
        own = slice(start, start + len(plan.anchors))
        solve[3 * row : 3 * row + 3, own] = np.linalg.pinv(np.column_stack([before[own], np.ones(len(plan.anchors))]))
        start = own.stop
    return before, solve


def _places(stage: Stage, pose: RigPose) -> FloatArray:
    """All anchors, pixels, in the order of the layers."""
    shift = iris_shift(pose.gaze_x_deg, pose.gaze_y_deg)
    head = stage.head(_ANCHORS + _GAZE_SHARE * shift)
    head[_ON_BODY] = stage.body(_ANCHORS[_ON_BODY])
    return head


def _per_anchor(marks: list[bool]) -> NDArray[np.bool_]:
    return np.repeat(marks, [len(plan.anchors) for plan in PLANS.values()])


_ANCHORS: Final = np.concatenate([plan.anchors for plan in PLANS.values()])
_ON_BODY: Final = _per_anchor([plan.on_body for plan in PLANS.values()])
_GAZE_SHARE: Final = _per_anchor([plan.with_gaze for plan in PLANS.values()])[:, None].astype(np.float64)
