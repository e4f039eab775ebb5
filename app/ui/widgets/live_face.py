"""A moving drawn person for little work: pictures of the layers are made once and carried about.

What never moves is one picture; the body is laid into it only when it has moved by half a pixel; the head is one
picture for each opening of the jaw; eyes, brows, lips and skin are small pictures, kept by what they show. A frame
paints the places that changed and nothing else.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Final, Protocol

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap, QRegion, QTransform

from app.ui.widgets.shape_painter import paint_shapes
from perception.character.geometry import Stage
from perception.character.layers import PLANS, Carried, Layer, carry
from perception.character.rig import RigPose
from perception.character.shapes import Shape

# The person fills the tile as somebody sitting at a desk fills a call.
CLOSER: Final = 1.6
_CENTRE: Final = (0.5, 0.46)
_FEATURES: Final[tuple[Layer, ...]] = ("skin", "eyes", "mouth", "nose", "brows", "glasses")
_HEAD_STEP_PX, _BODY_STEP_PX = 0.3, 0.5  # what nobody sees
_KEPT: Final = 260
_MARGIN_PX: Final = 3
# Steps in which the parts of a pose change a picture; a twelfth for those not named.
_STEPS: Final = {
    "jaw": 0.06,
    "lip_round": 0.22,
    "lips_apart": 0.14,
    "lids": 0.17,
    "gaze_x_deg": 1.0,
    "gaze_y_deg": 1.0,
    "brow_raise": 0.06,
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
    """A picture and where its upper left corner lies, pixels."""

    image: QImage
    x: int
    y: int


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
    poses: list[tuple[Layer, RigPose]] = [("back", rest), ("body", rest), ("nose", rest), ("glasses", rest)]
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
    low = [min(float(shape.path[:, axis].min()) for shape in shapes) for axis in (0, 1)]
    high = [max(float(shape.path[:, axis].max()) for shape in shapes) for axis in (0, 1)]
    frame = framing(width, height)
    box = frame.mapRect(QRectF(low[0], low[1], high[0] - low[0], high[1] - low[1]))
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
    return Sprite(image, rect.x(), rect.y())


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
        self._pictures: OrderedDict[Key, tuple[QPixmap, int, int] | None] = OrderedDict()
        for key, sprite in kit.sprites.items():
            self._keep(key, sprite)
        self._shown: dict[Layer, Key] = {}
        self._placed: dict[Layer, QTransform] = {}
        self._whole = QRect(0, 0, *kit.size)
        self.move(kit.rest)

    def move(self, pose: RigPose) -> QRegion:
        """Take the pose; which part of the picture has to be painted again, pixels. Empty when nobody would see it."""
        stage = Stage(pose, width=self.size[0], height=self.size[1])
        dirty = self._move_body(stage, pose)
        head_moved = self._carries(stage, "head", _HEAD_STEP_PX)
        for layer in ("head", *_FEATURES):
            key = _coarse(layer, pose)
            if key == self._shown.get(layer) and not head_moved:
                continue
            before = self._rect(layer)
            changed = key != self._shown.get(layer)
            self._shown[layer] = key
            if head_moved and layer != "head":
                self._placed[layer] = self._transform(carry(stage, layer, self._rest))
            if layer == "head" and changed and not head_moved and not before.isEmpty():
                before = before.adjusted(0, before.height() // 2, 0, 0)  # only the jaw has changed
                dirty += before
                continue
            dirty += before
            dirty += self._rect(layer)
        return dirty & self._whole

    def paint(self, painter: QPainter, part: QRect) -> None:
        """Paint this part of the picture."""
        base = painter.transform()
        painter.drawPixmap(part, self._still, part)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(part, Qt.ClipOperation.IntersectClip)
        for layer in ("head", *_FEATURES):
            picture = self._picture(layer)
            if picture is None or not self._rect(layer).intersects(part):
                continue
            pixmap, x, y = picture
            painter.setTransform(self._placed[layer] * base)
            painter.drawPixmap(x, y, pixmap)
        painter.setTransform(base)

    def _move_body(self, stage: Stage, pose: RigPose) -> QRegion:
        """Lay back hair and body into the still picture when they have moved enough to be seen."""
        dirty = QRegion()
        layers: tuple[Layer, ...] = ("back", "body")
        known = bool(self._placed)
        for layer in layers:
            self._shown[layer] = _coarse(layer, pose)
        old = [self._rect(layer) for layer in layers] if known else []
        moved = [self._carries(stage, layer, _BODY_STEP_PX) for layer in layers]
        if not any(moved):
            return dirty
        for layer, did, before in zip(layers, moved, old or [QRect()] * 2, strict=True):
            if did:
                dirty += before
                dirty += self._rect(layer)
        box = (dirty & self._whole).boundingRect()
        painter = QPainter(self._still)
        painter.drawPixmap(box, self._room, box)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(box)
        for layer in layers:
            picture = self._picture(layer)
            if picture is not None:
                painter.setTransform(self._placed[layer])
                painter.drawPixmap(picture[1], picture[2], picture[0])
        painter.end()
        return dirty

    def _carries(self, stage: Stage, layer: Layer, step_px: float) -> bool:
        """Carry the layer along if a corner of it has moved by so much."""
        carried = self._transform(carry(stage, layer, self._rest))
        placed = self._placed.get(layer)
        if placed is not None and _apart(placed, carried, self._box(layer)) < step_px:
            return False
        self._placed[layer] = carried
        return True

    def _transform(self, carried: Carried) -> QTransform:
        turned = QTransform(carried.xx, carried.yx, carried.xy, carried.yy, carried.dx, carried.dy)
        return self._back_to * turned * self._frame

    def _box(self, layer: Layer) -> QRectF:
        picture = self._picture(layer)
        return QRectF() if picture is None else QRectF(picture[1], picture[2], picture[0].width(), picture[0].height())

    def _rect(self, layer: Layer) -> QRect:
        """Where the layer's picture lies now."""
        if layer not in self._placed or layer not in self._shown:
            return QRect()
        box = self._box(layer)
        return QRect() if box.isEmpty() else self._placed[layer].mapRect(box).toAlignedRect().adjusted(-1, -1, 1, 1)

    def _picture(self, layer: Layer) -> tuple[QPixmap, int, int] | None:
        key = self._shown.get(layer)
        if key is None:
            return None
        if key in self._pictures:
            self._pictures.move_to_end(key)
            return self._pictures[key]
        pose = replace(self._rest, **dict(zip(PLANS[layer].moves, key[1:], strict=True)))
        self._keep(key, _sprite(self._drawing, layer, pose, *self.size))
        return self._pictures[key]

    def _keep(self, key: Key, sprite: Sprite | None) -> None:
        self._pictures[key] = None if sprite is None else (QPixmap.fromImage(sprite.image), sprite.x, sprite.y)
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)


def _apart(a: QTransform, b: QTransform, box: QRectF) -> float:
    """How far two places of a picture differ at its worst corner, pixels."""
    corners = (box.topLeft(), box.topRight(), box.bottomLeft(), box.bottomRight())
    return max((a.map(corner) - b.map(corner)).manhattanLength() for corner in corners)
