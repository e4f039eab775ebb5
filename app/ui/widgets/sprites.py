"""Pictures of the drawn person's layers, and when one is close enough to be used again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPolygonF, QTransform

from app.ui.widgets.shape_painter import paint_shapes
from perception.character.layers import PLANS, Layer
from perception.character.rig import RigPose
from perception.character.shapes import Shape
from perception.types import FloatArray

# The person fills the tile as somebody sitting at a desk fills a call.
CLOSER: Final = 1.6
_CENTRE: Final = (0.5, 0.46)
_HOLES: Final = frozenset(plan.inside[1] for plan in PLANS.values() if plan.inside is not None)
_MARGIN_PX: Final = 3
# Steps in which the parts of a pose change a picture; a twelfth for those not named.
_STEPS: Final[dict[str, float]] = {
    "jaw": 0.065,
    "lip_round": 0.22,
    "lips_apart": 0.14,
    "lids": 0.33,
    "gaze_y_deg": 4.0,
}
_USUAL_STEP: Final = 0.083
# Brows and cheeks move the lids by a tenth of what they move themselves.
_LID_STEPS: Final[dict[str, float]] = {
    "brow_raise": 0.3,
    "brow_lower": 0.25,
    "brow_inner": 0.3,
    "smile": 0.3,
    "cheeks": 0.25,
}
_HEAD_JAW: Final = 0.13  # the chin needs fewer steps than the lips
_JAWS: Final = 5  # of them are made ahead
_OWN_STEPS: Final[dict[Layer, dict[str, float]]] = {
    "eyes": _LID_STEPS,
    "lids": _LID_STEPS,
    "head": {"jaw": _HEAD_JAW},
}

# A layer and the values of the parts that change its picture.
Key = tuple[Layer, *tuple[float, ...]]


class Drawing(Protocol):
    """Draws somebody, whole or one layer, in any pose and size."""

    def __call__(self, pose: RigPose, width: int, height: int) -> tuple[Shape, ...]:
        """The whole picture."""
        ...

    def room(self, width: int, height: int) -> tuple[Shape, ...]:
        """What is behind the person."""
        ...

    def layer(self, layer: Layer, pose: RigPose, width: int, height: int) -> tuple[Shape, ...]:
        """One layer of the person."""
        ...


@dataclass(frozen=True, slots=True)
class Sprite:
    """A picture and where its upper left corner lies, pixels. holes: outlines in which another layer is seen."""

    image: QImage
    x: int
    y: int
    holes: QPainterPath


@dataclass(frozen=True, slots=True)
class Kit:
    """What is made ahead, on any thread. size: pixels of the whole picture."""

    size: tuple[int, int]
    rest: RigPose
    room: QImage
    sprites: dict[Key, Sprite | None]


def framing(width: int, height: int) -> QTransform:
    """From the drawing to the picture, which is a little closer."""
    x, y = width * _CENTRE[0], height * _CENTRE[1]
    return QTransform().translate(x, y).scale(CLOSER, CLOSER).translate(-x, -y)


def render_person(drawing: Drawing, pose: RigPose, width: int, height: int) -> QImage:
    """A still picture of the person in a pose. Safe on any thread."""
    return _painted(drawing(pose, width, height), width, height)


def make_kit(drawing: Drawing, rest: RigPose, width: int, height: int) -> Kit:
    """The room and the large layers. Takes some tenths of a second; safe on any thread."""
    room = _painted(drawing.room(width, height), width, height)
    poses: list[tuple[Layer, RigPose]] = [
        ("back", rest),
        ("body", rest),
        ("nose", rest),
        ("iris", rest),
        ("glasses", rest),
    ]
    poses += [("head", replace(rest, jaw=_HEAD_JAW * level)) for level in range(_JAWS)]
    return Kit(
        (width, height),
        rest,
        room,
        {_key(layer, pose): make_sprite(drawing, layer, pose, width, height) for layer, pose in poses},
    )


def _painted(shapes: tuple[Shape, ...], width: int, height: int) -> QImage:
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.gray)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setTransform(framing(width, height))
    paint_shapes(painter, shapes)
    painter.end()
    return picture


def make_sprite(drawing: Drawing, layer: Layer, pose: RigPose, width: int, height: int) -> Sprite | None:
    """The layer's picture in this pose, None when there is nothing to see."""
    shapes = drawing.layer(layer, pose, width, height)
    if not shapes:
        return None
    frame = framing(width, height)
    box = frame.mapRect(_bounds(shapes))
    beyond = height // 8  # what comes into the picture when somebody moves
    seen = box.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX) & QRectF(
        -beyond, -beyond, width + 2 * beyond, height + 2 * beyond
    )
    rect = seen.toAlignedRect()
    image = QImage(max(1, rect.width()), max(1, rect.height()), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setTransform(frame * QTransform.fromTranslate(-rect.x(), -rect.y()))
    paint_shapes(painter, shapes)
    painter.end()
    holes = QPainterPath()
    for shape in shapes:
        if shape.part in _HOLES:
            holes.addPolygon(frame.map(QPolygonF([QPointF(x, y) for x, y in shape.path.tolist()])))
    return Sprite(image, rect.x(), rect.y(), holes)


def _bounds(shapes: tuple[Shape, ...]) -> QRectF:
    """What the shapes cover, as far as their clips let them."""
    box = QRectF()
    for shape in shapes:
        own = _box_of(shape.path)
        box |= own if shape.clip is None else own & _box_of(shape.clip)
    return box


def _box_of(path: FloatArray) -> QRectF:
    (left, top), (right, bottom) = path.min(axis=0).tolist(), path.max(axis=0).tolist()
    return QRectF(left, top, right - left, bottom - top)


def _key(layer: Layer, pose: RigPose) -> Key:
    return (layer, *(getattr(pose, name) for name in PLANS[layer].moves))


def coarse_key(layer: Layer, pose: RigPose) -> Key:
    """The key of the kept picture that is close enough to the pose."""
    return (layer, *[step * round(value / step) for value, step in zip(RAW[layer](pose), _ROUNDED[layer], strict=True)])


def _values(moves: tuple[str, ...]) -> Callable[[RigPose], tuple[float, ...]]:
    if len(moves) > 1:
        return attrgetter(*moves)
    return (lambda pose: (getattr(pose, moves[0]),)) if moves else lambda _pose: ()


# The parts of a pose that change a layer's picture, as they are, and what each is rounded to.
RAW: Final = {layer: _values(plan.moves) for layer, plan in PLANS.items()}
_ROUNDED: Final[dict[Layer, tuple[float, ...]]] = {
    layer: tuple((_STEPS | _OWN_STEPS.get(layer, {})).get(name, _USUAL_STEP) for name in plan.moves)
    for layer, plan in PLANS.items()
}
