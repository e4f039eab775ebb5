"""The end of a round: what went how, and what to take along."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.ui.drills.panels import Panel
from app.ui.drills.run_presenter import SummaryView
from app.ui.theme import Theme
from app.ui.widgets.drill_marks import ProgressDots
from app.ui.widgets.kit import KeyButton, card, clear, column, label, line, row
from app.ui.widgets.notices import MarkDot


class SummaryPanel(Panel):
    """Enter drills once more, Esc goes to the list."""

    def __init__(
        self,
        theme: Theme,
        view: SummaryView,
        dots: Sequence[str],
        *,
        another: Callable[[], object],
        leave: Callable[[], object],
    ) -> None:
        super().__init__(theme)
        self._another = another
        marks = ProgressDots(theme, "What went how", size=theme.sizes.body)
        marks.show_dots(dots, view.head)
        parts: list[QWidget | int] = []
        for sentence in view.along:
            parts += [label(sentence, "said", wrap=True)]
        along = card(theme, label("Take along", "heading"), 2, *parts, spacing=10)
        lines: list[QWidget | int] = []
        for mark, what, said in view.lines:
            across = QWidget()
            beside = row(MarkDot(theme, mark, 14), label(what, "strong", tight=True), label(said, "muted", tight=True))
            beside.setSpacing(12)
            beside.setStretch(1, 2)
            beside.setStretch(2, 3)
            across.setLayout(beside)
            lines += [across, line()]
        buttons = QWidget()
        buttons.setLayout(
            row(
                KeyButton(theme, "Once more", "Enter", another, "primary"),
                KeyButton(theme, "All drills", "Esc", leave),
                None,
                spacing=12,
            )
        )
        inside = clear(
            label(view.head, "display"),
            label(view.about, "muted", wrap=True),
            6,
            marks,
            10,
            along,
            8,
            *lines[:-1],
            10,
            buttons,
            None,
            spacing=9,
        )
        inside.setMaximumWidth(theme.sizes.reading)
        across_all = row(None, inside, None)
        across_all.setStretch(1, 100)
        self.setLayout(column(across_all))

    def on_key(self, event: QKeyEvent) -> bool:
        """Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._another()
            return True
        return False
