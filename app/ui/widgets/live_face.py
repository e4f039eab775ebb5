"""A moving drawn person for little work: pictures of the layers are made once and carried about.

What never moves is one picture; the body is laid into it only when it has moved by a pixel; what is on the head is put
together in one picture of its own. A frame paints the places that changed and nothing else.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from math import hypot
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap, QRegion, QTransform

from app.ui.widgets.affine import Affine, Box
from app.ui.widgets.sprites import CLOSER, RAW, Drawing, Key, Kit, Sprite, coarse_key, framing, make_sprite
from perception.character.geometry import Stage
from perception.character.layers import PLANS, Carried, Layer, carry
from perception.character.rig import RigPose

_ON_HEAD: Final[tuple[Layer, ...]] = ("head", "skin", "eyes", "iris", "lids", "mouth", "nose", "brows", "glasses")
# What nobody sees, shares of the picture's height. _STEP: in which head and body move, so that a slow movement costs
# little and a fast one is smooth. _SHIFT: of what shifts on the head as it turns; shading without edges, by more.
_STEP: Final = 0.003
_SHIFT, _SHIFT_SOFT = 0.0016, 0.004
_BENT, _BENT_BEHIND = 0.0012, 0.004  # how far the corner of a part may be off that is moved without turning it anew
_BEHIND: Final[tuple[Layer, ...]] = ("back", "body")
_EVERY: Final = 3  # frames in which the chin follows the lips once
_CM_A_DEG, _LEAN_CM, _GAZE_DEG = 0.2, 8.0, 1.2  # what a degree, a lean moves the rim; the least seen of the eyes
_PICTURE_CM: Final = 56.0  # height of the drawing at the head's distance
_KEPT: Final = 260


@dataclass(frozen=True, slots=True)
class _Picture:
    """A sprite on the screen's side."""

    pixmap: QPixmap
    x: int
    y: int
    holes: QPainterPath
    rect: QRectF
    box: Box


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """A layer turned once (`turned`, then at x0, y0) and now lying at x, y, the whole pixel nearest to `placed`."""

    pixmap: QPixmap
    picture: _Picture
    turned: Affine
    placed: Affine
    x0: int
    y0: int
    x: int
    y: int

    def lies_as(self, other: _Laid) -> bool:
        """Whether it would look the same."""
        return self.pixmap is other.pixmap and (self.x, self.y) == (other.x, other.y)

    def rect(self) -> QRect:
        """What it covers."""
        return QRect(self.x, self.y, self.pixmap.width(), self.pixmap.height())


