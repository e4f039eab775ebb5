"""Where a picture goes, as six plain numbers: asked for hundreds of times a second, Qt's own would cost too much."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTransform


class Affine(NamedTuple):
    """x' = xx x + xy y + dx, y' = yx x + yy y + dy, pixels."""

    xx: float = 1.0
    yx: float = 0.0
    xy: float = 0.0
    yy: float = 1.0
    dx: float = 0.0
    dy: float = 0.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a place goes."""
        return self.xx * x + self.xy * y + self.dx, self.yx * x + self.yy * y + self.dy

    def then(self, after: Affine) -> Affine:
        """This one first, then the other."""
        return Affine(
            after.xx * self.xx + after.xy * self.yx,
            after.yx * self.xx + after.yy * self.yx,
            after.xx * self.xy + after.xy * self.yy,
            after.yx * self.xy + after.yy * self.yy,
            *after.at(self.dx, self.dy),
        )

    def back(self) -> Affine:
        """The way back."""
        by = 1.0 / (self.xx * self.yy - self.xy * self.yx)
        xx, yx, xy, yy = self.yy * by, -self.yx * by, -self.xy * by, self.xx * by
        return Affine(xx, yx, xy, yy, -xx * self.dx - xy * self.dy, -yx * self.dx - yy * self.dy)

    def qt(self) -> QTransform:
        """For a painter."""
        return QTransform(self.xx, self.yx, self.xy, self.yy, self.dx, self.dy)

    def bent(self, other: Affine, box: Box) -> float:
        """How far the two take a picture's corners apart by how they turn and stretch it, pixels."""
        x = abs(self.xx - other.xx) * box.half_wide + abs(self.xy - other.xy) * box.half_high
        y = abs(self.yx - other.yx) * box.half_wide + abs(self.yy - other.yy) * box.half_high
        return max(x, y)

    def apart(self, other: Affine, box: Box) -> float:
        """How far the two take a picture apart at its worst corner at most, pixels."""
        (x, y), (other_x, other_y) = self.at(box.x, box.y), other.at(box.x, box.y)
        return max(abs(x - other_x), abs(y - other_y)) + self.bent(other, box)


class Box(NamedTuple):
    """A rectangle by its middle, pixels."""

    x: float
    y: float
    half_wide: float
    half_high: float

    @classmethod
    def of(cls, rect: QRectF) -> Box:
        """From Qt's."""
        return cls(rect.center().x(), rect.center().y(), rect.width() / 2, rect.height() / 2)
