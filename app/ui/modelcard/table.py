"""A table of measured figures: mark and word, what, the number with its interval, the target."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.ui.modelcard.presenter import FigureRow, TableView
from app.ui.theme import Theme
from app.ui.widgets.kit import column, label, row, tabular
from app.ui.widgets.notices import MarkDot

_TOP = Qt.AlignmentFlag.AlignTop


def bullets(points: Iterable[str]) -> list[QWidget]:
    """Sentences with a dot before each."""
    made: list[QWidget] = []
    for point in points:
        dot = label("•", "muted", wrap=True)  # of the same line height as the sentence
        dot.setAlignment(_TOP)
        dot.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        across = row(dot, label(point, wrap=True), spacing=10)
        across.setStretch(1, 1)
        holder = QWidget()
        holder.setLayout(across)
        holder.setAccessibleName(point)
        made.append(holder)
    return made


class FigureTable(QWidget):
    """One table with its title, whose labels it rests on, and its notes."""

    def __init__(self, theme: Theme, view: TableView) -> None:
        super().__init__()
        self.theme = theme
        self.view = view
        self.rows: list[QLabel] = []
        parts: list[QWidget | QGridLayout] = [
            label(view.title, "strong", tight=True),
            label(view.data, "small", wrap=True),
        ]
        if view.rows:
            parts.append(self._grid())
        parts += [label(f"Note: {note}", "small", wrap=True) for note in view.notes]
        self.setLayout(column(*parts, spacing=8))
        self.setAccessibleName(view.title)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(self.theme.sizes.gap)
        grid.setVerticalSpacing(self.theme.sizes.unit * 3)
        for place, text in enumerate(("What", "Measured", "Target")):
            grid.addWidget(label(text, "small"), 0, place)
        for number, shown in enumerate(self.view.rows, start=1):
            self._row(grid, number, shown)
        for place, share in enumerate((5, 3, 3)):
            grid.setColumnStretch(place, share)
        return grid

    def _row(self, grid: QGridLayout, number: int, shown: FigureRow) -> None:
        what = label(shown.what, wrap=True)
        what.setAccessibleName(shown.spoken)
        self.rows.append(what)
        about = " · ".join(filter(None, (shown.sample, shown.baseline and f"compare: {shown.baseline}")))
        measured = label(shown.measured, "strong", tight=True)
        measured.setFont(tabular(measured.font()))
        interval = label(shown.interval, "small", tight=True)
        interval.setFont(tabular(interval.font()))
        grid.addLayout(self._stack(what, label(about, "small", wrap=True)), number, 0)
        grid.addLayout(self._stack(measured, interval), number, 1)
        grid.addLayout(self._stack(*self._target(shown)), number, 2)

    def _target(self, shown: FigureRow) -> tuple[QWidget, QLabel]:
        """Shape and word of the verdict, and under it what was promised; nothing where no target was set."""
        mark = MarkDot(self.theme, shown.mark, self.theme.sizes.body)
        mark.setHidden(not shown.verdict)
        word = label(shown.verdict or "no target", "" if shown.verdict else "small", tight=True)
        across = row(mark, word, spacing=8)
        across.setStretch(1, 1)
        holder = QWidget()
        holder.setLayout(across)
        return holder, label(shown.target, "small", tight=True)

    def _stack(self, *parts: QWidget) -> QVBoxLayout:
        """Under each other, empty labels left out."""
        return column(*(part for part in parts if not isinstance(part, QLabel) or part.text()), None, spacing=2)
