"""A moving drawn person for little work: pictures of the layers are made once and carried about.

What never moves is one picture; the body is laid into it only when it has moved by half a pixel; the head is one
picture for each opening of the jaw; eyes, brows, lips and skin are small pictures, kept by what they show. A frame
paints the places that changed and nothing else.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Final, Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap, QPolygonF, QRegion, QTransform

from app.ui.widgets.shape_painter import paint_shapes
from perception.character.geometry import Stage
from perception.character.layers import PLANS, Carried, Layer, carry
from perception.character.rig import RigPose
from perception.character.shapes import Shape
from perception.types import FloatArray

# The person fills the tile as somebody sitting at a desk fills a call.
CLOSER: Final = 1.6
_CENTRE: Final = (0.5, 0.46)
_FEATURES: Final[tuple[Layer, ...]] = ("skin", "eyes", "iris", "lids", "mouth", "nose", "brows", "glasses")
# What nobody sees: the head drifts in every second frame only, unless it moves by more than a pixel a frame.
_DRIFT_PX, _MOVE_PX, _BODY_PX, _BACK_PX = 0.35, 1.2, 0.9, 1.4
_HOLES: Final = frozenset(plan.inside[1] for plan in PLANS.values() if plan.inside is not None)
_GAZE_PX: Final = 0.5
_KEPT: Final = 260
_MARGIN_PX: Final = 3
# Steps in which the parts of a pose change a picture; a twelfth for those not named.
_STEPS: Final = {
    "jaw": 0.06,
    "lip_round": 0.22,
    "lips_apart": 0.14,
    "lids": 0.33,
    "gaze_y_deg": 4.0,
}
_USUAL_STEP: Final = 0.083
_JAWS: Final = 9  # levels of the jaw made ahead


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
class _Picture:
    """A sprite on the screen's side."""

    pixmap: QPixmap
    x: int
    y: int
    holes: QPainterPath
    box: QRectF


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
    poses += [("head", replace(rest, jaw=_STEPS["jaw"] * level)) for level in range(_JAWS)]
    return Kit(
        (width, height),
        rest,
        room,
        {_key(layer, pose): _sprite(drawing, layer, pose, width, height) for layer, pose in poses},
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


def _sprite(drawing: Drawing, layer: Layer, pose: RigPose, width: int, height: int) -> Sprite | None:
    shapes = drawing.layer(layer, pose, width, height)
    if not shapes:
        return None
    frame = framing(width, height)
    box = frame.mapRect(_bounds(shapes))
    margin = _MARGIN_PX + (height // 8 if layer == "body" else 0)  # what comes into the picture when the body rises
    seen = box.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX) & QRectF(
        -margin, -margin, width + 2 * margin, height + 2 * margin
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


def _coarse(layer: Layer, pose: RigPose) -> Key:
    """The key of the kept picture that is close enough to the pose."""
    steps = (_STEPS.get(name, _USUAL_STEP) for name in PLANS[layer].moves)
    return (
        layer,
        *(step * round(getattr(pose, name) / step) for name, step in zip(PLANS[layer].moves, steps, strict=True)),
    )


class LiveFace:
    """The moving picture of one size. `move` says what changed, `paint` paints it."""

    def __init__(self, drawing: Drawing, kit: Kit) -> None:
        self._drawing, self.size, self._rest = drawing, kit.size, kit.rest
        self._frame = framing(*kit.size)
        self._back_to = self._frame.inverted()[0]
        self._room = QPixmap.fromImage(kit.room)
        self._still = QPixmap(self._room)
        self._pictures: OrderedDict[Key, _Picture | None] = OrderedDict()
        for key, sprite in kit.sprites.items():
            self._keep(key, sprite)
        self._shown: dict[Layer, Key] = {layer: _coarse(layer, kit.rest) for layer in PLANS}
        self._placed: dict[Layer, QTransform] = {}
        self._drifts = False
        self._whole = QRect(0, 0, *kit.size)
        self.move(kit.rest)

    def move(self, pose: RigPose) -> QRegion:
        """Take the pose; which part of the picture has to be painted again, pixels. Empty when nobody would see it."""
        stage = Stage(pose, width=self.size[0], height=self.size[1])
        dirty = self._move_body(stage, pose)
        self._drifts = not self._drifts
        before = self._rect("head")
        moved = self._carries(stage, "head", pose, _DRIFT_PX if self._drifts else _MOVE_PX)
        if moved:
            dirty += before
        for layer in ("head", *_FEATURES):
            dirty += self._move_part(stage, layer, pose, moved)
        if moved:
            dirty += self._rect("head")
        return dirty & self._whole

    def paint(self, painter: QPainter, part: QRect) -> None:
        """Paint this part of the picture."""
        base = painter.transform()
        painter.drawPixmap(part, self._still, part)
        # The pictures have soft, empty edges of their own: smoothing them again would cost most of a frame.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(part)
        for layer in ("head", *_FEATURES):
            picture = self._picture(layer)
            if picture is None or not self._rect(layer).intersects(part):
                continue
            inside = PLANS[layer].inside
            if inside is not None:
                self._paint_inside(painter, base, picture, layer, inside[0])
                continue
            painter.setTransform(self._placed[layer] * base)
            painter.drawPixmap(picture.x, picture.y, picture.pixmap)
        painter.setTransform(base)

    def _paint_inside(self, painter: QPainter, base: QTransform, picture: _Picture, layer: Layer, outer: Layer) -> None:
        around = self._picture(outer)
        if around is None or around.holes.isEmpty():
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(self._placed[outer] * base)
        painter.setClipPath(around.holes, Qt.ClipOperation.IntersectClip)
        painter.setTransform(self._placed[layer] * base)
        painter.drawPixmap(picture.x, picture.y, picture.pixmap)
        painter.restore()

    def _move_part(self, stage: Stage, layer: Layer, pose: RigPose, head_moved: bool) -> QRegion:
        """Show and carry one layer of the face; what of it has to be painted again beside the moved head."""
        before, key = self._rect(layer), _coarse(layer, pose)
        changed = key != self._shown[layer]
        self._shown[layer] = key
        if head_moved:
            if layer != "head":
                self._placed[layer] = self._transform(carry(stage, layer, pose, self._rest))
            return QRegion(before) + QRegion(self._rect(layer))
        if PLANS[layer].with_gaze and self._carries(stage, layer, pose, _GAZE_PX):
            return QRegion(before) + QRegion(self._rect(layer))
        if not changed:
            return QRegion()
        if layer == "head":  # only the jaw has changed
            return QRegion(before.adjusted(0, before.height() // 2, 0, 0))
        return QRegion(before) + QRegion(self._rect(layer))

    def _move_body(self, stage: Stage, pose: RigPose) -> QRegion:
        """Lay back hair and body into the still picture when they have moved enough to be seen."""
        layers: tuple[tuple[Layer, float], ...] = (("back", _BACK_PX), ("body", _BODY_PX))
        dirty = QRegion()
        for layer, step_px in layers:
            before = self._rect(layer)
            self._shown[layer] = _coarse(layer, pose)
            if self._carries(stage, layer, pose, step_px):
                dirty = dirty + QRegion(before) + QRegion(self._rect(layer))
        dirty &= self._whole
        if dirty.isEmpty():
            return dirty
        box = dirty.boundingRect()
        painter = QPainter(self._still)
        painter.drawPixmap(box, self._room, box)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(box)
        for layer, _ in layers:
            picture = self._picture(layer)
            if picture is not None:
                painter.setTransform(self._placed[layer])
                painter.drawPixmap(picture.x, picture.y, picture.pixmap)
        painter.end()
        return dirty

    def _carries(self, stage: Stage, layer: Layer, pose: RigPose, step_px: float) -> bool:
        """Carry the layer along if a corner of it has moved by so much."""
        carried = self._transform(carry(stage, layer, pose, self._rest))
        placed, picture = self._placed.get(layer), self._picture(layer)
        if placed is not None and (picture is None or _apart(placed, carried, picture.box) < step_px):
            return False
        self._placed[layer] = carried
        return True

    def _transform(self, carried: Carried) -> QTransform:
        turned = QTransform(carried.xx, carried.yx, carried.xy, carried.yy, carried.dx, carried.dy)
        return self._back_to * turned * self._frame

    def _rect(self, layer: Layer) -> QRect:
        """Where the layer's picture lies now."""
        placed, picture = self._placed.get(layer), self._picture(layer)
        if placed is None or picture is None:
            return QRect()
        return placed.mapRect(picture.box).toAlignedRect().adjusted(-1, -1, 1, 1)

    def _picture(self, layer: Layer) -> _Picture | None:
        key = self._shown[layer]
        if key in self._pictures:
            self._pictures.move_to_end(key)
            return self._pictures[key]
        pose = replace(self._rest, **dict(zip(PLANS[layer].moves, key[1:], strict=True)))
        self._keep(key, _sprite(self._drawing, layer, pose, *self.size))
        return self._pictures[key]

    def _keep(self, key: Key, sprite: Sprite | None) -> None:
        if sprite is None:
            self._pictures[key] = None
        else:
            box = QRectF(sprite.x, sprite.y, sprite.image.width(), sprite.image.height())
            pixmap = QPixmap.fromImage(sprite.image)
            self._pictures[key] = _Picture(pixmap, sprite.x, sprite.y, sprite.holes, box)
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)


def _apart(a: QTransform, b: QTransform, box: QRectF) -> float:
    """How far two places of a picture differ at its worst corner, pixels."""
    corners = (box.topLeft(), box.topRight(), box.bottomLeft(), box.bottomRight())
    return max((a.map(corner) - b.map(corner)).manhattanLength() for corner in corners)
