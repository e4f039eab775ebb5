"""How far a calibration is: a ring that fills with good evidence, and a dot for each step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.calibration.presenters.screen import Dot
from app.ui.theme import Theme
from app.ui.widgets.marks import paint_mark

_TURN: Final = 360 * 16
_STATE_WORDS: Final = {"now": "now", "measured": "measured", "skipped": "skipped", "pending": "to come"}


class EvidenceRing(QWidget):
    """Fills clockwise from the top while good evidence comes in; it never turns by itself."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.fraction = 0.0
        size = int(theme.sizes.cue * 0.75)
        self.setFixedSize(size, size)
        self.setAccessibleName("Measured so far")

    def show_fraction(self, fraction: float) -> None:
        """Show a share of 0..1."""
        if fraction != self.fraction:
            self.fraction = fraction
            self.setAccessibleDescription(f"{fraction:.0%}")
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring and its filled part."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.width() / 8
        box = QRectF(self.rect()).adjusted(line / 2 + 1, line / 2 + 1, -line / 2 - 1, -line / 2 - 1)
        painter.setPen(QPen(self.theme.colour("track"), line))
        painter.drawEllipse(box)
        if self.fraction > 0:
            pen = QPen(self.theme.colour("good"), line)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(box, _TURN // 4, -int(_TURN * self.fraction))


class StepDots(QWidget):
    """The steps under each other: a disc when measured, a dashed ring when skipped, a ring for the present one."""

    _MARK: Final = 13

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.dots: tuple[Dot, ...] = ()
        self.setAccessibleName("Steps")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_dots(self, dots: Sequence[Dot]) -> None:
        """Show these steps."""
        if tuple(dots) != self.dots:
            self.dots = tuple(dots)
            self.setAccessibleDescription(", ".join(f"{dot.name} {_STATE_WORDS[dot.state]}" for dot in dots))
            self.updateGeometry()
            self.update()

    @property
    def _row(self) -> int:
        return self.theme.sizes.body + 3 * self.theme.sizes.unit

    def sizeHint(self) -> QSize:
        """A row for each step."""
        return QSize(180, max(1, len(self.dots)) * self._row)

    def minimumSizeHint(self) -> QSize:
        """Not smaller than wanted."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint dots and names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, dot in enumerate(self.dots):
            middle = (number + 0.5) * self._row
            self._paint_dot(painter, dot.state, QPointF(self._MARK / 2 + 1, middle))
            painter.setFont(self.theme.font("body", strong=dot.state == "now"))
            painter.setPen(self.theme.colour("ink" if dot.state in ("now", "measured") else "muted"))
            left = self._MARK + 12
            box = QRectF(left, number * self._row, self.width() - left, self._row)
            name = painter.fontMetrics().elidedText(dot.name, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_dot(self, painter: QPainter, state: str, centre: QPointF) -> None:
        if state in ("measured", "skipped"):
            paint_mark(painter, self.theme, "good" if state == "measured" else "unknown", centre, self._MARK)
            return
        present = state == "now"
        painter.setPen(QPen(self.theme.colour("good" if present else "unknown"), 2.5 if present else 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = self._MARK / 2 - 1.5 if present else self._MARK / 4
        painter.drawEllipse(centre, radius, radius)