class LiveFace:
    """The moving picture of one size. `move` says what changed, `paint` paints it.

    The head with all that is on it is put together in one picture, the cast, lying as at rest; a frame paints that
    picture turned and moved to where the head is.
    """

    def __init__(self, drawing: Drawing, kit: Kit) -> None:
        self._drawing, self.size, self._rest = drawing, kit.size, kit.rest
        frame = framing(*kit.size)
        self._frame_at = (frame.dx(), frame.dy())
        self._room = QPixmap.fromImage(kit.room)
        self._still = QPixmap(self._room)
        self._pictures: OrderedDict[Key, _Picture | None] = OrderedDict()
        for key, sprite in kit.sprites.items():
            self._keep(key, sprite)
        self._shown: dict[Layer, Key] = {layer: coarse_key(layer, kit.rest) for layer in PLANS}
        self._placed: dict[Layer, Affine] = {}  # layers of the head on the cast
        self._raw: dict[Layer, object] = {}
        self._rects: dict[Layer, QRect] = {}
        self._laid: dict[Key, _Laid] = {}
        self._behind: dict[Layer, _Laid] = {}  # what of the body is in the still picture now
        self._head, self._head_qt = Affine(), QTransform()
        self._whole = QRect(0, 0, *kit.size)
        self._cast_box = self._room_for_head(kit)
        self._cast_middle = Box.of(QRectF(self._cast_box))
        self._cast = QPixmap(self._cast_box.size())
        self._cast.fill(Qt.GlobalColor.transparent)
        self._frames = 0
        self._stale: list[QRect] = []
        self._measured = kit.rest
        self._px_cm = kit.size[1] * CLOSER / _PICTURE_CM
        self._step_px = kit.size[1] * _STEP
        self._shift_px = {layer: kit.size[1] * (_SHIFT_SOFT if layer == "skin" else _SHIFT) for layer in _ON_HEAD}
        self._bent_px, self._bent_behind_px = kit.size[1] * _BENT, kit.size[1] * _BENT_BEHIND
        self._measure(kit.rest)
        self._painted_again(self._move_parts(kit.rest))

    def move(self, pose: RigPose) -> QRegion:
        """Take the pose; which part of the picture has to be painted again, pixels. Empty when nobody would see it."""
        self._frames += 1
        dirty = QRegion() if self._hardly_moved(pose) else self._measure(pose)
        return (dirty + self._painted_again(self._move_parts(pose))) & self._whole

    def _measure(self, pose: RigPose) -> QRegion:
        """Bring head, body and eyes to where they are now; where the picture changed by that."""
        self._measured = pose
        stage = Stage(pose, width=self.size[0], height=self.size[1])
        carried = carry(stage, pose, self._rest)
        dirty = self._move_body(pose, carried)
        head = self._transform(carried["head"])
        self._shift_parts(carried, head)
        if self._head.apart(head, self._cast_middle) >= self._step_px / 2:
            before = self._on_picture(self._cast_box)
            self._head, self._head_qt = head, head.qt()
            dirty += before | self._on_picture(self._cast_box)
        return dirty

    def _hardly_moved(self, pose: RigPose) -> bool:
        """Whether head and eyes are nearly where they were measured last, by a quick guess."""
        last = self._measured
        turned = hypot(pose.yaw_deg - last.yaw_deg, pose.pitch_deg - last.pitch_deg, pose.roll_deg - last.roll_deg)
        swayed = hypot(
            pose.sway_x_cm - last.sway_x_cm, pose.sway_y_cm - last.sway_y_cm, _LEAN_CM * (pose.lean - last.lean)
        )
        looked = abs(pose.gaze_x_deg - last.gaze_x_deg) + abs(pose.gaze_y_deg - last.gaze_y_deg)
        return (_CM_A_DEG * turned + swayed) * self._px_cm < self._step_px and looked < _GAZE_DEG

    def _painted_again(self, stale: list[QRect]) -> QRegion:
        """Put these parts of the cast together again; where they lie on the picture."""
        dirty = QRegion()
        for part in stale:
            self._put_together(part)
            dirty += self._on_picture(part)
        return dirty

    def paint(self, painter: QPainter, part: QRect) -> None:
        """Paint this part of the picture."""
        base = painter.transform()
        painter.drawPixmap(part, self._still, part)
        # The cast has soft, empty edges of its own: smoothing them again would cost most of a frame.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(part)
        painter.setTransform(self._head_qt * base)
        painter.drawPixmap(self._cast_box.topLeft(), self._cast)
        painter.setTransform(base)

    def _room_for_head(self, kit: Kit) -> QRect:
        """What the head takes at most, with a little room for what shifts on it."""
        box = QRectF()
        for key, sprite in kit.sprites.items():
            if sprite is not None and key[0] not in ("back", "body"):
                box |= QRectF(sprite.x, sprite.y, sprite.image.width(), sprite.image.height())
        return box.toAlignedRect().adjusted(-4, -4, 4, 4)

    def _on_picture(self, cast_part: QRect) -> QRect:
        return self._head_qt.mapRect(QRectF(cast_part)).toAlignedRect().adjusted(-1, -1, 1, 1)

    def _shift_parts(self, carried: dict[Layer, Carried], head: Affine) -> None:
        """Shift on the cast what a turned head shifts, and the irises."""
        from_head = head.back()
        for layer in _ON_HEAD:
            placed, picture = self._placed.get(layer), self._picture(layer)
            wanted = self._transform(carried[layer]).then(from_head)
            if placed is None or (picture is not None and placed.apart(wanted, picture.box) >= self._shift_px[layer]):
                before = self._rect(layer)
                self._placed[layer] = wanted
                self._rects.pop(layer, None)
                _add(self._stale, before | self._rect(layer))

    def _move_parts(self, pose: RigPose) -> list[QRect]:
        """Show what the pose shows; which parts of the cast have to be put together again, shifted ones included."""
        for layer in _ON_HEAD:
            if layer == "head" and self._frames % _EVERY != 1:
                continue  # the chin may follow the lips a little later
            raw = RAW[layer](pose)
            if raw == self._raw.get(layer):
                continue
            key = coarse_key(layer, pose)
            if key in self._pictures or self._may_make(layer):
                self._raw[layer] = raw
            if key == self._shown[layer] or (key not in self._pictures and not self._may_make(layer)):
                continue
            before = self._rect(layer)
            self._shown[layer] = key
            self._rects.pop(layer, None)
            _add(self._stale, self._chin() if layer == "head" else before | self._rect(layer))
        stale, self._stale = [part & self._cast_box for part in self._stale], []
        return stale

    def _may_make(self, layer: Layer) -> bool:
        """New pictures of a changing face are made in turns, so that no frame takes long."""
        if layer == "skin":
            return self._frames % _EVERY == 1
        return (self._frames % 2 == 0) == (layer in ("eyes", "lids"))

    def _chin(self) -> QRect:
        """The part of the head that moves with the jaw."""
        mouth = self._rect("mouth")
        wide, high = mouth.width(), mouth.height()
        return mouth.adjusted(-(3 * wide) // 4, -high // 3, (3 * wide) // 4, (2 * high) // 3)

    def _put_together(self, box: QRect) -> None:
        painter = QPainter(self._cast)
        painter.translate(-self._cast_box.topLeft())
        base = painter.transform()
        painter.setClipRect(box)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.fillRect(box, Qt.GlobalColor.transparent)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        for layer in _ON_HEAD:
            if not self._rect(layer).intersects(box):
                continue
            inside = PLANS[layer].inside
            if inside is not None:
                self._put_inside(painter, base, layer, inside[0])
                continue
            laid = self._lay(layer, self._placed[layer], self._bent_px)
            if laid is not None:
                painter.drawPixmap(laid.x, laid.y, laid.pixmap)
        painter.end()

    def _put_inside(self, painter: QPainter, base: QTransform, layer: Layer, outer: Layer) -> None:
        """Put in what is seen through the holes of another layer."""
        picture, around = self._picture(layer), self._picture(outer)
        laid = self._laid.get(self._shown[outer])
        if picture is None or around is None or laid is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(laid.turned.qt() * QTransform.fromTranslate(laid.x - laid.x0, laid.y - laid.y0) * base)
        painter.setClipPath(around.holes, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setTransform(self._placed[layer].qt() * base)
        painter.drawPixmap(picture.x, picture.y, picture.pixmap)
        painter.restore()

    def _move_body(self, pose: RigPose, carried: dict[Layer, Carried]) -> QRegion:
        """Lay back hair and body into the still picture when they have moved by a step."""
        dirty = QRegion()
        for layer in _BEHIND:
            key, wanted, before = coarse_key(layer, pose), self._transform(carried[layer]), self._behind.get(layer)
            changed = before is None or key != self._shown[layer]
            if before is not None and not changed and before.placed.apart(wanted, before.picture.box) < self._step_px:
                continue
            self._shown[layer] = key
            laid = self._lay(layer, wanted, self._bent_behind_px)
            if laid is None or (before is not None and before.lies_as(laid)):
                continue
            self._behind[layer] = laid
            dirty += QRegion() if before is None else before.rect()
            dirty += laid.rect()
        dirty &= self._whole
        if dirty.isEmpty():
            return dirty
        box = dirty.boundingRect()
        painter = QPainter(self._still)
        painter.drawPixmap(box, self._room, box)
        painter.setClipRect(box)
        for layer in _BEHIND:
            shown = self._behind.get(layer)
            if shown is not None:
                painter.drawPixmap(shown.x, shown.y, shown.pixmap)
        painter.end()
        return dirty

    def _lay(self, layer: Layer, wanted: Affine, bent_px: float) -> _Laid | None:
        """The layer turned and stretched as wanted, at a whole pixel. Turned anew only when that can be seen."""
        picture, key = self._picture(layer), self._shown[layer]
        if picture is None:
            return None
        before = self._laid.get(key)
        if before is not None and before.placed is wanted and before.picture is picture:
            return before
        if before is not None and before.picture is picture and before.turned.bent(wanted, picture.box) < bent_px:
            turned, x0, y0 = before.turned, before.x0, before.y0
            (to_x, to_y), (at_x, at_y) = (place.at(picture.box.x, picture.box.y) for place in (wanted, turned))
            x, y = x0 + round(to_x - at_x), y0 + round(to_y - at_y)
            laid = _Laid(before.pixmap, picture, turned, wanted, x0, y0, x, y)
            self._laid[key] = laid
            return laid
        to_qt = wanted.qt()
        box = to_qt.mapRect(picture.rect).toAlignedRect()
        pixmap = QPixmap(box.size())
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setTransform(to_qt * QTransform.fromTranslate(-box.x(), -box.y()))
        painter.drawPixmap(picture.x, picture.y, picture.pixmap)
        painter.end()
        laid = _Laid(pixmap, picture, wanted, wanted, box.x(), box.y(), box.x(), box.y())
        self._laid[key] = laid
        return laid

    def _transform(self, carried: Carried) -> Affine:
        """The map of the drawing on the picture, which is a little closer."""
        x, y = self._frame_at
        xx, yx, xy, yy = carried.xx, carried.yx, carried.xy, carried.yy
        dx = CLOSER * carried.dx + x - xx * x - xy * y
        return Affine(xx, yx, xy, yy, dx, CLOSER * carried.dy + y - yx * x - yy * y)

    def _rect(self, layer: Layer) -> QRect:
        """Where the layer's picture lies on the cast."""
        known = self._rects.get(layer)
        if known is not None:
            return known
        placed, picture = self._placed.get(layer), self._picture(layer)
        if placed is None or picture is None:
            return QRect()
        rect = placed.qt().mapRect(picture.rect).toAlignedRect().adjusted(-1, -1, 1, 1)
        self._rects[layer] = rect
        return rect

    def _picture(self, layer: Layer) -> _Picture | None:
        key = self._shown[layer]
        if key in self._pictures:
            self._pictures.move_to_end(key)
            return self._pictures[key]
        pose = replace(self._rest, **dict(zip(PLANS[layer].moves, key[1:], strict=True)))
        self._keep(key, make_sprite(self._drawing, layer, pose, *self.size))
        return self._pictures[key]

    def _keep(self, key: Key, sprite: Sprite | None) -> None:
        if sprite is None:
            self._pictures[key] = None
        else:
            rect = QRectF(sprite.x, sprite.y, sprite.image.width(), sprite.image.height())
            pixmap = QPixmap.fromImage(sprite.image)
            self._pictures[key] = _Picture(pixmap, sprite.x, sprite.y, sprite.holes, rect, Box.of(rect))
        while len(self._pictures) > _KEPT:
            gone, _ = self._pictures.popitem(last=False)
            self._laid.pop(gone, None)


def _add(parts: list[QRect], part: QRect) -> None:
    """Add a part, joined with those it touches, so that nothing is painted twice."""
    for other in [other for other in parts if other.intersects(part)]:
        parts.remove(other)
        part = part | other
    if not part.isEmpty():
        parts.append(part)
