"""The ratings of a letter on its five steps: a dot for each other coach, a diamond for one's own."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.calibration_packs.presenter import DotsView
from app.ui.theme import Theme
from perception.recording.review_notes import RATING_HIGHEST, RATING_LOWEST

_STEPS: Final = RATING_HIGHEST - RATING_LOWEST


class ScaleNumbers(QWidget):
    """The five steps above the dots."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A low line."""
        return QSize(220, round(self.theme.sizes.body * 1.5))

    def x_of(self, step: float) -> float:
        """Where a step stands, pixels from the left."""
        return 4 * self.mark_size + (step - RATING_LOWEST) / _STEPS * self.span

    @property
    def mark_size(self) -> float:
        """Half the width of a dot, pixels."""
        return self.theme.sizes.body * 0.36

    @property
    def span(self) -> float:
        """From the first step to the last, pixels."""
        return self.width() - 8 * self.mark_size

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write the numbers."""
        painter = QPainter(self)
        painter.setFont(self.theme.font("small"))
        painter.setPen(self.theme.colour("muted"))
        for step in range(RATING_LOWEST, RATING_HIGHEST + 1):
            place = QRectF(self.x_of(step) - self.height(), 0, 2 * self.height(), self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(step))


class SpreadDots(ScaleNumbers):
    """Coaches who chose the same step stand beside each other there."""

    def __init__(self, theme: Theme, view: DotsView) -> None:
        super().__init__(theme)
        self.view = view
        self.setAccessibleName(view.words)
        self.setToolTip(view.words)

    def places(self) -> list[tuple[float, bool]]:
        """Where each rating stands, in pixels from the left, and whether it is one's own."""
        found: list[tuple[float, bool]] = []
        for step in range(RATING_LOWEST, RATING_HIGHEST + 1):
            marks = [False] * self.view.others.count(step) + [True] * (self.view.own == step)
            width = min(2.5 * self.mark_size, self.span / _STEPS / max(1, len(marks)))
            first = self.x_of(step) - 0.5 * width * (len(marks) - 1)
            found += [(first + place * width, own) for place, own in enumerate(marks)]
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The scale, then what was rated."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, size = self.height() / 2, self.mark_size
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.drawLine(QPointF(self.x_of(RATING_LOWEST), middle), QPointF(self.x_of(RATING_HIGHEST), middle))
        for step in range(RATING_LOWEST, RATING_HIGHEST + 1):
            painter.drawLine(QPointF(self.x_of(step), middle - 3), QPointF(self.x_of(step), middle + 3))
        values = [*self.view.others, *([self.view.own] if self.view.own is not None else [])]
        if len(values) > 1:
            painter.setPen(QPen(self.theme.colour("muted"), 2))
            painter.drawLine(QPointF(self.x_of(min(values)), middle), QPointF(self.x_of(max(values)), middle))
        for x, own in self.places():
            painter.setPen(QPen(self.theme.colour("card"), 1.5))
            painter.setBrush(self.theme.colour("you" if own else "muted"))
            if own:
                reach = size * 1.35
                corners = ((x, middle - reach), (x + reach, middle), (x, middle + reach), (x - reach, middle))
                painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
            else:
                painter.drawEllipse(QPointF(x, middle), size, size)
