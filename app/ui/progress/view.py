"""How the learner's calls went over time: seven letters, practice, self-check, drills, cues."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLayout, QWidget

from app.ui.page import Desk, Page
from app.ui.ports import Past
from app.ui.progress.chart import TrendChart
from app.ui.progress.presenter import ALL, NOTE, ChartView, ProgressView, present_progress
from app.ui.progress.small import CalendarView, GapPlot
from app.ui.routes import ToCompare, ToDebrief, ToDrills, ToPractice
from app.ui.widgets.kit import button, card, centred, clear, column, empty_layout, label, row, scrolled
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.top_bar import BarContent

_WIDE = 1400


class ProgressPage(Page):
    """Read away from the window, then shown; the choice of calls filters at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.past: Past | None = None
        self.view: ProgressView | None = None
        self.charts: list[TrendChart] = []
        self.choice = QComboBox()
        self.choice.setAccessibleName("Which calls")
        self.choice.currentIndexChanged.connect(lambda _index: self._show())
        self.compare_button = button("Compare first and newest", self._compare)
        self._summary = label("", "muted")
        self._room = column(spacing=self.theme.sizes.gap)
        head = row(label("Your progress", "title"), 8, self._summary, None)
        tools_row = row(self.choice, self.compare_button, None)
        if not self.theme.sizes.very_large:
            head.addLayout(tools_row)
            tools_row = row()
        tools = clear(head, tools_row, label(NOTE, "muted", wrap=True), 8, self._room, None, spacing=8)
        tools.setMaximumWidth(_WIDE)
        self.setLayout(column(scrolled(centred(tools, (40, 28, 40, 24)), "Your progress")))
        self._offer(shown=False)

    def bar(self) -> BarContent:
        """Where we are."""
        return BarContent(place="Progress")

    def enter(self) -> None:
        """Read what there is."""
        past = self.desk.services.past
        if past is not None:
            self.desk.tasks.run(past.read, self._read, owner=self)

    def _read(self, past: Any, error: Exception | None) -> None:
        if error is not None:
            empty_layout(self._room)
            self._room.addWidget(label(f"Your calls could not be read: {error}", "muted", wrap=True))
            return
        self.past = past
        view = present_progress(past.calls, past.drills, self.desk.now().date())
        self.choice.blockSignals(True)
        self.choice.clear()
        for key, words in view.choices:
            self.choice.addItem(words, key)
        self.choice.blockSignals(False)
        self._show()

    def _show(self) -> None:
        if self.past is None:
            return
        chosen = str(self.choice.currentData() or ALL)
        self.view = present_progress(self.past.calls, self.past.drills, self.desk.now().date(), chosen=chosen)
        empty_layout(self._room)
        self.charts = []
        self._offer(shown=bool(self.past.calls))
        self._summary.setText(self.view.summary)
        if not self.past.calls and not self.past.drills:
            self._room.addWidget(
                EmptyState(
                    self.theme,
                    "Nothing to look back on yet",
                    "After a few calls you see here which letters moved, and by how much more than chance.",
                    ("Practise", lambda: self.go.emit(ToPractice())),
                )
            )
            return
        self._room.addLayout(self._across(self._letters(self.view), self._aside(self.view)))

    def _offer(self, *, shown: bool) -> None:
        self.choice.setVisible(shown)
        self.compare_button.setVisible(shown and self.view is not None and self.view.pair is not None)

    def _across(self, letters: QLayout, aside: QLayout) -> QLayout:
        if self.theme.sizes.very_large:
            return column(letters, aside, spacing=self.theme.sizes.gap)
        made = row(letters, _fixed(aside, self.theme.sizes.aside - 40), spacing=self.theme.sizes.gap)
        made.setStretch(0, 1)
        return made

    def _letters(self, view: ProgressView) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self.theme.sizes.gap)
        columns = 1 if self.theme.sizes.very_large else 2
        for number, chart in enumerate(view.charts):
            grid.addWidget(self._letter(chart), number // columns, number % columns)
        for number in range(columns):
            grid.setColumnStretch(number, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        return grid

    def _letter(self, chart: ChartView) -> QFrame:
        sign = label(f"{chart.sign} {chart.way}", "strong" if chart.mark != "unknown" else "muted")
        sign.setStyleSheet(f"color: {getattr(self.theme.colours, chart.mark)};" if chart.mark != "unknown" else "")
        head = row(label(chart.letter, "heading"), label(chart.name, "strong"), None, sign)
        drawn = TrendChart(self.theme, chart, self._open)
        self.charts.append(drawn)
        return card(self.theme, head, label(chart.words, "muted", wrap=True), drawn, spacing=6)

    def _aside(self, view: ProgressView) -> QLayout:
        today = self.desk.now().date()
        practice = card(
            self.theme,
            label("Practice", "heading"),
            CalendarView(self.theme, view.calendar, today, view.practised),
            label(view.practised, wrap=True),
            label("Filled: a call. Half: drills.", "muted", wrap=True),
            spacing=8,
        )
        plot = [GapPlot(self.theme, view.gap)] if len(view.gap.points) > 1 else []
        tends = [label(view.gap.tends, wrap=True)] if view.gap.tends else []
        checks = card(
            self.theme,
            label("What you said, what was measured", "heading"),
            label(view.gap.words, wrap=True),
            *plot,
            *tends,
            spacing=8,
        )
        lines = [label(text, wrap=True) for text in view.drills] or [label("No drill yet.", "muted")]
        drills = card(
            self.theme,
            label("Drills", "heading"),
            *lines,
            row(button("Drill now", lambda: self.go.emit(ToDrills()), "small"), None),
        )
        cues = card(self.theme, label("Cues", "heading"), *(label(text, wrap=True) for text in view.cues))
        return column(practice, checks, drills, cues, None, spacing=self.theme.sizes.gap)

    def _open(self, folder: Path) -> None:
        self.go.emit(ToDebrief(folder))

    def _compare(self) -> None:
        if self.view is not None and self.view.pair is not None:
            self.go.emit(ToCompare(*self.view.pair))


def _fixed(inside: QLayout, width: int) -> QWidget:
    made = QWidget()
    made.setProperty("look", "clear")
    made.setLayout(inside)
    made.setFixedWidth(width)
    return made
