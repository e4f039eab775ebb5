"""What is drawn over a picture: box and direction of the face, points of the face, lines of the body."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from app.library.review.landmarks import Landmarks
from app.ui.review.picture.mapping_presenter import Mapping, Rect, Seen
from app.ui.review.picture.overlay_presenter import FaceView
from app.ui.theme import Theme
from app.ui.widgets.marks import paint_mark

Place = Callable[[float, float], QPointF]

_CORNER: Final = 0.22  # of the box's side that a corner takes
_NOSE: Final = 0.9  # length of the arrow at a right angle, in heights of the box
_IN_SIGHT: Final = 0.5  # how surely a point of the body is seen, from which it is drawn
# Outlines of the 478 points of the face model: face, eyes, brows, lips.
_OUTLINES: Final[tuple[tuple[int, ...], ...]] = (
    (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152),
    (152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109, 10),
    (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466, 263),
    (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246, 33),
    (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185, 61),
    (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191, 78),
    (276, 283, 282, 295, 285),
    (46, 53, 52, 65, 55),
)
# Ears, shoulders, arms and hips of the 33 points of the body model.
_LIMBS: Final = ((7, 8), (11, 12), (11, 13), (13, 15), (12, 14), (14, 16), (11, 23), (12, 24), (23, 24))


def paint_face(
    painter: QPainter, theme: Theme, mapping: Mapping, seen: Seen, size: tuple[int, int], face: FaceView
) -> None:
    """Corners of the box, an arrow where the nose points, and where the eyes rest as mark and words."""
    box = mapping.rect(seen.in_picture(face.box, *size))
    pen = QPen(_bright(theme, face.mark), 2.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for one in _corners(box):
        painter.drawPolyline(QPolygonF([QPointF(*at) for at in one]))
    turn = -face.nose[0] if mapping.mirrored else face.nose[0]
    middle = QPointF(box.x + box.width / 2, box.y + box.height / 2)
    tip = middle + QPointF(turn, face.nose[1]) * (_NOSE * box.height)
    painter.drawLine(middle, tip)
    painter.setBrush(pen.color())
    painter.drawEllipse(tip, 4, 4)
    _pill(painter, theme, QPointF(box.x + box.width / 2, box.y - 6), face.zone, face.mark)


def paint_landmarks(
    painter: QPainter, theme: Theme, place: Place, found: Landmarks, *, mesh: bool, posture: bool
) -> None:
    """Points and outlines of the face, lines of the body."""
    if mesh and found.face is not None:
        points = [place(float(x), float(y)) for x, y in found.face]
        painter.setPen(QPen(_soft(theme, "good", 0.75), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPoints(QPolygonF(points))
        painter.setPen(QPen(_soft(theme, "good", 0.9), 1.2))
        for outline in _OUTLINES:
            painter.drawPolyline(QPolygonF([points[i] for i in outline]))
    if posture and found.body is not None and found.seen is not None:
        _paint_body(painter, theme, place, found.body.tolist(), found.seen.tolist())


def _paint_body(
    painter: QPainter, theme: Theme, place: Place, body: Sequence[Sequence[float]], seen: Sequence[float]
) -> None:
    at = [place(float(x), float(y)) for x, y in body]
    pen = QPen(_soft(theme, "watch", 0.95), 3)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    for one, other in _LIMBS:
        if seen[one] >= _IN_SIGHT and seen[other] >= _IN_SIGHT:
            painter.drawLine(at[one], at[other])
    if min(seen[0], seen[11], seen[12]) >= _IN_SIGHT:
        painter.drawLine(at[0], (at[11] + at[12]) / 2)
    painter.setBrush(pen.color())
    for number in (0, 11, 12, 13, 14, 15, 16):
        if seen[number] >= _IN_SIGHT:
            painter.drawEllipse(at[number], 4, 4)


def paint_note(painter: QPainter, theme: Theme, corner: QPointF, text: str) -> None:
    """A short note in the lower left corner, such as that points are still looked for."""
    _veiled(painter, theme, QRectF(corner.x(), corner.y(), 0, 0), text, 0.0)


def _corners(box: Rect) -> list[list[tuple[float, float]]]:
    across, down = box.width * _CORNER, box.height * _CORNER
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    return [
        [(left, top + down), (left, top), (left + across, top)],
        [(right - across, top), (right, top), (right, top + down)],
        [(right, bottom - down), (right, bottom), (right - across, bottom)],
        [(left + across, bottom), (left, bottom), (left, bottom - down)],
    ]


def _pill(painter: QPainter, theme: Theme, foot: QPointF, text: str, mark: str) -> None:
    font = theme.font("small")
    size = float(theme.sizes.small)
    width = QFontMetricsF(font).horizontalAdvance(text) + size * 1.6
    height = QFontMetricsF(font).height() + 4
    box = QRectF(foot.x() - width / 2, max(2.0, foot.y() - height), width, height)
    _veiled(painter, theme, box, text, size)
    paint_mark(painter, theme, mark, QPointF(box.left() + size * 0.9, box.center().y()), size * 0.6)


def _veiled(painter: QPainter, theme: Theme, box: QRectF, text: str, left: float) -> None:
    """Light words on a dark veil: readable over any picture."""
    font = theme.font("small")
    if not box.width():
        metrics = QFontMetricsF(font)
        height = metrics.height() + 4
        box = QRectF(box.left(), box.top() - height, metrics.horizontalAdvance(text) + 16, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("veil"))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setPen(theme.colour("on_veil"))
    painter.setFont(font)
    painter.drawText(box.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignCenter, text)


def _bright(theme: Theme, mark: str) -> QColor:
    return theme.colour({"good": "good", "watch": "watch"}.get(mark, "on_veil"))


def _soft(theme: Theme, name: str, alpha: float) -> QColor:
    colour = theme.colour(name)
    colour.setAlphaF(alpha)
    return colour
