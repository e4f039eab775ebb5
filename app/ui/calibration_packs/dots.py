"""The ratings of a letter on its five steps: a dot for each other coach, a diamond for one's own."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.calibration_packs.presenter import DotsView
from app.ui.theme import Theme
from perception.recording.review_notes import RATING_HIGHEST, RATING_LOWEST

_STEPS: Final = RATING_HIGHEST - RATING_LOWEST


class SpreadDots(QWidget):
    """Coaches who chose the same step stand beside each other there."""

    def __init__(self, theme: Theme, view: DotsView) -> None:
        super().__init__()
        self.theme, self.view = theme, view
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(view.words)
        self.setToolTip(view.words)

    def sizeHint(self) -> QSize:
        """A low line."""
        return QSize(220, round(self.theme.sizes.body * 1.5))

    def places(self) -> list[tuple[float, bool]]:
        """Where each rating stands, in pixels from the left, and whether it is one's own."""
        found: list[tuple[float, bool]] = []
        for step in range(RATING_LOWEST, RATING_HIGHEST + 1):
            marks = [False] * self.view.others.count(step) + [True] * (self.view.own == step)
            width = min(2.5 * self._size(), self._span() / _STEPS / max(1, len(marks)))
            first = self._x(step) - 0.5 * width * (len(marks) - 1)
            found += [(first + place * width, own) for place, own in enumerate(marks)]
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The scale, then what was rated."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, size = self.height() / 2, self._size()
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.drawLine(QPointF(self._x(RATING_LOWEST), middle), QPointF(self._x(RATING_HIGHEST), middle))
        for step in range(RATING_LOWEST, RATING_HIGHEST + 1):
            painter.drawLine(QPointF(self._x(step), middle - 3), QPointF(self._x(step), middle + 3))
        values = [*self.view.others, *([self.view.own] if self.view.own is not None else [])]
        if len(values) > 1:
            painter.setPen(QPen(self.theme.colour("muted"), 2))
            painter.drawLine(QPointF(self._x(min(values)), middle), QPointF(self._x(max(values)), middle))
        for x, own in self.places():
            painter.setPen(QPen(self.theme.colour("card"), 1.5))
            painter.setBrush(self.theme.colour("you" if own else "muted"))
            if own:
                reach = size * 1.35
                corners = ((x, middle - reach), (x + reach, middle), (x, middle + reach), (x - reach, middle))
                painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
            else:
                painter.drawEllipse(QPointF(x, middle), size, size)

    def _size(self) -> float:
        return self.theme.sizes.body * 0.36

    def _span(self) -> float:
        return self.width() - 8 * self._size()

    def _x(self, step: float) -> float:
        return 4 * self._size() + (step - RATING_LOWEST) / _STEPS * self._span()
