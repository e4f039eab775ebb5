"""What was found in the scenario, as a list; a click goes to the place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.practice.scenario.checking import PlacedFinding
from app.ui.editor.graph_items import paint_finding
from app.ui.editor.places_presenter import finding_words
from app.ui.theme import Theme
from app.ui.widgets.kit import button, clear, column, empty_layout, label, row, scrolled

MOST_SHOWN = 60


class FindingsPanel(QWidget):
    """Errors first. `go_to` is called with the finding that was clicked."""

    def __init__(self, theme: Theme, go_to: Callable[[PlacedFinding], object]) -> None:
        super().__init__()
        self.theme = theme
        self._go_to = go_to
        self._shown: tuple[PlacedFinding, ...] | None = None
        self.buttons: list[QPushButton] = []
        self._list = column(spacing=4)
        holder = clear(self._list, None)
        self.setLayout(column(scrolled(holder, "What was found")))

    def show_findings(self, findings: Sequence[PlacedFinding]) -> None:
        """Show them; the same ones leave the list as it is."""
        if tuple(findings) == self._shown:
            return
        self._shown = tuple(findings)
        empty_layout(self._list)
        self.buttons = []
        if not findings:
            self._list.addWidget(label("Nothing to mend. It can be played.", "good"))
            return
        for one in findings[:MOST_SHOWN]:
            self._list.addWidget(self._line(one))
        if len(findings) > MOST_SHOWN:
            self._list.addWidget(label(f"And {len(findings) - MOST_SHOWN} more.", "small"))

    def _line(self, one: PlacedFinding) -> QWidget:
        where = one.node or "scenario"
        kind = "Error" if one.severity == "error" else "Warning"
        go = button(where, partial(self._go_to, one), "small", name=f"{kind}: {finding_words(one)} Go to {where}")
        go.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.buttons.append(go)
        words = label(finding_words(one), wrap=True)
        made = row(FindingMark(self.theme, one.severity), words, go, spacing=8)
        made.setStretch(1, 1)
        made.setAlignment(go, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        holder.setProperty("look", "clear")
        holder.setLayout(made)
        return holder


class FindingMark(QWidget):
    """The mark of a finding, as on the graph."""

    def __init__(self, theme: Theme, mark: str) -> None:
        super().__init__()
        self.theme = theme
        self._mark = mark
        side = theme.sizes.body + 8
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        centre = QPointF(self.width() / 2, self.height() / 2)
        paint_finding(painter, self.theme, self._mark, centre, self.theme.sizes.body)
