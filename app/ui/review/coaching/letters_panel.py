"""The letters of a session for the learner: what was measured, and beside it what coaches say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from app.ui.bar_presenter import bar_words
from app.ui.review.coaching.presenter import LetterView
from app.ui.theme import Theme
from app.ui.widgets.bars import ScoreBar
from app.ui.widgets.kit import column, empty_layout, label, line, row

HINT: Final = "Measured from what was seen and heard. A ring is your coach's rating."


class LettersPanel(QWidget):
    """Seven bars with what coaches rated and set; nothing can be changed here."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.theme = theme
        self.views: tuple[LetterView, ...] = ()
        self._lines = column(spacing=0)
        self.setLayout(column(label(HINT, "small", wrap=True), 6, self._lines, spacing=2))

    def show_views(self, views: Sequence[LetterView]) -> None:
        """All seven."""
        if tuple(views) == self.views:
            return
        self.views = tuple(views)
        empty_layout(self._lines)
        for view in views:
            self._lines.addWidget(line())
            self._lines.addWidget(self._letter(view))

    def _letter(self, view: LetterView) -> QWidget:
        bar = ScoreBar(self.theme, view.bar)
        bar.setAccessibleName(f"{view.name}: measured")
        letter = label(view.letter, "strong")
        letter.setFixedWidth(self.theme.sizes.body)
        head = row(letter, label(view.name, tight=True), spacing=6)
        head.setStretch(1, 1)
        coaches = (label(text, wrap=True) for text in view.coaches)
        inside = column(head, bar, label(view.measured, "small", wrap=True), *coaches, spacing=3)
        inside.setContentsMargins(0, 6, 0, 8)
        made = QWidget()
        made.setLayout(inside)
        made.setAccessibleName(". ".join((f"{view.name}: {view.measured}", *view.coaches)))
        made.setAccessibleDescription(bar_words(view.bar))
        return made
